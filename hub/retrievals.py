"""Who looked at what: kept apart from the audit chain, because it must be forgotten (§ 79(4) SGB X)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, String, Table, delete, func, insert, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.chance import Chance
from hub.db import METADATA, Database, Instant, InstantIfAny
from hub.identifiers import CaseId
from hub.journal import NEVER

# Six months at most (§ 79(4) SGB X); no six months are shorter.
LONGEST_KEPT = timedelta(days=180)
# How much is forgotten at once. A clock that is wrong for a moment must not empty the log; a hub that
# slept for long catches up within the hour.
A_STROKE = timedelta(days=1)

RETRIEVALS = Table(
    "retrieval",
    METADATA,
    Column("id", String, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", String, nullable=False),
    Column("deed", String, nullable=False),
    Column("case_id", String, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """That somebody was shown something of a case (`case.shown`); not what it said."""

    at: datetime
    actor: str
    deed: str
    case: CaseId


async def forget(connection: AsyncConnection, now: datetime) -> None:
    """Forget whatever was kept long enough, beginning with the oldest day."""
    due = now - LONGEST_KEPT
    oldest = type_coerce(func.min(RETRIEVALS.c.at), InstantIfAny())
    first: datetime | None = (await connection.execute(select(oldest))).scalar_one()
    if first is not None and first < due:
        due = min(due, first + A_STROKE)
    await connection.execute(delete(RETRIEVALS).where(RETRIEVALS.c.at <= due))


@dataclass(frozen=True, slots=True)
class RetrievalService:
    """The doors' way to the log; each notes a retrieval before it shows anything."""

    database: Database
    chance: Chance

    async def note(self, case: CaseId, deed: str, *, by: str) -> None:
        """Remember that somebody is about to be shown something of a case."""
        now = self.chance.now()
        values = {"id": self.chance.new_id(), "at": now, "actor": by, "deed": deed, "case_id": case}
        async with self.database.writing() as connection:
            await forget(connection, now)
            await connection.execute(insert(RETRIEVALS).values(values))

    async def of_case(self, case: CaseId) -> Sequence[Retrieval]:
        """Who was shown what of a case in the last six months, oldest first.

        Of what nobody can read any more it says at least that it is there.
        """
        kept = RETRIEVALS.c.at > self.chance.now() - LONGEST_KEPT
        at = type_coerce(RETRIEVALS.c.at, InstantIfAny()).label("at")
        mine = select(at, RETRIEVALS.c.actor, RETRIEVALS.c.deed).where(RETRIEVALS.c.case_id == case, kept)
        async with self.database.reading() as connection:
            rows = await connection.execute(mine.order_by(RETRIEVALS.c.at, RETRIEVALS.c.id))
            return [
                Retrieval(at=r.at or NEVER, actor=str(r.actor), deed=str(r.deed), case=case) for r in rows
            ]
