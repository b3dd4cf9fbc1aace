"""Amira hands the case over: at one instant one leads, then the other, and Jonas is told."""

import asyncio
from collections.abc import Callable

import pytest

from hub.cases.model import CaseFile, Professional
from hub.consent.model import Consent
from hub.errors import Refused
from hub.export.model import View
from hub.handover.model import Deed, HandOver, Wanted
from hub.identifiers import CaseId
from tests.desk import Desk
from tests.flows.test_consent_forged import has_key
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, PAUL, STEWARD, VOICE, key_of
from tests.signing import signing

WHY = "Seit drei Wochen nicht erreichbar"
SAID = {"case": "F-1"}


async def offers(
    desk: Desk,
    case: CaseId,
    by: Professional = AMIRA,
    to: Professional = BO,
    *,
    leaves: bool = False,
    reason: str = "",
) -> HandOver | Refused:
    """Somebody offers somebody the lead, and signs it."""
    wanted = Wanted(to=to.user, leaves=leaves, reason=reason)
    return await desk.hub.hand_overs.offer(case, wanted, by=by.id, sign=signing(key_of(by)))


async def takes(desk: Desk, case: CaseId, who: Professional) -> HandOver | Refused:
    """Somebody takes the lead, and signs it."""
    return await desk.hub.hand_overs.accept(case, by=who.id, sign=signing(key_of(who)))


async def file_of(desk: Desk, case: CaseId) -> CaseFile:
    return (await desk.hub.rooms.roster(case)).file


async def begins(desk: Desk, *members: Professional) -> CaseId:
    """A case of Amira's; everybody has a key."""
    case, _ = await desk.seats(AMIRA, *members)
    await has_key(desk, AMIRA, BO, CHLOE, DARIO, ELIF, PAUL)
    desk.clock.push(days=1)
    return case


async def test_the_lead_passes_at_the_instant_of_acceptance_and_not_before(desk: Desk) -> None:
    case = await begins(desk, BO)

    await offers(desk, case)
    before = (await file_of(desk, case)).lead
    desk.clock.push(hours=1)
    await takes(desk, case, BO)

    file = await file_of(desk, case)
    assert (before, file.lead) == (AMIRA, BO)
    assert [part.professional for part in file.participations] == [AMIRA, BO]
    now = desk.clock.now()
    assert [(part.professional, part.ended_at) for part in file.leads] == [(AMIRA, now), (BO, None)]
    assert await desk.hub.cases.contradictions() == await desk.hub.hand_overs.contradictions() == []


async def test_what_hangs_on_the_lead_follows_it(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    await has_key(desk, AMIRA, BO)
    await offers(desk, case)
    await takes(desk, case, BO)

    hers = await desk.hub.consents.revoke(his.id, by=AMIRA.id)

    assert hers == Refused("consent-not-by-you", {"deed": "revoked"})
    assert isinstance(await desk.hub.consents.revoke(his.id, by=BO.id), Consent)


async def test_nobody_sits_or_leaves_because_of_the_lead_alone(desk: Desk) -> None:
    case = await begins(desk, BO)

    await offers(desk, case)
    await takes(desk, case, BO)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}
    assert desk.speaker.departures == {}


async def test_a_lead_who_goes_with_the_hand_over_is_out_at_once(desk: Desk) -> None:
    case = await begins(desk, BO)

    await offers(desk, case, leaves=True)
    await takes(desk, case, BO)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert [one.professional for one in desk.speaker.departures.values()] == [AMIRA]


async def test_who_is_to_begin_works_on_the_case_with_the_lead_and_sits_only_by_consent(desk: Desk) -> None:
    case = await begins(desk, BO)

    await offers(desk, case, to=DARIO)
    assert [p.professional for p in (await file_of(desk, case)).participations] == [AMIRA, BO]
    await takes(desk, case, DARIO)
    await desk.works_off()

    assert (await file_of(desk, case)).lead == DARIO
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}


# The client is told.


async def test_the_client_is_told_who_leads_their_case(desk: Desk) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)
    await desk.works_off()
    assert desk.speaker.leads == {}

    await takes(desk, case, BO)
    for _ in range(3):
        await desk.works_off()
        desk.clock.push(hours=1)

    ((circle, news),) = desk.speaker.leads.values()
    assert (news.deed, news.to, news.agency.id) == (Deed.ACCEPT, BO, BO.agency)
    assert circle.audience == {JONAS.user, AMIRA.user, BO.user, VOICE, STEWARD}


async def test_the_client_reads_who_led_their_case_from_when_until_when(desk: Desk) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)
    await takes(desk, case, BO)

    seen = await desk.hub.exports.view(case, language="de")

    assert isinstance(seen, View)
    now = desk.clock.now()
    assert [(one.person.name, one.until) for one in seen.leads] == [(AMIRA.name, now), (BO.name, None)]
    assert seen.leads[1].since == now
    # Their work on the case began before.
    assert {place.since for place in seen.places} == {seen.opened_at}


async def test_a_lead_who_moved_on_before_it_was_said_is_not_announced(desk: Desk) -> None:
    case = await begins(desk, BO)
    desk.speaker.falls_silent()
    await offers(desk, case)
    await takes(desk, case, BO)
    await desk.works_off()
    await offers(desk, case, BO, CHLOE)
    await takes(desk, case, CHLOE)

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert [news.to for _, news in desk.speaker.leads.values()] == [CHLOE]


async def test_without_a_room_nobody_is_told_and_nothing_stays_owed(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await has_key(desk, AMIRA, BO)
    await offers(desk, case)
    await takes(desk, case, BO)

    await desk.works_off()

    assert (desk.speaker.leads, await desk.owed(case)) == ({}, [])


# Without the lead.


@pytest.mark.parametrize("by", [BO, PAUL], ids=lambda person: person.name)
async def test_without_the_lead_two_others_hand_it_over_after_it_was_said_in_the_room(
    desk: Desk, by: Professional
) -> None:
    case = await begins(desk, BO, CHLOE)

    await offers(desk, case, by, CHLOE, reason=WHY)
    await desk.works_off()
    early = await takes(desk, case, CHLOE)
    desk.clock.push(days=3)
    await takes(desk, case, CHLOE)
    await desk.works_off()

    assert early == Refused("hand-over-too-early", {"case": "F-1", "days": "3"})
    assert (await file_of(desk, case)).lead == CHLOE
    assert [news.deed for _, news in desk.speaker.leads.values()] == [Deed.OFFER, Deed.ACCEPT]
    (record,) = await desk.hub.hand_overs.of_case(case)
    assert (record.reason, record.hand_over.proven) == (WHY, True)
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user, CHLOE.user}


async def test_a_lead_who_is_there_says_no(desk: Desk) -> None:
    case = await begins(desk, BO, CHLOE)
    await offers(desk, case, BO, CHLOE, reason=WHY)

    ended = await desk.hub.hand_overs.end(case, by=AMIRA.id)
    desk.clock.push(days=3)

    assert isinstance(ended, HandOver)
    assert await takes(desk, case, CHLOE) == Refused("hand-over-none", SAID)
    assert (await file_of(desk, case)).lead == AMIRA
    await desk.works_off()
    assert desk.speaker.leads == {}


# What is refused.


@pytest.mark.parametrize("by", [DARIO, ELIF], ids=lambda person: person.name)
async def test_who_has_nothing_to_do_with_the_case_neither_offers_nor_takes_nor_ends(
    desk: Desk, by: Professional
) -> None:
    case = await begins(desk, BO)

    assert await offers(desk, case, by, BO, reason=WHY) == Refused("hand-over-not-by-you", SAID)
    await offers(desk, case)
    assert await takes(desk, case, by) == Refused("hand-over-not-for-you", SAID)
    assert await desk.hub.hand_overs.end(case, by=by.id) == Refused("hand-over-not-to-end")
    assert (await file_of(desk, case)).lead == AMIRA


async def test_nothing_is_handed_over_without_both_ones_own_signatures(desk: Desk) -> None:
    case = await begins(desk, BO)
    service, wanted = desk.hub.hand_overs, Wanted(to=BO.user)

    by_another = await service.offer(case, wanted, by=AMIRA.id, sign=signing(key_of(DARIO)))
    await offers(desk, case)
    for_another = await service.accept(case, by=BO.id, sign=signing(key_of(AMIRA)))
    by_nobody = await service.accept(case, by=BO.id, sign=lambda _: "")

    assert by_another == for_another == by_nobody == Refused("signature-not-theirs")
    assert (await file_of(desk, case)).lead == AMIRA


async def test_what_is_wrong_with_an_offer_is_said_and_nothing_is_kept(desk: Desk) -> None:
    case = await begins(desk, BO)

    unshowable = await offers(desk, case, BO, CHLOE, reason="x\x1b[2J")
    unknown = await desk.hub.hand_overs.offer(
        case, Wanted(to=JONAS.user), by=AMIRA.id, sign=signing(key_of(AMIRA))
    )

    assert isinstance(unshowable, Refused)
    assert unshowable.reason == "unshowable-text"
    assert unknown == Refused("unknown-professional", {"user": JONAS.user})
    assert await desk.hub.hand_overs.of_case(case) == []
    assert not any(deed.startswith("case.lead-") for deed in await desk.deeds())


@pytest.mark.parametrize("by", [AMIRA, BO], ids=["taken back", "declined"])
async def test_an_offer_that_was_ended_hands_nothing_over(desk: Desk, by: Professional) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)

    await desk.hub.hand_overs.end(case, by=by.id)

    assert await takes(desk, case, BO) == Refused("hand-over-none", SAID)
    assert await desk.hub.hand_overs.end(case, by=by.id) == Refused("hand-over-none", SAID)
    assert isinstance(await offers(desk, case), HandOver)


async def test_an_offer_that_ran_out_hands_nothing_over(desk: Desk) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)

    desk.clock.push(days=14)

    assert await takes(desk, case, BO) == Refused("hand-over-none", SAID)


async def test_after_the_case_is_closed_nothing_of_it_works(desk: Desk) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)
    await desk.hub.cases.close(case, by="test")

    answers = [
        await takes(desk, case, BO),
        await offers(desk, case, to=CHLOE),
        await desk.hub.hand_overs.end(case, by=BO.id),
        await desk.hub.cases.relieve(case, BO.user, by=BO.id),
    ]

    assert answers == [Refused("case-closed", SAID)] * 4
    await desk.works_off()
    assert desk.speaker.leads == {}


# At the same moment.


async def test_of_two_who_take_the_lead_at_once_one_does(desk: Desk) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)

    answers = await asyncio.gather(takes(desk, case, BO), takes(desk, case, BO))

    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert (await file_of(desk, case)).lead == BO
    assert (await desk.deeds()).count("case.lead-accepted") == 1


async def test_of_two_who_offer_at_once_one_does(desk: Desk) -> None:
    case = await begins(desk, BO, CHLOE)

    answers = await asyncio.gather(offers(desk, case), offers(desk, case, to=CHLOE))

    assert [isinstance(answer, Refused) for answer in answers].count(True) == 1
    assert len(await desk.hub.hand_overs.of_case(case)) == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda desk, case: desk.hub.cases.close(case, by="test"),
        lambda desk, case: desk.hub.hand_overs.end(case, by=AMIRA.id),
        lambda desk, case: desk.hub.cases.relieve(case, BO.user, by=AMIRA.id),
        lambda desk, case: desk.hub.cases.leave(AMIRA.user, by="test"),
    ],
    ids=["closing", "taking back", "relief", "the lead leaving"],
)
async def test_whatever_happens_at_the_same_moment_one_leads_and_the_chain_tells_the_same(
    desk: Desk, meanwhile: Callable[[Desk, CaseId], "asyncio.Future[object]"]
) -> None:
    case = await begins(desk, BO)
    await offers(desk, case)
    desk.clock.push(seconds=1)

    taken, _ = await asyncio.gather(takes(desk, case, BO), meanwhile(desk, case))

    lead = (await file_of(desk, case)).lead
    assert lead in ((AMIRA,) if isinstance(taken, Refused) else (BO,))
    assert await desk.hub.cases.contradictions() == await desk.hub.hand_overs.contradictions() == []
