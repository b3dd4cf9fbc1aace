"""A client's own view: read everything of one case at one instant, and note that it was taken away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.canonical import sha256_of
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile, Professional
from hub.chance import Chance
from hub.charter import store as charters
from hub.conference import store as conferences
from hub.consent import store as consents
from hub.consent.asking import themes
from hub.consent.model import Consent
from hub.db import Database
from hub.disclosure import store as disclosures
from hub.disclosure.model import Record
from hub.errors import Refused
from hub.export import rules
from hub.export.archive import archive
from hub.export.model import Facts, View
from hub.export.sight import sight
from hub.federation import Servers
from hub.identifiers import CLIENT, CaseId, PartyId, ProfessionalId, UserId
from hub.law.model import Law
from hub.listening import chain as listening
from hub.minutes import store as minutes
from hub.notices import text_of
from hub.own import chain as own
from hub.parties import store as parties
from hub.plan.facts import plan_of
from hub.plan.progress import day_of
from hub.receipts.model import Facts as RecordFacts
from hub.receipts.rules import notice_of
from hub.receipts.service import ReceiptService
from hub.rooms import store as rooms
from hub.rooms.facts import advisers_of
from hub.vault import Key, Vault


@dataclass(frozen=True, slots=True)
class ExportService:
    """The doors' way to what a client, or somebody else on their side, may see of a case."""

    database: Database
    vault: Vault
    receipts: ReceiptService
    law: Law
    voices: Collection[UserId]
    servers: Servers
    chance: Chance

    async def view(self, case: CaseId, *, language: str, reader: PartyId = CLIENT) -> View | Refused:
        """What somebody may see at this instant. Raises `NotReady` while the vault is shut.

        Whoever is no party of this case is unknown, wherever else they may be known.
        """
        async with self.database.reading() as connection:
            return await self._view(connection, case, reader, language)

    async def archive(
        self, case: CaseId, *, language: str, by: str, reader: PartyId = CLIENT
    ) -> bytes | Refused:
        """The view and every receipt of its records, as one ZIP to take away; as `view`.

        It is in the clear: whoever gets it is the reader, or takes it to them.
        """
        async with self.database.writing() as connection:
            seen = await self._view(connection, case, reader, language)
            if isinstance(seen, Refused):
                return seen
            theirs = {agreement.consent for agreement in seen.agreements}
            handed_out = await self.receipts.handed_out(connection, case, theirs)
            file = await cases.get_file(connection, case)
            await journal.append(connection, rules.exported(file.case, reader, by, seen.at))
        return archive(seen, handed_out, language)

    async def _view(
        self, connection: AsyncConnection, case: CaseId, reader: PartyId, language: str
    ) -> View | Refused:
        now = self.chance.now()
        key = await self.vault.key_of(connection, case)
        named = await parties.of_case(connection, case, key)
        known = {one.party.id: one.person.name if one.person else "" for one in named}
        if reader != CLIENT and reader not in known:
            return Refused("unknown-party", {"party": reader[:60]})
        given = await consents.of_case(connection, case)
        advisers = await advisers_of(connection, given)
        agencies = {person.agency for person in advisers}
        told = await cases.get_file(connection, case)
        bound, _ = await charters.bind(connection, told, now, also=agencies)
        acts = await journal.acts_of(connection, case)
        file = own.bind(listening.bind(bound, acts, self.servers.home), acts)
        speaking = await parties.guardianships(connection, case)
        # Of others' records not even a spoilt one may be noticed: they are not read.
        theirs = sight(reader, given, speaking, now).given
        records = {c.id: await self._record(connection, file, c, key, language) for c in theirs}
        passed = await disclosures.records_of(connection, case, key)
        met = await conferences.shared_of_case(connection, case)
        facts = Facts(
            reader=reader,
            file=file,
            agencies={agency.id: agency for agency in await directory.agencies(connection)},
            law=self.law,
            given=given,
            voices=self.voices,
            servers=self.servers,
            rooms={one.room.circle: one.seats for one in await rooms.of_case(connection, case)},
            themes=themes(key),
            acts=acts,
            records=records,
            notices={id_: _notice(one) for id_, one in records.items() if one is not None},
            disclosures=passed,
            people=await _people(connection, passed),
            guardianships=speaking,
            names=known,
            conferences=[(one, await conferences.topics_if_any(connection, one.id, key)) for one in met],
            minutes=await minutes.held(connection, case, key, [one.id for one in met]),
            plan=await plan_of(connection, file, key, day_of(now)),
            client_language=await cases.client_language(connection, case, key),
            advisers=advisers,
        )
        return rules.view(facts, now)

    async def _record(
        self, connection: AsyncConnection, file: CaseFile, consent: Consent, key: Key, language: str
    ) -> RecordFacts | None:
        found = await self.receipts.facts_of(connection, file, consent.id, key=key, language=language)
        return None if isinstance(found, Refused) else found


async def _people(
    connection: AsyncConnection, passed: Sequence[Record]
) -> Mapping[ProfessionalId, Professional]:
    named = {id_ for one in passed if (id_ := one.disclosure.recipient.person) is not None}
    found = [await directory.find_ever(connection, id_) for id_ in named]
    return {person.id: person for person in found if person is not None}


def _notice(known: RecordFacts) -> str:
    shown = notice_of(known.evidence)
    text = text_of(shown.template, shown.version, shown.level, shown.language)
    # Only what they were shown to the letter is said to have been shown.
    return text if text is not None and sha256_of(text) == shown.sha256 else ""
