"""Fetching what stands at an address that somebody typed: bounded in time, in size, and in where it goes."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping

import httpcore2

from hub.addresses import are_global
from hub.dialling import LookUp
from hub.errors import Refused
from hub.outside.address import Address, moved, read_address
from hub.outside.line import Inside, Permits, SippingBackend, SipStream

# From the first look-up to the last byte, however slowly it drips.
PATIENCE = 10.0
LARGEST = 4 * 1024 * 1024
MOST_MOVES = 3
# With what stands around the pieces of it.
_LARGEST_AROUND = LARGEST + LARGEST // 4
# Whoever hands out that many crumbs wants to keep us busy.
MOST_PIECES = 40_000
_MOVED = frozenset({301, 302, 303, 307, 308})
# What it says of us: nothing but that it is a program that reads calendars.
_HEADERS: Mapping[bytes | str, bytes | str] = {
    "User-Agent": "Mozilla/5.0 (compatible; calendar reader)",
    "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
    # Nothing is unpacked here: what is small on the way could be endless at home.
    "Accept-Encoding": "identity",
    "Connection": "close",
}

Fetched = bytes | Refused


class Outside:
    """Asks strangers for files. Knows no proxy, keeps no cookie, sends nothing of ours along."""

    def __init__(
        self,
        *,
        permits: Permits = are_global,
        look_up: LookUp | None = None,
        port: int | None = None,
        trusted: ssl.SSLContext | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """What is handed in is for tests: which machines may be called, where, by whose word."""
        self._patience = patience
        self._trusted = trusted
        self._permits = permits
        self._backend = SippingBackend(permits, look_up, port=port)

    async def fetch(self, typed: str) -> Fetched:
        """What stands there, or why not: no address, inside a network, away, too large."""
        address = read_address(typed)
        # Of a name nobody is told that it leads inside: one after the other, they could be tried out.
        if isinstance(address, Address) and address.number and not self._permits([address.number]):
            return Refused("calendar-inside")
        try:
            async with asyncio.timeout(self._patience):
                return await self._followed(address)
        except (Inside, TimeoutError, OSError, ValueError, *_TROUBLE):
            return Refused("calendar-away")

    async def _followed(self, address: Address | Refused) -> Fetched:
        for _ in range(1 + MOST_MOVES):
            if isinstance(address, Refused):
                return address
            answer = await self._asked(address)
            if not isinstance(answer, _Moved):
                return answer
            address = moved(address, answer.to)
        return Refused("calendar-away")

    async def _asked(self, address: Address) -> "Fetched | _Moved":
        # Read at the first call: most who put a hub together fetch nothing.
        self._trusted = self._trusted or httpcore2.default_ssl_context()
        # A pool for each: no two people's addresses ever share a line.
        pool = httpcore2.AsyncConnectionPool(
            ssl_context=self._trusted, network_backend=self._backend, max_connections=1
        )
        url = httpcore2.URL(
            scheme=b"https", host=address.host.encode(), port=None, target=address.target.encode()
        )
        headers = {"Host": address.authority, **_HEADERS}
        async with pool, pool.stream("GET", url, headers=headers) as answer:
            return await _read(answer)


class _Moved:
    """It stands elsewhere now."""

    def __init__(self, to: str) -> None:
        self.to = to


# Everything that a connection and an answer can be broken by.
_TROUBLE = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
    httpcore2.ConnectionNotAvailable,
)


async def _read(answer: httpcore2.Response) -> Fetched | _Moved:
    headers = {name.lower(): value for name, value in answer.headers}
    if answer.status in _MOVED and b"location" in headers:
        return _Moved(headers[b"location"].decode())
    if answer.status != 200 or headers.get(b"content-encoding", b"identity").lower() != b"identity":
        return Refused("calendar-away")
    if int(headers.get(b"content-length", b"0")) > LARGEST:
        return Refused("calendar-too-large")
    line = answer.extensions["network_stream"]
    assert isinstance(line, SipStream), "it was called by the guarded backend"
    line.expect(_LARGEST_AROUND)
    return await _gathered(answer.aiter_stream())


async def _gathered(pieces: AsyncIterator[bytes]) -> Fetched:
    text, count = bytearray(), 0
    async for piece in pieces:
        text += piece
        count += 1
        if len(text) > LARGEST or count > MOST_PIECES:
            return Refused("calendar-too-large")
    return bytes(text)
