"""Two hubs on one registration: whoever comes second is told, and neither throws anybody out for it."""

from structlog.testing import capture_logs

from hub.holding import Holder, Holding
from tests.desk import Desk
from tests.people import BO, DARIO, JONAS


async def test_before_anybody_said_so_the_registration_is_free(desk: Desk) -> None:
    assert await desk.hub.holding.is_free()
    assert await desk.hub.holding.is_ours()


async def test_a_hub_holds_it_through_all_its_starts(desk: Desk) -> None:
    await desk.hub.holding.take()
    again = Holding(desk.homeserver, "desk", desk.clock.chance)

    assert await again.is_free()
    await again.take()

    assert await again.is_ours()


async def test_another_hub_finds_it_taken(desk: Desk) -> None:
    await desk.hub.holding.take()
    other = Holding(desk.homeserver, "other", desk.clock.chance)

    assert not await other.is_free()
    assert not await other.is_ours()


async def test_a_copy_that_was_started_elsewhere_is_found_by_the_next_sweep(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.holding.take()
    await desk.homeserver.hold(Holder("desk", "the start of a copy"))
    desk.homeserver.lets_in(await desk.room(case), DARIO.user)

    with capture_logs() as logs:
        swept = await desk.hub.sweep.round()

    assert [log["event"] for log in logs] == ["another hub holds this registration"]
    assert swept.cases == 0


async def test_a_withdrawal_acts_whoever_holds_it(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.homeserver.hold(Holder("other", "start"))

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_once_it_is_taken_back_it_is_swept_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.homeserver.hold(Holder("other", "start"))
    await desk.hub.holding.take()
    desk.homeserver.lets_in(await desk.room(case), DARIO.user)

    await desk.hub.sweep.round()
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
