"""What a listener keeps, sealed: who it is, and the keys by which it reads. Gone with its row."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    and_,
    delete,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.db import METADATA, Instant, InstantIfAny, sweep_after
from hub.identifiers import CaseId, ProfessionalId, SwitchId
from hub.journal import ENTRIES
from hub.listening import chain
from hub.listening.model import Lease, Switch
from hub.vault import Key

LISTENING = Table(
    "listening",
    METADATA,
    Column("id", String, primary_key=True),
    # One of the two: it is of a case, or of somebody's direct room.
    Column("case_id", ForeignKey("case.id"), index=True),
    Column("professional_id", ForeignKey("professional.id"), index=True),
    Column("notebook", LargeBinary),
    # Which process listens, and until when nobody else may.
    Column("held_by", String),
    Column("held_until", Instant),
)
_UNTIL = type_coerce(LISTENING.c.held_until, InstantIfAny()).label("held_until")
_LEASE = (LISTENING.c.id, LISTENING.c.case_id, LISTENING.c.professional_id, LISTENING.c.held_by, _UNTIL)


async def add(connection: AsyncConnection, switch: Switch) -> None:
    """Make room for what its listener will keep."""
    # By their truth: what is of no case is of nobody's whole case either.
    of = {"case_id": switch.case or None, "professional_id": switch.professional or None}
    await connection.execute(insert(LISTENING).values(id=switch.id, **of))


async def forget(connection: AsyncConnection, switch: SwitchId) -> None:
    """Destroy every key of a listener; whoever does need not think of what else may hold them."""
    if (await connection.execute(delete(LISTENING).where(LISTENING.c.id == switch))).rowcount:
        await sweep_after(connection)


async def leases(connection: AsyncConnection) -> Sequence[Lease]:
    """Each listener there is a row of; the chain tells if it may listen."""
    rows = await connection.execute(select(*_LEASE).order_by(LISTENING.c.id))
    return [
        Lease(
            switch=SwitchId(row.id),
            case=CaseId(row.case_id or ""),
            professional=ProfessionalId(row.professional_id or ""),
            by=row.held_by,
            until=row.held_until,
        )
        for row in rows
    ]


async def alone(
    connection: AsyncConnection, people: Collection[ProfessionalId], *, also: Collection[SwitchId] = ()
) -> Sequence[Switch]:
    """The switches of these people's direct rooms that there is a row of, by the chain, oldest first.

    What is over has none: it is asked for by its id, if somebody needs to know of it. Who turned it on and
    off many times makes nobody wait.
    """
    rows = await connection.execute(select(LISTENING.c.id).where(LISTENING.c.professional_id.in_(people)))
    wanted = {*(row.id for row in rows), *also}
    if not wanted:
        return []
    theirs = and_(ENTRIES.c.target.in_(people), ENTRIES.c.deed.in_(chain.OF_PEOPLE))
    acts = await journal.told(connection, and_(theirs, ENTRIES.c.basis.in_(wanted)))
    return [one for one in chain.switches(acts) if one.professional]


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[SwitchId]:
    """Those of a case."""
    rows = await connection.execute(select(LISTENING.c.id).where(LISTENING.c.case_id == case))
    return [SwitchId(row.id) for row in rows]


async def hold(
    connection: AsyncConnection, switch: SwitchId, *, by: str, now: datetime, until: datetime
) -> bool:
    """Let one process listen, and no other one meanwhile; no if another one does."""
    free = or_(LISTENING.c.held_until.is_(None), LISTENING.c.held_until <= now, LISTENING.c.held_by == by)
    held = update(LISTENING).where((LISTENING.c.id == switch) & free)
    return (await connection.execute(held.values(held_by=by, held_until=until))).rowcount == 1


async def notebook(connection: AsyncConnection, switch: SwitchId, key: Key) -> str | None:
    """What a listener wrote down last; None if nothing yet, or it is over."""
    query = select(LISTENING.c.notebook).where(LISTENING.c.id == switch)
    sealed = (await connection.execute(query)).scalar_one_or_none()
    return key.open(sealed, _place(switch)) if sealed is not None else None


async def write(connection: AsyncConnection, switch: SwitchId, by: str, text: str, key: Key) -> bool:
    """Keep what a listener writes down; no if it is over, or another process listens."""
    its = (LISTENING.c.id == switch) & (LISTENING.c.held_by == by)
    sealed = key.seal(text, _place(switch))
    return (await connection.execute(update(LISTENING).where(its).values(notebook=sealed))).rowcount == 1


def _place(switch: SwitchId) -> str:
    return f"listening.notebook:{switch}"
