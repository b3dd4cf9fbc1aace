"""A whole hub in one process: homeserver child, web door, voices, courier – kept running."""

import asyncio
import contextlib
import fcntl
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import IO

import structlog
import uvicorn

from bots.voices import Voices, raise_voices
from hub.assemble import Site, open_site
from hub.chance import Chance
from hub.embedded.child import Synapse
from hub.embedded.files import SERVICE, write_homeserver, write_registration
from hub.errors import FallraumError, HomeserverRefused, HomeserverUnavailable, NotReady
from hub.matrix import names
from hub.migrations.run import migrate
from hub.settings import Settings, prepare_folder, secret_file
from web.app import application

SHORTEST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
# Whoever ran this long was well; the next failure begins with the shortest pause again.
STEADY = timedelta(minutes=1)
GRACE = timedelta(seconds=5)

Tell = Callable[..., None]
"""Tells the person at the terminal: a key of the catalogue and its facts."""

log = structlog.get_logger()


class House:
    """`async with House(…)`: inside the block the hub is up; behind it everything is ended."""

    site: Site
    voices: Voices

    def __init__(self, settings: Settings, chance: Chance, tell: Tell) -> None:
        self.settings = settings
        self._chance = chance
        self._tell = tell
        self._parts: list[asyncio.Task[None]] = []
        self._answering = asyncio.Event()
        self._closing = False
        self._stoppers: list[Callable[[], None]] = []
        self.synapse: Synapse | None = None

    async def __aenter__(self) -> "House":
        self._exit = contextlib.AsyncExitStack()
        async with contextlib.AsyncExitStack() as stack:
            await self._open(stack)
            self._exit = stack.pop_all()
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._tell("up-stopping")
        await self._exit.aclose()

    async def _open(self, stack: contextlib.AsyncExitStack) -> None:
        settings = self.settings
        prepare_folder(settings.data)
        stack.enter_context(_only_one(settings))
        ports = [settings.door_port] + ([] if settings.homeserver else [settings.homeserver_port])
        for port in ports:
            _require_free(port)
        self.site = open_site(settings, self._chance)
        stack.push_async_callback(self.site.close)
        await migrate(self.site.hub.database)
        self._tell("up-database")
        self.site.bell.hang()
        stack.callback(self.site.bell.take_down)
        stack.push_async_callback(self._stop_homeserver)
        stack.push_async_callback(self._end_parts)
        self._keep("door", self._serve)
        await self._start_homeserver()
        await self._raise_voices()
        name = secret_file(settings.data / "name")
        self._courier = self.site.hub.courier(name, self.voices, self.site.bell)
        self._stoppers.append(self._courier.stop)
        self._keep("courier", self._carry)
        self._keep("reunion", self._greet_again)

    async def _start_homeserver(self) -> None:
        if self.settings.homeserver:
            self._tell("up-registration", file=str(write_registration(self.settings)))
            self._answering.set()
            return
        self._tell("up-homeserver-starting")
        self.synapse = Synapse(write_homeserver(self.settings), self.settings.homeserver_url)
        await self.synapse.start()
        self._tell("up-homeserver")
        self._answering.set()
        self._keep("homeserver", self._watch_homeserver)

    async def _raise_voices(self) -> None:
        site, server = self.site, self.settings.server_name
        try:
            self.voices = await raise_voices(
                site.homeserver,
                site.wire,
                site.hub.keyring,
                steward=names.steward(server),
                conference=names.conference_voice(server),
                chance=self._chance,
                language=self.settings.language,
                circle_of=site.hub.rooms.circle,
            )
        except HomeserverRefused as refusal:
            file = str(self.settings.data / "registration.yaml")
            raise NotReady("registration-unknown", file=file, why=refusal.errcode) from None
        except HomeserverUnavailable:
            raise NotReady("homeserver-unreachable", url=self.settings.homeserver_url) from None
        self._tell("up-voices")

    async def _watch_homeserver(self) -> None:
        assert self.synapse is not None
        if self.synapse.is_running:
            status = await self.synapse.wait()
            self._tell("up-part-ended", part="homeserver", status=str(status))
            raise HomeserverUnavailable("the embedded homeserver ended")
        await self.synapse.start()
        self._tell("up-homeserver")
        self._answering.set()

    async def _serve(self) -> None:
        app = application(self.site.hub.rooms, hs_token=self.settings.secret("hs_token"))
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=self.settings.door_port,
            log_config=None,
            access_log=False,
            lifespan="off",
        )
        try:
            door = _Door(config)
            self._stoppers.append(door.stop)
            await door.serve()
        except SystemExit:
            # Uvicorn would end the whole process; here the door is tried again.
            raise NotReady("port-taken", port=str(self.settings.door_port), why="") from None

    async def _carry(self) -> None:
        # Whoever bore this name before is dead: the lock on the data folder says so.
        await self._courier.catch_up()
        await self._courier.run()

    async def _greet_again(self) -> None:
        # Each time the homeserver is back: take what it kept for us, try again what had to wait.
        await self._answering.wait()
        self._answering.clear()
        await self._courier.catch_up()
        try:
            await self.site.homeserver.ask_for_pushes(SERVICE, self._chance.new_id())
        except FallraumError as error:
            log.warning("no pushes asked for", error=str(error))

    def _keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        self._parts.append(asyncio.create_task(self._keep_running(name, run), name=name))

    async def _keep_running(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        pause = SHORTEST_PAUSE
        while not self._closing:
            began = time.monotonic()
            try:
                await run()
                continue
            except FallraumError as error:
                log.warning("part failed", part=name, error=str(error))
            except Exception:
                log.exception("part failed", part=name)
            if time.monotonic() - began > STEADY.total_seconds():
                pause = SHORTEST_PAUSE
            self._tell("up-part-restarts", part=name, seconds=pause.total_seconds())
            await asyncio.sleep(pause.total_seconds())
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _stop_homeserver(self) -> None:
        if self.synapse is not None:
            await self.synapse.stop()

    async def _end_parts(self) -> None:
        # Whoever can finish what they hold in their hands may; then everybody ends.
        self._closing = True
        for stop in self._stoppers:
            stop()
        finishing = [part for part in self._parts if part.get_name() in ("door", "courier")]
        if finishing:
            await asyncio.wait(finishing, timeout=GRACE.total_seconds())
        for part in self._parts:
            part.cancel()
        await asyncio.gather(*self._parts, return_exceptions=True)


class _Door(uvicorn.Server):
    """Uvicorn, but signals are the house's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Answer what was asked, then end."""
        self.should_exit = True


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise NotReady("port-taken", port=str(port), why=error.strerror or "") from None


@contextlib.contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    lock: IO[str] = (settings.data / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotReady("folder-in-use", folder=str(settings.data)) from None
        yield
