"""What is pushed and passes: signs of those who want to be seen, and nothing of anybody else."""

from typing import Any

import httpx2
import pytest

from hub.identifiers import RoomId, UserId
from hub.presence.model import State
from tests.desk import Desk
from tests.doors.pushes import PUSH, ROOM
from tests.people import AMIRA, BO, CHLOE

Json = dict[str, Any]


def typing(*users: object) -> Json:
    """How Synapse pushes who types in a room."""
    return {"type": "m.typing", "room_id": ROOM, "content": {"user_ids": list(users)}}


def receipt(user: str, at: int) -> Json:
    """How Synapse pushes that somebody has read up to an event."""
    return {"type": "m.receipt", "room_id": ROOM, "content": {"$event": {"m.read": {user: {"ts": at}}}}}


def online(user: str, presence: str, **more: object) -> Json:
    """How Synapse pushes that somebody came or went."""
    return {"type": "m.presence", "sender": user, "content": {"presence": presence} | more}


async def pushed(door: httpx2.AsyncClient, room: RoomId, *events: object, transaction: str = PUSH) -> None:
    """Push what happened in a room."""
    there = [event | {"room_id": room} if isinstance(event, dict) else event for event in events]
    answer = await door.put(transaction, json={"events": [], "ephemeral": there})
    assert answer.status_code == 200


async def seen(desk: Desk, user: UserId = BO.user) -> State | None:
    await desk.hub.lists.catch_up()
    glimpse = desk.hub.feed.seeing.glimpse(AMIRA.user, user)
    return glimpse.shown.state if glimpse else None


@pytest.fixture
async def room(desk: Desk) -> RoomId:
    """Amira and Bo share a case with a room, and Bo wants to be seen."""
    case, _ = await desk.seats(AMIRA, BO)
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    await desk.hub.lists.catch_up()
    return await desk.room(case)


def milliseconds(desk: Desk, *, ago: int = 0) -> int:
    return int(desk.clock.now().timestamp() * 1000) - 1000 * ago


async def test_whoever_types_is_there(desk: Desk, room: RoomId, door: httpx2.AsyncClient) -> None:
    assert await seen(desk) is State.NOT_SHOWN

    await pushed(door, room, typing(BO.user, CHLOE.user))

    assert await seen(desk) is State.REACHABLE


async def test_whoever_has_read_just_now_is_there(desk: Desk, room: RoomId, door: httpx2.AsyncClient) -> None:
    await pushed(door, room, receipt(BO.user, milliseconds(desk)))

    assert await seen(desk) is State.REACHABLE


@pytest.mark.parametrize("ago", [3600, -3600])
async def test_what_was_read_at_another_time_is_no_sign(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient, ago: int
) -> None:
    await pushed(door, room, receipt(BO.user, milliseconds(desk, ago=ago)))

    assert await seen(desk) is State.NOT_SHOWN


async def test_whoever_comes_online_is_there_until_they_go(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await pushed(door, room, online(BO.user, "online"))
    assert await seen(desk) is State.REACHABLE

    await pushed(door, room, online(BO.user, "unavailable"), transaction=PUSH + "1")
    assert await seen(desk) is State.NOT_SHOWN


async def test_online_and_idle_is_not_there(desk: Desk, room: RoomId, door: httpx2.AsyncClient) -> None:
    await pushed(door, room, online(BO.user, "online", currently_active=False))

    assert await seen(desk) is State.NOT_SHOWN


async def test_of_whoever_is_not_shown_no_sign_is_kept(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await desk.hub.presence.declaring.show(BO.user, is_shown=False)
    await pushed(door, room, typing(BO.user))

    await desk.hub.presence.declaring.show(BO.user, is_shown=True)

    assert await seen(desk) is State.NOT_SHOWN


@pytest.mark.parametrize(
    "event",
    [
        None,
        17,
        {},
        {"type": "m.typing"},
        {"type": "m.typing", "content": {"user_ids": "x"}},
        typing(17, None, "nobody", "@Bo:server", {"a": 1}),
        {
            "type": "m.receipt",
            "content": {"$event": 1, "$other": {"m.read": 1}, "$third": {"m.read": {"x": 1}}},
        },
        receipt("nobody", 1),
        {"type": "m.receipt", "content": {"$event": {"m.read": {BO.user: {"ts": "now"}}}}},
        {"type": "m.receipt", "content": {"$event": {"m.read": {BO.user: {"ts": 10**40}}}}},
        {"type": "m.presence", "content": {"presence": "online"}},
        online("@nobody:nowhere.example", "online"),
    ],
)
async def test_what_cannot_be_read_or_is_of_nobody_known_is_no_sign_and_hinders_none(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient, event: object
) -> None:
    await pushed(door, room, event, typing(BO.user))

    assert await seen(desk) is State.REACHABLE


async def test_signs_that_are_no_list_are_none(desk: Desk, room: RoomId, door: httpx2.AsyncClient) -> None:
    answer = await door.put(PUSH, json={"events": [], "ephemeral": {"type": "m.typing"}})

    assert answer.status_code == 200
    assert await seen(desk) is State.NOT_SHOWN


async def test_who_types_in_a_room_of_two_gives_no_sign_to_others(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.consents(case, BO, alone=True)
    await desk.works_off()
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    await desk.hub.lists.catch_up()
    (side,) = await desk.hub.rooms.side_rosters(case)
    room_of_two = await desk.hub.rooms.of_case(case, side.circle)
    assert room_of_two is not None

    await pushed(door, room_of_two.id, typing(BO.user), receipt(BO.user, milliseconds(desk)))
    assert await seen(desk) is State.NOT_SHOWN

    await pushed(door, await desk.room(case), typing(BO.user), transaction=PUSH + "1")
    assert await seen(desk) is State.REACHABLE


async def test_what_happens_in_rooms_that_are_none_of_ours_is_no_sign(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await pushed(door, RoomId("!elsewhere:nowhere.example"), typing(BO.user))

    assert await seen(desk) is State.NOT_SHOWN


async def test_nobody_but_the_homeserver_says_who_is_there(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    stranger = {"Authorization": "Bearer stranger"}

    answer = await door.put(
        PUSH, json={"events": [], "ephemeral": [typing(BO.user) | {"room_id": room}]}, headers=stranger
    )

    assert answer.status_code == 403
    assert await seen(desk) is State.NOT_SHOWN
