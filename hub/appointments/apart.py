"""Having a calendar read in a process of its own, which ends in time whatever stands in it."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from hub import appointments
from hub.errors import Refused
from hub.presence.hours import Period, joined

# By the clock on the wall; how much it may compute it bounds itself.
PATIENCE = timedelta(seconds=20)
# More than all the times that it may tell.
MOST_TOLD = 64 * 1024
# Where this very program stands, so that no other one is started in its place.
_HERE = Path(__file__).parents[2]

UNREADABLE = Refused("calendar-unreadable")


class Apart:
    """Reads one calendar at a time; the others wait their turn, those that somebody waits for in front."""

    def __init__(self, patience: timedelta = PATIENCE) -> None:
        self._patience = patience
        self._turn = asyncio.Lock()
        # Of those that nobody waits for only one stands in line for the turn.
        self._behind = asyncio.Lock()

    async def busy(
        self, text: bytes, begins_at: datetime, ends_at: datetime, *, is_awaited: bool = False
    ) -> Sequence[Period] | Refused:
        """When somebody is busy between two instants, or that their calendar cannot be read."""
        async with contextlib.nullcontext() if is_awaited else self._behind, self._turn:
            told = await self._told(text, begins_at.isoformat(), ends_at.isoformat())
        # It read what a stranger wrote: it is taken at its word as little as the stranger.
        try:
            found = [Period(*map(datetime.fromisoformat, one)) for one in json.loads(told)]
            return joined(one for one in found if begins_at <= one.begins < one.ends <= ends_at)
        except (ValueError, TypeError, RecursionError):
            return UNREADABLE

    async def _told(self, text: bytes, *instants: str) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # The folder it is started in is nobody's library.
            "-P",
            "-m",
            appointments.__name__,
            *instants,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # What goes wrong there quotes what stands in the calendar.
            stderr=asyncio.subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                told = await _talk(process, text)
                return told if await process.wait() == 0 else b""
        except TimeoutError:
            return b""
        finally:
            await _end(process)


async def _talk(process: asyncio.subprocess.Process, text: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    # It may end before it has heard all.
    with contextlib.suppress(ConnectionError):
        process.stdin.write(text)
        await process.stdin.drain()
    process.stdin.close()
    told = b""
    while more := await process.stdout.read(MOST_TOLD):
        if len(told) + len(more) > MOST_TOLD:
            return b""
        told += more
    return told


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    # Also when whoever asked is gone: nothing dead is left lying about.
    await asyncio.shield(_ended(process))


async def _ended(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    while await process.stdout.read(MOST_TOLD):
        pass
    await process.wait()


def _environment() -> dict[str, str]:
    # Of the hub's own environment it learns nothing: a database's password may be in there.
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return needed | {"PYTHONPATH": str(_HERE), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
