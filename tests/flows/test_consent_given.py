"""Who sits in a case's room follows from what the client consented to, and from nothing else."""

from datetime import timedelta

from hub.rooms.model import Membership
from tests.desk import QUARTER, Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, RUTH, SELMA, STEWARD, VOICE

A_MOMENT = timedelta(microseconds=1)


async def test_a_consent_gives_a_seat(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    await desk.consents(case, BO)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_of_four_who_work_on_a_case_three_with_consent_sit(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE, DARIO)

    for person in (AMIRA, BO, CHLOE):
        await desk.consents(case, person)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user, CHLOE.user}


async def test_dario_gets_nothing_however_often_the_hub_looks(desk: Desk) -> None:
    case = await desk.opens_case(BO, DARIO)
    await desk.consents(case, BO)

    for _ in range(3):
        await desk.works_off()
        await desk.hub.rooms.reconcile(case)

    assert DARIO.user not in await desk.inside(case)
    assert DARIO.user not in desk.homeserver.called("invite")


async def test_elif_gets_nothing_although_her_agency_was_consented_to(desk: Desk) -> None:
    case = await desk.opens_case(ELIF)

    await desk.consents(case, AMIRA)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}


async def test_who_does_not_work_on_the_case_gets_nothing_although_consented_to(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_who_comes_to_the_case_after_the_consent_gets_a_seat(desk: Desk) -> None:
    case = await desk.opens_case()
    await desk.consents(case, CHLOE)
    await desk.works_off()

    await desk.involves(case, CHLOE)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_a_consent_for_one_case_seats_nobody_in_another(desk: Desk) -> None:
    hers = await desk.opens_case(BO, client=SELMA)
    his = await desk.opens_case(BO)
    await desk.consents(hers, AMIRA)

    await desk.consents(his, BO)
    await desk.works_off()

    assert await desk.inside(his) == {JONAS.user, BO.user}
    assert await desk.inside(hers) == {SELMA.user, AMIRA.user}


async def test_a_client_alone_has_no_room(desk: Desk) -> None:
    case = await desk.opens_case(BO, RUTH)

    await desk.works_off()
    await desk.hub.rooms.reconcile(case)

    assert await desk.hub.rooms.of_case(case) is None
    assert desk.homeserver.called("create_room") == []


async def test_a_consent_that_begins_later_seats_nobody_before(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, CHLOE)
    begins = desk.clock.now() + timedelta(days=7)
    await desk.consents(case, BO, begins=begins)
    await desk.works_off()

    desk.clock.push(days=7, microseconds=-1)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_a_consent_that_begins_later_seats_from_its_first_instant_on(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO, begins=desk.clock.now() + timedelta(days=7))
    await desk.works_off()

    desk.clock.push(days=7)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_nobody_is_invited_twice(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await desk.works_off()

    await desk.consents(case, BO, lasts=2 * QUARTER)
    await desk.works_off()

    assert desk.homeserver.called("invite").count(BO.user) == 1


async def test_the_hubs_own_accounts_sit_before_anybody_could_speak(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    await desk.consents(case, BO)
    await desk.works_off()

    seats = desk.homeserver.seen(await desk.room(case)).seats
    assert seats[STEWARD].membership is Membership.JOINED
    assert seats[VOICE].membership is Membership.JOINED


async def test_a_room_is_named_after_the_case_and_after_nobody(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    await desk.consents(case, BO)
    await desk.works_off()

    assert desk.homeserver.called("create_room") == [f"fallraum-{case}"]


async def test_every_seat_is_in_the_audit_chain_with_its_basis(desk: Desk) -> None:
    case, (consent,) = await desk.seats(BO)

    seats = [(e.act.deed, e.act.target, e.act.basis) for e in await desk.entries() if "seat" in e.act.deed]

    assert ("seat.offered", BO.id, consent.id) in seats
    assert ("seat.taken", BO.id, consent.id) in seats
    assert ("seat.taken", "client", "") in seats
    assert all(case == e.act.case for e in await desk.entries() if "seat" in e.act.deed)


async def test_no_account_and_no_name_is_in_the_audit_chain(desk: Desk) -> None:
    case, _ = await desk.seats(BO, CHLOE)
    desk.homeserver.lets_in(await desk.room(case), DARIO.user)
    await desk.hub.rooms.reconcile(case)

    told = repr(await desk.entries())

    for person in (JONAS, AMIRA, BO, CHLOE, DARIO):
        assert person.user not in told
        assert person.name not in told
