"""Another homeserver of the network, asked as servers ask each other: found by its name, certified for it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from dns.asyncresolver import Resolver

from hub.errors import HomeserverRefused, HomeserverUnavailable
from hub.matrix.discovery import (
    LONGEST_WELL_KNOWN,
    MOST_REDIRECTS,
    WELL_KNOWN,
    Delegation,
    Name,
    Route,
    delegation,
    no_delegation,
    parse_name,
    redirected,
    routes,
    well_known,
)
from hub.matrix.outward import Heard, Outward, Unreachable
from hub.matrix.records import services
from hub.matrix.wire import Json

# Many sites have nobody on port 443 who says so.
LONGEST_WELL_KNOWN_WAIT = 2.0
LONGEST_ANSWER = 4 * 1024


class Neighbour:
    """One such server. Whatever it does, it raises what `Wire` raises."""

    def __init__(self, name: str, outward: Outward, resolver: Resolver, now: Callable[[], datetime]) -> None:
        """`outward` is this neighbour's alone: who is slow keeps nobody else waiting."""
        self._name = parse_name(name)
        self._outward = outward
        self._resolver = resolver
        self._now = now
        self._known: Delegation | None = None
        self._asking = asyncio.Lock()

    async def ask_as_nobody(self, path: str, query: Mapping[str, str]) -> Json:
        """Ask at one of the doors that other servers use, without saying who asks.

        Whoever calls has a limit to their patience. Raises `HomeserverUnavailable` or `HomeserverRefused`.
        """
        for route in await self._routes():
            try:
                heard = await self._outward.get(route, f"{path}?{urlencode(query)}", most=LONGEST_ANSWER)
            except Unreachable:
                continue
            return _read(heard)
        raise HomeserverUnavailable("another server cannot be reached")

    async def _routes(self) -> list[Route]:
        if self._name is None:
            return []
        delegated = await self._delegated(self._name) if self._name.is_bare else None
        name = delegated or self._name
        found = await services(self._resolver, name.host) if name.is_bare else None
        return list(routes(self._name, delegated, found))

    async def _delegated(self, name: Name) -> Name | None:
        # One asks for all who came meanwhile.
        async with self._asking:
            if self._known is None or self._known.until <= self._now():
                self._known = await self._delegation(name)
            return self._known.name

    async def _delegation(self, name: Name) -> Delegation:
        try:
            async with asyncio.timeout(LONGEST_WELL_KNOWN_WAIT):
                heard = await self._followed(well_known(name), WELL_KNOWN)
        except (TimeoutError, HomeserverUnavailable):
            return no_delegation(self._now())
        return delegation(heard.status, heard.headers, heard.body, self._now())

    async def _followed(self, route: Route, target: str) -> Heard:
        for _ in range(MOST_REDIRECTS + 1):
            heard = await self._outward.get(route, target, most=LONGEST_WELL_KNOWN)
            if heard.status not in {301, 302, 303, 307, 308}:
                return heard
            elsewhere = redirected(route, target, heard.headers.get("location", ""))
            if elsewhere is None:
                break
            route, target = elsewhere
        raise HomeserverUnavailable("redirected to nowhere")


def _read(heard: Heard) -> Json:
    # What another server writes into an error stands in none of ours.
    try:
        content = json.loads(heard.body)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict):
        if heard.status == 200:
            return content
        if 400 <= heard.status < 500 and heard.status != 429:
            raise HomeserverRefused(heard.status, "refused", "another server")
    raise HomeserverUnavailable(f"another server: {heard.status}")
