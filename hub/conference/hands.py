"""How raised hands are remembered: for as long as their item lasts, and not a moment longer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conference.store import CONFERENCES
from hub.db import METADATA
from hub.identifiers import ConferenceId, EventId

HANDS = Table(
    "conference_hand",
    METADATA,
    Column("conference_id", ForeignKey("conference.id"), primary_key=True),
    # A professional's id, or `client`.
    Column("who", String, primary_key=True),
    Column("place", Integer, nullable=False),
    # The reaction by which it was raised: taken away, it takes the hand down.
    Column("event_id", String, nullable=False, index=True),
)


async def asked_by(connection: AsyncConnection, event: EventId) -> ConferenceId | None:
    """The conference of which the item it is at was said as that event, if one was."""
    is_now = (CONFERENCES.c.item_event_id == event) & (CONFERENCES.c.said == CONFERENCES.c.turn)
    return (await connection.execute(select(CONFERENCES.c.id).where(is_now))).scalars().first()


async def raised_by(connection: AsyncConnection, reaction: EventId) -> tuple[ConferenceId, str] | None:
    """In which conference a hand was raised by that reaction, and whose."""
    query = select(HANDS.c.conference_id, HANDS.c.who).where(HANDS.c.event_id == reaction)
    row = (await connection.execute(query)).first()
    return (ConferenceId(row.conference_id), row.who) if row else None


async def add(connection: AsyncConnection, id_: ConferenceId, who: str, reaction: EventId) -> None:
    """Remember a hand, behind all others."""
    last = select(func.coalesce(func.max(HANDS.c.place), 0)).where(HANDS.c.conference_id == id_)
    place = (await connection.execute(last)).scalar_one() + 1
    values = {"conference_id": id_, "who": who, "place": place, "event_id": reaction}
    await connection.execute(insert(HANDS).values(values))


async def of_conference(connection: AsyncConnection, id_: ConferenceId) -> Sequence[str]:
    """Whose hands are raised, in the order in which they were."""
    query = select(HANDS.c.who).where(HANDS.c.conference_id == id_).order_by(HANDS.c.place)
    return (await connection.execute(query)).scalars().all()


async def lower(connection: AsyncConnection, id_: ConferenceId, who: str) -> None:
    """Forget somebody's hand."""
    mine = (HANDS.c.conference_id == id_) & (HANDS.c.who == who)
    await connection.execute(delete(HANDS).where(mine))


async def forget(connection: AsyncConnection, id_: ConferenceId, over: datetime) -> None:
    """Forget all hands of a conference, and of every one begun so early that it is over."""
    gone = select(CONFERENCES.c.id).where(CONFERENCES.c.begun_at <= over)
    mine = (HANDS.c.conference_id == id_) | HANDS.c.conference_id.in_(gone)
    await connection.execute(delete(HANDS).where(mine))
