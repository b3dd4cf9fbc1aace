"""A closed case is over: its room is empty, and nothing begins in it any more."""

import asyncio

from hub.cases.model import Case
from hub.errors import Refused
from tests.desk import QUARTER, Desk
from tests.people import AMIRA, BO, CHLOE, JONAS, STEWARD, terms_for


async def test_closing_empties_the_room(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)

    closed = await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert isinstance(closed, Case)
    assert await desk.inside(case) == set()
    assert set(desk.homeserver.seen(await desk.room(case)).seats) == {STEWARD}


async def test_from_the_closing_on_nobody_may_sit_before_anything_was_done(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    await desk.hub.cases.close(case, by="test")

    may = (await desk.hub.rooms.roster(case)).may
    assert may == {}


async def test_closing_announces_no_departures_into_the_empty_room(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert desk.speaker.departures == {}


async def test_a_departure_not_yet_announced_is_not_announced_after_the_closing(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    desk.speaker.falls_silent()
    await desk.withdraws(his)
    await desk.works_off()

    await desk.hub.cases.close(case, by="test")
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert desk.speaker.departures == {}


async def test_nobody_is_let_in_behind_the_back_of_a_closed_case(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    desk.homeserver.lets_in(await desk.room(case), BO.user)
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == set()


async def test_nothing_begins_in_a_closed_case(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.close(case, by="test")
    entries = len(await desk.entries())
    ends = desk.clock.now() + QUARTER

    answers = [
        await desk.hub.cases.close(case, by="test"),
        await desk.hub.cases.involve(case, CHLOE.user, by="test"),
        await desk.hub.consents.ask(case, [terms_for(BO)], by="test"),
        await desk.hub.conferences.call(
            case, begins_at=ends, lasts=QUARTER / 10_000, moderator=AMIRA.user, topics=[], by="test"
        ),
    ]

    assert answers == [Refused("case-closed", {"case": "F-1"})] * 4
    assert len(await desk.entries()) == entries


async def test_a_consent_may_still_be_withdrawn_after_the_closing(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.hub.cases.close(case, by="test")

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == set()


async def test_of_two_who_close_at_once_one_closes(desk: Desk) -> None:
    case = await desk.opens_case()

    answers = await asyncio.gather(*(desk.hub.cases.close(case, by="test") for _ in range(2)))

    assert sorted(isinstance(answer, Case) for answer in answers) == [False, True]
    assert (await desk.deeds()).count("case.closed") == 1


async def test_a_case_closed_before_it_had_a_room_never_gets_one(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert await desk.hub.rooms.of_case(case) is None
    assert JONAS.user not in desk.homeserver.called("invite")
