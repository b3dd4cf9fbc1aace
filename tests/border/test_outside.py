"""Fetching from strangers, through a real TLS server on loopback: what they cannot make the hub do."""

import asyncio
import gzip
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from hub.addresses import Address, are_global
from hub.appointments.apart import Apart
from hub.appointments.reader import Appointments
from hub.errors import Refused
from hub.outside import fetching
from hub.outside.fetching import LARGEST, Outside
from hub.presence.hours import Period
from tests.clock import MONDAY
from tests.diary import calendar, event
from tests.federated import Network

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]

HERE = "kalender.example"
ADDRESS = f"https://{HERE}/geheim.ics"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
ADDRESS_REFUSED, INSIDE, AWAY, TOO_LARGE = (
    Refused(f"calendar-{reason}") for reason in ("address", "inside", "away", "too-large")
)


def says(status: str, body: bytes = b"", **headers: str) -> Answer:
    """Somebody who gives one answer and hangs up."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        head = "\r\n".join((f"HTTP/1.1 {status}", *lines, "Connection: close", "", ""))
        writer.write(head.encode() + body)

    return answer


def forever(first: bytes, then: bytes, pause: float = 0.0) -> Answer:
    """Somebody who never comes to an end."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(then)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


OK = b"HTTP/1.1 200 OK\r\n"
THERE = says("200 OK", CALENDAR)


@dataclass(slots=True)
class Stranger:
    """A server on loopback, the names that lead to it, and what it was asked."""

    trusted: ssl.SSLContext
    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def look_up(self, host: str) -> Sequence[Address]:
        """Where a name leads now; the last answer stays."""
        found = self.names.get(host, [()])
        return [ip_address(one) for one in (found.pop(0) if len(found) > 1 else found[0])]

    @property
    def outside(self) -> Outside:
        """The hub, to which 127.0.0.1 alone is the open internet."""
        return Outside(
            permits=lambda found: set(map(str, found)) <= {"127.0.0.1"},
            look_up=self.look_up,
            port=self.port,
            trusted=self.trusted,
        )

    async def fetched(self, answer: Answer, address: str = ADDRESS) -> bytes | Refused:
        """What the hub gets if the stranger answers like that."""
        self.answers["/geheim.ics"] = answer
        return await self.outside.fetch(address)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hear one question, answer it, and hang up."""
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(request)
            await self.answers[request.split(" ")[1]](writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def standing(folder: Path, *, certified_for: str = HERE) -> AsyncIterator[Stranger]:
    network = Network(folder)
    network.certify(folder, certified_for)
    stranger = Stranger(ssl.create_default_context(cafile=network.file), names={HERE: [("127.0.0.1",)]})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    tasks: set[asyncio.Task[None]] = set()

    def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(stranger.serve(reader, writer)))

    server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=context)
    stranger.port = server.sockets[0].getsockname()[1]
    try:
        yield stranger
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def stranger(tmp_path: Path) -> AsyncIterator[Stranger]:
    """Somebody whose certificate is good."""
    async with standing(tmp_path) as one:
        yield one


async def test_what_stands_there_is_fetched_and_nothing_of_ours_is_said(stranger: Stranger) -> None:
    assert await stranger.fetched(THERE) == CALENDAR

    (asked,) = stranger.asked
    lines = asked.lower().split("\r\n")
    assert lines[0] == "get /geheim.ics http/1.1"
    assert f"host: {HERE}" in lines
    assert "accept-encoding: identity" in lines
    names = {line.partition(":")[0] for line in lines[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "fallraum" not in asked.lower()
    assert "python" not in asked.lower()


async def test_a_proxy_of_the_environment_is_not_asked(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert await stranger.fetched(THERE) == CALENDAR


async def test_a_cookie_is_not_kept(stranger: Stranger) -> None:
    outside = stranger.outside
    stranger.answers["/geheim.ics"] = says("200 OK", CALENDAR, Set_Cookie="a=b")
    await outside.fetch(ADDRESS)
    await outside.fetch(ADDRESS)

    assert "cookie" not in stranger.asked[1].lower()


@pytest.mark.parametrize(
    "answer",
    [
        says("404 Not Found", CALENDAR),
        says("401 Unauthorized", CALENDAR),
        says("204 No Content"),
        says("206 Partial Content", CALENDAR),
        says("304 Not Modified"),
        says("500 Internal Server Error"),
        says("302 Found"),
        says("200 OK", gzip.compress(bytes(LARGEST)), Content_Encoding="gzip"),
        says("200 OK", CALENDAR, Content_Length="viel"),
        says("200 OK", CALENDAR, Content_Length="1000"),
        says("200 OK", CALENDAR, Transfer_Encoding="gzip, chunked"),
        says("101 Switching Protocols", Upgrade="websocket"),
    ],
)
async def test_whatever_is_not_the_file_itself_is_away(stranger: Stranger, answer: Answer) -> None:
    assert await stranger.fetched(answer) == AWAY


async def test_nobody_there_is_away(stranger: Stranger) -> None:
    stranger.names[HERE] = [()]
    assert await stranger.fetched(THERE) == AWAY

    dead = Outside(permits=lambda _: True, look_up=stranger.look_up, port=1, trusted=stranger.trusted)
    stranger.names[HERE] = [("127.0.0.1",)]
    assert await dead.fetch(ADDRESS) == AWAY


async def test_whoever_shows_the_certificate_of_another_name_is_away(tmp_path: Path) -> None:
    async with standing(tmp_path, certified_for="andere.example") as stranger:
        assert await stranger.fetched(THERE) == AWAY
        assert stranger.asked == []


async def test_whoever_is_certified_by_nobody_known_is_away(stranger: Stranger) -> None:
    stranger.trusted = ssl.create_default_context()

    assert await stranger.fetched(THERE) == AWAY


@pytest.mark.parametrize(
    "answer",
    [
        says("200 OK", CALENDAR, Content_Length=str(LARGEST + 1)),
        forever(OK + b"\r\n", b"x" * 65_536),
        forever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 500),
    ],
)
async def test_what_is_huge_or_comes_in_crumbs_without_end_is_too_large(
    stranger: Stranger, answer: Answer
) -> None:
    assert await stranger.fetched(answer) == TOO_LARGE


@pytest.mark.parametrize(
    "answer",
    [
        forever(OK, b"X-More: and more\r\n" * 100),
        forever(OK, b"x" * 1_000),
        forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    ],
)
async def test_headers_without_end_are_not_listened_to(stranger: Stranger, answer: Answer) -> None:
    assert await stranger.fetched(answer) == AWAY


@pytest.mark.parametrize(
    "answer", [forever(OK + b"\r\n", b"x", pause=0.05), forever(OK, b"X", pause=0.05), forever(b"", b"", 0.1)]
)
async def test_whoever_drips_byte_by_byte_is_left_in_time(stranger: Stranger, answer: Answer) -> None:
    stranger.answers["/geheim.ics"] = answer
    outside = Outside(
        permits=lambda _: True,
        look_up=stranger.look_up,
        port=stranger.port,
        trusted=stranger.trusted,
        patience=0.5,
    )
    began = time.monotonic()

    assert await outside.fetch(ADDRESS) == AWAY
    assert time.monotonic() - began < 3
    assert fetching.PATIENCE == 10.0


async def test_while_a_stranger_floods_us_others_have_their_turn(stranger: Stranger) -> None:
    flood = forever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 500)
    fetching_ = asyncio.create_task(stranger.fetched(flood))
    longest, before = 0.0, time.monotonic()
    while not fetching_.done():
        await asyncio.sleep(0)
        now = time.monotonic()
        longest, before = max(longest, now - before), now

    assert longest < 0.5


async def test_whoever_is_sent_on_goes_three_times_and_no_further(stranger: Stranger) -> None:
    for step in range(5):
        stranger.answers[f"/{step}"] = says("302 Found", Location=f"/{step + 1}")
    stranger.answers["/3"] = THERE

    assert await stranger.outside.fetch(f"https://{HERE}/0") == CALENDAR

    stranger.answers["/3"] = says("308 Permanent Redirect", Location="/4")
    assert await stranger.outside.fetch(f"https://{HERE}/0") == AWAY


async def test_going_round_in_circles_comes_to_an_end(stranger: Stranger) -> None:
    assert await stranger.fetched(says("301 Moved Permanently", Location="/geheim.ics")) == AWAY
    assert len(stranger.asked) == 4


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (f"http://{HERE}/geheim.ics", ADDRESS_REFUSED),
        (f"https://bo:geheim@{HERE}/", ADDRESS_REFUSED),
        (f"https://{HERE}:8443/", ADDRESS_REFUSED),
        ("file:///etc/passwd", ADDRESS_REFUSED),
        ("https://2130706433/", ADDRESS_REFUSED),
        ("https://innen.example/", AWAY),
        ("https://127.0.0.2/", AWAY),
        ("https://[::1]/", AWAY),
        ("https://nirgendwo.example/", AWAY),
    ],
)
async def test_where_somebody_is_sent_is_looked_at_like_the_first_address(
    stranger: Stranger, to: str, reason: Refused
) -> None:
    stranger.names |= {name: [(name,)] for name in ("127.0.0.2", "::1")}
    stranger.names["innen.example"] = [("10.0.0.1",)]

    assert await stranger.fetched(says("302 Found", Location=to)) == reason


@pytest.mark.parametrize(
    "found",
    [
        ("127.0.0.1",),
        ("10.0.0.1",),
        ("::1",),
        ("fe80::1%eth0",),
        ("::ffff:10.0.0.1",),
        ("1.1.1.1", "10.0.0.1"),
    ],
)
async def test_a_name_that_leads_inside_is_as_one_that_does_not_exist_and_nobody_is_called(
    stranger: Stranger, found: Sequence[str]
) -> None:
    stranger.names[HERE] = [found]
    hub = Outside(permits=are_global, look_up=stranger.look_up, port=stranger.port, trusted=stranger.trusted)

    inside = await hub.fetch(ADDRESS)
    stranger.names[HERE] = [()]

    assert inside == await hub.fetch(ADDRESS) == AWAY
    assert stranger.asked == []


async def test_whoever_types_a_number_and_is_sent_inside_learns_no_more(stranger: Stranger) -> None:
    stranger.names["innen.example"] = [("10.0.0.1",)]
    stranger.answers["/"] = says("302 Found", Location="https://innen.example/")

    assert await stranger.outside.fetch("https://127.0.0.1/") == AWAY
    assert await stranger.outside.fetch("https://127.0.0.2/") == INSIDE


@pytest.mark.parametrize(
    ("host", "reason"),
    [("localhost", AWAY), ("127.0.0.1", INSIDE), ("[::1]", INSIDE), ("168.63.129.16", INSIDE)],
)
async def test_a_hub_as_it_runs_calls_nobody_on_its_own_machine(host: str, reason: Refused) -> None:
    assert await Outside().fetch(f"https://{host}/") == reason


async def test_a_name_that_leads_inside_a_moment_later_leads_nobody_in(stranger: Stranger) -> None:
    # Whoever looked first and called afterwards would look the name up twice.
    stranger.names[HERE] = [("127.0.0.1",), ("127.0.0.2",)]

    assert await stranger.fetched(THERE) == CALENDAR
    assert await stranger.fetched(THERE) == AWAY

    stranger.names[HERE] = [("127.0.0.1",), ("127.0.0.2",)]
    assert await stranger.fetched(says("302 Found", Location="/geheim.ics")) == AWAY
    assert len(stranger.asked) == 2


async def test_of_several_machines_of_a_name_one_that_answers_is_enough(tmp_path: Path) -> None:
    async with standing(tmp_path) as stranger:
        stranger.names[HERE] = [("127.0.0.3", "127.0.0.1")]
        hub = Outside(
            permits=lambda _: True, look_up=stranger.look_up, port=stranger.port, trusted=stranger.trusted
        )
        stranger.answers["/geheim.ics"] = THERE

        assert await hub.fetch(ADDRESS) == CALENDAR


async def test_of_a_strangers_calendar_only_its_times_come_in(stranger: Stranger) -> None:
    hour = event("DTSTART:20261123T100000Z", "DTEND:20261123T110000Z")
    stranger.answers["/geheim.ics"] = says("200 OK", calendar(hour))
    stranger.answers["/seite"] = says("200 OK", b"<html>Bitte anmelden</html>")
    appointments, ends = Appointments(stranger.outside, Apart()), MONDAY + timedelta(days=21)

    found = await appointments.busy(ADDRESS, MONDAY, ends)

    assert found == [Period(MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2))]
    unreadable = await appointments.busy(f"https://{HERE}/seite", MONDAY, ends)
    assert unreadable == Refused("calendar-unreadable")
    assert await appointments.busy("http://innen.example/", MONDAY, ends) == ADDRESS_REFUSED
