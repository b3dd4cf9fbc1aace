"""What is said of a conference follows as a file: once, to those who may, and only while it still is so."""

from datetime import timedelta

from structlog.testing import capture_logs

from hub import journal, outbox
from hub.conference.dates import Dated
from hub.conference.model import Conference
from hub.conference.told import Agenda
from hub.effects import AttachAgenda, AttachDate, Debt, Effect, Urgency
from hub.identifiers import CaseId
from hub.minutes.model import Kind, Posting, Words
from hub.remains import EraseFile
from hub.rooms.attached import sealed
from tests.desk import Desk
from tests.filing import is_filed
from tests.people import AMIRA, BO, CHLOE, JONAS, STEWARD, VOICE

HOUR = timedelta(hours=1)


def files(desk: Desk) -> list[Agenda | Dated | Posting]:
    return [attached for _, attached in desk.speaker.files.values()]


def dates(desk: Desk) -> list[tuple[int, bool]]:
    """Of each date that was given as a file its edition, and whether it says that it is off."""
    found = [one for one in files(desk) if isinstance(one, Dated)]
    return [(one.edition, one.conference.cancelled_at is not None) for one in found]


async def called(desk: Desk) -> tuple[CaseId, Conference]:
    case, _ = await desk.seats(AMIRA, BO)
    conference = await desk.calls_conference(case)
    await desk.works_off()
    return case, conference


async def test_agenda_and_date_follow_the_words_once(desk: Desk) -> None:
    case, _ = await called(desk)
    for _ in range(2):
        desk.clock.push(hours=1)
        await desk.works_off()

    assert [type(one) for one in files(desk)] == [Agenda, Dated]
    assert {circle.audience for circle, _ in desk.speaker.files.values()} == {
        frozenset({JONAS.user, AMIRA.user, BO.user, VOICE, STEWARD})
    }
    deeds = await desk.deeds()
    assert deeds.index("agenda.posted") < deeds.index("agenda.attached") < deeds.index("date.attached")
    assert case in [entry.act.case for entry in await desk.entries() if entry.act.deed == "date.attached"]


async def test_a_voice_that_fails_gives_them_later_and_once(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    conference = await desk.calls_conference(case)
    desk.speaker.falls_silent()
    await desk.works_off()
    desk.speaker.finds_its_voice()
    for _ in range(3):
        desk.clock.push(minutes=2)
        await desk.works_off()

    assert [type(one) for one in files(desk)] == [Agenda, Dated]
    assert {one.conference.id for one in files(desk)} == {conference.id}


async def test_a_move_and_a_cancellation_are_given_in_new_editions(desk: Desk) -> None:
    _, conference = await called(desk)
    later = conference.begins_at + timedelta(days=2)
    await desk.hub.conferences.move(conference.id, later, "krank", who=AMIRA.user)
    await desk.works_off()
    await desk.hub.conferences.cancel(conference.id, "krank", who=AMIRA.user)
    await desk.works_off()

    assert dates(desk) == [(0, False), (1, False), (2, True)]


async def test_moved_before_it_was_given_it_is_given_once_as_it_is(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    conference = await desk.calls_conference(case)
    later = conference.begins_at + timedelta(days=2)
    await desk.hub.conferences.move(conference.id, later, "krank", who=AMIRA.user)
    await desk.works_off()

    assert dates(desk) == [(1, False)]


async def test_who_lost_the_consent_is_not_among_those_who_get_it(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)
    await desk.calls_conference(case)
    await desk.withdraws(hers)
    await desk.works_off()

    assert len(files(desk)) == 2
    assert all(CHLOE.user not in circle.audience for circle, _ in desk.speaker.files.values())


async def test_of_what_ended_meanwhile_nothing_is_given(desk: Desk) -> None:
    case, conference = await called(desk)
    before = len(files(desk))
    owed = (AttachAgenda(case, conference.id), AttachDate(case, conference.id))
    await desk.hub.cases.close(case, by="test")
    await _owes(desk, *owed)
    await desk.works_off()

    assert len(files(desk)) == before
    assert [one for one in await desk.owed(case) if one in owed] == []


async def test_minutes_follow_as_a_file_in_each_version(desk: Desk) -> None:
    case, conference = await called(desk)
    desk.clock.push(days=7, hours=2)
    await desk.works_off()
    words = Words(kind=Kind.NOTE, item="assessment", text="Jonas sucht ein Zimmer")
    await desk.hub.minutes.note(case, conference.id, words, who=BO.user)
    await desk.hub.minutes.draft(case, conference.id, who=AMIRA.user)
    for _ in range(2):
        await desk.works_off()
        desk.clock.push(days=8)

    given = [one.minutes.version.number for one in files(desk) if isinstance(one, Posting)]
    assert given == [1, 2]
    assert (await desk.deeds()).count("minutes.attached") == 2


# Erased with the case.


async def test_what_was_attached_is_forgotten_with_the_case_and_nobody_elses_file_is(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    async with desk.hub.database.writing() as connection:
        await journal.append(connection, sealed(case, "medium-1", desk.clock.now()))
    await desk.withdraws(his)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)
    await desk.hub.erasure.erase(case, by="test")
    await _owes(desk, EraseFile(case, "medium-of-others"))

    with capture_logs() as told:
        await desk.works_off()

    assert desk.homeserver.called("forget_file") == ["medium-1"]
    assert "file kept, it is no erased case's" in [line["event"] for line in told]


async def test_a_homeserver_that_entitled_nobody_keeps_the_debt_and_says_so(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    async with desk.hub.database.writing() as connection:
        await journal.append(connection, sealed(case, "medium-1", desk.clock.now()))
    await desk.withdraws(his)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)
    await desk.hub.erasure.erase(case, by="test")
    desk.homeserver.entitles_nobody()

    with capture_logs() as told:
        await desk.works_off()

    assert EraseFile(case, "medium-1") in await desk.owed(case)
    assert "file not erased" in [line["event"] for line in told]


async def _owes(desk: Desk, *effects: Effect) -> None:
    now = desk.clock.now()
    async with desk.hub.database.writing() as connection:
        debts = (Debt(effect, now, Urgency.WORDS) for effect in effects)
        await outbox.owe(connection, desk.clock.chance, *debts)
