"""A real homeserver, as rooms need it: making, looking, removing, inviting, seating."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from hub.errors import HomeserverBusy, HomeserverRefused, HomeserverUnavailable, RoomGone
from hub.holding import Holder
from hub.identifiers import RoomId, UserId, server_of
from hub.listening.model import is_listener
from hub.matrix import names, walls
from hub.matrix.destinations import Destinations
from hub.matrix.parting import Parting
from hub.matrix.wire import V3, Json, Wire, escaped, instant_of, text_of
from hub.rooms.model import Membership, RoomPlan, Seat, Seen, Sighting

# How long a room without all its walls may be one that somebody is making just now.
A_MOMENT = timedelta(seconds=0.25)
BEING_MADE = 12
# Nobody reacts, and nothing is said, more often between two looks.
MOST_PASSING = 100
# The type of the account data in which the steward says which hub it works for.
HOLDER = "de.fallraum.holder"
# Beside a ciphertext: that it is to be taken away after a while.
PASSING = "de.fallraum.passing"
# How soon somebody notices that it is back.
BETWEEN_TWO_CALLS = timedelta(seconds=1)
# How Synapse calls the forgetting of a room that is not done yet.
UNDER_WAY = ("scheduled", "active")


class MatrixHomeserver:
    """The hub's account on its homeserver, and those of its namespace."""

    def __init__(
        self,
        wire: Wire,
        *,
        creator: UserId,
        farewell: str,
        eraser: Callable[[], Awaitable[str]] | None = None,
        witness: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        """`eraser` gives the token of an account that may erase rooms; without one the creator tries.

        `witness` likewise of one that may see what other servers have received.
        """
        self._destinations = Destinations(wire, creator, witness)
        self._parting = Parting(wire, creator, self._destinations)
        self.creator = creator
        self._wire = wire
        self._eraser = eraser
        # Shown by the client of whoever is removed. Plain on every server, so it says nothing.
        self._farewell = farewell
        self._made: set[UserId] = set()

    async def create_room(self, plan: RoomPlan) -> RoomId:
        """Make the room, or find the one that an earlier attempt made."""
        for guest in plan.guests:
            await self._ensure_client(guest)
        try:
            made = await self._as_creator("POST", "/createRoom", walls.creation(plan, self.creator))
        except HomeserverRefused as refusal:
            # 400 M_ROOM_IN_USE, or 409 from one who came a moment later.
            if refusal.errcode != "M_ROOM_IN_USE" and refusal.status != 409:
                raise
            return await self._find(plan)
        return RoomId(text_of(made, "room_id"))

    async def room_named(self, plan: RoomPlan) -> RoomId | None:
        """The room that a plan's alias leads to, whatever it looks like; nothing is changed."""
        try:
            found = await self._as_creator("GET", self._alias(plan))
        except HomeserverRefused as refusal:
            if refusal.status != 404:
                raise
            return None
        room = RoomId(text_of(found, "room_id"))
        # Where not even the steward sits, nobody was ever asked in.
        return room if await self._state_or_nothing(room) else None

    async def find_room(self, plan: RoomPlan) -> RoomId | None:
        """The room that an attempt to make it left behind, if it is whole; half a one is given up."""
        room = await self.room_named(plan)
        if room is None or await self._comes_to_stand(room):
            return room
        await self._give_up(plan, room)
        return None

    async def look(self, room: RoomId) -> Seen:
        """Who sits in the room now, and whether its walls stand; raises `RoomGone` if there is none."""
        try:
            state = await self._state(room)
        except HomeserverRefused as refusal:
            if refusal.status not in (403, 404) or await self._sits_in(room):
                raise
            raise RoomGone(refusal.status, refusal.errcode, "state") from None
        seats = {}
        for event in state:
            if event["type"] == "m.room.member" and (seat := _seat(event)):
                seats[UserId(event["state_key"])] = seat
        flaws = walls.flaws(state, self.creator)
        is_heard = walls.is_heard(state, self.creator)
        return Seen(seats, flaws, walls.is_ended(state), walls.is_outdated(state), is_heard)

    async def catch_up(self, room: RoomId, people: Collection[UserId], now: datetime) -> bool | None:
        """Have the one server of these people get what it missed, for a moment; whether it has all."""
        return await self._parting.catch_up(room, people, (await self.look(room)).seats, now)

    async def remove(self, room: RoomId, user: UserId) -> None:
        """Kick somebody or rescind their invitation; fine if they are already out."""
        body = {"user_id": user, "reason": self._farewell}
        try:
            await self._as_creator("POST", f"/rooms/{escaped(room)}/kick", body)
        except HomeserverRefused:
            if await self._is_inside(room, user):
                raise

    async def invite(self, room: RoomId, user: UserId) -> None:
        """Offer a seat; fine if it was offered or taken already."""
        await self._ensure_client(user)
        try:
            await self._as_creator("POST", f"/rooms/{escaped(room)}/invite", {"user_id": user})
        except HomeserverRefused:
            if not await self._is_inside(room, user):
                raise

    async def place(self, room: RoomId, voice: UserId) -> None:
        """Seat one of the hub's own voices."""
        await self.invite(room, voice)
        await self._wire.call("POST", f"{V3}/join/{escaped(room)}", {}, user=voice)

    async def hush(self, room: RoomId, *, is_heard: bool = False) -> None:
        """Write anew who may write in a room where the hub alone does; people, too, where it `is_heard`."""
        path = f"/rooms/{escaped(room)}/state/{walls.LEVELS}/"
        levels = walls.heard(self.creator) if is_heard else walls.hushed(self.creator)
        await self._as_creator("PUT", path, levels)

    async def tidy(self, room: RoomId, *, before: datetime) -> None:
        """Take away what people lately reacted in a room, and what was said in passing before an instant."""
        path, kinds = f"/rooms/{escaped(room)}", {"types": ["m.reaction", "m.room.encrypted"]}
        query = {"dir": "b", "limit": str(MOST_PASSING), "filter": json.dumps(kinds)}
        answer = await self._wire.call("GET", f"{V3}{path}/messages", user=self.creator, query=query)
        for event in answer.get("chunk", []):
            if _has_passed(event, before):
                redact = f"{path}/redact/{escaped(event['event_id'])}/taken"
                await self._as_creator("PUT", redact, {})

    async def end(self, room: RoomId) -> None:
        """Set a tombstone: nobody should write there any more. Fine if one stands.

        Synapse wants a `replacement_room`. It is empty, for there is none.
        """
        path = f"/rooms/{escaped(room)}/state/{walls.TOMBSTONE}/"
        await self._as_creator("PUT", path, {"body": self._farewell, "replacement_room": ""})

    async def forget(self, room: RoomId) -> bool:
        """Forget the room and all that was said in it; yes once nothing of it is left here.

        Refused to whoever is no administrator (Synapse, "Delete Room API").
        """
        path = f"rooms/{escaped(room)}"
        if await self._as_eraser("GET", f"v1/{path}") is None:
            return True
        tasks = await self._as_eraser("GET", f"v2/{path}/delete_status") or {}
        if not any(task.get("status") in UNDER_WAY for task in tasks.get("results", [])):
            await self._unname(room)
            await self._as_eraser("DELETE", f"v2/{path}", {"purge": True})
        return False

    async def forget_account(self, client: UserId) -> bool:
        """End a client's account, forget what they uploaded; yes once nothing of it is left here.

        Only an administrator may have uploads deleted (Synapse, "Delete media uploaded by a user"). Their
        account the application service ends itself.
        """
        refusal = await self._deactivate(client)
        path = f"v1/users/{escaped(client)}/media"
        media = await self._as_eraser("GET", path)
        if media is None:
            # Nobody ever asked this client in: there is no such account.
            return True
        if refusal is not None:
            raise refusal
        if not media.get("total"):
            return True
        await self._as_eraser("DELETE", path)
        return False

    async def end_account(self, user: UserId) -> None:
        """End an account of the hub's own, with its devices; fine if it is over, or never was."""
        # That nobody of that name can act is said like a no. Made first, and ended, nobody makes it later.
        await self.ensure_user(user)
        refusal = await self._deactivate(user)
        if refusal is not None:
            raise refusal

    async def forget_file(self, medium: str) -> None:
        """Forget a file that one of the hub's voices uploaded; fine if it is gone.

        Refused to whoever is no administrator (Synapse, "Delete a specific local media").
        """
        await self._as_eraser("DELETE", f"v1/media/{escaped(server_of(self.creator))}/{escaped(medium)}")

    async def sighting(self, room: RoomId, user: UserId, server: str) -> Sighting | None:
        """Whether another server has received that somebody was removed; None if they are not removed."""
        return await self._destinations.sighting(room, user, server)

    async def can_reach(self, server: str) -> bool:
        """Whether another server answers at this moment."""
        return await self._destinations.can_reach(server)

    async def ensure_user(self, user: UserId, display_name: str = "") -> None:
        """Make an account of the hub's own namespace; fine if it exists."""
        localpart = user[1:].partition(":")[0]
        body = {
            "type": "m.login.application_service",
            "username": localpart,
            "inhibit_login": True,
        }
        try:
            await self._wire.call("POST", f"{V3}/register", body)
        except HomeserverRefused as refusal:
            if refusal.errcode != "M_USER_IN_USE":
                raise
        self._made.add(user)
        if not display_name:
            return
        path = f"{V3}/profile/{escaped(user)}/displayname"
        await self._wire.call("PUT", path, {"displayname": display_name}, user=user)

    async def holder(self) -> Holder | None:
        """Who holds the registration; None if nobody said so."""
        try:
            said = await self._as_creator("GET", self._holding)
        except HomeserverRefused as refusal:
            if refusal.status != 404:
                raise
            return None
        hub, start = said.get("hub"), said.get("start")
        return Holder(hub, start) if isinstance(hub, str) and isinstance(start, str) else None

    async def hold(self, holder: Holder) -> None:
        """Say who holds it now."""
        await self._as_creator("PUT", self._holding, {"hub": holder.hub, "start": holder.start})

    @property
    def _holding(self) -> str:
        return f"/user/{escaped(self.creator)}/account_data/{HOLDER}"

    async def until_it_returns(self) -> None:
        """Wait until it was silent and answers again."""
        while await self._answers():  # noqa: ASYNC110 – another machine cannot set an event
            await asyncio.sleep(BETWEEN_TWO_CALLS.total_seconds())
        while not await self._answers():  # noqa: ASYNC110 – as above
            await asyncio.sleep(BETWEEN_TWO_CALLS.total_seconds())

    async def ask_for_pushes(self, service: str, transaction_id: str) -> None:
        """Have the homeserver deliver now what it kept back while the hub was away."""
        path = f"/_matrix/client/v1/appservice/{escaped(service)}/ping"
        await self._wire.call("POST", path, {"transaction_id": transaction_id})

    async def _unname(self, room: RoomId) -> None:
        # A purge leaves behind which servers know a room's name, and in it the case's id.
        try:
            named = await self._as_creator("GET", f"/rooms/{escaped(room)}/aliases")
        except HomeserverRefused:
            # Not even the steward sits there any more.
            return
        for alias in named.get("aliases", []):
            await self._as_creator("DELETE", f"/directory/room/{escaped(alias)}")

    async def _deactivate(self, client: UserId) -> HomeserverRefused | None:
        try:
            await self._wire.call("POST", f"{V3}/account/deactivate", {"erase": True}, user=client)
        except HomeserverRefused as refusal:
            return refusal
        self._made.discard(client)
        return None

    async def _answers(self) -> bool:
        try:
            await self._wire.call("GET", "/_matrix/client/versions")
        except HomeserverUnavailable:
            return False
        except (HomeserverBusy, HomeserverRefused):
            # Whatever it says: it is there.
            pass
        return True

    def _alias(self, plan: RoomPlan) -> str:
        return f"/directory/room/{escaped(f'#{plan.alias}:{server_of(self.creator)}')}"

    async def _ensure_client(self, user: UserId) -> None:
        home = server_of(self.creator)
        is_made_here = names.is_client(user, home) or is_listener(user, home)
        if is_made_here and user not in self._made:
            await self.ensure_user(user)

    async def _find(self, plan: RoomPlan) -> RoomId:
        room = RoomId(text_of(await self._as_creator("GET", self._alias(plan)), "room_id"))
        if await self._comes_to_stand(room):
            return room
        await self._give_up(plan, room)
        made = await self._as_creator("POST", "/createRoom", walls.creation(plan, self.creator))
        return RoomId(text_of(made, "room_id"))

    async def _comes_to_stand(self, room: RoomId) -> bool:
        for _ in range(BEING_MADE):
            if not walls.flaws(await self._state_or_nothing(room), self.creator):
                return True
            await asyncio.sleep(A_MOMENT.total_seconds())
        return False

    async def _give_up(self, plan: RoomPlan, room: RoomId) -> None:
        # The homeserver died while it made this room. Should it be at it still, only slowly: it asks
        # in nobody on behalf of a creator who has left.
        for event in await self._state_or_nothing(room):
            member = UserId(str(event.get("state_key")))
            seat = _seat(event) if event["type"] == "m.room.member" else None
            if member != self.creator and seat and seat.is_inside:
                await self.remove(room, member)
        with contextlib.suppress(HomeserverRefused):
            await self._as_creator("POST", f"/rooms/{escaped(room)}/leave", {})
        await self._as_creator("DELETE", self._alias(plan))

    async def _is_inside(self, room: RoomId, user: UserId) -> bool:
        seat = (await self.look(room)).seats.get(user)
        return seat is not None and seat.is_inside

    async def _sits_in(self, room: RoomId) -> bool:
        # A no may mean many things; only this answer says that there is nothing to be held.
        return room in (await self._as_creator("GET", "/joined_rooms")).get("joined_rooms", [room])

    async def _state_or_nothing(self, room: RoomId) -> list[Json]:
        try:
            return await self._state(room)
        except HomeserverRefused:
            return []

    async def _state(self, room: RoomId) -> list[Json]:
        return await self._wire.call_list(f"{V3}/rooms/{escaped(room)}/state", user=self.creator)

    async def _as_eraser(self, method: str, path: str, body: dict[str, Any] | None = None) -> Json | None:
        token = await self._eraser() if self._eraser else None
        user = None if token else self.creator
        try:
            return await self._wire.call(method, f"/_synapse/admin/{path}", body, user=user, token=token)
        except HomeserverRefused as refusal:
            if refusal.errcode != "M_NOT_FOUND":
                raise
            return None

    async def _as_creator(self, method: str, path: str, body: dict[str, Any] | None = None) -> Json:
        return await self._wire.call(method, f"{V3}{path}", body, user=self.creator)


def _has_passed(event: Json, before: datetime) -> bool:
    # What was taken away already is empty.
    content = event.get("content", {})
    if event.get("type") == "m.reaction":
        return bool(content)
    return bool(content.get(PASSING)) and instant_of(event.get("origin_server_ts")) <= before


def _seat(event: Json) -> Seat | None:
    since = instant_of(event.get("origin_server_ts"))
    match event["content"].get("membership"):
        case "join":
            return Seat(Membership.JOINED, since)
        case "invite":
            return Seat(Membership.INVITED, since)
        case "leave" if event["sender"] == event["state_key"]:
            return Seat(Membership.DECLINED, since)
    return None
