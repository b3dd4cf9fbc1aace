"""Specialist questions: read, decide, write – one transaction per call."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.canonical import digest, sha256_of
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile, Consultation, Contradiction, Professional
from hub.chance import Chance
from hub.charter import store as charters
from hub.charter.rules import looks
from hub.consult import proof, pseudonym, rules, store
from hub.consult.model import Contents, Deed, Known, Posting, Question, Record, Seen, Wanted
from hub.consult.proof import Answered
from hub.db import Database
from hub.disclosure import model as disclosure
from hub.disclosure.service import DisclosureService
from hub.effects import PostAnswer
from hub.errors import Refused
from hub.identifiers import AgencyId, CaseId, CircleId, ProfessionalId, QuestionId
from hub.law.model import Law, Way
from hub.outbox import Claim
from hub.parties import store as parties
from hub.parties.service import Signer, signed_by
from hub.vault import Key, Vault


@dataclass(frozen=True, slots=True)
class _Judged:
    """What may be asked, of whom, and the disclosure that it is."""

    contents: Contents
    specialist: Professional
    passed_on: disclosure.Wanted


@dataclass(frozen=True, slots=True)
class ConsultService:
    """The doors' way to specialist questions. `by` is the professional whose key signs."""

    database: Database
    vault: Vault
    chance: Chance
    law: Law
    disclosures: DisclosureService

    async def check(self, case: CaseId, wanted: Wanted, *, by: ProfessionalId) -> Refused | None:
        """Why something may not be asked, if so. Raises `NotReady` while the vault is shut."""
        # As a writer, so that both see the same: what is judged holds the case still.
        async with self.database.writing() as connection:
            file = await self._file(connection, case)
            judged = await self._judged(connection, file, wanted, by=by)
        return judged if isinstance(judged, Refused) else None

    async def ask(
        self, case: CaseId, wanted: Wanted, *, by: ProfessionalId, sign: Signer
    ) -> Question | Refused:
        """Ask a specialist: passed on, and a room for the two, in one commit."""
        async with self.database.writing() as connection:
            file = await self._file(connection, case, lock=True)
            judged = await self._judged(connection, file, wanted, by=by)
            if isinstance(judged, Refused):
                return judged
            drawn = await self.disclosures.draw(
                connection, Way.CONSULT, case, judged.passed_on, by=by, sign=sign
            )
            if isinstance(drawn, Refused):
                return drawn
            private = proof.sealed(judged.contents, self.chance.new_id())
            one = Question(
                id=QuestionId(self.chance.new_id()),
                case=case,
                disclosure=drawn.made.id,
                asker=by,
                specialist=judged.specialist.id,
                into=wanted.into,
                at=self.chance.now(),
                until=wanted.until,
                contents_sha256=digest(private),
                proven=True,
            )
            text = proof.document(one)
            signature = await signed_by(connection, by, proof.statement(text), sign, case=case)
            if isinstance(signature, Refused):
                return signature
            await self.disclosures.keep(connection, drawn)
            key = await self.vault.key_of(connection, case)
            await store.add(connection, one, private, signature=signature, key=key)
            await outbox.owe(connection, self.chance, *rules.after_asking(one))
            await journal.append(connection, rules.asked(one, sha256_of(text)))
        return one

    async def answer(
        self, question: QuestionId, said: Sequence[str], *, by: ProfessionalId, sign: Signer
    ) -> Question | Refused:
        """The specialist answers; with this commit their access ends, and the case is told."""
        words = rules.paragraphs(said)
        if isinstance(words, Refused):
            return words
        async with self.database.writing() as connection:
            found = await self._open_one(connection, question, by)
            if isinstance(found, Refused):
                return found
            one, asked = found
            if by != asked.specialist.id:
                return Refused("consult-not-yours")
            private = proof.sealed_answer(words, self.chance.new_id())
            answered = Answered(by=by, at=self.chance.now(), contents_sha256=digest(private))
            text = proof.answer_document(one, answered)
            signature = await signed_by(connection, by, proof.statement(text), sign, case=one.case)
            if isinstance(signature, Refused):
                return signature
            key = await self.vault.key_of(connection, one.case)
            await store.add_answer(connection, one, answered, private, signature=signature, key=key)
            act = rules.answered(one, by=by, at=answered.at, document_sha256=sha256_of(text))
            await journal.append(connection, act)
            await outbox.owe(
                connection, self.chance, *rules.after_ending(one, Deed.ANSWER, self.chance.now())
            )
        return one

    async def withdraw(self, question: QuestionId, *, by: ProfessionalId) -> Question | Refused:
        """Take a question back, or give it back unanswered. That needs no signature: nothing begins by it."""
        async with self.database.writing() as connection:
            found = await self._open_one(connection, question, by)
            if isinstance(found, Refused):
                return found
            one, now = found[0], self.chance.now()
            await journal.append(connection, rules.withdrawn(one, by=by, at=now))
            await outbox.owe(connection, self.chance, *rules.after_ending(one, Deed.WITHDRAW, now))
        return one

    async def seen_by(self, reader: ProfessionalId) -> Sequence[Seen]:
        """What somebody asked, while they work on the case, and what they are asked, while it is open."""
        async with self.database.reading() as connection:
            if await directory.find_professional_of(connection, reader) is None:
                return []
            known = await store.cases_of(connection, reader)
            each = [await self._seen_in(connection, case, reader) for case in known]
        return sorted((one for seen in each for one in seen), key=lambda one: one.record.question.at)

    async def asked_in(self, case: CaseId, circle: CircleId) -> Contents | None:
        """What the room of a circle is about, as long as it may be talked about."""
        async with self.database.reading() as connection:
            file = await self._file(connection, case)
            about = file.consultation(circle)
            if about is None or not rules.is_open(about, file, self.chance.now()):
                return None
            one = await _get(connection, case, about.question)
            return await store.contents_of(connection, one, await self.vault.key_of(connection, case))

    async def posting(self, post: PostAnswer) -> Posting | None:
        """The answer to post, or None if it is not worth it any more."""
        async with self.database.reading() as connection:
            file = await self._file(connection, post.case)
            found = await store.of_case(connection, post.case)
            one = next((one for one in found if one.id == post.question), None)
            if one is None or not rules.still_worth_posting(one, file):
                return None
            key = await self.vault.key_of(connection, post.case)
            asked = await store.contents_of(connection, one, key)
            answer = await store.answer_of(connection, one, key)
            specialist = await directory.find_ever(connection, one.specialist)
            agency = await directory.find_agency(connection, specialist.agency) if specialist else None
        if asked is None or answer is None or specialist is None or agency is None:
            return None
        return Posting(one, asked, answer, specialist, agency)

    async def mark_posted(self, posting: Posting, claim: Claim) -> None:
        """The answer stands in the room: note it and settle the debt in one breath."""
        async with self.database.writing() as connection:
            if await outbox.settle(connection, claim):
                await journal.append(connection, rules.posted(posting.question, self.chance.now()))

    async def look_at_questions(self, agency: AgencyId, *, admit: bool) -> None:
        """Owe a look at each case about which somebody of an agency asked or was asked."""
        async with self.database.writing() as connection:
            found = await store.cases_with(connection, agency)
            await outbox.owe(connection, self.chance, *looks(found, self.chance.now(), admit=admit))

    async def contradictions(self) -> Sequence[Contradiction]:
        """Every question of the hub of which its signatures or the audit chain tell another story."""
        async with self.database.reading() as connection:
            known = await cases.all_cases(connection)
            return [one for case in known for one in await store.contradictions(connection, case)]

    async def _file(self, connection: AsyncConnection, case: CaseId, *, lock: bool = False) -> CaseFile:
        file, _ = await store.bind(connection, await cases.get_file(connection, case, lock=lock))
        return file

    async def _judged(
        self, connection: AsyncConnection, file: CaseFile, wanted: Wanted, *, by: ProfessionalId
    ) -> _Judged | Refused:
        contents = rules.words(wanted.contents)
        if isinstance(contents, Refused):
            return contents
        asker = await directory.find_professional_of(connection, by)
        specialist = await directory.find_professional(connection, wanted.to)
        if asker is None:
            return Refused("professional-contradicted")
        if specialist is None:
            return Refused("unknown-professional", {"user": wanted.to})
        agencies, now = {asker.agency, specialist.agency}, self.chance.now()
        bound, _ = await charters.bind(connection, file, now, also=agencies)
        if refused := rules.may_ask(bound, asker, specialist, wanted, now):
            return refused
        passed_on = await self._passed_on(connection, file, wanted, specialist, by=by)
        if isinstance(passed_on, Refused):
            return passed_on
        known = await self._known(connection, file, asker)
        if isinstance(known, Refused):
            return known
        traces = pseudonym.traces(contents.paragraphs, known)
        return rules.untraceable(traces) or _Judged(contents, specialist, passed_on)

    async def _passed_on(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        wanted: Wanted,
        specialist: Professional,
        *,
        by: ProfessionalId,
    ) -> disclosure.Wanted | Refused:
        """The disclosure on the first norm that lets it go; else why the first one does not."""
        answers: list[Refused] = []
        for norm in rules.norms(self.law, wanted, self.chance.now()):
            asked = rules.passed_on(wanted, specialist, norm)
            lawful = await self.disclosures.lawful(connection, Way.CONSULT, file.case.id, asked, by=by)
            if not isinstance(lawful, Refused):
                return asked
            answers.append(lawful)
        return answers[0] if answers else Refused("consult-without-norm")

    async def _known(
        self, connection: AsyncConnection, file: CaseFile, asker: Professional
    ) -> Known | Refused:
        case = file.case
        key = await self.vault.key_of(connection, case.id)
        parties_ = [named.person for named in await parties.of_case(connection, case.id, key)]
        if None in parties_:
            # What the hub cannot read it cannot search for.
            return Refused("excerpt-unsearched", {"case": case.label})
        people = [person for person in parties_ if person is not None]
        born = await cases.client_born(connection, case.id, key)
        others = {part.professional.id: part.professional for part in file.everybody}
        others.pop(asker.id, None)
        theirs = {person.agency for person in others.values()} - {asker.agency}
        return Known(
            client=await cases.client_name(connection, case.id, key),
            label=case.label,
            parties=tuple(person.name for person in people),
            birthdays=tuple(day for day in (born, *(person.born for person in people)) if day),
            professionals=tuple(person.name for person in others.values()),
            agencies=tuple(a.name for a in await directory.agencies(connection) if a.id in theirs),
        )

    async def _open_one(
        self, connection: AsyncConnection, question: QuestionId, by: ProfessionalId
    ) -> tuple[Question, Consultation] | Refused:
        case = await store.find_case_of(connection, question)
        # One answer for all: nobody learns of a question by trying.
        unknown = Refused("unknown-question", {"question": question[:60]})
        if case is None or await directory.find_professional_of(connection, by) is None:
            return unknown
        file, now = await self._file(connection, case, lock=True), self.chance.now()
        about = next((one for one in file.consultations if one.question == question), None)
        if about is None or not rules.may_read(about, file, by, now):
            return unknown
        if not rules.is_open(about, file, now):
            return Refused("consult-over")
        return await _get(connection, case, question), about

    async def _seen_in(
        self, connection: AsyncConnection, case: CaseId, reader: ProfessionalId
    ) -> Sequence[Seen]:
        file, now = await self._file(connection, case), self.chance.now()
        found = {one.id: one for one in await store.of_case(connection, case)}
        key = await self.vault.key_of(connection, case)
        return [
            Seen(
                record=await _record(connection, found[one.question], key),
                asker=one.asker,
                specialist=one.specialist,
                label=file.case.label if reader == one.asker.id else None,
                is_open=rules.is_open(one, file, now),
            )
            for one in file.consultations
            if rules.may_read(one, file, reader, now)
        ]


async def _record(connection: AsyncConnection, one: Question, key: Key) -> Record:
    contents, answer = (
        await store.contents_of(connection, one, key),
        await store.answer_of(connection, one, key),
    )
    return Record(one, contents, answer)


async def _get(connection: AsyncConnection, case: CaseId, id_: QuestionId) -> Question:
    return next(one for one in await store.of_case(connection, case) if one.id == id_)
