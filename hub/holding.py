"""Which hub holds a registration: two that share one would sign in as the same accounts.

Whoever starts says so in the steward's account data (Matrix specification, "Client Config"), which
nobody else can write. A later start is another one, also that of a copy of the same data folder.
"""

from dataclasses import dataclass, field
from typing import Protocol

from hub.chance import Chance


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a registration: which hub, and which of its starts."""

    hub: str
    start: str


class Registered(Protocol):
    """A homeserver that remembers who holds the registration. May raise as every homeserver does."""

    async def holder(self) -> Holder | None:
        """Who said so last; None if nobody did."""
        ...

    async def hold(self, holder: Holder) -> None:
        """Say that it is this one now."""
        ...


@dataclass(slots=True)
class Holding:
    """One hub's hold on its registration. Before it took hold, any start of this hub is as good."""

    homeserver: Registered
    hub: str
    chance: Chance
    _start: str = field(default="")

    async def take(self) -> None:
        """Hold it from now on, whoever did before."""
        start = self.chance.new_id()
        await self.homeserver.hold(Holder(self.hub, start))
        self._start = start

    async def is_free(self) -> bool:
        """Whether no other hub holds it."""
        held = await self.homeserver.holder()
        return held is None or held.hub == self.hub

    async def is_ours(self) -> bool:
        """Whether nobody took it since we did."""
        held = await self.homeserver.holder()
        return held is None or held == Holder(self.hub, self._start or held.start)
