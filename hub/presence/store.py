"""How what somebody laid down about themselves is remembered: sealed, and without any time of its own.

Under the hub's key: whoever can write the database alone can show nobody who did not want it.
"""

import json
import math
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.cases.directory import PROFESSIONALS
from hub.cases.model import Professional
from hub.db import METADATA, insert_first
from hub.errors import NotReady
from hub.identifiers import CaseId, ProfessionalId
from hub.presence.hours import Span, Week
from hub.presence.model import NOTHING_DECLARED, Absence, Declared
from hub.vault import Key

REACHABILITIES = Table(
    "reachability",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("declared", LargeBinary, nullable=False),
)

# What is laid down is filled up to a multiple of it: how long it is must not tell who is shown, or away.
BLOCK = 1024


async def has_any(connection: AsyncConnection) -> bool:
    """Whether anybody laid down anything, sealed under the hub's key."""
    return (await connection.execute(select(REACHABILITIES.c.professional_id).limit(1))).first() is not None


async def all_declared(connection: AsyncConnection, key: Key) -> Mapping[Professional, Declared]:
    """What everybody laid down who has not left; what cannot be read is nothing.

    Of whom the chain tells otherwise it is nobody's: an account exchanged in the database shows no other one.
    """
    people = await directory.told_among(connection, select(REACHABILITIES.c.professional_id))
    rows = (await connection.execute(select(REACHABILITIES))).all()
    sealed = {ProfessionalId(row.professional_id): row.declared for row in rows}
    return {person: _read(sealed[id_], id_, key) for id_, person in people.items() if id_ in sealed}


async def forget_who_left(connection: AsyncConnection) -> None:
    """Forget what somebody laid down who has left their agency."""
    gone = select(PROFESSIONALS.c.id).where(PROFESSIONALS.c.left_at.is_not(None))
    await connection.execute(delete(REACHABILITIES).where(REACHABILITIES.c.professional_id.in_(gone)))


async def has_of_who_left(connection: AsyncConnection) -> bool:
    """Whether anything is kept that somebody laid down who has left since."""
    query = select(REACHABILITIES.c.professional_id).join(
        PROFESSIONALS, PROFESSIONALS.c.id == REACHABILITIES.c.professional_id
    )
    return (await connection.execute(query.where(PROFESSIONALS.c.left_at.is_not(None)))).first() is not None


async def declared(connection: AsyncConnection, person: ProfessionalId, key: Key) -> Declared:
    """What somebody laid down."""
    query = select(REACHABILITIES.c.declared).where(REACHABILITIES.c.professional_id == person)
    sealed = (await connection.execute(query)).scalar_one_or_none()
    return NOTHING_DECLARED if sealed is None else _read(sealed, person, key)


async def lay_down(connection: AsyncConnection, person: ProfessionalId, said: Declared, key: Key) -> None:
    """Remember what somebody lays down, in the place of what they had laid down before."""
    await forget(connection, person)
    if said != NOTHING_DECLARED:
        text = json.dumps(_written(said))
        sealed = key.seal(text.ljust(math.ceil(len(text) / BLOCK) * BLOCK), _place(person))
        await insert_first(connection, REACHABILITIES, professional_id=person, declared=sealed)


async def forget(connection: AsyncConnection, person: ProfessionalId) -> None:
    """Forget what somebody laid down."""
    mine = REACHABILITIES.c.professional_id == person
    await connection.execute(delete(REACHABILITIES).where(mine))


def _written(said: Declared) -> Mapping[str, Any]:
    week, absence = said.week, said.absence
    return {
        "is_shown": said.is_shown,
        "is_findable": said.is_findable,
        "hidden_in": sorted(said.hidden_in),
        "week": week
        and {
            "land": week.land,
            "spans": [[s.weekday, s.begins.isoformat(), s.ends.isoformat()] for s in week.spans],
        },
        "absence": absence and {"until": absence.until.isoformat(), "deputy": absence.deputy},
        "calendar": said.calendar,
    }


def _read(sealed: bytes, person: ProfessionalId, key: Key) -> Declared:
    # What somebody spoilt shows nobody, and hides no other.
    try:
        said = json.loads(key.open(sealed, _place(person)))
    except NotReady:
        return NOTHING_DECLARED
    week, absence = said["week"], said["absence"]
    return Declared(
        is_shown=said["is_shown"],
        is_findable=said["is_findable"],
        hidden_in=frozenset(map(CaseId, said["hidden_in"])),
        week=week and Week(tuple(_span(*span) for span in week["spans"]), week["land"]),
        absence=absence and Absence(datetime.fromisoformat(absence["until"]), absence["deputy"]),
        # In what was laid down before there were calendars stands no word of one.
        calendar=said.get("calendar", ""),
    )


def _span(weekday: int, begins: str, ends: str) -> Span:
    return Span(weekday, time.fromisoformat(begins), time.fromisoformat(ends))


def _place(person: ProfessionalId) -> str:
    return f"reachability.declared:{person}"
