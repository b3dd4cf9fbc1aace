"""How conferences are remembered; what is on the agenda is sealed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    false,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conference import template
from hub.conference.model import CASE, Conference, Course, Form, Interpreter, TemplateId, Topic
from hub.db import METADATA, Instant
from hub.errors import NotReady, Refused
from hub.identifiers import COMMON, CaseId, CircleId, ConferenceId, EventId, ProfessionalId
from hub.vault import Key

# Two languages and who interprets, written out, at most.
_INVITATION = 128

CONFERENCES = Table(
    "conference",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("begins_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("moderator_id", ForeignKey("professional.id"), nullable=False),
    # Of a conference called before topics had authors; laid out in rows when somebody first changes one.
    Column("topics", LargeBinary),
    Column("called_at", Instant, nullable=False),
    Column("template", String, nullable=False, server_default="case-1"),
    Column("form", String, nullable=False, server_default="meeting"),
    Column("circle", String, nullable=False, server_default=""),
    Column("agenda_posted_at", Instant),
    Column("agenda_print", String, nullable=False, server_default=""),
    # As which it was posted last: a reaction to it may be a topic.
    Column("agenda_event_id", String, index=True),
    Column("checked_at", Instant),
    Column("opened_at", Instant),
    Column("begun_at", Instant),
    Column("ended_at", Instant),
    Column("item", Integer, nullable=False, server_default="0"),
    Column("item_since", Instant),
    Column("item_minutes", Integer, nullable=False, server_default="0"),
    Column("turn", Integer, nullable=False, server_default="0"),
    # Of which turn the room was told, and was warned.
    Column("said", Integer, nullable=False, server_default="0"),
    Column("warned", Integer, nullable=False, server_default="0"),
    # As which it was told: a reaction to it may be a raised hand.
    Column("item_event_id", String, index=True),
    # Which language the client speaks, and who interprets: it hints at where somebody comes from.
    Column("invitation", LargeBinary),
    Column("cancelled_at", Instant),
    Column("is_change_untold", Boolean, nullable=False, server_default=false()),
    # Why it was moved or cancelled.
    Column("reason", LargeBinary),
)

TOPICS = Table(
    "conference_topic",
    METADATA,
    Column("conference_id", ForeignKey("conference.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("author", String, nullable=False),
    # None of what has no words.
    Column("text", LargeBinary),
    Column("added_at", Instant, nullable=False),
    # The reaction by which it was named, if by one: taken away, it takes the topic back.
    Column("event_id", String, index=True),
)


async def add(connection: AsyncConnection, conference: Conference, topics: Sequence[str], key: Key) -> None:
    """Remember a conference and the topics it was called with: they are its moderator's."""
    await connection.execute(
        insert(CONFERENCES).values(
            id=conference.id,
            case_id=conference.case,
            begins_at=conference.begins_at,
            minutes=conference.lasts // timedelta(minutes=1),
            moderator_id=conference.moderator,
            called_at=conference.called_at,
            template=str(conference.template),
            form=conference.form,
            circle=conference.circle,
            agenda_posted_at=conference.agenda_posted_at,
        )
    )
    for number, text in enumerate(topics, 1):
        await add_topic(connection, _called_with(conference, number, text), key)


async def get(connection: AsyncConnection, id_: ConferenceId) -> Conference:
    """The conference of that id."""
    query = select(CONFERENCES).where(CONFERENCES.c.id == id_)
    return _conference((await connection.execute(query)).one())


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Conference]:
    """Every conference of a case, in the order in which they begin."""
    mine = select(CONFERENCES).where(CONFERENCES.c.case_id == case)
    rows = await connection.execute(mine.order_by(CONFERENCES.c.begins_at, CONFERENCES.c.id))
    return [_conference(row) for row in rows]


async def find(connection: AsyncConnection, id_: ConferenceId) -> Conference | None:
    """As `get`, if there is one."""
    query = select(CONFERENCES).where(CONFERENCES.c.id == id_)
    row = (await connection.execute(query)).one_or_none()
    return _conference(row) if row else None


async def shared_of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Conference]:
    """As `of_case`, those with the client that were not cancelled: what views and files tell of.

    What colleagues talk about among themselves with pseudonyms is of none.
    """
    known = await of_case(connection, case)
    return [one for one in known if one.circle == COMMON and one.cancelled_at is None]


async def posted_as(connection: AsyncConnection, event: EventId) -> ConferenceId | None:
    """The conference of which the newest agenda was posted as that event, if one was."""
    query = select(CONFERENCES.c.id).where(CONFERENCES.c.agenda_event_id == event)
    return (await connection.execute(query)).scalars().first()


async def named_by(connection: AsyncConnection, reaction: EventId) -> tuple[ConferenceId, int] | None:
    """For which conference a topic was named by that reaction, and its number."""
    query = select(TOPICS.c.conference_id, TOPICS.c.number).where(TOPICS.c.event_id == reaction)
    row = (await connection.execute(query)).first()
    return (ConferenceId(row.conference_id), row.number) if row else None


async def add_topic(
    connection: AsyncConnection, topic: Topic, key: Key, reaction: EventId | None = None
) -> None:
    """Remember what somebody wants to talk about."""
    place = _topic_place(topic.conference, topic.number)
    await connection.execute(
        insert(TOPICS).values(
            conference_id=topic.conference,
            number=topic.number,
            author=topic.author,
            text=None if topic.text is None else key.seal(topic.text, place),
            added_at=topic.added_at,
            event_id=reaction,
        )
    )


async def withdraw_topic(connection: AsyncConnection, topic: Topic) -> None:
    """Forget a topic."""
    mine = (TOPICS.c.conference_id == topic.conference) & (TOPICS.c.number == topic.number)
    await connection.execute(delete(TOPICS).where(mine))


async def topics_of(connection: AsyncConnection, conference: Conference, key: Key) -> Sequence[Topic]:
    """What people asked to talk about, in the order in which they did, and who."""
    query = select(CONFERENCES.c.topics).where(CONFERENCES.c.id == conference.id)
    sealed = (await connection.execute(query)).scalar_one()
    before = json.loads(key.open(sealed, _place(conference.id))) if sealed is not None else []
    mine = select(TOPICS).where(TOPICS.c.conference_id == conference.id)
    rows = await connection.execute(mine.order_by(TOPICS.c.number))
    called_with = [_called_with(conference, number, str(text)) for number, text in enumerate(before, 1)]
    return [*called_with, *(_topic(row, key) for row in rows)]


async def lay_out(connection: AsyncConnection, conference: Conference, key: Key) -> Sequence[Topic]:
    """As `topics_of`, and each stands in a row of its own from now on."""
    known = await topics_of(connection, conference, key)
    mine = (CONFERENCES.c.id == conference.id) & CONFERENCES.c.topics.is_not(None)
    moved = await connection.execute(update(CONFERENCES).where(mine).values(topics=None))
    for topic in known if moved.rowcount else ():
        await add_topic(connection, topic, key)
    return known


async def topics(connection: AsyncConnection, id_: ConferenceId, key: Key) -> Sequence[str]:
    """What people asked to talk about, in their words."""
    known = await topics_of(connection, await get(connection, id_), key)
    return [one.text for one in known if one.text is not None]


async def topics_if_any(connection: AsyncConnection, id_: ConferenceId, key: Key) -> tuple[str, ...] | None:
    """As `topics`; None where somebody spoilt them: that hides none of the others."""
    try:
        return tuple(await topics(connection, id_, key))
    except (NotReady, ValueError):
        return None


async def move(connection: AsyncConnection, conference: Conference, reason: str, key: Key) -> None:
    """Remember when a conference begins instead, or that it does not, and why."""
    mine = update(CONFERENCES).where(CONFERENCES.c.id == conference.id)
    values = {
        "begins_at": conference.begins_at,
        "cancelled_at": conference.cancelled_at,
        "opened_at": conference.opened_at,
        "checked_at": conference.checked_at,
        "is_change_untold": conference.is_change_untold,
        "reason": key.seal(reason, _reason_place(conference.id)),
    }
    await connection.execute(mine.values(values))


async def reason(connection: AsyncConnection, id_: ConferenceId, key: Key) -> str:
    """Why a conference was moved or cancelled; empty if it was not."""
    query = select(CONFERENCES.c.reason).where(CONFERENCES.c.id == id_)
    sealed = (await connection.execute(query)).scalar_one()
    return key.open(sealed, _reason_place(id_)) if sealed is not None else ""


async def prepare(connection: AsyncConnection, conference: Conference, key: Key) -> None:
    """Remember how the client was invited, and whether somebody interprets."""
    said = [conference.speaks, conference.invited_in, conference.interpreter]
    # One as long as another one: nobody tells by the length.
    text = json.dumps(said).ljust(_INVITATION)
    mine = update(CONFERENCES).where(CONFERENCES.c.id == conference.id)
    await connection.execute(mine.values(invitation=key.seal(text, _invitation_place(conference.id))))


async def prepared(connection: AsyncConnection, conference: Conference, key: Key) -> Conference:
    """A conference with how the client was invited, and whether somebody interprets."""
    query = select(CONFERENCES.c.invitation).where(CONFERENCES.c.id == conference.id)
    sealed = (await connection.execute(query)).scalar_one()
    if sealed is None:
        return conference
    said = json.loads(key.open(sealed, _invitation_place(conference.id)))
    speaks, invited_in, interpreter = (str(one) for one in said)
    return replace(conference, speaks=speaks, invited_in=invited_in, interpreter=Interpreter(interpreter))


async def mark_checked(connection: AsyncConnection, id_: ConferenceId, at: datetime) -> None:
    """Remember that what is missing was looked for."""
    mine = CONFERENCES.c.id == id_
    await connection.execute(update(CONFERENCES).where(mine).values(checked_at=at))


async def mark_told(connection: AsyncConnection, id_: ConferenceId) -> None:
    """Remember that the room knows of the change."""
    mine = CONFERENCES.c.id == id_
    await connection.execute(update(CONFERENCES).where(mine).values(is_change_untold=False))


async def run(connection: AsyncConnection, conference: Conference, *, seen: int) -> bool:
    """Remember how far a conference is; no if it went on from the turn that was `seen`."""
    course = conference.course
    assert course is not None
    mine = update(CONFERENCES).where(CONFERENCES.c.id == conference.id, CONFERENCES.c.turn == seen)
    values = {
        "begun_at": conference.begun_at,
        "ended_at": conference.ended_at,
        "item": course.item,
        "item_since": course.since,
        "item_minutes": course.minutes,
        "turn": course.turn,
    }
    return (await connection.execute(mine.values(values))).rowcount == 1


async def told_turns(connection: AsyncConnection, id_: ConferenceId) -> tuple[int, int]:
    """Of which turn the room was told last, and of the time of which one it was warned."""
    query = select(CONFERENCES.c.said, CONFERENCES.c.warned).where(CONFERENCES.c.id == id_)
    said, warned = (await connection.execute(query)).one()
    return said, warned


async def mark_said(
    connection: AsyncConnection, id_: ConferenceId, turn: int, event: EventId | None = None
) -> None:
    """Remember that the room was told of a turn, and as which event."""
    mine = update(CONFERENCES).where(CONFERENCES.c.id == id_)
    await connection.execute(mine.values(said=turn, item_event_id=event))


async def mark_warned(connection: AsyncConnection, id_: ConferenceId, turn: int) -> None:
    """Remember that the room was warned of the time of a turn."""
    mine = update(CONFERENCES).where(CONFERENCES.c.id == id_)
    await connection.execute(mine.values(warned=turn))


async def set_moderator(connection: AsyncConnection, id_: ConferenceId, who: ProfessionalId) -> None:
    """Remember who moderates from now on."""
    mine = CONFERENCES.c.id == id_
    await connection.execute(update(CONFERENCES).where(mine).values(moderator_id=who))


async def mark_posted(
    connection: AsyncConnection,
    id_: ConferenceId,
    at: datetime,
    print_: str = "",
    event: EventId | None = None,
) -> bool:
    """Remember that the agenda stands in the room, which one and as what; no if just that was known."""
    known = CONFERENCES.c.agenda_posted_at.is_not(None) & (CONFERENCES.c.agenda_print == print_)
    first = func.coalesce(CONFERENCES.c.agenda_posted_at, literal(at, Instant()))
    marked = update(CONFERENCES).where(CONFERENCES.c.id == id_, ~known)
    values = {"agenda_posted_at": first, "agenda_print": print_, "agenda_event_id": event}
    done = await connection.execute(marked.values(values))
    return done.rowcount == 1


async def mark_opened(connection: AsyncConnection, id_: ConferenceId, at: datetime, print_: str) -> bool:
    """Remember that the room was told that it begins, and with which agenda; no if that was known."""
    unopened = (CONFERENCES.c.id == id_) & CONFERENCES.c.opened_at.is_(None)
    done = await connection.execute(
        update(CONFERENCES).where(unopened).values(opened_at=at, agenda_print=print_)
    )
    return done.rowcount == 1


def _conference(row: Any) -> Conference:
    return Conference(
        id=ConferenceId(row.id),
        case=CaseId(row.case_id),
        begins_at=row.begins_at,
        lasts=timedelta(minutes=row.minutes),
        moderator=ProfessionalId(row.moderator_id),
        called_at=row.called_at,
        template=_template_id(row.template),
        form=Form(row.form),
        circle=CircleId(row.circle),
        agenda_posted_at=row.agenda_posted_at,
        agenda_print=row.agenda_print,
        checked_at=row.checked_at,
        opened_at=row.opened_at,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        course=_course(row),
        cancelled_at=row.cancelled_at,
        is_change_untold=row.is_change_untold,
    )


def _template_id(name: str) -> TemplateId:
    read = template.read_id(name)
    # What somebody spoilt is the name of nothing: it is gone by what everybody goes by.
    return CASE if isinstance(read, Refused) else read


def _course(row: Any) -> Course | None:
    if row.item_since is None:
        return None
    return Course(item=row.item, since=row.item_since, minutes=row.item_minutes, turn=row.turn)


def _called_with(conference: Conference, number: int, text: str) -> Topic:
    return Topic(
        conference=conference.id,
        number=number,
        author=conference.moderator,
        text=text,
        added_at=conference.called_at,
    )


def _topic(row: Any, key: Key) -> Topic:
    place = _topic_place(row.conference_id, row.number)
    return Topic(
        conference=ConferenceId(row.conference_id),
        number=row.number,
        author=row.author,
        text=None if row.text is None else key.open(row.text, place),
        added_at=row.added_at,
    )


def _invitation_place(conference: str) -> str:
    return f"conference.invitation:{conference}"


def _reason_place(conference: str) -> str:
    return f"conference.reason:{conference}"


def _topic_place(conference: str, number: int) -> str:
    return f"conference_topic.text:{conference}:{number}"


def _place(conference: str) -> str:
    return f"conference.topics:{conference}"
