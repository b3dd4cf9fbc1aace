"""How it is remembered who wants a direct room; which it is lies sealed: nobody can slip in another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    LargeBinary,
    Select,
    Table,
    delete,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases.directory import PERSON, PROFESSIONALS, professional_in
from hub.cases.model import Professional
from hub.db import METADATA, Instant, InstantIfAny
from hub.direct.model import Wanted
from hub.errors import NotReady
from hub.identifiers import ProfessionalId, RoomId
from hub.vault import Key

DIRECT_ROOMS = Table(
    "direct_room",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("room", LargeBinary),
    Column("greeted", Instant),
)
_WANTED = (
    DIRECT_ROOMS.c.professional_id,
    type_coerce(DIRECT_ROOMS.c.asked_at, InstantIfAny()).label("asked_at"),
    DIRECT_ROOMS.c.room,
    type_coerce(DIRECT_ROOMS.c.greeted, InstantIfAny()).label("greeted"),
)


async def has_any(connection: AsyncConnection) -> bool:
    """Whether any room is sealed here under the hub's key."""
    query = select(DIRECT_ROOMS.c.professional_id).where(DIRECT_ROOMS.c.room.is_not(None))
    return (await connection.execute(query.limit(1))).first() is not None


async def find(connection: AsyncConnection, person: ProfessionalId, key: Key | None) -> Wanted | None:
    """That somebody wants one; without the key nobody can tell which it is."""
    row = (await connection.execute(_of(person))).one_or_none()
    return _read(row, key) if row and row.asked_at else None


async def all_made(connection: AsyncConnection, key: Key) -> Mapping[RoomId, Professional]:
    """Every room that was made, with the professional it was made for, if they have not left."""
    query = (
        select(*_WANTED, *PERSON[1:])
        .join(PROFESSIONALS, PROFESSIONALS.c.id == DIRECT_ROOMS.c.professional_id)
        .where(PROFESSIONALS.c.left_at.is_(None), DIRECT_ROOMS.c.room.is_not(None))
    )
    rows = (await connection.execute(query)).all()
    made = ((_read(row, key), professional_in(row)) for row in rows if row.asked_at)
    return {wanted.room: person for wanted, person in made if wanted.room is not None}


async def all_wanted(connection: AsyncConnection) -> Sequence[ProfessionalId]:
    """Everybody who asked for one, whether they have left since or not."""
    rows = await connection.execute(select(DIRECT_ROOMS.c.professional_id))
    return [ProfessionalId(row.professional_id) for row in rows]


async def ask(connection: AsyncConnection, person: ProfessionalId, at: datetime) -> None:
    """Remember that somebody asks for one, also again."""
    mine = DIRECT_ROOMS.c.professional_id == person
    again = await connection.execute(update(DIRECT_ROOMS).where(mine).values(asked_at=at))
    if not again.rowcount:
        await connection.execute(insert(DIRECT_ROOMS).values(professional_id=person, asked_at=at))


async def note(connection: AsyncConnection, wanted: Wanted, key: Key) -> None:
    """Remember which room it is, and who was greeted there; of no effect if they want none any more."""
    sealed = key.seal(wanted.room, _place(wanted.professional)) if wanted.room else None
    mine = DIRECT_ROOMS.c.professional_id == wanted.professional
    await connection.execute(update(DIRECT_ROOMS).where(mine).values(room=sealed, greeted=wanted.greeted))


async def forget(connection: AsyncConnection, person: ProfessionalId) -> None:
    """Forget that somebody wanted one."""
    await connection.execute(delete(DIRECT_ROOMS).where(DIRECT_ROOMS.c.professional_id == person))


def _of(person: ProfessionalId) -> Select[Any]:
    return select(*_WANTED).where(DIRECT_ROOMS.c.professional_id == person)


def _read(row: Any, key: Key | None) -> Wanted:
    return Wanted(ProfessionalId(row.professional_id), row.asked_at, _room(row, key), row.greeted)


def _room(row: Any, key: Key | None) -> RoomId | None:
    # What somebody spoilt is found again by its alias.
    if key is None or row.room is None:
        return None
    try:
        return RoomId(key.open(row.room, _place(row.professional_id)))
    except NotReady:
        return None


def _place(person: str) -> str:
    return f"direct_room.room:{person}"
