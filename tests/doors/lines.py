"""Lines to the live feed, through a real server, by a client that nobody here wrote (websockets)."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect

from hub.identifiers import UserId, server_of
from hub.presence.model import Source
from tests.desk import Desk
from tests.fakes.sign_in import FakeSignIn
from web.line import LONGEST_FRAME
from web.live import PATH

SOON = 5.0
ANSWERS = ("declared", "refused", "overview", "window", "functions", "wished", "asked-in")
# Long enough for whatever should not come to have come.
A_WHILE = 0.3


@dataclass(slots=True)
class Line:
    """One connection of somebody who watches."""

    connection: ClientConnection
    welcome: dict[str, Any]

    async def says(self, **message: Any) -> dict[str, Any]:
        """Say something; returns what was answered to it."""
        await self.connection.send(json.dumps(message))
        return await self.hears(*ANSWERS)

    async def hears(self, *types: str) -> dict[str, Any]:
        """The next message of one of these types."""
        async with asyncio.timeout(SOON):
            while True:
                message: dict[str, Any] = json.loads(await self.connection.recv())
                if message["type"] in types:
                    return message

    async def sees(self) -> dict[str, str]:
        """The states in the next news, by name."""
        news = await self.hears("whole", "change")
        return {person["name"]: person["state"] for person in news["people"]}

    async def until(self, name: str, state: str) -> None:
        """Wait until somebody is seen in a state."""
        while (await self.sees()).get(name) != state:
            pass

    async def hears_nothing(self) -> bool:
        """Whether there is no news for a while."""
        try:
            async with asyncio.timeout(A_WHILE):
                await self.hears("whole", "change")
        except TimeoutError:
            return True
        return False


@dataclass(slots=True)
class Feed:
    """A server with a live feed."""

    url: str
    sign_in: FakeSignIn

    @contextlib.asynccontextmanager
    async def raw(self) -> AsyncIterator[ClientConnection]:
        """A line of somebody who has not said who they are."""
        async with connect(self.url, proxy=None, compression=None) as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def line(self, user: UserId, **more: Any) -> AsyncIterator[Line]:
        """A line of somebody who said who they are."""
        hello = {"type": "hello", "v": 1, "token": self.sign_in.token_of(user), "server": server_of(user)}
        async with self.raw() as connection:
            await connection.send(json.dumps(hello | more))
            line = Line(connection, {})
            line.welcome = await line.hears("welcome")
            yield line


@contextlib.asynccontextmanager
async def serving(app: Starlette, sign_in: FakeSignIn) -> AsyncIterator[Feed]:
    """The web door on a port of its own, as the house opens it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        # Whoever knocks before the server is ready waits.
        listener.listen(4_096)
        config = uvicorn.Config(
            app, log_config=None, lifespan="off", ws_max_size=LONGEST_FRAME, ws_per_message_deflate=False
        )
        server = _Server(config)
        running = asyncio.create_task(server.serve([listener]))
        try:
            yield Feed(f"ws://127.0.0.1:{listener.getsockname()[1]}{PATH}", sign_in)
        finally:
            server.should_exit = True
            await running


class _Server(uvicorn.Server):
    """Signals are pytest's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def shows(desk: Desk, *users: UserId) -> None:
    """These want to be seen."""
    for user in users:
        await desk.hub.presence.declaring.show(user, is_shown=True)


def types(desk: Desk, user: UserId) -> None:
    """Somebody is writing something just now."""
    desk.hub.presence.hear(user, Source.TYPING, is_there=True)
