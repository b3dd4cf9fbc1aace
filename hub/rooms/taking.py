"""Taking steps into rooms and out of them, each by itself; a server catches up before it loses its last."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

import structlog

from hub.chance import Chance
from hub.errors import FallraumError, HomeserverRefused, Unfinished, WorldBroken
from hub.federation import Servers
from hub.identifiers import RoomId, UserId, server_of
from hub.rooms.model import Invite, Membership, Place, Remove, Seat, Step
from hub.rooms.world import Homeserver

Following = set[tuple[RoomId, UserId]]
"""Who was removed, or is about to be, whose own server can understand it, as far as this process knows."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taking:
    """Takes steps. What fails for one keeps nobody else."""

    homeserver: Homeserver
    chance: Chance
    servers: Servers
    following: Following

    async def take(
        self, room: RoomId, steps: Sequence[Step], seats: Mapping[UserId, Seat]
    ) -> dict[UserId, WorldBroken]:
        """Take them all at once; says for whom it failed, and how. `seats` are those known there."""
        servers = {server_of(step.user) for step in steps}
        # A server that has to catch up keeps nobody of another one inside.
        turns = ([step for step in steps if server_of(step.user) == server] for server in servers)
        taken = await asyncio.gather(*(self._take_of_one(room, turn, seats) for turn in turns))
        return {user: failure for failed in taken for user, failure in failed.items()}

    def following_in(self, room: RoomId) -> set[UserId]:
        """Whose own server can understand that they were removed from a room."""
        return {user for where, user in self.following if where == room}

    def forget(self, room: RoomId, users: Iterable[UserId]) -> None:
        """What became of these is written down."""
        self.following.difference_update((room, user) for user in users)

    async def _take_of_one(
        self, room: RoomId, steps: Sequence[Step], seats: Mapping[UserId, Seat]
    ) -> dict[UserId, WorldBroken]:
        leaving = [step.user for step in steps if isinstance(step, Remove)]
        # Whoever stays may ask for what their server missed: the others need not wait for that.
        if leaving and not _stays_anybody(server_of(leaving[0]), seats, leaving):
            await self._let_catch_up(room, leaving)
        results = await asyncio.gather(*(self._act(room, step) for step in steps))
        return {step.user: failure for step, failure in zip(steps, results, strict=True) if failure}

    async def _let_catch_up(self, room: RoomId, leaving: Sequence[UserId]) -> None:
        server = server_of(leaving[0])
        can_follow: bool | None = True
        if server != self.servers.home and self.servers.knows(server):
            try:
                can_follow = await self.homeserver.catch_up(room, leaving, self.chance.now())
            except HomeserverRefused:
                # Then nothing will be claimed either.
                pass
            except Exception as error:
                # Whatever it was: they still go.
                log.warning("server not asked", server=server, error=type(error).__name__)
                can_follow = False
        if can_follow is not None:
            change = self.following.update if can_follow else self.following.difference_update
            change((room, user) for user in leaving)

    async def _act(self, room: RoomId, step: Step) -> WorldBroken | None:
        # One failing step must block no other; what failed is tried again by the next look.
        try:
            match step:
                case Remove(user):
                    await self.homeserver.remove(room, user)
                case Invite(user):
                    await self.homeserver.invite(room, user)
                case Place(user):
                    await self.homeserver.place(room, user)
                case _ as never:
                    assert_never(never)
        except FallraumError as error:
            log.warning("step failed", step=type(step).__name__, room=room, error=str(error))
            if isinstance(error, WorldBroken):
                return error
            return Unfinished(1, is_refused=isinstance(error, HomeserverRefused), why=str(error))
        except Exception as error:
            # Whatever it was: the others still go, and what happened is still written down.
            log.error("step failed", step=type(step).__name__, room=room, error=type(error).__name__)
            return Unfinished(1)
        return None


def _stays_anybody(server: str, seats: Mapping[UserId, Seat], leaving: Collection[UserId]) -> bool:
    sitting = {user for user, seat in seats.items() if seat.membership is Membership.JOINED}
    return any(server_of(user) == server for user in sitting.difference(leaving))
