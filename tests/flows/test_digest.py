"""What is due is told of a morning, to each alone, once, and only as long as it is still true."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub import outbox
from hub.cases.model import Professional
from hub.consent.model import Consent
from hub.direct.store import forget
from hub.direct.telling import always
from hub.effects import Monitor, PostDigest
from hub.errors import Refused
from hub.identifiers import CaseId
from hub.monitoring.model import Digest
from hub.monitoring.store import planned
from hub.plan.model import Task
from tests.databases import SqliteFiles, opened
from tests.desk import Desk
from tests.eventually import eventually
from tests.fakes.bell import HandBell
from tests.flows.test_consent_forged import has_key
from tests.flows.test_direct import comes
from tests.flows.test_guardians import Family
from tests.flows.test_handover import offers, takes
from tests.people import AMIRA, BO, CHLOE, JONAS, KATJA, LENA, SELMA, Guest
from tests.shelves import shelve_people

TODAY = date(2026, 11, 23)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
# The Friday on which whoever has a task due on the last of November is reminded first.
FRIDAY, NEXT_MONDAY = TODAY + 4 * A_DAY, TODAY + A_WEEK


async def together(desk: Desk, *people: Professional, client: Guest = JONAS) -> tuple[CaseId, list[Consent]]:
    """They sit in the common room with the client, and each has a direct room."""
    desk.hub.telling.voice = desk.speaker
    case, given = await desk.seats(*people, client=client)
    for person in people:
        await comes(desk, person.user)
    return case, given


async def sets(desk: Desk, case: CaseId, *, owner: Professional = BO, due: date = NEXT_MONDAY) -> Task:
    task = await desk.hub.plans.add_task(case, "Antrag", owner=owner.user, due=due, who=AMIRA.user)
    assert not isinstance(task, Refused)
    return task


def goes_to(desk: Desk, day: date, hour: int = 8) -> None:
    """By the clock on the wall, in winter."""
    now = desk.clock.now()
    desk.clock.push(days=(day - now.date()).days, hours=hour - 1 - now.hour, minutes=30 - now.minute)


async def looks(desk: Desk) -> None:
    await desk.hub.planner.round()
    await desk.works_off()


async def morning(desk: Desk, day: date, hour: int = 8) -> None:
    """It is half past eight on that day, and the hub does what is due."""
    goes_to(desk, day, hour)
    await looks(desk)


def _month_and_day(line: str) -> tuple[str, str]:
    return (line[3:5], line[:2] + line[6:])


async def night(desk: Desk, day: date) -> None:
    """In the first hours of that day every case is planned anew."""
    goes_to(desk, day, hour=1)
    await desk.hub.planner.round()
    goes_to(desk, day, hour=6)
    await desk.works_off()


def said(desk: Desk) -> list[str]:
    """To whom, when, of what."""
    return [_line(there.person, one) for there, one in desk.speaker.digests.values()]


def _line(person: Professional, one: Digest) -> str:
    items = ", ".join(f"{item.label} {item.due.kind}" for item in one.items)
    return f"{one.day:%d.%m.} {person.name.split()[0]}: {items}"


async def test_whose_task_it_is_is_told_around_its_day_and_the_lead_a_week_behind_it(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO, CHLOE)
    await sets(desk, case)

    for days in (1, 4, 5, 7, 10, 14, 15):
        await morning(desk, TODAY + days * A_DAY)

    # The 28th is a Saturday; nobody but the owner and the lead is told anything.
    about = ["27.11. Bo", "30.11. Bo", "03.12. Bo", "07.12. Amira"]
    assert said(desk) == [f"{one}: F-1 r6" for one in about]
    assert (await desk.deeds()).count("reminder.said") == 4


async def test_two_who_plan_a_case_at_once_plan_it_one_after_the_other(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    for _ in range(3):
        await sets(desk, case)

    async def plans() -> None:
        async with desk.hub.database.writing() as connection:
            await desk.hub.planner.plan(connection, case)

    await asyncio.gather(*(plans() for _ in range(8)))

    await morning(desk, FRIDAY)
    assert said(desk) == ["27.11. Bo: F-1 r6, F-1 r6, F-1 r6"]


async def test_all_that_is_due_is_told_at_once_and_once(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    for _ in range(2):
        await sets(desk, case)
    await desk.works_off()

    await morning(desk, FRIDAY, hour=7)
    early = said(desk)
    await morning(desk, FRIDAY)
    for _ in range(2):
        await looks(desk)

    assert early == []
    assert said(desk) == ["27.11. Bo: F-1 r6, F-1 r6"]


async def test_while_one_digest_takes_its_time_others_get_theirs(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO, CHLOE)
    for owner in (BO, CHLOE):
        await sets(desk, case, owner=owner)
    await desk.works_off()
    goes_to(desk, FRIDAY)
    pause = desk.speaker.pauses_at_a_digest()
    await desk.hub.planner.owe_digests()

    working = asyncio.create_task(desk.courier.run())
    await pause.reached.wait()
    await eventually(lambda: len(said(desk)) == 1)
    pause.go_on.set()
    await eventually(lambda: len(said(desk)) == 2)
    desk.courier.stop()
    await working

    assert sorted(said(desk)) == ["27.11. Bo: F-1 r6", "27.11. Chloe: F-1 r6"]


async def test_what_the_hub_could_not_say_by_the_evening_is_said_on_the_next_working_day(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    await sets(desk, case)
    desk.speaker.falls_silent()
    await morning(desk, FRIDAY)
    goes_to(desk, FRIDAY, hour=19)
    desk.speaker.finds_its_voice()
    await looks(desk)
    in_the_evening = said(desk)

    await morning(desk, FRIDAY + A_DAY)
    await morning(desk, NEXT_MONDAY)

    assert in_the_evening == []
    assert said(desk) == ["30.11. Bo: F-1 r6"]


async def test_what_is_done_before_it_is_said_is_not_said(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    task = await sets(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY)
    # It is owed already; what is planned is a hint.
    await desk.hub.planner.owe_digests()
    await desk.hub.plans.tick_off(case, task.id, who=BO.user)

    await desk.works_off()

    assert said(desk) == []


async def test_whoever_may_hear_no_longer_is_told_nothing(desk: Desk) -> None:
    case, (_, his) = await together(desk, AMIRA, BO)
    await sets(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY)
    await desk.hub.planner.owe_digests()
    await desk.withdraws(his)

    await desk.works_off()

    assert said(desk) == []


async def test_a_lead_who_may_hear_no_longer_reads_nothing_of_what_was_planned_before(desk: Desk) -> None:
    case, (hers, _) = await together(desk, AMIRA, BO)
    await sets(desk, case)
    await desk.works_off()
    goes_to(desk, NEXT_MONDAY + A_WEEK)
    before = await desk.hub.monitoring.of_case(case, who=AMIRA.user)

    await desk.withdraws(hers)
    behind = await desk.hub.monitoring.of_case(case, who=AMIRA.user)

    assert not isinstance(before, Refused)
    assert not isinstance(behind, Refused)
    assert "r6" in [one.code for one in before]
    assert "r6" not in [one.code for one in behind]


@pytest.mark.parametrize("how", ["relieved", "left"])
async def test_whoever_went_between_planning_and_saying_is_told_nothing(desk: Desk, how: str) -> None:
    case, _ = await together(desk, AMIRA, BO)
    await sets(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY)
    await desk.hub.planner.owe_digests()
    if how == "left":
        gone: object = await desk.hub.cases.leave(BO.user, by="test")
    else:
        gone = await desk.hub.cases.relieve(case, BO.user, by="test")
    assert not isinstance(gone, Refused)

    await desk.works_off()

    assert said(desk) == []


async def test_who_leads_now_is_told_and_who_led_before_is_not(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    await has_key(desk, AMIRA, BO)
    done = await desk.hub.monitoring.lay_down(case, "r1", NEXT_MONDAY, who=AMIRA.user)
    assert not isinstance(done, Refused)
    await desk.works_off()
    goes_to(desk, NEXT_MONDAY)
    await offers(desk, case)
    await takes(desk, case, BO)
    await desk.works_off()

    # The same morning, and no night between.
    await looks(desk)

    assert said(desk) == ["30.11. Bo: F-1 r1"]


async def test_of_birthdays_of_whom_parents_speak_for_the_lead_alone_is_told(desk: Desk) -> None:
    case = await desk.opens_case(BO, client=LENA)
    await has_key(desk, AMIRA, BO)
    await Family(desk, case).speaks(KATJA)
    await desk.works_off()
    async with desk.hub.database.reading() as connection:
        planned_for = {p: await planned(connection, case, p.id) for p in (AMIRA, BO)}

    hers = [one.due for one in planned_for[AMIRA] if one.due.kind == "r9b"]
    assert [one.day for one in hers] == [date(year, 9, 9) for year in (2027, 2027, 2028, 2028, 2030, 2030)]
    assert [one for one in planned_for[BO] if one.due.kind == "r9b"] == []


async def test_a_closed_case_reminds_of_nothing_but_that_it_is_to_be_filed_and_erased(desk: Desk) -> None:
    case, given = await together(desk, AMIRA, BO)
    await sets(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY)
    await desk.hub.planner.owe_digests()
    for one in given:
        await desk.withdraws(one)
    await desk.hub.cases.close(case, by="test")

    await desk.works_off()
    await night(desk, NEXT_MONDAY)
    async with desk.hub.database.reading() as connection:
        waiting = [await planned(connection, case, person.id) for person in (AMIRA, BO)]
    for days in range(7, 60):
        await night(desk, TODAY + days * A_DAY)
        await morning(desk, TODAY + days * A_DAY)

    assert [[one.due.kind for one in theirs] for theirs in waiting] == [["r16b"], []]
    # Ten working days later, and again a month after that, until nothing is left of it.
    assert said(desk) == ["11.12. Amira: F-1 r16b", "11.01. Amira: F-1 r16b"]


async def test_who_has_no_direct_room_or_is_away_is_told_nothing(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    await sets(desk, case)
    await sets(desk, case, owner=AMIRA)
    async with desk.hub.database.writing() as connection:
        await forget(connection, BO.id)
    await desk.hub.presence.declaring.be_away(AMIRA.user, desk.clock.now() + 6 * A_DAY)

    await morning(desk, FRIDAY)

    assert said(desk) == []


async def test_what_is_moved_is_reminded_of_by_its_new_day(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    conference = await desk.calls_conference(case, in_days=14)
    await desk.works_off()
    later = desk.clock.now() + 3 * A_WEEK
    await desk.hub.conferences.move(conference.id, later, "Urlaub", who=AMIRA.user)
    await desk.works_off()

    await morning(desk, TODAY + A_WEEK)
    await morning(desk, TODAY + 14 * A_DAY)

    assert said(desk) == ["30.11. Amira: F-1 r17a", "07.12. Amira: F-1 r17a"]


async def test_what_changed_is_planned_anew_at_once(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    await desk.works_off()

    await sets(desk, case)

    assert Monitor(case) in await desk.owed(case)


async def test_whoever_dies_between_saying_and_writing_it_down_says_it_once(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    task = await sets(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY)
    await desk.hub.planner.owe_digests()
    async with desk.hub.database.writing() as connection:
        claims = await outbox.claim(connection, courier="desk", now=desk.clock.now(), most=100)
    (claim,) = [one for one in claims if isinstance(one.effect, PostDigest)]
    there = await desk.hub.direct.greeted(BO.id)
    digest = await desk.courier.errands.saying.digests.digest(PostDigest(BO.id, FRIDAY.isoformat()))
    assert there is not None
    assert digest is not None
    # It was sealed and stands there; then the process was killed, and the task is done meanwhile.
    await desk.courier.errands.saying.digests.prepare(digest, claim)
    await desk.speaker.post_digest(claim, there, digest, always)
    await desk.hub.plans.tick_off(case, task.id, who=BO.user)

    await desk.courier.errands.perform(replace(claim, sealed="{}"))
    await looks(desk)

    assert said(desk) == ["27.11. Bo: F-1 r6"]


# A month of three cases.


async def test_a_month_of_three_cases(sqlite: SqliteFiles) -> None:
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        desk = Desk(database, HandBell())
        jonas, _ = await together(desk, AMIRA, BO, CHLOE)
        selma, _ = await desk.seats(AMIRA, BO, client=SELMA)
        # Nobody sits anywhere for Lena yet; what follows from leading her case is due all the same.
        lena = await desk.opens_case(client=LENA)
        remind = desk.hub.monitoring
        # Jonas: the help ends, the plan is due, a conference, and Chloe's task.
        assert not isinstance(await remind.lay_down(jonas, "r1", date(2026, 12, 20), who=AMIRA.user), Refused)
        await sets(desk, jonas, owner=CHLOE, due=date(2026, 12, 8))
        await desk.calls_conference(jonas, in_days=15)
        # Selma: the debt adviser's support is reported every two weeks by Bo; nobody reports.
        support = await desk.hub.plans.begin_support(
            selma, "Hilfe", responsible=BO.user, begun=TODAY, weeks=2, who=AMIRA.user
        )
        assert not isinstance(support, Refused)
        # Lena: a notice was given, and whoever gave it hears back within five working days.
        assert not isinstance(await remind.lay_down(lena, "r11", TODAY, who=AMIRA.user), Refused)

        await desk.works_off()
        for days in range(1, 31):
            await night(desk, TODAY + days * A_DAY)
            await morning(desk, TODAY + days * A_DAY)

        assert sorted(said(desk), key=_month_and_day) == MONTH


MONTH = [
    # A fortnight, a week and a day before the conference of the 8th, told to who moderates it.
    "24.11. Amira: F-1 r17a",
    # Five working days after the notice, and two days before: that is a Saturday.
    "27.11. Amira: F-3 r11",
    "30.11. Amira: F-3 r11",
    "01.12. Amira: F-1 r17a",
    # A report and a task, each to whose it is.
    "04.12. Bo: F-2 r7",
    "04.12. Chloe: F-1 r6",
    "07.12. Amira: F-1 r17a",
    "07.12. Bo: F-2 r7",
    "08.12. Chloe: F-1 r6",
    # Nobody wrote minutes.
    "09.12. Amira: F-1 r17b",
    "10.12. Amira: F-1 r17b",
    "10.12. Bo: F-2 r7",
    # A week before the plan is due; both days are Sundays.
    "11.12. Amira: F-1 r1",
    "11.12. Chloe: F-1 r6",
    # A week behind it the lead hears of what others left undone.
    "14.12. Amira: F-2 r7",
    "15.12. Amira: F-1 r17b, F-1 r6",
    "18.12. Amira: F-1 r1",
]
