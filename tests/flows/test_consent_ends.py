"""When a consent ends, so does the seat: at once, for certain, and whatever else is broken."""

import asyncio
from datetime import timedelta

import pytest

from hub.assemble import assemble
from hub.consent.model import Consent
from hub.errors import Refused
from hub.rooms.model import Membership
from hub.vault import Vault
from tests.desk import QUARTER, Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, BO, CHLOE, HUB, JONAS


async def test_a_withdrawal_removes(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)

    await desk.withdraws(hers)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_withdrawal_rescinds_an_invitation(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO)
    hers = await desk.consents(case, CHLOE)
    await desk.works_off()

    await desk.withdraws(hers)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_from_its_withdrawal_on_a_consent_is_no_basis_before_anything_was_done(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    await desk.withdraws(his)

    may = (await desk.hub.rooms.roster(case)).may
    circle = await desk.hub.rooms.circle(case)
    assert BO.user not in may
    assert circle is not None
    assert BO.user not in circle.audience


async def test_an_expiry_removes_at_its_instant_and_not_before(desk: Desk) -> None:
    case, _ = await desk.seats(BO, CHLOE)
    await desk.consents(case, BO, lasts=2 * QUARTER)

    desk.clock.push(days=90, microseconds=-1)
    await desk.works_off()
    before = await desk.inside(case)
    desk.clock.push(microseconds=1)
    await desk.works_off()

    assert before == {JONAS.user, BO.user, CHLOE.user}
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_an_expiry_removes_although_the_homeserver_was_down(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.goes_down()
    desk.clock.push(days=90)
    await desk.works_off()

    desk.homeserver.comes_back()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_an_expiry_removes_although_nobody_was_at_work_for_weeks(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    desk.clock.push(days=120)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_a_removal_depends_on_no_key(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    keyless = assemble(
        database=desk.hub.database,
        vault=Vault(bytes(32)),
        homeserver=desk.homeserver,
        server_name=HUB,
        chance=desk.clock.chance,
    )

    await keyless.consents.withdraw(his.id, by="client")
    await keyless.courier("keyless", desk.speaker, HandBell()).work_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_who_is_covered_by_another_consent_stays(desk: Desk) -> None:
    case, (first,) = await desk.seats(BO)
    await desk.consents(case, BO, lasts=QUARTER / 2)

    await desk.withdraws(first)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert BO.user not in desk.homeserver.called("remove")


async def test_a_consent_withdrawn_before_it_began_never_seats(desk: Desk) -> None:
    case, _ = await desk.seats(CHLOE)
    await desk.involves(case, BO)
    his = await desk.consents(case, BO, begins=desk.clock.now() + timedelta(days=7))
    desk.clock.push(days=1)
    await desk.withdraws(his)

    desk.clock.push(days=7)
    await desk.works_off()

    assert BO.user not in desk.homeserver.called("invite")
    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_withdrawing_twice_keeps_the_first_moment(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)
    first = desk.clock.now()
    desk.clock.push(hours=1)

    again = await desk.hub.consents.withdraw(his.id, by="client")

    assert again == Refused("consent-already-withdrawn")
    (kept,) = await desk.hub.consents.of_case(case)
    assert kept.ended_at == first
    assert (await desk.deeds()).count("consent.withdrawn") == 1


async def test_withdrawing_many_times_at_once_is_one_withdrawal(desk: Desk) -> None:
    _, (his,) = await desk.seats(BO)

    answers = await asyncio.gather(*(desk.hub.consents.withdraw(his.id, by="client") for _ in range(5)))

    assert sum(isinstance(answer, Consent) for answer in answers) == 1
    assert (await desk.deeds()).count("consent.withdrawn") == 1


async def test_a_new_consent_after_a_withdrawal_seats_again(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)
    await desk.works_off()

    desk.clock.push(days=1)
    await desk.consents(case, BO)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_the_last_withdrawal_leaves_the_client_alone_in_the_room(desk: Desk) -> None:
    case, (his, hers) = await desk.seats(BO, AMIRA)

    await desk.withdraws(his)
    await desk.withdraws(hers)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


@pytest.mark.parametrize("verb", ["look", "invite", "place"])
async def test_a_consent_withdrawn_while_somebody_is_let_in_ends_with_them_out(desk: Desk, verb: str) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO)
    hers = await desk.consents(case, CHLOE)
    pause = desk.homeserver.pauses_at(verb)
    letting_in = asyncio.create_task(desk.works_off())
    await pause.reached.wait()

    await desk.withdraws(hers)
    pause.go_on.set()
    await letting_in

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_consent_that_expires_while_somebody_is_let_in_ends_with_them_out(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO)
    await desk.consents(case, CHLOE, lasts=timedelta(seconds=1))
    pause = desk.homeserver.pauses_at("invite")
    letting_in = asyncio.create_task(desk.works_off())
    await pause.reached.wait()

    desk.clock.push(seconds=1)
    pause.go_on.set()
    await letting_in

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_nobody_is_let_in_whose_consent_ended_while_others_were_removed(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    hers = await desk.consents(case, CHLOE)
    await desk.withdraws(his)
    pause = desk.homeserver.pauses_at("remove")
    removing = asyncio.create_task(desk.works_off())
    await pause.reached.wait()

    await desk.withdraws(hers)
    pause.go_on.set()
    await removing

    assert CHLOE.user not in desk.homeserver.called("invite")


async def test_who_takes_the_seat_in_the_instant_of_the_withdrawal_is_removed_too(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    his = await desk.consents(case, BO)
    await desk.works_off()
    await desk.withdraws(his)

    desk.homeserver.joins(await desk.room(case), BO.user)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
    assert (await desk.known_seats(case))[JONAS.user].membership is Membership.INVITED
