"""Own rooms: read, decide, write – one transaction per call."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.chance import Chance
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.own import chain, rules


@dataclass(frozen=True, slots=True)
class OwnService:
    """The doors' way to whether a client wants a room of their own. The chain keeps it, and no row."""

    database: Database
    chance: Chance

    async def want(self, case: CaseId, *, who: UserId, by: str) -> Refused | None:
        """The client wants one, also again after they left it; `who` says it, `by` types it for them."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await self._file(connection, case, lock=True)
            if refused := rules.may_want(file, who):
                return refused
            pseudonym = file.own.pseudonym or self.chance.new_id()
            await outbox.owe(connection, self.chance, *rules.wanted(file, now))
            await journal.append(connection, chain.noted(chain.WANTED, file, pseudonym, by, now))
        return None

    async def unwant(self, case: CaseId, *, who: UserId, by: str) -> Refused | None:
        """The client wants none any more: from here on nothing is said there, and everybody leaves."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await self._file(connection, case, lock=True)
            if refused := rules.may_unwant(file, who):
                return refused
            await outbox.owe(connection, self.chance, *rules.unwanted(file))
            noted = chain.noted(chain.UNWANTED, file, file.own.pseudonym, by, now)
            await journal.append(connection, noted)
        return None

    async def is_wanted(self, case: CaseId, *, who: UserId) -> bool | Refused:
        """Whether they want one, for whoever may know."""
        async with self.database.reading() as connection:
            file = await self._file(connection, case)
        return rules.may_know(file, who) or file.own.is_wanted

    async def _file(self, connection: AsyncConnection, case: CaseId, *, lock: bool = False) -> CaseFile:
        file = await cases.get_file(connection, case, lock=lock)
        return chain.bind(file, await journal.acts_of(connection, case))
