"""One line of the live feed: what it may say, how much, and how slowly it may listen."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from hub.errors import Refused
from web.messages import HELLO, SAID, Hello, Said

# Within which a line says who it is.
HELLO_WITHIN = 3.0
# Who does not take in what they are told for so long is dropped: they come again and hear what is so then.
SLOWEST = 10.0
# A status, an absence, hours: nobody has more to say at once, nor more often.
LONGEST_MESSAGE = 4096
# What a line may carry at all; beyond it the protocol itself says no (1009).
LONGEST_FRAME = 16 * LONGEST_MESSAGE
MOST_MESSAGES, IN_SECONDS = 20, 10.0
# Whoever does not even take in why their line ends.
FAREWELL = 2.0

LEAST = 0.01

log = structlog.get_logger()
_WRITTEN = json.JSONEncoder(ensure_ascii=False).encode


class Closed:
    """Why a line is closed: RFC 6455 leaves 4000 to 4999 to applications."""

    GARBAGE = (4400, "garbage")
    UNKNOWN = (4401, "not signed in")
    SILENT = (4408, "no hello")
    SLOW = (4409, "too slow")
    TOO_MUCH = (4429, "too much")
    LATER = (4503, "later")
    RESTART = (1012, "restart")


class End(Exception):
    """A line ends, and is told why."""

    def __init__(self, why: tuple[int, str]) -> None:
        super().__init__(why[1])
        self.why = why


class Pace:
    """How much somebody says, on all their lines together; to begin one is to say something, too."""

    def __init__(self) -> None:
        self._heard_at: list[float] = []

    def step(self) -> None:
        """They said something more."""
        now = asyncio.get_running_loop().time()
        self._heard_at = [at for at in self._heard_at if now - at < IN_SECONDS]
        if len(self._heard_at) >= MOST_MESSAGES:
            raise End(Closed.TOO_MUCH)
        self._heard_at.append(now)

    def is_over(self) -> bool:
        """Whether they have said nothing for so long that nothing of it counts."""
        now = asyncio.get_running_loop().time()
        return all(now - at >= IN_SECONDS for at in self._heard_at)


class Line:
    """A socket, with what it may say and how slowly it may listen."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._turn = asyncio.Lock()
        self._begun_at: float | None = None
        self._hello_due: asyncio.Timeout | None = None
        self._gives_way = False

    async def say(self, message: Mapping[str, Any]) -> None:
        """Tell them something, if they take it in."""

        async def at_hand() -> Sequence[Mapping[str, Any]]:
            return [message]

        try:
            async with asyncio.timeout(SLOWEST):
                await self.tell(at_hand)
        except TimeoutError:
            raise self._slow() from None

    async def tell(self, look_up: Callable[[], Awaitable[Sequence[Mapping[str, Any]]]]) -> None:
        """Tell them what is looked up once it is their turn: what waits to be told may cease to be so.

        However long they take: `until_stuck` tells.
        """
        async with self._turn:
            messages = await look_up()
            if messages:
                self._begun_at = asyncio.get_running_loop().time()
            for message in messages:
                await self._socket.send_text(_WRITTEN(message))
            self._begun_at = None

    async def until_stuck(self) -> None:
        """Raise when they have not taken in for too long what they are being told."""
        # One timer that runs for long, not one for each message: there are many, and hardly any is slow.
        loop = asyncio.get_running_loop()
        while True:
            began = self._begun_at
            since = loop.time() if began is None else began
            await asyncio.sleep(max(since + SLOWEST - loop.time(), LEAST))
            if began is not None and began == self._begun_at and loop.time() >= began + SLOWEST:
                raise self._slow()

    def _slow(self) -> End:
        log.info("watcher dropped", why="slow")
        return End(Closed.SLOW)

    async def close(self, why: tuple[int, str]) -> None:
        """Say why it ends, to whoever still listens."""
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await self._socket.close(*why)

    @property
    def is_silent(self) -> bool:
        """Whether they are still to say who they are."""
        return self._hello_due is not None and not self._hello_due.expired()

    async def hello(self) -> Hello:
        """What a line begins with."""
        try:
            async with asyncio.timeout(HELLO_WITHIN) as self._hello_due:
                return HELLO.validate_json(await self._text())
        except TimeoutError:
            raise End(Closed.LATER if self._gives_way else Closed.SILENT) from None
        except ValidationError:
            raise End(Closed.GARBAGE) from None
        finally:
            self._hello_due = None

    def give_way(self) -> None:
        """End now, if it is still silent: somebody else needs the place."""
        if self._hello_due is not None and self.is_silent:
            self._gives_way = True
            self._hello_due.reschedule(asyncio.get_running_loop().time())

    async def heard(self, pace: Pace) -> Said | Refused:
        """What they say next; refused, if it is a message and something in it cannot be."""
        text = await self._text()
        pace.step()
        try:
            return SAID.validate_json(text)
        except ValidationError as error:
            wrong = [str(part) for part in error.errors()[0]["loc"]]
            if not wrong:
                # Not even a message of which one could say what is wrong with it.
                raise End(Closed.GARBAGE) from None
            return Refused("malformed-message", {"type": wrong[0], "part": ".".join(wrong[1:])[:60]})

    async def _text(self) -> str:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if not isinstance(text, str):
            raise End(Closed.GARBAGE)
        if len(text) > LONGEST_MESSAGE:
            raise End(Closed.TOO_MUCH)
        return text
