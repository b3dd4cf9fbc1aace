"""Whatever stands in an event, it never jams the door for what comes behind it."""

import json

import httpx2

from hub.effects import Urgency
from tests.desk import Desk
from tests.doors.pushes import ROOM, has_room, heard, member, urgencies
from tests.people import BO, CHLOE, DARIO

ABOUT_SOMETHING_ELSE: list[object] = [
    None,
    17,
    "m.room.member",
    [],
    {"room_id": ROOM},
    {"room_id": ROOM, "type": None},
    {"room_id": ROOM, "type": ["m.room.member"]},
    {"room_id": ROOM, "type": "m.room.member"},
    {"room_id": ROOM, "type": "m.room.message", "content": {"body": "plain"}},
    {"room_id": ROOM, "type": "m.room.power_levels", "state_key": "", "content": {}},
    {"room_id": ROOM, "type": "m.room.encrypted", "content": {"ciphertext": "x"}},
]

ABSURD_PARTS: list[dict[str, object]] = [
    {"room_id": None},
    {"room_id": 17},
    {"room_id": ["!room"]},
    {"room_id": ""},
    {"room_id": "!elsewhere:jugendamt.localhost"},
    {"room_id": "x" * 100_000},
    {"room_id": "'; DROP TABLE room; --"},
    {"room_id": "!nul\x00:hub"},
    # Half a letter: it can be said in JSON and in no UTF-8.
    {"room_id": "!half\ud800:hub"},
    {"state_key": None},
    {"state_key": 17},
    {"state_key": {}},
    {"state_key": ""},
    {"state_key": "dario"},
    {"state_key": "@dario"},
    {"state_key": "@dario:"},
    {"state_key": "@" + "d" * 300 + ":hub"},
    {"state_key": "@nul\x00:hub"},
    {"state_key": "@half\ud800:hub"},
    {"state_key": "@Дарио:hub"},
    {"content": None},
    {"content": []},
    {"content": "join"},
]

ABSURD_MEMBERSHIPS: list[object] = [None, 17, [], {}, "", "JOIN", "ban", "leave", "\ud800"]


async def push(door: httpx2.AsyncClient, name: int, *events: object) -> int:
    """Push as a homeserver does; returns the status of the answer."""
    body = json.dumps({"events": events}).encode()
    answer = await door.put(f"/_matrix/app/v1/transactions/{name}", content=body)
    return answer.status_code


async def test_what_is_not_about_who_comes_and_goes_is_dropped(desk: Desk, door: httpx2.AsyncClient) -> None:
    await has_room(desk)

    answers = [await push(door, name, event) for name, event in enumerate(ABOUT_SOMETHING_ELSE)]

    assert set(answers) == {200}
    assert await heard(desk) == []
    assert await urgencies(desk) == []


async def test_an_event_with_an_absurd_part_is_dropped(desk: Desk, door: httpx2.AsyncClient) -> None:
    await has_room(desk)
    jammed = []

    for name, part in enumerate(ABSURD_PARTS):
        status = await push(door, name, member(DARIO.user, "join") | part)
        if status != 200:
            jammed.append((ascii(part)[:60], status))

    assert jammed == []
    assert await urgencies(desk) == []


async def test_behind_everything_absurd_the_next_event_is_heard(desk: Desk, door: httpx2.AsyncClient) -> None:
    await has_room(desk)
    absurd = [member(BO.user, "leave") | part for part in ABSURD_PARTS]

    answer = await push(door, 17, *ABOUT_SOMETHING_ELSE, *absurd, member(DARIO.user, "join"))

    assert answer == 200
    assert await urgencies(desk) == [Urgency.REMOVAL]


async def test_an_absurd_membership_removes_nobody(desk: Desk, door: httpx2.AsyncClient) -> None:
    await has_room(desk)
    event = member(CHLOE.user, "join")

    answers = [
        await push(door, name, event | {"content": {"membership": membership}})
        for name, membership in enumerate(ABSURD_MEMBERSHIPS)
    ]

    assert set(answers) == {200}
    assert Urgency.REMOVAL not in await urgencies(desk)
