"""Which addresses the hub may connect to: what everybody can reach, and what an operator has named."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# By IANA's registries of special purposes; written out, because what a library calls global changes with it.
_INSIDE = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            # In no registry: at it, machines in Azure find the inside of their provider.
            "168.63.129.16/32",
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
# Of IPv6 nothing else is handed out to hosts: loopback, local and multicast addresses lie outside of it.
_UNICAST = IPv6Network("2000::/3")
# By this one, hosts without IPv4 reach those that have nothing else (RFC 6052, NAT64): what counts is whom.
_TRANSLATED = IPv6Network("64:ff9b::/96")


def networks_of(ranges: Collection[str]) -> tuple[Network, ...]:
    """Address ranges as an operator writes them."""
    return tuple(ip_network(one) for one in ranges)


def is_permitted(address: Address, networks: Collection[Network] = ()) -> bool:
    """Whether the hub may connect there: to what is reachable from everywhere, and to these networks."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        # The kernel speaks IPv4 with it.
        address = address.ipv4_mapped
    return any(address in network for network in networks) or _is_global(address)


def are_global(found: Collection[Address]) -> bool:
    """Whether all are reachable from everywhere; of a name that leads in and out nobody can say where to."""
    return all(is_permitted(one) for one in found)


def _is_global(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        if address in _TRANSLATED:
            return _is_global(IPv4Address(int(address) & 0xFFFF_FFFF))
        # What names a network card of ours (`fe80::1%eth0`) is inside by that alone.
        if address not in _UNICAST or address.scope_id is not None:
            return False
    return not any(address in network for network in _INSIDE)
