"""How a commit wakes the courier and the lists, in this process or another one on this machine.

A bell carries nothing: whoever hears it looks for themselves. A lost ring costs a nap, never a debt.
"""

import asyncio
import contextlib
import socket
from datetime import timedelta
from pathlib import Path

from hub.sockets import reachable

NAME = "bell"


class Ear:
    """One listener; each hears every ring."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def hear(self) -> None:
        """It rang; also remembered for who only comes to wait."""
        self._rung.set()

    async def wait(self, longest: timedelta) -> None:
        """Return when it rings, or after `longest`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest.total_seconds()):
                await self._rung.wait()
        self._rung.clear()


class DataFolderBell:
    """A bell in the data folder: a datagram socket that only the folder's owner can reach."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ears = [Ear()]
        self._socket: socket.socket | None = None

    def ear(self) -> Ear:
        """One more listener, for as long as the bell is."""
        self._ears.append(Ear())
        return self._ears[-1]

    def hang(self) -> None:
        """Start to listen. Only the one hub that holds the data folder does."""
        (self._folder / NAME).unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        with reachable(self._folder / NAME) as path:
            self._socket.bind(path)
        asyncio.get_running_loop().add_reader(self._socket, self._heard)

    def take_down(self) -> None:
        """Stop listening."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
            (self._folder / NAME).unlink(missing_ok=True)

    def ring(self) -> None:
        """Wake whoever listens, here or in another process; fine if nobody does."""
        self._wake()
        if self._socket is not None:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
            there.setblocking(False)
            with reachable(self._folder / NAME) as path, contextlib.suppress(OSError):
                there.sendto(b"", path)

    async def wait(self, longest: timedelta) -> None:
        """Return when it rings, or after `longest`: for the one listener that comes with the bell."""
        await self._ears[0].wait(longest)

    def _wake(self) -> None:
        for ear in self._ears:
            ear.hear()

    def _heard(self) -> None:
        assert self._socket is not None
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(1)
                self._wake()
