"""Where a hub dies: every point it passes is written down, and at the chosen one it is killed."""

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Connection, event

from hub.db import Database

# What a hub does to the world while it keeps its word: the calls whose repetition people would
# notice. `during` is the instant at which the request is sent and no answer has come.
_CALLS = {"kick": "/kick", "room-key": "/sendToDevice/m.room.encrypted/", "send": "/send/"}


def points(moments: Iterable[str]) -> list[str]:
    """Every point of those moments at which a hub can die, such as `before-commit-3`."""
    return [
        f"{phase}-{moment}"
        for moment in moments
        for phase in ("before", "during", "after")
        if phase != "during" or moment in _CALLS
    ]


def deaths(moments: Iterable[str]) -> list[str]:
    """Of these points those at which different things are left.

    Behind one act and before the next commit nothing is written: who dies at either has left the same.
    """
    first, *later = points(moments)
    return [first, *(point for point in later if not point.startswith("before-commit-"))]


@dataclass(slots=True)
class Fate:
    """Kills this process at the point `chosen`; nothing counts before `begins` was called."""

    chosen: str
    diary: Path
    _begun: bool = False
    _commits: int = 0

    def begins(self) -> None:
        """From here on every point counts."""
        self._begun = True

    def reach(self, point: str) -> None:
        """Pass a point, or die there as by a power cut: no block ends, no file is closed."""
        if not self._begun:
            return
        with self.diary.open("a") as diary:
            diary.write(f"{point}\n")
        if point == self.chosen:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, database: Database) -> None:
        """Count commits: before, nothing is in the database yet; after, everything is, and no
        line of the hub has run since.
        """
        event.listen(database.engine.sync_engine, "commit", self._before_commit)
        event.listen(database.engine.sync_engine, "reset", self._after_commit)

    def _before_commit(self, connection: Connection) -> None:
        if self._begun:
            self._commits += 1
            connection.info["commit"] = self._commits
            self.reach(f"before-commit-{self._commits}")

    def _after_commit(self, _connection: object, record: Any, _state: object) -> None:
        # A connection comes back after every transaction; only one that wrote has a number.
        number = record.info.pop("commit", None)
        if number is not None:
            self.reach(f"after-commit-{number}")


class FatefulTransport(httpx2.AsyncBaseTransport):
    """The line to the homeserver, on which a hub can die too."""

    def __init__(self, fate: Fate) -> None:
        self._fate = fate
        self._line = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        call = next((name for name, part in _CALLS.items() if part in request.url.path), None)
        if call is None:
            return await self._line.handle_async_request(request)

        async def trace(step: str, _facts: object) -> None:
            if step == "http11.send_request_body.complete":
                self._fate.reach(f"during-{call}")

        self._fate.reach(f"before-{call}")
        request.extensions["trace"] = trace
        answer = await self._line.handle_async_request(request)
        self._fate.reach(f"after-{call}")
        return answer

    async def aclose(self) -> None:
        await self._line.aclose()
