"""A room that its homeserver left half made is never used: nobody is asked into it."""

import pytest

from hub.errors import HomeserverRefused
from hub.identifiers import RoomId
from hub.matrix import names, walls
from hub.rooms.model import RoomPlan
from tests.contract.stages import new_plan
from tests.people import HUB
from tests.real import V3, RealHomeserver

pytestmark = pytest.mark.homeserver


async def make_half(real: RealHomeserver, plan: RoomPlan, *without: str) -> RoomId:
    """What stands if the homeserver dies in the middle of making the room."""
    body = walls.creation(plan, names.steward(HUB))
    whole = {key: value for key, value in body.items() if key not in without}
    async with real.wire() as wire:
        made = await wire.call("POST", f"{V3}/createRoom", whole, user=names.steward(HUB))
    return RoomId(made["room_id"])


@pytest.mark.parametrize("without", ["power_level_content_override", "initial_state"])
async def test_a_room_without_all_its_walls_is_replaced(
    real_homeserver: RealHomeserver, without: str
) -> None:
    plan = new_plan()
    half = await make_half(real_homeserver, plan, without)

    async with real_homeserver.hub() as homeserver:
        room = await homeserver.create_room(plan)
        seen = await homeserver.look(room)
        again = await homeserver.create_room(plan)

    assert room != half
    assert seen.flaws == ()
    assert again == room


@pytest.mark.parametrize("without", ["power_level_content_override", "initial_state"])
async def test_a_room_without_all_its_walls_is_found_by_nobody(
    real_homeserver: RealHomeserver, without: str
) -> None:
    plan = new_plan()
    half = await make_half(real_homeserver, plan, without)

    async with real_homeserver.hub() as homeserver:
        assert await homeserver.room_named(plan) == half
        assert await homeserver.find_room(plan) is None
        assert await homeserver.room_named(plan) is None
        assert await homeserver.find_room(plan) is None
        assert await homeserver.create_room(plan) != half


async def test_whoever_was_asked_into_a_half_made_room_is_out_when_it_is_given_up(
    real_homeserver: RealHomeserver,
) -> None:
    dario, elif_ = await real_homeserver.person("dario"), await real_homeserver.person("elif")
    plan = new_plan(dario.user, elif_.user)
    half = await make_half(real_homeserver, plan, "initial_state")
    await elif_.joins(half)

    async with real_homeserver.hub() as homeserver:
        assert await homeserver.find_room(plan) is None

    assert (await dario.tries_to_join(half)).status != 200
    assert half not in (await elif_.does("GET", "/joined_rooms"))["joined_rooms"]


async def test_who_still_makes_a_room_that_was_given_up_can_ask_nobody_in(
    real_homeserver: RealHomeserver,
) -> None:
    dario, plan = await real_homeserver.person("dario"), new_plan()
    half = await make_half(real_homeserver, plan, "initial_state")

    async with real_homeserver.hub() as homeserver:
        assert await homeserver.find_room(plan) is None
        with pytest.raises(HomeserverRefused) as refusal:
            await homeserver.invite(half, dario.user)

    assert refusal.value.errcode == "M_FORBIDDEN"


async def test_a_room_that_lacks_nothing_is_found(real_homeserver: RealHomeserver) -> None:
    plan = new_plan()
    whole = await make_half(real_homeserver, plan)

    async with real_homeserver.hub() as homeserver:
        assert await homeserver.find_room(plan) == whole


async def test_a_room_that_lacks_nothing_is_kept(real_homeserver: RealHomeserver) -> None:
    plan = new_plan()
    whole = await make_half(real_homeserver, plan)

    async with real_homeserver.hub() as homeserver:
        assert await homeserver.create_room(plan) == whole


@pytest.mark.parametrize("without", ["power_level_content_override", "initial_state"])
async def test_what_lacks_in_a_half_made_room_is_seen(real_homeserver: RealHomeserver, without: str) -> None:
    half = await make_half(real_homeserver, new_plan(), without)

    async with real_homeserver.hub() as homeserver:
        seen = await homeserver.look(half)

    assert seen.flaws != ()
