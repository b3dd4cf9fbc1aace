"""One round through all rooms of a case: remove, make, admit, look again, write down."""

import asyncio
from collections.abc import Awaitable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar, assert_never

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases.chain import contradictions
from hub.chance import Chance
from hub.consent.rules import is_doubtful
from hub.db import Database
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import FallraumError, Unfinished, WorldBroken
from hub.identifiers import CaseId, CircleId, RoomId, UserId
from hub.rooms import rules, store
from hub.rooms.facts import Facts, facts_of
from hub.rooms.model import Invite, Place, Remove, Room, RoomPlan, Seen, Step

T = TypeVar("T")
Making = dict[tuple[CaseId, CircleId], asyncio.Lock]
"""Whose turn it is to make a room, or to find one, in this process."""

# How long a room is in the making, mostly.
MAKING = timedelta(seconds=1)

log = structlog.get_logger()


class Homeserver(Protocol):
    """The world as rooms need it. Every call may raise `WorldBroken` or `HomeserverRefused`."""

    creator: UserId

    async def create_room(self, plan: RoomPlan) -> RoomId:
        """Make the room, or find the one that an earlier attempt made."""
        ...

    async def find_room(self, plan: RoomPlan) -> RoomId | None:
        """The room that an attempt to make it left behind, if there is one."""
        ...

    async def look(self, room: RoomId) -> Seen:
        """Who sits in the room now, and whether its walls stand."""
        ...

    async def remove(self, room: RoomId, user: UserId) -> None:
        """Kick somebody or rescind their invitation; fine if they are already out."""
        ...

    async def invite(self, room: RoomId, user: UserId) -> None:
        """Offer a seat; fine if it was offered or taken already."""
        ...

    async def place(self, room: RoomId, voice: UserId) -> None:
        """Seat one of the hub's own voices."""
        ...

    async def forget(self, room: RoomId) -> bool:
        """Forget the room and all that was said in it; yes once nothing of it is left here."""
        ...


@dataclass(slots=True)
class _Visit:
    """A room on the round: what was seen there, whose step failed, whom we tried to let in."""

    room: Room
    seen: Seen
    failed: dict[UserId, WorldBroken]
    has_changed: bool
    admitted: frozenset[UserId] = frozenset()


@dataclass(frozen=True, slots=True)
class Round:
    """One round. What fails in one room is told at the end, and keeps nobody in another."""

    database: Database
    homeserver: Homeserver
    voices: Collection[UserId]
    chance: Chance
    making: Making
    case: CaseId
    _troubles: list[BaseException] = field(default_factory=list)

    async def go(self, *, admit: bool) -> None:
        """Make those who sit equal to those who may; raises what keeps something undone."""
        facts = await self._read()
        for consent in filter(is_doubtful, facts.given):
            log.error("consent not proven", case=self.case, consent=consent.id)
        for one in contradictions(facts.file):
            log.error("not as the chain tells", case=self.case, about=one.about.value, id=one.id)
        # Whoever must leave leaves everywhere, before anybody comes in anywhere.
        visits = await self._clear(facts, [known.room for known in facts.rooms.values()])
        missing = rules.wanted(facts.rights) - facts.rooms.keys()
        to_make = missing if admit else frozenset()
        if found := await self._lost(facts, to_make):
            # Finding them may have taken time, too.
            facts = await self._read()
            visits += await self._clear(facts, found)
        if to_make:
            made = await self._each(self._make(circle) for circle in sorted(to_make))
            # Making them took time, and they were made with guests: a consent may have ended meanwhile.
            facts = await self._read()
            visits += await self._clear(facts, [room for room in made if room])
        elif missing:
            await self._owe_admission()
        if admit:
            await self._admit(facts, visits)
        await self._each(self._finish(facts, visit) for visit in visits)
        self._tell_troubles()

    async def _each(self, doing: Iterable[Awaitable[T]]) -> list[T]:
        # At once, and none waits for another that fails.
        results = await asyncio.gather(*doing, return_exceptions=True)
        self._troubles.extend(result for result in results if isinstance(result, BaseException))
        return [result for result in results if not isinstance(result, BaseException)]

    def _tell_troubles(self) -> None:
        if len(self._troubles) == 1:
            raise self._troubles[0]
        if self._troubles:
            broken = [trouble for trouble in self._troubles if isinstance(trouble, WorldBroken)]
            is_urgent = any(trouble.is_urgent for trouble in broken)
            raise Unfinished(len(self._troubles), _longest_wait(broken), is_urgent=is_urgent)

    # Rooms that are not there.

    async def _lost(self, facts: Facts, to_make: frozenset[CircleId]) -> list[Room]:
        # Not made in this round; but the answer to an earlier making may never have reached us, and
        # its guests would sit there with nobody knowing.
        unknown = facts.rights.keys() - facts.rooms.keys() - to_make
        searched = [circle for circle in sorted(unknown) if rules.may_have_had_room(circle, facts.given)]
        found = await self._each(self._find(circle) for circle in searched)
        return [room for room in found if room]

    async def _find(self, circle: CircleId) -> Room | None:
        turn = self._turn(circle)
        if turn.locked():
            # What is half made is given up by whoever finds it; whoever makes it looks afterwards who
            # may sit there. Should they die over it, somebody must look all the same.
            await self._owe_removal(self.chance.now() + MAKING)
            return None
        async with turn:
            facts = await self._read()
            if circle in facts.rooms:
                return facts.rooms[circle].room
            found = await self.homeserver.find_room(self._plan(facts, circle))
            return await self._remember(circle, found) if found else None

    async def _make(self, circle: CircleId) -> Room | None:
        # Two looks at once must not make two rooms: the second one finds the first one's.
        async with self._turn(circle):
            facts = await self._read()
            if circle in facts.rooms:
                return facts.rooms[circle].room
            if circle not in rules.wanted(facts.rights):
                return None
            room = await self._remember(circle, await self.homeserver.create_room(self._plan(facts, circle)))
        self.making.pop((self.case, circle), None)
        return room

    def _turn(self, circle: CircleId) -> asyncio.Lock:
        return self.making.setdefault((self.case, circle), asyncio.Lock())

    def _plan(self, facts: Facts, circle: CircleId) -> RoomPlan:
        return rules.plan(facts.file, facts.may(circle), creator=self.homeserver.creator, circle=circle)

    async def _remember(self, circle: CircleId, made: RoomId) -> Room:
        room = Room(id=made, case=self.case, circle=circle, version=0)
        async with self.database.writing() as connection:
            await store.add(connection, room)
        return room

    async def _owe_admission(self) -> None:
        async with self.database.writing() as connection:
            look = Debt(Reconcile(self.case), self.chance.now(), Urgency.ADMISSION)
            await outbox.owe(connection, self.chance, look)

    async def _owe_removal(self, due_at: datetime) -> None:
        async with self.database.writing() as connection:
            # One is enough for however many looks meet the maker.
            if not await outbox.has_look(connection, self.case, Urgency.REMOVAL, by=due_at):
                look = Debt(Reconcile(self.case), due_at, Urgency.REMOVAL)
                await outbox.owe(connection, self.chance, look)

    # Steps.

    async def _clear(self, facts: Facts, rooms: Sequence[Room]) -> list[_Visit]:
        return await self._each(self._clear_one(facts, room) for room in rooms)

    async def _clear_one(self, facts: Facts, room: Room) -> _Visit:
        may = facts.may(room.circle)
        # Whom we know to be overdue need not stay until we have looked.
        failed = await self._take(room.id, rules.overdue(facts.known(room.circle), may))
        seen = await self._look(facts, room)
        steps = rules.steps(seen, may, creator=self.homeserver.creator)
        due = [step for step in steps if isinstance(step, Remove) and step.user not in failed]
        failed |= await self._take(room.id, due)
        return _Visit(room, seen, failed, has_changed=bool(due))

    async def _admit(self, facts: Facts, visits: Sequence[_Visit]) -> None:
        for visit in visits:
            due = self._steps(facts, visit.room, visit.seen)
            coming = (step.user for step in due if not isinstance(step, Remove))
            visit.admitted = frozenset(coming) - visit.failed.keys()
        if any(visit.admitted for visit in visits):
            # Removing took time: a consent may have ended meanwhile.
            now = await self._read()
            await self._each(self._admit_one(facts, now, visit) for visit in visits)

    async def _admit_one(self, facts: Facts, now: Facts, visit: _Visit) -> None:
        fit = visit.admitted & now.may(visit.room.circle).keys()
        due = [step for step in self._steps(facts, visit.room, visit.seen) if step.user in fit]
        visit.failed |= await self._take(visit.room.id, due)

    def _steps(self, facts: Facts, room: Room, seen: Seen) -> tuple[Step, ...]:
        return rules.steps(seen, facts.may(room.circle), creator=self.homeserver.creator)

    async def _finish(self, facts: Facts, visit: _Visit) -> None:
        room, after = visit.room, visit.seen
        if visit.has_changed or visit.admitted:
            after = await self._look(facts, room, admitted=visit.admitted)
        await self._write_down(room, after, admitted=visit.admitted)
        # A kick that was answered well may still have had no effect: only the second look counts.
        left = [step for step in self._steps(facts, room, after) if isinstance(step, Remove)]
        if visit.failed or left or visit.seen.flaws:
            wait = _longest_wait(visit.failed.values())
            raise Unfinished(max(len(visit.failed), len(left)), wait, is_urgent=bool(left))

    async def _take(self, room: RoomId, steps: Sequence[Step]) -> dict[UserId, WorldBroken]:
        results = await asyncio.gather(*(self._act(room, step) for step in steps))
        return {step.user: failure for step, failure in zip(steps, results, strict=True) if failure}

    async def _act(self, room: RoomId, step: Step) -> WorldBroken | None:
        # One failing step must block no other; what failed is tried again by the next look.
        try:
            match step:
                case Remove(user):
                    await self.homeserver.remove(room, user)
                case Invite(user):
                    await self.homeserver.invite(room, user)
                case Place(user):
                    await self.homeserver.place(room, user)
                case _ as never:
                    assert_never(never)
        except FallraumError as error:
            log.warning("step failed", step=type(step).__name__, room=room, error=str(error))
            return error if isinstance(error, WorldBroken) else Unfinished(1)
        except Exception as error:
            # Whatever it was: the others still go, and what happened is still written down.
            log.error("step failed", step=type(step).__name__, room=room, error=type(error).__name__)
            return Unfinished(1)
        return None

    # Looks.

    async def _read(self) -> Facts:
        async with self.database.reading() as connection:
            return await self._facts(connection)

    async def _facts(self, connection: AsyncConnection) -> Facts:
        return await facts_of(connection, self.case, voices=self.voices, now=self.chance.now())

    async def _look(self, facts: Facts, room: Room, *, admitted: Collection[UserId] = ()) -> Seen:
        seen = await self.homeserver.look(room.id)
        if seen.flaws:
            log.error("walls broken", room=room.id, flaws=seen.flaws)
        known, now = facts.known(room.circle), self.chance.now()
        return Seen(rules.dated(seen.seats, known, admitted=admitted, now=now), seen.flaws)

    async def _write_down(self, room: Room, after: Seen, *, admitted: Collection[UserId]) -> None:
        seen = {user: s for user, s in after.seats.items() if user != self.homeserver.creator}
        async with self.database.reading() as connection:
            facts = await self._facts(connection)
            looks = await self._looks(connection, facts, room, after, admitted)
        if not admitted and not looks and seen == facts.known(room.circle):
            return
        async with self.database.writing() as connection:
            facts = await self._facts(connection)
            looks = await self._looks(connection, facts, room, after, admitted)
            await outbox.owe(connection, self.chance, *looks)
            if not await store.turn_page(connection, room):
                again = Debt(Reconcile(room.case), AT_ONCE, Urgency.REMOVAL)
                await outbox.owe(connection, self.chance, again)
                return
            noted = rules.note(
                facts.file,
                given=facts.given,
                known=facts.known(room.circle),
                seen=seen,
                may=facts.may(room.circle),
                admitted=admitted,
                now=self.chance.now(),
                circle=room.circle,
            )
            await store.write_seats(connection, room.id, seen)
            await outbox.owe(connection, self.chance, *noted.debts)
            await journal.append(connection, *noted.acts)

    async def _looks(
        self, connection: AsyncConnection, facts: Facts, room: Room, after: Seen, tried: Collection[UserId]
    ) -> Sequence[Debt]:
        now, may = self.chance.now(), facts.may(room.circle)
        # Whom we tried to let in and could not is tried again by the look that tried it.
        steps = self._steps(facts, room, after)
        is_missing = any(not isinstance(s, Remove) and s.user not in tried for s in steps)
        wanted = rules.looks_ahead(self.case, may, facts.given, now, is_missing=is_missing)
        return [d for d in wanted if not await outbox.has_look(connection, self.case, d.urgency, by=d.due_at)]


def _longest_wait(failures: Iterable[WorldBroken]) -> timedelta | None:
    return max((f.retry_after for f in failures if f.retry_after is not None), default=None)
