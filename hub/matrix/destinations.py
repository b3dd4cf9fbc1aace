"""What the hub's homeserver knows of other servers: whether one answers, and what it has received."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import HomeserverRefused, HomeserverUnavailable
from hub.identifiers import RoomId, UserId, server_of
from hub.matrix.wire import V3, Json, Wire, escaped, instant_of, text_of
from hub.rooms.model import Sighting

# A place in a room, as Synapse writes it: `t` depth `-` the event's number on this server.
_PLACE = re.compile(r"t\d+-(\d+)")
_DESTINATIONS = "/_synapse/admin/v1/federation/destinations"


@dataclass(frozen=True, slots=True)
class Reached:
    """The number of the last event that a server has acknowledged; whether it does not answer just now."""

    number: int
    is_failing: bool


class Destinations:
    """Asks what is known (Synapse, "Federation API" for administrators)."""

    def __init__(self, wire: Wire, creator: UserId, witness: Callable[[], Awaitable[str]] | None) -> None:
        self._wire = wire
        self._creator = creator
        self._witness = witness

    async def sighting(self, room: RoomId, user: UserId, server: str) -> Sighting | None:
        """Whether a server has acknowledged a transaction with somebody's removal or with later events.

        Homeservers acknowledge when they have stored what came, and work on it at once. One that does
        not answer, and that ours would let rest for a while, is tried again now.
        """
        left = await self._leave(room, user)
        if left is None:
            return None
        reached = await self.reached(server)
        is_seen = reached.number >= (await self.place(room, text_of(left, "event_id")))[1]
        if not is_seen and reached.is_failing:
            await self._try_again(server)
        return Sighting(instant_of(left.get("origin_server_ts")), is_seen)

    async def reached(self, server: str) -> Reached:
        """How far a server is."""
        known = await self._known(server)
        number = known.get("last_successful_stream_ordering")
        return Reached(number if isinstance(number, int) else -1, bool(known.get("failure_ts")))

    async def tips(self, room: RoomId) -> Sequence[str]:
        """The events of a room that nothing builds upon yet: the next one will build upon all of them."""
        found = await self._as_witness("GET", f"/_synapse/admin/v1/rooms/{escaped(room)}/forward_extremities")
        return [text_of(tip, "event_id") for tip in found["results"]]

    async def place(self, room: RoomId, event: str) -> tuple[str, int]:
        """By whose server an event is, and its number on ours."""
        path = f"{V3}/rooms/{escaped(room)}/context/{escaped(event)}"
        around = await self._wire.call("GET", path, user=self._creator, query={"limit": "0"})
        place = _PLACE.match(text_of(around, "end"))
        if place is None:
            raise HomeserverUnavailable("a place in a room that nobody can read")
        return server_of(UserId(text_of(around["event"], "sender"))), int(place[1])

    async def can_reach(self, server: str) -> bool:
        """Whether it answers a question of ours, signed by our homeserver: for a name that nobody has."""
        await self._wire.call("GET", "/_matrix/client/versions")
        try:
            await self._wire.call(
                "GET", f"{V3}/directory/room/{escaped(f'#fallraum:{server}')}", user=self._creator
            )
        except HomeserverUnavailable:
            return False
        except HomeserverRefused as refusal:
            return refusal.status == 404
        return True

    async def _leave(self, room: RoomId, user: UserId) -> Json | None:
        path = f"{V3}/rooms/{escaped(room)}/state/m.room.member/{escaped(user)}"
        event = await self._wire.call("GET", path, user=self._creator, query={"format": "event"})
        return event if event["content"].get("membership") == "leave" else None

    async def _known(self, server: str) -> Mapping[str, Any]:
        try:
            return await self._as_witness("GET", f"{_DESTINATIONS}/{escaped(server)}")
        except HomeserverRefused as refusal:
            if refusal.status != 404 or refusal.errcode != "M_NOT_FOUND":
                raise
            # Nothing was ever sent there.
            return {}

    async def _try_again(self, server: str) -> None:
        try:
            await self._as_witness("POST", f"{_DESTINATIONS}/{escaped(server)}/reset_connection")
        except HomeserverRefused as refusal:
            # It does so already.
            if refusal.status != 400:
                raise

    async def _as_witness(self, method: str, path: str) -> Json:
        token = await self._witness() if self._witness else None
        user = None if token else self._creator
        body: Json | None = {} if method == "POST" else None
        return await self._wire.call(method, path, body, user=user, token=token)
