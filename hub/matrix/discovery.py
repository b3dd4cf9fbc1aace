"""Where another homeserver is found, decided from what was heard of it; nothing is asked here.

Matrix specification, server-server API, "Resolving server names". Whatever the answers are, the
certificate must be for the server's own name, or for the one that it named over a verified line.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from hub.federation import is_server_name

DEFAULT_PORT = 8448
WELL_KNOWN = "/.well-known/matrix/server"
# In this order; the second is deprecated.
SERVICES = ("_matrix-fed._tcp", "_matrix._tcp")
LONGEST_WELL_KNOWN = 50 * 1024
MOST_PLACES = 3
MOST_REDIRECTS = 3

# How long an answer is kept: the specification's recommendations, and Synapse's lower bound.
SHORTEST_KEPT, USUALLY_KEPT, LONGEST_KEPT = timedelta(minutes=5), timedelta(hours=24), timedelta(hours=48)
# One that says nothing, or none. A network has some servers, not thousands: a mended one is found soon.
NOTHING_KEPT = timedelta(minutes=5)

_MAX_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Name:
    """A server's name, taken apart; brackets around an address are gone."""

    whole: str
    host: str
    port: int | None
    is_literal: bool

    @property
    def is_bare(self) -> bool:
        """Whether it says of itself neither an address nor a port, so that others must be asked."""
        return not self.is_literal and self.port is None


@dataclass(frozen=True, slots=True)
class Service:
    """One answer of the DNS (SRV record): a host where it can be found."""

    priority: int
    weight: int
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Route:
    """Where to connect to, what to say as `Host`, and for whom the certificate must be."""

    host: str
    port: int
    said: str
    certified: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """What a server's well-known address says: another name, or nothing; and until when that counts."""

    name: Name | None
    until: datetime


def parse_name(text: str) -> Name | None:
    """Read a server's name; `None` if nobody can be called so."""
    if not is_server_name(text):
        return None
    host, port = (text, "") if text.endswith("]") else _split(text)
    if port and not 1 <= int(port) <= 65535:
        return None
    bare = host.strip("[]")
    is_literal = _is_address(bare)
    if host.startswith("[") and not is_literal:
        return None
    return Name(text, bare, int(port) if port else None, is_literal)


def routes(server: Name, delegated: Name | None, services: Collection[Service] | None) -> Sequence[Route]:
    """Where to try, in order.

    `delegated` is what the well-known address of a bare name says. `services` are the DNS's answers if
    what was said last is bare; `None` if there are no such records.
    """
    name = delegated if delegated is not None and server.is_bare else server
    places = [(name.host, name.port or DEFAULT_PORT)]
    if name.is_bare and services is not None:
        # A single dot means: decidedly nowhere (RFC 2782).
        offered = sorted((one for one in services if one.host), key=lambda one: (one.priority, -one.weight))
        places = [(one.host, one.port) for one in offered[:MOST_PLACES]]
    return [Route(host, port, said=name.whole, certified=name.host) for host, port in places]


def well_known(server: Name) -> Route:
    """Where a bare name is asked for what it delegates to."""
    return Route(server.host, 443, said=server.host, certified=server.host)


def redirected(route: Route, target: str, location: str) -> tuple[Route, str] | None:
    """Where that well-known address lies instead; never where nobody is certified."""
    try:
        url = urlsplit(urljoin(f"https://{route.said}{target}", location))
        host, port = url.hostname, url.port or 443
    except ValueError:
        return None
    if url.scheme != "https" or not host:
        return None
    said = url.netloc.rpartition("@")[2]
    return Route(host, port, said=said, certified=host), (url.path or "/") + (
        f"?{url.query}" if url.query else ""
    )


def delegation(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Delegation:
    """What an answer of the well-known address means. Header names are in lower case."""
    name = _named(body) if status == 200 else None
    if name is None:
        return no_delegation(now)
    return Delegation(name, now + min(max(_freshness(headers, now), SHORTEST_KEPT), LONGEST_KEPT))


def no_delegation(now: datetime) -> Delegation:
    """As if the address said nothing, for a while."""
    return Delegation(None, now + NOTHING_KEPT)


def _split(text: str) -> tuple[str, str]:
    host, colon, port = text.rpartition(":")
    return (host, port) if colon else (text, "")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _named(body: bytes) -> Name | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    server = said.get("m.server") if isinstance(said, dict) else None
    return parse_name(server) if isinstance(server, str) else None


def _freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    control = headers.get("cache-control", "").lower()
    if "no-store" in control or "no-cache" in control:
        return timedelta()
    if (age := _MAX_AGE.search(control)) is not None:
        return min(timedelta(seconds=int(age[1])), LONGEST_KEPT)
    if "expires" in headers:
        return _instant(headers["expires"], now) - now
    return USUALLY_KEPT


def _instant(written: str, now: datetime) -> datetime:
    # What is no date has passed (RFC 9111).
    try:
        instant = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        return now
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
