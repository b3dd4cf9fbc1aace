"""How it stands with a plan: what is overdue, when a report is due, what belongs on the next agenda."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.identifiers import CLIENT, SupportId, TaskId
from hub.plan.model import Answered, Decision, Deviation, DeviationKind, GoalState, Plan, Report, Standing
from hub.plan.progress import (
    counted_on,
    day_of,
    deviations,
    is_overdue,
    is_past,
    last_reports,
    late_reports,
    named_in,
    next_report_due,
)
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, NINA
from tests.rules.agreeing import DAY, IN_A_WEEK, TODAY, gap, goal, report, support, task

ADAPTED = Answered(Decision.ADAPT, AMIRA.id, MONDAY)
THE_DAY_AFTER = IN_A_WEEK + DAY


def raised(*reports: Report) -> list[str]:
    return [one.about for one in deviations((), (), reports, TODAY)]


def test_a_day_ends_at_midnight_in_germany() -> None:
    assert day_of(datetime(2026, 11, 23, 22, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert day_of(datetime(2026, 11, 23, 23, 0, tzinfo=UTC)) == date(2026, 11, 24)
    # In summer an hour sooner.
    assert day_of(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_task_is_overdue_when_its_day_is_over_and_not_on_it() -> None:
    assert not is_overdue(task(), IN_A_WEEK)
    assert is_overdue(task(), THE_DAY_AFTER)
    assert not is_overdue(task(done_at=MONDAY), THE_DAY_AFTER)
    assert not is_overdue(task(dropped_at=MONDAY), THE_DAY_AFTER)


def test_a_goal_is_past_when_its_day_is_over_and_it_is_open_still() -> None:
    assert not is_past(goal(), IN_A_WEEK)
    assert is_past(goal(), THE_DAY_AFTER)
    assert not any(is_past(goal(state=s), THE_DAY_AFTER) for s in (GoalState.REACHED, GoalState.GIVEN_UP))


def test_a_report_is_due_so_many_weeks_after_the_beginning_or_the_last_one() -> None:
    last = report(Standing.ON_TRACK, at=MONDAY + timedelta(days=30))

    assert next_report_due(support(), None) == TODAY + timedelta(weeks=4)
    assert next_report_due(support(weeks=1), last) == TODAY + timedelta(days=37)
    assert next_report_due(support(ended_at=MONDAY), last) is None


def test_a_report_is_late_when_its_day_is_over_and_not_on_it() -> None:
    weekly, over = support(weeks=1), support(weeks=1, ended_at=MONDAY)
    said = report(Standing.ON_TRACK, at=MONDAY + DAY)

    assert late_reports([weekly, over], [], IN_A_WEEK) == ()
    assert late_reports([weekly, over], [], THE_DAY_AFTER) == (weekly,)
    assert late_reports([weekly, over], [said], THE_DAY_AFTER) == ()


def test_it_counts_on_whoever_has_something_to_do_or_gives_a_support_that_goes_on() -> None:
    undone, by_client = task(owner=BO.id), task(owner=None)
    done, over = task(owner=CHLOE.id, done_at=MONDAY), support(responsible=CHLOE.id, ended_at=MONDAY)

    assert counted_on([undone, by_client, done], [support(responsible=NINA.id), over]) == {BO.id, NINA.id}


def test_the_newest_report_on_each_support_is_the_last() -> None:
    other = SupportId("support-2")
    old, new = report(Standing.AT_RISK), report(Standing.ON_TRACK, at=MONDAY + DAY, number=2)
    elsewhere = report(Standing.STOPPED, number=3, support=other)

    assert last_reports([new, old, elsewhere]) == {support().id: new, other: elsewhere}


def test_what_is_overdue_is_raised_whoever_did_not_do_it() -> None:
    hers, his = task(), task(id=TaskId("task-2"), owner=None)

    found = deviations([hers, his], [goal()], (), THE_DAY_AFTER)

    assert {one.about for one in found} == {"task-1", "task-2", "goal-1"}
    assert deviations([hers, his], [goal()], (), IN_A_WEEK) == ()


def test_what_waits_longest_is_raised_first() -> None:
    late = task(due=TODAY - 3 * DAY)
    past = goal(due=TODAY - 2 * DAY)

    found = deviations([late], [past], [report(Standing.STOPPED, at=MONDAY - DAY)], TODAY)

    assert found == (
        Deviation(kind=DeviationKind.TASK, about="task-1", since=TODAY - 3 * DAY),
        Deviation(kind=DeviationKind.GOAL, about="goal-1", since=TODAY - 2 * DAY),
        Deviation(kind=DeviationKind.REPORT, about="report-1", since=TODAY - DAY, standing=Standing.STOPPED),
    )


def test_that_all_goes_as_planned_is_no_deviation() -> None:
    assert raised(report(Standing.ON_TRACK)) == []


@pytest.mark.parametrize("standing", [Standing.AT_RISK, Standing.STOPPED])
def test_a_report_is_raised_until_it_is_answered(standing: Standing) -> None:
    assert raised(report(standing)) == ["report-1"]
    assert raised(report(standing, answered=ADAPTED)) == []


def test_a_better_report_is_no_answer() -> None:
    assert raised(report(Standing.AT_RISK), report(Standing.ON_TRACK, at=MONDAY + DAY, number=2)) == [
        "report-1"
    ]


def test_of_a_support_the_newest_report_is_raised_and_its_answer_is_one_to_all_before() -> None:
    first = report(Standing.AT_RISK)
    second = report(Standing.STOPPED, at=MONDAY + DAY, number=2)
    answered = report(Standing.STOPPED, at=MONDAY + DAY, number=2, answered=ADAPTED)
    third = report(Standing.AT_RISK, at=MONDAY + 2 * DAY, number=3)

    assert raised(first, second) == ["report-2"]
    assert raised(first, answered) == []
    assert raised(first, answered, third) == ["report-3"]


def test_an_answer_to_an_older_report_leaves_the_newer_one() -> None:
    first = report(Standing.AT_RISK, answered=ADAPTED)
    second = report(Standing.STOPPED, at=MONDAY + DAY, number=2)

    assert raised(second, first) == ["report-2"]


@given(st.permutations([report(s, at=MONDAY + n * DAY, number=n) for n, s in enumerate(Standing)]))
def test_in_whatever_order_reports_are_read_the_same_is_raised(reports: list[Report]) -> None:
    assert raised(*reports) == ["report-2"]


@given(st.integers(-800, 800), st.integers(0, 800))
def test_what_is_overdue_stays_so_for_as_long_as_nobody_does_anything(due: int, later: int) -> None:
    one, today = task(due=TODAY + due * DAY), TODAY

    if is_overdue(one, today):
        assert is_overdue(one, today + later * DAY)


def test_a_plan_names_whoever_has_something_to_do_or_said_something_and_not_the_client() -> None:
    plan = Plan(
        label="F-1",
        today=TODAY,
        tasks=(task(done_by=CLIENT), task(owner=None, set_by=CLIENT, dropped_by=CHLOE.id)),
        goals=(goal(settled_by=CLIENT),),
        gaps=(gap(closed_by=DARIO.id),),
        supports=(support(ended_by=NINA.id),),
        reports=(report(Standing.AT_RISK, answered=ADAPTED), report(Standing.ON_TRACK)),
    )

    assert named_in(plan) == {AMIRA.id, BO.id, CHLOE.id, DARIO.id, NINA.id}
    assert named_in(Plan(label="F-1", today=TODAY)) == frozenset()
