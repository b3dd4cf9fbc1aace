"""A date is found by all who take part and fixed by who moderates: then a conference like any other."""

from datetime import timedelta

from hub import outbox
from hub.conference.model import Choice, Conference, Poll
from hub.conference.told import Asked
from hub.effects import Debt, PostPoll, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId
from tests.desk import Desk
from tests.people import AMIRA, BO, DARIO, JONAS

NO = Refused("takes-no-part")


async def asks(desk: Desk, case: CaseId) -> Poll:
    """Amira proposes two days."""
    times = [desk.clock.now() + timedelta(days=days) for days in (7, 8)]
    poll = await desk.hub.polls.open(case, times, moderator=AMIRA.user, by="test")
    assert isinstance(poll, Poll)
    await desk.works_off()
    return poll


def asked(desk: Desk) -> list[Asked]:
    return [told for _, told in desk.speaker.of_conferences.values() if isinstance(told, Asked)]


async def test_all_choose_and_who_moderates_fixes_one(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    poll = await asks(desk, case)

    await desk.hub.polls.vote(poll.id, 1, Choice.NO, who=JONAS.user)
    await desk.hub.polls.vote(poll.id, 2, Choice.NO, who=BO.user)
    await desk.hub.polls.vote(poll.id, 2, Choice.IF_NEED_BE, who=BO.user)
    seen = await desk.hub.polls.tally(poll.id, who=JONAS.user)
    called = await desk.hub.polls.fix(poll.id, 2, who=AMIRA.user)
    await desk.works_off()

    assert [one.poll.options for one in asked(desk)] == [poll.options]
    assert not isinstance(seen, Refused)
    assert [dict(said) for said in seen[1]] == [
        {Choice.YES: 0, Choice.IF_NEED_BE: 0, Choice.NO: 1},
        {Choice.YES: 0, Choice.IF_NEED_BE: 1, Choice.NO: 0},
    ]
    assert isinstance(called, Conference)
    assert (called.id, called.begins_at) == (poll.id, poll.options[1])
    assert len(desk.speaker.agendas) == 1


async def test_it_is_fixed_once(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    poll = await asks(desk, case)
    await desk.hub.polls.fix(poll.id, 2, who=AMIRA.user)

    again = await desk.hub.polls.fix(poll.id, 1, who=AMIRA.user)

    assert again == Refused("poll-settled", {"case": "F-1"})
    assert len(await desk.hub.conferences.of_case(case)) == 1


async def test_a_time_that_is_past_by_now_is_not_fixed(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    poll = await asks(desk, case)

    desk.clock.push(days=7)

    assert await desk.hub.polls.fix(poll.id, 1, who=AMIRA.user) == Refused("conference-in-the-past")
    assert isinstance(await desk.hub.polls.fix(poll.id, 2, who=AMIRA.user), Conference)


async def test_who_takes_no_part_neither_chooses_nor_sees_and_who_only_does_fixes_nothing(
    desk: Desk,
) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    poll = await asks(desk, case)

    by_bo = await desk.hub.polls.fix(poll.id, 1, who=BO.user)
    await desk.withdraws(his)

    assert by_bo == Refused("not-moderating", {"case": "F-1"})
    for who in (DARIO, BO):
        assert await desk.hub.polls.vote(poll.id, 1, Choice.YES, who=who.user) == NO
        assert await desk.hub.polls.tally(poll.id, who=who.user) == NO
        assert await desk.hub.polls.fix(poll.id, 1, who=who.user) == NO


async def test_the_room_is_asked_once_and_not_when_it_is_settled_or_the_case_closed(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    poll = await asks(desk, case)
    async with desk.hub.database.writing() as connection:
        again = Debt(PostPoll(case, poll.id), desk.clock.now(), Urgency.WORDS)
        await outbox.owe(connection, desk.clock.chance, again)
    await desk.works_off()
    once = len(asked(desk))
    times = [desk.clock.now() + timedelta(days=days) for days in (9, 10)]
    await desk.hub.polls.open(case, times, moderator=AMIRA.user, by="test")
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert once == len(asked(desk)) == 1


async def test_without_a_room_nobody_is_asked(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    poll = await asks(desk, case)

    assert asked(desk) == []
    assert PostPoll(case, poll.id) not in await desk.owed(case)


async def test_the_next_time_at_which_all_can_be_reached_is_suggested(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    before = await desk.hub.polls.suggest(case, timedelta(hours=1), who=AMIRA.user)
    for person, hours in ((AMIRA, "Mo-Fr 8-12"), (BO, "Di 10-14")):
        await desk.hub.presence.declaring.keep_hours(person.user, hours, "NW")
        await desk.hub.presence.declaring.show(person.user, is_shown=True)

    found = await desk.hub.polls.suggest(case, timedelta(hours=1), who=AMIRA.user)
    for_dario = await desk.hub.polls.suggest(case, timedelta(hours=1), who=DARIO.user)

    # On Tuesday at ten, by the clock on the wall.
    assert before is None
    assert found == desk.clock.now().replace(hour=9) + timedelta(days=1)
    assert for_dario is None
