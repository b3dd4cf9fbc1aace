"""Tasks, goals, gaps and supports of F-1, as tests of rules need them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hub.identifiers import GapId, GoalId, ReportId, SupportId, TaskId
from hub.plan.model import Gap, Goal, Report, Standing, Support, Task
from tests.clock import MONDAY
from tests.people import AMIRA, BO, F1

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
IN_A_WEEK = TODAY + 7 * DAY


def task(**changed: object) -> Task:
    """Bo's, set by Amira on Monday, due in a week."""
    one = Task(id=TaskId("task-1"), case=F1, owner=BO.id, due=IN_A_WEEK, set_by=AMIRA.id, set_at=MONDAY)
    return replace(one, **changed)  # type: ignore[arg-type]


def goal(**changed: object) -> Goal:
    """Set by Amira on Monday, to be reached in a week."""
    one = Goal(id=GoalId("goal-1"), case=F1, due=IN_A_WEEK, set_by=AMIRA.id, set_at=MONDAY)
    return replace(one, **changed)  # type: ignore[arg-type]


def gap(**changed: object) -> Gap:
    """Noted by Bo on Monday."""
    return replace(Gap(id=GapId("gap-1"), case=F1, set_by=BO.id, set_at=MONDAY), **changed)  # type: ignore[arg-type]


def support(**changed: object) -> Support:
    """Bo's, given since Monday, reported every four weeks."""
    one = Support(
        id=SupportId("support-1"),
        case=F1,
        responsible=BO.id,
        begun=TODAY,
        weeks=4,
        set_by=AMIRA.id,
        set_at=MONDAY,
    )
    return replace(one, **changed)  # type: ignore[arg-type]


def report(standing: Standing, *, at: datetime = MONDAY, number: int = 1, **changed: object) -> Report:
    """Bo's, on his support."""
    id_ = ReportId(f"report-{number}")
    one = Report(id=id_, support=support().id, standing=standing, by=BO.id, at=at)
    return replace(one, **changed)  # type: ignore[arg-type]
