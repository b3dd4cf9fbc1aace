"""The lines of the live feed: broken ones, bad ones, and too many."""

import asyncio
import json
from contextlib import AsyncExitStack

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from hub.identifiers import server_of
from tests.desk import Desk
from tests.doors.lines import A_WHILE, SOON, Feed, shows, types
from tests.fakes.sign_in import FakeSignIn
from tests.people import AMIRA, BO, CHLOE
from web import line as door
from web.live import MOST_LINES_OF_ONE, MOST_UNKNOWN, Lines
from web.messages import LATEST_RETURN


async def closes(feed: Feed, *messages: str | bytes) -> tuple[int, str]:
    async with feed.raw() as connection:
        for message in messages:
            await connection.send(message)
        async with asyncio.timeout(SOON):
            await connection.wait_closed()
        return connection.close_code or 0, connection.close_reason or ""


async def test_a_broken_line_goes_on_where_it_ended(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(AMIRA.user) as line:
        first = await line.hears("whole")
    types(desk, BO.user)

    resume = {"session": line.welcome["session"], "seq": first["seq"]}
    async with feed.line(AMIRA.user, resume=resume) as line:
        again = await line.hears("whole", "change")

    assert (again["type"], again["seq"]) == ("change", 2)
    assert [person["state"] for person in again["people"]] == ["reachable"]


async def test_nobody_goes_on_on_the_line_of_somebody_else(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as line:
        first = await line.hears("whole")

    resume = {"session": line.welcome["session"], "seq": first["seq"]}
    async with feed.line(CHLOE.user, resume=resume) as stranger:
        whole = await stranger.hears("whole", "change")

    assert (whole["type"], whole["people"]) == ("whole", [])


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        ((b"\x00\x01",), door.Closed.GARBAGE),
        (("{",), door.Closed.GARBAGE),
        (('{"type": "hello"}',), door.Closed.GARBAGE),
        (('{"type": "hello", "v": 2, "token": "t", "server": "s"}',), door.Closed.GARBAGE),
        (('{"type": "hello", "v": 1, "token": "t", "server": "s", "more": 1}',), door.Closed.GARBAGE),
        (('{"type": "hello", "v": 1, "token": "unknown", "server": "s"}',), door.Closed.UNKNOWN),
        (("x" * (door.LONGEST_MESSAGE + 1),), door.Closed.TOO_MUCH),
    ],
)
async def test_who_does_not_say_who_they_are_hears_nothing(
    feed: Feed, messages: tuple[str | bytes, ...], why: tuple[int, str]
) -> None:
    assert await closes(feed, *messages) == why


async def test_a_frame_that_is_far_too_long_is_not_even_taken_in(feed: Feed) -> None:
    code, _ = await closes(feed, "x" * (2 * door.LONGEST_FRAME))

    assert code == 1009


async def test_who_sends_too_much_is_dropped_and_the_others_stay(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    await shows(desk, BO.user)
    async with feed.line(AMIRA.user) as amiras, feed.line(BO.user) as bos:
        await amiras.until(BO.name, "reachable")
        for _ in range(door.MOST_MESSAGES + 1):
            await bos.connection.send('{"type": "beat"}')
        with pytest.raises(ConnectionClosed) as closed:
            await bos.hears("never")

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == door.Closed.TOO_MUCH[0]
        await amiras.until(BO.name, "not-shown")
        types(desk, BO.user)
        await amiras.until(BO.name, "reachable")


async def test_while_the_homeserver_is_away_everybody_is_asked_to_come_later(
    feed: Feed, sign_in: FakeSignIn
) -> None:
    token = sign_in.token_of(AMIRA.user)
    sign_in.goes_away()

    hello = json.dumps({"type": "hello", "v": 1, "token": token, "server": server_of(AMIRA.user)})

    assert await closes(feed, hello) == door.Closed.LATER


async def test_when_all_come_at_once_some_are_asked_to_come_later(
    feed: Feed, lines: Lines, sign_in: FakeSignIn
) -> None:
    lines.at_once = 0
    hello = {"type": "hello", "v": 1, "token": sign_in.token_of(AMIRA.user), "server": server_of(AMIRA.user)}

    async with feed.raw() as connection:
        await connection.send(json.dumps(hello))
        later = json.loads(await connection.recv())

    assert later["type"] == "later"
    assert 1 <= later["after"] <= 1 + LATEST_RETURN


async def test_strangers_take_nobodys_turn(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with AsyncExitStack() as stack:
        strangers = [await stack.enter_async_context(feed.raw()) for _ in range(MOST_UNKNOWN)]

        async with feed.line(AMIRA.user) as line:
            assert await line.sees() == {BO.name: "not-shown"}

        async with asyncio.timeout(door.HELLO_WITHIN / 2):
            await strangers[0].wait_closed()
        assert strangers[0].close_code == door.Closed.LATER[0]
        assert strangers[1].close_code is None


async def test_while_all_are_being_asked_who_they_are_a_newcomer_is_asked_to_come_later(
    feed: Feed, sign_in: FakeSignIn
) -> None:
    hello = {"type": "hello", "v": 1, "token": sign_in.token_of(AMIRA.user), "server": server_of(AMIRA.user)}
    async with sign_in.taking_long(), AsyncExitStack() as stack:
        for _ in range(MOST_UNKNOWN):
            connection = await stack.enter_async_context(feed.raw())
            await connection.send(json.dumps(hello))
        await asyncio.sleep(A_WHILE)

        async with feed.raw() as newcomer:
            assert json.loads(await newcomer.recv())["type"] == "later"


async def test_who_says_nothing_is_left_soon(feed: Feed) -> None:
    async with feed.raw() as connection, asyncio.timeout(door.HELLO_WITHIN + 1):
        await connection.wait_closed()

    assert connection.close_code == door.Closed.SILENT[0]
    assert door.HELLO_WITHIN <= 3


async def test_whoever_comes_again_may_not_say_all_of_it_again(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as line:
        for _ in range(door.MOST_MESSAGES - 2):
            await line.connection.send('{"type": "beat"}')
        await line.says(type="functions")

    hello = {"type": "hello", "v": 1, "token": feed.sign_in.token_of(AMIRA.user)}
    assert await closes(feed, json.dumps(hello | {"server": server_of(AMIRA.user)})) == door.Closed.TOO_MUCH
    # Nobody else pays for it.
    async with feed.line(BO.user) as others:
        await others.says(type="functions")


async def test_to_begin_a_line_is_to_say_something(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    for _ in range(door.MOST_MESSAGES):
        async with feed.line(AMIRA.user):
            pass

    hello = {"type": "hello", "v": 1, "token": feed.sign_in.token_of(AMIRA.user)}
    assert await closes(feed, json.dumps(hello | {"server": server_of(AMIRA.user)})) == door.Closed.TOO_MUCH


async def test_of_broken_lines_of_one_only_the_latest_are_remembered(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    resumes = []
    for _ in range(MOST_LINES_OF_ONE + 1):
        async with feed.line(AMIRA.user) as line:
            first = await line.hears("whole")
            resumes.append({"session": line.welcome["session"], "seq": first["seq"]})

    goes_on = []
    # Each that ends is remembered, too: the oldest one last.
    for resume in (resumes[1], resumes[-1], resumes[0]):
        async with feed.line(AMIRA.user, resume=resume) as line:
            goes_on.append(line.welcome["session"] == resume["session"])

    assert goes_on == [True, True, False]


async def test_nobody_has_more_than_some_lines(desk: Desk, feed: Feed) -> None:
    await desk.seats(AMIRA, BO)
    async with AsyncExitStack() as stack:
        for _ in range(MOST_LINES_OF_ONE):
            await stack.enter_async_context(feed.line(AMIRA.user))
        hello = {"type": "hello", "v": 1, "server": server_of(AMIRA.user)}
        one_more = json.dumps(hello | {"token": feed.sign_in.token_of(AMIRA.user)})

        assert await closes(feed, one_more) == door.Closed.TOO_MUCH


async def test_at_its_end_the_hub_asks_all_to_come_again(desk: Desk, feed: Feed, lines: Lines) -> None:
    await desk.seats(AMIRA, BO)
    async with feed.line(AMIRA.user) as line:
        lines.close()

        assert 1 <= (await line.hears("later"))["after"] <= 1 + LATEST_RETURN


async def test_who_comes_without_a_websocket_is_told_how_to_come(feed: Feed) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client:
        answer = await client.get(feed.url.replace("ws:", "http:"))

    assert answer.status_code == 426
    assert answer.headers["Upgrade"] == "websocket"
    assert answer.headers["Connection"].lower() == "upgrade"
    assert "WebSocket" in answer.text
