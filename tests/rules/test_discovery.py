"""Where a homeserver is found, row by row as the specification has it ("Resolving server names")."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.matrix.discovery import (
    LONGEST_KEPT,
    MOST_PLACES,
    NOTHING_KEPT,
    SHORTEST_KEPT,
    USUALLY_KEPT,
    WELL_KNOWN,
    Name,
    Route,
    Service,
    delegation,
    parse_name,
    redirected,
    routes,
    well_known,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AMT, M, HOSTER = "amt.example", "m.amt.example", "matrix.hoster.example"
ELSEWHERE = Service(10, 0, HOSTER, 4443)


def named(text: str) -> Name:
    name = parse_name(text)
    assert name is not None
    return name


@pytest.mark.parametrize(
    ("server", "says", "services", "goes_to"),
    [
        # 1: an address, with or without a port.
        ("192.0.2.7", None, None, Route("192.0.2.7", 8448, "192.0.2.7", "192.0.2.7")),
        ("192.0.2.7:4443", None, None, Route("192.0.2.7", 4443, "192.0.2.7:4443", "192.0.2.7")),
        ("[2001:db8::7]", None, None, Route("2001:db8::7", 8448, "[2001:db8::7]", "2001:db8::7")),
        ("[2001:db8::7]:443", None, None, Route("2001:db8::7", 443, "[2001:db8::7]:443", "2001:db8::7")),
        # 2: a port of its own.
        (f"{AMT}:4443", None, None, Route(AMT, 4443, f"{AMT}:4443", AMT)),
        # 3.1: delegated to an address.
        (AMT, "192.0.2.7", None, Route("192.0.2.7", 8448, "192.0.2.7", "192.0.2.7")),
        (AMT, "[2001:db8::7]:1", None, Route("2001:db8::7", 1, "[2001:db8::7]:1", "2001:db8::7")),
        # 3.2: delegated to a host and a port.
        (AMT, f"{M}:443", None, Route(M, 443, f"{M}:443", M)),
        # 3.3 and 3.4: delegated to a host that the DNS knows more of.
        (AMT, M, ELSEWHERE, Route(HOSTER, 4443, M, M)),
        # 3.5: delegated to a host alone.
        (AMT, M, None, Route(M, 8448, M, M)),
        # 4 and 5: the DNS alone knows more.
        (AMT, None, ELSEWHERE, Route(HOSTER, 4443, AMT, AMT)),
        # 6: nobody knows more.
        (AMT, None, None, Route(AMT, 8448, AMT, AMT)),
        # What was asked too much changes nothing.
        (f"{AMT}:4443", "x.example", ELSEWHERE, Route(AMT, 4443, f"{AMT}:4443", AMT)),
        ("192.0.2.7", None, ELSEWHERE, Route("192.0.2.7", 8448, "192.0.2.7", "192.0.2.7")),
        (AMT, f"{M}:1", ELSEWHERE, Route(M, 1, f"{M}:1", M)),
    ],
)
def test_a_server_is_found_where_the_specification_says(
    server: str, says: str | None, services: Service | None, goes_to: Route
) -> None:
    found = routes(named(server), named(says) if says else None, [services] if services else None)

    assert list(found) == [goes_to]


def test_of_several_places_the_first_by_priority_and_weight_is_tried_first() -> None:
    offered = [
        Service(20, 99, "c", 1),
        Service(10, 1, "b", 1),
        Service(10, 9, "a", 1),
        Service(30, 1, "d", 1),
    ]

    found = routes(named("amt.example"), None, offered)

    assert [route.host for route in found] == ["a", "b", "c"]
    assert len(found) == MOST_PLACES


def test_who_says_to_be_nowhere_is_looked_for_nowhere() -> None:
    assert list(routes(named("amt.example"), None, [Service(0, 0, "", 0)])) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":8448",
        "amt.example:0",
        "amt.example:65536",
        "[amt.example]",
        "[::1::2]",
        "a b",
        "amt.example/",
        "[::1",
    ],
)
def test_what_cannot_be_a_servers_name_is_none(text: str) -> None:
    assert parse_name(text) is None


def test_a_bare_name_is_asked_by_https_and_must_be_certified() -> None:
    assert well_known(named("amt.example")) == Route("amt.example", 443, "amt.example", "amt.example")


def kept(
    headers: dict[str, str], body: bytes = b'{"m.server": "m.amt.example"}', status: int = 200
) -> timedelta:
    return delegation(status, headers, body, NOW).until - NOW


@pytest.mark.parametrize(
    ("headers", "kept_for"),
    [
        ({}, USUALLY_KEPT),
        ({"cache-control": "public, max-age=7200"}, timedelta(hours=2)),
        ({"cache-control": "max-age=1"}, SHORTEST_KEPT),
        ({"cache-control": "max-age=9999999999"}, LONGEST_KEPT),
        ({"cache-control": "no-store, max-age=7200"}, SHORTEST_KEPT),
        ({"cache-control": "max-age=7200", "expires": "0"}, timedelta(hours=2)),
        ({"cache-control": "max-age=soon"}, USUALLY_KEPT),
        ({"expires": "Mon, 23 Nov 2026 12:00:00 GMT"}, timedelta(hours=3)),
        ({"expires": "Mon, 23 Nov 2026 12:00:00 -0000"}, timedelta(hours=3)),
        ({"expires": "Mon, 23 Nov 9999 12:00:00 GMT"}, LONGEST_KEPT),
        ({"expires": "Mon, 23 Nov 2020 12:00:00 GMT"}, SHORTEST_KEPT),
        ({"expires": "0"}, SHORTEST_KEPT),
    ],
)
def test_a_delegation_is_kept_as_long_as_it_says_within_bounds(
    headers: dict[str, str], kept_for: timedelta
) -> None:
    assert kept(headers) == kept_for


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b'{"m.server": "m.amt.example"}'),
        (500, b""),
        (200, b"<html>"),
        (200, b"\xff\xfe\x00"),
        (200, b"[" * 50_000),
        (200, b"9" * 50_000),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"m.server": 7}'),
        (200, b'{"m.server": "m.amt.example:99999"}'),
        (200, b'{"m.server": "https://m.amt.example"}'),
    ],
)
def test_what_names_no_server_delegates_nothing_and_is_soon_asked_again(status: int, body: bytes) -> None:
    said = delegation(status, {"cache-control": "max-age=99999"}, body, NOW)

    assert (said.name, said.until) == (None, NOW + NOTHING_KEPT)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/elsewhere?a=b", ("amt.example", 443, "amt.example", "/elsewhere?a=b")),
        ("https://www.amt.example/x", ("www.amt.example", 443, "www.amt.example", "/x")),
        ("https://www.amt.example:4443", ("www.amt.example", 4443, "www.amt.example:4443", "/")),
        ("https://amira:secret@www.amt.example/", ("www.amt.example", 443, "www.amt.example", "/")),
        ("https://[2001:db8::7]:1/", ("2001:db8::7", 1, "[2001:db8::7]:1", "/")),
        ("//www.amt.example/x", ("www.amt.example", 443, "www.amt.example", "/x")),
    ],
)
def test_a_well_known_address_may_lie_elsewhere(location: str, leads_to: tuple[str, int, str, str]) -> None:
    found = redirected(well_known(named("amt.example")), WELL_KNOWN, location)

    assert found is not None
    route, target = found
    assert (route.host, route.port, route.said, target) == leads_to
    assert route.certified == route.host


@pytest.mark.parametrize(
    "location", ["http://amt.example/", "ftp://amt.example/", "https://[::1", "https://a:99999/"]
)
def test_but_not_where_nobody_is_certified(location: str) -> None:
    assert redirected(well_known(named("amt.example")), WELL_KNOWN, location) is None
