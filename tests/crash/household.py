"""A hub, its homeserver and a terminal, each a process that can be killed and is started again."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shutil import copytree
from typing import Protocol

import httpx2

from hub.embedded.child import Synapse
from hub.embedded.files import write_homeserver
from hub.settings import Settings, prepare_folder
from tests.crash.spans import Span
from tests.crash.terminal import Terminal
from tests.crash.whole_hub import RUNNING, Hub, has_ended, homeserver_of, log_of, up
from tests.people import HUB
from tests.real import free_port

SLOWEST_START = 120.0


class Victim(StrEnum):
    """What is killed."""

    HUB = "hub"
    """The process of courier, web door, voices and notary; with an embedded homeserver that, too."""
    HOMESERVER = "homeserver"
    MACHINE = "machine"
    """Everything at once, as by a power cut."""
    TERMINAL = "terminal"
    """Where somebody is just asking for something."""


class Homeserver(Protocol):
    """A homeserver in a process that can be killed."""

    settings: Settings

    def kill(self) -> None:
        """End it as a power cut would; fine if it is dead."""
        ...

    async def restart(self) -> None:
        """Have it back, answering; it is dead."""
        ...


@dataclass(slots=True)
class SitesHomeserver:
    """A homeserver of the site's own: it lives on when the hub dies, and the hub when it does."""

    settings: Settings
    _synapse: Synapse

    def kill(self) -> None:
        self._synapse.kill()

    async def restart(self) -> None:
        await self._synapse.wait()
        await self._synapse.start()


@dataclass(slots=True)
class EmbeddedHomeserver:
    """The hub's child: the hub starts it again, and it dies with the hub."""

    settings: Settings
    hub: "RunningHub"

    def kill(self) -> None:
        child = homeserver_of(self.hub.process)
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _see_the_end_of(child)

    async def restart(self) -> None:
        await _until(self._answers)

    async def _answers(self) -> bool:
        self.hub.must_live()
        async with httpx2.AsyncClient(trust_env=False) as http:
            with contextlib.suppress(httpx2.TransportError):
                url = f"{self.settings.homeserver_url}/_matrix/client/versions"
                return (await http.get(url)).status_code == 200
        return False


class RunningHub:
    """`fallraum up`, again and again on one folder."""

    process: Hub

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._life = ExitStack()
        self._dead_said = 0

    def start(self) -> None:
        """Begin another life."""
        self._dead_said = log_of(self.settings).stat().st_size if log_of(self.settings).exists() else 0
        self.process = self._life.enter_context(up(self.settings))

    async def until_it_is_up(self) -> None:
        """Wait until it says that it is running."""
        await _until(self._says_so)

    def kill(self) -> None:
        """End it, and what dies with it."""
        child = homeserver_of(self.process)
        # Its block kills it, and waits.
        self._life.close()
        if child is not None:
            _see_the_end_of(child)

    def must_live(self) -> None:
        """Fail if it has ended by itself."""
        assert self.process.poll() is None, "the hub has ended by itself"

    async def _says_so(self) -> bool:
        self.must_live()
        return RUNNING.encode() in log_of(self.settings).read_bytes()[self._dead_said :]


@dataclass(slots=True)
class Household:
    """All of them."""

    hub: RunningHub
    homeserver: Homeserver
    terminal: Terminal

    async def kill(self, victim: Victim, *, again_after: float | None = None) -> Span | None:
        """Kill something, and start it again; `again_after` so many seconds it dies once more.

        Returns the outage: from the kill until everything said that it is ready again.
        """
        if victim is Victim.TERMINAL:
            self.terminal.kill()
            return None
        began = time.monotonic()
        self._strike(victim)
        if again_after is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._return(victim), again_after)
            self._strike(victim)
        await self._return(victim)
        return Span(began, time.monotonic())

    def _strike(self, victim: Victim) -> None:
        if victim is Victim.MACHINE:
            self.terminal.kill()
        if victim is not Victim.HUB:
            self.homeserver.kill()
        if victim is not Victim.HOMESERVER:
            self.hub.kill()

    async def _return(self, victim: Victim) -> None:
        returning: list[Awaitable[None]] = []
        if victim is not Victim.HOMESERVER:
            self.hub.start()
            returning.append(self.hub.until_it_is_up())
        if victim is not Victim.HUB:
            returning.append(self.homeserver.restart())
        await asyncio.gather(*returning)


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[Household]:
    """A hub beside a site's own homeserver."""
    settings = Settings(
        data=folder / "site",
        database="",
        homeserver="",
        server_name=HUB,
        homeserver_port=free_port(),
        door_port=free_port(),
    )
    synapse = Synapse(write_homeserver(settings))
    await synapse.start()
    elsewhere = {"data": folder / "hub", "homeserver": settings.homeserver_url}
    hub = RunningHub(settings.model_copy(update=elsewhere))
    prepare_folder(hub.settings.data)
    copytree(settings.data / "secrets", hub.settings.data / "secrets")
    try:
        async with _running(hub, SitesHomeserver(settings, synapse)) as household:
            yield household
    finally:
        await synapse.stop()


@asynccontextmanager
async def embedded(folder: Path) -> AsyncIterator[Household]:
    """A hub with the homeserver that comes along."""
    settings = Settings(
        data=folder / "hub",
        database="",
        homeserver="",
        server_name=HUB,
        homeserver_port=free_port(),
        door_port=free_port(),
    )
    prepare_folder(settings.data)
    hub = RunningHub(settings)
    async with _running(hub, EmbeddedHomeserver(settings, hub)) as household:
        yield household


@asynccontextmanager
async def _running(hub: RunningHub, homeserver: Homeserver) -> AsyncIterator[Household]:
    hub.start()
    try:
        await hub.until_it_is_up()
        terminal = Terminal(hub.settings)
        yield Household(hub, homeserver, terminal)
        terminal.kill()
    finally:
        hub.kill()


def _see_the_end_of(process: int) -> None:
    while not has_ended(process):
        time.sleep(0.001)


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(SLOWEST_START):
        while not await holds():  # noqa: ASYNC110 – another process cannot set an event
            await asyncio.sleep(0.02)
