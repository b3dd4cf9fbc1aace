"""Rooms: reconcile, listen to what the homeserver pushes, and say who may sit where and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.cases.model import CaseFile, Professional
from hub.cases.rules import ERASED
from hub.chance import Chance
from hub.consent.model import Consent
from hub.db import Database
from hub.effects import AT_ONCE, AnnounceDeparture, Debt, Reconcile, Urgency
from hub.identifiers import COMMON, CaseId, CircleId, RoomId, UserId
from hub.rooms import rules, store
from hub.rooms.facts import Facts, facts_of
from hub.rooms.forgetting import forget
from hub.rooms.model import Observation, Preview, Rightful, Room, Seat
from hub.rooms.preview import changed, preview
from hub.rooms.round import Homeserver, Making, Round

# Homeservers repeat a push for some days at most.
PUSH_MEMORY = timedelta(days=30)


log = structlog.get_logger()


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
    """Who works on a case, who may sit in one of its rooms and why, and who sat there when we last looked."""

    file: CaseFile
    may: Rightful
    seats: Mapping[UserId, Seat]
    circle: CircleId = COMMON
    unbound: frozenset[UserId] = frozenset()
    """Who may not for want of the charter alone."""

    @property
    def name(self) -> str:
        """What the room is called, if there is one."""
        return rules.name_of(self.file.case, self.circle)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would do to the rooms of a case, and who works on it."""

    file: CaseFile
    preview: Preview
    unbound: frozenset[UserId] = frozenset()
    """Who gets no seat by it for want of the charter alone."""

    def name_of(self, circle: CircleId) -> str:
        """What a circle's room is or would be called."""
        return rules.name_of(self.file.case, circle)


@dataclass(frozen=True, slots=True)
class RoomService:
    """The one reconciler: the only way anybody gets into a room or out of it."""

    database: Database
    homeserver: Homeserver
    voices: Collection[UserId]
    chance: Chance
    _making: Making = field(default_factory=dict)

    async def reconcile(self, case: CaseId, *, admit: bool = True) -> None:
        """Make those who sit equal to those who may, in every room; `Unfinished` if something is left to do.

        Without `admit` only those who must leave leave; if others are to come, that is owed.
        """
        round_ = Round(self.database, self.homeserver, self.voices, self.chance, self._making, case)
        await round_.go(admit=admit)

    async def erase(self, case: CaseId, room: RoomId) -> None:
        """Have the homeserver forget a room of an erased case; raises `WorldBroken` until it has.

        What the chain does not know as erased is kept: somebody may have written the debt themselves.
        """
        async with self.database.reading() as connection:
            acts = await journal.acts_of(connection, case)
        if not any(act.deed == ERASED for act in acts):
            log.error("room kept, its case was not erased", case=case, room=room)
            return
        await forget(self.homeserver, room)

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

    async def circle(self, case: CaseId, circle: CircleId = COMMON) -> Circle | None:
        """Whom a voice may speak to right now about what concerns a circle; None without a room."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case)
        return self._circle(facts, circle)

    async def circle_in(self, room: RoomId) -> Circle | None:
        """Whom a voice may speak to in a room right now; None if it is none of ours."""
        async with self.database.reading() as connection:
            found = await store.find(connection, room)
            facts = await self._facts(connection, found.case) if found else None
        return self._circle(facts, found.circle) if facts and found else None

    async def departure(self, announce: AnnounceDeparture) -> Departure | None:
        """What is to be announced, if it is still worth it."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, announce.case)
            person = await cases.get_professional(connection, announce.professional)
        circle, known = self._circle(facts, announce.circle), facts.known(announce.circle)
        worth_it = circle and rules.still_worth_announcing(facts.file, person.user, known)
        return Departure(circle, person) if circle and worth_it else None

    async def roster(self, case: CaseId) -> Roster:
        """The case's people as they are known at this instant, by what concerns everybody."""
        return (await self.rosters(case))[0]

    async def rosters(self, case: CaseId) -> Sequence[Roster]:
        """As `roster`, and then one for each further room there is or is about to be."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case)
        others = (facts.rooms.keys() | rules.wanted(facts.rights)) - {COMMON}
        unbound = rules.unbound(facts.file, facts.given, self.chance.now())
        return [
            Roster(facts.file, facts.may(circle), facts.known(circle), circle, unbound)
            for circle in (COMMON, *sorted(others))
        ]

    async def preview(self, case: CaseId, one: Consent) -> Foreseen:
        """What would happen if one consent were as given here, of all that holds when it begins.

        Nothing is stored: the consent is a value (`ConsentService.foresee`, `if_withdrawn`, `if_given`).
        """
        now = self.chance.now()
        at = max(now, one.valid_from)
        async with self.database.reading() as connection:
            facts = await facts_of(connection, case, voices=self.voices, now=at)
        then = changed(facts.given, one, now)
        circles = facts.rights.keys() | one.circles
        before, after = (
            rules.rights(facts.file, given, self.voices, at, rooms=circles) for given in (facts.given, then)
        )
        unbound = rules.unbound(facts.file, then, at)
        return Foreseen(facts.file, preview(before, after, rooms=facts.rooms.keys()), unbound)

    async def of_case(self, case: CaseId, circle: CircleId = COMMON) -> Room | None:
        """The room of a case for a circle, if it was made."""
        async with self.database.reading() as connection:
            return await store.find_of_case(connection, case, circle)

    def _circle(self, facts: Facts, circle: CircleId) -> Circle | None:
        if circle not in facts.rooms:
            return None
        audience = frozenset(facts.may(circle)) | {self.homeserver.creator}
        return Circle(facts.rooms[circle].room.id, facts.file, audience)

    async def _facts(self, connection: AsyncConnection, case: CaseId) -> Facts:
        return await facts_of(connection, case, voices=self.voices, now=self.chance.now())

    async def _hear(self, connection: AsyncConnection, observed: Observation) -> None:
        room = await store.find(connection, observed.room)
        if room is None or observed.user == self.homeserver.creator:
            return
        facts = await self._facts(connection, room.case)
        urgency = rules.judge(observed, facts.known(room.circle), facts.may(room.circle))
        if urgency is not None:
            due_at = AT_ONCE if urgency is Urgency.REMOVAL else self.chance.now()
            await outbox.owe(connection, self.chance, Debt(Reconcile(room.case), due_at, urgency))
