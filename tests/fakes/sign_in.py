"""Somebody who can tell whose a token is: whoever was given one here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.errors import HomeserverUnavailable, Refused
from hub.federation import Servers
from hub.identifiers import UserId, server_of
from tests.people import SERVERS


class FakeSignIn:
    """Hands out tokens for people of the network, whose servers can be away."""

    def __init__(self, servers: Servers = SERVERS) -> None:
        self._servers = servers
        self._whose: dict[tuple[str, str], UserId] = {}
        self._away: set[str] = set()
        self._answers = asyncio.Event()
        self._answers.set()

    def token_of(self, user: UserId) -> str:
        """A token by which somebody says who they are, from their own homeserver."""
        token = f"token-{len(self._whose)}"
        self._whose[token, server_of(user)] = user
        return token

    def goes_away(self, *servers: str) -> None:
        """These homeservers do not answer; by default none."""
        self._away |= set(servers) or {self._servers.home, *self._servers.allowed}

    @asynccontextmanager
    async def taking_long(self) -> AsyncIterator[None]:
        """Meanwhile nobody gets an answer."""
        self._answers.clear()
        try:
            yield
        finally:
            self._answers.set()

    async def whose(self, token: str, server: str) -> UserId | Refused:
        """Whose it is."""
        await self._answers.wait()
        if not self._servers.knows(server):
            return Refused("sign-in-elsewhere", {"server": server})
        if server in self._away:
            raise HomeserverUnavailable("away")
        return self._whose.get((token, server)) or Refused("sign-in-unknown")
