"""How the processes of one hub tell each other signs of people: by the database's own bell, without a trace.

PostgreSQL hands a notification to whoever listens at that moment and forgets it (`LISTEN`, `NOTIFY`). It is
sealed under the hub's key and always as long: whoever may listen at the database learns of nobody, and can
make nobody reachable. SQLite has one process.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import asyncpg
import structlog

from hub.canonical import UNREADABLE, decode, encode
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import UserId
from hub.presence.model import Relayed, Source, State, Status
from hub.vault import Vault

CHANNEL = "fallraum_presence"
PLACE = "presence:relay"
# Longer than any of them; a user id has at most 255 letters.
LENGTH = 512
# What cannot be told in time means nothing any more.
MOST_WAITING = 1_000
# A notification is told at once; what comes much later was kept by somebody.
FRESH = timedelta(seconds=30)

Line: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

log = structlog.get_logger()


class Relay:
    """One process's ear and voice among the others."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], datetime], name: str) -> None:
        """`name` tells this process from the others: what it said itself it does not hear."""
        self._database = database
        self._vault = vault
        self._now = now
        self._name = name
        self._waiting: asyncio.Queue[Relayed] = asyncio.Queue(MOST_WAITING)
        self._broken_off: Relayed | None = None
        # Each is heard once, also if somebody says it again, or writes the same bytes in another way.
        self._heard: dict[bytes, datetime] = {}

    def tell_others(self, relayed: Relayed) -> None:
        """Tell the others, as soon as that is possible."""
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(relayed)

    async def run(
        self, take_in: Callable[[Relayed], Awaitable[None]], catch_up: Callable[[], Awaitable[None]]
    ) -> None:
        """Tell and hear until cancelled; raises what ends the line, and begins anew when called again.

        `catch_up` is called whenever the line stands: what was said or taken back before nobody heard.
        """
        pooled = await self._database.engine.raw_connection()
        assert pooled.driver_connection is not None
        connection: Line = pooled.driver_connection
        # A line of its own, never to be lent to anybody again.
        pooled.detach()
        heard: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        ended = asyncio.Event()

        def hear(_connection: object, _process: int, _channel: str, payload: object) -> None:
            with contextlib.suppress(asyncio.QueueFull):
                heard.put_nowait(str(payload))

        connection.add_termination_listener(lambda _connection: ended.set())
        try:
            await connection.add_listener(CHANNEL, hear)
            await catch_up()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._tell(connection))
                group.create_task(self._hear(heard, take_in))
                group.create_task(_until(ended))
        finally:
            await connection.close()

    async def _tell(self, connection: Line) -> None:
        while True:
            relayed, self._broken_off = self._broken_off or await self._waiting.get(), None
            payload = self._sealed(relayed)
            # Over which the line breaks is told on the next one: others must not keep what is taken back.
            self._broken_off = relayed
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
            self._broken_off = None

    async def _hear(self, heard: "asyncio.Queue[str]", take_in: Callable[[Relayed], Awaitable[None]]) -> None:
        while True:
            relayed = self._opened(await heard.get())
            if relayed is not None:
                await take_in(relayed)

    def _sealed(self, relayed: Relayed) -> str:
        said = asdict(relayed) | {"by": self._name, "at": self._now().isoformat()}
        if relayed.status:
            said["status"] = [relayed.status.state, relayed.status.until.isoformat()]
        return encode(self._vault.hub.seal(json.dumps(said).ljust(LENGTH), PLACE))

    def _opened(self, payload: str) -> Relayed | None:
        try:
            sealed = decode(payload)
            if sealed in self._heard:
                return None
            said: dict[str, Any] = json.loads(self._vault.hub.open(sealed, PLACE))
        except (NotReady, *UNREADABLE):
            log.warning("not from one of us", channel=CHANNEL)
            return None
        if said["by"] == self._name or abs(self._now() - datetime.fromisoformat(said["at"])) > FRESH:
            return None
        now = self._now()
        self._heard = {told: at for told, at in self._heard.items() if now - at < 2 * FRESH} | {sealed: now}
        status = said["status"]
        return Relayed(
            UserId(said["user"]),
            Source(said["source"]) if said["source"] else None,
            said["is_there"],
            said["has_said"],
            Status(State(status[0]), datetime.fromisoformat(status[1])) if status else None,
        )


async def _until(ended: asyncio.Event) -> None:
    await ended.wait()
    raise ConnectionError("the line to the database ended")
