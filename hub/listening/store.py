"""What a listener keeps, sealed: who it is, and the keys by which it reads. Gone with its row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import METADATA, Instant
from hub.identifiers import CaseId, SwitchId
from hub.vault import Key

LISTENING = Table(
    "listening",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("notebook", LargeBinary),
    # Which process listens, and until when nobody else may.
    Column("held_by", String),
    Column("held_until", Instant),
)


async def add(connection: AsyncConnection, switch: SwitchId, case: CaseId) -> None:
    """Make room for what its listener will keep."""
    await connection.execute(insert(LISTENING).values(id=switch, case_id=case))


async def forget(connection: AsyncConnection, switch: SwitchId) -> None:
    """Destroy every key of a listener."""
    await connection.execute(delete(LISTENING).where(LISTENING.c.id == switch))


async def everywhere(connection: AsyncConnection) -> Sequence[tuple[SwitchId, CaseId]]:
    """Each listener there is a row of, and its case; the chain tells whether it may listen."""
    rows = await connection.execute(select(LISTENING.c.id, LISTENING.c.case_id).order_by(LISTENING.c.id))
    return [(SwitchId(row.id), CaseId(row.case_id)) for row in rows]


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
