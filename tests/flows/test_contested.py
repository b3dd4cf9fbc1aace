"""Somebody works against the hub, or two of its own hands meet: whoever must leave does."""

from datetime import UTC, datetime, timedelta

from hub.effects import Urgency
from hub.errors import Refused
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import BO, CHLOE, DARIO, JONAS, JUGENDAMT_SERVER

THE_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def test_whoever_leaves_at_a_time_their_server_made_up_is_not_invited_for_ever(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)

    for _ in range(5):
        if BO.user in await desk.inside(case):
            desk.homeserver.leaves(room, BO.user, at=THE_EPOCH)
        await desk.hears(room, BO.user, None)
        await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
    assert desk.homeserver.called("invite").count(BO.user) == 1


async def test_who_refuses_at_once_at_a_made_up_time_is_asked_once_for_each_consent(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.leaves(room, BO.user)
    await desk.hub.rooms.reconcile(case)
    desk.clock.push(days=1)
    pause = desk.homeserver.pauses_at("look")
    pause.go_on.set()

    await desk.consents(case, BO)
    await desk.works_off()
    for _ in range(3):
        if BO.user in await desk.inside(case):
            desk.homeserver.leaves(room, BO.user, at=THE_EPOCH)
        desk.clock.push(minutes=1)
        await desk.hub.rooms.reconcile(case)

    assert desk.homeserver.called("invite").count(BO.user) == 2


async def test_a_withdrawal_is_taken_although_a_wrong_clock_says_that_all_is_over(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.clock.push(days=91)

    answer = await desk.hub.consents.withdraw(his.id, by="client")
    desk.clock.push(days=-91)
    await desk.works_off()

    assert not isinstance(answer, Refused)
    assert await desk.inside(case) == {JONAS.user}


async def test_a_kick_that_comes_too_late_does_not_keep_out_who_may_sit_again(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    kick = desk.homeserver.pauses_at("remove")
    await desk.withdraws(his)
    async with desk.at_work() as courier:
        await kick.reached.wait()
        await desk.consents(case, BO)
        await desk.hub.courier("other", desk.speaker, HandBell()).work_off()
        kick.go_on.set()
        await courier
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_an_invitation_that_lands_too_late_is_taken_back_however_busy_the_homeserver_is(
    desk: Desk,
) -> None:
    case, _ = await desk.seats(CHLOE)
    await desk.involves(case, BO)
    await desk.works_off()
    his = await desk.consents(case, BO)
    invite = desk.homeserver.pauses_at("invite")
    async with desk.at_work() as courier:
        await invite.reached.wait()
        await desk.withdraws(his)
        await desk.hub.courier("other", desk.speaker, HandBell()).work_off()
        kick = desk.homeserver.pauses_at("remove")
        invite.go_on.set()
        await courier
        kick.go_on.set()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_a_beginning_is_not_forgotten_because_a_clock_was_ahead_of_its_time(desk: Desk) -> None:
    case, _ = await desk.seats(CHLOE)
    await desk.involves(case, BO)
    await desk.consents(case, BO, begins=desk.clock.now() + timedelta(days=5))
    desk.clock.push(days=400)
    await desk.works_off()
    desk.clock.push(days=-400)
    await desk.hub.rooms.reconcile(case)

    desk.clock.push(days=5)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}


async def test_an_admission_tried_under_a_wrong_clock_does_not_wait_for_that_day(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    await desk.consents(case, BO)
    desk.clock.push(days=30)
    await desk.works_off()

    desk.clock.push(days=-30)
    desk.homeserver.reaches(JUGENDAMT_SERVER)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_debts_do_not_multiply_while_one_is_refused_and_another_waits(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.works_off()
    desk.homeserver.refuses(BO.user)
    desk.homeserver.refuses(CHLOE.user)
    await desk.consents(case, CHLOE)
    await desk.withdraws(his)

    for _ in range(30):
        desk.clock.push(minutes=1)
        await desk.works_off()

    urgencies = [debt.urgency for debt in await desk.debts(case)]
    assert urgencies.count(Urgency.ADMISSION) == 1


async def test_dario_gets_nothing_from_a_push_that_says_he_is_inside(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    await desk.hears(await desk.room(case), DARIO.user, Membership.JOINED)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
