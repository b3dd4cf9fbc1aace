"""Whose token is this? Somebody's own homeserver says so, and no password passes through the hub.

Matrix specification, "OpenID" (client-server API) and `GET /_matrix/federation/v1/openid/userinfo`
(server-server API). A token says who somebody is and opens nothing of theirs.
"""

import asyncio

from hub.errors import HomeserverRefused, HomeserverUnavailable, Refused
from hub.federation import Servers
from hub.identifiers import UserId, parse_user_id, server_of
from hub.matrix.wire import Wire

USERINFO = "/_matrix/federation/v1/openid/userinfo"
# Synapse's have 16 letters; what is much longer is none.
LONGEST_TOKEN = 255
AT_ONCE = 8
PATIENCE = 5.0


class OpenIdDesk:
    """Asks the hub's own homeserver whose a token is."""

    def __init__(self, wire: Wire, servers: Servers) -> None:
        """`wire` is a line of its own: whoever asks much here must not make a removal wait."""
        self._wire = wire
        self._servers = servers
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def whose(self, token: str, server: str) -> UserId | Refused:
        """The account of whoever was given that token by their own homeserver.

        Raises `WorldBroken` if the homeserver does not answer.
        """
        if server != self._servers.home:
            return Refused("sign-in-elsewhere", {"server": server[:60]})
        if not token or len(token) > LONGEST_TOKEN or not token.isascii():
            return Refused("sign-in-unknown")
        try:
            # Who asks is nobody here: the door for other servers takes no token of ours.
            async with asyncio.timeout(PATIENCE), self._turns:
                said = await self._wire.ask_as_nobody(USERINFO, {"access_token": token})
        except TimeoutError:
            raise HomeserverUnavailable("GET userinfo: too slow") from None
        except HomeserverRefused:
            return Refused("sign-in-unknown")
        user = parse_user_id(str(said.get("sub")))
        # A homeserver speaks for its own people alone.
        if isinstance(user, Refused) or server_of(user) != server:
            return Refused("sign-in-unknown")
        return user
