"""A line to the outside: it stands to an address that was looked at, and to no other one.

A name is looked up once, when the line is made. What it leads to is judged then, and exactly that is
called: a name that leads elsewhere a moment later leads nobody in. The certificate is still the name's.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore2

Resolve = Callable[[str], Awaitable[Sequence[str]]]
Permits = Callable[[Collection[str]], bool]

# How long one machine may take to answer the call, and how many of a name are called.
PATIENCE = 3.0
MOST_MACHINES = 4
# What is taken in at once; then others have their turn, whatever else has arrived.
MOUTHFUL = 4_096
# What may come before the file itself.
LONGEST_HEAD = 256 * 1024


class Inside(Exception):
    """A name leads into a network: nothing is called."""


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """How httpcore comes to a connection here."""

    def __init__(self, resolve: Resolve, permits: Permits, port: int) -> None:
        """`permits` says whether all addresses that a name leads to may be called."""
        self._resolve = resolve
        self._permits = permits
        self._port = port
        self._dial = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 – httpcore calls it so
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Look a name up, judge all it leads to, and call those."""
        assert port == 443, "what is asked for was read by `read_address`"
        found = await self._resolve(host)
        if not self._permits(found):
            raise Inside
        why: Exception = httpcore2.ConnectError("nobody of that name")
        for machine in found[:MOST_MACHINES]:
            try:
                called = await self._dial.connect_tcp(
                    machine, self._port, PATIENCE, local_address, socket_options
                )
                return SipStream(called)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                why = error
        raise why


class SipStream(httpcore2.AsyncNetworkStream):
    """A connection that is listened to in sips: a flood of crumbs keeps nobody else from their turn."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._left = LONGEST_HEAD

    def expect(self, more: int) -> None:
        """From here on so much more may come."""
        self._left += more

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """As much as there is, in a sip."""
        await asyncio.sleep(0)
        read = await self._stream.read(min(max_bytes, MOUTHFUL), timeout)
        self._left -= len(read)
        if self._left < 0:
            raise httpcore2.ReadError("more than anybody asked for")
        return read

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
        """Go on in secret."""
        return SipStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


class Directory:
    """Looks names up, in threads of its own: a name that is slow to find makes nothing else wait."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="lookup")

    async def resolve(self, host: str) -> Sequence[str]:
        """Every address that a name leads to, in the order in which to try them; none if there is none."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _look_up, host)


def _look_up(host: str) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
