"""Calling what stands elsewhere: exactly what was judged, in the moment of calling.

Whoever names a host decides where it leads, and may decide otherwise a moment later. So a name is looked
up once, what it means is judged, and exactly the judged address is connected to. A certificate is still the
name's.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import httpcore2

from hub.addresses import Address, Network, is_permitted

LookUp = Callable[[str], Awaitable[Iterable[Address]]]
Judge = Callable[[Sequence[Address]], Sequence[Address]]
"""Which of the addresses that a name has may be called; may raise what ends the call."""

# The next address has its turn, too, before whoever asked has lost patience.
LONGEST_KNOCK = 1.5
MOST_KNOCKS = 4
# The system's resolver cannot be interrupted: whose names take long keep these threads busy, and no others.
LOOK_UPS_AT_ONCE = 2


def permitted(networks: Collection[Network]) -> Judge:
    """Those that are reachable from everywhere or lie in these networks; others as if nobody was there."""
    return lambda found: [one for one in found if is_permitted(one, networks)]


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to what was judged, and to nothing else."""

    def __init__(self, judge: Judge, look_up: LookUp | None = None, *, port: int | None = None) -> None:
        """`look_up` says which addresses a name has, without it the system does; `port` is for tests."""
        self._judge = judge
        self._port = port
        self._threads = ThreadPoolExecutor(LOOK_UPS_AT_ONCE, thread_name_prefix="look-up")
        self._look_up = look_up or self._asked
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 – httpcore calls it so
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of a host that is permitted and answers."""
        patience = LONGEST_KNOCK if timeout is None else min(timeout, LONGEST_KNOCK)
        for address in (await self._addresses(host))[:MOST_KNOCKS]:
            with contextlib.suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                stream = await self._sockets.connect_tcp(
                    str(address), self._port or port, patience, local_address, socket_options
                )
                return self._kind(stream)
        raise httpcore2.ConnectError("no permitted address answers")

    def close(self) -> None:
        """Wait for no look-up any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _kind(self, stream: httpcore2.AsyncNetworkStream) -> httpcore2.AsyncNetworkStream:
        return Stream(stream)

    async def _addresses(self, host: str) -> Sequence[Address]:
        try:
            found = [ip_address(host)]
        except ValueError:
            found = list(await self._look_up(host))
        return self._judge(list(dict.fromkeys(found)))

    async def _asked(self, host: str) -> Iterable[Address]:
        def ask() -> list[Address]:
            said = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            return [ip_address(where[0]) for *_, where in said]

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except (OSError, ValueError):
            # There is no such name, or it cannot be one.
            raise httpcore2.ConnectError("no such host") from None


class Stream(httpcore2.AsyncNetworkStream):
    """A connection that is let go of, too, if whoever waits for its TLS is called away."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """As much as there is."""
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Say something."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Hang up."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        """Go on in secret, with whoever proves to be the one of that name."""
        try:
            return type(self)(await self._stream.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:
            await self.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)
