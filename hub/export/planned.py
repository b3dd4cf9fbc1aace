"""What was agreed on, as its client reads it."""

from collections.abc import Callable, Iterable

from hub.export.model import Agreed, AgreedKind, Person, Reported
from hub.identifiers import CLIENT
from hub.plan.model import Gap, Goal, Plan, Report, Support, Task, Who, Words
from hub.plan.progress import day_of, is_overdue, is_past

Called = Callable[[Who], Person]
_NONE = Words()


def agreed(plan: Plan, called: Called) -> Iterable[Agreed]:
    """Tasks, goals, supports and gaps, each in the order in which it is due or began.

    `called` says who somebody is to the client.
    """
    yield from (_task(one, plan, called) for one in plan.tasks)
    yield from (_goal(one, plan) for one in plan.goals)
    yield from (_support(one, plan, called) for one in plan.supports)
    yield from (_gap(one, plan) for one in plan.gaps)


def _task(one: Task, plan: Plan, called: Called) -> Agreed:
    said = plan.words.get(one.id, _NONE)
    state = "overdue" if is_overdue(one, plan.today) else "open"
    if not one.is_open:
        state = "done" if one.done_at is not None else "dropped"
    return Agreed(
        kind=AgreedKind.TASK,
        what=said.what,
        since=day_of(one.set_at),
        state=state,
        person=called(one.owner or CLIENT),
        due=one.due,
        ended_at=one.done_at or one.dropped_at,
        reason=said.reason,
    )


def _goal(one: Goal, plan: Plan) -> Agreed:
    said = plan.words.get(one.id, _NONE)
    return Agreed(
        kind=AgreedKind.GOAL,
        what=said.what,
        since=day_of(one.set_at),
        state="overdue" if is_past(one, plan.today) else one.state.value,
        due=one.due,
        criterion=said.criterion,
        ended_at=one.settled_at,
        reason=said.reason,
    )


def _support(one: Support, plan: Plan, called: Called) -> Agreed:
    return Agreed(
        kind=AgreedKind.SUPPORT,
        what=plan.words.get(one.id, _NONE).what,
        since=one.begun,
        state="open" if one.ended_at is None else "over",
        person=called(one.responsible),
        ended_at=one.ended_at,
        reports=tuple(_report(report, plan) for report in plan.reports if report.support == one.id),
    )


def _report(one: Report, plan: Plan) -> Reported:
    said = plan.words.get(one.id, _NONE)
    return Reported(
        standing=one.standing,
        at=one.at,
        remark=said.what,
        decision=one.answered.decision if one.answered else None,
        reason=said.reason,
    )


def _gap(one: Gap, plan: Plan) -> Agreed:
    return Agreed(
        kind=AgreedKind.GAP,
        what=plan.words.get(one.id, _NONE).what,
        since=day_of(one.set_at),
        state="open" if one.closed_at is None else "closed",
        ended_at=one.closed_at,
    )
