"""How it is remembered who wants a direct room; which it is lies sealed: nobody can slip in another."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, LargeBinary, Select, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.cases.model import Professional
from hub.db import METADATA, insert_first
from hub.direct.model import Wanted
from hub.errors import NotReady
from hub.identifiers import ProfessionalId, RoomId
from hub.vault import Key

DIRECT_ROOMS = Table(
    "direct_room",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("is_asked", Boolean, nullable=False),
    Column("room", LargeBinary),
    Column("is_greeted", Boolean, nullable=False),
)


async def has_any(connection: AsyncConnection) -> bool:
    """Whether any room is sealed here under the hub's key."""
    query = select(DIRECT_ROOMS.c.professional_id).where(DIRECT_ROOMS.c.room.is_not(None))
    return (await connection.execute(query.limit(1))).first() is not None


async def find(connection: AsyncConnection, person: ProfessionalId, key: Key | None) -> Wanted | None:
    """That somebody wants one; without the key nobody can tell which it is."""
    row = (await connection.execute(_of(person))).one_or_none()
    return _read(row, key) if row else None


async def all_made(connection: AsyncConnection, key: Key) -> Mapping[RoomId, Professional]:
    """Every room that was made, with the professional it was made for.

    Without those who have left, and of whom the chain tells otherwise.
    """
    people = await directory.told_among(connection, select(DIRECT_ROOMS.c.professional_id))
    rows = (await connection.execute(select(DIRECT_ROOMS).where(DIRECT_ROOMS.c.room.is_not(None)))).all()
    made = {_room(row, key): people.get(ProfessionalId(row.professional_id)) for row in rows}
    return {room: person for room, person in made.items() if room is not None and person is not None}


async def all_wanted(connection: AsyncConnection) -> Sequence[ProfessionalId]:
    """Everybody who asked for one, whether they have left since or not."""
    rows = await connection.execute(select(DIRECT_ROOMS.c.professional_id))
    return [ProfessionalId(row.professional_id) for row in rows]


async def ask(connection: AsyncConnection, person: ProfessionalId) -> None:
    """Remember that somebody asks for one, also again."""
    new = {"professional_id": person, "is_asked": True, "is_greeted": False}
    if not await insert_first(connection, DIRECT_ROOMS, **new):
        mine = DIRECT_ROOMS.c.professional_id == person
        await connection.execute(update(DIRECT_ROOMS).where(mine).values(is_asked=True))


async def note(connection: AsyncConnection, wanted: Wanted, key: Key) -> None:
    """Remember which room it is, and who was greeted there; of no effect if they want none any more."""
    sealed = key.seal(wanted.room, _place(wanted.professional)) if wanted.room else None
    mine = DIRECT_ROOMS.c.professional_id == wanted.professional
    now = {"room": sealed, "is_asked": wanted.is_asked, "is_greeted": wanted.is_greeted}
    await connection.execute(update(DIRECT_ROOMS).where(mine).values(now))


async def forget(connection: AsyncConnection, person: ProfessionalId) -> None:
    """Forget that somebody wanted one."""
    await connection.execute(delete(DIRECT_ROOMS).where(DIRECT_ROOMS.c.professional_id == person))


def _of(person: ProfessionalId) -> Select[Any]:
    return select(DIRECT_ROOMS).where(DIRECT_ROOMS.c.professional_id == person)


def _read(row: Any, key: Key | None) -> Wanted:
    return Wanted(ProfessionalId(row.professional_id), row.is_asked, _room(row, key), row.is_greeted)


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
