"""Before the last people of another server leave a room: has it all that their leave will build upon?

Whoever sits in a room may ask for what they missed; a server of which nobody sits there is refused it
(Synapse: 403), cannot place the leave, and takes its people for members for good.
"""

import asyncio
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.identifiers import RoomId, UserId, server_of
from hub.matrix.destinations import Destinations, Reached
from hub.matrix.wire import V3, Wire, escaped
from hub.rooms.model import Membership, Seat

# Says nothing, is shown by no client, and builds upon everything that stands in the room. It is state, for
# the guard lets nobody say anything unencrypted, and state by nobody but the steward.
TIE = "de.fallraum.tie"
# A server of which somebody has just come may still be fetching what it has not got.
NEW = timedelta(seconds=10)
# How long that takes: it fails at half a second, sometimes; not at one.
FETCHING = timedelta(seconds=1.5)
# A removal waits no longer, whatever that server does.
PATIENCE = timedelta(seconds=2.5)
BETWEEN_TWO_LOOKS = timedelta(seconds=0.1)


@dataclass(frozen=True, slots=True)
class Tip:
    """An event that nothing in the room builds upon yet: by whose server, and its number on ours."""

    server: str
    number: int


class Parting:
    """Has a server catch up as long as it may ask."""

    def __init__(self, wire: Wire, creator: UserId, destinations: Destinations) -> None:
        self._wire = wire
        self._creator = creator
        self._destinations = destinations

    async def catch_up(
        self, room: RoomId, people: Collection[UserId], seats: Mapping[UserId, Seat], now: datetime
    ) -> bool | None:
        """Whether the one server of these people can place their leave, after waiting a moment if need be.

        None if they are out already.
        """
        if not any(user in seats and seats[user].is_inside for user in people):
            return None
        server = server_of(next(iter(people)))
        there = sitting(seats, server)
        if not there or there - set(people):
            # An invitation is rescinded without a place in the room; and whoever stays lets it ask.
            return True
        has_just_come = abs(now - min(seats[user].since for user in there)) < NEW
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self._catches_up(room, server, has_just_come=has_just_come)
        except TimeoutError:
            return False

    async def _catches_up(self, room: RoomId, server: str, *, has_just_come: bool) -> bool:
        is_tied = False
        while True:
            tips, reached = await self._tips(room), await self._destinations.reached(server)
            if has_all(tips, reached, server, home=server_of(self._creator)):
                # What it said itself it has placed. Of what it was told, it may still be fetching a part.
                if is_tied or (has_just_come and tips[0].server != server):
                    await asyncio.sleep(FETCHING.total_seconds())
                return True
            if reached.is_failing:
                return False
            if not is_tied and is_loose(tips, home=server_of(self._creator)):
                await self._tie(room)
                is_tied = True
            await asyncio.sleep(BETWEEN_TWO_LOOKS.total_seconds())

    async def _tips(self, room: RoomId) -> list[Tip]:
        events = await self._destinations.tips(room)
        return [Tip(*await self._destinations.place(room, event)) for event in events]

    async def _tie(self, room: RoomId) -> None:
        # What says the same as before would be no event.
        path, knot = f"{V3}/rooms/{escaped(room)}/state/{TIE}/", {"knot": secrets.token_hex(8)}
        await self._wire.call("PUT", path, knot, user=self._creator)


def sitting(seats: Mapping[UserId, Seat], server: str) -> set[UserId]:
    """Who of a server sits there: an invitation alone lets it know nothing of the room."""
    return {u for u, seat in seats.items() if seat.membership is Membership.JOINED and server_of(u) == server}


def is_loose(tips: Collection[Tip], *, home: str) -> bool:
    """Whether it takes one more event for a server to learn of all there is: our own ones reach it anyway."""
    return len(tips) > 1 or any(tip.server != home for tip in tips)


def has_all(tips: Collection[Tip], reached: Reached, server: str, *, home: str) -> bool:
    """Whether a server has said the one last event itself, or has acknowledged it."""
    return len(tips) == 1 and all(
        tip.server == server or (tip.server == home and tip.number <= reached.number) for tip in tips
    )
