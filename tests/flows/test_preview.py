"""A preview says who would gain or lose which room, before anything is done, and stores nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.consent.model import ORGANISATION, Answer, Consent, Recipient
from hub.consent.rules import if_given, if_withdrawn
from hub.errors import Refused
from hub.identifiers import CLIENT, COMMON, CaseId
from hub.rooms.model import Change
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, terms_for

WITH_SCHOOL = {ORGANISATION: Answer.YES, "school": Answer.YES}
WITH_HEALTH = {ORGANISATION: Answer.YES, "health": Answer.YES}


async def foreseen(desk: Desk, case: CaseId, person: Professional, themes: Mapping[str, Answer]) -> Consent:
    consent = await desk.hub.consents.foresee(case, terms_for(person, now=desk.clock.now(), themes=themes))
    assert not isinstance(consent, Refused)
    return consent


async def test_a_preview_says_what_then_happens_and_stores_nothing(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA)
    his = await desk.consents(case, BO, themes=WITH_SCHOOL)
    await desk.works_off()
    entries = await desk.entries()

    shown = (await desk.hub.rooms.preview(case, if_withdrawn(his, desk.clock.now()))).preview

    school = await desk.circle(case, "school")
    assert shown.losses == (Change(BO.user, COMMON), Change(BO.user, school))
    assert await desk.entries() == entries
    assert BO.user in await desk.inside(case)


async def test_a_preview_of_terms_says_which_room_would_be_made(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    shown = await desk.hub.rooms.preview(case, await foreseen(desk, case, BO, {"debts": Answer.YES}))

    debts = await desk.circle(case, "debts")
    assert shown.preview.new_rooms == (debts,)
    assert shown.preview.gains == (Change(BO.user, debts),)
    assert shown.name_of(debts) == f"F-1 · {debts[:4]}"
    assert len(await desk.hub.consents.of_case(case)) == 2


async def test_what_begins_later_is_shown_as_it_will_be_then(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    in_a_year = desk.clock.now() + timedelta(days=100)
    await desk.involves(case, BO)
    terms = terms_for(BO, now=desk.clock.now(), begins=in_a_year)

    consent = await desk.hub.consents.foresee(case, terms)

    assert not isinstance(consent, Refused)
    shown = (await desk.hub.rooms.preview(case, consent)).preview
    # By then nobody else sits there by consent any longer.
    assert shown.gains == (Change(BO.user, COMMON),)


async def test_a_renewal_is_shown_with_the_end_of_what_it_renews(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA)
    old = await desk.consents(case, BO, themes=WITH_HEALTH)
    await desk.works_off()
    terms = terms_for(BO, now=desk.clock.now(), themes={"health": Answer.YES})
    asked = await desk.hub.consents.ask(case, [replace(terms, predecessor=old.id)], by=AMIRA.id)
    assert not isinstance(asked, Refused)
    (meant,) = [one for one in await desk.hub.consents.of_case(case) if one.id == asked[0].id]
    before = await desk.inside(case)

    shown = (await desk.hub.rooms.preview(case, if_given(meant, desk.clock.now()))).preview
    await desk.hub.consents.give({meant.id: signature_of(asked[0].statement, JONAS.key)})
    await desk.works_off()

    assert shown.losses == (Change(BO.user, COMMON),)
    assert before - await desk.inside(case) == {BO.user}


async def test_to_withdraw_by_an_old_number_is_shown_as_what_it_does(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    old = await desk.consents(case, BO, themes=WITH_SCHOOL)
    await desk.works_off()
    await desk.hub.consents.narrow(old.id, without=["school"], by=CLIENT)
    (superseded,) = [one for one in await desk.hub.consents.of_case(case) if one.id == old.id]
    before = await desk.inside(case)

    shown = (await desk.hub.rooms.preview(case, if_withdrawn(superseded, desk.clock.now()))).preview
    await desk.hub.consents.withdraw(old.id, by=CLIENT)
    await desk.works_off()

    assert Change(BO.user, COMMON) in shown.losses
    assert before - await desk.inside(case) == {BO.user}


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_a_preview_for_somebody_else_gives_dario_and_elif_nothing(
    desk: Desk, person: Professional
) -> None:
    case = await desk.opens_case(CHLOE, DARIO, ELIF)

    shown = (await desk.hub.rooms.preview(case, await foreseen(desk, case, CHLOE, WITH_HEALTH))).preview

    assert person.user not in {change.user for change in (*shown.gains, *shown.losses)}


async def test_terms_for_a_function_that_nobody_has_are_not_foreseen(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    nobody = replace(terms_for(BO), recipient=Recipient(BO.agency, "Vormundschaft"))

    answer = await desk.hub.consents.foresee(case, nobody)

    assert answer == Refused("unknown-recipient", {"agency": BO.agency, "function": "Vormundschaft"})


async def test_terms_that_nobody_may_be_asked_for_are_not_foreseen(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    answer = await desk.hub.consents.foresee(case, terms_for(BO, themes={"horoscope": Answer.YES}))

    assert answer == Refused("unknown-theme", {"theme": "horoscope"})
