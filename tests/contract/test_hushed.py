"""A room in which the hub alone writes: people react, and what they reacted can be taken away."""

from dataclasses import replace

import pytest

from hub.identifiers import RoomId, UserId
from tests.contract.stages import Stage, new_plan


@pytest.fixture
async def bo(stage: Stage) -> UserId:
    return await stage.arrives("bo")


@pytest.fixture
async def room(stage: Stage, bo: UserId) -> RoomId:
    made = await stage.homeserver.create_room(replace(new_plan(bo), is_hushed=True))
    assert await stage.joins(made, bo)
    return made


async def test_its_walls_stand(stage: Stage, room: RoomId) -> None:
    assert (await stage.homeserver.look(room)).flaws == ()


async def test_people_react_there_and_do_not_write(stage: Stage, room: RoomId, bo: UserId) -> None:
    assert await stage.reacts(room, bo, "🟢")
    assert not await stage.writes(room, bo)
    assert await stage.reactions(room, bo) == ["🟢"]


async def test_elsewhere_they_write(stage: Stage, bo: UserId) -> None:
    made = await stage.homeserver.create_room(new_plan(bo))
    assert await stage.joins(made, bo)

    assert await stage.writes(made, bo)


async def test_what_was_reacted_is_taken_away_as_often_as_one_likes(
    stage: Stage, room: RoomId, bo: UserId
) -> None:
    await stage.reacts(room, bo, "🟢")
    await stage.reacts(room, bo, "🔴")

    before = await stage.passes()
    await stage.homeserver.tidy(room, before=before)
    await stage.homeserver.tidy(room, before=before)

    assert await stage.reactions(room, bo) == []
    assert await stage.reacts(room, bo, "🟢")


async def test_what_was_said_in_passing_is_taken_away_when_it_is_old_enough(
    stage: Stage, room: RoomId, bo: UserId
) -> None:
    before = await stage.passes()
    await stage.passes()
    await stage.says_in_passing(room)
    await stage.homeserver.tidy(room, before=before)
    assert await stage.passing(room, bo) == 1

    await stage.passes()
    await stage.homeserver.tidy(room, before=await stage.passes())

    assert await stage.passing(room, bo) == 0


async def test_the_monitor_speaks_there_and_no_other_voice_beside_the_steward(
    stage: Stage, room: RoomId
) -> None:
    for voice in (stage.monitor, stage.voice):
        await stage.homeserver.place(room, voice)

    able = [voice for voice in (stage.creator, stage.monitor, stage.voice) if await stage.speaks(room, voice)]

    assert able == [stage.creator, stage.monitor]


async def test_a_room_of_before_is_brought_up_to_it_as_often_as_one_likes(
    stage: Stage, room: RoomId, bo: UserId
) -> None:
    await stage.homeserver.place(room, stage.monitor)
    await stage.is_of_before(room)
    before = await stage.homeserver.look(room)
    could = await stage.speaks(room, stage.monitor)

    await stage.homeserver.hush(room)
    await stage.homeserver.hush(room)
    after = await stage.homeserver.look(room)

    assert (before.flaws, before.is_outdated, could) == ((), True, False)
    assert (after.flaws, after.is_outdated) == ((), False)
    assert await stage.speaks(room, stage.monitor)
    assert await stage.reacts(room, bo, "🟢")
    assert not await stage.writes(room, bo)


async def test_where_the_hub_hears_commands_people_write_until_it_does_no_more(
    stage: Stage, room: RoomId, bo: UserId
) -> None:
    await stage.homeserver.hush(room, is_heard=True)
    await stage.homeserver.hush(room, is_heard=True)
    heard, wrote = await stage.homeserver.look(room), await stage.writes(room, bo)

    await stage.homeserver.hush(room)
    after = await stage.homeserver.look(room)

    assert (heard.flaws, heard.is_heard, wrote) == ((), True, True)
    assert (after.flaws, after.is_heard) == ((), False)
    assert not await stage.writes(room, bo)
