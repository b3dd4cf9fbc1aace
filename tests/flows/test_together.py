"""Several look at one case at the same moment, and it ends as if they had come one after the other."""

import asyncio

import pytest

from hub import outbox
from hub.effects import Debt, Reconcile, Urgency
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, BO, CHLOE, DARIO, JONAS, SELMA


async def test_many_who_make_the_room_at_once_make_one(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)

    await asyncio.gather(*(desk.hub.rooms.reconcile(case) for _ in range(8)))
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_many_looks_at_once_end_with_the_rightful_inside(desk: Desk) -> None:
    case, (_, his, _) = await desk.seats(AMIRA, BO, CHLOE)
    room = await desk.room(case)
    await desk.withdraws(his)
    desk.homeserver.lets_in(room, DARIO.user)

    await asyncio.gather(*(desk.hub.rooms.reconcile(case) for _ in range(5)))
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user, CHLOE.user}
    assert set(await desk.known_seats(case)) == set(desk.homeserver.seen(room).seats) - {
        desk.homeserver.creator
    }


async def test_many_looks_at_once_announce_a_departure_once(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    await desk.withdraws(his)

    await asyncio.gather(*(desk.hub.rooms.reconcile(case) for _ in range(5)))
    await desk.works_off()

    assert len(desk.speaker.departures) == 1
    assert (await desk.deeds()).count("seat.ended") == 1


async def test_a_slow_admission_that_comes_after_a_removal_is_undone(desk: Desk) -> None:
    # The first look decided to invite Chloe; while its invitation is under way her consent ends
    # and a second look finds her absent.
    case, _ = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    hers = await desk.consents(case, CHLOE)
    pause = desk.homeserver.pauses_at("invite")
    first = asyncio.create_task(desk.hub.rooms.reconcile(case))
    await pause.reached.wait()
    await desk.withdraws(hers)
    await desk.works_off()

    pause.go_on.set()
    await first
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_courier_that_dies_in_the_middle_is_replaced(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    pause = desk.homeserver.pauses_at("invite")
    dying = asyncio.create_task(desk.works_off())
    await pause.reached.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)

    desk.clock.push(seconds=outbox.LEASE.total_seconds())
    await desk.hub.courier("another", desk.speaker, HandBell()).work_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_many_couriers_at_once_do_everything_once(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    await desk.calls_conference(case)
    await desk.withdraws(his)

    couriers = [desk.hub.courier(f"courier-{n}", desk.speaker, HandBell()) for n in range(4)]
    await asyncio.gather(*(courier.work_off() for courier in couriers))
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}
    assert (len(desk.speaker.agendas), len(desk.speaker.departures)) == (1, 1)
    assert (await desk.deeds()).count("agenda.posted") == 1


async def test_a_consent_given_while_others_are_removed_gets_its_seat(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.withdraws(his)
    pause = desk.homeserver.pauses_at("remove")
    removing = asyncio.create_task(desk.works_off())
    await pause.reached.wait()

    await desk.consents(case, CHLOE)
    pause.go_on.set()
    await removing

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


@pytest.mark.parametrize("urgency", [Urgency.REMOVAL, Urgency.ADMISSION])
async def test_nothing_is_lost_if_all_is_hastened_while_a_look_is_under_way(
    desk: Desk, urgency: Urgency
) -> None:
    # The homeserver came back while a look was under way that has already seen who may sit.
    case, _ = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.works_off()
    async with desk.hub.database.writing() as connection:
        debt = Debt(Reconcile(case), desk.clock.now(), urgency)
        await outbox.owe(connection, desk.clock.chance, debt)
    pause = desk.homeserver.pauses_at("look")
    under_way = asyncio.create_task(desk.works_off())
    await pause.reached.wait()
    await desk.courier.catch_up()

    desk.clock.push(seconds=1)
    await desk.consents(case, CHLOE)
    pause.go_on.set()
    await under_way

    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}


async def test_a_consent_that_ends_while_the_room_is_made_leaves_nobody_inside(desk: Desk) -> None:
    # The room is made with its guests; the withdrawal finds no room yet, and nothing to do.
    case = await desk.opens_case(BO)
    hers = await desk.consents(case, AMIRA)
    his = await desk.consents(case, BO)
    pause = desk.homeserver.pauses_at("create_room")
    under_way = asyncio.create_task(desk.works_off())
    await pause.reached.wait()

    await desk.withdraws(hers)
    await desk.withdraws(his)
    await desk.hub.rooms.reconcile(case)
    pause.go_on.set()
    await under_way
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_consents_given_and_withdrawn_in_all_cases_at_once_end_right(desk: Desk) -> None:
    his, _ = await desk.seats(BO)
    hers, (bos,) = await desk.seats(BO, client=SELMA)
    await desk.involves(his, CHLOE)

    await asyncio.gather(
        desk.consents(his, CHLOE),
        desk.withdraws(bos),
        desk.works_off(),
        desk.hub.cases.involve(hers, CHLOE.user, by="test"),
    )
    desk.clock.push(milliseconds=1)
    await desk.works_off()

    assert await desk.inside(his) == {JONAS.user, BO.user, CHLOE.user}
    assert await desk.inside(hers) == {SELMA.user}


async def test_a_room_whose_making_was_never_answered_keeps_no_guests(desk: Desk) -> None:
    # The room stands, but its answer was lost; before the next attempt the consent ends.
    case = await desk.opens_case()
    hers = await desk.consents(case, AMIRA)
    desk.homeserver.loses_the_answer("create_room")
    await desk.works_off()

    await desk.withdraws(hers)
    desk.clock.push(seconds=1)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
