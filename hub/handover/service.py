"""Hand-overs of the lead: read, decide, write – one transaction per call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.canonical import sha256_of
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile, Contradiction
from hub.chance import Chance
from hub.db import Database
from hub.effects import AnnounceLead, monitoring
from hub.errors import Refused
from hub.handover import proof, rules, store
from hub.handover.model import Decision, Deed, HandOver, News, Record, Turn, Wanted
from hub.identifiers import CaseId, HandOverId, ProfessionalId
from hub.parties.service import Signer, signed_by
from hub.typed import showable
from hub.vault import Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HandOverService:
    """The doors' way to the lead of a case. `by` is the professional whose key signs."""

    database: Database
    vault: Vault
    chance: Chance

    async def offer(
        self, case: CaseId, wanted: Wanted, *, by: ProfessionalId, sign: Signer
    ) -> HandOver | Refused:
        """Offer somebody the lead of a case; until they accept, nothing changes."""
        reason = showable(wanted.reason, most=rules.LONGEST_REASON) if wanted.reason else ""
        if isinstance(reason, Refused):
            return reason
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            drawn = await self._drawn(connection, file, wanted, by=by)
            if isinstance(drawn, Refused):
                return drawn
            kept: bytes | None = None
            if reason:
                key = await self.vault.key_of(connection, case)
                kept, sha256 = store.sealed(reason, self.chance.new_id(), key, drawn.id)
                drawn = replace(drawn, reason_sha256=sha256)
            text = proof.document(drawn)
            signature = await signed_by(connection, by, proof.statement(text), sign, case=case)
            if isinstance(signature, Refused):
                return signature
            await store.add(connection, drawn, signature=signature, reason=kept)
            await outbox.owe(connection, self.chance, *rules.after_offer(drawn))
            await journal.append(connection, rules.offered(drawn, sha256_of(text)))
        return replace(drawn, proven=True)

    async def accept(self, case: CaseId, *, by: ProfessionalId, sign: Signer) -> HandOver | Refused:
        """Take the lead: in this commit one stops leading and another one begins."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            now = self.chance.now()
            found = rules.open_one(file, await store.of_case(connection, case), now)
            if isinstance(found, Refused):
                return found
            if refused := rules.may_accept(file, found, by, now):
                return refused
            to = await directory.find_professional_of(connection, by)
            if to is None:
                return Refused("professional-contradicted")
            text = proof.document(found)
            signature = await signed_by(connection, by, proof.statement(text), sign, case=case)
            if isinstance(signature, Refused):
                return signature
            turned = rules.turn(file, found, to, now)
            await self._turn(connection, found, turned, Decision(Deed.ACCEPT, by, now), signature)
        return replace(found, decision=Decision(Deed.ACCEPT, by, now))

    async def end(self, case: CaseId, *, by: str) -> HandOver | Refused:
        """Decline an offer or take it back. That needs no signature: nothing begins by it."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            found = rules.open_one(file, await store.of_case(connection, case), self.chance.now())
            if isinstance(found, Refused):
                return found
            known = await directory.find_ever(connection, ProfessionalId(by)) is not None
            lead = file.lead.id if file.lead else None
            deed = rules.may_end(found, by, is_professional=known, lead=lead)
            if isinstance(deed, Refused):
                return deed
            decision = Decision(deed, by, self.chance.now())
            await store.decide(connection, found.id, decision)
            await journal.append(connection, rules.decided(found, decision))
        return replace(found, decision=decision)

    async def of_case(self, case: CaseId) -> Sequence[Record]:
        """Every hand-over of a case, oldest first, with its reason, for those who work on it."""
        async with self.database.reading() as connection:
            found = await store.of_case(connection, case)
            if self.vault.trouble is not None:
                return [Record(one, None) for one in found]
            key = await self.vault.key_of(connection, case)
            return [Record(one, await store.reason_of(connection, one, key)) for one in found]

    async def news(self, announce: AnnounceLead) -> News | None:
        """What is to be told of a hand-over, if it still is so."""
        async with self.database.reading() as connection:
            file = await cases.get_file(connection, announce.case)
            known = await store.of_case(connection, announce.case)
            found = next((one for one in known if one.id == announce.hand_over), None)
            if found is None:
                return None
            if not rules.still_worth_telling(file, found, announce.deed, self.chance.now()):
                return None
            to = await directory.get_professional(connection, found.to)
            agency = await directory.find_agency(connection, to.agency)
        assert agency is not None, "a professional belongs to an agency"
        return News(file, Deed(announce.deed), found, to, agency)

    async def contradictions(self) -> Sequence[Contradiction]:
        """Every hand-over of the hub of which its signatures or the audit chain tell another story."""
        async with self.database.reading() as connection:
            known = await cases.all_cases(connection)
            return [one for case in known for one in await store.contradictions(connection, case)]

    async def alarm(self) -> None:
        """Tell the log of every hand-over that is doubtful, and of every open case that nobody leads."""
        for one in await self.contradictions():
            log.error("not as the chain tells", about=one.about.value, id=one.id)
        async with self.database.reading() as connection:
            files = [await cases.get_file(connection, c.id) for c in await cases.all_cases(connection)]
        for file in files:
            if file.is_without_lead:
                log.error("case without lead", case=file.case.id)

    async def _drawn(
        self, connection: AsyncConnection, file: CaseFile, wanted: Wanted, *, by: ProfessionalId
    ) -> HandOver | Refused:
        offering = await directory.find_professional_of(connection, by)
        to = await directory.find_professional(connection, wanted.to)
        if offering is None:
            return Refused("professional-contradicted")
        if to is None:
            return Refused("unknown-professional", {"user": wanted.to})
        return rules.offer(
            file,
            HandOverId(self.chance.new_id()),
            by=offering,
            to=to,
            leaves=wanted.leaves,
            has_reason=bool(wanted.reason.strip()),
            known=await store.of_case(connection, file.case.id),
            now=self.chance.now(),
        )

    async def _turn(
        self, connection: AsyncConnection, found: HandOver, turned: Turn, decision: Decision, signature: str
    ) -> None:
        await store.decide(connection, found.id, decision, signature=signature)
        # Ends first: the database takes no second lead, not even for a moment.
        for part in turned.ended:
            await cases.end_participation(connection, part)
        for part in turned.begun:
            await cases.add_participation(connection, part)
        await outbox.owe(connection, self.chance, *rules.after_turn(found, turned, decision.at))
        await outbox.owe(connection, self.chance, monitoring(found.case, decision.at))
        acts = rules.turned_over(found, turned)
        await journal.append(connection, rules.decided(found, decision), *acts)
