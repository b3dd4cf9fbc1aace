"""A line to the outside: it stands to what is reachable from everywhere, and is listened to in sips."""

import asyncio
from collections.abc import Callable, Sequence

import httpcore2

from hub.addresses import Address
from hub.dialling import GuardedBackend, LookUp, Stream

Permits = Callable[[Sequence[Address]], bool]

# What is taken in at once; then others have their turn, whatever else has arrived.
MOUTHFUL = 4_096
# What may come before the file itself.
LONGEST_HEAD = 256 * 1024


class Inside(Exception):
    """A name leads into a network: nothing is called."""


class SippingBackend(GuardedBackend):
    """Calls what a name leads to if all of that may be called, else nothing of it."""

    def __init__(self, permits: Permits, look_up: LookUp | None = None, *, port: int | None = None) -> None:
        """`permits` says whether all of it may be called."""

        def judge(found: Sequence[Address]) -> Sequence[Address]:
            if not permits(found):
                raise Inside
            return found

        super().__init__(judge, look_up, port=port)

    def _kind(self, stream: httpcore2.AsyncNetworkStream) -> httpcore2.AsyncNetworkStream:
        return SipStream(stream)


class SipStream(Stream):
    """A connection that is listened to in sips: a flood of crumbs keeps nobody else from their turn."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        super().__init__(stream)
        self._left = LONGEST_HEAD

    def expect(self, more: int) -> None:
        """From here on so much more may come."""
        self._left += more

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """As much as there is, in a sip."""
        await asyncio.sleep(0)
        read = await super().read(min(max_bytes, MOUTHFUL), timeout)
        self._left -= len(read)
        if self._left < 0:
            raise httpcore2.ReadError("more than anybody asked for")
        return read
