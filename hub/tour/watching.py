"""Somebody who watches who can be reached: the live feed, by a client that knows nothing of the hub."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from hub.identifiers import UserId, server_of
from hub.tour.person import Person


class Watching:
    """What somebody sees of others, kept up to date by what the hub tells them."""

    def __init__(self, connection: ClientConnection) -> None:
        self.sees: dict[UserId, str] = {}
        self._connection = connection

    async def say(self, **message: object) -> None:
        """Say something of oneself."""
        await self._connection.send(json.dumps(message))

    async def listen(self) -> None:
        """Take in what is told, until cancelled."""
        async for text in self._connection:
            message: dict[str, Any] = json.loads(text)
            for person in message.get("people", ()):
                self.sees[UserId(person["user"])] = person["state"]
            for gone in message.get("gone", ()):
                del self.sees[gone]


@asynccontextmanager
async def watching(url: str, person: Person) -> AsyncIterator[Watching]:
    """Somebody's line to the feed; they say who they are by a token of their own homeserver."""
    async with connect(url, proxy=None) as connection:
        line = Watching(connection)
        token = await person.openid_token()
        await line.say(type="hello", v=1, token=token, server=server_of(person.user))
        listening = asyncio.create_task(line.listen())
        try:
            yield line
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening
