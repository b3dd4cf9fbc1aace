"""Where the contract is played: once on the fake, once on a real Synapse."""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from hub.errors import HomeserverRefused
from hub.identifiers import RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import PASSING
from hub.matrix.walls import ENCRYPTED, LEVELS, MEGOLM, hushed
from hub.matrix.wire import V3, escaped
from hub.rooms.model import Membership, RoomPlan, Seat
from hub.rooms.world import Homeserver
from tests.clock import Clock
from tests.fakes.homeserver import FakeHomeserver
from tests.people import HUB, MONITOR, STEWARD, VOICE
from tests.real import Person, RealHomeserver


class Stage(Protocol):
    """A homeserver as the hub sees it, and people as they act themselves."""

    homeserver: Homeserver
    creator: UserId
    voice: UserId
    monitor: UserId

    async def arrives(self, name: str) -> UserId:
        """Somebody new has an account."""
        ...

    async def joins(self, room: RoomId, user: UserId) -> bool:
        """The person tries to take a seat; whether they got it."""
        ...

    async def leaves(self, room: RoomId, user: UserId) -> None:
        """The person leaves, or refuses the invitation."""
        ...

    async def reacts(self, room: RoomId, user: UserId, key: str) -> bool:
        """The person tries to react there; whether they could."""
        ...

    async def writes(self, room: RoomId, user: UserId) -> bool:
        """The person tries to write something there; whether they could."""
        ...

    async def speaks(self, room: RoomId, voice: UserId) -> bool:
        """One of the hub's voices tries to say something encrypted there; whether it could."""
        ...

    async def is_of_before(self, room: RoomId) -> None:
        """The room was made when its creator alone spoke in such rooms."""
        ...

    async def reactions(self, room: RoomId, user: UserId) -> list[str]:
        """What the person finds there that anybody reacted with."""
        ...

    async def says_in_passing(self, room: RoomId) -> None:
        """The hub says something there that is to be taken away after a while."""
        ...

    async def passing(self, room: RoomId, user: UserId) -> int:
        """How much of that the person still finds there."""
        ...

    async def passes(self) -> datetime:
        """Some time passes on the homeserver's clock; returns the present, in whole milliseconds."""
        ...


def new_plan(*guests: UserId) -> RoomPlan:
    """A room nobody made before."""
    return RoomPlan(alias=f"fallraum-{secrets.token_hex(8)}", name="F-1", guests=guests)


async def seat_of(stage: Stage, room: RoomId, user: UserId) -> Seat | None:
    """How somebody stands to the room, as the hub sees it."""
    return (await stage.homeserver.look(room)).seats.get(user)


async def standing(stage: Stage, room: RoomId, user: UserId) -> Membership | None:
    """The same without the time."""
    seat = await seat_of(stage, room, user)
    return seat.membership if seat else None


class FakeStage:
    """The homeserver of the stories."""

    creator = STEWARD
    voice = VOICE
    monitor = MONITOR

    def __init__(self) -> None:
        self._clock = Clock()
        self._fake = FakeHomeserver(creator=STEWARD, now=self._clock.now)
        self.homeserver: Homeserver = self._fake

    async def arrives(self, name: str) -> UserId:
        return UserId(f"@{name}-{secrets.token_hex(3)}:{HUB}")

    async def joins(self, room: RoomId, user: UserId) -> bool:
        seat = self._fake.seen(room).seats.get(user)
        if seat is None or not seat.is_inside:
            return False
        self._fake.joins(room, user)
        return True

    async def leaves(self, room: RoomId, user: UserId) -> None:
        self._fake.leaves(room, user)

    async def reacts(self, room: RoomId, user: UserId, key: str) -> bool:
        self._fake.reacts(room, key)
        return True

    async def writes(self, room: RoomId, user: UserId) -> bool:
        return not self._fake.is_hushed(room)

    async def speaks(self, room: RoomId, voice: UserId) -> bool:
        return self._fake.may_speak(room, voice)

    async def is_of_before(self, room: RoomId) -> None:
        self._fake.is_of_before(room)

    async def reactions(self, room: RoomId, user: UserId) -> list[str]:
        return self._fake.reactions(room)

    async def says_in_passing(self, room: RoomId) -> None:
        self._fake.says_in_passing(room)

    async def passing(self, room: RoomId, user: UserId) -> int:
        return self._fake.passing(room)

    async def passes(self) -> datetime:
        return self._clock.push(milliseconds=5)


class RealStage:
    """A Synapse, on which people act through its client API."""

    def __init__(self, real: RealHomeserver, homeserver: Homeserver) -> None:
        self.homeserver = homeserver
        self.creator = homeserver.creator
        self.voice = names.conference_voice(real.settings.server_name)
        self.monitor = names.monitor_voice(real.settings.server_name)
        self._real = real
        self._people: dict[UserId, Person] = {}

    async def arrives(self, name: str) -> UserId:
        person = await self._real.person(name)
        self._people[person.user] = person
        return person.user

    async def joins(self, room: RoomId, user: UserId) -> bool:
        return (await self._people[user].tries_to_join(room)).status == 200

    async def leaves(self, room: RoomId, user: UserId) -> None:
        await self._people[user].leaves(room)

    async def reacts(self, room: RoomId, user: UserId, key: str) -> bool:
        found = await self._people[user].does("GET", f"/rooms/{escaped(room)}/messages?dir=b&limit=1")
        about = {"rel_type": "m.annotation", "event_id": found["chunk"][0]["event_id"], "key": key}
        return await self._sends(room, user, "m.reaction", {"m.relates_to": about})

    async def writes(self, room: RoomId, user: UserId) -> bool:
        words = {"algorithm": MEGOLM, "ciphertext": "AwgA"}
        return await self._sends(room, user, "m.room.encrypted", words)

    async def speaks(self, room: RoomId, voice: UserId) -> bool:
        words = {"algorithm": MEGOLM, "ciphertext": "AwgA"}
        path = f"{V3}/rooms/{escaped(room)}/send/m.room.encrypted/{secrets.token_hex(8)}"
        async with self._real.wire() as wire:
            try:
                await wire.call("PUT", path, words, user=voice)
            except HomeserverRefused:
                return False
        return True

    async def is_of_before(self, room: RoomId) -> None:
        now = hushed(self.creator)
        events = {kind: level for kind, level in now["events"].items() if kind != ENCRYPTED}
        path = f"{V3}/rooms/{escaped(room)}/state/{LEVELS}/"
        async with self._real.wire() as wire:
            await wire.call("PUT", path, now | {"users": {}, "events": events}, user=self.creator)

    async def reactions(self, room: RoomId, user: UserId) -> list[str]:
        found = await self._people[user].does("GET", f"/rooms/{escaped(room)}/messages?dir=b&limit=50")
        said = [event["content"] for event in found["chunk"] if event["type"] == "m.reaction"]
        return [content["m.relates_to"]["key"] for content in said if content]

    async def says_in_passing(self, room: RoomId) -> None:
        words = {"algorithm": MEGOLM, "ciphertext": "AwgA", PASSING: True}
        path = f"{V3}/rooms/{escaped(room)}/send/m.room.encrypted/{secrets.token_hex(8)}"
        async with self._real.wire() as wire:
            await wire.call("PUT", path, words, user=self.creator)

    async def passing(self, room: RoomId, user: UserId) -> int:
        found = await self._people[user].does("GET", f"/rooms/{escaped(room)}/messages?dir=b&limit=50")
        return sum(PASSING in event["content"] for event in found["chunk"])

    async def _sends(self, room: RoomId, user: UserId, kind: str, content: Mapping[str, Any]) -> bool:
        path = f"/rooms/{escaped(room)}/send/{kind}/{secrets.token_hex(8)}"
        return (await self._people[user].tries("PUT", path, content)).status == 200

    async def passes(self) -> datetime:
        await asyncio.sleep(0.005)
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
