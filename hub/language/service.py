"""Languages of clients: read, decide, write – one transaction per call."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import store as cases
from hub.chance import Chance
from hub.db import Database
from hub.errors import NotReady, Refused
from hub.federation import Servers
from hub.identifiers import COMMON, CaseId, UserId
from hub.language import rules
from hub.rooms.facts import Facts, facts_of
from hub.vault import Vault


@dataclass(frozen=True, slots=True)
class LanguageService:
    """The doors' way to the language of a case's client; the case keeps it, sealed."""

    database: Database
    vault: Vault
    chance: Chance
    servers: Servers

    async def note(self, case: CaseId, typed: str, *, who: UserId, by: str) -> str | Refused:
        """Say in which language the client is told things; `who` says it, `by` types it for them."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            facts = await self._facts(connection, case, now)
            if refused := rules.may_note(facts.file, facts.may(COMMON), who):
                return refused
            language = rules.known(typed)
            if isinstance(language, Refused):
                return language
            key = await self.vault.key_of(connection, case)
            await cases.note_language(connection, case, language, key)
            await journal.append(connection, rules.noted(facts.file, by, now))
        return language

    async def seen_by(self, case: CaseId, who: UserId) -> str | Refused:
        """Which it is, for whoever may know. Raises `NotReady` while the vault is shut."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case, self.chance.now())
            if refused := rules.may_know(facts.file, facts.may(COMMON), who):
                return refused
            key = await self.vault.key_of(connection, case)
            return rules.said(await cases.client_language(connection, case, key))

    async def of(self, case: CaseId) -> str:
        """Which it is, for voices that speak to those who may hear; none where nobody said, or can read it.

        For want of it nothing stays unsaid.
        """
        async with self.database.reading() as connection:
            try:
                key = await self.vault.key_of(connection, case)
                return await cases.client_language(connection, case, key) or ""
            except NotReady:
                return ""

    async def _facts(self, connection: AsyncConnection, case: CaseId, now: datetime) -> Facts:
        return await facts_of(connection, case, voices=(), servers=self.servers, now=now)
