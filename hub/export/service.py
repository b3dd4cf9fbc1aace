"""A client's own view: read everything of one case at one instant, and note that it was taken away."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.chance import Chance
from hub.consent import store as consents
from hub.consent.model import Consent
from hub.db import Database
from hub.errors import Refused
from hub.export import rules
from hub.export.archive import archive
from hub.export.model import Facts, View
from hub.identifiers import COMMON, CaseId, UserId
from hub.notices import sha256_of, text_of
from hub.receipts.model import Facts as RecordFacts
from hub.receipts.rules import notice_of
from hub.receipts.service import ReceiptService
from hub.rooms import store as rooms
from hub.rooms.rules import rightful
from hub.vault import Key, Vault


@dataclass(frozen=True, slots=True)
class ExportService:
    """The doors' way to what a client may see of their case."""

    database: Database
    vault: Vault
    receipts: ReceiptService
    voices: Collection[UserId]
    chance: Chance

    async def view(self, case: CaseId, *, language: str) -> View:
        """A client's view at this instant. Raises `NotReady` while the vault is shut."""
        async with self.database.reading() as connection:
            return await self._view(connection, case, language)

    async def archive(self, case: CaseId, *, language: str, by: str) -> bytes:
        """The view and every receipt that was handed out, as one ZIP to take away; as `view`.

        It is in the clear: whoever gets it is the client, or takes it to them.
        """
        async with self.database.writing() as connection:
            seen = await self._view(connection, case, language)
            handed_out = await self.receipts.handed_out(connection, case)
            file = await cases.get_file(connection, case)
            await journal.append(connection, rules.exported(file.case, by, seen.at))
        return archive(seen, handed_out, language)

    async def _view(self, connection: AsyncConnection, case: CaseId, language: str) -> View:
        now = self.chance.now()
        file = await cases.get_file(connection, case)
        given = await consents.of_case(connection, case)
        key = await self.vault.key_of(connection, case)
        made = {known.room.circle: known for known in await rooms.of_case(connection, case)}
        known = [(c.id, await self._known(connection, file, c, key, language)) for c in given]
        facts = Facts(
            file=file,
            agencies={agency.id: agency for agency in await cases.agencies(connection)},
            may=rightful(file, given, self.voices, now),
            seats=made[COMMON].seats if COMMON in made else {},
            acts=await journal.acts_of(connection, case),
            consents=dict(known),
            notices={id_: _notice(one) for id_, one in known if one is not None},
        )
        return rules.view(facts, now)

    async def _known(
        self, connection: AsyncConnection, file: CaseFile, consent: Consent, key: Key, language: str
    ) -> RecordFacts | None:
        found = await self.receipts.facts_of(connection, file, consent.id, key=key, language=language)
        return None if isinstance(found, Refused) else found


def _notice(known: RecordFacts) -> str:
    shown = notice_of(known.evidence)
    text = text_of(shown.template, shown.version, shown.level, shown.language)
    # Only what they were shown to the letter is said to have been shown.
    return text if text is not None and sha256_of(text) == shown.sha256 else ""
