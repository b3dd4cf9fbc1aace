"""The end of a case: read, decide, write – one transaction per call. Whoever acts signs with their key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.canonical import UNREADABLE, digest, sha256_of
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import Case, CaseFile, Professional
from hub.cases.service import close_file
from hub.chance import Chance
from hub.closing import proof, rules, sight, store
from hub.closing.form import EXTRACT, draw
from hub.closing.model import ClosingNote, Deed, Extract, Extracted, Facts, Share, Signed
from hub.conference import store as conferences
from hub.consent import store as consents
from hub.consent.model import Consent
from hub.consent.signed import written
from hub.db import Database
from hub.disclosure import store as disclosures
from hub.disclosure.model import Record
from hub.effects import AnnounceClosing, Debt, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, AgencyId, CaseId, ClosingId, ExtractId, ProfessionalId
from hub.minutes import store as minutes
from hub.minutes.model import FINAL
from hub.minutes.rules import named_in
from hub.parties.service import Signer, signed_by
from hub.plan import progress
from hub.plan.facts import plan_of
from hub.receipts.model import Facts as RecordFacts
from hub.receipts.model import Verdict
from hub.receipts.proof import signed, verdict
from hub.receipts.service import ReceiptService
from hub.rooms import store as rooms
from hub.rooms.model import Kind
from hub.signet import Signet
from hub.vault import Key, Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ClosingService:
    """The doors' way to closing notes, extracts, and to what agencies say of their files."""

    database: Database
    vault: Vault
    signet: Signet
    receipts: ReceiptService
    chance: Chance

    async def announce(self, case: CaseId, *, by: str) -> Case | Refused:
        """Have it said in every room that the case will be closed soon, while everybody can still read it."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            if not file.case.is_open:
                return Refused("case-closed", {"case": file.case.label})
            there = [known.room for known in await rooms.of_case(connection, case)]
            # A specialist does not know that there is a case, nor who leads it.
            effects = [AnnounceClosing(case, room.circle) for room in there if room.kind is not Kind.CONSULT]
            await outbox.owe(connection, self.chance, *(Debt(one, now, Urgency.WORDS) for one in effects))
            await journal.append(connection, rules.announced(file.case, by, now))
        return file.case

    async def close(
        self, case: CaseId, said: ClosingNote, *, by: ProfessionalId, sign: Signer
    ) -> Case | Refused:
        """Close a case and keep its closing note: both or neither. Raises `NotReady` while the vault is shut.

        `CaseService.close` closes without a note, for a removal waits for no words; `note` writes it later.
        """
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            if not file.case.is_open:
                return Refused("case-closed", {"case": file.case.label})
            noted = await self._note(connection, file, said, by=by, sign=sign)
            if isinstance(noted, Refused):
                return noted
            return await close_file(connection, file, by=by, chance=self.chance)

    async def note(
        self, case: CaseId, said: ClosingNote, *, by: ProfessionalId, sign: Signer
    ) -> Signed | Refused:
        """Write the closing note of a case that was closed without one."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            if file.case.is_open:
                return Refused("case-still-open", {"case": file.case.label})
            return await self._note(connection, file, said, by=by, sign=sign)

    async def extract(self, case: CaseId, *, by: ProfessionalId, language: str) -> Extract | Refused:
        """What somebody may put into their agency's own file, signed by the hub. It is in the clear.

        The hub keeps no copy: the chain knows it by its hash.
        """
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            done = await self._done(connection, case)
            noted = rules.may_extract(file, by, rules.note_of(done))
            if isinstance(noted, Refused):
                return noted
            facts = await self._facts(connection, file, noted, by=by, language=language)
            part = next(one for one in rules.filers(file) if one.professional.id == by)
            id_ = ExtractId(self.chance.new_id())
            content = signed(draw(facts, part, id_, now), self.signet, EXTRACT)
            made = Extract(id=id_, case=case, reader=by, made_at=now, content=content)
            await journal.append(connection, rules.drawn(made, digest(content)))
        return made

    async def take(
        self, case: CaseId, content: Mapping[str, Any] | None, *, by: ProfessionalId, sign: Signer
    ) -> Signed | Refused:
        """Somebody acknowledges by a signature over its hash that an extract is in their agency's file."""
        held = verdict(content, self.signet.public, EXTRACT)
        if content is None or held is not Verdict.HOLDS:
            return Refused(f"extract-{held.value}")
        try:
            meant = proof.extracted(content)
        except UNREADABLE:
            return Refused("extract-changed")
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            made = await journal.acts_of(connection, case)
            done = await self._done(connection, case)
            no = rules.may_take(file, by, meant, made=made, done=done)
            if no is not None:
                return no
            return await self._add(connection, file, Deed.TAKEN, {}, by=by, sign=sign, extract=meant)

    async def waive(
        self, case: CaseId, agency: AgencyId, reason: str, *, by: ProfessionalId, sign: Signer
    ) -> Signed | Refused:
        """The lead says that an agency keeps no file of a case, and why."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            why = rules.may_waive(file, by, agency, reason, await self._done(connection, case))
            if isinstance(why, Refused):
                return why
            private = {"reason": why}
            return await self._add(connection, file, Deed.WAIVED, private, by=by, sign=sign, agency=agency)

    async def shares(self, case: CaseId) -> Sequence[Share]:
        """How far everybody who works on a case is with their agency's file; needs no key."""
        async with self.database.reading() as connection:
            file = await cases.get_file(connection, case)
            return rules.shares(file, await self._done(connection, case))

    async def noted(self, case: CaseId) -> Signed | None:
        """The closing note of a case, without what it says."""
        async with self.database.reading() as connection:
            return rules.note_of(await self._done(connection, case))

    async def _note(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        said: ClosingNote,
        *,
        by: ProfessionalId,
        sign: Signer,
    ) -> Signed | Refused:
        again = rules.note_of(await self._done(connection, file.case.id)) is not None
        note = rules.note(said, file, by, again=again)
        if isinstance(note, Refused):
            return note
        return await self._add(connection, file, Deed.NOTED, proof.said(note), by=by, sign=sign)

    async def _add(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        deed: Deed,
        private: Mapping[str, Any],
        *,
        by: ProfessionalId,
        sign: Signer,
        agency: AgencyId | None = None,
        extract: Extracted | None = None,
    ) -> Signed | Refused:
        case, contents = file.case.id, {**private, "salt": self.chance.new_id()}
        one = Signed(
            id=ClosingId(self.chance.new_id()),
            case=case,
            deed=deed,
            at=self.chance.now(),
            by=by,
            contents_sha256=digest(contents),
            agency=agency,
            extract=extract,
            proven=True,
        )
        document = written(proof.document(one))
        signature = await signed_by(connection, by, proof.statement(document), sign, case=case)
        if isinstance(signature, Refused):
            return signature
        key = await self.vault.key_of(connection, case)
        await store.add(connection, one, document=document, contents=contents, signature=signature, key=key)
        await journal.append(connection, rules.told(one, sha256_of(document)))
        return one

    async def _done(self, connection: AsyncConnection, case: CaseId) -> Sequence[Signed]:
        done = await store.of_case(connection, case)
        for one in done:
            if not one.proven:
                log.error("closing not proven", case=case, closing=one.id)
        return done

    async def _facts(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        noted: Signed,
        *,
        by: ProfessionalId,
        language: str,
    ) -> Facts:
        case = file.case.id
        key = await self.vault.key_of(connection, case)
        reader = await directory.get_professional(connection, by)
        passed = await disclosures.records_of(connection, case, key)
        given = await consents.of_case(connection, case)
        # Of others' records not even a spoilt one may be noticed: they are not read.
        mine = sight.theirs(reader, given, [one.disclosure for one in passed])
        met = await conferences.shared_of_case(connection, case)
        held = await minutes.held(connection, case, key, [one.id for one in met])
        plan = await plan_of(connection, file, key, progress.day_of(self.chance.now()))
        finals = filter(None, (one.version(FINAL) for one in held.values()))
        moderators = (one.moderator for one in met)
        named = {reader.id, noted.by, *moderators, *progress.named_in(plan)}.union(*map(named_in, finals))
        return Facts(
            reader=reader,
            file=file,
            agencies={agency.id: agency for agency in await directory.agencies(connection)},
            people=await _people(connection, sight.readable(reader, passed), named),
            given=given,
            records={one.id: await self._record(connection, file, one, key, language) for one in mine},
            disclosures=passed,
            conferences=[(one, await conferences.topics_if_any(connection, one.id, key)) for one in met],
            minutes=held,
            plan=plan,
            acts=await journal.acts_of(connection, case),
            noted=noted,
            note=await store.note(connection, noted, key),
            language=language,
        )

    async def _record(
        self, connection: AsyncConnection, file: CaseFile, consent: Consent, key: Key, language: str
    ) -> RecordFacts | None:
        found = await self.receipts.facts_of(connection, file, consent.id, key=key, language=language)
        return None if isinstance(found, Refused) else found


async def _people(
    connection: AsyncConnection,
    readable: Sequence[Record],
    named: Collection[str],
) -> Mapping[ProfessionalId, Professional]:
    passed = [one.disclosure for one in readable]
    everybody = {*named, *(one.sender for one in passed)} - {CLIENT}
    everybody |= {one.recipient.person for one in passed if one.recipient.person is not None}
    ids = map(ProfessionalId, sorted(everybody))
    return {id_: await directory.get_professional(connection, id_) for id_ in ids}
