"""What people react in their direct rooms, as the homeserver pushes it."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from hub.direct.model import Word
from hub.identifiers import RoomId, UserId
from hub.listening.model import Switch
from hub.presence.model import State
from tests.desk import Desk
from tests.doors.pushes import PUSH, taken_away
from tests.people import AMIRA, BO

Json = dict[str, Any]


def reaction(room: str, sender: str, key: object, at: int, about: str = "$greeting") -> Json:
    """How Synapse pushes that somebody reacted."""
    relates = {"rel_type": "m.annotation", "event_id": about, "key": key}
    return {
        "type": "m.reaction",
        "room_id": room,
        "sender": sender,
        "event_id": f"${quote(str(key))[:200]}-{at}",
        "origin_server_ts": at,
        "content": {"m.relates_to": relates},
    }


async def pushed(door: httpx2.AsyncClient, *events: object) -> None:
    answer = await door.put(PUSH, json={"events": list(events)})
    assert answer.status_code == 200


def milliseconds(desk: Desk) -> int:
    return int(desk.clock.now().timestamp() * 1000)


def seen(desk: Desk, user: UserId = BO.user) -> State:
    return desk.hub.presence.outlook(user).shown.state


@pytest.fixture
async def room(desk: Desk) -> RoomId:
    """Bo's direct room."""
    desk.hub.telling.voice = desk.speaker
    await desk.hub.direct.open(BO.user)
    await desk.works_off()
    (room,) = await desk.hub.direct.lists()
    desk.homeserver.joins(room, BO.user)
    return room


async def test_somebody_says_by_reactions_that_they_want_to_be_seen_and_how(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    now = milliseconds(desk)
    await pushed(door, reaction(room, BO.user, "👁️", now), reaction(room, BO.user, "🔴", now))
    assert seen(desk) is State.IN_CONFERENCE

    await pushed(door, reaction(room, BO.user, "⚪", now))
    assert seen(desk) is State.NOT_SHOWN


async def test_what_was_taken_in_is_taken_away(desk: Desk, room: RoomId, door: httpx2.AsyncClient) -> None:
    desk.homeserver.reacts(room, "👁")
    await pushed(door, reaction(room, BO.user, "👁", milliseconds(desk)))

    await desk.works_off()

    assert desk.homeserver.reactions(room) == []


async def test_nobody_speaks_for_somebody_else(desk: Desk, room: RoomId, door: httpx2.AsyncClient) -> None:
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    await desk.hub.presence.declaring.show(AMIRA.user, is_shown=True)

    await pushed(door, reaction(room, AMIRA.user, "🔴", milliseconds(desk)))

    assert (seen(desk), seen(desk, AMIRA.user)) == (State.NOT_SHOWN, State.NOT_SHOWN)


async def test_a_reaction_in_a_room_of_a_case_is_nobodys_status(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)

    await pushed(door, reaction(await desk.room(case), BO.user, "🔴", milliseconds(desk)))

    assert seen(desk) is State.NOT_SHOWN


async def test_whoever_is_not_understood_is_told_so_alone(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await pushed(door, reaction(room, BO.user, "🦆", milliseconds(desk)))
    await desk.hub.telling.rest()

    (told,) = desk.speaker.told
    assert (told[0].room, told[1], told[2]["reason"]) == (room, Word.REFUSED, "reaction-not-understood")


@pytest.mark.parametrize("key", [None, 7, ["🔴"], "🔴" * 100, {"key": "🔴"}])
async def test_garbage_says_nothing(desk: Desk, room: RoomId, door: httpx2.AsyncClient, key: object) -> None:
    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    event = reaction(room, BO.user, key, milliseconds(desk))

    await pushed(door, event, event | {"content": []}, event | {"content": {"m.relates_to": "🔴"}}, "🔴")
    await desk.hub.telling.rest()

    assert (seen(desk), desk.speaker.told) == (State.NOT_SHOWN, [])


async def test_a_push_that_comes_again_undoes_nothing(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    shown = [reaction(room, BO.user, key, milliseconds(desk)) for key in ("👁", "🟢")]
    await pushed(door, *shown)
    await desk.hub.presence.declaring.show(BO.user, is_shown=False)

    await pushed(door, *shown)

    assert not desk.hub.presence.declaring.of(BO.user).is_shown


async def test_what_comes_late_hides_and_does_not_show(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    before = milliseconds(desk)
    desk.clock.push(minutes=30)
    await pushed(door, reaction(room, BO.user, "👁", before))
    await desk.hub.telling.rest()
    assert not desk.hub.presence.declaring.of(BO.user).is_shown
    assert [told[2]["reason"] for told in desk.speaker.told] == ["reaction-too-late"]

    await desk.hub.presence.declaring.show(BO.user, is_shown=True)
    await pushed(door, reaction(room, BO.user, "🙈", before))
    assert not desk.hub.presence.declaring.of(BO.user).is_shown


async def test_whoever_reacts_with_nonsense_again_and_again_is_told_once(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    for number in range(30):
        await pushed(door, reaction(room, BO.user, f"🦆{number}", milliseconds(desk)))
    await desk.hub.telling.rest()

    assert len(desk.speaker.told) == 1


async def sits_there(desk: Desk) -> None:
    await desk.hub.direct.look_at_all(timedelta(0))
    await desk.works_off()


async def test_by_a_reaction_somebody_has_the_hub_listen_in_their_direct_room_and_listen_no_more(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await sits_there(desk)
    await pushed(door, reaction(room, BO.user, "👂", milliseconds(desk)))
    await desk.works_off()
    on = await desk.hub.hearing.shown(BO.user)
    await pushed(door, reaction(room, BO.user, "🙉", milliseconds(desk) + 1))

    assert isinstance(on, Switch)
    assert on.is_listening
    assert await desk.hub.hearing.shown(BO.user) is None
    acts = [entry.act for entry in await desk.entries() if entry.act.deed.startswith("listening.")]
    assert [act.actor for act in acts] == [BO.id, "hub", BO.id]


async def test_nobody_turns_it_on_in_somebody_elses_room_or_before_they_sit_there(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    # Not seen to sit there yet.
    await pushed(door, reaction(room, BO.user, "👂", milliseconds(desk)))
    await desk.hub.telling.rest()
    await sits_there(desk)
    await pushed(door, reaction(room, AMIRA.user, "👂", milliseconds(desk) + 1))

    assert [told[2]["reason"] for told in desk.speaker.told] == ["listening-no-direct-room"]
    assert await desk.hub.hearing.shown(BO.user) is None
    assert await desk.hub.hearing.shown(AMIRA.user) is None


async def test_what_comes_late_turns_it_off_and_does_not_turn_it_on(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await sits_there(desk)
    before = milliseconds(desk)
    desk.clock.push(minutes=30)
    await pushed(door, reaction(room, BO.user, "👂", before))
    await desk.hub.telling.rest()
    late = await desk.hub.hearing.shown(BO.user)
    await desk.hub.hearing.begin(BO.user)
    await pushed(door, reaction(room, BO.user, "🙉", before))

    assert late is None
    assert [told[2]["reason"] for told in desk.speaker.told] == ["reaction-too-late"]
    assert await desk.hub.hearing.shown(BO.user) is None


async def test_who_turned_it_off_and_took_that_back_in_one_push_is_listened_to_no_more(
    desk: Desk, room: RoomId, door: httpx2.AsyncClient
) -> None:
    await sits_there(desk)
    on, off = (reaction(room, BO.user, key, milliseconds(desk)) for key in ("👂", "🙉"))
    await pushed(door, on, taken_away(on))
    unsaid = await desk.hub.hearing.shown(BO.user)
    await desk.hub.hearing.begin(BO.user)
    await pushed(door, off, taken_away(off))

    assert unsaid is None
    assert await desk.hub.hearing.shown(BO.user) is None
