"""The guard's door: it tells who has the guard's token who may sit where, as soon as that changes."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs

from hub.rooms.board import Board
from tests.databases import SqliteFiles
from tests.desk import Desk
from tests.doors.pushes import GUARD_TOKEN, TOKEN
from tests.people import AMIRA, BO, JONAS, VOICE

LISTS = "/_fallraum/guard/v1/lists"
GUARD = {"Authorization": f"Bearer {GUARD_TOKEN}"}

Json = dict[str, Any]


@pytest.fixture
def server(sqlite: SqliteFiles) -> SqliteFiles:
    """One database is enough: what the lists say is told by their own flows, on each."""
    return sqlite


async def ask(door: httpx2.AsyncClient, **query: str) -> httpx2.Response:
    return await door.get(LISTS, params=query, headers=GUARD)


async def test_the_guard_is_told_everything_at_first_and_then_what_is_new(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    case, (_, bos) = await desk.seats(AMIRA, BO)
    room = await desk.room(case)
    await desk.hub.lists.catch_up()

    first = (await ask(door)).json()
    waiting = asyncio.create_task(ask(door, since=first["position"], wait="20"))
    await desk.withdraws(bos)
    await desk.hub.lists.catch_up()
    then = (await waiting).json()

    end = int(bos.valid_until.timestamp() * 1000)
    everybody: Json = {AMIRA.user: end, BO.user: end, JONAS.user: None, VOICE: None}
    assert (first["whole"], first["lease"], first["rooms"]) == (True, 30.0, {room: everybody})
    del everybody[BO.user]
    assert (then["whole"], then["rooms"]) == (False, {room: everybody})
    assert then["position"] != first["position"]


async def test_that_nothing_is_new_is_the_answer_after_a_while(desk: Desk, door: httpx2.AsyncClient) -> None:
    await desk.hub.lists.catch_up()
    at = (await ask(door)).json()["position"]

    assert (await ask(door, since=at, wait="0.01")).json() == {
        "position": at,
        "whole": False,
        "lease": 30.0,
        "rooms": {},
    }


@pytest.mark.parametrize(
    "since", ["", "elsewhere.1", "{name}.99", "{name}.x", "{name}.", f"{{name}}.{'9' * 6000}"]
)
async def test_who_names_a_position_of_no_board_is_told_everything(
    desk: Desk, door: httpx2.AsyncClient, since: str
) -> None:
    await desk.seats(AMIRA)
    await desk.hub.lists.catch_up()
    name = desk.hub.lists.board.position.partition(".")[0]

    answer = await ask(door, since=since.format(name=name), wait="20")

    assert answer.json()["whole"] is True


async def test_nothing_is_told_by_who_has_not_read_the_books(desk: Desk, door: httpx2.AsyncClient) -> None:
    await desk.seats(AMIRA)

    answer = await ask(door)

    assert (answer.status_code, answer.json()["errcode"]) == (503, "M_UNKNOWN")


async def test_nothing_is_told_by_who_can_no_longer_read_the_books() -> None:
    board = Board("brief", lease=timedelta(seconds=0.1))
    board.confirm()
    assert await board.read("", longest=timedelta(0))

    await asyncio.sleep(0.06)

    assert await board.read("", longest=timedelta(0)) is None


async def test_who_waits_waits_no_longer_when_the_hub_ends(desk: Desk, door: httpx2.AsyncClient) -> None:
    await desk.hub.lists.catch_up()
    at = (await ask(door)).json()["position"]
    waiting = asyncio.create_task(ask(door, since=at, wait="20"))
    await asyncio.sleep(0.05)

    desk.hub.lists.board.close()

    async with asyncio.timeout(2):
        assert (await waiting).status_code == 503


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}"},
        {"Authorization": f"Bearer {GUARD_TOKEN}0"},
        {"Authorization": GUARD_TOKEN},
        {"Authorization": b"Bearer \xff"},
    ],
    ids=str,
)
async def test_without_its_token_nothing_is_told_and_that_is_noted(
    desk: Desk, door: httpx2.AsyncClient, headers: Json
) -> None:
    await desk.seats(AMIRA)
    await desk.hub.lists.catch_up()
    del door.headers["Authorization"]

    with capture_logs() as logs:
        answer = await door.get(LISTS, headers=headers)

    assert (answer.status_code, answer.json()["errcode"]) == (403, "M_FORBIDDEN")
    assert AMIRA.user not in answer.text
    assert [line["event"] for line in logs] == ["guard refused"]


@pytest.mark.parametrize("wait", ["soon", "inf", "1e999", ""])
async def test_who_would_wait_for_what_is_no_time_is_told_so(
    desk: Desk, door: httpx2.AsyncClient, wait: str
) -> None:
    await desk.hub.lists.catch_up()

    answer = await ask(door, wait=wait)

    assert (answer.status_code, answer.json()["errcode"]) == (400, "M_INVALID_PARAM")
