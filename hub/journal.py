"""How the audit chain is kept: one entry after the other, never two at the same place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    CompoundSelect,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    insert,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.audit import GENESIS, Act, Broken, Entry, link, verify
from hub.db import METADATA, Instant, InstantIfAny
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
    # Who was given a key stands between every withdrawal and its effect.
    Index("ix_audit_entry_target_deed", "target", "deed"),
)
_AT = type_coerce(ENTRIES.c.at, InstantIfAny()).label("at")
_WORDS = tuple(_AT if column is ENTRIES.c.at else column for column in ENTRIES.c)
A_STRIDE = 250
# When something happened that happened at no time: no entry was ever written for it.
NEVER = datetime.min.replace(tzinfo=UTC)

CASE: BindParameter[Any] = bindparam("case")
"""The case that a statement asks about which is made once and for all: to make it takes as long as to ask."""

# One row. Updating it is the lock that puts writers in line, on both databases.
HEAD = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)


Telling = CompoundSelect[Any]


def telling(*where: ColumnElement[bool]) -> Telling:
    """What asks the chain for what it tells under any of these conditions, oldest first."""
    each = union_all(*(select(*_WORDS).where(ENTRIES.c.number > 0, condition) for condition in where))
    return each.order_by("number")


_ALL_OF_IT = telling(ENTRIES.c.case_id == CASE)


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


async def entries(
    connection: AsyncConnection, *, after: int | None = None, most: int | None = None
) -> Sequence[Entry]:
    """The chain behind an entry, oldest first: all of it, or the next `most`."""
    whole = select(*_WORDS).order_by(ENTRIES.c.number).limit(most)
    rows = await connection.execute(whole if after is None else whole.where(ENTRIES.c.number > after))
    return [
        Entry(number=row.number, act=_act(row), previous=str(row.previous), hash=str(row.hash))
        for row in rows
    ]


async def told(connection: AsyncConnection, *where: ColumnElement[bool]) -> Sequence[Act]:
    """What was done, as far as the chain tells it under any of these conditions, oldest first.

    Without places in the chain: by the gaps between them somebody could count what they are not
    shown. Each condition must be one that an index answers.
    """
    return [_act(row) for row in await connection.execute(telling(*where))]


async def told_of(connection: AsyncConnection, telling: Telling, **about: object) -> Sequence[Act]:
    """What was done, as `told`, by a statement made once and for all; `about` says of what, as a `CASE`."""
    return [_act(row) for row in await connection.execute(telling, about)]


async def acts_of(connection: AsyncConnection, case: CaseId) -> Sequence[Act]:
    """What was done in a case, oldest first."""
    return await told_of(connection, _ALL_OF_IT, case=case)


async def newest(connection: AsyncConnection, deed: str, *, most: int = 1000) -> Sequence[Act]:
    """The last deeds of one kind, newest first. Walks the chain backwards: not for what others wait for."""
    last = select(*_WORDS).where(ENTRIES.c.deed == deed).order_by(ENTRIES.c.number.desc()).limit(most)
    return [_act(row) for row in await connection.execute(last)]


async def head(connection: AsyncConnection) -> tuple[int, str]:
    """The newest entry's number and hash; (0, GENESIS) before the first."""
    row = (await connection.execute(select(HEAD))).one_or_none()
    return (row.number, row.hash) if row else (0, GENESIS)


async def hash_at(connection: AsyncConnection, number: int) -> str | None:
    """The hash of an entry, if there is one of that number."""
    query = select(ENTRIES.c.hash).where(ENTRIES.c.number == number)
    return (await connection.execute(query)).scalar_one_or_none()


async def check(
    connection: AsyncConnection, *, after: tuple[int, str] = (0, GENESIS)
) -> tuple[Broken | None, tuple[int, str]]:
    """Walk the chain behind an entry (number, hash), or all of it.

    Tells where it does not hold, if anywhere, and its newest entry. Some entries at a time: a chain
    may be longer than what fits into memory, and others want to work meanwhile.
    """
    end, place = await head(connection), after
    # Also what somebody wrote before the first entry, so that it is found.
    while stride := await entries(connection, after=place[0] or None, most=A_STRIDE):
        reached = (stride[-1].number, stride[-1].hash)
        if broken := verify(stride, head=reached, after=place):
            return broken, end
        place = reached
    return verify((), head=end, after=place), end


async def _take_head(connection: AsyncConnection) -> tuple[int, str]:
    taken = update(HEAD).values(number=HEAD.c.number).returning(HEAD.c.number, HEAD.c.hash)
    row = (await connection.execute(taken)).one()
    return row.number, row.hash


def _act(row: Any) -> Act:
    # What somebody wrote there may be of any type; what is not a word is made one that fits nothing.
    return Act(
        at=row.at or NEVER,
        actor=str(row.actor),
        deed=str(row.deed),
        case=str(row.case_id),
        target=str(row.target),
        basis=str(row.basis),
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
