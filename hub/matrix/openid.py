"""Whose token is this? Somebody's own homeserver says so, and no password passes through the hub.

Matrix specification, "OpenID" (client-server API) and `GET /_matrix/federation/v1/openid/userinfo`
(server-server API). A token says who somebody is and opens nothing of theirs.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

from hub.errors import HomeserverRefused, HomeserverUnavailable, Refused
from hub.identifiers import UserId, parse_user_id, server_of
from hub.matrix.wire import Json

USERINFO = "/_matrix/federation/v1/openid/userinfo"
# Synapse's have 16 letters; what is much longer is none.
LONGEST_TOKEN = 255
# Of each server by itself: who is slow takes nobody else's turn.
AT_ONCE = 8
# Of each but the hub's own, at once or waiting: places for those whom nobody knows yet are everybody's.
MOST_WAITING = 32
PATIENCE = 5.0


class Asked(Protocol):
    """A homeserver that can be asked as others of its kind ask it."""

    async def ask_as_nobody(self, path: str, query: Mapping[str, str]) -> Json:
        """What it answers; raises `WorldBroken` or `HomeserverRefused`."""
        ...


class OpenIdDesk:
    """Asks the servers of the network whose a token is, each for its own people."""

    def __init__(self, home: str, homeservers: Mapping[str, Asked], *, patience: float = PATIENCE) -> None:
        """The homeservers by their names, with the hub's own; no other server is ever asked.

        Each is a line of its own: whoever asks much here must not make a removal wait.
        """
        self._lines = {
            name: _Line(asked, patience, None if name == home else MOST_WAITING)
            for name, asked in homeservers.items()
        }

    async def whose(self, token: str, server: str) -> UserId | Refused:
        """The account of whoever was given that token by their own homeserver.

        Raises `WorldBroken` if the homeserver does not answer.
        """
        line = self._lines.get(server)
        if line is None:
            return Refused("sign-in-elsewhere", {"server": server[:60]})
        if not token or len(token) > LONGEST_TOKEN or not token.isascii():
            return Refused("sign-in-unknown")
        try:
            said = await line.ask(token)
        except HomeserverRefused:
            return Refused("sign-in-unknown")
        user = parse_user_id(str(said.get("sub")))
        # A homeserver speaks for its own people alone.
        if isinstance(user, Refused) or server_of(user) != server:
            return Refused("sign-in-unknown")
        return user


class _Line:
    """The questions to one homeserver."""

    def __init__(self, asked: Asked, patience: float, most: int | None) -> None:
        self._asked = asked
        self._patience = patience
        self._most = most
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def ask(self, token: str) -> Json:
        try:
            # Who asks is nobody here: the door for other servers takes no token of ours.
            async with self._place(), asyncio.timeout(self._patience), self._turns:
                return await self._asked.ask_as_nobody(USERINFO, {"access_token": token})
        except TimeoutError:
            raise HomeserverUnavailable("GET userinfo: too slow") from None

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._most is not None and self._waiting >= self._most:
            raise HomeserverUnavailable("GET userinfo: too many wait")
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
