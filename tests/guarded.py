"""A real Synapse with the guard in it, and the door at which the guard asks: tests say who may sit where."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

import uvicorn
from starlette.applications import Starlette

from hub.embedded.accounts import eraser
from hub.embedded.files import GUARD_TOKEN, write_homeserver
from hub.identifiers import RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.rooms.board import Board, Notice
from hub.rooms.model import List, RoomPlan
from tests.real import RealHomeserver, new_settings, started
from web.guard import routes

# Short, so that a test can wait for its end.
LEASE = timedelta(seconds=3)
LONGEST = 15.0


class Door:
    """The hub's own door and board, and no hub behind them."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._token = token
        self._lists: dict[RoomId, List | None] = {}

    def open(self) -> None:
        """Begin to answer."""
        self._board = _ReadBoard(token_hex(4), lease=LEASE)
        self._board.hang(self._lists)
        app = Starlette(routes=routes(self._board, self._token))
        config = uvicorn.Config(app, port=self._port, log_config=None, access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()])
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more."""
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(LONGEST)
        self._loop.close()

    def says(self, lists: Mapping[RoomId, List | None]) -> None:
        """Hang these lists out, and wait until the guard has read them."""
        self._lists |= lists
        asyncio.run_coroutine_threadsafe(self._hang(), self._loop).result(LONGEST)

    def lets_in(self, room: RoomId, *users: UserId, until: datetime | None = None) -> None:
        """From now on those may sit there, too."""
        self.says({room: dict(self._lists.get(room) or {}) | dict.fromkeys(users, until)})

    def lets_out(self, room: RoomId, user: UserId) -> None:
        """From now on somebody may no longer sit there."""
        self.says({room: {u: until for u, until in (self._lists.get(room) or {}).items() if u != user}})

    async def _serve(self) -> None:
        vouching = asyncio.create_task(self._vouch())
        await self._server.serve()
        vouching.cancel()

    async def _vouch(self) -> None:
        while True:
            self._board.confirm()
            await asyncio.sleep(LEASE.total_seconds() / 10)

    async def _hang(self) -> None:
        self._board.hang(self._lists)
        while self._board.read_up_to != self._board.position:  # noqa: ASYNC110 – the guard is elsewhere
            await asyncio.sleep(0.001)

    def _stop(self) -> None:
        self._board.close()
        self._server.should_exit = True


class _ReadBoard(Board):
    """A board that remembers how far it was read."""

    read_up_to = ""

    async def read(self, since: str, *, longest: timedelta) -> Notice | None:
        self.read_up_to = since
        return await super().read(since, longest=longest)


class ListedHomeserver(MatrixHomeserver):
    """The hub's hand on the homeserver; whomever it asks in or shows out is listed so, as a hub would."""

    door: Door

    async def create_room(self, plan: RoomPlan) -> RoomId:
        room = await super().create_room(plan)
        self.door.lets_in(room, *plan.guests)
        return room

    async def invite(self, room: RoomId, user: UserId) -> None:
        self.door.lets_in(room, user)
        await super().invite(room, user)

    async def remove(self, room: RoomId, user: UserId) -> None:
        self.door.lets_out(room, user)
        await super().remove(room, user)


@dataclass(frozen=True, slots=True)
class GuardedHomeserver(RealHomeserver):
    """A running Synapse with the guard in it."""

    door: Door

    @asynccontextmanager
    async def hub(self) -> AsyncIterator[MatrixHomeserver]:
        """It, as the hub sees it."""
        async with self.wire() as wire:
            creator = names.steward(self.settings.server_name)
            homeserver = ListedHomeserver(
                wire, creator=creator, farewell="Auf Wiedersehen.", eraser=lambda: eraser(self.settings)
            )
            homeserver.door = self.door
            yield homeserver

    @property
    def log(self) -> str:
        """What the homeserver has logged."""
        return (self.settings.data / "homeserver" / "homeserver.log").read_text()


# What a site may allow, so that what is refused is refused by the guard.
AS_ELSEWHERE = {
    "user_directory": {"enabled": True, "search_all_users": True},
    "enable_3pid_lookup": True,
    "room_list_publication_rules": [{"action": "allow"}],
    "alias_creation_rules": [{"action": "allow"}],
}


@contextmanager
def running_guarded(folder: Path) -> Iterator[GuardedHomeserver]:
    """A Synapse with the guard in it, for as long as the block lasts."""
    settings = new_settings(folder)
    main = write_homeserver(settings)
    main.write_text(json.dumps(json.loads(main.read_text()) | AS_ELSEWHERE))
    door = Door(settings.door_port, settings.secret(GUARD_TOKEN))
    door.open()
    try:
        with started(main):
            door.says({})
            homeserver = GuardedHomeserver(settings, door)
            asyncio.run(homeserver.make_accounts())
            yield homeserver
    finally:
        door.close()
