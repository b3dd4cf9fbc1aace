"""Which addresses the hub may connect to, looked at in the moment of connecting.

Whoever names a host decides where it leads, and may decide otherwise a moment later. So a name is looked
up once, what it means is judged, and exactly the judged address is connected to.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore2

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LookUp = Callable[[str], Awaitable[Iterable[Address]]]

# The next address has its turn, too, before whoever asked has lost patience.
LONGEST_KNOCK = 1.5
# The system's resolver cannot be interrupted: whose names take long keep these threads busy, and no others.
LOOK_UPS_AT_ONCE = 2

# IANA's special-purpose registries, as far as `is_global` of some Python version says otherwise: protocol
# assignments, relays of 6to4, multicast.
_NOT_GLOBAL_4 = tuple(IPv4Network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4"))
# Of IPv6 only this is handed out to hosts at all.
_UNICAST = IPv6Network("2000::/3")
# Protocol assignments with Teredo, documentation, 6to4: the latter two lead into somebody's IPv4.
_NOT_GLOBAL_6 = tuple(IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# By this one, hosts without IPv4 reach those that have nothing else (RFC 6052, NAT64).
_TRANSLATED = IPv6Network("64:ff9b::/96")


def networks_of(ranges: Collection[str]) -> tuple[Network, ...]:
    """Address ranges as an operator writes them."""
    return tuple(ip_network(one) for one in ranges)


def is_permitted(address: Address, networks: Collection[Network]) -> bool:
    """Whether the hub may connect there: to what is reachable from everywhere, and to these networks."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        # The kernel speaks IPv4 with it.
        address = address.ipv4_mapped
    return any(address in network for network in networks) or _is_global(address)


def _is_global(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in one for one in _NOT_GLOBAL_4)
    if address in _TRANSLATED:
        return _is_global(IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and address in _UNICAST and not any(address in one for one in _NOT_GLOBAL_6)


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to permitted addresses only; all others are as if nobody listened there."""

    def __init__(self, networks: Collection[Network] = (), look_up: LookUp | None = None) -> None:
        """`look_up` says which addresses a name has; without it the system does."""
        self._networks = networks
        self._threads = ThreadPoolExecutor(LOOK_UPS_AT_ONCE, thread_name_prefix="look-up")
        self._look_up = look_up or self._asked
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of a host that is permitted and answers."""
        patience = LONGEST_KNOCK if timeout is None else min(timeout, LONGEST_KNOCK)
        for address in await self._addresses(host):
            with contextlib.suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                stream = await self._sockets.connect_tcp(
                    str(address), port, patience, local_address, socket_options
                )
                return _Stream(stream)
        raise httpcore2.ConnectError("no permitted address answers")

    def close(self) -> None:
        """Wait for no look-up any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _addresses(self, host: str) -> list[Address]:
        try:
            found = [ip_address(host)]
        except ValueError:
            found = list(await self._look_up(host))
        return [address for address in dict.fromkeys(found) if is_permitted(address, self._networks)]

    async def _asked(self, host: str) -> Iterable[Address]:
        def ask() -> list[Address]:
            said = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            return [ip_address(where[0]) for *_, where in said]

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except (OSError, ValueError):
            # There is no such name, or it cannot be one.
            raise httpcore2.ConnectError("no such host") from None


class _Stream(httpcore2.AsyncNetworkStream):
    """A connection that is let go of, too, if whoever waits for its TLS is called away."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
