"""Rooms: reconcile, listen to what the homeserver pushes, and say who may sit where and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.audit import Act
from hub.cases import directory
from hub.cases.chain import is_client_told
from hub.cases.model import Agency, CaseFile, Corner, Professional
from hub.cases.rules import ERASED
from hub.chance import Chance
from hub.consent.model import Consent
from hub.consent.rules import in_force
from hub.db import Database
from hub.effects import AT_ONCE, AnnounceDeparture, AnnounceRoster, Debt, Reconcile, Urgency
from hub.federation import Servers
from hub.identifiers import COMMON, AgencyId, CaseId, CircleId, RoomId, SwitchId, UserId
from hub.listening.model import listener
from hub.rooms import chain, naming, noting, rules, store
from hub.rooms.attached import files_of
from hub.rooms.attendance import Present, attendance
from hub.rooms.facts import Facts, facts_of
from hub.rooms.forgetting import end_listener, forget, forget_account, forget_file
from hub.rooms.model import (
    Kind,
    Membership,
    Observation,
    Preview,
    Rightful,
    Room,
    RuleChange,
    Seat,
    is_private,
    kind_of,
)
from hub.rooms.preview import changed, preview, shown_with
from hub.rooms.round import Making, Round
from hub.rooms.taking import Following, Taking
from hub.rooms.world import Homeserver

# Homeservers repeat a push for some days at most.
PUSH_MEMORY = timedelta(days=30)


log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom a voice may speak to in a room, and where."""

    room: RoomId
    file: CaseFile
    audience: frozenset[UserId]
    kind: Kind = Kind.CLIENT


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
    people: tuple[Professional, ...] = ()
    agencies: Mapping[AgencyId, Agency] = field(default_factory=dict)
    outside: frozenset[UserId] = frozenset()
    """Who of them has an account that lives where nobody may be let in from."""
    unbound: frozenset[UserId] = frozenset()
    """Who may not for want of the charter alone."""

    @property
    def kind(self) -> Kind:
        """Of which kind the room is."""
        return kind_of(self.circle)

    def corner_of(self, person: Professional) -> Corner:
        """Where somebody stands in the triangle, as far as their agency's kind is known."""
        agency = self.agencies.get(person.agency)
        return agency.kind.corner if agency else Corner.OUTSIDE

    @property
    def present(self) -> tuple[Present, ...]:
        """The professionals who read along, or have been asked to."""
        return attendance(self.people, self.agencies, self.may, self.seats)

    @property
    def client_seat(self) -> Seat | None:
        """How the client stands to the room, where they may be in it."""
        client = self.file.case.client
        return self.seats.get(client) if client in self.may else None

    @property
    def is_heard(self) -> bool:
        """Whether the hub reads commands there."""
        return any(one.may_sit and one.circle == self.circle for one in self.file.listeners)

    @property
    def is_read(self) -> bool:
        """Whether anybody reads what is said there."""
        seats = [*(present.seat for present in self.present), self.client_seat]
        return any(seat is not None and seat.membership is Membership.JOINED for seat in seats)

    @property
    def name(self) -> str:
        """What the room is called, if there is one."""
        return naming.name_of(self.file.case, self.circle)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A room, and who is there, for those who are."""

    circle: Circle
    roster: Roster


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would do to the rooms of a case, and whom it may be about."""

    file: CaseFile
    people: tuple[Professional, ...]
    preview: Preview
    unbound: frozenset[UserId] = frozenset()
    """Who gets no seat by it for want of the charter alone."""

    def name_of(self, circle: CircleId) -> str:
        """What a circle's room is or would be called."""
        return naming.name_of(self.file.case, circle)


@dataclass(frozen=True, slots=True)
class RoomService:
    """The one reconciler: the only way anybody gets into a room or out of it."""

    database: Database
    homeserver: Homeserver
    voices: Collection[UserId]
    chance: Chance
    servers: Servers
    _making: Making = field(default_factory=dict)
    _following: Following = field(default_factory=set)

    async def reconcile(self, case: CaseId, *, admit: bool = True) -> None:
        """Make those who sit equal to those who may, in every room; `Unfinished` if something is left to do.

        Without `admit` only those who must leave leave; if others are to come, that is owed.
        """
        taking = Taking(self.homeserver, self.chance, self.servers, self._following)
        round_ = Round(
            self.database, self.homeserver, self.voices, self.chance, self.servers, self._making, taking, case
        )
        await round_.go(admit=admit)

    async def part(self) -> None:
        """Owe a look wherever somebody sits whose server does not belong to the network any more."""
        async with self.database.writing() as connection:
            sitting = await store.sitting(connection)
            for case in sorted({case for case, user in sitting if not self.servers.include(user)}):
                look = Debt(Reconcile(case), AT_ONCE, Urgency.REMOVAL)
                await outbox.owe(connection, self.chance, look)

    async def erase(self, case: CaseId, room: RoomId) -> None:
        """Have the homeserver forget a room of an erased case; raises `WorldBroken` until it has.

        What the chain does not know as erased, or as a room of that case, is kept: somebody may have
        written the debt themselves, or given the case a room of others before it was erased.
        """
        acts = await self._acts(case)
        if chain.circle_of(room, case, acts) is not None and any(act.deed == ERASED for act in acts):
            await forget(self.homeserver, room)
        else:
            log.error("room kept, it is no erased case's", case=case, room=room)

    async def erase_account(self, case: CaseId, client: UserId) -> None:
        """Have the homeserver forget the account of an erased case's client; as `erase`.

        The chain tells by a hash whose account that is: no other one can be slipped in.
        """
        acts = await self._acts(case)
        if is_client_told(case, client, acts) and any(act.deed == ERASED for act in acts):
            await forget_account(self.homeserver, case, client)
        else:
            log.error("account kept, it is no erased case's", case=case)

    async def end_listener(self, case: CaseId, switch: SwitchId) -> None:
        """Have the homeserver end the account by which the hub listened; asked before is that it is over."""
        await end_listener(self.homeserver, case, listener(switch, self.servers.home))

    async def erase_file(self, case: CaseId, medium: str) -> None:
        """Have the homeserver forget a file of an erased case; as `erase`."""
        acts = await self._acts(case)
        if medium in files_of(acts) and any(act.deed == ERASED for act in acts):
            await forget_file(self.homeserver, case, medium)
        else:
            log.error("file kept, it is no erased case's", case=case)

    async def observe(
        self, transaction_id: str, observations: Sequence[Observation | RuleChange], *, events: str = ""
    ) -> None:
        """Take in a push: once, and only as a reason to look.

        `events` tells pushes of one name apart: a homeserver may begin to count anew when it starts.
        """
        if not observations:
            # Who types and who reads is pushed, too: when anything was is written down nowhere.
            return
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
        told = facts.room(room) if facts else None
        return self._circle(facts, told.circle) if facts and told else None

    async def departure(self, announce: AnnounceDeparture) -> Departure | None:
        """What is to be announced, if it is still worth it."""
        async with self.database.reading() as connection:
            facts = await self._facts(connection, announce.case)
            person = await directory.get_professional(connection, announce.professional)
        circle, known = self._circle(facts, announce.circle), facts.known(announce.circle)
        there = noting.ever_there(facts.file, announce.circle, facts.advisers)
        # Else somebody wrote the debt themselves: no room hears of people who never were there.
        was_there = any(one.id == person.id for one in there)
        worth_it = was_there and noting.still_worth_announcing(facts.file, person.user, known)
        return Departure(circle, person) if circle and worth_it else None

    async def gathering(self, announce: AnnounceRoster) -> Gathering | None:
        """Who is to be told who is there; None if there is nobody to tell, or the case is over."""
        async with self.database.reading() as connection:
            facts, agencies = await self._facts(connection, announce.case), await _agencies(connection)
        there, roster = (
            self._circle(facts, announce.circle),
            self._roster(facts, announce.circle, agencies),
        )
        if there is None or not facts.file.case.is_open or not roster.is_read:
            return None
        return Gathering(there, roster)

    async def is_wanted(self, case: CaseId, circle: CircleId) -> bool:
        """Whether there is to be a room for a circle, also if it is not there yet."""
        async with self.database.reading() as connection:
            return circle in rules.wanted((await self._facts(connection, case)).rights)

    async def roster(self, case: CaseId) -> Roster:
        """The case's people as they are known at this instant, by what concerns everybody."""
        return (await self.rosters(case))[0]

    async def rosters(self, case: CaseId) -> Sequence[Roster]:
        """As `roster`, and then one for each further room there is or is about to be.

        Of rooms in which the client talks with somebody alone, or with the hub, there is nothing here.
        """
        async with self.database.reading() as connection:
            facts, agencies = await self._facts(connection, case), await _agencies(connection)
        return [
            self._roster(facts, circle, agencies)
            for circle in (COMMON, *_further(facts))
            if not is_private(circle)
        ]

    async def side_rosters(self, case: CaseId) -> Sequence[Roster]:
        """One for each room of the client with somebody alone, or with the hub: for nobody but these two."""
        async with self.database.reading() as connection:
            facts, agencies = await self._facts(connection, case), await _agencies(connection)
        # Also where there is no room yet: who may not come in, and why.
        now = self.chance.now()
        hoped = {one.side for one in facts.given if one.side and in_force(one, now)}
        sides = sorted(hoped | {circle for circle in _further(facts) if is_private(circle)})
        return [self._roster(facts, circle, agencies) for circle in sides]

    async def preview(self, case: CaseId, one: Consent) -> Foreseen:
        """What would happen if one consent were as given here, of all that holds when it begins.

        Nothing is stored: the consent is a value (`ConsentService.foresee`, `if_withdrawn`, `if_given`).
        """
        now = self.chance.now()
        at = max(now, one.valid_from)
        async with self.database.reading() as connection:
            facts = await self._facts(connection, case, at)
        then = changed(facts.given, one, now)
        circles = facts.rights.keys() | one.circles
        before, after = (
            shown_with(
                one,
                rules.within(
                    rules.rights(facts.file, given, self.voices, at, rooms=circles, advisers=facts.advisers),
                    self.servers,
                ),
            )
            for given in (facts.given, then)
        )
        people = rules.people_of(facts.file, one.side or COMMON, facts.advisers)
        advisers = facts.advisers
        unbound = rules.unbound(facts.file, then, at, side=one.side, advisers=advisers)
        return Foreseen(facts.file, people, preview(before, after, rooms=facts.rooms.keys()), unbound)

    async def of_case(self, case: CaseId, circle: CircleId = COMMON) -> Room | None:
        """The room of a case for a circle, if it was made."""
        async with self.database.reading() as connection:
            return await store.find_of_case(connection, case, circle)

    async def count_inside(self) -> int:
        """How many sit anywhere, as far as was written down."""
        async with self.database.reading() as connection:
            return await store.count_inside(connection)

    async def _acts(self, case: CaseId) -> Sequence[Act]:
        async with self.database.reading() as connection:
            return await journal.acts_of(connection, case)

    def _circle(self, facts: Facts, circle: CircleId) -> Circle | None:
        if circle not in facts.rooms:
            return None
        audience = frozenset(facts.may(circle)) | {self.homeserver.creator}
        return Circle(facts.rooms[circle].room.id, facts.file, audience, kind_of(circle))

    def _roster(self, facts: Facts, circle: CircleId, agencies: Mapping[AgencyId, Agency]) -> Roster:
        people = rules.people_of(facts.file, circle, facts.advisers)
        return Roster(
            facts.file,
            facts.may(circle),
            facts.known(circle),
            circle,
            people,
            agencies,
            outside=frozenset(p.user for p in people if not self.servers.include(p.user)),
            unbound=rules.unbound(
                facts.file,
                facts.given,
                self.chance.now(),
                side=circle if kind_of(circle) is Kind.SIDE else None,
                advisers=facts.advisers,
            ),
        )

    async def _facts(self, connection: AsyncConnection, case: CaseId, at: datetime | None = None) -> Facts:
        now = at or self.chance.now()
        return await facts_of(connection, case, voices=self.voices, servers=self.servers, now=now)

    async def _hear(self, connection: AsyncConnection, observed: Observation | RuleChange) -> None:
        found = await store.find(connection, observed.room)
        who = observed.by if isinstance(observed, RuleChange) else observed.user
        if found is None or who == self.homeserver.creator:
            return
        urgency: Urgency | None = Urgency.REMOVAL
        if isinstance(observed, Observation):
            facts = await self._facts(connection, found.case)
            circle = (facts.room(observed.room) or found).circle
            urgency = rules.judge(observed, facts.known(circle), facts.may(circle))
        if urgency is not None:
            due_at = AT_ONCE if urgency is Urgency.REMOVAL else self.chance.now()
            await outbox.owe(connection, self.chance, Debt(Reconcile(found.case), due_at, urgency))


def _further(facts: Facts) -> Sequence[CircleId]:
    return sorted((facts.rooms.keys() | rules.wanted(facts.rights)) - {COMMON})


async def _agencies(connection: AsyncConnection) -> Mapping[AgencyId, Agency]:
    return {agency.id: agency for agency in await directory.agencies(connection)}
