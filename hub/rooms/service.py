"""Rooms: look, decide, act, write down – and listen to what the homeserver pushes."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, assert_never

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.cases.model import CaseFile, Professional
from hub.chance import Chance
from hub.consent import store as consents
from hub.consent.model import Consent
from hub.consent.rules import is_doubtful
from hub.db import Database
from hub.effects import AT_ONCE, AnnounceDeparture, Debt, Reconcile, Urgency
from hub.errors import FallraumError, HomeserverRefused, Unfinished, WorldBroken
from hub.identifiers import CaseId, RoomId, UserId
from hub.rooms import rules, store
from hub.rooms.model import (
    Invite,
    Observation,
    Place,
    Remove,
    Rightful,
    Room,
    RoomPlan,
    Seat,
    Seen,
    Step,
)

# Homeservers repeat a push for some days at most.
PUSH_MEMORY = timedelta(days=30)
# Until somebody has entitled us, or done it themselves.
PATIENCE_WITH_A_NO = timedelta(hours=1)

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


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom a voice may speak to in a room, and where."""

    room: RoomId
    file: CaseFile
    audience: frozenset[UserId]


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who no longer belongs to a room, and those who are to be told."""

    circle: Circle
    professional: Professional


@dataclass(frozen=True, slots=True)
class Roster:
    """Who works on a case, who may sit and why, and who sat when we last looked."""

    file: CaseFile
    may: Rightful
    seats: Mapping[UserId, Seat]


@dataclass(frozen=True, slots=True)
class _Facts:
    file: CaseFile
    given: Sequence[Consent]
    may: Rightful
    room: Room | None
    known: Mapping[UserId, Seat]


@dataclass(frozen=True, slots=True)
class RoomService:
    """The one reconciler: the only way anybody gets into a room or out of it."""

    database: Database
    homeserver: Homeserver
    voices: Collection[UserId]
    chance: Chance
    _making: dict[CaseId, asyncio.Lock] = field(default_factory=dict)

    async def reconcile(self, case: CaseId, *, admit: bool = True) -> None:
        """Make those who sit equal to those who may; `Unfinished` if something is left to do.

        Without `admit` only those who must leave leave; if others are to come, that is owed.
        """
        facts = await self._read(case)
        for consent in filter(is_doubtful, facts.given):
            log.error("consent not proven", case=case, consent=consent.id)
        room = facts.room or await self._first_room(facts, admit=admit)
        if room is None:
            return
        if facts.room is None:
            # Making it took time, and it was made with guests: a consent may have ended meanwhile.
            facts = await self._read(case)
        # Whom we know to be overdue need not stay until we have looked.
        failed = await self._take(case, room.id, rules.overdue(facts.known, facts.may))
        seen = await self._look(room.id, facts)
        due = [
            step
            for step in rules.steps(seen, facts.may, creator=self.homeserver.creator)
            if (admit or isinstance(step, Remove)) and step.user not in failed
        ]
        failed |= await self._take(case, room.id, due)
        tried = frozenset(step.user for step in due if not isinstance(step, Remove))
        after = await self._look(room.id, facts, admitted=tried) if due else seen
        await self._write_down(room, after, admitted=tried)
        # A kick that was answered well may still have had no effect: only the second look counts.
        steps = rules.steps(after, facts.may, creator=self.homeserver.creator)
        left = [step for step in steps if isinstance(step, Remove)]
        if failed or left or seen.flaws:
            wait = _longest_wait(failed.values())
            raise Unfinished(max(len(failed), len(left)), wait, is_urgent=bool(left))

    async def erase(self, room: RoomId) -> None:
        """Have the homeserver forget a room, empty first; raises `WorldBroken` until it has."""
        await self._empty(room)
        try:
            is_gone = await self.homeserver.forget(room)
        except HomeserverRefused as refusal:
            # The debt stays, and somebody must know: only an administrator of the homeserver can help.
            why = "only its administrators may have the homeserver forget a room"
            log.error("room not erased", room=room, why=why, errcode=refusal.errcode)
            raise Unfinished(1, PATIENCE_WITH_A_NO) from None
        if not is_gone:
            raise Unfinished(1)

    async def observe(
        self, transaction_id: str, observations: Sequence[Observation], *, events: str = ""
    ) -> None:
        """Take in a push: once, and only as a reason to look.

        `events` tells pushes of one name apart: a homeserver may begin to count anew when it starts.
        """
        now = self.chance.now()
        async with self.database.writing() as connection:
            if not await store.first_hearing(connection, transaction_id, events, now):
                return
            await store.forget_pushes(connection, now - PUSH_MEMORY)
            for observed in observations:
                await self._hear(connection, observed)

    async def circle(self, case: CaseId) -> Circle | None:
        """Whom a voice may speak to right now; None while there is no room."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case)
        return self._circle(facts, facts.room) if facts.room else None

    async def departure(self, announce: AnnounceDeparture) -> Departure | None:
        """What is to be announced, if it is still worth it."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, announce.case)
            if facts.room is None:
                return None
            person = await cases.get_professional(connection, announce.professional)
        worth_it = rules.still_worth_announcing(facts.file, person.user, facts.known)
        return Departure(self._circle(facts, facts.room), person) if worth_it else None

    async def roster(self, case: CaseId) -> Roster:
        """The case's people as they are known at this instant."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case)
        return Roster(facts.file, facts.may, facts.known)

    async def of_case(self, case: CaseId) -> Room | None:
        """The room of a case, if it was made."""
        async with self.database.reading() as connection:
            return await store.find_of_case(connection, case)

    def _circle(self, facts: _Facts, room: Room) -> Circle:
        return Circle(room.id, facts.file, frozenset(facts.may) | {self.homeserver.creator})

    async def _read(self, case: CaseId) -> _Facts:
        async with self.database.reading() as connection:
            return await self._facts(connection, case)

    async def _empty(self, room: RoomId) -> None:
        try:
            seen = await self.homeserver.look(room)
        except HomeserverRefused:
            # Not even the steward sits there any more: it is being forgotten, or was.
            return
        steps = rules.steps(seen, {}, creator=self.homeserver.creator)
        if failed := await self._act_on_all(room, steps):
            raise Unfinished(len(failed), _longest_wait(failed.values()))

    async def _look(self, room: RoomId, facts: _Facts, *, admitted: Collection[UserId] = ()) -> Seen:
        seen = await self.homeserver.look(room)
        if seen.flaws:
            log.error("walls broken", room=room, flaws=seen.flaws)
        seats = rules.dated(seen.seats, facts.known, admitted=admitted, now=self.chance.now())
        return Seen(seats, seen.flaws)

    async def _facts(self, connection: AsyncConnection, case: CaseId) -> _Facts:
        file = await cases.get_file(connection, case)
        given = await consents.of_case(connection, case)
        may = rules.rightful(file, given, self.voices, self.chance.now())
        return _Facts(file, given, may, *await store.find_with_seats(connection, case))

    async def _first_room(self, facts: _Facts, *, admit: bool) -> Room | None:
        if not rules.needs_room(facts.may):
            return await self._lost(facts)
        if admit:
            return await self._make_room(facts.file.case.id)
        async with self.database.writing() as connection:
            look = Debt(Reconcile(facts.file.case.id), self.chance.now(), Urgency.ADMISSION)
            await outbox.owe(connection, self.chance, look)
        return None

    async def _make_room(self, case: CaseId) -> Room | None:
        # Two looks at once must not make two rooms: the second one finds the first one's.
        async with self._making.setdefault(case, asyncio.Lock()):
            facts = await self._read(case)
            if facts.room or not rules.needs_room(facts.may):
                return facts.room
            plan = rules.plan(facts.file, facts.may, creator=self.homeserver.creator)
            room = await self._remember(case, await self.homeserver.create_room(plan))
        self._making.pop(case, None)
        return room

    async def _lost(self, facts: _Facts) -> Room | None:
        # Nobody needs a room; but the answer to an earlier making may never have reached us, and
        # its guests would sit there with nobody knowing.
        plan = rules.plan(facts.file, facts.may, creator=self.homeserver.creator)
        found = await self.homeserver.find_room(plan)
        return await self._remember(facts.file.case.id, found) if found else None

    async def _remember(self, case: CaseId, made: RoomId) -> Room:
        room = Room(id=made, case=case, version=0)
        async with self.database.writing() as connection:
            await store.add(connection, room)
        return room

    async def _take(self, case: CaseId, room: RoomId, steps: Sequence[Step]) -> dict[UserId, WorldBroken]:
        removals = [step for step in steps if isinstance(step, Remove)]
        failed = await self._act_on_all(room, removals)
        admissions = [step for step in steps if not isinstance(step, Remove)]
        if admissions:
            # Removing took time: a consent may have ended meanwhile.
            may = (await self._read(case)).may
            failed |= await self._act_on_all(room, [step for step in admissions if step.user in may])
        return failed

    async def _act_on_all(self, room: RoomId, steps: Sequence[Step]) -> dict[UserId, WorldBroken]:
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

    async def _write_down(self, room: Room, after: Seen, *, admitted: Collection[UserId]) -> None:
        seen = {user: s for user, s in after.seats.items() if user != self.homeserver.creator}
        async with self.database.reading() as connection:
            facts = await self._facts(connection, room.case)
            looks = await self._looks(connection, facts, after, admitted)
        if not admitted and not looks and seen == facts.known:
            return
        async with self.database.writing() as connection:
            facts = await self._facts(connection, room.case)
            await outbox.owe(connection, self.chance, *await self._looks(connection, facts, after, admitted))
            if not await store.turn_page(connection, room):
                again = Debt(Reconcile(room.case), AT_ONCE, Urgency.REMOVAL)
                await outbox.owe(connection, self.chance, again)
                return
            noted = rules.note(
                facts.file,
                given=facts.given,
                known=facts.known,
                seen=seen,
                may=facts.may,
                admitted=admitted,
                now=self.chance.now(),
            )
            await store.write_seats(connection, room.id, seen)
            await outbox.owe(connection, self.chance, *noted.debts)
            await journal.append(connection, *noted.acts)

    async def _looks(
        self, connection: AsyncConnection, facts: _Facts, after: Seen, tried: Collection[UserId]
    ) -> Sequence[Debt]:
        now, case = self.chance.now(), facts.file.case.id
        steps = rules.steps(after, facts.may, creator=self.homeserver.creator)
        # Whom we tried to let in and could not is tried again by the look that tried it.
        is_missing = any(not isinstance(s, Remove) and s.user not in tried for s in steps)
        wanted = rules.looks_ahead(case, facts.may, facts.given, now, is_missing=is_missing)
        return [d for d in wanted if not await outbox.has_look(connection, case, d.urgency, by=d.due_at)]

    async def _hear(self, connection: AsyncConnection, observed: Observation) -> None:
        room = await store.find(connection, observed.room)
        if room is None or observed.user == self.homeserver.creator:
            return
        facts = await self._facts(connection, room.case)
        urgency = rules.judge(observed, facts.known, facts.may)
        if urgency is not None:
            due_at = AT_ONCE if urgency is Urgency.REMOVAL else self.chance.now()
            await outbox.owe(connection, self.chance, Debt(Reconcile(room.case), due_at, urgency))


def _longest_wait(failures: Iterable[WorldBroken]) -> timedelta | None:
    return max((f.retry_after for f in failures if f.retry_after is not None), default=None)
