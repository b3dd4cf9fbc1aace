"""A bot of mautrix-python's, as its own bots are set up: `Client`, `OlmMachine`, its SQLite store.

All its settings are as they come, and it speaks through the same socket as the hub. What it hears it
takes in when it is told to, and not whenever its own loop would: else that would be done while
somebody's clock is running.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, UnixConnector
from mautrix.api import HTTPAPI
from mautrix.client import Client, InternalEventType
from mautrix.client.syncer import SyncStream
from mautrix.crypto import OlmMachine, PgCryptoStateStore, PgCryptoStore
from mautrix.types import DeviceID as MautrixDevice
from mautrix.types import EventType
from mautrix.types import RoomID as MautrixRoom
from mautrix.types import UserID as MautrixUser
from mautrix.util.async_db import Database

from hub.embedded.accounts import witness
from hub.identifiers import RoomId, UserId
from hub.matrix.accounts import sign_in
from hub.matrix.wire import escaped
from hub.sockets import reachable
from tests.bench.workbench import Workbench

BOT = "BOT"


class _Client(Client):
    """Waits for all that it does with what it heard; by itself it does much of that in the background.

    It is told who is to have the key of a new session, as the hub's voice is. By itself it would give it
    to the hub's own accounts, too, and ask each time for one-time keys that these do not have.
    """

    readers: Collection[UserId] = ()

    async def share_group_session(self, room_id: MautrixRoom) -> None:
        await self.crypto.share_group_session(room_id, [MautrixUser(user) for user in self.readers])

    def dispatch_manual_event(
        self,
        event_type: InternalEventType | EventType,
        data: Any,
        include_global_handlers: bool = False,
        force_synchronous: bool = False,
        source: SyncStream | None = None,
    ) -> list[asyncio.Task[Any]]:
        return super().dispatch_manual_event(event_type, data, include_global_handlers, True, source)


class Bot:
    """An account with one device, which sends and listens."""

    def __init__(self, user: UserId, client: _Client, store: PgCryptoStore) -> None:
        self.user = user
        self._client = client
        self._store = store

    async def say(self, room: RoomId, readers: Collection[UserId], words: str) -> None:
        """Send a notice, encrypted; if the session is over, in a new one, for these people."""
        self._client.readers = readers
        await self._client.send_notice(MautrixRoom(room), words)

    async def session(self, room: RoomId) -> str | None:
        """The session that it speaks in."""
        found = await self._store.get_outbound_group_session(MautrixRoom(room))
        return str(found.id) if found else None

    async def catch_up(self) -> None:
        """Take in what happened since the last time, as its own loop does."""
        heard = await self._client.sync(since=await self._store.get_next_batch(), timeout=0)
        await self._store.put_next_batch(heard["next_batch"])
        await asyncio.gather(*self._client.handle_sync(heard))


@asynccontextmanager
async def running_bot(bench: Workbench, folder: Path) -> AsyncIterator[Bot]:
    """A bot with its own account, device and store, vouched for by its owner as the others are."""
    # It reads what the hub says sometimes before it has taken in the key, and complains.
    logging.getLogger("mau").setLevel(logging.CRITICAL)
    user = await bench.new_client()
    token = await sign_in(bench.wire, user, BOT)
    await _lift_limits(bench, user)
    async with AsyncExitStack() as stack:
        database = Database.create(f"sqlite:{folder / 'bot.db'}", upgrade_table=PgCryptoStore.upgrade_table)
        await database.start()
        stack.push_async_callback(database.stop)
        await PgCryptoStateStore.upgrade_table.upgrade(database)
        store = PgCryptoStore(account_id=user, pickle_key="bench", db=database)
        state = PgCryptoStateStore(database)
        session = await stack.enter_async_context(_session(bench, stack))
        api = HTTPAPI(bench.house.settings.homeserver_url, token, client_session=session)
        client = _Client(
            mxid=MautrixUser(user),
            device_id=MautrixDevice(BOT),
            api=api,
            sync_store=store,
            state_store=state,
        )
        machine = OlmMachine(client, store, state)
        client.crypto = machine
        await machine.load()
        await store.put_device_id(MautrixDevice(BOT))
        await machine.share_keys()
        await machine.generate_recovery_key()
        yield Bot(user, client, store)


def _session(bench: Workbench, stack: AsyncExitStack) -> ClientSession:
    socket = bench.house.settings.homeserver_socket
    assert socket is not None, "the bench has a homeserver of its own"
    connector = UnixConnector(stack.enter_context(reachable(socket)))
    # As the hub says it on that socket.
    return ClientSession(connector=connector, headers={"X-Forwarded-For": "127.0.0.1"})


async def _lift_limits(bench: Workbench, user: UserId) -> None:
    """The hub's own accounts have none."""
    token = await witness(bench.house.settings)
    path = f"/_synapse/admin/v1/users/{escaped(user)}/override_ratelimit"
    await bench.wire.call("POST", path, {"messages_per_second": 0, "burst_count": 0}, token=token)
