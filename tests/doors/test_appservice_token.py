"""Who may push: whoever has the homeserver's token, and nobody else."""

import httpx2
import pytest

from tests.databases import SqliteFiles
from tests.desk import Desk
from tests.doors.pushes import PUSH, TOKEN, Json, has_room, heard, member, urgencies
from tests.people import DARIO


@pytest.fixture
def server(sqlite: SqliteFiles) -> SqliteFiles:
    """One database is enough where nothing is to be stored."""
    return sqlite


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}0"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": b"Bearer \xff\xfe"},
    ],
    ids=str,
)
async def test_without_the_token_nothing_is_heard(
    desk: Desk, door: httpx2.AsyncClient, headers: Json
) -> None:
    await has_room(desk)
    del door.headers["Authorization"]

    answer = await door.put(PUSH, json={"events": [member(DARIO.user, "join")]}, headers=headers)

    assert (answer.status_code, answer.json()["errcode"]) == (403, "M_FORBIDDEN")
    assert (await heard(desk), await urgencies(desk)) == ([], [])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", f"{PUSH}?access_token={TOKEN}"),
        ("POST", "/_matrix/app/v1/ping"),
        ("GET", "/_matrix/app/v1/users/@dario:hub"),
        ("GET", "/_matrix/app/v1/rooms/%23fallraum:hub"),
    ],
)
async def test_every_way_in_asks_for_the_token_in_its_place(
    door: httpx2.AsyncClient, method: str, path: str
) -> None:
    del door.headers["Authorization"]

    answer = await door.request(method, path)

    assert (answer.status_code, answer.json()["errcode"]) == (403, "M_FORBIDDEN")


async def test_without_the_token_nobody_makes_the_hub_read(door: httpx2.AsyncClient) -> None:
    del door.headers["Authorization"]

    answer = await door.put(PUSH, content=b"not even JSON")

    assert answer.status_code == 403


async def test_the_homeserver_may_ask_whether_somebody_answers(door: httpx2.AsyncClient) -> None:
    answer = await door.post("/_matrix/app/v1/ping", json={"transaction_id": "x"})

    assert (answer.status_code, answer.json()) == (200, {})


async def test_everybody_may_ask_whether_the_door_is_there_and_learns_nothing_else(
    door: httpx2.AsyncClient,
) -> None:
    del door.headers["Authorization"]

    answer = await door.get("/health")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", PUSH, 405),
        ("GET", PUSH, 405),
        ("GET", "/_matrix/app/v1/ping", 405),
        ("GET", "/_matrix/app/v1/transactions/", 404),
        ("GET", "/", 404),
        ("GET", "/docs", 404),
    ],
)
async def test_there_is_nothing_else_behind_the_door(
    door: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    assert (await door.request(method, path)).status_code == status
