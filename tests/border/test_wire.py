"""The line to the homeserver: each kind of answer becomes exactly one kind of outcome."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from hub.errors import HomeserverBusy, HomeserverRefused, HomeserverUnavailable
from hub.identifiers import UserId
from hub.matrix.wire import EPOCH, LATEST_INSTANT, Wire, instant_of, object_of, text_of
from hub.sockets import reachable

Answer = Callable[[httpx2.Request], httpx2.Response]
SECRET_ROOM = "!geheim:hub.example"


def line(answer: Answer) -> Wire:
    """A line at whose other end somebody answers like that."""
    return Wire("http://homeserver", "token-of-the-service", transport=httpx2.MockTransport(answer))


def says(status: int, body: object = None, **headers: str) -> Answer:
    """Somebody who always gives the same answer."""
    return lambda _request: httpx2.Response(status, json=body or {}, headers=headers)


async def test_an_answer_is_handed_on() -> None:
    answer = await line(says(200, {"room_id": "!a"})).call("POST", "/_matrix/client/v3/createRoom", {})

    assert answer == {"room_id": "!a"}


async def test_the_service_speaks_for_a_user_and_a_device_of_its_own() -> None:
    heard: list[httpx2.Request] = []

    def listen(request: httpx2.Request) -> httpx2.Response:
        heard.append(request)
        return httpx2.Response(200, json={})

    await line(listen).call("GET", "/x", user=UserId("@fallraum-k:hub"), device="D")

    (request,) = heard
    assert dict(request.url.params) == {"user_id": "@fallraum-k:hub", "device_id": "D"}
    assert request.headers["Authorization"] == "Bearer token-of-the-service"


async def test_bytes_go_as_they_are_and_a_no_is_a_no() -> None:
    heard: list[httpx2.Request] = []

    def listen(request: httpx2.Request) -> httpx2.Response:
        heard.append(request)
        return httpx2.Response(200 if len(heard) == 1 else 409, json={"errcode": "M_CANNOT_OVERWRITE_MEDIA"})

    wire, voice = line(listen), UserId("@fallraum-k:hub")
    await wire.upload("/x", b"\x00\xff", user=voice, device="D")
    with pytest.raises(HomeserverRefused, match="409"):
        await wire.upload("/x", b"\x00\xff", user=voice, device="D")

    assert (heard[0].method, heard[0].content) == ("PUT", b"\x00\xff")
    assert dict(heard[0].url.params) == {"user_id": "@fallraum-k:hub", "device_id": "D"}


async def test_what_is_asked_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    await line(says(200, {})).ask_as_nobody(f"/rooms/{SECRET_ROOM}", {"access_token": "a-secret-token"})

    assert not [word for word in (SECRET_ROOM, "a-secret-token") if word in caplog.text]


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (says(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}), timedelta(seconds=2.5)),
        (says(429, {}, **{"Retry-After": "7"}), timedelta(seconds=7)),
        (says(429, {"retry_after_ms": 86_400_000_000}), timedelta(hours=1)),
        (says(429, {"retry_after_ms": -5}), timedelta(0)),
        (says(429, {"retry_after_ms": True}), timedelta(seconds=1)),
        (says(429, {"retry_after_ms": "soon"}), timedelta(seconds=1)),
        (says(429), timedelta(seconds=1)),
    ],
)
async def test_patience_that_is_asked_for_is_given_within_reason(answer: Answer, wait: timedelta) -> None:
    with pytest.raises(HomeserverBusy) as busy:
        await line(answer).call("GET", "/x")

    assert busy.value.retry_after == wait


@pytest.mark.parametrize(
    "answer",
    [
        says(500, {"errcode": "M_UNKNOWN"}),
        says(502),
        says(503),
        lambda _request: httpx2.Response(200, text="<html>a proxy says hello</html>"),
        lambda _request: httpx2.Response(403, text="<html>a proxy says no</html>"),
        lambda _request: httpx2.Response(200, json=["not", "an", "object"]),
    ],
)
async def test_what_only_a_server_in_trouble_says_is_no_answer(answer: Answer) -> None:
    with pytest.raises(HomeserverUnavailable):
        await line(answer).call("GET", "/x")


@pytest.mark.parametrize(
    "trouble", [httpx2.ConnectError("no"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("torn")]
)
async def test_no_answer_at_all_is_unavailability(trouble: Exception) -> None:
    def silence(_request: httpx2.Request) -> httpx2.Response:
        raise trouble

    with pytest.raises(HomeserverUnavailable):
        await line(silence).call("GET", "/x")


async def test_a_no_keeps_its_code() -> None:
    with pytest.raises(HomeserverRefused) as refused:
        await line(says(403, {"errcode": "M_FORBIDDEN", "error": "go away"})).call("GET", "/x")

    assert (refused.value.status, refused.value.errcode) == (403, "M_FORBIDDEN")


async def test_an_error_names_no_room_no_person_and_no_token() -> None:
    path = f"/_matrix/client/v3/rooms/{SECRET_ROOM}/kick"

    with pytest.raises(HomeserverRefused) as refused:
        await line(says(403, {"errcode": "M_FORBIDDEN", "error": "@jonas is not here"})).call(
            "POST", path, {"user_id": "@jonas:hub"}, user=UserId("@fallraum-steward:hub")
        )

    told = str(refused.value)
    assert "kick" in told
    assert not any(word in told for word in ("geheim", "jonas", "steward", "token"))


# The socket.


async def test_who_stands_at_the_port_hears_nothing_while_the_homeserver_has_a_socket(tmp_path: Path) -> None:
    heard: list[bytes] = []

    async def overhear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.close()

    async with await asyncio.start_server(overhear, "127.0.0.1", 0) as squatter:
        port = squatter.sockets[0].getsockname()[1]
        wire = Wire(f"http://127.0.0.1:{port}", "token-of-the-service", socket=tmp_path / "hub.sock")
        with pytest.raises(HomeserverUnavailable):
            await wire.call("GET", "/_matrix/client/versions")
        await wire.close()

    assert heard == []


async def test_a_socket_is_found_however_long_its_path_is(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 30)
    folder.mkdir()
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()

    with reachable(folder / "hub.sock") as path:
        async with await asyncio.start_unix_server(answer, path):
            wire = Wire("http://homeserver", "token-of-the-service", socket=folder / "hub.sock")
            assert await wire.call("GET", "/x") == {}
            await wire.close()

    assert b"token-of-the-service" in asked[0]


# What an answer must have.


@pytest.mark.parametrize("answer", [{}, {"next_batch": None}, {"next_batch": 7}, {"next_batch": {}}])
def test_an_answer_without_what_it_must_have_is_a_server_in_trouble(answer: dict[str, object]) -> None:
    with pytest.raises(HomeserverUnavailable, match="next_batch"):
        text_of(answer, "next_batch")


@pytest.mark.parametrize("answer", [{}, {"joined": None}, {"joined": []}, {"joined": "@bo:hub"}])
def test_an_answer_without_its_object_is_a_server_in_trouble(answer: dict[str, object]) -> None:
    with pytest.raises(HomeserverUnavailable, match="joined"):
        object_of(answer, "joined")


@pytest.mark.parametrize("written", [-1, 2**70, 10**30, None, "soon", 1.5, True])
def test_whatever_another_server_writes_as_its_clock_is_an_instant(written: object) -> None:
    assert EPOCH <= instant_of(written) <= EPOCH + timedelta(milliseconds=LATEST_INSTANT)


def test_an_instant_is_what_its_milliseconds_say() -> None:
    assert instant_of(1_795_424_400_000) == datetime(2026, 11, 23, 9, tzinfo=UTC)
