"""A homeserver small enough to read: rooms, seats, its own clock, and the ways in which it fails."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.errors import HomeserverBusy, HomeserverRefused, HomeserverUnavailable, RoomGone
from hub.holding import Holder
from hub.identifiers import RoomId, UserId, server_of
from hub.matrix import names
from hub.rooms.model import Membership, RoomPlan, Seat, Seen, Sighting


@dataclass(frozen=True, slots=True)
class Call:
    """What the hub asked for; for `create_room` the subject is the alias, else a user or nobody."""

    verb: str
    subject: str = ""


@dataclass(slots=True)
class Pause:
    """A call that waits in the middle: `reached` says it does, `go_on` lets it."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class _Room:
    plan: RoomPlan
    seats: dict[UserId, Seat]
    flaws: set[str] = field(default_factory=set)
    is_ended: bool = False
    is_outdated: bool = False
    is_heard: bool = False
    reactions: list[str] = field(default_factory=list)
    passing: list[datetime] = field(default_factory=list)


class FakeHomeserver:
    """Does what `hub.rooms.world.Homeserver` promises, and lets people act behind the hub's back."""

    def __init__(self, *, creator: UserId, now: Callable[[], datetime]) -> None:
        self.creator = creator
        self.calls: list[Call] = []
        self._now = now
        self._rooms: dict[RoomId, _Room] = {}
        self._names: dict[str, RoomId] = {}
        self._made = 0
        self._holder: Holder | None = None
        self._uploads: dict[UserId, int] = {}
        self.ended: set[UserId] = set()
        self._kept: set[UserId] = set()
        self._down = False
        self._is_entitled = True
        self._busy: timedelta | None = None
        self._refused: set[UserId] = set()
        self._nodded: set[UserId] = set()
        self._knows_token = True
        self._unreachable: set[str] = set()
        self._removed: dict[tuple[RoomId, UserId], datetime] = {}
        self._behind: set[tuple[RoomId, str]] = set()
        self._lost: set[str] = set()
        self._broken: set[RoomId] = set()
        self._pauses: defaultdict[str, list[Pause]] = defaultdict(list)

    # What the hub asks for.

    async def create_room(self, plan: RoomPlan) -> RoomId:
        """Make the room, or find the one that an earlier attempt made."""
        await self._asked(Call("create_room", plan.alias))
        made = self._names.setdefault(plan.alias, self._new_id(plan))
        if made not in self._rooms:
            guests = dict.fromkeys(plan.guests, self._seat(Membership.INVITED))
            self._rooms[made] = _Room(plan, {self.creator: self._seat(Membership.JOINED), **guests})
        self._answers("create_room")
        return made

    async def room_named(self, plan: RoomPlan) -> RoomId | None:
        """The room that a plan's alias leads to, whatever it looks like; nothing is changed."""
        await self._asked(Call("room_named", plan.alias))
        return self._names.get(plan.alias)

    async def find_room(self, plan: RoomPlan) -> RoomId | None:
        """The room that an attempt to make it left behind, if there is one."""
        await self._asked(Call("find_room", plan.alias))
        return self._names.get(plan.alias)

    async def look(self, room: RoomId) -> Seen:
        """Who sits in the room now, and whether its walls stand."""
        await self._asked(Call("look"), room)
        if room not in self._rooms:
            raise RoomGone(403, "M_FORBIDDEN", "look")
        return self.seen(room)

    async def catch_up(self, room: RoomId, people: Collection[UserId], now: datetime) -> bool | None:
        """Whether the one server of these people has all that was said, or may still ask for it."""
        server = server_of(next(iter(people)))
        await self._asked(Call("catch_up", server), room)
        if not self._is_entitled:
            raise HomeserverRefused(403, "M_FORBIDDEN", "catch_up")
        if not any(self._is_inside(room, user) for user in people):
            return None
        seats = self._room(room).seats
        sits = {u for u, seat in seats.items() if seat.membership is Membership.JOINED}
        there = {user for user in sits if server_of(user) == server}
        return not there or not there <= set(people) or (room, server) not in self._behind

    async def remove(self, room: RoomId, user: UserId) -> None:
        """Kick somebody or rescind their invitation; fine if they are already out."""
        await self._asked(Call("remove", user), room)
        if self._is_inside(room, user) and user not in self._nodded:
            self._obey(user)
            del self._room(room).seats[user]
            self._removed[room, user] = self._instant()
        self._answers("remove")

    async def invite(self, room: RoomId, user: UserId) -> None:
        """Offer a seat; fine if it was offered or taken already."""
        await self._asked(Call("invite", user), room)
        self._invite(room, user)
        self._answers("invite")

    async def place(self, room: RoomId, voice: UserId) -> None:
        """Seat one of the hub's own voices."""
        await self._asked(Call("place", voice), room)
        self._invite(room, voice)
        if self._room(room).seats[voice].membership is not Membership.JOINED:
            self.joins(room, voice)
        self._answers("place")

    async def hush(self, room: RoomId, *, is_heard: bool = False) -> None:
        """Write anew who may write in a room where the hub alone does; people, too, where it `is_heard`."""
        await self._asked(Call("hush"), room)
        there = self._room(room)
        there.is_outdated, there.is_heard = False, is_heard
        self._answers("hush")

    async def tidy(self, room: RoomId, *, before: datetime) -> None:
        """Take away what people reacted, and what was said in passing before an instant."""
        await self._asked(Call("tidy"), room)
        there = self._room(room)
        there.reactions.clear()
        there.passing = [at for at in there.passing if at > before]
        self._answers("tidy")

    async def end(self, room: RoomId) -> None:
        """Set a tombstone."""
        await self._asked(Call("end"), room)
        self._room(room).is_ended = True
        self._answers("end")

    async def forget(self, room: RoomId) -> bool:
        """Forget the room: it takes a while, so the first answer is no."""
        await self._asked(Call("forget"))
        if not self._is_entitled:
            raise HomeserverRefused(403, "M_FORBIDDEN", "forget")
        self._answers("forget")
        is_gone = room not in self._rooms
        self.is_purged(room)
        return is_gone

    async def holder(self) -> Holder | None:
        """Who holds the registration; None if nobody said so."""
        await self._asked(Call("holder"))
        return self._holder

    async def hold(self, holder: Holder) -> None:
        """Say who holds it now."""
        await self._asked(Call("hold", holder.hub))
        self._holder = holder

    async def forget_account(self, client: UserId) -> bool:
        """Forget an account; what somebody uploaded goes first."""
        await self._asked(Call("forget_account", client))
        self.ended.add(client)
        for room in self._rooms.values():
            room.seats.pop(client, None)
        if not self._uploads.get(client):
            return True
        if not self._is_entitled:
            raise HomeserverRefused(403, "M_FORBIDDEN", "forget_account")
        self._answers("forget_account")
        del self._uploads[client]
        return False

    async def end_account(self, user: UserId) -> None:
        """End an account of the hub's own."""
        await self._asked(Call("end_account", user))
        if user in self._kept:
            raise HomeserverRefused(403, "M_FORBIDDEN", "end_account")
        self.ended.add(user)

    async def forget_file(self, medium: str) -> None:
        """Forget a file."""
        await self._asked(Call("forget_file", medium))
        if not self._is_entitled:
            raise HomeserverRefused(403, "M_FORBIDDEN", "forget_file")

    async def sighting(self, room: RoomId, user: UserId, server: str) -> Sighting | None:
        """Whether another server has received a removal: at once, or when it can be reached again."""
        await self._asked(Call("sighting", server), room)
        if not self._is_entitled:
            raise HomeserverRefused(403, "M_FORBIDDEN", "sighting")
        left_at = None if self._is_inside(room, user) else self._removed.get((room, user))
        return Sighting(left_at, server not in self._unreachable) if left_at else None

    async def can_reach(self, server: str) -> bool:
        """Whether another server answers at this moment."""
        await self._asked(Call("can_reach", server))
        return server not in self._unreachable

    # What people do, each in their own client.

    def uploads(self, user: UserId) -> None:
        """Send a file."""
        self._uploads[user] = self._uploads.get(user, 0) + 1

    def says(self, room: RoomId) -> None:
        """Somebody says something; whoever cannot be reached just now misses it."""
        self._behind.update((room, server) for server in self._unreachable)

    def reacts(self, room: RoomId, key: str) -> None:
        """Somebody reacts there."""
        self._room(room).reactions.append(key)

    def says_in_passing(self, room: RoomId) -> None:
        """The hub says something there that is to be taken away after a while."""
        self._room(room).passing.append(self._now())

    def passing(self, room: RoomId) -> int:
        """How much of that still stands there."""
        return len(self._room(room).passing)

    def is_hushed(self, room: RoomId) -> bool:
        """Whether people may do no more there than react."""
        there = self._room(room)
        return there.plan.is_hushed and not there.is_heard

    def may_speak(self, room: RoomId, voice: UserId) -> bool:
        """Whether one of the hub's voices may say something there."""
        there = self._room(room)
        is_let = voice == names.monitor_voice(server_of(self.creator)) and not there.is_outdated
        sits = there.seats.get(voice, self._seat(Membership.DECLINED)).membership is Membership.JOINED
        return sits and (voice == self.creator or is_let or not there.plan.is_hushed)

    def is_of_before(self, room: RoomId) -> None:
        """It was made when the creator alone spoke in such rooms."""
        self._room(room).is_outdated = True

    def reactions(self, room: RoomId) -> list[str]:
        """What people reacted that still stands there."""
        return list(self._room(room).reactions)

    def joins(self, room: RoomId, user: UserId) -> None:
        """Take an offered seat; nobody comes in without an invitation."""
        assert self._is_inside(room, user), f"{user} was not invited"
        self._sit(room, user, Membership.JOINED)

    def leaves(self, room: RoomId, user: UserId, *, at: datetime | None = None) -> None:
        """Leave, or refuse the invitation; their own server says when."""
        assert self._is_inside(room, user), f"{user} has nothing to leave"
        self._sit(room, user, Membership.DECLINED)
        if at is not None:
            self._room(room).seats[user] = Seat(Membership.DECLINED, at)

    def lets_in(self, room: RoomId, user: UserId, membership: Membership = Membership.INVITED) -> None:
        """Somebody, an administrator perhaps, gets a person in behind the hub's back."""
        self._sit(room, user, membership)

    # How the world breaks.

    def goes_down(self) -> None:
        """Nothing is answered any more."""
        self._down = True

    def comes_back(self) -> None:
        """Everything is answered again."""
        self._down, self._busy = False, None

    def is_busy(self, retry_after: timedelta) -> None:
        """Every call is asked for patience."""
        self._busy = retry_after

    def refuses(self, user: UserId) -> None:
        """Every change of this user's standing is refused."""
        self._refused.add(user)

    def only_nods(self, user: UserId) -> None:
        """Removing this user is answered well, and nothing happens."""
        self._nodded.add(user)

    def cannot_end(self, user: UserId) -> None:
        """Ending this account is refused."""
        self._kept.add(user)

    def can_end(self, user: UserId) -> None:
        """It is no longer."""
        self._kept.discard(user)

    def knows_no_token(self) -> None:
        """It was given another registration: whatever the hub asks is a stranger's asking."""
        self._knows_token = False

    def knows_the_token(self) -> None:
        """Both have the same registration again."""
        self._knows_token = True

    def gives_in(self, user: UserId) -> None:
        """Refuse this user no longer."""
        self._refused.discard(user)

    def cannot_reach(self, server: str) -> None:
        """That server is gone: nobody who lives there can be invited, and it sees nobody leave."""
        self._unreachable.add(server)

    def reaches(self, server: str) -> None:
        """That server is back, and asks for what it missed where it still may."""
        self._unreachable.discard(server)
        self._behind = {(room, behind) for room, behind in self._behind if behind != server}

    def loses_sight_of(self, room: RoomId) -> None:
        """Whatever concerns this room is not answered any more; all else is."""
        self._broken.add(room)

    def sees_again(self, room: RoomId) -> None:
        """It is answered again."""
        self._broken.discard(room)

    def is_purged(self, room: RoomId) -> None:
        """An administrator has the homeserver forget a room: nobody sits there, and its name is free."""
        if room in self._rooms:
            del self._names[self._rooms.pop(room).plan.alias]

    def name_of(self, room: RoomId) -> str:
        """By which name a room is found."""
        return self._room(room).plan.alias

    def is_renamed(self, room: RoomId, name: str) -> None:
        """An administrator has a name lead to another room."""
        self._names[name] = room

    def wall_falls(self, room: RoomId, wall: str) -> None:
        """One of the room's walls does not stand any more."""
        self._room(room).flaws.add(wall)

    def wall_stands_again(self, room: RoomId, wall: str) -> None:
        """It was mended."""
        self._room(room).flaws.discard(wall)

    def loses_the_answer(self, verb: str) -> None:
        """The next call of that verb does its work, and nobody learns of it."""
        self._lost.add(verb)

    def pauses_at(self, verb: str) -> Pause:
        """The next call of that verb waits until it is let go on; then it does its work."""
        pause = Pause()
        self._pauses[verb].append(pause)
        return pause

    def entitles_nobody(self) -> None:
        """The hub may not have a room forgotten, nor see what others have received."""
        self._is_entitled = False

    def entitles(self) -> None:
        """It may again."""
        self._is_entitled = True

    # What a story looks at.

    def remembers(self, room: RoomId) -> bool:
        """Whether anything is left of a room."""
        return room in self._rooms

    def seen(self, room: RoomId) -> Seen:
        """The truth about a room, as `look` would tell it."""
        there = self._room(room)
        flaws = tuple(sorted(there.flaws))
        return Seen(dict(there.seats), flaws, there.is_ended, there.is_outdated, there.is_heard)

    def called(self, verb: str) -> list[str]:
        """The subjects of all calls of that verb, in order."""
        return [call.subject for call in self.calls if call.verb == verb]

    async def _asked(self, call: Call, room: RoomId | None = None) -> None:
        self.calls.append(call)
        # Every real call lets others run meanwhile.
        await asyncio.sleep(0)
        if self._pauses[call.verb]:
            pause = self._pauses[call.verb].pop(0)
            pause.reached.set()
            await pause.go_on.wait()
        if self._down or room in self._broken:
            raise HomeserverUnavailable(f"{call.verb}: down")
        if not self._knows_token:
            raise HomeserverRefused(401, "M_UNKNOWN_TOKEN", call.verb)
        if self._busy is not None:
            raise HomeserverBusy(self._busy)

    def _answers(self, verb: str) -> None:
        if verb in self._lost:
            self._lost.discard(verb)
            raise HomeserverUnavailable(f"{verb}: the answer was lost")

    def _invite(self, room: RoomId, user: UserId) -> None:
        if self._is_inside(room, user):
            return
        self._obey(user)
        if server_of(user) in self._unreachable:
            raise HomeserverUnavailable("the user's server does not answer")
        self._sit(room, user, Membership.INVITED)

    def _obey(self, user: UserId) -> None:
        if user in self._refused:
            raise HomeserverRefused(403, "M_FORBIDDEN", "membership")

    def _is_inside(self, room: RoomId, user: UserId) -> bool:
        seat = self._room(room).seats.get(user)
        return seat is not None and seat.is_inside

    def _sit(self, room: RoomId, user: UserId, membership: Membership) -> None:
        self._room(room).seats[user] = self._seat(membership)

    def _seat(self, membership: Membership) -> Seat:
        return Seat(membership, self._instant())

    def _instant(self) -> datetime:
        # Homeservers count in milliseconds.
        now = self._now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def _new_id(self, plan: RoomPlan) -> RoomId:
        # No homeserver gives an id a second time.
        self._made += 1
        return RoomId(f"!{plan.alias}.{self._made}:{server_of(self.creator)}")

    def _room(self, room: RoomId) -> _Room:
        if room not in self._rooms:
            raise HomeserverRefused(403, "M_FORBIDDEN", "no such room")
        return self._rooms[room]
