"""A terminal: a process of its own in which people act, beside a hub that may be dead."""

import asyncio
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from hub.settings import Settings
from tests.crash.deeds import Deed
from tests.crash.mortal_hub import processes
from tests.crash.office import opened

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody was told, and between which instants it was done."""

    deed: Deed
    answer: object
    begun: datetime
    done: datetime


class Terminal:
    """Asks the hub of a folder for one deed after the other, until it dies."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self._start()

    async def ask(self, deed: Deed) -> Answered | None:
        """Ask for a deed; None if the terminal died before it answered: then nobody knows."""
        async with self._turn:
            try:
                self._line.send(deed)
                answered: Answered = await asyncio.to_thread(self._line.recv)
            except (EOFError, OSError):
                await asyncio.to_thread(self._process.join)
                assert self._process.exitcode == -signal.SIGKILL, "the terminal has ended by itself"
                self._start()
                return None
        return answered

    def kill(self) -> None:
        """End it in the middle of whatever it does; whoever asks next finds another one."""
        self._process.kill()

    def _start(self) -> None:
        self._line, theirs = Pipe()
        self._process: BaseProcess = processes.Process(
            target=_serve, args=(self._settings, theirs), daemon=True
        )
        self._process.start()
        # The other end is theirs alone: it closes when they die.
        theirs.close()


def _serve(settings: Settings, line: Connection) -> None:
    asyncio.run(_answer(settings, line))


async def _answer(settings: Settings, line: Connection) -> None:
    async with opened(settings) as site:
        while True:
            try:
                deed: Deed = await asyncio.to_thread(line.recv)
            except EOFError:
                return
            begun = datetime.now(UTC)
            answer = await deed.ask(site.hub)
            line.send(Answered(deed, answer, begun, datetime.now(UTC)))
