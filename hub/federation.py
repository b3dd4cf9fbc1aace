"""Which homeservers a network is made of: the hub's own, and those that an operator has allowed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hub.identifiers import UserId, server_of

# Matrix specification, appendix "Server name": a host or an address, and a port if it is unusual.
_SERVER_NAME = re.compile(r"([A-Za-z0-9.\-]{1,230}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Servers:
    """The hub's own homeserver, and the others whose people may be let in. What is unknown is not."""

    home: str
    allowed: frozenset[str] = frozenset()

    def include(self, user: UserId) -> bool:
        """Whether the person's account lives where people may be let in from."""
        return self.knows(server_of(user))

    def knows(self, server: str) -> bool:
        """Whether the server is the hub's own or an allowed one."""
        return server == self.home or server in self.allowed


def is_server_name(text: str) -> bool:
    """Whether a homeserver can be called so, such as `matrix.jugendamt.example` or `[::1]:8448`."""
    return _SERVER_NAME.fullmatch(text) is not None


def others(users: Iterable[UserId], home: str) -> tuple[str, ...]:
    """Every other server that these people's accounts live on, in order."""
    return tuple(sorted({server_of(user) for user in users} - {home}))
