"""What the hub can know of another server: whether it answers, and whether it has seen a leave."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from hub.errors import HomeserverRefused
from hub.identifiers import RoomId, UserId
from tests.contract.far import FakeFarStage, FarStage, RealFarStage
from tests.contract.stages import new_plan
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
