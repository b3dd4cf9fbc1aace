"""What is due is told of a morning, to each alone, once, and only as long as it is still true."""

from datetime import date, timedelta

from hub.cases.model import Professional
from hub.consent.model import Consent
from hub.errors import Refused
from hub.identifiers import CaseId
from hub.plan.model import Task
from tests.desk import Desk
from tests.flows.test_direct import comes
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF

TODAY = date(2026, 11, 23)
# Dues of a task: three days before, on the day, three days after; a week after it for the lead.
A_WEEK = timedelta(days=7)


async def together(desk: Desk, *people: Professional) -> tuple[CaseId, list[Consent]]:
    """They sit in the common room with Jonas, and each has a direct room."""
    desk.hub.telling.voice = desk.speaker
    case, given = await desk.seats(*people)
    for person in people:
        await comes(desk, person.user)
    return case, given


async def sets(desk: Desk, case: CaseId, *, owner: Professional = BO, due: date = TODAY + A_WEEK) -> Task:
    task = await desk.hub.plans.add_task(case, "Antrag", owner=owner.user, due=due, who=AMIRA.user)
    assert not isinstance(task, Refused)
    return task


async def morning(desk: Desk, day: date) -> None:
    """It is half past eight on that day, and the hub does what is due."""
    now = desk.clock.now()
    desk.clock.push(days=(day - now.date()).days, hours=7 - now.hour, minutes=30 - now.minute)
    await desk.hub.planner.round()
    await desk.works_off()


def said(desk: Desk) -> list[tuple[str, str, list[str]]]:
    """To whom, when, of what."""
    return [
        (there.person.name, f"{one.day:%d.%m.}", [f"{item.label} {item.due.kind}" for item in one.items])
        for there, one in desk.speaker.digests.values()
    ]


async def test_whose_task_it_is_is_told_before_its_day_and_the_lead_a_week_behind_it(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO, CHLOE)
    await sets(desk, case)

    for days in range(1, 20):
        await morning(desk, TODAY + timedelta(days=days))

    assert said(desk) == [
        (BO.name, "27.11.", ["F-1 r6"]),
        (BO.name, "30.11.", ["F-1 r6"]),
        (BO.name, "03.12.", ["F-1 r6"]),
        (AMIRA.name, "07.12.", ["F-1 r6"]),
    ]
