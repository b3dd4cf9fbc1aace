"""Direct rooms: opened by whoever wants one, and kept to that one person."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import outbox
from hub.cases import directory
from hub.cases.model import Professional
from hub.chance import Chance
from hub.db import Database, wake_after
from hub.direct import rules, store
from hub.direct.model import DirectRoom, Wanted
from hub.effects import AT_ONCE, Debt, GreetDirectly, SeeToDirect, Urgency
from hub.errors import Refused, RoomGone, Unfinished, WorldBroken
from hub.federation import Servers
from hub.identifiers import ProfessionalId, RoomId, UserId
from hub.listening import turning
from hub.listening.model import is_listener, listener
from hub.rooms.model import Invite, List, Membership, Observation, Place, Remove, RuleChange, Seen
from hub.rooms.taking import Following, Taking
from hub.rooms.world import Homeserver
from hub.vault import Key, Vault

# How long what is worth saying now or not at all stands there, once it was said.
SAID_FOR = timedelta(minutes=10)
# Whoever opens one sees it listed at once; the others are read anew after so many seconds.
KNOWN_FOR = 5.0

log = structlog.get_logger()


@dataclass(slots=True)
class DirectService:
    """The only way into a direct room or out of it."""

    database: Database
    vault: Vault
    homeserver: Homeserver
    chance: Chance
    servers: Servers
    voice: UserId
    """Who reminds people there."""
    _made: dict[RoomId, Professional] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _lists: Mapping[RoomId, List] | None = None
    _listed_at: float = 0.0
    _following: Following = field(default_factory=set)

    async def open(self, user: UserId) -> Refused | None:
        """Ask somebody into a direct room, also again after they left it."""
        async with self.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("not-a-professional")
            await store.ask(connection, person.id)
            await self._owe_look(connection, person.id, Urgency.ADMISSION)
        return None

    async def see_to(self, professional: ProfessionalId, *, admit: bool = True) -> None:
        """Make those who sit equal to those who may; raises `WorldBroken` while something is left to do.

        Without `admit` only those who must leave leave: that waits for nobody's server. The rest is owed.
        """
        wanted, person, ears = await self._wanted(professional)
        may = self._may(wanted, person)
        if not may:
            # Keys wait for no homeserver.
            ears = await self._hear_no_more(professional)
        voices = ears | {self.voice}
        room = await self._find(professional, wanted, may if admit else frozenset())
        seen = await self._seen(room) if room else None
        failed = await self._take_steps(room, seen, may, wanted, voices, admit=admit) if room and seen else {}
        if room and seen and admit:
            # Also while somebody cannot be removed: what was reacted says least if it goes at once.
            await self.homeserver.tidy(room, before=self.chance.now() - SAID_FOR)
            await self._hush(room, seen, is_heard=bool(ears))
        # Nobody waits for the voices.
        unseated = [failed.pop(user) for user in voices if may and user in failed]
        for failure in failed.values():
            raise failure
        if may and not admit:
            async with self.database.writing() as connection:
                await self._owe_look(connection, professional, Urgency.WORDS)
            return
        await self._write_down(professional, wanted, room, seen, person if may else None)
        for failure in unseated:
            raise failure

    async def greeted(self, professional: ProfessionalId) -> DirectRoom | None:
        """Where somebody is to be greeted; None if they are not there any more."""
        return self._room(*await self._wanted(professional))

    async def seated(self, professional: ProfessionalId) -> DirectRoom | None:
        """Where somebody sits, as was last seen; None if they are not there, or only asked in."""
        async with self.database.reading() as connection:
            return await self.seated_in(connection, professional)

    async def seated_in(self, connection: AsyncConnection, professional: ProfessionalId) -> DirectRoom | None:
        """As `seated`, in the transaction of whoever decides by it."""
        wanted, person, ears = await self._read(connection, professional)
        return self._room(wanted, person, ears) if wanted and wanted.is_greeted else None

    async def there(self, room: RoomId) -> DirectRoom | None:
        """Whom a voice may speak to in a room right now; None if it is nobody's direct room."""
        known = self._made.get(room)
        found = await self.greeted(known.id) if known else None
        return found if found and found.room == room else None

    async def of(self, user: UserId) -> DirectRoom | None:
        """Where a voice may speak to somebody alone right now; None if they have no direct room."""
        room = next((room for room, person in self._made.items() if person.user == user), None)
        return await self.there(room) if room else None

    async def take_away_later(self, there: DirectRoom) -> None:
        """Something was said there in passing: later it would say when that was. The look takes it away."""
        async with self.database.writing() as connection:
            at = self.chance.now() + SAID_FOR
            await self._owe_look(connection, there.person.id, Urgency.WORDS, at)

    def whose(self, room: RoomId) -> UserId | None:
        """Whose direct room it is; None if nobody's."""
        person = self._made.get(room)
        return person.user if person else None

    async def listed(self) -> Mapping[RoomId, List]:
        """As `lists`, by what this process has noted; what others have is known a moment later."""
        now = asyncio.get_running_loop().time()
        if self._lists is None or now - self._listed_at >= KNOWN_FOR:
            self._lists, self._listed_at = await self.lists(), now
        return self._lists

    async def lists(self) -> Mapping[RoomId, List]:
        """Who may sit in each, for the guard; with a shut vault nobody knows which rooms they are."""
        if not self.vault.trouble:
            # One that is noted meanwhile must not be forgotten again.
            async with self._turn, self.database.reading() as connection:
                self._made = dict(await store.all_made(connection, self.vault.hub))
        people = {room: person.user for room, person in self._made.items()}
        return {room: {user: None} for room, user in people.items() if self.servers.include(user)}

    async def observe(self, observations: Iterable[Observation | RuleChange]) -> None:
        """Take in what was pushed: as a reason to look."""
        for seen in observations:
            person = self._made.get(seen.room)
            who = seen.by if isinstance(seen, RuleChange) else seen.user
            if person is not None and who != self.homeserver.creator and not self._is_placing(seen):
                is_theirs = isinstance(seen, Observation) and seen.user == person.user
                await self.look_at(seen.room, Urgency.ADMISSION if is_theirs else Urgency.REMOVAL)

    async def look_at(self, room: RoomId, urgency: Urgency = Urgency.WORDS) -> None:
        """Owe a look at a room."""
        if (person := self._made.get(room)) is not None:
            async with self.database.writing() as connection:
                await self._owe_look(connection, person.id, urgency)

    async def look_at_all(self, within: timedelta) -> None:
        """Owe a look at each, spread over a while: so drift is found that no push told of."""
        async with self.database.writing() as connection:
            everybody = await store.all_wanted(connection)
            for number, person in enumerate(everybody):
                at = self.chance.now() + within * number / len(everybody)
                await self._owe_look(connection, person, Urgency.WORDS, at)

    async def part(self) -> None:
        """Owe a look at everybody's whose server does not belong to the network any more."""
        async with self.database.writing() as connection:
            for professional in await store.all_wanted(connection):
                person = await directory.find_professional_of(connection, professional)
                if person is None or not self.servers.include(person.user):
                    await self._owe_look(connection, professional, Urgency.REMOVAL)

    async def _take_steps(
        self,
        room: RoomId,
        seen: Seen,
        may: frozenset[UserId],
        wanted: Wanted | None,
        voices: frozenset[UserId],
        *,
        admit: bool,
    ) -> dict[UserId, WorldBroken]:
        if seen.flaws:
            log.error("walls broken", room=room, flaws=seen.flaws)
        steps = rules.steps(seen, may, wanted, creator=self.homeserver.creator, voices=voices)
        taking = Taking(self.homeserver, self.chance, self.servers, self._following)
        failed: dict[UserId, WorldBroken] = {}
        for kind in (Remove, Place, Invite) if admit else (Remove,):
            turn = [step for step in steps if isinstance(step, kind)]
            failed |= await taking.take(room, turn, seen.seats)
        return failed

    async def _hush(self, room: RoomId, seen: Seen, *, is_heard: bool) -> None:
        # Where the walls do not stand nobody is to say anything.
        is_heard = is_heard and not seen.flaws
        # Also if it was made when the creator alone spoke there.
        if seen.is_outdated or seen.is_heard != is_heard:
            await self.homeserver.hush(room, is_heard=is_heard)

    async def _write_down(
        self,
        professional: ProfessionalId,
        wanted: Wanted | None,
        room: RoomId | None,
        seen: Seen | None,
        person: Professional | None,
    ) -> None:
        if wanted and room and seen is None:
            # It is gone: the next attempt makes another one.
            await self._note(wanted, replace(wanted, room=None))
            raise Unfinished(1)
        async with self._turn:
            self._lists = None
            if person is None:
                async with self.database.writing() as connection:
                    await self._end_hearing(connection, professional)
                    await store.forget(connection, professional)
                self._made = {where: who for where, who in self._made.items() if who.id != professional}
            elif wanted and room and seen:
                await self._greet(wanted, room, seen, person)
                self._made[room] = person

    async def _greet(self, wanted: Wanted, room: RoomId, seen: Seen, person: Professional) -> None:
        seat = seen.seats.get(person.user)
        is_there = seat is not None and seat.membership is Membership.JOINED
        # Asked in just now, or there already: from here on whoever leaves has left.
        is_shut = bool(seen.flaws) or seen.is_ended
        noted = replace(wanted, room=room, is_asked=wanted.is_asked and is_shut, is_greeted=is_there)
        greeting = Debt(GreetDirectly(person.id), self.chance.now(), Urgency.WORDS)
        if noted != wanted:
            await self._note(wanted, noted, *([greeting] if is_there and not wanted.is_greeted else []))

    async def _note(self, before: Wanted, wanted: Wanted, *debts: Debt) -> None:
        if self.vault.trouble:
            return
        async with self.database.writing() as connection:
            await store.note(connection, wanted, self.vault.hub)
            await outbox.owe(connection, self.chance, *debts)
            if rules.has_left(before, wanted):
                await self._end_hearing(connection, wanted.professional)
            # The guard is to hear of the room before somebody comes in.
            await wake_after(connection)

    async def _hear_no_more(self, professional: ProfessionalId) -> frozenset[UserId]:
        async with self.database.reading() as connection:
            on = await turning.turned_on(connection, professional)
        if on:
            async with self.database.writing() as connection:
                await self._end_hearing(connection, professional)
        return frozenset()

    async def _end_hearing(self, connection: AsyncConnection, professional: ProfessionalId) -> None:
        await turning.end_alone(connection, self.chance, professional, is_there=False, by="hub")

    async def _find(
        self, professional: ProfessionalId, wanted: Wanted | None, may: frozenset[UserId]
    ) -> RoomId | None:
        if wanted and wanted.room:
            return wanted.room
        plan = rules.plan(professional)
        return await (self.homeserver.create_room(plan) if may else self.homeserver.room_named(plan))

    async def _seen(self, room: RoomId) -> Seen | None:
        try:
            return await self.homeserver.look(room)
        except RoomGone:
            return None

    async def _wanted(
        self, professional: ProfessionalId
    ) -> tuple[Wanted | None, Professional | None, frozenset[UserId]]:
        async with self.database.reading() as connection:
            return await self._read(connection, professional)

    async def _read(
        self, connection: AsyncConnection, professional: ProfessionalId
    ) -> tuple[Wanted | None, Professional | None, frozenset[UserId]]:
        wanted = await store.find(connection, professional, self._key)
        person = await directory.find_professional_of(connection, professional)
        on = await turning.turned_on(connection, professional)
        ears = frozenset(listener(one.id, self.servers.home) for one in on if one.is_listening)
        return wanted, person, ears

    def _may(self, wanted: Wanted | None, person: Professional | None) -> frozenset[UserId]:
        if wanted is None or person is None or not self.servers.include(person.user):
            return frozenset()
        return frozenset({person.user})

    def _room(
        self, wanted: Wanted | None, person: Professional | None, ears: frozenset[UserId]
    ) -> DirectRoom | None:
        may = self._may(wanted, person)
        if wanted is None or wanted.room is None or person is None or not may:
            return None
        return DirectRoom(wanted.room, person, may | ears | {self.homeserver.creator, self.voice})

    def _is_placing(self, seen: Observation | RuleChange) -> bool:
        # That the hub seats its voice is no news; that the voice is gone is.
        if not isinstance(seen, Observation) or seen.membership is None:
            return False
        return seen.user == self.voice or is_listener(seen.user, self.servers.home)

    @property
    def _key(self) -> Key | None:
        return None if self.vault.trouble else self.vault.hub

    async def _owe_look(
        self,
        connection: AsyncConnection,
        person: ProfessionalId,
        urgency: Urgency,
        at: datetime | None = None,
    ) -> None:
        due_at = at or (AT_ONCE if urgency is Urgency.REMOVAL else self.chance.now())
        await outbox.owe(connection, self.chance, Debt(SeeToDirect(person), due_at, urgency))
