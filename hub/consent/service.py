"""Consents: read, decide, write – one transaction per call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.chance import Chance
from hub.consent import rules, store
from hub.consent.model import Consent, Recipient
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import CaseId, ConsentId
from hub.vault import Vault


@dataclass(frozen=True, slots=True)
class ConsentService:
    """The doors' way to consents."""

    database: Database
    vault: Vault
    chance: Chance

    async def give(
        self,
        case: CaseId,
        recipient: Recipient,
        *,
        purpose: str,
        valid_until: datetime,
        valid_from: datetime | None = None,
        by: str,
    ) -> Consent | Refused:
        """Record the client's consent; from `valid_from` (or now) on the recipient may sit."""
        given = await self.give_all(
            case, [recipient], purpose=purpose, valid_until=valid_until, valid_from=valid_from, by=by
        )
        return given if isinstance(given, Refused) else given[0]

    async def give_all(
        self,
        case: CaseId,
        recipients: Sequence[Recipient],
        *,
        purpose: str,
        valid_until: datetime,
        valid_from: datetime | None = None,
        by: str,
    ) -> Sequence[Consent] | Refused:
        """Record consents that the client gave in one act: one for each recipient, all or none."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            consents: list[Consent] = []
            for recipient in recipients:
                if not await cases.has_function(connection, recipient.agency, recipient.function):
                    facts = {"agency": recipient.agency, "function": recipient.function}
                    return Refused("unknown-recipient", facts)
                offered = Consent(
                    id=ConsentId(self.chance.new_id()),
                    case=case,
                    recipient=recipient,
                    valid_from=valid_from or now,
                    valid_until=valid_until,
                    given_at=now,
                )
                consent = rules.give(offered, purpose, file.case)
                if isinstance(consent, Refused):
                    return consent
                consents.append(consent)
            await self._write(connection, consents, purpose.strip(), by)
        return consents

    async def _write(
        self, connection: AsyncConnection, consents: Sequence[Consent], purpose: str, by: str
    ) -> None:
        for consent in consents:
            key = await self.vault.key_of(connection, consent.case)
            await store.add(connection, consent, purpose, key)
            await outbox.owe(connection, self.chance, *rules.after_giving(consent))
        await journal.append(connection, *(rules.given(consent, by) for consent in consents))

    async def withdraw(self, consent: ConsentId, *, by: str) -> Consent | Refused:
        """End a consent for good. From this commit on every gate says no."""
        async with self.database.writing() as connection:
            case = await store.find_case_of(connection, consent)
            if case is None:
                return Refused("unknown-consent", {"consent": consent[:60]})
            await cases.get_file(connection, case, lock=True)
            now = self.chance.now()
            found = next(c for c in await store.of_case(connection, case) if c.id == consent)
            ended = rules.withdraw(found, now)
            if isinstance(ended, Refused):
                return ended
            await store.withdraw(connection, consent, now)
            await outbox.owe(connection, self.chance, rules.after_withdrawing(ended))
            await journal.append(connection, rules.withdrawn(ended, by, now))
        return ended

    async def of_case(self, case: CaseId) -> Sequence[Consent]:
        """Every consent ever given in a case, oldest first."""
        async with self.database.reading() as connection:
            return await store.of_case(connection, case)

    async def with_purposes(self, case: CaseId) -> Sequence[tuple[Consent, str]]:
        """As `of_case`, each with what it was given for, for those who work on the case."""
        async with self.database.reading() as connection:
            key = await self.vault.key_of(connection, case)
            given = await store.of_case(connection, case)
            return [(c, await store.purpose_of(connection, c.id, key)) for c in given]
