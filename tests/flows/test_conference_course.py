"""An agenda is said again only if it says anything new; what was moved or cancelled is silent."""

from datetime import timedelta

from hub import outbox
from hub.conference.model import Conference
from hub.conference.told import Agenda, Change
from hub.effects import AnnounceChange, Debt, Effect, PostAgenda, Urgency
from hub.errors import Refused
from tests.desk import Desk
from tests.people import AMIRA, BO, BRUECKE, CHLOE, DARIO, JOBCENTER, JONAS, JUGENDAMT

NO = Refused("takes-no-part")


def agendas(desk: Desk) -> list[Agenda]:
    return [agenda for _, agenda in desk.speaker.agendas.values()]


def beginnings(desk: Desk) -> list[Agenda]:
    return [told for _, told in desk.speaker.of_conferences.values() if isinstance(told, Agenda)]


def changes(desk: Desk) -> list[Change]:
    return [told for _, told in desk.speaker.of_conferences.values() if isinstance(told, Change)]


async def called(desk: Desk) -> Conference:
    """A conference of Amira's in a week, of which the room was told."""
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)
    await desk.works_off()
    return one


async def days_pass(desk: Desk, *days: float) -> None:
    for passed in days:
        desk.clock.push(days=passed)
        await desk.works_off()


async def deliver(desk: Desk, effect: Effect) -> None:
    async with desk.hub.database.writing() as connection:
        await outbox.owe(connection, desk.clock.chance, Debt(effect, desk.clock.now(), Urgency.WORDS))
    await desk.works_off()


async def test_if_nothing_changed_the_agenda_stands_once_and_the_beginning_is_said_in_short(
    desk: Desk,
) -> None:
    await called(desk)

    await days_pass(desk, 6, 1)

    assert len(agendas(desk)) == 1
    assert [one.is_news for one in beginnings(desk)] == [False]
    assert (await desk.deeds())[-1] == "conference.opened"


async def test_a_topic_that_came_later_is_posted_on_the_eve(desk: Desk) -> None:
    one = await called(desk)
    await desk.hub.conferences.name_topic(one.id, "Meine Lehre", who=JONAS.user)

    await days_pass(desk, 6, 1)

    assert [agenda.topics for agenda in agendas(desk)] == [("Wohnung",), ("Wohnung", "Meine Lehre")]
    assert [one.is_news for one in beginnings(desk)] == [False]


async def test_what_the_moderator_adds_after_the_eve_is_said_at_the_start(desk: Desk) -> None:
    one = await called(desk)
    await days_pass(desk, 6)
    await desk.hub.conferences.name_topic(one.id, "Neuer Bescheid", who=AMIRA.user)

    await days_pass(desk, 1)

    assert [(one.is_news, one.topics[-1]) for one in beginnings(desk)] == [(True, "Neuer Bescheid")]


async def test_who_is_there_is_asked_again_each_time(desk: Desk) -> None:
    case, (_, _, hers) = await desk.seats(AMIRA, BO, CHLOE)
    await desk.calls_conference(case)
    await desk.works_off()
    await desk.withdraws(hers)

    await days_pass(desk, 6)

    first, second = agendas(desk)
    assert first.present == (BRUECKE.name, JOBCENTER.name, JUGENDAMT.name)
    assert (first.missing, first.has_client) == ((), True)
    assert second.present == (JOBCENTER.name, JUGENDAMT.name)
    assert [side.value for side in second.missing] == ["provider"]
    assert CHLOE.user not in [circle for circle, _ in desk.speaker.agendas.values()][-1].audience


async def test_who_moderates_no_longer_is_not_named_and_the_lead_takes_over(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    one = await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=7),
        lasts=timedelta(hours=1),
        moderator=BO.user,
        topics=[],
        by="test",
    )
    await desk.works_off()
    await desk.withdraws(his)

    await days_pass(desk, 6)

    assert isinstance(one, Conference)
    assert [agenda.moderator for agenda in agendas(desk)] == [BO, AMIRA]
    assert await desk.hub.conferences.cancel(one.id, "krank", who=BO.user) == NO


async def test_the_room_is_told_of_a_move_and_the_old_date_is_silent(desk: Desk) -> None:
    one = await called(desk)
    later = one.begins_at + timedelta(days=7)

    moved = await desk.hub.conferences.move(one.id, later, "Frau Kaya ist krank", who=AMIRA.user)
    await desk.works_off()
    await days_pass(desk, 6, 1, 0.5)
    at_the_old_date = (len(agendas(desk)), len(beginnings(desk)))
    await days_pass(desk, 5.5, 1)

    assert isinstance(moved, Conference)
    assert [(told.conference.begins_at, told.reason) for told in changes(desk)] == [
        (later, "Frau Kaya ist krank")
    ]
    assert at_the_old_date == (1, 0)
    assert [agenda.conference.begins_at for agenda in agendas(desk)] == [one.begins_at, later]
    assert len(beginnings(desk)) == 1
    assert "krank" not in str(await desk.entries())


async def test_moved_to_an_earlier_day_it_begins_once(desk: Desk) -> None:
    one = await called(desk)
    await desk.hub.conferences.move(one.id, one.begins_at - timedelta(days=3), "schneller", who=AMIRA.user)

    await days_pass(desk, 3, 1, 3)

    assert len(beginnings(desk)) == 1


async def test_of_what_was_cancelled_nothing_is_said_any_more(desk: Desk) -> None:
    one = await called(desk)

    await desk.hub.conferences.cancel(one.id, "Der Antrag ist bewilligt", who=AMIRA.user)
    await days_pass(desk, 6, 1)

    assert [told.reason for told in changes(desk)] == ["Der Antrag ist bewilligt"]
    assert (len(agendas(desk)), beginnings(desk)) == (1, [])


async def test_a_change_is_told_once_however_often_it_is_delivered(desk: Desk) -> None:
    one = await called(desk)
    await desk.hub.conferences.cancel(one.id, "krank", who=AMIRA.user)
    await desk.works_off()

    await deliver(desk, AnnounceChange(one.case, one.id))
    for occasion in ("called", "eve", "start"):
        await deliver(desk, PostAgenda(one.case, one.id, occasion))

    assert len(changes(desk)) == 1
    assert len(agendas(desk)) == 1


async def test_a_beginning_is_said_once_however_often_it_is_delivered(desk: Desk) -> None:
    one = await called(desk)
    await days_pass(desk, 7)

    await deliver(desk, PostAgenda(one.case, one.id, "start"))

    assert len(beginnings(desk)) == 1
    assert (await desk.deeds()).count("conference.opened") == 1


async def test_a_closed_case_is_silent(desk: Desk) -> None:
    one = await called(desk)
    await desk.hub.conferences.cancel(one.id, "krank", who=AMIRA.user)
    await desk.hub.cases.close(one.case, by="test")

    await days_pass(desk, 0, 6, 1)

    assert desk.speaker.of_conferences == {}


async def test_who_only_takes_part_changes_nothing_and_who_does_not_learns_nothing(desk: Desk) -> None:
    one = await called(desk)

    by_bo = await desk.hub.conferences.cancel(one.id, "krank", who=BO.user)
    by_jonas = await desk.hub.conferences.move(
        one.id, one.begins_at + timedelta(days=1), "krank", who=JONAS.user
    )
    by_dario = await desk.hub.conferences.cancel(one.id, "krank", who=DARIO.user)

    no = Refused("not-moderating", {"case": "F-1"})
    assert (by_bo, by_jonas, by_dario) == (no, no, NO)


async def test_a_change_without_a_reason_changes_nothing(desk: Desk) -> None:
    one = await called(desk)

    refused = await desk.hub.conferences.cancel(one.id, "", who=AMIRA.user)

    assert isinstance(refused, Refused)
    assert [known.cancelled_at for known in await desk.hub.conferences.of_case(one.case)] == [None]


async def test_a_conference_without_a_room_is_moved_without_words(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    one = await desk.calls_conference(case)

    moved = await desk.hub.conferences.move(
        one.id, one.begins_at + timedelta(days=1), "krank", who=AMIRA.user
    )
    await desk.works_off()

    assert isinstance(moved, Conference)
    assert desk.speaker.of_conferences == {}
    assert AnnounceChange(case, one.id) not in await desk.owed(case)
