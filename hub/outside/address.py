"""What may be asked for at all: an https address on the usual port."""

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from hub.errors import Refused

LONGEST = 2_000
PORT = 443
# What programs write before the address of a calendar; it is https to all of them.
_ALIASES = re.compile(r"webcals?://", re.IGNORECASE)
# Older programs read such a name as an IPv4 address (`2130706433`, `0x7f.1`); so it is no name for us.
_ENDS_IN_A_NUMBER = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


@dataclass(frozen=True, slots=True)
class Address:
    """An https address: the host as it goes over the wire, and what is asked for there, which is a secret."""

    host: str
    target: str = field(repr=False)

    @property
    def whole(self) -> str:
        """As one could write it."""
        return f"https://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """The host, as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def number(self) -> IPv4Address | IPv6Address | None:
        """The IP address, if the host is one and no name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def read_address(typed: str) -> Address | Refused:
    """Read an https address on the usual port that names nobody who signs in."""
    text = _ALIASES.sub("https://", typed.strip(), count=1)
    if len(text) > LONGEST or not text.isprintable() or " " in text or "\\" in text:
        return Refused("calendar-address")
    try:
        host = _host(urlsplit(text))
    except ValueError:
        host = None
    if host is None:
        return Refused("calendar-address")
    parts = urlsplit(text)
    asked = f"?{parts.query}" if parts.query else ""
    return Address(host, quote(f"{parts.path or '/'}{asked}", safe="/?%:@!$&'()*+,;=~-._"))


def moved(address: Address, to: str) -> Address | Refused:
    """Where an answer sends whoever asked, read as strictly as what was typed."""
    try:
        return read_address(urljoin(address.whole, to))
    except ValueError:
        return Refused("calendar-address")


def _host(parts: SplitResult) -> str | None:
    # Raises ValueError for what cannot be a host or a port.
    if parts.scheme.lower() != "https" or parts.port not in {None, PORT}:
        return None
    if parts.username is not None or "%" in parts.netloc or not parts.hostname:
        return None
    if parts.netloc.startswith("["):
        return str(IPv6Address(parts.hostname))
    # One dot behind it means the same name.
    name = idna.encode(parts.hostname, uts46=True).decode().removesuffix(".")
    if _ENDS_IN_A_NUMBER.fullmatch(name):
        return str(IPv4Address(name))
    return name if _NAME.fullmatch(name) else None
