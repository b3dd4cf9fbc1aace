"""Keeps the parts of a house running: what fails begins again after a growing pause, until all end."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from hub.errors import FallraumError, NotReady

SHORTEST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
# Whoever ran this long was well; the next failure begins with the shortest pause again.
STEADY = timedelta(minutes=1)
# How long parts may take to finish what they hold in their hands.
GRACE = timedelta(seconds=5)

Tell = Callable[..., None]
"""Tells the person at the terminal: a key of the catalogue and its facts."""

log = structlog.get_logger()


class Keeper:
    """Each part runs by itself; what one of them fails at stops no other."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._parts: list[asyncio.Task[None]] = []
        self._stops: dict[str, Callable[[], None]] = {}
        self._ending = False

    def keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Run a part from now on; it begins again whenever it returns."""
        self._parts.append(asyncio.create_task(self._keep_running(name, run), name=name))

    def ends_by(self, name: str, stop: Callable[[], None]) -> None:
        """Say how a part is asked to end, so that it may finish what it holds in its hands."""
        self._stops[name] = stop

    async def end(self) -> None:
        """Whoever can finish what they hold in their hands may; then everybody ends."""
        self._ending = True
        for stop in self._stops.values():
            stop()
        finishing = [part for part in self._parts if part.get_name() in self._stops]
        if finishing:
            await asyncio.wait(finishing, timeout=GRACE.total_seconds())
        for part in self._parts:
            part.cancel()
        await asyncio.gather(*self._parts, return_exceptions=True)

    async def _keep_running(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        pause = SHORTEST_PAUSE
        while not self._ending:
            began = time.monotonic()
            try:
                await run()
                continue
            except NotReady as trouble:
                self._tell(f"not-ready-{trouble.reason}", **trouble.facts)
            except FallraumError as error:
                log.warning("part failed", part=name, error=str(error))
            except Exception as error:
                # Where, but not what: a database's message may show what is in its rows.
                where = traceback.format_tb(error.__traceback__)
                log.error("part failed", part=name, error=type(error).__name__, where="".join(where))
            if time.monotonic() - began > STEADY.total_seconds():
                pause = SHORTEST_PAUSE
            self._tell("up-part-restarts", part=name, seconds=pause.total_seconds())
            await asyncio.sleep(pause.total_seconds())
            pause = min(2 * pause, LONGEST_PAUSE)
