"""Erases a case that was filed: nothing of it stays but the chain, which names nobody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, keyring, outbox
from hub.cases import rules
from hub.cases import store as cases
from hub.cases.model import Case
from hub.chance import Chance
from hub.db import METADATA, Database
from hub.disclosure import store as disclosures
from hub.effects import Debt, EraseRoom, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId
from hub.parties import store as parties
from hub.rooms import store as rooms


@dataclass(frozen=True, slots=True)
class Erasure:
    """The doors' way to an erasure. It needs no key: what is sealed is lost with the case's own."""

    database: Database
    chance: Chance

    async def erase(self, case: CaseId, *, is_filed: bool, by: str) -> Case | Refused:
        """Erase a closed case of which somebody says that it was filed (file, then erase).

        The homeserver's copy of its rooms is owed: it takes a while, and may be down.
        """
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            is_kept = await _is_kept(connection, case, now)
            no = rules.may_erase(file.case, is_filed=is_filed, is_kept=is_kept)
            if no is not None:
                return no
            theirs = [known.room.id for known in await rooms.of_case(connection, case)]
            await _erase(connection, file.case)
            debts = [Debt(EraseRoom(case, room), now, Urgency.WORDS) for room in theirs]
            await outbox.owe(connection, self.chance, *debts)
            await journal.append(connection, *rules.erased(file.case, by, now))
        await self.database.sweep()
        return file.case


def belongs_to(table: Table, case: CaseId) -> ColumnElement[bool] | None:
    """What in a table is of a case; None if nothing can be.

    Found by the tables themselves, so that no table can be forgotten: whatever names a case, and
    whatever names such a row.
    """
    if table is journal.ENTRIES:
        return None
    if table is cases.CASES:
        return table.c.id == case
    if "case_id" in table.c:
        return table.c.case_id == case
    for key in table.foreign_keys:
        theirs = belongs_to(key.column.table, case)
        if theirs is not None:
            return key.parent.in_(select(key.column).where(theirs))
    return None


async def _is_kept(connection: AsyncConnection, case: CaseId, now: datetime) -> bool:
    """Whether somebody sits there or could come to, or a warning was never reviewed (§ 8a SGB VIII).

    Nor is erased what somebody changed or took away of what was passed on: with it its trace would go.
    """
    if await rooms.is_occupied(connection, case) or await outbox.is_looked_at(connection, case, now):
        return True
    return bool(await disclosures.unreviewed(connection, case))


async def _erase(connection: AsyncConnection, case: Case) -> None:
    # Those that lean on others first.
    for table in reversed(METADATA.sorted_tables):
        theirs = belongs_to(table, case.id)
        if theirs is not None:
            await connection.execute(delete(table).where(theirs))
    await parties.unpin(connection, case.id)
    await keyring.forget(connection, case.client)
