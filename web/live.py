"""The live feed: who can be reached now, told to whoever shares a case with them (`/live`, WebSocket).

The messages are described in ARCHITECTURE.md ("The live feed"). One line is one watcher; it says who it
is by a token of its own homeserver before it hears anything.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from hub.direct.service import DirectService
from hub.errors import Refused, WorldBroken
from hub.identifiers import UserId
from hub.presence.calendars import Calendars
from hub.presence.feed import Feed
from hub.presence.model import Source
from hub.presence.service import PresenceService
from hub.presence.watcher import Watcher
from web.answers import Answers
from web.line import IN_SECONDS, Closed, End, Line, Pace
from web.messages import (
    VERSION,
    Hello,
    Resume,
    later,
    of_refusal,
    of_wish,
    told,
)

PATH = "/live"
BEAT_EVERY = 20.0
# How long what a line was told is remembered, so that it need not be told again.
RESUMED_WITHIN = 60.0
# How many lines may begin in a second, and at once; the others are asked to come later.
BEGINNINGS_PER_SECOND, BEGINNINGS_AT_ONCE = 100, 400
# How many may stand at once of which nobody knows yet whose they are: theirs is no turn of the others. Who is
# silent for longest gives way to whoever comes.
MOST_UNKNOWN = 100
# As many broken ones are remembered.
MOST_LINES_OF_ONE = 5
# Then they say anew who they are: an account may have been closed, a device lost.
LONGEST_LINE = 3600.0

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
class Lines:
    """Every line of this process."""

    presence: PresenceService
    feed: Feed
    direct: DirectService
    calendars: Calendars
    sign_in: SignIn
    at_once: int = BEGINNINGS_AT_ONCE
    _lines: dict[UserId, int] = field(default_factory=dict)
    _paces: dict[UserId, Pace] = field(default_factory=dict)
    # The oldest first.
    _unknown: dict[Line, None] = field(default_factory=dict)
    _broken: dict[UserId, dict[str, _Session]] = field(default_factory=dict)
    _begun: float = 0.0
    _counted_at: float = 0.0
    _ending: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def _answers(self) -> Answers:
        return Answers(self.presence, self.feed, self.direct, self.calendars)

    def routes(self) -> list[BaseRoute]:
        """Where lines begin; whoever asks there without a WebSocket is told so."""
        return [WebSocketRoute(PATH, self._line), Route(PATH, _upgrade_required)]

    async def _line(self, socket: WebSocket) -> None:
        await socket.accept()
        line = Line(socket)
        try:
            user, hello = await self._known(line)
            if not self._may_begin():
                await line.say(later())
                raise End(Closed.LATER)
            async with self._session(user, hello.resume) as session:
                said = self._answers.declared(user)
                await line.say(
                    said | {"type": "welcome", "v": VERSION, "session": session.id, "beat": BEAT_EVERY}
                )
                await self._carry(line, session)
        except End as end:
            await line.close(end.why)
        except WebSocketDisconnect:
            pass
        except Exception as error:
            # Whatever it was: this line ends, and they come again.
            log.error("watcher dropped", error=type(error).__name__)
            await line.close(Closed.LATER)

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

    async def _known(self, line: Line) -> tuple[UserId, Hello]:
        if not self._has_room():
            await line.say(later())
            raise End(Closed.LATER)
        self._unknown[line] = None
        try:
            hello = await line.hello()
            user = await self._whose(hello)
        finally:
            self._unknown.pop(line, None)
        if isinstance(user, Refused):
            await line.say(of_refusal(user))
            raise End(Closed.UNKNOWN)
        self._count_beginning(user)
        if self._lines.get(user, 0) >= MOST_LINES_OF_ONE:
            raise End(Closed.TOO_MUCH)
        return user, hello

    def _has_room(self) -> bool:
        if len(self._unknown) < MOST_UNKNOWN:
            return True
        oldest = next((line for line in self._unknown if line.is_silent), None)
        if oldest is None:
            return False
        oldest.give_way()
        del self._unknown[oldest]
        return True

    def _count_beginning(self, user: UserId) -> None:
        try:
            self._paces.setdefault(user, Pace()).step()
        finally:
            self._forget_pace_later(user)

    def _forget_pace_later(self, user: UserId) -> None:
        # Whoever comes again has said all that already.
        asyncio.get_running_loop().call_later(2 * IN_SECONDS, self._forget_pace, user)

    def _forget_pace(self, user: UserId) -> None:
        if user not in self._lines and user in self._paces and self._paces[user].is_over():
            del self._paces[user]

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
                self._forget_pace_later(user)
                self.presence.hear(user, Source.CONSOLE, is_there=False)
            self.feed.unwatch(session.watcher)
            self._remember(session)

    def _remember(self, session: _Session) -> None:
        theirs = self._broken.setdefault(session.watcher.user, {})
        theirs[session.id] = session
        if len(theirs) > MOST_LINES_OF_ONE:
            del theirs[next(iter(theirs))]
        asyncio.get_running_loop().call_later(RESUMED_WITHIN, self._forget, session)

    def _forget(self, session: _Session) -> None:
        theirs = self._broken.get(session.watcher.user, {})
        theirs.pop(session.id, None)
        if not theirs:
            self._broken.pop(session.watcher.user, None)

    def _resumed(self, user: UserId, resume: Resume | None) -> _Session | None:
        known = self._broken.get(user, {}).get(resume.session) if resume else None
        if known is None or resume is None or known.seq != resume.seq:
            return None
        self._forget(known)
        self.feed.watch_again(known.watcher)
        return known

    async def _carry(self, line: Line, session: _Session) -> None:
        tasks = [
            asyncio.create_task(self._tell(line, session)),
            asyncio.create_task(self._hear(line, session.watcher)),
            asyncio.create_task(self._beat(line, session.watcher.user)),
            asyncio.create_task(self._end(line)),
            asyncio.create_task(line.until_stuck()),
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
            await session.watcher.touching()
            await line.tell(partial(self._news, session))

    async def _news(self, session: _Session) -> Sequence[Mapping[str, Any]]:
        news = await self.feed.look(session.watcher)
        if news is None:
            return []
        wishes = [of_wish(wish) for wish in news.together]
        if not (news.seen or news.gone or news.is_whole):
            return wishes
        session.seq += 1
        return [told(news, session.seq), *wishes]

    async def _beat(self, line: Line, user: UserId) -> None:
        while True:
            self.presence.hear(user, Source.CONSOLE, is_there=True)
            await asyncio.sleep(BEAT_EVERY)
            await line.say({"type": "beat"})

    async def _end(self, line: Line) -> None:
        try:
            async with asyncio.timeout(LONGEST_LINE):
                await self._ending.wait()
        except TimeoutError:
            await line.say(later())
            raise End(Closed.LATER) from None
        await line.say(later())
        raise End(Closed.RESTART)

    async def _hear(self, line: Line, watcher: Watcher) -> None:
        while True:
            said = await line.heard(self._paces[watcher.user])
            answer = said if isinstance(said, Refused) else await self._answers.to(watcher, said)
            if isinstance(answer, Refused):
                await line.say(of_refusal(answer))
            elif answer is not None:
                await line.say(answer)


async def _upgrade_required(_request: Request) -> Response:
    # RFC 9110, 7.8 and 15.5.22: what is asked for, and that it is meant for this connection.
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Cache-Control": "no-store"}
    said = "The live feed speaks WebSocket (RFC 6455) and nothing else.\n"
    return PlainTextResponse(said, status_code=426, headers=headers)
