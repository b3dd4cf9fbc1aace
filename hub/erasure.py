"""Erases a case that was filed: nothing of it stays but the chain, which names nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, keyring, outbox
from hub.cases import rules
from hub.cases import store as cases
from hub.cases.model import Case, CaseFile
from hub.chance import Chance
from hub.closing import store as closings
from hub.closing.model import Signed
from hub.closing.rules import is_outdated, unfiled
from hub.db import METADATA, Database, sweep_after
from hub.disclosure import store as disclosures
from hub.effects import Debt, Effect, EndListener, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId
from hub.listening.chain import switches
from hub.parties import store as parties
from hub.remains import EraseAccount, EraseFile, EraseRoom
from hub.rooms import store as rooms
from hub.rooms.attached import files_of


@dataclass(frozen=True, slots=True)
class Erasure:
    """The doors' way to an erasure. It needs no key: what is sealed is lost with the case's own."""

    database: Database
    chance: Chance

    async def erase(self, case: CaseId, *, by: str) -> Case | Refused:
        """Erase a closed case that every agency which worked on it has in its own file (file, then erase).

        The homeserver's copy of its rooms, its client's account and those by which the hub listened are owed:
        that takes a while.
        """
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            done = await closings.of_case(connection, case)
            is_kept = await _is_kept(connection, file, done, now)
            no = rules.may_erase(file.case, unfiled=unfiled(file, done), is_kept=is_kept)
            if no is not None:
                return no
            theirs = [known.room.id for known in await rooms.of_case(connection, case)]
            acts = await journal.acts_of(connection, case)
            await _erase(connection, file.case)
            effects: list[Effect] = [
                *(EraseRoom(case, room) for room in theirs),
                *(EraseFile(case, medium) for medium in files_of(acts)),
                EraseAccount(case, file.case.client),
                # What was owed of it went with the case: whoever is at an end already is ended once more.
                *(EndListener(case, switch.id) for switch in switches(acts)),
            ]
            await outbox.owe(connection, self.chance, *(Debt(e, now, Urgency.WORDS) for e in effects))
            await journal.append(connection, rules.erased(file.case, by, now))
            await sweep_after(connection)
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


async def _is_kept(
    connection: AsyncConnection, file: CaseFile, done: Collection[Signed], now: datetime
) -> bool:
    """Whether somebody sits there or could come to, or a warning was never reviewed (§ 8a SGB VIII).

    Nor is erased what somebody changed or took away of what was passed on: with it its trace would go.
    Nor what came in after it was filed.
    """
    case = file.case.id
    if await rooms.is_occupied(connection, case) or await outbox.is_looked_at(connection, case, now):
        return True
    if await disclosures.unreviewed(connection, case):
        return True
    made = await disclosures.of_case(connection, case)
    return is_outdated(file, done, made, await journal.acts_of(connection, case))


async def _erase(connection: AsyncConnection, case: Case) -> None:
    # Those that lean on others first.
    for table in reversed(METADATA.sorted_tables):
        theirs = belongs_to(table, case.id)
        if theirs is not None:
            await connection.execute(delete(table).where(theirs))
    await parties.unpin(connection, case.id)
    await keyring.forget(connection, case.client)
