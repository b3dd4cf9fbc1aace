"""Another homeserver is asked where it is found and as whom it is certified; whatever it does is survived."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from hub.errors import HomeserverUnavailable, NotReady, Refused
from hub.identifiers import UserId
from hub.matrix.discovery import LONGEST_WELL_KNOWN, MOST_REDIRECTS, SHORTEST_KEPT, WELL_KNOWN
from hub.matrix.neighbour import LONGEST_ANSWER, LONGEST_WELL_KNOWN_WAIT, Neighbour
from hub.matrix.openid import AT_ONCE, MOST_WAITING, PATIENCE, USERINFO, OpenIdDesk
from hub.matrix.outward import Outward, trusted
from hub.matrix.wire import Json
from tests.clock import Clock
from tests.fakes.internet import Acts, Call, Internet, drips, internet, says, writes
from tests.people import HUB

NAME = "amt.example"
BO = UserId(f"@bo:{NAME}")
KNOWN = says(json.dumps({"sub": BO}))
TOKEN = "a-very-secret-token"
UNKNOWN = Refused("sign-in-unknown")
# Shorter than the hub's own patience.
A_WHILE = 2.0


@pytest.fixture
async def net(tmp_path: Path) -> AsyncIterator[Internet]:
    async with internet(tmp_path) as net:
        yield net


async def neighbour(
    net: Internet, name: str = NAME, *, clock: Clock | None = None, records: Mapping[str, str] = {}
) -> Neighbour:
    now = (clock or Clock()).now
    return Neighbour(name, Outward(net, trusted(net.network.file)), await net.dns(records), now)


async def desk(net: Internet, name: str = NAME) -> OpenIdDesk:
    return OpenIdDesk(HUB, {name: await neighbour(net, name)}, patience=A_WHILE)


async def asks(one: Neighbour) -> Json:
    async with asyncio.timeout(PATIENCE):
        return await one.ask_as_nobody(USERINFO, {"access_token": TOKEN})


def delegates(name: str, headers: Mapping[str, str] = {}) -> Acts:
    return says(json.dumps({"m.server": name}), headers=headers)


async def test_who_says_nothing_is_asked_on_port_8448_by_their_name(net: Internet) -> None:
    await net.host(NAME, 8448, KNOWN)

    assert await asks(await neighbour(net)) == {"sub": BO}
    assert net.calls == [Call(NAME, NAME, f"{USERINFO}?access_token={TOKEN}")]


async def test_who_has_a_port_is_asked_there_and_nowhere_else(net: Internet) -> None:
    await net.host(NAME, 4443, KNOWN)

    await asks(await neighbour(net, f"{NAME}:4443"))

    assert net.connected == [(NAME, 4443)]
    assert net.calls[0].host == f"{NAME}:4443"


@pytest.mark.parametrize("name", ["192.0.2.7", "[2001:db8::7]:4443"])
async def test_who_is_called_by_an_address_must_be_certified_for_it(net: Internet, name: str) -> None:
    host, port = name.replace("[", "").split("]:") if "[" in name else (name, "8448")
    await net.host(host, int(port), KNOWN)

    await asks(await neighbour(net, name))

    assert net.connected == [(host, int(port))]
    assert (net.calls[0].certified, net.calls[0].host) == (None, name)


async def test_who_delegates_is_asked_there_and_must_be_certified_as_that(net: Internet) -> None:
    await net.host(NAME, 443, delegates("m.amt.example:443"))
    await net.host("m.amt.example", 443, KNOWN)

    await asks(await neighbour(net))

    assert net.calls[0] == Call(NAME, NAME, WELL_KNOWN)
    assert (net.calls[1].certified, net.calls[1].host) == ("m.amt.example", "m.amt.example:443")


async def test_whom_the_dns_leads_elsewhere_must_be_certified_by_their_own_name(net: Internet) -> None:
    await net.host("hoster.example", 4443, KNOWN, certified=NAME)
    one = await neighbour(net, records={f"_matrix-fed._tcp.{NAME}": "10 0 4443 hoster.example."})

    await asks(one)

    assert (net.calls[0].certified, net.calls[0].host) == (NAME, NAME)


async def test_the_deprecated_record_counts_where_there_is_no_other(net: Internet) -> None:
    await net.host("hoster.example", 1, KNOWN, certified=NAME)

    await asks(await neighbour(net, records={f"_matrix._tcp.{NAME}": "10 0 1 hoster.example."}))

    assert net.calls[0].host == NAME


async def test_a_host_certified_for_itself_alone_is_told_nothing(net: Internet) -> None:
    await net.host("hoster.example", 4443, KNOWN)
    one = await neighbour(net, records={f"_matrix-fed._tcp.{NAME}": "10 0 4443 hoster.example."})

    with pytest.raises(HomeserverUnavailable):
        await asks(one)
    assert net.calls == []


async def test_a_host_of_another_authority_is_told_nothing(net: Internet, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with internet(tmp_path / "other") as other:
        await other.host(NAME, 8448, KNOWN)
        one = Neighbour(NAME, Outward(other, trusted(net.network.file)), await net.dns({}), Clock().now)

        with pytest.raises(HomeserverUnavailable):
            await asks(one)
        assert other.calls == []


async def test_a_dns_that_says_nothing_keeps_nobody_waiting_for_long(net: Internet) -> None:
    await net.host(NAME, 8448, KNOWN)
    resolver = await net.dns({})
    with contextlib.closing(await silent_dns()) as transport:
        resolver.port = transport.get_extra_info("sockname")[1]

        assert await asks(Neighbour(NAME, Outward(net, trusted(net.network.file)), resolver, Clock().now))


async def silent_dns() -> asyncio.DatagramTransport:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    return transport


async def test_a_delegation_is_asked_for_once_and_again_when_its_time_is_over(net: Internet) -> None:
    clock = Clock()
    await net.host(NAME, 443, delegates(f"{NAME}:1", {"Cache-Control": "max-age=1"}))
    await net.host(NAME, 1, KNOWN)
    one = await neighbour(net, clock=clock)

    await asyncio.gather(asks(one), asks(one))
    clock.push(seconds=SHORTEST_KEPT.total_seconds() - 1)
    await asks(one)
    assert [call.target for call in net.calls].count(WELL_KNOWN) == 1
    clock.push(seconds=1)
    await asks(one)
    assert [call.target for call in net.calls].count(WELL_KNOWN) == 2


async def test_redirects_of_the_well_known_address_are_followed_some_times(net: Internet) -> None:
    await net.host(NAME, 443, says("", 302, {"Location": "https://www.amt.example/server"}))
    await net.host("www.amt.example", 443, delegates(f"{NAME}:1"))
    await net.host(NAME, 1, KNOWN)

    assert await asks(await neighbour(net))


@pytest.mark.parametrize(
    "acts",
    [
        pytest.param(says("", 302, {"Location": f"https://{NAME}/again"}), id="in a circle"),
        pytest.param(says("", 302, {"Location": f"http://{NAME}/"}), id="without TLS"),
        pytest.param(says("", 302, {"Location": "https://\xe4/"}), id="to what is no host"),
        pytest.param(says("", 302), id="to nowhere"),
        pytest.param(says(b" " * (LONGEST_WELL_KNOWN + 1) + b'{"m.server": "x:1"}'), id="too long"),
        pytest.param(says(b"[" * 9999), id="nested"),
        pytest.param(writes(b"nonsense\r\n\r\n"), id="not HTTP"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\n\r\n{"), id="drips"),
    ],
)
async def test_who_cannot_say_it_properly_delegates_nothing(net: Internet, acts: Acts) -> None:
    await net.host(NAME, 443, acts)
    await net.host(NAME, 8448, KNOWN)
    began = time.perf_counter()

    assert await asks(await neighbour(net)) == {"sub": BO}
    assert len(net.calls) <= MOST_REDIRECTS + 2
    assert time.perf_counter() - began < LONGEST_WELL_KNOWN_WAIT + 1


TROUBLE: dict[str, Acts] = {
    "an error of theirs": says("{}", 500),
    "too busy": says('{"errcode": "M_LIMIT_EXCEEDED"}', 429),
    "a proxy's page": says("<html>", 404),
    "a redirect": says("{}", 302, {"Location": "https://elsewhere.example/"}),
    "no JSON": says("<html>"),
    "a list": says("[]"),
    "a number": says("7"),
    "nested": says("[" * (LONGEST_ANSWER - 1)),
    "a long number": says("9" * (LONGEST_ANSWER - 1)),
    "huge": says(json.dumps({"sub": BO, "x": "x" * LONGEST_ANSWER})),
    "endless": drips(b"HTTP/1.1 200 OK\r\n\r\n{", every=0),
    "drips": drips(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{"),
    "drips headers": drips(b"HTTP/1.1 200 OK\r\nX: "),
    "ends in the middle": writes(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    "hangs up": writes(b""),
    "not HTTP": writes(b"\x00\xff\r\n\r\n"),
    "packed": says(b"\x1f\x8b\x08\x00", headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("acts", TROUBLE.values(), ids=TROUBLE)
async def test_whatever_else_it_does_it_is_away(net: Internet, acts: Acts) -> None:
    await net.host(NAME, 8448, acts)
    began = time.perf_counter()

    with pytest.raises(HomeserverUnavailable):
        await (await desk(net)).whose(TOKEN, NAME)
    assert time.perf_counter() - began < A_WHILE + 1
    assert ("elsewhere.example", 443) not in net.connected


@pytest.mark.parametrize("talk", [b"", b"SSH-2.0-OpenSSH\r\n", b"\x15\x03\x03\x00\x02\x02\x28"])
async def test_so_it_is_where_nobody_speaks_tls(net: Internet, talk: bytes) -> None:
    async def met(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(talk)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(PATIENCE if not talk else 0.1)
        writer.close()

    await net.serves(NAME, 8448, met)

    with pytest.raises(HomeserverUnavailable):
        await (await desk(net)).whose(TOKEN, NAME)


@pytest.mark.parametrize(
    "name", ["a." * 100 + "example", "x" * 64 + ".example", ".example", "amt.example:99999"]
)
async def test_so_it_is_where_nobody_can_be_called_so(net: Internet, name: str) -> None:
    with pytest.raises(HomeserverUnavailable):
        await (await desk(net, name)).whose(TOKEN, name)


@pytest.mark.parametrize(
    "sub",
    [
        *("@bo:other.example", f"@bo:{NAME}:8448", f"@bo:{NAME.upper()}", f"@bo:x.{NAME}", "bo", ""),
        *(None, 7, ["@bo"], {}, f"@bo\n:{NAME}", f"@{'b' * 255}:{NAME}", "\ud800"),
    ],
)
async def test_a_server_speaks_for_its_own_people_alone(net: Internet, sub: object) -> None:
    await net.host(NAME, 8448, says(json.dumps({"sub": sub})))

    assert await (await desk(net)).whose(TOKEN, NAME) == UNKNOWN


async def test_who_says_no_knows_nobody(net: Internet) -> None:
    await net.host(NAME, 8448, says('{"errcode": "M_UNKNOWN_TOKEN", "error": "…"}', 401))

    assert await (await desk(net)).whose(TOKEN, NAME) == UNKNOWN


async def test_no_server_outside_the_network_is_ever_asked(net: Internet) -> None:
    for name in ("other.example", f"{NAME}:8448", NAME.upper(), f"x.{NAME}", "127.0.0.1", ""):
        refused = await (await desk(net)).whose(TOKEN, name)
        assert refused == Refused("sign-in-elsewhere", {"server": name})

    assert net.connected == []


async def test_a_token_that_cannot_be_one_is_shown_to_nobody(net: Internet) -> None:
    for token in ("", "x" * 256, "ä"):
        assert await (await desk(net)).whose(token, NAME) == UNKNOWN

    assert net.connected == []


async def test_who_is_slow_takes_nobody_elses_turn(net: Internet) -> None:
    await net.host("slow.example", 8448, drips(b"HTTP/1.1 200 OK\r\nX: "))
    await net.host(NAME, 8448, KNOWN)
    asked = {name: await neighbour(net, name) for name in ("slow.example", NAME)}
    both = OpenIdDesk(HUB, asked, patience=A_WHILE)
    slow = [asyncio.create_task(both.whose(TOKEN, "slow.example")) for _ in range(MOST_WAITING + 5)]
    await asyncio.sleep(0.2)

    async with asyncio.timeout(1):
        assert await both.whose(TOKEN, NAME) == BO
    # More than some do not even wait for it.
    assert len([one for one in slow if one.done()]) == 5
    ends = await asyncio.gather(*slow, return_exceptions=True)
    assert {type(end) for end in ends} == {HomeserverUnavailable}
    assert len([call for call in net.calls if "userinfo" in call.target]) == AT_ONCE + 1


async def test_a_token_stands_in_no_log_and_no_error(net: Internet, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await net.host(NAME, 8448, KNOWN)
    await net.host("broken.example", 8448, says(TOKEN, 500))

    assert await (await desk(net)).whose(TOKEN, NAME) == BO
    with pytest.raises(HomeserverUnavailable) as raised:
        await (await desk(net, "broken.example")).whose(TOKEN, "broken.example")

    assert TOKEN not in str(raised.value)
    assert all(TOKEN not in f"{record.getMessage()} {record.args}" for record in caplog.records)


def test_an_authority_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()

    for file in ("empty.pem", "missing.pem", "."):
        with pytest.raises(NotReady, match="authority-not-readable"):
            trusted(tmp_path / file)
