"""What is planned for each case, and when digests are owed: again and again, whatever was missed."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import outbox
from hub.cases import store as cases
from hub.chance import Chance
from hub.db import Database
from hub.effects import Debt, Monitor, PostDigest, RemindClient, Urgency, monitoring
from hub.errors import FallraumError
from hub.federation import Servers
from hub.identifiers import CaseId
from hub.monitoring import rules, store
from hub.monitoring.book import known_kinds
from hub.monitoring.facts import known_of
from hub.monitoring.model import ClientItem, Due, Kind, Known
from hub.outbox import Claim

EVERY = timedelta(minutes=1)
# All cases are planned anew in the first hours of a day: not at once, for others wait for the same courier.
NIGHT = timedelta(hours=4)
# So much is owed in one commit: a withdrawal may wait for it.
MOST_AT_ONCE = 100

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(slots=True)
class Planner:
    """`land` is where working days are counted, by its letters; `at` when the digests of a day are said."""

    database: Database
    chance: Chance
    servers: Servers
    land: str = ""
    at: time = time(8)
    kinds: Mapping[str, Kind] = field(default_factory=known_kinds)
    _planned_on: date | None = None

    async def run(self) -> None:
        """Look again and again what is to be planned or said."""
        while True:
            try:
                await self.round()
            except FallraumError as error:
                log.warning("not monitored", error=str(error))
            await asyncio.sleep(EVERY.total_seconds())

    async def round(self) -> None:
        """Owe what is to be owed now: once a day a plan for every case, in the morning the digests."""
        now = self.chance.now()
        today = rules.day_of(now)
        if self._planned_on != today:
            await self.owe_plans(NIGHT)
            self._planned_on = today
        if rules.is_time(now, self.at):
            await self.owe_digests()

    async def owe_plans(self, within: timedelta) -> None:
        """Owe a plan for every case, spread over a while: so what time alone changes is found, too."""
        now = self.chance.now()
        async with self.database.reading() as connection:
            known = [case.id for case in await cases.all_cases(connection)]
        spread = {case: now + within * number / len(known) for number, case in enumerate(known)}
        for some in _in_parts(known):
            async with self.database.writing() as connection:
                there = await cases.known_among(connection, frozenset(some))
                debts = (Debt(Monitor(case), spread[case], Urgency.WORDS) for case in some if case in there)
                await outbox.owe(connection, self.chance, *debts)
        async with self.database.writing() as connection:
            await store.forget_before(connection, rules.day_of(now) - rules.KEPT_FOR)

    async def owe_digests(self) -> None:
        """Owe each who is to be reminded of something a digest, once a day."""
        now = self.chance.now()
        today = rules.day_of(now)
        async with self.database.reading() as connection:
            waiting = await store.waiting(connection, today)
        for some in _in_parts(waiting):
            async with self.database.writing() as connection:
                for who in some:
                    # Another process may have found them, too.
                    if await store.begin(connection, who, today):
                        digest = PostDigest(who, today.isoformat())
                        await outbox.owe(connection, self.chance, Debt(digest, now, Urgency.WORDS))

    async def perform(self, effect: Monitor, claim: Claim) -> None:
        """Plan a case anew, and settle the debt in the same breath."""
        async with self.database.writing() as connection:
            await self.plan(connection, effect.case)
            await outbox.settle(connection, claim)

    async def plan(self, connection: AsyncConnection, case: CaseId) -> Known:
        """Have planned for a case what follows from what is known now, and nothing else."""
        now = self.chance.now()
        today = rules.day_of(now)
        # Another process may plan it, too: one after the other.
        await cases.get_file(connection, case, lock=True)
        known = await known_of(connection, case, servers=self.servers, now=now)
        dues = rules.plan(known, self.kinds, today=today, land=self.land)
        await store.replan(connection, case, dues, said_since=today - rules.GRACE)
        await self._owe_client(connection, known, now)
        return known

    async def client_items(
        self, connection: AsyncConnection, known: Known, today: date
    ) -> Sequence[ClientItem]:
        """What the client of a case is to be told in their own room by a day."""
        said = await store.said_to_client(connection, known.file.case.id)
        return rules.client_items(known, self.kinds, today=today, land=self.land, said=said)

    async def _owe_client(self, connection: AsyncConnection, known: Known, now: datetime) -> None:
        # Nothing is planned ahead for them: every night it is looked at anew what the day brings.
        case, today = known.file.case.id, rules.day_of(now)
        at = rules.client_hour(now, self.at, self.land)
        if at is None or not await self.client_items(connection, known, today):
            return
        # One row for each day, however often it is planned; it goes again if nothing was said.
        if await store.begin_for_client(connection, case, today):
            remind = Debt(RemindClient(case, today.isoformat()), at, Urgency.WORDS)
            await outbox.owe(connection, self.chance, remind)

    def still(self, planned: Iterable[Due], known: Known, now: datetime) -> frozenset[Due]:
        """What of it is true at this moment."""
        return rules.still(planned, known, self.kinds, today=rules.day_of(now), land=self.land)

    async def owe_plan(self, connection: AsyncConnection, case: CaseId) -> None:
        """Owe a plan for a case in which something has changed."""
        await outbox.owe(connection, self.chance, monitoring(case, self.chance.now()))


def _in_parts(everything: Sequence[T]) -> Iterator[Sequence[T]]:
    return (everything[n : n + MOST_AT_ONCE] for n in range(0, len(everything), MOST_AT_ONCE))
