"""A machine's clock can be wrong for a while; nobody sits longer because of it."""

from datetime import timedelta

import pytest

from tests.desk import Desk
from tests.people import BO, CHLOE, JONAS


async def test_a_withdrawal_takes_effect_although_the_clock_is_set_back_right_behind_it(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.clock.push(days=1)
    await desk.withdraws(his)

    desk.clock.push(hours=-2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_a_removal_that_failed_does_not_wait_until_the_clock_is_where_it_was(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.refuses(BO.user)
    await desk.withdraws(his)
    await desk.works_off()

    desk.clock.push(days=-1)
    desk.homeserver.gives_in(BO.user)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


@pytest.mark.parametrize("wrong_by_days", [91, 400])
async def test_an_end_is_not_forgotten_because_a_clock_was_ahead_of_its_time(
    desk: Desk, wrong_by_days: float
) -> None:
    case, _ = await desk.seats(BO)
    desk.clock.push(days=wrong_by_days)
    await desk.works_off()
    desk.clock.push(days=-wrong_by_days)
    # By the right time his consent holds: the next look asks him in again.
    await desk.hub.rooms.reconcile(case)
    await desk.everybody_comes(case)
    assert await desk.inside(case) == {JONAS.user, BO.user}

    desk.clock.push(days=90)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_an_end_that_is_owed_already_is_not_owed_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO, CHLOE)
    before = await desk.owed(case)

    for _ in range(3):
        desk.clock.push(hours=1)
        await desk.hub.rooms.reconcile(case)

    assert await desk.owed(case) == before


async def test_without_a_wrong_clock_the_end_comes_at_its_instant(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    desk.clock.push(seconds=(his.valid_until - desk.clock.now() - timedelta(seconds=1)).total_seconds())
    await desk.works_off()
    before = await desk.inside(case)
    desk.clock.push(seconds=1)
    await desk.works_off()

    assert (before, await desk.inside(case)) == ({JONAS.user, BO.user}, {JONAS.user})
