"""Performs what is owed: claims it by a lease, asks again whether it still holds, settles it."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Protocol, assert_never

import structlog

from hub import outbox
from hub.chance import Chance
from hub.charter.service import CharterService
from hub.conference.model import Agenda
from hub.conference.service import ConferenceService
from hub.consent.service import ConsentService
from hub.db import Database
from hub.disclosure.service import DisclosureService
from hub.effects import (
    AnnounceDeparture,
    AnnounceTheme,
    ApplyCharter,
    EraseRoom,
    PostAgenda,
    Reconcile,
    ReviewWarning,
    Urgency,
)
from hub.errors import FallraumError, WorldBroken
from hub.identifiers import CaseId, DebtId
from hub.outbox import Claim
from hub.rooms.service import Circle, Departure, RoomService

AT_ONCE = 8
# Given up in time to hand the debt back before its lease runs out.
LONGEST_DEED = outbox.LEASE - timedelta(seconds=10)
A_BREATH = timedelta(milliseconds=50)
# Bells can be lost with the process that should have rung; nothing waits longer than this.
LONGEST_SLEEP = timedelta(seconds=15)

log = structlog.get_logger()


class Speaker(Protocol):
    """What the courier needs of the voices: each call says its words exactly once, or raises."""

    async def post_agenda(self, claim: Claim, circle: Circle, agenda: Agenda) -> None:
        """Post an agenda."""
        ...

    async def announce_departure(self, claim: Claim, departure: Departure) -> None:
        """Tell those who stay that somebody left."""
        ...

    async def announce_theme(self, claim: Claim, circle: Circle, theme: str) -> None:
        """Tell those who came what the room is about."""
        ...


class Bell(Protocol):
    """Wakes the courier; rung at every commit that owes something."""

    def ring(self) -> None:
        """Wake whoever waits."""
        ...

    async def wait(self, longest: timedelta) -> None:
        """Return when it rings, or after `longest`."""
        ...


class Courier:
    """One worker on the outbox. Any number may run; each debt is one's at a time."""

    def __init__(
        self,
        name: str,
        *,
        database: Database,
        rooms: RoomService,
        consents: ConsentService,
        conferences: ConferenceService,
        disclosures: DisclosureService,
        charters: CharterService,
        speaker: Speaker,
        chance: Chance,
        bell: Bell,
    ) -> None:
        self.name = name
        self.database = database
        self.rooms = rooms
        self.consents = consents
        self.conferences = conferences
        self.disclosures = disclosures
        self.charters = charters
        self.speaker = speaker
        self.chance = chance
        self.bell = bell
        self._busy: Counter[CaseId] = Counter()
        self._in_hand: set[DebtId] = set()
        self._turns: dict[CaseId, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def run(self) -> None:
        """Work until stopped: sleep exactly until the next debt falls due or the bell rings."""
        try:
            while not self._stopping:
                now = self.chance.now()
                claims = await self._claim_for_free_hands(now)
                for claim in claims:
                    self._start(claim)
                # Whoever has just begun is given a moment: to ask at once what else there is to do
                # would make a removal wait for the answer.
                await self.bell.wait(A_BREATH if claims else await self._until_next(now))
            await asyncio.gather(*self._tasks)
        finally:
            for task in self._tasks:
                task.cancel()

    def stop(self) -> None:
        """Begin nothing new; `run` returns when what is in hand is done."""
        self._stopping = True
        self.bell.ring()

    async def work_off(self) -> None:
        """Perform everything that is due now, one after the other, until nothing is."""
        while claims := await self._claim(self.chance.now(), most=1):
            await self._perform_safely(claims[0])

    async def catch_up(self) -> None:
        """The world came back, or this courier did: try again now what was waiting."""
        async with self.database.writing() as connection:
            await outbox.hasten(connection, courier=self.name, in_hand=self._in_hand, now=self.chance.now())

    async def _claim_for_free_hands(self, now: datetime) -> list[Claim]:
        # Half of the hands are for removals alone: they never wait for somebody's slow server.
        free = 2 * AT_ONCE - len(self._tasks)
        if free <= 0:
            return []
        if free > AT_ONCE:
            return await self._claim(now, most=free - AT_ONCE)
        return await self._claim(now, most=free, removals_only=True)

    async def _claim(self, now: datetime, *, most: int, removals_only: bool = False) -> list[Claim]:
        busy = list(self._busy)
        async with self.database.writing() as connection:
            claims = await outbox.claim(
                connection,
                courier=self.name,
                now=now,
                most=most,
                busy=busy,
                removals_only=removals_only,
            )
        self._in_hand.update(claim.id for claim in claims)
        return claims

    def _start(self, claim: Claim) -> None:
        case = claim.effect.case
        self._busy[case] += 1
        task = asyncio.create_task(self._in_turn(claim))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._finished(done, case))

    def _finished(self, task: asyncio.Task[None], case: CaseId) -> None:
        self._tasks.discard(task)
        self._busy[case] -= 1
        if not self._busy[case]:
            del self._busy[case]
            self._turns.pop(case, None)
        # A hand is free, and the case is: something may have waited for either.
        self.bell.ring()

    async def _in_turn(self, claim: Claim) -> None:
        if claim.urgency is Urgency.REMOVAL:
            await self._perform_safely(claim)
            return
        # A case's words come after its admissions, as they were owed.
        async with self._turns.setdefault(claim.effect.case, asyncio.Lock()):
            await self._perform_safely(claim)

    async def _perform_safely(self, claim: Claim) -> None:
        try:
            wait = await self._attempt(claim)
            if wait is not None:
                async with self.database.writing() as connection:
                    await outbox.postpone(connection, claim, self.chance.now() + wait)
        finally:
            # Not before it is given back: until then nobody else may think that nobody has begun it.
            self._in_hand.discard(claim.id)

    async def _attempt(self, claim: Claim) -> timedelta | None:
        """Perform it; returns how long to wait before the next attempt, None if it is done."""
        facts = {"effect": type(claim.effect).__name__, "id": claim.id, "attempts": claim.attempts}
        wait = outbox.patience(claim.attempts)
        try:
            async with asyncio.timeout(LONGEST_DEED.total_seconds()):
                await self._perform(claim)
        except TimeoutError:
            log.warning("postponed", error="took too long", **facts)
        except WorldBroken as error:
            log.warning("postponed", error=str(error), **facts)
            wait = error.retry_after or wait
            if claim.urgency is Urgency.REMOVAL or error.is_urgent:
                # However long the homeserver asks us to wait: a removal asks again.
                wait = min(wait, outbox.LONGEST_PATIENCE)
        except FallraumError as error:
            log.warning("postponed", error=str(error), **facts)
        except Exception as error:
            # A defect of ours must not lose the debt, nor stop the others.
            log.error("postponed", error=type(error).__name__, **facts)
        else:
            log.info("settled", **facts)
            return None
        return wait

    async def _perform(self, claim: Claim) -> None:
        match claim.effect:
            case Reconcile(case):
                # Whoever must leave waits for nobody's slow server: inviting is another look's work.
                await self.rooms.reconcile(case, admit=claim.urgency is not Urgency.REMOVAL)
                await self._settle(claim)
            case PostAgenda() as post:
                await self._post_agenda(claim, post)
            case AnnounceDeparture() as announce:
                departure = await self.rooms.departure(announce)
                if departure is not None:
                    await self.speaker.announce_departure(claim, departure)
                await self._settle(claim)
            case AnnounceTheme() as announce:
                await self._announce_theme(claim, announce)
                await self._settle(claim)
            case ReviewWarning() as review:
                if await self.disclosures.is_unreviewed(review):
                    log.error("warning-unreviewed", case=review.case, disclosure=review.disclosure)
                await self.disclosures.mark_due(review, claim)
            case EraseRoom(case, room):
                await self.rooms.erase(case, room)
                await self._settle(claim)
            case ApplyCharter(agency):
                await self.charters.apply(agency, admit=claim.urgency is not Urgency.REMOVAL)
                await self._settle(claim)
            case _ as never:
                assert_never(never)

    async def _announce_theme(self, claim: Claim, announce: AnnounceTheme) -> None:
        circle = await self.rooms.circle(announce.case, announce.circle)
        if circle is not None and circle.file.case.is_open:
            themes = await self.consents.themes(announce.case)
            await self.speaker.announce_theme(claim, circle, themes[announce.circle])

    async def _post_agenda(self, claim: Claim, post: PostAgenda) -> None:
        agenda = await self.conferences.agenda(post)
        if agenda is None:
            await self._settle(claim)
            return
        circle = await self.rooms.circle(post.case)
        if circle is None:
            # No consent yet, so no room: the agenda waits for somebody to read it.
            raise WorldBroken("the case has no room yet")
        await self.speaker.post_agenda(claim, circle, agenda)
        await self.conferences.mark_posted(agenda, claim)

    async def _settle(self, claim: Claim) -> None:
        async with self.database.writing() as connection:
            await outbox.settle(connection, claim)

    async def _until_next(self, now: datetime) -> timedelta:
        # What was due at `now` already waits for a free hand or a free case; both ring.
        async with self.database.reading() as connection:
            due = await outbox.next_due(connection, after=now)
        if due is None:
            return LONGEST_SLEEP
        return max(timedelta(0), min(due - self.chance.now(), LONGEST_SLEEP))
