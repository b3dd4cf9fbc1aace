"""Disclosures: read, decide, write – one transaction per call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.canonical import digest
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import AgencyKind, Professional
from hub.chance import Chance
from hub.consent.model import Recipient
from hub.consent.rules import names
from hub.consent.service import records_of
from hub.consent.signed import written
from hub.db import Database
from hub.disclosure import proof, rules, store
from hub.disclosure.model import Answer, Deed, Disclosure, Feedback, Lawful, Record, Review, Wanted
from hub.disclosure.rules import Facts
from hub.effects import ReviewWarning
from hub.errors import Refused
from hub.identifiers import AgencyId, CaseId, DisclosureId, ProfessionalId
from hub.law.model import Law, Way
from hub.outbox import Claim
from hub.parties.service import Signer, signed_by
from hub.vault import Key, Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Made:
    """A disclosure that was recorded, and why it was lawful."""

    disclosure: Disclosure
    lawful: Lawful


@dataclass(frozen=True, slots=True)
class Drawn:
    """A disclosure that may be made, as its author signed it, and is not kept yet."""

    made: Disclosure
    lawful: Lawful
    document: str
    private: Mapping[str, Any]
    signature: str


@dataclass(frozen=True, slots=True)
class DisclosureService:
    """The doors' way to disclosures. `by` is the professional whose key signs."""

    database: Database
    vault: Vault
    chance: Chance
    law: Law

    async def make(self, case: CaseId, wanted: Wanted, *, by: ProfessionalId, sign: Signer) -> Made | Refused:
        """Record that something is passed on, if it may be."""
        return await self._disclose(Way.SHARE, case, wanted, by=by, sign=sign)

    async def warn(self, case: CaseId, wanted: Wanted, *, by: ProfessionalId, sign: Signer) -> Made | Refused:
        """Record a notice for the protection of a child; its review falls due after 72 hours."""
        return await self._disclose(Way.WARNING, case, wanted, by=by, sign=sign)

    async def review(
        self, disclosure: DisclosureId, found: Review, *, by: ProfessionalId, sign: Signer
    ) -> Disclosure | Refused:
        """Record what somebody found who looked at a warning afterwards."""
        async with self.database.writing() as connection:
            found_by = await self._about(connection, disclosure, by)
            if isinstance(found_by, Refused):
                return found_by
            about, reviewer = found_by
            again = await store.has_answer(connection, about, Deed.REVIEW)
            decided = rules.review(about, found, reviewer, again=again)
            if isinstance(decided, Refused):
                return decided
            return await self._answer(connection, about, decided, by=by, sign=sign, basis=about.basis)

    async def feedback(
        self, disclosure: DisclosureId, said: Feedback, *, by: ProfessionalId, sign: Signer
    ) -> Disclosure | Refused:
        """Record the youth office's answer to a warning."""
        async with self.database.writing() as connection:
            found_by = await self._about(connection, disclosure, by)
            if isinstance(found_by, Refused):
                return found_by
            about, person = found_by
            norm = rules.feedback(
                about,
                person,
                kind=await _kind_of(connection, person.agency),
                sender_kind=await _kind_of_sender(connection, about),
                law=self.law,
                now=self.chance.now(),
                again=await store.has_answer(connection, about, Deed.FEEDBACK),
            )
            if isinstance(norm, Refused):
                return norm
            return await self._answer(connection, about, said, by=by, sign=sign, basis=str(norm))

    async def of_case(self, case: CaseId) -> Sequence[Disclosure]:
        """Every disclosure of a case, oldest first, without what is private."""
        async with self.database.reading() as connection:
            return _alarmed(await store.of_case(connection, case))

    async def records(self, case: CaseId) -> Sequence[Record]:
        """As `of_case`, with what is private. Who asks for somebody shows only what they may read."""
        async with self.database.reading() as connection:
            key = await self.vault.key_of(connection, case)
            return await store.records_of(connection, case, key)

    async def read_by(self, case: CaseId, reader: ProfessionalId) -> Sequence[Record]:
        """What a professional may read: what they passed on, what was for them, warnings they review."""
        async with self.database.reading() as connection:
            person = await directory.find_professional_of(connection, reader)
            made = _alarmed(await store.of_case(connection, case))
        if person is None:
            return []
        readable = {one.id for one in made if rules.may_read(one, person)}
        return [one for one in await self.records(case) if one.disclosure.id in readable]

    async def doubtful(self) -> Sequence[Disclosure]:
        """Every disclosure of the hub of which its signatures or the audit chain tell another story."""
        async with self.database.reading() as connection:
            each = [await store.doubtful(connection, c.id) for c in await cases.all_cases(connection)]
        return [one for made in each for one in made]

    async def alarm(self) -> None:
        """Tell the log of every disclosure that is doubtful."""
        for one in await self.doubtful():
            _alarm(one)

    async def is_unreviewed(self, due: ReviewWarning) -> bool:
        """Whether nobody has reviewed a warning yet, or nobody can tell."""
        async with self.database.reading() as connection:
            return await _is_unreviewed(connection, due)

    async def mark_due(self, due: ReviewWarning, claim: Claim) -> None:
        """The time for a review is over: note it if there was none, and settle the debt in one breath."""
        async with self.database.writing() as connection:
            is_ours = await outbox.settle(connection, claim)
            if is_ours and await _is_unreviewed(connection, due):
                await journal.append(connection, rules.overdue(due, self.chance.now()))

    async def lawful(
        self, connection: AsyncConnection, way: Way, case: CaseId, wanted: Wanted, *, by: ProfessionalId
    ) -> Lawful | Refused:
        """Whether it may be made, in the caller's transaction; nothing is signed or kept."""
        facts = await self._facts(connection, case, wanted.recipient, by)
        return facts if isinstance(facts, Refused) else rules.lawful(way, wanted, facts)

    async def draw(
        self,
        connection: AsyncConnection,
        way: Way,
        case: CaseId,
        wanted: Wanted,
        *,
        by: ProfessionalId,
        sign: Signer,
    ) -> Drawn | Refused:
        """What may be made, signed; `keep` remembers it in the same transaction."""
        lawful = await self.lawful(connection, way, case, wanted, by=by)
        if isinstance(lawful, Refused):
            return lawful
        private = proof.sealed(wanted.contents, self.chance.new_id())
        made = Disclosure(
            id=DisclosureId(self.chance.new_id()),
            case=case,
            way=way,
            at=self.chance.now(),
            sender=by,
            subject=wanted.subject,
            recipient=wanted.recipient,
            basis=str(wanted.basis),
            releases=lawful.releases,
            contents_sha256=digest(private),
            proven=True,
        )
        document = written(proof.document(made))
        signature = await signed_by(connection, by, proof.statement(document), sign, case=case)
        if isinstance(signature, Refused):
            return signature
        return Drawn(made, lawful, document, private, signature)

    async def keep(self, connection: AsyncConnection, drawn: Drawn) -> None:
        """Remember what was drawn, with its audit entry and what is owed because of it."""
        made = drawn.made
        key = await self.vault.key_of(connection, made.case)
        await store.add(
            connection,
            made,
            document=drawn.document,
            contents=drawn.private,
            signature=drawn.signature,
            key=key,
        )
        await outbox.owe(connection, self.chance, *rules.after(made))
        await journal.append(connection, rules.made(made))

    async def _disclose(
        self, way: Way, case: CaseId, wanted: Wanted, *, by: ProfessionalId, sign: Signer
    ) -> Made | Refused:
        async with self.database.writing() as connection:
            drawn = await self.draw(connection, way, case, wanted, by=by, sign=sign)
            if isinstance(drawn, Refused):
                return drawn
            await self.keep(connection, drawn)
        return Made(drawn.made, drawn.lawful)

    async def _facts(
        self, connection: AsyncConnection, case: CaseId, recipient: Recipient, by: ProfessionalId
    ) -> Facts | Refused:
        # The case is held still: a consent that is being withdrawn is either in force or not.
        file = await cases.get_file(connection, case, lock=True)
        person = await _addressed(connection, recipient)
        if isinstance(person, Refused):
            return person
        sender = await _acting(connection, by)
        if isinstance(sender, Refused):
            return sender
        return Facts(
            file=file,
            sender=sender,
            sender_kind=await _kind_of(connection, sender.agency),
            recipient_kind=await _kind_of(connection, recipient.agency),
            person=person,
            records=await records_of(connection, self.vault, case),
            law=self.law,
            now=self.chance.now(),
        )

    async def _about(
        self, connection: AsyncConnection, disclosure: DisclosureId, by: ProfessionalId
    ) -> tuple[Disclosure, Professional] | Refused:
        await store.hold(connection, disclosure)
        found = await store.find(connection, disclosure)
        person = await _acting(connection, by)
        if isinstance(person, Refused):
            return person
        if found is None or not rules.may_read(found, person):
            # One answer for both: nobody learns of a warning by asking for it.
            return Refused("unknown-disclosure", {"disclosure": disclosure[:60]})
        return found, person

    async def _answer(
        self,
        connection: AsyncConnection,
        about: Disclosure,
        answer: Answer,
        *,
        by: ProfessionalId,
        sign: Signer,
        basis: str,
    ) -> Disclosure | Refused:
        deed = Deed.REVIEW if isinstance(answer, Review) else Deed.FEEDBACK
        now, private = self.chance.now(), proof.sealed_answer(answer, self.chance.new_id())
        said = proof.answer_document(about, deed, by=by, at=now, basis=basis, contents_sha256=digest(private))
        document = written(said)
        signature = await signed_by(connection, by, proof.statement(document), sign, case=about.case)
        if isinstance(signature, Refused):
            return signature
        key: Key = await self.vault.key_of(connection, about.case)
        await store.clear_for(connection, about, deed)
        first = await store.add_answer(
            connection, about.id, deed, document=document, contents=private, signature=signature, key=key
        )
        if not first:
            return Refused("reviewed-already" if deed is Deed.REVIEW else "answered-already")
        await journal.append(connection, rules.answered(about, deed, by=by, basis=basis, at=now))
        return about


def _alarmed(made: Sequence[Disclosure]) -> Sequence[Disclosure]:
    for one in made:
        if not one.proven:
            _alarm(one)
    return made


def _alarm(one: Disclosure) -> None:
    log.error("disclosure not proven", case=one.case, disclosure=one.id)


async def _is_unreviewed(connection: AsyncConnection, due: ReviewWarning) -> bool:
    about = await store.find(connection, due.disclosure)
    return about is None or not await store.has_answer(connection, about, Deed.REVIEW)


async def _addressed(connection: AsyncConnection, recipient: Recipient) -> Professional | Refused | None:
    unknown = Refused("unknown-recipient", {"agency": recipient.agency, "function": recipient.function})
    if recipient.person is None:
        known = await directory.has_function(connection, recipient.agency, recipient.function)
        return None if known else unknown
    person = await directory.find_professional_of(connection, recipient.person)
    return person if person is not None and names(recipient, person) else unknown


async def _acting(connection: AsyncConnection, by: ProfessionalId) -> Professional | Refused:
    # Agency, function and duty decide here: they must be as the chain tells.
    found = await directory.find_professional_of(connection, by)
    return found or Refused("professional-contradicted")


async def _kind_of_sender(connection: AsyncConnection, about: Disclosure) -> AgencyKind:
    sender = await directory.find_ever(connection, about.sender)
    return await _kind_of(connection, sender.agency) if sender else AgencyKind.UNKNOWN


async def _kind_of(connection: AsyncConnection, agency: AgencyId) -> AgencyKind:
    found = await directory.find_agency(connection, agency)
    return found.kind if found else AgencyKind.UNKNOWN
