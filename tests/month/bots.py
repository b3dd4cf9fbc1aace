"""The bots as processes of their own, which share the work when they are told to, and can be killed."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from random import Random
from time import monotonic

import structlog

from bots.voices import Voices
from hub.assemble import Site, open_site
from hub.errors import WorldBroken
from hub.settings import Settings
from tests.crash.mortal_hub import processes, raise_site_voices
from tests.month.clock import SharedClock

LONGEST_WORK = 120.0
# What a round of work takes, with the start before it, as long as nobody knows.
FIRST_WORK = 2.5
SHARE_OF_KILLS = 0.7


class Fate:
    """When the bots are killed: so many times, and once more for each that is about to be then."""

    def __init__(self, kills: int, seed: str) -> None:
        self.left = kills
        self._random = Random(seed)
        self._usual = FIRST_WORK

    def strikes_after(self) -> float | None:
        """In how many seconds they are killed unless they are done before; None if they are spared."""
        if self.left <= 0 or self._random.random() > SHARE_OF_KILLS:
            return None
        return self._random.uniform(0, self._usual)

    def worked(self, seconds: float) -> None:
        """Learn how long a round takes on this machine, so that it is struck in its midst."""
        self._usual = (self._usual + seconds) / 2


class Bots:
    """All of them."""

    def __init__(self, settings: Settings, clock: SharedClock, fate: Fate, count: int) -> None:
        names = (f"bots-{number}" for number in range(count))
        self._all = [_Process(name, settings, clock, fate) for name in names]

    async def work(self) -> None:
        """Have everything done that is due, however often they die over it."""
        await asyncio.gather(*(one.work() for one in self._all))

    def kill(self) -> None:
        """End them."""
        for one in self._all:
            one.kill()


class _Process:
    """One process, and its life after each death: always under the same name."""

    def __init__(self, name: str, settings: Settings, clock: SharedClock, fate: Fate) -> None:
        self._name = name
        self._settings = settings
        self._clock = clock
        self._fate = fate
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    async def work(self) -> None:
        while True:
            line, since = self._line or self._start(), monotonic()
            line.send("work")
            after = self._fate.strikes_after()
            if await asyncio.to_thread(line.poll, LONGEST_WORK if after is None else after):
                assert line.recv() == "done"
                self._fate.worked(monotonic() - since)
                return
            assert after is not None, "the bots do not come to an end"
            self.kill()
            self._fate.left -= 1

    def kill(self) -> None:
        # No time to say goodbye.
        if self._process is not None and self._line is not None:
            self._process.kill()
            self._process.join()
            self._line.close()
        self._process = self._line = None

    def _start(self) -> Connection:
        self._line, theirs = Pipe()
        arguments = (self._name, self._settings, self._clock, theirs)
        self._process = processes.Process(target=_live, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        return self._line


@contextmanager
def bots(settings: Settings, clock: SharedClock, fate: Fate, *, count: int) -> Iterator[Bots]:
    """Bots on a data folder, ended whatever happens."""
    found = Bots(settings, clock, fate, count)
    try:
        yield found
    finally:
        found.kill()


def _live(name: str, settings: Settings, clock: SharedClock, line: Connection) -> None:
    # What is printed is the transcript.
    wrapper, elsewhere = (
        structlog.make_filtering_bound_logger(logging.ERROR),
        structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.configure(wrapper_class=wrapper, logger_factory=elsewhere)
    asyncio.run(_work(name, settings, clock, line))


async def _work(name: str, settings: Settings, clock: SharedClock, line: Connection) -> None:
    site = await open_site(settings, clock.chance)
    courier = site.hub.courier(name, await _raised(site), site.bell)
    while await asyncio.to_thread(line.recv):
        # Twice: a direct room that another process made meanwhile is known to this one then.
        for _ in range(2):
            await site.hub.direct.lists()
            await courier.catch_up()
            await courier.work_off()
            await site.hub.planner.round()
        await courier.work_off()
        line.send("done")


async def _raised(site: Site) -> Voices:
    # Where two begin at once, the homeserver may refuse one of them: as a hub does, it tries again.
    while True:
        try:
            return await raise_site_voices(site)
        except WorldBroken:
            await asyncio.sleep(1)
