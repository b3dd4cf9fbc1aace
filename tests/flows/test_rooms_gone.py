"""A room that was deleted behind the hub's back: an alarm, and a new one for those who need it."""

from structlog.testing import capture_logs

from tests.desk import Desk
from tests.people import BO, CHLOE, HUB, JONAS, JUGENDAMT_SERVER


async def test_whoever_may_sit_is_asked_into_a_new_room(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.is_purged(room)

    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)

    (alarm,) = [log for log in logs if log["event"] == "room gone"]
    assert (alarm["room"], alarm["servers"]) == (room, [HUB, JUGENDAMT_SERVER])
    assert await desk.room(case) != room
    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert (await desk.deeds()).count("room.made") == 2
    assert "room.lost" in await desk.deeds()


async def test_a_look_for_a_removal_owes_the_new_room(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    desk.homeserver.is_purged(await desk.room(case))

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_nobody_gets_a_new_room_after_the_end(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.is_purged(await desk.room(case))

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.find_room(case) is None


async def test_a_homeserver_in_trouble_has_lost_no_room(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.goes_down()
    await desk.withdraws(his)

    await desk.works_off()

    assert await desk.room(case) == room
