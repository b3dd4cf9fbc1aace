"""Who looked at what: kept apart from the audit chain, because it must be forgotten (§ 79(4) SGB X)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, String, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.chance import Chance
from hub.db import METADATA, Database, Instant
from hub.identifiers import CaseId

# Six months at most (§ 79(4) SGB X); no six months are shorter.
LONGEST_KEPT = timedelta(days=180)

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
    """Forget whatever was kept long enough."""
    await connection.execute(delete(RETRIEVALS).where(RETRIEVALS.c.at <= now - LONGEST_KEPT))


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
        """Who was shown what of a case in the last six months, oldest first."""
        kept = RETRIEVALS.c.at > self.chance.now() - LONGEST_KEPT
        mine = select(RETRIEVALS).where(RETRIEVALS.c.case_id == case, kept)
        async with self.database.reading() as connection:
            rows = await connection.execute(mine.order_by(RETRIEVALS.c.at, RETRIEVALS.c.id))
            return [Retrieval(at=r.at, actor=r.actor, deed=r.deed, case=CaseId(r.case_id)) for r in rows]
