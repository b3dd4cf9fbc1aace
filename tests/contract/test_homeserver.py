"""What rooms may rely on, of any homeserver: one suite for the fake and for a real Synapse."""

import asyncio
import secrets

import pytest

from hub.errors import RoomGone
from hub.identifiers import RoomId, server_of
from hub.matrix import names
from hub.rooms.model import Membership
from tests.contract.stages import Stage, new_plan, seat_of, standing


@pytest.fixture
async def room(stage: Stage) -> RoomId:
    return await stage.homeserver.create_room(new_plan())


async def test_making_a_room_twice_gives_the_same_room(stage: Stage) -> None:
    plan = new_plan()

    made = [await stage.homeserver.create_room(plan) for _ in range(3)]

    assert len(set(made)) == 1


async def test_making_a_room_twice_at_once_gives_the_same_room(stage: Stage) -> None:
    plan = new_plan()

    made = await asyncio.gather(*(stage.homeserver.create_room(plan) for _ in range(3)))

    assert len(set(made)) == 1


async def test_two_plans_are_two_rooms(stage: Stage) -> None:
    assert await stage.homeserver.create_room(new_plan()) != await stage.homeserver.create_room(new_plan())


async def test_in_a_new_room_sits_its_creator_behind_walls_that_stand(stage: Stage) -> None:
    before = await stage.passes()

    room = await stage.homeserver.create_room(new_plan())

    seen = await stage.homeserver.look(room)
    assert seen.flaws == ()
    assert list(seen.seats) == [stage.creator]
    assert seen.seats[stage.creator].membership is Membership.JOINED
    assert before <= seen.seats[stage.creator].since <= await stage.passes()


async def test_a_room_that_was_made_is_found(stage: Stage) -> None:
    plan = new_plan()
    room = await stage.homeserver.create_room(plan)

    assert await stage.homeserver.find_room(plan) == room
    assert await stage.homeserver.room_named(plan) == room


async def test_a_room_nobody_made_is_not_found_and_not_made(stage: Stage) -> None:
    plan = new_plan()

    assert await stage.homeserver.find_room(plan) is None
    assert await stage.homeserver.room_named(plan) is None
    assert await stage.homeserver.find_room(plan) is None


async def test_a_room_is_made_with_its_guests_asked_in_behind_walls_that_stand(stage: Stage) -> None:
    bo, chloe = await stage.arrives("bo"), await stage.arrives("chloe")

    room = await stage.homeserver.create_room(new_plan(bo, chloe))

    seen = await stage.homeserver.look(room)
    assert seen.flaws == ()
    assert {user: seat.membership for user, seat in seen.seats.items()} == {
        stage.creator: Membership.JOINED,
        bo: Membership.INVITED,
        chloe: Membership.INVITED,
    }


async def test_a_guest_of_the_making_takes_the_seat_and_can_be_removed(stage: Stage) -> None:
    bo = await stage.arrives("bo")
    room = await stage.homeserver.create_room(new_plan(bo))
    came = await stage.joins(room, bo)

    await stage.homeserver.remove(room, bo)

    assert came
    assert await seat_of(stage, room, bo) is None


async def test_making_a_room_again_asks_nobody_in_who_is_out(stage: Stage) -> None:
    bo = await stage.arrives("bo")
    plan = new_plan(bo)
    room = await stage.homeserver.create_room(plan)
    await stage.homeserver.remove(room, bo)

    await stage.homeserver.create_room(plan)

    assert await seat_of(stage, room, bo) is None


async def test_a_room_found_again_has_kept_everybody(stage: Stage) -> None:
    plan = new_plan()
    room = await stage.homeserver.create_room(plan)
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)

    await stage.homeserver.create_room(plan)

    assert await standing(stage, room, bo) is Membership.INVITED


async def test_an_invited_person_is_seen_as_invited_since_then(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    before = await stage.passes()

    await stage.homeserver.invite(room, bo)

    seat = await seat_of(stage, room, bo)
    assert seat is not None
    assert seat.membership is Membership.INVITED
    assert before <= seat.since <= await stage.passes()


async def test_a_person_who_came_is_seen_as_joined_since_then(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    before = await stage.passes()

    assert await stage.joins(room, bo)

    seat = await seat_of(stage, room, bo)
    assert seat is not None
    assert seat.membership is Membership.JOINED
    assert before <= seat.since <= await stage.passes()


@pytest.mark.parametrize("came", [True, False], ids=["after coming", "instead of coming"])
async def test_a_person_who_left_by_themselves_is_seen_as_such_since_then(
    stage: Stage, room: RoomId, came: bool
) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    if came:
        await stage.joins(room, bo)
    before = await stage.passes()

    await stage.leaves(room, bo)

    seat = await seat_of(stage, room, bo)
    assert seat is not None
    assert seat.membership is Membership.DECLINED
    assert before <= seat.since <= await stage.passes()


@pytest.mark.parametrize("came", [True, False], ids=["joined", "invited"])
async def test_a_removed_person_has_nothing_to_do_with_the_room(
    stage: Stage, room: RoomId, came: bool
) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    if came:
        await stage.joins(room, bo)

    await stage.homeserver.remove(room, bo)

    assert await seat_of(stage, room, bo) is None


@pytest.mark.parametrize("came", [True, False], ids=["joined", "invited"])
async def test_a_removed_person_does_not_get_back_in(stage: Stage, room: RoomId, came: bool) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    if came:
        await stage.joins(room, bo)
    await stage.homeserver.remove(room, bo)

    assert not await stage.joins(room, bo)
    assert await seat_of(stage, room, bo) is None


async def test_a_person_nobody_invited_does_not_get_in(stage: Stage, room: RoomId) -> None:
    dario = await stage.arrives("dario")

    assert not await stage.joins(room, dario)
    assert await seat_of(stage, room, dario) is None


async def test_removing_somebody_absent_is_fine(stage: Stage, room: RoomId) -> None:
    dario = await stage.arrives("dario")

    await stage.homeserver.remove(room, dario)

    assert await seat_of(stage, room, dario) is None


async def test_removing_somebody_twice_is_fine(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)

    await stage.homeserver.remove(room, bo)
    await stage.homeserver.remove(room, bo)

    assert await seat_of(stage, room, bo) is None


async def test_removing_somebody_who_left_leaves_it_their_own_act(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    await stage.joins(room, bo)
    await stage.leaves(room, bo)
    left = await seat_of(stage, room, bo)
    await stage.passes()

    await stage.homeserver.remove(room, bo)

    assert await seat_of(stage, room, bo) == left


async def test_removing_one_leaves_the_others(stage: Stage, room: RoomId) -> None:
    bo, chloe = await stage.arrives("bo"), await stage.arrives("chloe")
    for user in (bo, chloe):
        await stage.homeserver.invite(room, user)
        await stage.joins(room, user)

    await stage.homeserver.remove(room, bo)

    assert set((await stage.homeserver.look(room)).seats) == {stage.creator, chloe}


async def test_inviting_somebody_twice_is_one_invitation(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    first = await seat_of(stage, room, bo)
    await stage.passes()

    await stage.homeserver.invite(room, bo)

    assert await seat_of(stage, room, bo) == first


async def test_inviting_somebody_who_sits_there_changes_nothing(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    await stage.joins(room, bo)
    sits = await seat_of(stage, room, bo)

    await stage.homeserver.invite(room, bo)

    assert await seat_of(stage, room, bo) == sits


@pytest.mark.parametrize("by_themselves", [True, False])
async def test_whoever_is_out_can_be_invited_again(stage: Stage, room: RoomId, by_themselves: bool) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.invite(room, bo)
    await stage.joins(room, bo)
    await (stage.leaves(room, bo) if by_themselves else stage.homeserver.remove(room, bo))

    await stage.homeserver.invite(room, bo)

    assert await standing(stage, room, bo) is Membership.INVITED
    assert await stage.joins(room, bo)


async def test_a_client_is_invited_before_anybody_made_their_account(stage: Stage, room: RoomId) -> None:
    client = names.new_client(secrets.token_hex(6), server_of(stage.creator))

    await stage.homeserver.invite(room, client)

    assert await standing(stage, room, client) is Membership.INVITED


async def test_a_voice_is_placed_without_being_asked(stage: Stage, room: RoomId) -> None:
    await stage.homeserver.place(room, stage.voice)

    assert await standing(stage, room, stage.voice) is Membership.JOINED


async def test_placing_a_voice_twice_changes_nothing(stage: Stage, room: RoomId) -> None:
    await stage.homeserver.place(room, stage.voice)
    sits = await seat_of(stage, room, stage.voice)
    await stage.passes()

    await stage.homeserver.place(room, stage.voice)

    assert await seat_of(stage, room, stage.voice) == sits


async def test_a_voice_that_was_invited_only_can_be_placed(stage: Stage, room: RoomId) -> None:
    await stage.homeserver.invite(room, stage.voice)

    await stage.homeserver.place(room, stage.voice)

    assert await standing(stage, room, stage.voice) is Membership.JOINED


async def test_a_removed_voice_can_be_placed_again(stage: Stage, room: RoomId) -> None:
    await stage.homeserver.place(room, stage.voice)
    await stage.homeserver.remove(room, stage.voice)

    await stage.homeserver.place(room, stage.voice)

    assert await standing(stage, room, stage.voice) is Membership.JOINED


async def test_many_can_be_invited_and_removed_at_once(stage: Stage, room: RoomId) -> None:
    guests = [await stage.arrives(f"guest{n}") for n in range(4)]
    await asyncio.gather(*(stage.homeserver.invite(room, guest) for guest in guests))
    invited = set((await stage.homeserver.look(room)).seats)

    await asyncio.gather(*(stage.homeserver.remove(room, guest) for guest in guests))

    assert invited == {stage.creator, *guests}
    assert set((await stage.homeserver.look(room)).seats) == {stage.creator}


async def test_coming_and_going_leaves_the_walls_standing(stage: Stage, room: RoomId) -> None:
    bo = await stage.arrives("bo")
    await stage.homeserver.place(room, stage.voice)
    await stage.homeserver.invite(room, bo)
    await stage.joins(room, bo)
    await stage.homeserver.remove(room, bo)

    assert (await stage.homeserver.look(room)).flaws == ()


async def test_into_a_room_that_is_not_ours_there_is_no_look(stage: Stage) -> None:
    with pytest.raises(RoomGone):
        await stage.homeserver.look(RoomId(f"!elsewhere:{server_of(stage.creator)}"))
