"""What somebody is told of a morning: asked again right before, said once, and nothing if nothing is left."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.effects import PostDigest, RemindClient
from hub.errors import WorldBroken
from hub.identifiers import CaseId
from hub.monitoring import rules, store
from hub.monitoring.facts import known_of
from hub.monitoring.model import ClientDigest, Digest, Due
from hub.monitoring.planner import Planner
from hub.outbox import Claim
from hub.presence.service import PresenceService

# Of what is planned for somebody, what is to be said, and how its cases are called.
Ask = Callable[
    [AsyncConnection, Sequence[Due], datetime], Awaitable[tuple[Sequence[Due], Mapping[CaseId, str]]]
]


@dataclass(frozen=True, slots=True)
class Digests:
    """What errands need of them."""

    planner: Planner
    presence: PresenceService

    async def foreseen(self, effect: PostDigest) -> Digest | None:
        """What somebody is to be told as it was planned: enough to seal it, and too little to say it."""
        return await self._asked(effect, self._as_planned)

    async def digest(self, effect: PostDigest) -> Digest | None:
        """What somebody is still to be told; None if it is nothing, or not the time any more."""
        return await self._asked(effect, self._still)

    async def _asked(self, effect: PostDigest, ask: Ask) -> Digest | None:
        now, day = self.planner.chance.now(), date.fromisoformat(effect.day)
        if day != rules.day_of(now) or not rules.is_time(now, self.planner.at):
            return None
        async with self.planner.database.reading() as connection:
            person = await directory.find_professional_of(connection, effect.professional)
            if person is None:
                return None
            laid_down = self.presence.declaring.of(person.user)
            if not rules.is_at_work(laid_down, day, self.planner.land, now):
                return None
            dues, labels = await ask(connection, await store.due_for(connection, person.id, day), now)
            return rules.digest(
                dues,
                labels=labels,
                muted=await store.muted(connection, person.id),
                kinds=self.planner.kinds,
                professional=person.id,
                day=day,
            )

    async def _as_planned(
        self, connection: AsyncConnection, planned: Sequence[Due], _now: datetime
    ) -> tuple[Sequence[Due], Mapping[CaseId, str]]:
        labels = await cases.labels(connection, frozenset(due.case for due in planned))
        return [due for due in planned if due.kind in self.planner.kinds], labels

    async def _still(
        self, connection: AsyncConnection, planned: Sequence[Due], now: datetime
    ) -> tuple[Sequence[Due], Mapping[CaseId, str]]:
        # What is planned is a hint: whoever lost their right since, and what is done, is found here.
        still: list[Due] = []
        labels: dict[CaseId, str] = {}
        by_case: dict[CaseId, set[Due]] = {}
        for due in planned:
            by_case.setdefault(due.case, set()).add(due)
        for case, dues in sorted(by_case.items()):
            known = await known_of(connection, case, servers=self.planner.servers, now=now)
            still += self.planner.still(dues, known, now)
            labels[case] = known.file.case.label
        return still, labels

    async def is_sealed(self, digest: Digest) -> bool:
        """Whether what is kept sealed says exactly this."""
        async with self.planner.database.reading() as connection:
            kept = await store.items(connection, digest.professional, digest.day)
        return list(kept.values()) == [item.due for item in digest.items]

    async def prepare(self, digest: Digest, claim: Claim) -> Claim:
        """Remember by which number each item will stand there, before it is sealed."""
        async with self._anew(claim) as connection:
            await store.prepare(connection, digest)
        return replace(claim, sealed=None)

    async def for_client(self, effect: RemindClient) -> ClientDigest | None:
        """What a client is still to be told in their own room; None if nothing, or not now."""
        now, day = self.planner.chance.now(), date.fromisoformat(effect.day)
        if day != rules.day_of(now) or not rules.is_fit_for_clients(now, self.planner.at, self.planner.land):
            return None
        async with self.planner.database.reading() as connection:
            known = await known_of(connection, effect.case, servers=self.planner.servers, now=now)
            items = await self.planner.client_items(connection, known, day)
        return ClientDigest(case=effect.case, day=day, items=tuple(items)) if items else None

    async def is_sealed_for_client(self, told: ClientDigest) -> bool:
        """Whether what is kept sealed for a client says exactly this."""
        async with self.planner.database.reading() as connection:
            return await store.client_items(connection, told.case, told.day) == frozenset(told.items)

    async def prepare_for_client(self, told: ClientDigest, claim: Claim) -> Claim:
        """Remember what a client is about to be told, before it is sealed."""
        async with self._anew(claim) as connection:
            await store.prepare_for_client(connection, told)
        return replace(claim, sealed=None)

    @asynccontextmanager
    async def _anew(self, claim: Claim) -> AsyncIterator[AsyncConnection]:
        # What was sealed before says something else: it goes in the very commit that says what comes instead.
        async with self.planner.database.writing() as connection:
            if not await outbox.throw_away(connection, claim):
                raise WorldBroken("somebody else took this over")
            yield connection

    async def leave_client(self, effect: RemindClient, claim: Claim) -> None:
        """Nothing is said to a client for now: a later plan of that day may owe it anew."""
        async with self.planner.database.writing() as connection:
            if await outbox.settle(connection, claim):
                await store.forget_for_client(connection, effect.case, date.fromisoformat(effect.day))

    async def mark_client_told(self, effect: RemindClient, claim: Claim) -> None:
        """It stands there: noted, told to the chain, settled in one commit."""
        now, day = self.planner.chance.now(), date.fromisoformat(effect.day)
        async with self.planner.database.writing() as connection:
            if await outbox.settle(connection, claim):
                await store.mark_client_told(connection, effect.case, day)
                await journal.append(connection, rules.client_told(effect.case, now))

    async def mark_said(self, effect: PostDigest, event: str, claim: Claim) -> None:
        """What was prepared stands there as that event: noted, told to the chain, settled in one commit."""
        now, day = self.planner.chance.now(), date.fromisoformat(effect.day)
        async with self.planner.database.writing() as connection:
            if await outbox.settle(connection, claim):
                said = (await store.items(connection, effect.professional, day)).values()
                await store.mark_said(connection, effect.professional, day, event, said)
                await journal.append(connection, *rules.said(said, now))
