"""How it stands with what was agreed on: what is overdue, what is to be reported, what goes otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from hub.calendar import HOME
from hub.identifiers import CLIENT, ProfessionalId, SupportId
from hub.plan.model import (
    Deviation,
    DeviationKind,
    Goal,
    GoalState,
    Plan,
    Report,
    Standing,
    Support,
    Task,
)


def day_of(now: datetime) -> date:
    """Which day an instant falls on in Germany: a task is due by the end of a day there."""
    return now.astimezone(HOME).date()


def is_overdue(task: Task, today: date) -> bool:
    """Whether a task is still to be done although its day is over."""
    return task.is_open and task.due < today


def is_past(goal: Goal, today: date) -> bool:
    """Whether a goal is still open although its day is over."""
    return goal.state is GoalState.OPEN and goal.due < today


def next_report_due(support: Support, last: Report | None) -> date | None:
    """The day by which the next report is due; None if the support is over."""
    if support.ended_at is not None:
        return None
    since = support.begun if last is None else max(support.begun, day_of(last.at))
    return since + timedelta(weeks=support.weeks)


def late_reports(supports: Iterable[Support], reports: Iterable[Report], today: date) -> tuple[Support, ...]:
    """The supports whose next report should have been there by now."""
    last = last_reports(reports)
    due = ((one, next_report_due(one, last.get(one.id))) for one in supports)
    return tuple(one for one, by in due if by is not None and by < today)


def counted_on(tasks: Iterable[Task], supports: Iterable[Support]) -> frozenset[ProfessionalId]:
    """The professionals on whom it counts: who still has something to do, or gives a support that goes on."""
    owners = {one.owner for one in tasks if one.is_open and one.owner is not None}
    return frozenset(owners | {one.responsible for one in supports if one.ended_at is None})


def last_reports(reports: Iterable[Report]) -> Mapping[SupportId, Report]:
    """The newest report on each support."""
    return {one.support: one for one in sorted(reports, key=_order)}


def deviations(
    tasks: Iterable[Task], goals: Iterable[Goal], reports: Iterable[Report], today: date
) -> tuple[Deviation, ...]:
    """What is to be an item of the next agenda, what has waited longest first.

    Of a support the newest report that something is wrong, until it is answered: an answer is one to
    all that was reported of it before, and neither a better report nor its end is one.
    """
    late, past = (
        (one for one in tasks if is_overdue(one, today)),
        (one for one in goals if is_past(one, today)),
    )
    found = [
        *(Deviation(kind=DeviationKind.TASK, about=one.id, since=one.due) for one in late),
        *(Deviation(kind=DeviationKind.GOAL, about=one.id, since=one.due) for one in past),
        *map(_reported, _unanswered(reports)),
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.kind, one.about)))


def _unanswered(reports: Iterable[Report]) -> Iterable[Report]:
    waiting: dict[SupportId, Report] = {}
    for one in sorted(reports, key=_order):
        if one.answered is not None:
            waiting.pop(one.support, None)
        elif one.standing is not Standing.ON_TRACK:
            waiting[one.support] = one
    return waiting.values()


def named_in(plan: Plan) -> frozenset[ProfessionalId]:
    """The professionals whom a plan names: whose something is, and who said what became of it."""
    tasks, supports, reports = plan.tasks, plan.supports, plan.reports
    whose = [*(one.owner for one in tasks), *(one.responsible for one in supports)]
    said = [
        *(who for one in tasks for who in (one.set_by, one.done_by, one.dropped_by)),
        *(who for one in plan.goals for who in (one.set_by, one.settled_by)),
        *(who for one in plan.gaps for who in (one.set_by, one.closed_by)),
        *(who for one in supports for who in (one.set_by, one.ended_by)),
        *(who for one in reports for who in (one.by, *([one.answered.by] if one.answered else []))),
    ]
    everybody = {*whose, *said} - {None, CLIENT}
    return frozenset(ProfessionalId(who) for who in everybody if who is not None)


def _reported(one: Report) -> Deviation:
    kind, since = DeviationKind.REPORT, day_of(one.at)
    return Deviation(kind=kind, about=one.id, since=since, standing=one.standing)


def _order(one: Report) -> tuple[datetime, str]:
    return (one.at, one.id)
