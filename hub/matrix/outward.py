"""One question to a server that is not ours: whatever it answers, it costs little and breaks nothing."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpcore2

from hub.dialling import LONGEST_KNOCK
from hub.errors import HomeserverUnavailable, NotReady
from hub.matrix.discovery import Route

# Nothing packed, so that what is read is as long as it looks.
_MANNERS = [(b"Accept", b"application/json"), (b"Accept-Encoding", b"identity"), (b"User-Agent", b"Fallraum")]
# TLS errors in the middle of an answer, and names that cannot be one, come as they are.
_TROUBLE = (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError, ValueError)


class Unreachable(HomeserverUnavailable):
    """There was nobody to ask, or nobody who could prove who they are: nothing was said to them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def trusted(authority: Path | None) -> ssl.SSLContext:
    """Whose certificates count: the network's own authority, if there is one, else those of this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authority is None:
        context.load_default_certs()
        return context
    try:
        context.load_verify_locations(authority)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotReady("authority-not-readable", file=str(authority), why=why) from None
    return context


class Outward:
    """The hub's way to servers that are not ours. No redirect is followed, no connection kept."""

    def __init__(self, backend: httpcore2.AsyncNetworkBackend, trust: ssl.SSLContext) -> None:
        self._backend = backend
        self._trust = trust

    async def get(self, route: Route, target: str, *, most: int) -> Heard:
        """What is there, if it has no more than so many bytes.

        Whoever calls has a limit to their patience. Raises `HomeserverUnavailable`; its text says
        neither where nor what was asked.
        """
        try:
            return await self._heard(route, target, most)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            raise Unreachable(type(error).__name__) from None
        except _TROUBLE as error:
            raise HomeserverUnavailable(type(error).__name__) from None

    async def _heard(self, route: Route, target: str, most: int) -> Heard:
        url = httpcore2.URL(
            scheme=b"https", host=route.host.encode("ascii"), port=route.port, target=target.encode("ascii")
        )
        # A pool for one call: a kept connection was proven to be one name only, and could serve another.
        async with (
            httpcore2.AsyncConnectionPool(
                self._trust, network_backend=self._backend, max_keepalive_connections=0
            ) as pool,
            pool.stream(
                "GET",
                url,
                headers=[(b"Host", route.said.encode("ascii")), *_MANNERS],
                extensions={"sni_hostname": route.certified, "timeout": {"connect": LONGEST_KNOCK}},
            ) as response,
        ):
            headers = {
                key.decode("latin-1").lower(): value.decode("latin-1") for key, value in response.headers
            }
            return Heard(response.status, headers, await _read(response, most))


async def _read(response: httpcore2.Response, most: int) -> bytes:
    body = b""
    async for part in response.aiter_stream():
        body += part
        if len(body) > most:
            raise HomeserverUnavailable("too long")
    return body
