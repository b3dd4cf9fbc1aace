"""How conferences are remembered; what is on the agenda is sealed."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conference.model import Conference
from hub.db import METADATA, Instant
from hub.errors import NotReady
from hub.identifiers import CaseId, ConferenceId, ProfessionalId
from hub.vault import Key

CONFERENCES = Table(
    "conference",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("begins_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("moderator_id", ForeignKey("professional.id"), nullable=False),
    Column("topics", LargeBinary, nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("agenda_posted_at", Instant),
)


async def add(connection: AsyncConnection, conference: Conference, topics: Sequence[str], key: Key) -> None:
    """Remember a conference and its topics."""
    await connection.execute(
        insert(CONFERENCES).values(
            id=conference.id,
            case_id=conference.case,
            begins_at=conference.begins_at,
            minutes=conference.lasts // timedelta(minutes=1),
            moderator_id=conference.moderator,
            topics=key.seal(json.dumps(topics), _place(conference.id)),
            called_at=conference.called_at,
            agenda_posted_at=conference.agenda_posted_at,
        )
    )


async def get(connection: AsyncConnection, id_: ConferenceId) -> Conference:
    """The conference of that id."""
    query = select(CONFERENCES).where(CONFERENCES.c.id == id_)
    return _conference((await connection.execute(query)).one())


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Conference]:
    """Every conference of a case, in the order in which they begin."""
    mine = select(CONFERENCES).where(CONFERENCES.c.case_id == case)
    rows = await connection.execute(mine.order_by(CONFERENCES.c.begins_at, CONFERENCES.c.id))
    return [_conference(row) for row in rows]


async def topics(connection: AsyncConnection, id_: ConferenceId, key: Key) -> Sequence[str]:
    """What people asked to talk about."""
    query = select(CONFERENCES.c.topics).where(CONFERENCES.c.id == id_)
    sealed = (await connection.execute(query)).scalar_one()
    return [str(topic) for topic in json.loads(key.open(sealed, _place(id_)))]


async def topics_if_any(connection: AsyncConnection, id_: ConferenceId, key: Key) -> tuple[str, ...] | None:
    """As `topics`; None where somebody spoilt them: that hides none of the others."""
    try:
        return tuple(await topics(connection, id_, key))
    except (NotReady, ValueError):
        return None


async def mark_posted(connection: AsyncConnection, id_: ConferenceId, at: datetime) -> bool:
    """Remember that the agenda stands in the room; no if that was known."""
    unposted = (CONFERENCES.c.id == id_) & CONFERENCES.c.agenda_posted_at.is_(None)
    done = await connection.execute(update(CONFERENCES).where(unposted).values(agenda_posted_at=at))
    return done.rowcount == 1


def _conference(row: Any) -> Conference:
    return Conference(
        id=ConferenceId(row.id),
        case=CaseId(row.case_id),
        begins_at=row.begins_at,
        lasts=timedelta(minutes=row.minutes),
        moderator=ProfessionalId(row.moderator_id),
        called_at=row.called_at,
        agenda_posted_at=row.agenda_posted_at,
    )


def _place(conference: str) -> str:
    return f"conference.topics:{conference}"
