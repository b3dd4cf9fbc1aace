"""How rooms, seats and the pushes already heard are remembered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import METADATA, Instant, InstantIfAny, insert_first
from hub.identifiers import COMMON, CaseId, CircleId, RoomId, UserId
from hub.journal import CASE, ENTRIES
from hub.rooms.chain import NOTED_AS
from hub.rooms.model import Known, Membership, Room, Seat

ROOMS = Table(
    "room",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False),
    Column("circle", String, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case_id", "circle"),
)

SEATS = Table(
    "seat",
    METADATA,
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("user_id", String, primary_key=True),
    Column("membership", String, nullable=False),
    Column("since", Instant, nullable=False),
)

_SINCE = type_coerce(SEATS.c.since, InstantIfAny()).label("since")

# One query: it stands between every withdrawal and its effect.
_WITH_SEATS = (
    select(ROOMS, SEATS.c.user_id, SEATS.c.membership, _SINCE)
    .outerjoin(SEATS, SEATS.c.room_id == ROOMS.c.id)
    .where(ROOMS.c.case_id == CASE)
    .order_by(ROOMS.c.circle)
)

PUSHES = Table(
    "push",
    METADATA,
    Column("transaction_id", String, primary_key=True),
    Column("events", String, primary_key=True, default=""),
    Column("at", Instant, nullable=False, index=True),
)


async def find_of_case(connection: AsyncConnection, case: CaseId, circle: CircleId = COMMON) -> Room | None:
    """The room of a case for a circle, if it was made."""
    this = (ROOMS.c.case_id == case) & (ROOMS.c.circle == circle)
    row = (await connection.execute(select(ROOMS).where(this))).one_or_none()
    return _room(row) if row else None


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Known]:
    """Every room of a case and who sat in it when we last looked.

    A seat that nobody can read is none: the next look tells who sits there.
    """
    rows = (await connection.execute(_WITH_SEATS, {CASE.key: case})).all()
    return [_known(list(mine)) for _, mine in groupby(rows, key=lambda row: row.id)]


async def count(connection: AsyncConnection) -> int:
    """How many rooms there are."""
    return (await connection.execute(select(func.count()).select_from(ROOMS))).scalar_one()


async def cases_of_rooms(connection: AsyncConnection) -> Mapping[RoomId, CaseId]:
    """Every room with its case."""
    rows = await connection.execute(select(ROOMS.c.id, ROOMS.c.case_id))
    return {RoomId(row.id): CaseId(row.case_id) for row in rows}


async def find(connection: AsyncConnection, room: RoomId) -> Room | None:
    """The room of that id, if it is one of ours."""
    row = (await connection.execute(select(ROOMS).where(ROOMS.c.id == room))).one_or_none()
    return _room(row) if row else None


async def add(connection: AsyncConnection, room: Room) -> None:
    """Remember a room that was made; remembering it twice changes nothing.

    A row that gives it to another case or circle goes: somebody else wrote it.
    """
    there = await find(connection, room.id)
    if there and (there.case, there.circle) != (room.case, room.circle):
        await drop(connection, room.id)
    values = {"id": room.id, "case_id": room.case, "circle": room.circle, "version": room.version}
    await insert_first(connection, ROOMS, **values)


async def put_right(connection: AsyncConnection, rooms: Collection[Room]) -> None:
    """Give rooms their own circles back, whatever their rows say, with whoever sits there."""
    # Of two that were exchanged neither finds its place free before the other has left it.
    for room in rooms:
        await _rename(connection, room, room.id)
    for room in rooms:
        await _rename(connection, room, room.circle)


async def _rename(connection: AsyncConnection, room: Room, circle: str) -> None:
    await connection.execute(update(ROOMS).where(ROOMS.c.id == room.id).values(circle=circle))


async def drop(connection: AsyncConnection, room: RoomId) -> None:
    """Forget a room and who sat there."""
    await connection.execute(delete(SEATS).where(SEATS.c.room_id == room))
    await connection.execute(delete(ROOMS).where(ROOMS.c.id == room))


async def drop_row_of(connection: AsyncConnection, room: Room) -> None:
    """Forget whatever row stands in the place of a circle's room, also if its id is nothing one can read."""
    place = (ROOMS.c.case_id == room.case) & (ROOMS.c.circle == room.circle)
    await connection.execute(delete(SEATS).where(SEATS.c.room_id.in_(select(ROOMS.c.id).where(place))))
    await connection.execute(delete(ROOMS).where(place))


def told(case: CaseId) -> ColumnElement[bool]:
    """Where the chain tells of a case's rooms."""
    return (ENTRIES.c.case_id == case) & ENTRIES.c.deed.startswith(NOTED_AS)


async def turn_page(connection: AsyncConnection, room: Room) -> bool:
    """Claim the right to write down what was seen; no if somebody else wrote since we read."""
    same = (ROOMS.c.id == room.id) & (ROOMS.c.version == room.version)
    turned = await connection.execute(update(ROOMS).where(same).values(version=ROOMS.c.version + 1))
    return turned.rowcount == 1


async def write_seats(connection: AsyncConnection, room: RoomId, seen: Mapping[UserId, Seat]) -> None:
    """Remember who sits in the room now."""
    await connection.execute(delete(SEATS).where(SEATS.c.room_id == room))
    for user, seat in seen.items():
        values = {"room_id": room, "user_id": user, "membership": seat.membership, "since": seat.since}
        await connection.execute(insert(SEATS).values(values))


async def sitting(connection: AsyncConnection) -> Sequence[tuple[CaseId, UserId]]:
    """Who sat in a room of which case, or could have, when we last looked."""
    inside = (
        select(ROOMS.c.case_id, SEATS.c.user_id)
        .join(SEATS, SEATS.c.room_id == ROOMS.c.id)
        .where(SEATS.c.membership != Membership.DECLINED)
        .distinct()
    )
    return [(CaseId(row.case_id), UserId(row.user_id)) for row in await connection.execute(inside)]


async def is_occupied(connection: AsyncConnection, case: CaseId) -> bool:
    """Whether anybody sat in a room of the case, or could have, when we last looked."""
    inside = (
        select(SEATS.c.user_id)
        .join(ROOMS, ROOMS.c.id == SEATS.c.room_id)
        .where(ROOMS.c.case_id == case, SEATS.c.membership != Membership.DECLINED)
    )
    return (await connection.execute(inside.limit(1))).first() is not None


async def count_inside(connection: AsyncConnection) -> int:
    """How many sit anywhere, or could by one act of their own, as far as was written down."""
    inside = select(func.count()).select_from(SEATS).where(SEATS.c.membership != Membership.DECLINED)
    return (await connection.execute(inside)).scalar_one()


async def first_hearing(connection: AsyncConnection, transaction_id: str, events: str, at: datetime) -> bool:
    """Remember a push; no if it was heard before."""
    return await insert_first(connection, PUSHES, transaction_id=transaction_id, events=events, at=at)


async def forget_pushes(connection: AsyncConnection, before: datetime) -> None:
    """Forget pushes that nobody repeats any more."""
    await connection.execute(delete(PUSHES).where(PUSHES.c.at < before))


def _room(row: Any) -> Room:
    # On SQLite an id may be no text: then it is that of no room the chain tells of.
    return Room(
        id=RoomId(str(row.id)), case=CaseId(row.case_id), circle=CircleId(row.circle), version=row.version
    )


def _known(rows: Sequence[Any]) -> Known:
    seats = {UserId(row.user_id): seat for row in rows if (seat := _seat_if_any(row))}
    return Known(_room(rows[0]), seats)


def _seat_if_any(row: Any) -> Seat | None:
    if row.membership not in tuple(Membership) or row.since is None:
        return None
    return Seat(Membership(row.membership), row.since)
