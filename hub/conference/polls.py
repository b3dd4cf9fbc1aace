"""How polls for a date are remembered."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.canonical import instant, moment_of
from hub.conference.model import CASE, Choice, Poll, Vote
from hub.conference.template import read_id
from hub.db import METADATA, Instant
from hub.errors import Refused
from hub.identifiers import CaseId, CircleId, ConferenceId, EventId, ProfessionalId

POLLS = Table(
    "conference_poll",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("moderator_id", ForeignKey("professional.id"), nullable=False),
    Column("template", String, nullable=False),
    Column("circle", String, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("options", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("posted_at", Instant),
    Column("settled_at", Instant),
    # As which the room was asked: a reaction to it is an answer.
    Column("event_id", String, index=True),
)

VOTES = Table(
    "conference_vote",
    METADATA,
    Column("poll_id", ForeignKey("conference_poll.id"), primary_key=True),
    Column("option", Integer, primary_key=True, autoincrement=False),
    Column("voter", String, primary_key=True),
    Column("choice", String, nullable=False),
    # The reaction by which it was said, if by one: taken away, it takes the answer back.
    Column("event_id", String, index=True),
)


async def add(connection: AsyncConnection, poll: Poll) -> None:
    """Remember a poll."""
    await connection.execute(
        insert(POLLS).values(
            id=poll.id,
            case_id=poll.case,
            moderator_id=poll.moderator,
            template=str(poll.template),
            circle=poll.circle,
            minutes=poll.lasts // timedelta(minutes=1),
            options=json.dumps([instant(one) for one in poll.options]),
            opened_at=poll.opened_at,
        )
    )


async def find(connection: AsyncConnection, id_: ConferenceId) -> Poll | None:
    """The poll of that number, if there is one."""
    row = (await connection.execute(select(POLLS).where(POLLS.c.id == id_))).one_or_none()
    return _poll(row) if row else None


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Poll]:
    """Every poll of a case, the newest first."""
    mine = select(POLLS).where(POLLS.c.case_id == case)
    rows = await connection.execute(mine.order_by(POLLS.c.opened_at.desc(), POLLS.c.id))
    return [_poll(row) for row in rows]


async def asked_by(connection: AsyncConnection, event: EventId) -> Poll | None:
    """The poll that was posted as that event, if one was."""
    row = (await connection.execute(select(POLLS).where(POLLS.c.event_id == event))).first()
    return _poll(row) if row else None


async def said_by(connection: AsyncConnection, reaction: EventId) -> tuple[ConferenceId, Vote] | None:
    """What was said by that reaction, and to which poll."""
    row = (await connection.execute(select(VOTES).where(VOTES.c.event_id == reaction))).first()
    return (ConferenceId(row.poll_id), _vote(row)) if row else None


async def take_back(connection: AsyncConnection, reaction: EventId) -> None:
    """Forget what was said by that reaction."""
    await connection.execute(delete(VOTES).where(VOTES.c.event_id == reaction))


async def put_vote(
    connection: AsyncConnection, poll: ConferenceId, vote: Vote, reaction: EventId | None = None
) -> None:
    """Remember what somebody said to an option in the place of what they said before."""
    mine = (VOTES.c.poll_id == poll) & (VOTES.c.option == vote.option) & (VOTES.c.voter == vote.voter)
    await connection.execute(delete(VOTES).where(mine))
    values = {"poll_id": poll, "option": vote.option, "voter": vote.voter, "choice": vote.choice}
    await connection.execute(insert(VOTES).values(event_id=reaction, **values))


async def votes(connection: AsyncConnection, poll: ConferenceId) -> Sequence[Vote]:
    """What was said."""
    mine = select(VOTES).where(VOTES.c.poll_id == poll)
    rows = await connection.execute(mine.order_by(VOTES.c.option, VOTES.c.voter))
    return [_vote(row) for row in rows]


async def mark_posted(connection: AsyncConnection, id_: ConferenceId, at: datetime, event: EventId) -> None:
    """Remember that the room was asked, and as which event."""
    await connection.execute(update(POLLS).where(POLLS.c.id == id_).values(posted_at=at, event_id=event))


async def settle(connection: AsyncConnection, id_: ConferenceId, at: datetime) -> bool:
    """Remember that a date was fixed; no if that was known."""
    mine = (POLLS.c.id == id_) & POLLS.c.settled_at.is_(None)
    return (await connection.execute(update(POLLS).where(mine).values(settled_at=at))).rowcount == 1


def _vote(row: Any) -> Vote:
    return Vote(row.option, row.voter, Choice(row.choice))


def _poll(row: Any) -> Poll:
    template = read_id(row.template)
    return Poll(
        id=ConferenceId(row.id),
        case=CaseId(row.case_id),
        moderator=ProfessionalId(row.moderator_id),
        template=CASE if isinstance(template, Refused) else template,
        circle=CircleId(row.circle),
        lasts=timedelta(minutes=row.minutes),
        options=tuple(moment_of(one) for one in json.loads(row.options)),
        opened_at=row.opened_at,
        posted_at=row.posted_at,
        settled_at=row.settled_at,
    )
