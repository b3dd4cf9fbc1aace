"""The live feed: who can be reached now, told to whoever shares a case with them (`/live`, WebSocket).

The messages are described in ARCHITECTURE.md ("The live feed"). One line is one watcher; it says who it
is by a token of its own homeserver before it hears anything.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from hub.errors import Refused, WorldBroken
from hub.identifiers import UserId
from hub.presence.feed import Feed, Watcher
from hub.presence.model import Source
from hub.presence.service import PresenceService
from web.answers import Answers
from web.line import Closed, End, Line
from web.messages import (
    VERSION,
    Hello,
    Resume,
    later,
    of_wish,
    told,
)

PATH = "/live"
BEAT_EVERY = 20.0
# How long what a line was told is remembered, so that it need not be told again.
RESUMED_WITHIN = 60.0
# How many lines may begin in a second, and at once; the others are asked to come later.
BEGINNINGS_PER_SECOND, BEGINNINGS_AT_ONCE = 100, 400

log = structlog.get_logger()


class SignIn(Protocol):
    """Who can tell whose a token is."""

    async def whose(self, token: str, server: str) -> UserId | Refused:
        """The account of whoever holds it; may raise `WorldBroken`."""
        ...


@dataclass(slots=True)
class _Session:
    """What one watcher was told, also while their line is broken."""

    id: str
    watcher: Watcher
    seq: int = 0


@dataclass(slots=True)
class Live:
    """Every line of this process."""

    presence: PresenceService
    feed: Feed
    sign_in: SignIn
    at_once: int = BEGINNINGS_AT_ONCE
    _lines: dict[UserId, int] = field(default_factory=dict)
    _broken: dict[str, _Session] = field(default_factory=dict)
    _begun: float = 0.0
    _counted_at: float = 0.0
    _ending: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def _answers(self) -> Answers:
        return Answers(self.presence, self.feed)

    def route(self) -> WebSocketRoute:
        """Where lines begin."""
        return WebSocketRoute(PATH, self._line)

    async def _line(self, socket: WebSocket) -> None:
        await socket.accept()
        line = Line(socket)
        try:
            if not self._may_begin():
                await line.say(later())
                raise End(Closed.LATER)
            hello = await line.hello()
            user = await self._whose(hello)
            if isinstance(user, Refused):
                await line.say({"type": "refused", "reason": user.reason})
                raise End(Closed.UNKNOWN)
            async with self._session(user, hello.resume) as session:
                said = await self._answers.declared(user)
                await line.say(
                    said | {"type": "welcome", "v": VERSION, "session": session.id, "beat": BEAT_EVERY}
                )
                await self._carry(line, session)
        except End as end:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(*end.why)
        except WebSocketDisconnect:
            pass
        except Exception as error:
            # Whatever it was: this line ends, and they come again.
            log.error("watcher dropped", error=type(error).__name__)
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(*Closed.LATER)

    def close(self) -> None:
        """Tell every line to come again a little later, each at a moment of its own."""
        self._ending.set()

    def _may_begin(self) -> bool:
        # After a restart all come back at once.
        now = asyncio.get_running_loop().time()
        since = (now - self._counted_at) * BEGINNINGS_PER_SECOND
        self._begun, self._counted_at = max(0.0, self._begun - since), now
        if self._begun + 1 > self.at_once:
            return False
        self._begun += 1
        return True

    async def _whose(self, hello: Hello) -> UserId | Refused:
        try:
            return await self.sign_in.whose(hello.token, hello.server)
        except WorldBroken:
            raise End(Closed.LATER) from None

    @contextlib.asynccontextmanager
    async def _session(self, user: UserId, resume: Resume | None) -> AsyncIterator[_Session]:
        session = self._resumed(user, resume) or _Session(secrets.token_hex(16), self.feed.watch(user))
        self._lines[user] = self._lines.get(user, 0) + 1
        try:
            yield session
        finally:
            self._lines[user] -= 1
            if not self._lines[user]:
                del self._lines[user]
                self.presence.hear(user, Source.CONSOLE, is_there=False)
            self.feed.unwatch(session.watcher)
            self._broken[session.id] = session
            asyncio.get_running_loop().call_later(RESUMED_WITHIN, self._broken.pop, session.id, None)

    def _resumed(self, user: UserId, resume: Resume | None) -> _Session | None:
        known = self._broken.get(resume.session) if resume else None
        if known is None or resume is None or known.watcher.user != user or known.seq != resume.seq:
            return None
        del self._broken[known.id]
        self.feed.watch_again(known.watcher)
        return known

    async def _carry(self, line: Line, session: _Session) -> None:
        tasks = [
            asyncio.create_task(self._tell(line, session)),
            asyncio.create_task(self._hear(line, session.watcher)),
            asyncio.create_task(self._beat(line, session.watcher.user)),
            asyncio.create_task(self._end(line)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, line: Line, session: _Session) -> None:
        while True:
            news = await self.feed.news(session.watcher)
            if news.seen or news.gone or news.is_whole:
                session.seq += 1
                await line.say(told(news, session.seq))
            for wish in news.together:
                await line.say(of_wish(wish))

    async def _beat(self, line: Line, user: UserId) -> None:
        while True:
            self.presence.hear(user, Source.CONSOLE, is_there=True)
            await asyncio.sleep(BEAT_EVERY)
            await line.say({"type": "beat"})

    async def _end(self, line: Line) -> None:
        await self._ending.wait()
        await line.say(later())
        raise End(Closed.RESTART)

    async def _hear(self, line: Line, watcher: Watcher) -> None:
        while True:
            answer = await self._answers.to(watcher, await line.heard())
            if isinstance(answer, Refused):
                await line.say({"type": "refused", "reason": answer.reason, "facts": dict(answer.facts)})
            elif answer is not None:
                await line.say(answer)
