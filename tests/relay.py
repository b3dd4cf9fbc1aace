"""The line between two homeservers: a relay of bytes that can be cut, or swallow everything."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from enum import Enum


class Line(Enum):
    """What becomes of a call."""

    OPEN = "passed on"
    CUT = "refused at once, as where nobody listens"
    SILENT = "taken, and never answered"


class Relay:
    """Listens at the address that others know, and passes on to the server behind it."""

    def __init__(self, address: str, port: int, behind: int) -> None:
        self._address, self._port, self._behind = address, port, behind
        self._line = Line.OPEN
        self._running: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()

    def becomes(self, line: Line) -> None:
        """From now on, also for what is under way."""

        async def change() -> None:
            self._line = line
            for task in self._running:
                task.cancel()

        asyncio.run_coroutine_threadsafe(change(), self._loop).result(5)

    @contextlib.contextmanager
    def listening(self) -> Iterator["Relay"]:
        """Work in a thread of its own: tests come and go with their loops."""
        thread = threading.Thread(target=self._loop.run_forever, name=f"relay {self._address}")
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(5)
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._met, self._address, self._port)

    async def _close(self) -> None:
        self._server.close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await self._serve(reader, writer)
        finally:
            self._running.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._line is Line.CUT:
            return
        if self._line is Line.SILENT:
            await asyncio.Event().wait()
        from_behind, to_behind = await asyncio.open_connection("127.0.0.1", self._behind)
        try:
            await asyncio.gather(_pass_on(reader, to_behind), _pass_on(from_behind, writer))
        finally:
            to_behind.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while heard := await reader.read(65536):
        writer.write(heard)
        await writer.drain()
    writer.close()
