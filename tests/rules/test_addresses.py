"""Where the hub may connect to, and where nobody can make it connect to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.addresses import are_global, is_permitted, networks_of

EVERYWHERE = ["93.184.215.14", "2a00:1450:4001:81b::200e", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
NOWHERE = {
    "this host": ["0.0.0.0", "::", "127.0.0.1", "127.255.255.254", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fc00::1", "fd12:3456::1"],
    "of a provider's inside (CGNAT)": ["100.64.0.1", "100.127.255.254"],
    "of a provider's inside (Azure)": ["168.63.129.16", "::ffff:168.63.129.16", "64:ff9b::a83f:8110"],
    "of one link": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0"],
    "of one site": ["fec0::1"],
    "many at once": ["224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["192.0.0.1", "192.0.0.9", "198.18.0.1", "240.0.0.1", "100::1", "4000::1"],
    "written in books": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "IPv4 as IPv6": ["::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1"],
    "6to4": ["2002:7f00:1::", "2002:5db8:d70e::1", "192.88.99.1"],
    "Teredo": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "NAT64 into a private network": ["64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::5db8:d70e"],
}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_what_everybody_can_reach_is_permitted(address: str) -> None:
    assert is_permitted(ip_address(address), ())


@pytest.mark.parametrize(
    "address", [pytest.param(one, id=f"{kind}: {one}") for kind, those in NOWHERE.items() for one in those]
)
def test_what_leads_inside_or_nowhere_is_not_permitted(address: str) -> None:
    assert not is_permitted(ip_address(address), ())


def test_next_to_a_providers_inside_all_is_permitted() -> None:
    assert is_permitted(ip_address("168.63.129.15"))
    assert is_permitted(ip_address("168.63.129.17"))


def test_a_name_that_leads_in_and_out_leads_in() -> None:
    assert are_global([ip_address("1.1.1.1"), ip_address("2606:4700::1111")])
    assert not are_global([ip_address("1.1.1.1"), ip_address("10.0.0.1")])
    assert not are_global([ip_address("2606:4700::1111%eth0")])


@given(st.ip_addresses())
def test_nothing_is_permitted_that_python_calls_private(ip: IPv4Address | IPv6Address) -> None:
    if is_permitted(ip):
        mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
        assert not (mapped or ip).is_private
        assert not (mapped or ip).is_multicast
        assert not (mapped or ip).is_link_local


def test_in_networks_that_an_operator_has_named_all_is_permitted() -> None:
    networks = networks_of(["10.1.0.0/16", "fd12::/32"])

    inside, outside = ["10.1.2.3", "::ffff:10.1.2.3", "fd12::1"], ["10.2.0.1", "::ffff:10.2.0.1", "fd13::1"]

    assert [is_permitted(ip_address(one), networks) for one in inside] == [True] * 3
    assert [is_permitted(ip_address(one), networks) for one in outside] == [False] * 3
