"""A closed case is over: its room is empty, and nothing begins in it any more."""

import asyncio

from structlog.testing import capture_logs

from hub.cases.model import Case
from hub.consent.model import Answer
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


async def test_when_everybody_has_left_a_tombstone_stands_in_every_room(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA)
    await desk.consents(case, BO, themes={"housing": Answer.YES})
    await desk.works_off()
    await desk.everybody_comes(case)
    rooms = [await desk.room(case), await desk.room(case, "housing")]
    before = [desk.homeserver.seen(room).is_ended for room in rooms]

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert before == [False, False]
    assert [desk.homeserver.seen(room).is_ended for room in rooms] == [True, True]


async def test_a_closed_room_is_quiet_and_its_tombstone_set_once(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    with capture_logs() as logs:
        for _ in range(2):
            await desk.hub.rooms.reconcile(case)

    assert [log["event"] for log in logs if log["log_level"] == "error"] == []
    assert len(desk.homeserver.called("end")) == 1


async def test_no_tombstone_is_set_before_the_last_one_has_left(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    room = await desk.room(case)
    desk.homeserver.refuses(BO.user)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    meanwhile = desk.homeserver.seen(room).is_ended

    desk.homeserver.gives_in(BO.user)
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert not meanwhile
    assert desk.homeserver.seen(room).is_ended
    assert await desk.inside(case) == set()


async def test_an_answer_that_was_lost_sets_the_tombstone_all_the_same(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    desk.homeserver.loses_the_answer("end")
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    desk.clock.push(minutes=1)
    await desk.works_off()

    assert desk.homeserver.seen(await desk.room(case)).is_ended
    assert len(desk.homeserver.called("end")) == 1


async def test_a_tombstone_in_an_open_case_is_an_alarm_and_admits_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    await desk.homeserver.end(await desk.room(case))
    await desk.involves(case, BO)
    await desk.consents(case, BO)

    with capture_logs() as logs:
        await desk.works_off()

    assert ("m.room.tombstone",) in [log.get("flaws") for log in logs if log["event"] == "walls broken"]
    assert BO.user not in await desk.inside(case)


# What is said before.


async def test_an_announcement_is_said_in_every_room_and_changes_nothing_else(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA)
    await desk.consents(case, BO, themes={"housing": Answer.YES})
    await desk.works_off()
    await desk.everybody_comes(case)
    before = await desk.inside(case)

    announced = await desk.hub.closings.announce(case, by="test")
    await desk.works_off()

    assert isinstance(announced, Case)
    said = {circle.room for circle in desk.speaker.closings.values()}
    assert said == {await desk.room(case), await desk.room(case, "housing")}
    assert await desk.inside(case) == before
    assert (await desk.deeds()).count("closing.announced") == 1


async def test_what_was_not_said_before_the_closing_is_not_said_and_keeps_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    desk.speaker.falls_silent()
    await desk.hub.closings.announce(case, by="test")
    await desk.works_off()

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    left = await desk.inside(case)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert left == set()
    assert desk.speaker.closings == {}
    assert await desk.hub.closings.announce(case, by="test") == Refused("case-closed", {"case": "F-1"})
