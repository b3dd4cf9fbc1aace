"""Everything may be delivered twice: doing it twice equals doing it once."""

from typing import Any

import pytest

from hub import outbox
from hub.conference.model import Conference
from hub.consent.model import Answer
from hub.effects import (
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceLead,
    AnnounceRoster,
    Debt,
    Effect,
    PostAgenda,
    Reconcile,
    Urgency,
)
from hub.identifiers import CaseId
from tests.desk import Desk
from tests.flows.test_consent_forged import has_key
from tests.flows.test_handover import offers, takes
from tests.people import AMIRA, BO, CHLOE


async def world(desk: Desk, case: CaseId) -> dict[str, Any]:
    """Everything that anybody could tell apart."""
    room = await desk.hub.rooms.of_case(case)
    return {
        "seats": desk.homeserver.seen(room.id) if room else None,
        "known": await desk.known_seats(case),
        "deeds": await desk.deeds(),
        "agendas": [agenda.conference.id for _, agenda in desk.speaker.agendas.values()],
        "departures": [departure.professional for departure in desk.speaker.departures.values()],
        "rosters": list(desk.speaker.rosters.values()),
    }


async def story(desk: Desk) -> tuple[CaseId, Conference]:
    """Something of every effect is owed: somebody to admit, somebody to remove, something to say."""
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.consents(case, CHLOE)
    conference = await desk.calls_conference(case)
    await desk.withdraws(his)
    return case, conference


async def everything_is_said(desk: Desk) -> None:
    """Also what waits a moment for others who come."""
    await desk.works_off()
    desk.clock.push(seconds=3)
    await desk.works_off()


async def deliver(desk: Desk, effect: Effect) -> None:
    async with desk.hub.database.writing() as connection:
        debt = Debt(effect, desk.clock.now(), Urgency.WORDS)
        await outbox.owe(connection, desk.clock.chance, debt)
    await desk.works_off()


async def test_reconciling_twice_equals_reconciling_once(desk: Desk) -> None:
    case, _ = await story(desk)
    await everything_is_said(desk)
    once = await world(desk, case)

    desk.clock.push(minutes=1)
    await deliver(desk, Reconcile(case))

    assert await world(desk, case) == once


async def test_posting_an_agenda_twice_equals_posting_it_once(desk: Desk) -> None:
    case, conference = await story(desk)
    await everything_is_said(desk)
    once = await world(desk, case)

    desk.clock.push(minutes=1)
    await deliver(desk, PostAgenda(case, conference.id))

    assert await world(desk, case) == once
    assert once["agendas"] == [conference.id]


@pytest.mark.parametrize("reason", ["closed", "back"])
async def test_a_departure_that_no_longer_holds_is_never_announced(desk: Desk, reason: str) -> None:
    case, (his,) = await desk.seats(BO)
    if reason == "closed":
        await desk.withdraws(his)
        await desk.hub.cases.close(case, by="test")
        await desk.works_off()
    once = await world(desk, case)

    await deliver(desk, AnnounceDeparture(case, BO.id))

    assert await world(desk, case) == once


async def test_nobody_is_told_who_is_there_after_the_end_of_the_case(desk: Desk) -> None:
    case, _ = await story(desk)
    await desk.consents(case, CHLOE, themes={"school": Answer.YES})
    await desk.works_off()
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    once = await world(desk, case)

    await deliver(desk, AnnounceRoster(case, await desk.circle(case, "school")))

    assert await world(desk, case) == once


@pytest.mark.parametrize("deliveries", [1, 2, 3])
async def test_a_debt_delivered_again_because_its_courier_died_is_paid_once(
    desk: Desk, deliveries: int
) -> None:
    case, conference = await story(desk)

    for _ in range(deliveries):
        async with desk.hub.database.writing() as connection:
            now = desk.clock.now()
            claims = await outbox.claim(connection, courier="dead", now=now, most=100)
        for claim in claims:
            await perform_without_settling(desk, claim.effect, claim)
        desk.clock.push(minutes=1)
    await desk.works_off()

    after = await world(desk, case)
    assert after["agendas"] == [conference.id]
    assert [person.user for person in after["departures"]] == [BO.user]
    for deed in ("seat.ended", "agenda.posted"):
        assert after["deeds"].count(deed) == 1


async def test_a_roster_that_a_courier_announced_before_it_died_is_told_once(desk: Desk) -> None:
    case = await desk.opens_case(CHLOE)
    await desk.consents(case, CHLOE, themes={"school": Answer.YES})
    await desk.works_off()
    await desk.everybody_comes(case)
    desk.clock.push(seconds=3)

    async with desk.hub.database.writing() as connection:
        claims = await outbox.claim(connection, courier="dead", now=desk.clock.now(), most=100)
    for claim in claims:
        await perform_without_settling(desk, claim.effect, claim)
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert [theme for _, theme in desk.speaker.rosters.values()] == ["school"]


async def test_a_new_lead_whom_a_courier_announced_before_it_died_is_told_once(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await has_key(desk, AMIRA, BO)
    await offers(desk, case)
    await takes(desk, case, BO)

    async with desk.hub.database.writing() as connection:
        claims = await outbox.claim(connection, courier="dead", now=desk.clock.now(), most=100)
    for claim in claims:
        await perform_without_settling(desk, claim.effect, claim)
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert [news.to for _, news in desk.speaker.leads.values()] == [BO]


async def test_an_announced_closing_whose_courier_died_is_said_once(desk: Desk) -> None:
    case, _ = await story(desk)
    await desk.hub.closings.announce(case, by="test")
    (claim,) = [debt for debt in await desk.debts(case) if isinstance(debt.effect, AnnounceClosing)]
    await perform_without_settling(desk, claim.effect, claim)

    await desk.works_off()

    assert len(desk.speaker.closings) == 1


async def perform_without_settling(desk: Desk, effect: Effect, claim: outbox.Claim) -> None:
    """What a courier does who dies right before it would have settled the debt."""
    match effect:
        case Reconcile(case):
            await desk.hub.rooms.reconcile(case)
        case PostAgenda() as post:
            agenda = await desk.hub.conferences.agenda(post)
            circle = await desk.hub.rooms.circle(post.case)
            assert agenda is not None
            assert circle is not None
            await desk.speaker.post_agenda(claim, circle, agenda)
        case AnnounceDeparture() as announce:
            departure = await desk.hub.rooms.departure(announce)
            assert departure is not None
            await desk.speaker.announce_departure(claim, departure)
        case AnnounceClosing(case, circle_id):
            there = await desk.hub.rooms.circle(case, circle_id)
            assert there is not None
            await desk.speaker.announce_closing(claim, there)
        case AnnounceRoster() as announce:
            gathering = await desk.hub.rooms.gathering(announce)
            assert gathering is not None
            await desk.speaker.announce_roster(claim, gathering, "school")
        case AnnounceLead() as announce:
            told = await desk.hub.hand_overs.news(announce)
            room = await desk.hub.rooms.circle(announce.case)
            assert told is not None
            assert room is not None
            await desk.speaker.announce_lead(claim, room, told)
