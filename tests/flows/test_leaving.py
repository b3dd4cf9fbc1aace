"""Whoever leaves by themselves is not dragged back; a newer consent asks anew."""

import pytest

from hub.rooms.model import Membership
from tests.desk import QUARTER, Desk
from tests.people import BO, CHLOE, JONAS


async def test_who_left_by_themselves_is_not_invited_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO, CHLOE)
    room = await desk.room(case)

    desk.homeserver.leaves(room, BO.user)
    await desk.hears(room, BO.user, None)
    for _ in range(3):
        await desk.works_off()
        await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}
    assert desk.homeserver.called("invite").count(BO.user) == 1


async def test_who_refused_the_invitation_is_not_asked_again(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await desk.works_off()

    desk.homeserver.leaves(await desk.room(case), BO.user)
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user}
    assert (await desk.known_seats(case))[BO.user].membership is Membership.DECLINED


async def test_a_newer_consent_asks_again_whoever_left(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.leaves(await desk.room(case), BO.user)
    await desk.hub.rooms.reconcile(case)
    desk.clock.push(days=1)

    await desk.consents(case, BO)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_newer_consent_for_somebody_else_does_not(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    desk.homeserver.leaves(await desk.room(case), BO.user)
    desk.clock.push(days=1)

    await desk.consents(case, CHLOE)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_an_older_consent_that_begins_only_now_does_not(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.consents(case, BO, begins=desk.clock.now() + QUARTER / 3)
    desk.clock.push(days=1)
    desk.homeserver.leaves(await desk.room(case), BO.user)

    desk.clock.push(days=60)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_who_was_asked_again_may_refuse_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.leaves(room, BO.user)
    desk.clock.push(days=1)
    await desk.consents(case, BO)
    await desk.works_off()
    desk.clock.push(days=1)

    desk.homeserver.leaves(room, BO.user)
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user}


async def test_a_client_who_left_is_not_dragged_back(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    desk.homeserver.leaves(await desk.room(case), JONAS.user)
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {BO.user}


async def test_a_client_who_left_is_asked_in_again_by_a_consent_of_their_own(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    desk.homeserver.leaves(await desk.room(case), JONAS.user)
    desk.clock.push(days=1)

    await desk.consents(case, CHLOE)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}


async def test_a_client_who_left_is_not_asked_in_by_the_end_of_a_consent(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    desk.homeserver.leaves(await desk.room(case), JONAS.user)
    desk.clock.push(days=1)

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {CHLOE.user}


async def test_the_seat_of_who_left_and_lost_the_right_stays_empty(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.leaves(await desk.room(case), BO.user)

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
    assert (await desk.known_seats(case))[BO.user].membership is Membership.DECLINED


@pytest.mark.parametrize("times", [1, 3])
async def test_coming_and_going_is_written_down_each_time(desk: Desk, times: int) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)

    for _ in range(times):
        desk.clock.push(hours=1)
        desk.homeserver.leaves(room, BO.user)
        await desk.hears(room, BO.user, None)
        await desk.works_off()
        desk.clock.push(hours=1)
        await desk.consents(case, BO)
        await desk.works_off()
        await desk.everybody_comes(case)

    deeds = [e.act.deed for e in await desk.entries() if e.act.target == BO.id]
    came_and_went = [deed for deed in deeds if deed in ("seat.taken", "seat.left")]
    assert came_and_went == ["seat.taken", *["seat.left", "seat.taken"] * times]
