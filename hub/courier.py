"""Sees to what is owed: claims it by a lease, has it done, asks again after a pause what was not."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from hub import outbox
from hub.chance import Chance
from hub.db import Database
from hub.effects import (
    AnnounceListening,
    AnswerCommand,
    ConfirmLeave,
    Effect,
    GreetDirectly,
    PostDigest,
    Reconcile,
    SeeToDirect,
    Urgency,
)
from hub.errands import Errands
from hub.errors import FallraumError, HomeserverRefused, Unfinished, WorldBroken
from hub.identifiers import CaseId, DebtId
from hub.outbox import Claim

HANDS = 16
KEPT_FOR_REMOVALS = 8
# Given up in time to hand the debt back before its lease runs out.
LONGEST_DEED = outbox.LEASE - timedelta(seconds=10)
A_BREATH = timedelta(milliseconds=50)
# Bells can be lost with the process that should have rung; nothing waits longer than this.
LONGEST_SLEEP = timedelta(seconds=15)

log = structlog.get_logger()


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
        self, name: str, *, database: Database, errands: Errands, home: str, chance: Chance, bell: Bell
    ) -> None:
        """`home` is the hub's own homeserver, as alarms name it."""
        self.name = name
        self.database = database
        self.errands = errands
        self.home = home
        self.chance = chance
        self.bell = bell
        self._busy: Counter[str] = Counter()
        self._in_hand: set[DebtId] = set()
        self._turns: dict[str, asyncio.Lock] = {}
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
        # Some hands are for removals alone: they never wait for somebody's slow server.
        free = HANDS - len(self._tasks)
        if free <= 0:
            return []
        if free > KEPT_FOR_REMOVALS:
            return await self._claim(now, most=free - KEPT_FOR_REMOVALS)
        return await self._claim(now, most=free, removals_only=True)

    async def _claim(self, now: datetime, *, most: int, removals_only: bool = False) -> list[Claim]:
        # What is of no case has turns of its own, which the database knows nothing of.
        busy = [CaseId(turn) for turn in self._busy]
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
        turn = _turn_of(claim.effect)
        self._busy[turn] += 1
        task = asyncio.create_task(self._in_turn(claim, turn))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._finished(done, turn))

    def _finished(self, task: asyncio.Task[None], turn: str) -> None:
        self._tasks.discard(task)
        self._busy[turn] -= 1
        if not self._busy[turn]:
            del self._busy[turn]
            self._turns.pop(turn, None)
        # A hand is free, and the case is: something may have waited for either.
        self.bell.ring()

    async def _in_turn(self, claim: Claim, turn: str) -> None:
        if claim.urgency is Urgency.REMOVAL or isinstance(claim.effect, ConfirmLeave):
            # Whoever only watches takes nobody's turn.
            await self._perform_safely(claim)
            return
        # A case's words come after its admissions, as they were owed.
        lock = self._turns.setdefault(turn, asyncio.Lock())
        if isinstance(claim.effect, SeeToDirect) and lock.locked():
            # Whoever reacts again and again holds one hand, and not all of them.
            await self._give_back(claim)
            return
        async with lock:
            await self._perform_safely(claim)

    async def _give_back(self, claim: Claim) -> None:
        async with self.database.writing() as connection:
            await outbox.postpone(connection, claim, self.chance.now() + outbox.A_MOMENT, "in turn")
        self._in_hand.discard(claim.id)

    async def _perform_safely(self, claim: Claim) -> None:
        try:
            wait = await self._attempt(claim)
            if wait is not None:
                async with self.database.writing() as connection:
                    await outbox.postpone(connection, claim, self.chance.now() + wait.time, wait.why)
        finally:
            # Not before it is given back: until then nobody else may think that nobody has begun it.
            self._in_hand.discard(claim.id)

    async def _attempt(self, claim: Claim) -> outbox.Wait | None:
        """Perform it; returns how long to wait before the next attempt and why, None if it is done."""
        facts = {"effect": type(claim.effect).__name__, "id": claim.id, "attempts": claim.attempts}
        try:
            async with asyncio.timeout(LONGEST_DEED.total_seconds()):
                await self.errands.perform(claim)
        except TimeoutError:
            wait = outbox.Wait(outbox.patience(claim.attempts), "took too long")
            self._sound(claim, None)
        except FallraumError as error:
            wait = outbox.Wait(_wait(claim, error), str(error))
            self._sound(claim, error)
        except Exception as error:
            # A defect of ours must not lose the debt, nor stop the others.
            log.error("postponed", error=type(error).__name__, **facts)
            return outbox.Wait(outbox.patience(claim.attempts), type(error).__name__)
        else:
            log.info("settled", **facts)
            return None
        log.warning("postponed", error=wait.why, **facts)
        return wait

    def _sound(self, claim: Claim, error: FallraumError | None) -> None:
        """Raise the alarms that a failed attempt calls for."""
        if isinstance(error, HomeserverRefused) and error.is_about_token:
            log.error("token unknown to the homeserver", errcode=error.errcode)
        if claim.attempts < outbox.ALARMING:
            return
        for server in sorted(self._unconfirmed(claim, error)):
            log.error("removal not confirmed", server=server, case=claim.effect.case, attempts=claim.attempts)

    def _unconfirmed(self, claim: Claim, error: FallraumError | None) -> frozenset[str]:
        # Whose people still sit there; or our own homeserver, if it does not even tell who sits there.
        if isinstance(error, Unfinished):
            return error.servers
        is_removal = claim.urgency is Urgency.REMOVAL and isinstance(claim.effect, Reconcile)
        return frozenset({self.home} if is_removal else ())

    async def _until_next(self, now: datetime) -> timedelta:
        # What was due at `now` already waits for a free hand or a free case; both ring.
        async with self.database.reading() as connection:
            due = await outbox.next_due(connection, after=now)
        if due is None:
            return LONGEST_SLEEP
        return max(timedelta(0), min(due - self.chance.now(), LONGEST_SLEEP))


def _turn_of(effect: Effect) -> str:
    match effect:
        case SeeToDirect(professional) | GreetDirectly(professional) | PostDigest(professional):
            return professional
        case AnnounceListening() | AnswerCommand() if effect.professional:
            return effect.professional
        case _:
            return effect.case


def _wait(claim: Claim, error: FallraumError) -> timedelta:
    if not isinstance(error, WorldBroken):
        return outbox.patience(claim.attempts)
    is_urgent = claim.urgency is Urgency.REMOVAL or error.is_urgent
    if error.is_refused and not is_urgent:
        # Whoever refuses invitations will do so in a minute, too.
        return outbox.patience(claim.attempts, longest=outbox.LONGEST_WAIT)
    wait = error.retry_after or outbox.patience(claim.attempts)
    # However long the homeserver asks us to wait: a removal asks again.
    return min(wait, outbox.LONGEST_PATIENCE) if is_urgent else wait
