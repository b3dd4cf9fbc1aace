"""How it is remembered of what people are reminded: dates, what is planned, what was said, what is muted.

One row for each person, thing and day: what is due is found by an index over `next_on`, of one person by one
over both, whatever is planned for later. Nothing private stands here: what it is about is known by ids.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    delete,
    exists,
    false,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import METADATA, Instant, insert_first
from hub.identifiers import CaseId, ProfessionalId, ReminderId
from hub.monitoring.model import ClientDigest, ClientItem, Digest, Due, Planned, Reminder

REMINDERS = Table(
    "reminder",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("code", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("set_by", String, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_by", String, nullable=False),
)
PLANNED = Table(
    "planned_reminder",
    METADATA,
    Column("case_id", ForeignKey("case.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("day", Date, nullable=False),
    # Empty once it was said.
    Column("next_on", Date, index=True),
    Index(None, "professional_id", "next_on"),
)
DIGESTS = Table(
    "digest",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("event", String, index=True),
)
ITEMS = Table(
    "digest_item",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_day", Date, nullable=False),
)
MUTES = Table(
    "reminder_mute",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("kind", String, primary_key=True),
)
CLIENT_DIGESTS = Table(
    "client_digest",
    METADATA,
    Column("case_id", ForeignKey("case.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("is_said", Boolean, nullable=False, server_default=false()),
)
CLIENT_ITEMS = Table(
    "client_digest_item",
    METADATA,
    Column("case_id", ForeignKey("case.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("due_on", Date, nullable=False),
    Column("due_day", Date, nullable=False),
)


# Dates that were laid down.


async def add(connection: AsyncConnection, one: Reminder) -> None:
    """Remember a date."""
    named = {"id": one.id, "case_id": one.case, "code": one.code, "day": one.day}
    by = {"turn": one.turn, "set_by": one.set_by, "set_at": one.set_at, "done_by": one.done_by}
    await connection.execute(insert(REMINDERS).values(named | by))


async def note(connection: AsyncConnection, one: Reminder) -> None:
    """Remember that it is done."""
    new = {"turn": one.turn, "done_at": one.done_at, "done_by": one.done_by}
    await connection.execute(update(REMINDERS).where(REMINDERS.c.id == one.id).values(new))


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Reminder]:
    """Every date that was laid down in a case, the earliest first."""
    query = select(REMINDERS).where(REMINDERS.c.case_id == case).order_by(REMINDERS.c.day, REMINDERS.c.id)
    return [_reminder(row) for row in await connection.execute(query)]


# What is planned.


async def replan(
    connection: AsyncConnection, case: CaseId, dues: Collection[Due], *, said_since: date
) -> None:
    """Have exactly that planned for a case. What was said since a day stays: it is not said again."""
    known = {_key(row): row for row in await connection.execute(_of(case))}
    wanted = {_key_of(due): due for due in dues}
    for key, row in known.items():
        is_worth_knowing = row.next_on is None and row.due_on >= said_since
        if not (wanted[key].day == row.day if key in wanted else is_worth_knowing):
            await connection.execute(delete(PLANNED).where(_is(key)))
    # What moved is another reminder, also if it falls on the same day.
    new = [_row(due) for key, due in wanted.items() if key not in known or known[key].day != due.day]
    if new:
        await connection.execute(insert(PLANNED), new)


async def planned(connection: AsyncConnection, case: CaseId, who: ProfessionalId) -> Sequence[Planned]:
    """What somebody is to be reminded of in a case, and was."""
    rows = await connection.execute(_of(case).where(PLANNED.c.professional_id == who))
    return [Planned(due=_due(row), next_on=row.next_on) for row in rows]


async def waiting(connection: AsyncConnection, today: date) -> Sequence[ProfessionalId]:
    """Who is to be reminded of something by a day, and has had no digest on it."""
    whose = PLANNED.c.professional_id
    had = exists().where(DIGESTS.c.professional_id == whose, DIGESTS.c.day == today)
    # Not made distinct there: SQLite would go through all that is planned for later, person by person.
    due = await connection.execute(select(whose).where(PLANNED.c.next_on <= today, ~had))
    return [ProfessionalId(who) for who in dict.fromkeys(due.scalars())]


async def due_for(connection: AsyncConnection, who: ProfessionalId, today: date) -> Sequence[Due]:
    """What somebody is to be reminded of by a day."""
    query = select(PLANNED).where(PLANNED.c.professional_id == who, PLANNED.c.next_on <= today)
    return [_due(row) for row in await connection.execute(query)]


async def put_off(connection: AsyncConnection, due: Due, until: date) -> bool:
    """Remind of it again on that day; no if it is not planned any more, or is put off to it already."""
    is_otherwise = or_(PLANNED.c.next_on.is_(None), PLANNED.c.next_on != until)
    change = update(PLANNED).where(_is(_key_of(due)), is_otherwise).values(next_on=until)
    return (await connection.execute(change)).rowcount == 1


# What was said.


async def begin(connection: AsyncConnection, who: ProfessionalId, day: date) -> bool:
    """Remember that somebody has their digest of a day; no if they have it already."""
    return await insert_first(connection, DIGESTS, professional_id=who, day=day)


async def prepare(connection: AsyncConnection, digest: Digest) -> None:
    """Remember what is about to be said, by its numbers."""
    await connection.execute(delete(ITEMS).where(_of_digest(digest.professional, digest.day)))
    rows = [
        {
            "professional_id": digest.professional,
            "day": digest.day,
            "number": number,
            "case_id": item.due.case,
            "kind": item.due.kind,
            "subject": item.due.subject,
            "due_on": item.due.due_on,
            "due_day": item.due.day,
        }
        for number, item in enumerate(digest.items, 1)
    ]
    await connection.execute(insert(ITEMS), rows)


async def mark_said(
    connection: AsyncConnection, who: ProfessionalId, day: date, event: str, said: Iterable[Due]
) -> None:
    """That stands in the room, as that event: nothing of it, nor what it says anew, is said again."""
    mine = (DIGESTS.c.professional_id == who) & (DIGESTS.c.day == day)
    await connection.execute(update(DIGESTS).where(mine).values(event=event))
    for due in said:
        same = (PLANNED.c.case_id == due.case) & (PLANNED.c.kind == due.kind)
        about = same & (PLANNED.c.subject == due.subject) & (PLANNED.c.professional_id == who)
        told = update(PLANNED).where(about, PLANNED.c.due_on <= due.due_on)
        await connection.execute(told.values(next_on=None))


async def items(connection: AsyncConnection, who: ProfessionalId, day: date) -> Mapping[int, Due]:
    """What stands in somebody's digest of a day, by its numbers."""
    shown = (ITEMS.c[name] for name in ("number", "case_id", "kind", "subject", "professional_id", "due_on"))
    query = select(*shown, ITEMS.c.due_day.label("day")).where(_of_digest(who, day)).order_by(ITEMS.c.number)
    return {row.number: _due(row) for row in await connection.execute(query)}


async def day_of_event(connection: AsyncConnection, who: ProfessionalId, event: str) -> date | None:
    """Of which day somebody's digest is that stands there as that event; None if none of theirs does."""
    query = select(DIGESTS.c.day).where(DIGESTS.c.professional_id == who, DIGESTS.c.event == event)
    return (await connection.execute(query)).scalar_one_or_none()


async def forget_before(connection: AsyncConnection, day: date) -> None:
    """Forget digests that nobody reacts to any more."""
    await connection.execute(delete(ITEMS).where(ITEMS.c.day < day))
    await connection.execute(delete(DIGESTS).where(DIGESTS.c.day < day))
    await connection.execute(delete(CLIENT_ITEMS).where(CLIENT_ITEMS.c.day < day))
    await connection.execute(delete(CLIENT_DIGESTS).where(CLIENT_DIGESTS.c.day < day))


# What clients were told.


async def begin_for_client(connection: AsyncConnection, case: CaseId, day: date) -> bool:
    """Remember that a client is told something on a day; no if that is known already."""
    return await insert_first(connection, CLIENT_DIGESTS, case_id=case, day=day)


async def said_to_client(connection: AsyncConnection, case: CaseId) -> frozenset[ClientItem]:
    """What a client was told, as far as it is remembered."""
    its_day = (CLIENT_ITEMS.c.case_id == CLIENT_DIGESTS.c.case_id) & (
        CLIENT_ITEMS.c.day == CLIENT_DIGESTS.c.day
    )
    there = select(CLIENT_ITEMS).join(CLIENT_DIGESTS, its_day)
    rows = await connection.execute(there.where(CLIENT_DIGESTS.c.case_id == case, CLIENT_DIGESTS.c.is_said))
    return frozenset(map(_client_item, rows))


async def client_items(connection: AsyncConnection, case: CaseId, day: date) -> frozenset[ClientItem]:
    """What was sealed last for a client; nothing if nothing was."""
    rows = await connection.execute(select(CLIENT_ITEMS).where(_for_client(CLIENT_ITEMS, case, day)))
    return frozenset(map(_client_item, rows))


async def prepare_for_client(connection: AsyncConnection, told: ClientDigest) -> None:
    """Remember what is about to be sealed for a client."""
    await connection.execute(delete(CLIENT_ITEMS).where(_for_client(CLIENT_ITEMS, told.case, told.day)))
    rows = [
        {
            "case_id": told.case,
            "day": told.day,
            "kind": item.kind,
            "subject": item.subject,
            "due_on": item.due_on,
            "due_day": item.day,
        }
        for item in told.items
    ]
    await connection.execute(insert(CLIENT_ITEMS), rows)


async def forget_for_client(connection: AsyncConnection, case: CaseId, day: date) -> None:
    """Forget that a client was to be told something on a day: nothing was said."""
    for table in (CLIENT_ITEMS, CLIENT_DIGESTS):
        await connection.execute(delete(table).where(_for_client(table, case, day)))


async def mark_client_told(connection: AsyncConnection, case: CaseId, day: date) -> None:
    """That stands in their own room: nothing of it is said again."""
    its_day = _for_client(CLIENT_DIGESTS, case, day)
    await connection.execute(update(CLIENT_DIGESTS).where(its_day).values(is_said=True))


# What is muted.


async def mute(connection: AsyncConnection, who: ProfessionalId, kind: str) -> bool:
    """Remember that somebody wants to hear no more of a kind; no if they said so already."""
    return await insert_first(connection, MUTES, professional_id=who, kind=kind)


async def unmute(connection: AsyncConnection, who: ProfessionalId, kind: str) -> bool:
    """Forget it; no if they never said so."""
    mine = (MUTES.c.professional_id == who) & (MUTES.c.kind == kind)
    return (await connection.execute(delete(MUTES).where(mine))).rowcount == 1


async def muted(connection: AsyncConnection, who: ProfessionalId) -> frozenset[str]:
    """The kinds that somebody wants to hear no more of."""
    query = select(MUTES.c.kind).where(MUTES.c.professional_id == who)
    return frozenset((await connection.execute(query)).scalars())


_Key = tuple[CaseId, str, str, ProfessionalId, date]


def _of(case: CaseId) -> Select[Any]:
    return select(PLANNED).where(PLANNED.c.case_id == case).order_by(PLANNED.c.due_on)


def _key(row: Any) -> _Key:
    return (CaseId(row.case_id), row.kind, row.subject, ProfessionalId(row.professional_id), row.due_on)


def _key_of(due: Due) -> _Key:
    return (due.case, due.kind, due.subject, due.professional, due.due_on)


def _is(key: _Key) -> ColumnElement[bool]:
    case, kind, subject, who, due_on = key
    same = (PLANNED.c.case_id == case) & (PLANNED.c.kind == kind) & (PLANNED.c.subject == subject)
    return same & (PLANNED.c.professional_id == who) & (PLANNED.c.due_on == due_on)


def _of_digest(who: ProfessionalId, day: date) -> ColumnElement[bool]:
    return (ITEMS.c.professional_id == who) & (ITEMS.c.day == day)


def _for_client(table: Table, case: CaseId, day: date) -> ColumnElement[bool]:
    return (table.c.case_id == case) & (table.c.day == day)


def _client_item(row: Any) -> ClientItem:
    return ClientItem(day=row.due_day, kind=row.kind, subject=row.subject, due_on=row.due_on)


def _row(due: Due) -> dict[str, object]:
    return {
        "case_id": due.case,
        "kind": due.kind,
        "subject": due.subject,
        "professional_id": due.professional,
        "due_on": due.due_on,
        "day": due.day,
        "next_on": due.due_on,
    }


def _due(row: Any) -> Due:
    return Due(
        due_on=row.due_on,
        day=row.day,
        case=CaseId(row.case_id),
        kind=row.kind,
        subject=row.subject,
        professional=ProfessionalId(row.professional_id),
    )


def _reminder(row: Any) -> Reminder:
    return Reminder(
        id=ReminderId(row.id),
        case=CaseId(row.case_id),
        code=row.code,
        day=row.day,
        set_by=ProfessionalId(row.set_by),
        set_at=row.set_at,
        turn=row.turn,
        done_at=row.done_at,
        done_by=row.done_by,
    )
