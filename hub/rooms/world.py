"""The world outside as rooms need it; what plays it, plays it against one suite."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from hub.identifiers import RoomId, UserId
from hub.rooms.model import RoomPlan, Seen, Sighting


class Homeserver(Protocol):
    """A homeserver. Every call may raise `WorldBroken` or `HomeserverRefused`."""

    creator: UserId

    async def create_room(self, plan: RoomPlan) -> RoomId:
        """Make the room, or find the one that an earlier attempt made."""
        ...

    async def room_named(self, plan: RoomPlan) -> RoomId | None:
        """The room that a plan's alias leads to, whatever it looks like; nothing is changed."""
        ...

    async def find_room(self, plan: RoomPlan) -> RoomId | None:
        """The room that an attempt to make it left behind, if there is one."""
        ...

    async def look(self, room: RoomId) -> Seen:
        """Who sits in the room now, and whether its walls stand; raises `RoomGone` if there is none."""
        ...

    async def catch_up(self, room: RoomId, people: Collection[UserId], now: datetime) -> bool | None:
        """Have the one server of these people get what it missed, for a moment; whether it has all.

        Once nobody of it sits there it may ask for nothing any more. None if these are out already;
        refused where nobody lets the hub know.
        """
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

    async def hush(self, room: RoomId, *, is_heard: bool = False) -> None:
        """Write anew who may write in a room where the hub alone does; people, too, where it `is_heard`."""
        ...

    async def tidy(self, room: RoomId, *, before: datetime) -> None:
        """Take away what people lately reacted in a room, and what was said in passing before an instant.

        What it said is gone then.
        """
        ...

    async def end(self, room: RoomId) -> None:
        """Set a tombstone: nobody should write there any more. Fine if one stands."""
        ...

    async def forget(self, room: RoomId) -> bool:
        """Forget the room and all that was said in it; yes once nothing of it is left here."""
        ...

    async def forget_file(self, medium: str) -> None:
        """Forget a file that one of the hub's voices uploaded; fine if it is gone."""
        ...

    async def forget_account(self, client: UserId) -> bool:
        """End a client's account, forget what they uploaded; yes once nothing of it is left here."""
        ...

    async def end_account(self, user: UserId) -> None:
        """End an account of the hub's own, with its devices; fine if it is over, or never was."""
        ...

    async def sighting(self, room: RoomId, user: UserId, server: str) -> Sighting | None:
        """Whether another server has received that somebody was removed; None if they are not removed.

        Refused where nobody lets the hub know.
        """
        ...

    async def can_reach(self, server: str) -> bool:
        """Whether another server answers at this moment."""
        ...
