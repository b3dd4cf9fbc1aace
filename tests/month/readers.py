"""Those who read along: Element Web's engine, and matrix-nio here and at another homeserver."""

from collections.abc import Mapping
from typing import Protocol

import nio

from hub.identifiers import RoomId, UserId
from hub.tour.person import Person
from tests.peers.engine import Engine


class Reader(Protocol):
    """Somebody at a client that nobody here wrote."""

    @property
    def user(self) -> UserId:
        """Whose client it is."""
        ...

    async def join(self, room: RoomId) -> None:
        """Take the offered seat."""
        ...

    async def look(self) -> None:
        """Take in what happened since the last time."""
        ...

    async def heard_in(self, room: RoomId, count: int) -> Mapping[str, str]:
        """What they could read, by event; `count` is how much there is."""
        ...


class AtNio(Person):
    """Somebody with matrix-nio, who tries again what a key came late for, as people's clients do."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._heard: dict[str, str] = {}
        self._closed: dict[str, nio.MegolmEvent] = {}

    async def look(self) -> None:
        await self.catch_up()
        for event in list(self._closed.values()):
            self._try(event)

    async def heard_in(self, room: RoomId, count: int) -> Mapping[str, str]:
        await self.look()
        return self._heard

    async def _hear(self, room: nio.MatrixRoom, event: nio.RoomMessage) -> None:
        await super()._hear(room, event)
        self._heard[event.event_id] = str(event.source["content"].get("body", ""))

    async def _cannot_read(self, room: nio.MatrixRoom, event: nio.MegolmEvent) -> None:
        await super()._cannot_read(room, event)
        event.room_id = room.room_id
        self._closed[event.event_id] = event

    def _try(self, event: nio.MegolmEvent) -> None:
        try:
            opened = self._client.decrypt_event(event)
        except nio.exceptions.EncryptionError:
            return
        del self._closed[event.event_id]
        self._heard[event.event_id] = str(opened.source["content"].get("body", ""))


class AtElement(Engine):
    """Somebody with Element's engine in its strict mode."""

    async def look(self) -> None:
        """It looks all the time."""

    async def heard_in(self, room: RoomId, count: int) -> Mapping[str, str]:
        messages = await self.read(room, count)
        return {one["event_id"]: one["body"] for one in messages if one["shield"] == "none"}
