"""The fake homeserver does what stories rely on. (What it shares with a real one: tests/contract.)"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from hub.errors import HomeserverBusy, HomeserverRefused, HomeserverUnavailable
from hub.identifiers import RoomId
from hub.rooms.model import Membership, RoomPlan, Seat
from hub.rooms.world import Homeserver
from tests.clock import MONDAY, Clock
from tests.fakes.homeserver import Call, FakeHomeserver
from tests.people import AMIRA, BO, CHLOE, DARIO, JUGENDAMT_SERVER, STEWARD, VOICE

PLAN = RoomPlan(alias="fallraum-f1", name="F-1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def homeserver(clock: Clock) -> FakeHomeserver:
    return FakeHomeserver(creator=STEWARD, now=clock.now)


@pytest.fixture
async def room(homeserver: FakeHomeserver) -> RoomId:
    return await homeserver.create_room(PLAN)


def test_it_is_what_rooms_need(homeserver: FakeHomeserver) -> None:
    needed: Homeserver = homeserver

    assert needed.creator == STEWARD


async def test_it_remembers_what_it_was_asked_for_in_order(homeserver: FakeHomeserver, room: RoomId) -> None:
    await homeserver.invite(room, BO.user)
    await homeserver.look(room)
    await homeserver.remove(room, BO.user)
    await homeserver.place(room, VOICE)

    assert homeserver.calls == [
        Call("create_room", "fallraum-f1"),
        Call("invite", BO.user),
        Call("look"),
        Call("remove", BO.user),
        Call("place", VOICE),
    ]
    assert homeserver.called("invite") == [BO.user]


async def test_seats_carry_the_homeservers_time_in_milliseconds(
    homeserver: FakeHomeserver, room: RoomId, clock: Clock
) -> None:
    clock.push(seconds=1, microseconds=2999)

    await homeserver.invite(room, BO.user)

    seat = (await homeserver.look(room)).seats[BO.user]
    assert seat == Seat(Membership.INVITED, MONDAY + timedelta(seconds=1, milliseconds=2))


async def test_people_come_and_go_by_themselves(
    homeserver: FakeHomeserver, room: RoomId, clock: Clock
) -> None:
    await homeserver.invite(room, BO.user)
    homeserver.joins(room, BO.user)
    joined = homeserver.seen(room).seats[BO.user]

    homeserver.leaves(room, BO.user)

    assert joined.membership is Membership.JOINED
    assert homeserver.seen(room).seats[BO.user] == Seat(Membership.DECLINED, clock.now())


async def test_nobody_joins_without_an_invitation(homeserver: FakeHomeserver, room: RoomId) -> None:
    with pytest.raises(AssertionError, match="was not invited"):
        homeserver.joins(room, DARIO.user)


async def test_nobody_leaves_where_they_are_not(homeserver: FakeHomeserver, room: RoomId) -> None:
    with pytest.raises(AssertionError, match="nothing to leave"):
        homeserver.leaves(room, DARIO.user)


async def test_somebody_can_be_let_in_behind_the_hubs_back(homeserver: FakeHomeserver, room: RoomId) -> None:
    homeserver.lets_in(room, DARIO.user)

    assert (await homeserver.look(room)).seats[DARIO.user].membership is Membership.INVITED
    assert homeserver.called("invite") == []


async def test_a_fallen_wall_is_seen_until_it_stands_again(homeserver: FakeHomeserver, room: RoomId) -> None:
    homeserver.wall_falls(room, "m.room.join_rules")
    fallen = (await homeserver.look(room)).flaws

    homeserver.wall_stands_again(room, "m.room.join_rules")

    assert fallen == ("m.room.join_rules",)
    assert (await homeserver.look(room)).flaws == ()


def every_call(homeserver: FakeHomeserver, room: RoomId) -> list[Callable[[], Awaitable[object]]]:
    return [
        lambda: homeserver.create_room(PLAN),
        lambda: homeserver.look(room),
        lambda: homeserver.invite(room, CHLOE.user),
        lambda: homeserver.place(room, VOICE),
        lambda: homeserver.remove(room, CHLOE.user),
    ]


async def test_down_means_that_nothing_is_answered_and_nothing_done(
    homeserver: FakeHomeserver, room: RoomId
) -> None:
    before = homeserver.seen(room)
    homeserver.goes_down()

    for call in every_call(homeserver, room):
        with pytest.raises(HomeserverUnavailable):
            await call()

    assert homeserver.seen(room) == before


async def test_busy_means_that_every_call_is_asked_to_wait_as_long_as_was_said(
    homeserver: FakeHomeserver, room: RoomId
) -> None:
    before = homeserver.seen(room)
    homeserver.is_busy(timedelta(seconds=7))

    for call in every_call(homeserver, room):
        with pytest.raises(HomeserverBusy) as busy:
            await call()
        assert busy.value.retry_after == timedelta(seconds=7)

    assert homeserver.seen(room) == before


async def test_back_means_back(homeserver: FakeHomeserver, room: RoomId) -> None:
    homeserver.goes_down()
    homeserver.is_busy(timedelta(seconds=7))

    homeserver.comes_back()

    for call in every_call(homeserver, room):
        await call()


async def test_one_user_can_be_refused_and_no_other(homeserver: FakeHomeserver, room: RoomId) -> None:
    homeserver.lets_in(room, CHLOE.user)
    homeserver.refuses(CHLOE.user)
    homeserver.refuses(DARIO.user)

    with pytest.raises(HomeserverRefused):
        await homeserver.remove(room, CHLOE.user)
    with pytest.raises(HomeserverRefused):
        await homeserver.invite(room, DARIO.user)
    await homeserver.invite(room, AMIRA.user)
    homeserver.gives_in(CHLOE.user)
    await homeserver.remove(room, CHLOE.user)

    assert set(homeserver.seen(room).seats) == {STEWARD, AMIRA.user}


async def test_who_is_inside_already_needs_no_unreachable_server(
    homeserver: FakeHomeserver, room: RoomId
) -> None:
    await homeserver.invite(room, BO.user)
    homeserver.cannot_reach(JUGENDAMT_SERVER)

    await homeserver.invite(room, BO.user)
    await homeserver.remove(room, BO.user)
    with pytest.raises(HomeserverUnavailable):
        await homeserver.invite(room, BO.user)
    await homeserver.invite(room, CHLOE.user)
    homeserver.reaches(JUGENDAMT_SERVER)
    await homeserver.invite(room, BO.user)

    assert set(homeserver.seen(room).seats) == {STEWARD, BO.user, CHLOE.user}


@pytest.mark.parametrize("verb", ["create_room", "invite", "place", "remove"])
async def test_a_lost_answer_belongs_to_something_done_and_to_one_call(
    homeserver: FakeHomeserver, room: RoomId, verb: str
) -> None:
    homeserver.lets_in(room, CHLOE.user)
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "create_room": lambda: homeserver.create_room(RoomPlan(alias="fallraum-f2", name="F-2")),
        "invite": lambda: homeserver.invite(room, BO.user),
        "place": lambda: homeserver.place(room, VOICE),
        "remove": lambda: homeserver.remove(room, CHLOE.user),
    }
    homeserver.loses_the_answer(verb)

    with pytest.raises(HomeserverUnavailable, match="the answer was lost"):
        await calls[verb]()
    after_one = homeserver.seen(room)
    await calls[verb]()

    assert homeserver.seen(room) == after_one
    assert verb == "create_room" or set(after_one.seats) != {STEWARD, CHLOE.user}


async def test_a_call_pauses_before_it_does_its_work(homeserver: FakeHomeserver, room: RoomId) -> None:
    pause = homeserver.pauses_at("invite")
    inviting = asyncio.create_task(homeserver.invite(room, BO.user))

    await pause.reached.wait()
    while_paused = homeserver.seen(room)
    await homeserver.invite(room, CHLOE.user)
    pause.go_on.set()
    await inviting

    assert BO.user not in while_paused.seats
    assert set(homeserver.seen(room).seats) == {STEWARD, BO.user, CHLOE.user}


async def test_in_a_room_it_never_made_it_refuses(homeserver: FakeHomeserver) -> None:
    with pytest.raises(HomeserverRefused):
        await homeserver.look(RoomId("!elsewhere:fallraum.localhost"))
