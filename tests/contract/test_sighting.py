"""What the hub can know of another server: whether it answers, and whether it has seen a leave."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from hub.errors import HomeserverRefused
from hub.identifiers import RoomId, UserId
from hub.rooms.model import Membership
from tests.contract.far import FakeFarStage, FarStage, RealFarStage
from tests.contract.stages import new_plan, standing
from tests.eventually import eventually
from tests.federated import Federated


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.homeserver)])
def both(request: pytest.FixtureRequest) -> Federated | None:
    """The two real homeservers, when it is their turn."""
    if request.param == "fake":
        return None
    real: Federated = request.getfixturevalue("federated")
    return real


@pytest.fixture
async def stage(both: Federated | None) -> AsyncIterator[FarStage]:
    """Where this part of the contract is played."""
    if both is None:
        yield FakeFarStage()
        return
    async with both.hub.hub() as homeserver, both.hub.unentitled_hub() as unentitled:
        yield RealFarStage(both, homeserver, unentitled)


async def room_with(stage: FarStage, *people: UserId) -> RoomId:
    room = await stage.homeserver.create_room(new_plan())
    for user in people:
        await stage.homeserver.invite(room, user)
        assert await stage.joins(room, user)
    return room


async def is_seen(stage: FarStage, room: RoomId, user: UserId) -> bool:
    sighting = await stage.homeserver.sighting(room, user, stage.elsewhere)
    return sighting is not None and sighting.is_seen


async def test_her_own_server_sees_that_somebody_was_removed(stage: FarStage) -> None:
    bo = await stage.arrives_elsewhere("bo")
    room = await room_with(stage, bo)
    before = await stage.passes()
    await stage.homeserver.remove(room, bo)
    await eventually(lambda: is_seen(stage, room, bo))
    sighting = await stage.homeserver.sighting(room, bo, stage.elsewhere)
    assert sighting is not None
    assert timedelta(0) <= sighting.left_at - before < timedelta(seconds=5)


async def test_the_server_of_those_who_stay_sees_it_too(stage: FarStage) -> None:
    bo, dario = await stage.arrives_elsewhere("bo"), await stage.arrives("dario")
    room = await room_with(stage, bo, dario)
    await stage.homeserver.remove(room, dario)
    await eventually(lambda: is_seen(stage, room, dario))


async def test_the_server_of_somebody_who_was_only_invited_sees_it_too(stage: FarStage) -> None:
    bo = await stage.arrives_elsewhere("bo")
    room = await stage.homeserver.create_room(new_plan())
    await stage.homeserver.invite(room, bo)
    await stage.homeserver.remove(room, bo)
    await eventually(lambda: is_seen(stage, room, bo))


async def test_whoever_sits_there_or_is_back_has_left_nothing_to_be_seen(stage: FarStage) -> None:
    bo = await stage.arrives_elsewhere("bo")
    room = await room_with(stage, bo)
    assert await stage.homeserver.sighting(room, bo, stage.elsewhere) is None
    await stage.homeserver.remove(room, bo)
    await stage.homeserver.invite(room, bo)
    assert await stage.homeserver.sighting(room, bo, stage.elsewhere) is None


async def test_a_server_that_is_away_has_not_seen_it_and_sees_it_when_it_is_back(stage: FarStage) -> None:
    bo, dario = await stage.arrives_elsewhere("bo"), await stage.arrives("dario")
    room = await room_with(stage, bo, dario)
    await stage.homeserver.remove(room, dario)
    await eventually(lambda: is_seen(stage, room, dario))
    stage.goes_away()
    await stage.homeserver.remove(room, bo)
    assert not await is_seen(stage, room, bo)
    stage.comes_back()
    await eventually(lambda: is_seen(stage, room, bo), within=30)


async def can_follow(stage: FarStage, room: RoomId, *people: UserId) -> bool | None:
    return await stage.homeserver.catch_up(room, people, await stage.passes())


async def has_caught_up(stage: FarStage, room: RoomId, user: UserId) -> bool:
    return await can_follow(stage, room, user) is True


async def is_there(stage: FarStage, room: RoomId, user: UserId) -> bool:
    # Who comes where a colleague sits already is told of by their own server, a moment later.
    return await standing(stage, room, user) is Membership.JOINED


async def test_a_server_that_was_told_everything_can_follow_even_if_it_is_away_now(stage: FarStage) -> None:
    bo, dario = await stage.arrives_elsewhere("bo"), await stage.arrives("dario")
    room = await room_with(stage, dario, bo)
    await stage.says(room, dario)
    assert await can_follow(stage, room, bo)
    stage.goes_away()
    assert await can_follow(stage, room, bo)


async def test_one_that_missed_something_and_is_away_cannot_and_is_not_waited_for(stage: FarStage) -> None:
    bo, dario = await stage.arrives_elsewhere("bo"), await stage.arrives("dario")
    room = await room_with(stage, dario, bo)
    await stage.says(room, dario)
    assert await can_follow(stage, room, bo)
    stage.goes_away()
    await stage.says(room, dario)
    began = time.perf_counter()
    assert await can_follow(stage, room, bo) is False
    assert time.perf_counter() - began < 3
    stage.comes_back()
    await eventually(lambda: has_caught_up(stage, room, bo), within=30)


async def test_as_long_as_somebody_of_it_stays_it_may_ask(stage: FarStage) -> None:
    bo, chloe = await stage.arrives_elsewhere("bo"), await stage.arrives_elsewhere("chloe")
    dario = await stage.arrives("dario")
    room = await room_with(stage, dario, bo, chloe)
    await eventually(lambda: is_there(stage, room, chloe))
    stage.goes_away()
    await stage.says(room, dario)
    assert await can_follow(stage, room, bo)
    assert await can_follow(stage, room, bo, chloe) is False


async def test_whoever_was_only_invited_is_followed_anyway(stage: FarStage) -> None:
    bo, dario = await stage.arrives_elsewhere("bo"), await stage.arrives("dario")
    room = await room_with(stage, dario)
    await stage.homeserver.invite(room, bo)
    stage.goes_away()
    await stage.says(room, dario)
    assert await can_follow(stage, room, bo)


async def test_of_whoever_is_out_already_nobody_knows_it_any_more(stage: FarStage) -> None:
    bo = await stage.arrives_elsewhere("bo")
    room = await room_with(stage, bo)
    await stage.homeserver.remove(room, bo)
    assert await can_follow(stage, room, bo) is None


async def test_whether_a_server_answers_is_asked_of_it(stage: FarStage) -> None:
    assert await stage.homeserver.can_reach(stage.elsewhere)
    stage.goes_away()
    assert not await stage.homeserver.can_reach(stage.elsewhere)
    stage.comes_back()
    assert await stage.homeserver.can_reach(stage.elsewhere)


async def test_where_nobody_entitled_the_hub_it_is_told_so(stage: FarStage) -> None:
    bo = await stage.arrives_elsewhere("bo")
    room = await room_with(stage, bo)
    await stage.homeserver.remove(room, bo)
    stage.entitles_nobody()
    with pytest.raises(HomeserverRefused) as refused:
        await stage.homeserver.sighting(room, bo, stage.elsewhere)
    assert refused.value.status == 403


async def test_nor_whether_a_server_can_follow(stage: FarStage) -> None:
    bo = await stage.arrives_elsewhere("bo")
    room = await room_with(stage, bo)
    stage.entitles_nobody()
    with pytest.raises(HomeserverRefused) as refused:
        await can_follow(stage, room, bo)
    assert refused.value.status == 403
