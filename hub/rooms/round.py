"""One round through all rooms of a case: remove, make, admit, look again, write down."""

import asyncio
from collections.abc import Awaitable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.cases.chain import contradictions
from hub.chance import Chance
from hub.consent.rules import is_doubtful
from hub.db import Database, wake_after
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import RoomGone, WorldBroken
from hub.federation import Servers
from hub.identifiers import OWN, CaseId, CircleId, RoomId, UserId, server_of
from hub.listening import turning
from hub.rooms import chain, leave, naming, noting, rules, store
from hub.rooms.facts import Facts, facts_of
from hub.rooms.model import Remove, Room, RoomPlan, Seen, Step
from hub.rooms.taking import Taking
from hub.rooms.trouble import together, unfinished
from hub.rooms.world import Homeserver

T = TypeVar("T")
Making = dict[tuple[CaseId, CircleId], asyncio.Lock]
"""Whose turn it is to make a room, or to find one, in this process."""

# After it removed somebody of another server the homeserver tells that server: to look again at once
# would make it wait. (It takes some 40 ms.)
A_BREATH = timedelta(milliseconds=60)
# How long a room is in the making, mostly.
MAKING = timedelta(seconds=1)

log = structlog.get_logger()


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
    servers: Servers
    making: Making
    taking: Taking
    case: CaseId
    _troubles: list[BaseException] = field(default_factory=list)

    async def go(self, *, admit: bool) -> None:
        """Make those who sit equal to those who may; raises what keeps something undone."""
        facts = await self._put_right(await self._read())
        for consent in filter(is_doubtful, facts.given):
            log.error("consent not proven", case=self.case, consent=consent.id)
        for one in (*contradictions(facts.file), *facts.doubts):
            log.error("not as the chain tells", case=self.case, about=one.about.value, id=one.id)
        if facts.file.is_without_lead:
            log.error("case without lead", case=self.case)
        # Whoever must leave leaves everywhere, before anybody comes in anywhere.
        visits = await self._clear(facts, [known.room for known in facts.rooms.values()])
        if len(visits) < len(facts.rooms):
            # What is gone is no room of this case any more.
            facts = await self._read()
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
            await self._owe_look(Urgency.ADMISSION)
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
            raise together(self._troubles)

    # Rows that are not as the chain tells.

    async def _put_right(self, facts: Facts) -> Facts:
        for room in (*facts.told.moved, *facts.told.doubted):
            log.error("not as the chain tells", case=self.case, about="room", id=room.id)
        if facts.told.is_as_told:
            return facts
        async with self.database.writing() as connection:
            # Read again: what another look has put right by now stays.
            told = (await self._facts(connection)).told
            for room in told.doubted:
                await store.drop_row_of(connection, room)
            await store.put_right(connection, told.moved)
        return await self._read()

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
            await self._owe_look(Urgency.REMOVAL, MAKING)
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
        return naming.plan(facts.file, facts.may(circle), creator=self.homeserver.creator, circle=circle)

    async def _remember(self, circle: CircleId, made: RoomId) -> Room:
        room = Room(id=made, case=self.case, circle=circle, version=0)
        async with self.database.writing() as connection:
            acts = await journal.told(connection, store.told(self.case))
            told = chain.circle_of(made, self.case, acts)
            if told not in (None, circle):
                log.error("not as the chain tells", case=self.case, about="room", id=made)
                raise WorldBroken("a room's name leads to the room of others")
            await store.add(connection, room)
            if told is None:
                await journal.append(connection, chain.noted(chain.MADE, room, self.chance.now()))
            # The guard lets nobody into a room of which it has heard nothing.
            await wake_after(connection)
        return room

    async def _owe_look(self, urgency: Urgency, within: timedelta = timedelta(0)) -> None:
        # One is enough for all rooms and however many looks: if each owed one of its own, they would breed.
        async with self.database.writing() as connection:
            # Held still: looks that pass by at one instant see what the others owe.
            await cases.get_file(connection, self.case, lock=True)
            due_at = self.chance.now() + within
            if not await outbox.has_look(connection, self.case, urgency, by=due_at):
                await outbox.owe(connection, self.chance, Debt(Reconcile(self.case), due_at, urgency))

    # Steps.

    async def _clear(self, facts: Facts, rooms: Sequence[Room]) -> list[_Visit]:
        visits = await self._each(self._clear_if_there(facts, room) for room in rooms)
        return [visit for visit in visits if visit]

    async def _clear_if_there(self, facts: Facts, room: Room) -> _Visit | None:
        try:
            return await self._clear_one(facts, room)
        except RoomGone:
            await self._lose(facts, room)
            return None

    async def _lose(self, facts: Facts, room: Room) -> None:
        inside = (user for user, seat in facts.known(room.circle).items() if seat.is_inside)
        # Whoever sits there on another server is out of our reach.
        log.error("room gone", case=self.case, room=room.id, servers=sorted({server_of(u) for u in inside}))
        async with self.database.writing() as connection:
            await store.drop(connection, room.id)
            await journal.append(connection, chain.noted(chain.LOST, room, self.chance.now()))

    async def _clear_one(self, facts: Facts, room: Room) -> _Visit:
        may = facts.may(room.circle)
        # Whom we know to be overdue need not stay until we have looked.
        known = facts.known(room.circle)
        overdue = rules.overdue(known, may)
        failed = await self.taking.take(room.id, overdue, known)
        if any(server_of(step.user) != self.servers.home for step in overdue):
            await asyncio.sleep(A_BREATH.total_seconds())
        seen = await self._look(facts, room)
        steps = rules.steps(seen, may, creator=self.homeserver.creator)
        due = [step for step in steps if isinstance(step, Remove) and step.user not in failed]
        failed |= await self.taking.take(room.id, due, seen.seats)
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
        for turn in rules.in_turn(due, home=self.servers.home):
            visit.failed |= await self.taking.take(visit.room.id, turn, visit.seen.seats)

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
            raise unfinished(
                visit.failed.values(),
                left=[server_of(step.user) for step in left],
                flaws=visit.seen.flaws,
            )
        if not facts.file.case.is_open and not after.is_ended:
            # Behind everybody's back, for they have left: whoever gets in all the same sees that it is over.
            await self.homeserver.end(room.id)

    # Looks.

    async def _read(self) -> Facts:
        async with self.database.reading() as connection:
            return await self._facts(connection)

    async def _facts(self, connection: AsyncConnection) -> Facts:
        now = self.chance.now()
        return await facts_of(connection, self.case, voices=self.voices, servers=self.servers, now=now)

    async def _look(self, facts: Facts, room: Room, *, admitted: Collection[UserId] = ()) -> Seen:
        seen = await self.homeserver.look(room.id)
        flaws = rules.flaws(seen, facts.file.case)
        if flaws:
            log.error("walls broken", room=room.id, flaws=flaws)
        known, now = facts.known(room.circle), self.chance.now()
        seats = rules.dated(seen.seats, known, admitted=admitted, now=now)
        return replace(seen, seats=seats, flaws=flaws)

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
            noted = noting.note(
                facts.file,
                given=facts.given,
                known=facts.known(room.circle),
                seen=seen,
                may=facts.may(room.circle),
                admitted=admitted,
                now=self.chance.now(),
                circle=room.circle,
                advisers=facts.advisers,
            )
            await store.write_seats(connection, room.id, seen)
            known, following = facts.known(room.circle), self.taking.following_in(room.id)
            told = leave.confirmations(room, known, seen, home=self.servers.home, following=following)
            await outbox.owe(connection, self.chance, *noted.debts, *told)
            await journal.append(connection, *noted.acts)
            # Whoever comes back to a room of their own is told first that the hub listens there.
            if room.circle == OWN and noting.is_left(facts.file, seen, admitted):
                await turning.end_own(connection, self.chance, self.case)
        for server in leave.uncertain(known, seen, home=self.servers.home, following=following):
            log.error("leave uncertain", server=server, case=room.case)
        self.taking.forget(room.id, following - seen.keys())

    async def _looks(
        self, connection: AsyncConnection, facts: Facts, room: Room, after: Seen, tried: Collection[UserId]
    ) -> Sequence[Debt]:
        now, may = self.chance.now(), facts.may(room.circle)
        # Whom we tried to let in and could not is tried again by the look that tried it.
        steps = self._steps(facts, room, after)
        is_missing = any(not isinstance(s, Remove) and s.user not in tried for s in steps)
        wanted = rules.looks_ahead(self.case, may, facts.given, now, is_missing=is_missing)
        return [d for d in wanted if not await outbox.has_look(connection, self.case, d.urgency, by=d.due_at)]
