"""How the audit chain is kept: one entry after the other, never two at the same place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, String, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.audit import GENESIS, Act, Broken, Entry, link, verify
from hub.db import METADATA, Instant
from hub.identifiers import CaseId

ENTRIES = Table(
    "audit_entry",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("deed", String, nullable=False),
    Column("case_id", String, nullable=False, index=True),
    Column("target", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# One row. Updating it is the lock that puts writers in line, on both databases.
HEAD = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)


async def append(connection: AsyncConnection, *acts: Act) -> None:
    """Chain acts behind the newest entry, in the caller's transaction."""
    if not acts:
        return
    number, previous = await _take_head(connection)
    for act in acts:
        number += 1
        entry = link(act, number=number, previous=previous)
        previous = entry.hash
        await connection.execute(insert(ENTRIES).values(**_row(entry)))
    await connection.execute(update(HEAD).values(number=number, hash=previous))


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until every other writer of the chain is done; on SQLite that is so from the start."""
    await _take_head(connection)


async def entries(connection: AsyncConnection) -> Sequence[Entry]:
    """The whole chain, oldest first."""
    rows = await connection.execute(select(ENTRIES).order_by(ENTRIES.c.number))
    return [
        Entry(
            number=row.number,
            act=_act(row),
            previous=row.previous,
            hash=row.hash,
        )
        for row in rows
    ]


async def acts_of(connection: AsyncConnection, case: CaseId) -> Sequence[Act]:
    """What was done in a case, oldest first, without its places in the chain.

    By the gaps between them somebody could count what they are not shown.
    """
    mine = select(ENTRIES).where(ENTRIES.c.case_id == case).order_by(ENTRIES.c.number)
    return [_act(row) for row in await connection.execute(mine)]


async def head(connection: AsyncConnection) -> tuple[int, str]:
    """The newest entry's number and hash; (0, GENESIS) before the first."""
    row = (await connection.execute(select(HEAD))).one_or_none()
    return (row.number, row.hash) if row else (0, GENESIS)


async def check(connection: AsyncConnection) -> tuple[Broken | None, tuple[int, str]]:
    """Walk the whole chain: where it does not hold, if anywhere, and its newest entry."""
    end = await head(connection)
    return verify(await entries(connection), head=end), end


async def _take_head(connection: AsyncConnection) -> tuple[int, str]:
    taken = update(HEAD).values(number=HEAD.c.number).returning(HEAD.c.number, HEAD.c.hash)
    row = (await connection.execute(taken)).one()
    return row.number, row.hash


def _act(row: Any) -> Act:
    return Act(
        at=row.at,
        actor=row.actor,
        deed=row.deed,
        case=row.case_id,
        target=row.target,
        basis=row.basis,
    )


def _row(entry: Entry) -> dict[str, object]:
    act = entry.act
    return {
        "number": entry.number,
        "at": act.at,
        "actor": act.actor,
        "deed": act.deed,
        "case_id": act.case,
        "target": act.target,
        "basis": act.basis,
        "previous": entry.previous,
        "hash": entry.hash,
    }
