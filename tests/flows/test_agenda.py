"""An agenda is posted once, to those who may read it, and only while it is worth reading."""

from datetime import timedelta

from hub.conference.model import TEMPLATE
from hub.effects import PostAgenda
from hub.errors import Refused
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, JONAS, STEWARD, VOICE


async def test_an_agenda_is_posted_once(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    conference = await desk.calls_conference(case)

    for _ in range(3):
        await desk.works_off()
        desk.clock.push(hours=1)

    ((_, agenda),) = desk.speaker.agendas.values()
    assert agenda.conference.id == conference.id
    assert (await desk.deeds()).count("agenda.posted") == 1


async def test_an_agenda_names_what_people_asked_for_and_who_moderates(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    await desk.calls_conference(case)
    await desk.works_off()

    ((_, agenda),) = desk.speaker.agendas.values()
    assert (agenda.items, agenda.topics) == (TEMPLATE, ("Wohnung",))
    assert agenda.moderator == AMIRA
    assert agenda.file.case.label == "F-1"


async def test_an_agenda_is_for_those_who_may_sit_and_for_nobody_else(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)
    await desk.involves(case, DARIO)
    await desk.withdraws(hers)

    await desk.calls_conference(case)
    await desk.works_off()

    ((circle, _),) = desk.speaker.agendas.values()
    assert circle.audience == {JONAS.user, BO.user, VOICE, STEWARD}


async def test_an_agenda_waits_for_a_room(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.calls_conference(case)
    await desk.works_off()
    without_a_room = dict(desk.speaker.agendas)

    await desk.consents(case, BO)
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert without_a_room == {}
    assert len(desk.speaker.agendas) == 1


async def test_an_agenda_is_not_posted_after_the_conference_began(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.calls_conference(case, in_days=1)
    await desk.works_off()

    desk.clock.push(days=1)
    await desk.consents(case, BO)
    await desk.works_off()

    assert desk.speaker.agendas == {}
    assert "agenda.posted" not in await desk.deeds()


async def test_an_agenda_is_posted_up_to_the_last_moment_before_it_begins(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.calls_conference(case, in_days=1)
    desk.clock.push(days=1, microseconds=-1)

    await desk.works_off()

    assert len(desk.speaker.agendas) == 1


async def test_an_agenda_is_not_posted_after_the_closing(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    conference = await desk.calls_conference(case)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert desk.speaker.agendas == {}
    assert PostAgenda(case, conference.id) not in await desk.owed(case)


async def test_an_agenda_nobody_heard_is_posted_when_the_voices_are_back(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.speaker.falls_silent()
    await desk.calls_conference(case)
    await desk.works_off()
    while_silent = await desk.deeds()

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert "agenda.posted" not in while_silent
    assert len(desk.speaker.agendas) == 1


async def test_each_conference_has_its_own_agenda(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    called = [await desk.calls_conference(case, in_days=days) for days in (7, 14)]
    await desk.works_off()

    posted = [agenda.conference.id for _, agenda in desk.speaker.agendas.values()]
    assert sorted(posted) == sorted(conference.id for conference in called)


async def test_a_conference_lasts_as_long_as_was_told(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    called = await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=7),
        lasts=timedelta(minutes=45, seconds=30),
        moderator=AMIRA.user,
        topics=[],
        by="test",
    )
    await desk.works_off()

    # Either it is refused, or everybody is told the same.
    lasts = [agenda.conference.lasts for _, agenda in desk.speaker.agendas.values()]
    assert isinstance(called, Refused) or lasts == [called.lasts]


async def test_an_agenda_looks_back_at_what_was_not_done_in_time(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    today = desk.clock.now().date()
    for what, owner, days in (("Wohngeld beantragen", AMIRA, 2), ("Mietvertrag mitbringen", BO, 9)):
        due = today + timedelta(days=days)
        added = await desk.hub.plans.add_task(case, what, owner=owner.user, due=due, who=AMIRA.user)
        assert not isinstance(added, Refused)
    desk.clock.push(days=5)

    await desk.calls_conference(case)
    await desk.works_off()

    ((_, agenda),) = desk.speaker.agendas.values()
    assert agenda.deviations == ("Wohngeld beantragen",)
