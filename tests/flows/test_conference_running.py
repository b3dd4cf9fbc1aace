"""A conference is led from item to item; the room hears each once, and only what is still so."""

import asyncio

from hub import outbox
from hub.conference.model import Conference
from hub.conference.told import AlmostOver, Ended, Turn
from hub.effects import Debt, Effect, SayItem, Urgency, WarnOfTime
from hub.errors import Refused
from tests.desk import Desk
from tests.people import AMIRA, BO, DARIO, JOBCENTER, JONAS, JUGENDAMT


async def runs(desk: Desk) -> Conference:
    """A conference that Amira has begun, of which the room heard."""
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case, in_days=1)
    await desk.works_off()
    desk.clock.push(days=1)
    begun = await desk.hub.moderation.begin(one.id, who=AMIRA.user)
    assert isinstance(begun, Conference)
    await desk.works_off()
    return begun


async def goes_on(desk: Desk, one: Conference, *, seen: int, back: bool = False) -> Conference | Refused:
    gone = await desk.hub.moderation.step(one.id, seen=seen, who=AMIRA.user, back=back)
    await desk.works_off()
    return gone


def heard(desk: Desk) -> list[str]:
    """What the room heard: numbers of items, warnings, the end."""
    said = []
    for _, told in desk.speaker.of_conferences.values():
        match told:
            case Turn(number=number):
                said.append(f"now {number}")
            case AlmostOver(number=number):
                said.append(f"warned {number}")
            case Ended():
                said.append("over")
            case _:
                said.append("begins")
    return said


async def deliver(desk: Desk, effect: Effect) -> None:
    async with desk.hub.database.writing() as connection:
        await outbox.owe(connection, desk.clock.chance, Debt(effect, desk.clock.now(), Urgency.WORDS))
    await desk.works_off()


async def test_each_item_is_said_when_it_begins_and_the_end_too(desk: Desk) -> None:
    one = await runs(desk)

    await goes_on(desk, one, seen=1)
    await goes_on(desk, one, seen=2, back=True)
    await desk.hub.moderation.end(one.id, who=AMIRA.user)
    await desk.works_off()

    # That it begins was said by the moderator's beginning: no second time.
    assert heard(desk) == ["now 1", "now 2", "now 1", "over"]
    assert (await desk.deeds())[-2:] == ["conference.begun", "conference.ended"]


async def test_in_a_round_the_agencies_have_an_order(desk: Desk) -> None:
    one = await runs(desk)
    for seen in (1, 2, 3):
        await goes_on(desk, one, seen=seen)

    *_, (circle, told) = desk.speaker.of_conferences.values()
    assert isinstance(told, Turn)
    assert (told.number, told.order) == (4, (JOBCENTER.name, JUGENDAMT.name))
    assert told.following is not None
    assert DARIO.user not in circle.audience


async def test_the_room_is_warned_two_minutes_before_an_item_ends(desk: Desk) -> None:
    await runs(desk)

    for _ in range(6):
        desk.clock.push(minutes=1)
        await desk.works_off()

    assert heard(desk) == ["now 1", "warned 1"]


async def test_nobody_is_warned_of_an_item_that_went_on_or_has_more_time(desk: Desk) -> None:
    one = await runs(desk)
    await goes_on(desk, one, seen=1)
    desk.clock.push(minutes=3)
    await desk.works_off()
    await desk.hub.moderation.extend(one.id, 5, who=AMIRA.user)
    desk.clock.push(minutes=6)
    await desk.works_off()
    before = heard(desk)
    desk.clock.push(minutes=4)
    await desk.works_off()

    assert before == ["now 1", "now 2"]
    assert heard(desk) == [*before, "warned 2"]


async def test_of_two_who_go_on_at_once_the_second_is_told(desk: Desk) -> None:
    one = await runs(desk)

    both = await asyncio.gather(*(desk.hub.moderation.step(one.id, seen=1, who=AMIRA.user) for _ in range(2)))
    await desk.works_off()

    assert [answer for answer in both if isinstance(answer, Refused)] == [
        Refused("conference-moved-on", {"item": "2"})
    ]
    assert heard(desk) == ["now 1", "now 2"]


async def test_what_is_said_twice_is_said_once(desk: Desk) -> None:
    one = await runs(desk)
    desk.clock.push(minutes=4)
    await desk.works_off()
    once = heard(desk)

    await deliver(desk, SayItem(one.case, one.id, "1"))
    await deliver(desk, WarnOfTime(one.case, one.id, "1"))

    assert once == heard(desk) == ["now 1", "warned 1"]


async def test_a_case_that_was_closed_meanwhile_is_silent(desk: Desk) -> None:
    one = await runs(desk)
    await desk.hub.cases.close(one.case, by="test")

    gone = await goes_on(desk, one, seen=1)
    desk.clock.push(minutes=4)
    await desk.works_off()

    assert gone == Refused("case-closed", {"case": "F-1"})
    assert heard(desk) == ["now 1"]


async def test_only_who_moderates_and_the_lead_go_on(desk: Desk) -> None:
    one = await runs(desk)

    by_bo = await desk.hub.moderation.step(one.id, seen=1, who=BO.user)
    by_jonas = await desk.hub.moderation.end(one.id, who=JONAS.user)
    by_dario = await desk.hub.moderation.extend(one.id, 5, who=DARIO.user)
    again = await desk.hub.moderation.begin(one.id, who=DARIO.user)

    no = Refused("not-moderating", {"case": "F-1"})
    assert (by_bo, by_jonas) == (no, no)
    assert by_dario == again == Refused("takes-no-part")


async def test_the_lead_takes_over_from_who_may_sit_there_no_longer(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    one = await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now().replace(hour=23),
        lasts=None,
        moderator=BO.user,
        topics=[],
        by="test",
    )
    assert isinstance(one, Conference)
    not_yet = await desk.hub.moderation.take_over(one.id, who=BO.user)

    await desk.withdraws(his)
    by_bo = await desk.hub.moderation.take_over(one.id, who=BO.user)
    taken = await desk.hub.moderation.take_over(one.id, who=AMIRA.user)

    assert not_yet == Refused("not-the-lead", {"case": "F-1"})
    assert by_bo == Refused("takes-no-part")
    assert isinstance(taken, Conference)
    assert taken.moderator == AMIRA.id
    assert (await desk.deeds())[-1] == "conference.moderated"
