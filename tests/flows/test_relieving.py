"""Who no longer works on a case is out of it, everywhere and at once; who leaves an agency, out of all."""

import pytest
from structlog.testing import capture_logs

from hub.cases.model import Participation
from hub.cases.service import Left
from hub.consent.model import Answer
from hub.errors import Refused
from hub.export.model import View
from hub.handover.model import HandOver, Wanted
from hub.identifiers import CaseId
from tests.desk import Desk
from tests.flows.test_consent_forged import PAPER, has_key, taken_down
from tests.flows.test_handover import WHY, file_of, offers, takes
from tests.people import AMIRA, BO, CHLOE, DARIO, JONAS, KATJA, PAUL, SELMA, key_of
from tests.signing import public, signing


async def alarms(desk: Desk, case: CaseId) -> list[str]:
    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)
    return [log["event"] for log in logs if log["log_level"] == "error"]


async def test_who_is_relieved_is_out_of_every_room_and_the_others_hear_it_neutrally(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    for person in (BO, CHLOE):
        await desk.consents(case, person, themes={"organisation": Answer.YES})
    await desk.consents(case, BO, themes={"school": Answer.YES})
    await desk.works_off()
    await desk.everybody_comes(case)

    await desk.hub.cases.relieve(case, BO.user, by=AMIRA.id)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}
    assert await desk.inside(case, "school") == {JONAS.user}
    assert {one.professional for one in desk.speaker.departures.values()} == {BO}
    assert await alarms(desk, case) == []


async def test_who_was_relieved_says_and_does_nothing_more_in_the_case(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await has_key(desk, AMIRA, BO)
    hers = await taken_down(desk, case)
    await desk.hub.cases.relieve(case, BO.user, by=BO.id)

    sign = signing(key_of(BO))
    confirmed = await desk.hub.consents.confirm(hers.id, by=BO.id, sign=sign, evidence=PAPER.evidence)
    taken = await desk.hub.consents.record(case, PAPER, by=BO.id, sign=sign)

    assert confirmed == Refused("consent-not-by-you", {"deed": "confirmed"})
    assert taken == Refused("consent-not-by-you", {"deed": "recorded"})
    (still,) = [c for c in await desk.hub.consents.of_case(case) if c.id == his.id]
    assert still == his


async def test_who_comes_again_begins_anew_and_what_was_stays(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.relieve(case, BO.user, by=BO.id)
    await desk.works_off()
    desk.clock.push(days=1)

    again = await desk.hub.cases.involve(case, BO.user, by="test")
    await desk.works_off()

    assert isinstance(again, Participation)
    file = await file_of(desk, case)
    assert [(part.professional, part.since) for part in file.participations][1] == (BO, again.since)
    assert [part.professional for part in file.former] == [BO]
    assert BO.user in await desk.inside(case)
    assert await desk.hub.cases.contradictions() == []


async def test_the_client_still_reads_who_sat_there(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.relieve(case, BO.user, by=BO.id)
    await desk.works_off()

    seen = await desk.hub.exports.view(case, language="de")

    assert isinstance(seen, View)
    assert [stay.person.name for stay in seen.stays if stay.ended_at] == [BO.name]
    assert [place.person.name for place in seen.places] == ["", AMIRA.name]


async def test_what_a_relieved_one_confirmed_stays_proven(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await has_key(desk, AMIRA, BO)
    hers = await taken_down(desk, case)
    await desk.hub.consents.confirm(hers.id, by=BO.id, sign=signing(key_of(BO)), evidence=PAPER.evidence)

    await desk.hub.cases.relieve(case, BO.user, by=AMIRA.id)
    await desk.hub.cases.leave(BO.user, by="test")

    assert [c.proven for c in await desk.hub.consents.of_case(case)] == [True]
    assert await desk.hub.consents.doubtful() == []


async def test_who_does_not_work_on_it_or_is_unknown_is_not_relieved(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    answers = [await desk.hub.cases.relieve(case, user, by="test") for user in (DARIO.user, JONAS.user)]

    assert answers == [
        Refused("not-involved", {"name": DARIO.name, "case": "F-1"}),
        Refused("unknown-professional", {"user": JONAS.user}),
    ]


# Leaving an agency.


async def test_who_leaves_is_out_of_every_case_and_works_on_none_any_more(desk: Desk) -> None:
    his, _ = await desk.seats(AMIRA, BO)
    hers, _ = await desk.seats(AMIRA, BO, client=SELMA)
    over, _ = await desk.seats(BO, client=KATJA)
    await desk.hub.cases.close(over, by="test")

    left = await desk.hub.cases.leave(BO.user, by="test")
    await desk.works_off()

    assert isinstance(left, Left)
    assert (left.professional.id, left.led) == (BO.id, ())
    assert await desk.inside(his) == {JONAS.user, AMIRA.user}
    assert await desk.inside(hers) == {SELMA.user, AMIRA.user}
    for answer in (
        await desk.hub.cases.involve(his, BO.user, by="test"),
        await desk.hub.cases.leave(BO.user, by="test"),
        await desk.hub.cases.open(JONAS.person, client=CHLOE.user, lead=BO.user, by="test"),
    ):
        assert answer == Refused("unknown-professional", {"user": BO.user})
    assert await desk.hub.cases.contradictions() == []
    assert await alarms(desk, his) == []


async def test_a_case_whose_lead_left_is_named_raises_an_alarm_and_somebody_takes_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)
    await has_key(desk, BO, CHLOE)

    left = await desk.hub.cases.leave(AMIRA.user, by="test")

    assert isinstance(left, Left)
    assert [led.label for led in left.led] == ["F-1"]
    assert (await file_of(desk, case)).is_without_lead
    assert await alarms(desk, case) == ["case without lead"]
    # Nobody is there who could say no.
    assert isinstance(await offers(desk, case, BO, CHLOE, reason=WHY), HandOver)
    assert isinstance(await takes(desk, case, CHLOE), HandOver)
    assert await alarms(desk, case) == []
    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}


async def test_where_nobody_is_left_who_watches_over_data_protection_finds_somebody(desk: Desk) -> None:
    case = await desk.opens_case()
    await has_key(desk, PAUL, CHLOE)
    await desk.hub.cases.leave(AMIRA.user, by="test")

    assert isinstance(await offers(desk, case, PAUL, CHLOE, reason=WHY), HandOver)
    assert isinstance(await takes(desk, case, CHLOE), HandOver)

    assert (await file_of(desk, case)).lead == CHLOE


async def test_what_the_lead_offered_before_they_left_is_taken_afterwards(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await has_key(desk, AMIRA, BO)
    await offers(desk, case)
    await desk.hub.cases.leave(AMIRA.user, by="test")

    assert isinstance(await takes(desk, case, BO), HandOver)

    assert (await file_of(desk, case)).lead == BO
    assert await desk.hub.hand_overs.contradictions() == []


async def test_the_key_of_who_left_signs_nothing_more(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await has_key(desk, AMIRA, BO)
    await offers(desk, case)
    await desk.hub.cases.leave(BO.user, by="test")

    taken = await takes(desk, case, BO)
    offered = await desk.hub.hand_overs.offer(case, Wanted(to=CHLOE.user), by=BO.id, sign=signing(key_of(BO)))
    known = await desk.hub.parties.owner_of(public(key_of(BO)))

    assert taken == offered == Refused("professional-contradicted")
    assert known == Refused("professional-left", {"name": BO.name})


@pytest.mark.parametrize("leaves_first", [True, False])
async def test_alarms_at_a_start_name_every_case_that_nobody_leads(desk: Desk, leaves_first: bool) -> None:
    case = await desk.opens_case(BO)
    if leaves_first:
        await desk.hub.cases.leave(AMIRA.user, by="test")

    with capture_logs() as logs:
        await desk.hub.hand_overs.alarm()

    told = [(log["event"], log["case"]) for log in logs]
    assert told == ([("case without lead", case)] if leaves_first else [])
