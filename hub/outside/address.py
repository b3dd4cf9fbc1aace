"""What may be asked for at all: an https address, and a machine that stands in the open internet."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from hub.errors import Refused

IP = IPv4Address | IPv6Address

LONGEST = 2_000
PORT = 443
# What programs write before the address of a calendar; it is https to all of them.
_ALIASES = re.compile(r"webcals?://", re.IGNORECASE)
# Older programs read such a name as an IPv4 address (`2130706433`, `0x7f.1`); so it is no name for us.
_ENDS_IN_A_NUMBER = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")

# By IANA's registries of special purposes; written out, because what a library calls global changes with it.
_INSIDE = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            # Teredo and other things of protocols; documentation; 6to4, which leads to any IPv4 address.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
# Of IPv6 nothing else is global: loopback, local, mapped and multicast addresses lie outside of it.
_GLOBAL = IPv6Network("2000::/3")
# Where a network has no IPv4, a translator stands in for all of it: what counts is where that leads.
_TRANSLATED = IPv6Network("64:ff9b::/96")


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


def is_outside(ip: IP) -> bool:
    """Whether whoever has it stands in the open internet, as far as an address can tell."""
    if isinstance(ip, IPv6Address):
        if ip in _TRANSLATED:
            return is_outside(IPv4Address(int(ip) & 0xFFFF_FFFF))
        if ip not in _GLOBAL:
            return False
    return not any(ip in network for network in _INSIDE)


def are_outside(found: Collection[str]) -> bool:
    """Whether all of these stand outside; of a name that leads in and out nobody can say where it leads."""
    # What names a network card of ours (`fe80::1%eth0`) is inside by that alone.
    return all("%" not in one and is_outside(ip_address(one)) for one in found)


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
