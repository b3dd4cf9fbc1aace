"""Plans: what may be agreed on, by whom, and who says what became of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases.model import Professional
from hub.errors import Refused
from hub.identifiers import CLIENT, ProfessionalId
from hub.plan import rules
from hub.plan.model import Answered, Decision, GoalState, Standing, Who
from hub.plan.rules import LONGEST_TEXT, MOST_OPEN, MOST_WEEKS
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, case_f1, closed
from tests.rules.agreeing import DAY, TODAY, gap, goal, report, support, task

FILE = case_f1(BO, CHLOE)
HEARS = {JONAS.user, AMIRA.user, BO.user}
LATER = MONDAY + timedelta(days=2)
CLOSED = Refused("case-closed", {"case": "F-1"})
NOT_FOR_YOU = Refused("plan-not-for-you")
NOT_INVOLVED = Refused("plan-person-not-involved", {"case": "F-1"})
FULL = Refused("plan-full", {"most": str(MOST_OPEN)})


def unshowable(text: str) -> Refused:
    return Refused("unshowable-text", {"given": ascii(text)[:60], "most": "500"})


# Who may read and write at all.


def test_who_may_hear_what_concerns_everybody_reads_the_plan() -> None:
    assert rules.reader(FILE, HEARS, BO.user) == BO.id
    assert rules.reader(FILE, HEARS, JONAS.user) == CLIENT


@pytest.mark.parametrize("person", [ELIF, DARIO], ids=lambda person: person.name)
def test_who_does_not_work_on_the_case_reads_nothing_and_not_even_its_label(person: Professional) -> None:
    # Not even if somebody lets them hear by mistake: they are no one to the plan.
    for hears in (HEARS, {*HEARS, person.user}):
        assert rules.reader(FILE, hears, person.user) == NOT_FOR_YOU
        assert rules.writer(FILE, hears, person.user) == NOT_FOR_YOU
        assert rules.writer(closed(FILE), hears, person.user) == NOT_FOR_YOU


def test_who_works_on_the_case_reads_nothing_once_the_consent_ended() -> None:
    assert rules.reader(FILE, HEARS - {BO.user}, BO.user) == NOT_FOR_YOU
    assert rules.writer(FILE, HEARS - {BO.user}, BO.user) == NOT_FOR_YOU


def test_a_client_of_whom_nobody_knows_whose_account_it_is_reads_nothing() -> None:
    assert rules.reader(FILE, HEARS - {JONAS.user}, JONAS.user) == NOT_FOR_YOU


@pytest.mark.parametrize("user", [AMIRA.user, JONAS.user])
def test_a_closed_case_takes_nothing_and_tells_those_who_were_part_of_it(user: str) -> None:
    assert rules.writer(closed(FILE), (), user) == CLOSED  # type: ignore[arg-type]
    assert rules.writer(FILE, HEARS, user) == rules.reader(FILE, HEARS, user)  # type: ignore[arg-type]


# Tasks.


def test_a_task_is_kept_without_the_blanks_around_it() -> None:
    assert rules.set_task(task(), "  Antrag stellen ", FILE, open_ones=0) == "Antrag stellen"


def test_a_task_is_the_clients_or_somebodys_who_works_on_the_case() -> None:
    assert rules.set_task(task(owner=None), "Antrag", FILE, open_ones=0) == "Antrag"
    assert rules.set_task(task(owner=DARIO.id), "Antrag", FILE, open_ones=0) == NOT_INVOLVED


def test_an_owner_is_found_by_their_account_and_nobody_who_does_not_work_on_the_case() -> None:
    assert rules.owner(FILE, BO.user) == BO.id
    assert rules.owner(FILE, None) is rules.owner(FILE, JONAS.user) is None
    assert rules.owner(FILE, DARIO.user) == NOT_INVOLVED


@pytest.mark.parametrize("due", [TODAY, TODAY + DAY, date(2028, 11, 23)])
def test_a_task_is_due_today_at_the_earliest_and_in_two_years_at_the_latest(due: date) -> None:
    assert rules.set_task(task(due=due), "Antrag", FILE, open_ones=0) == "Antrag"


@pytest.mark.parametrize(
    ("due", "said"),
    [(TODAY - DAY, "22.11.2026"), (date(2028, 11, 24), "24.11.2028"), (date.max, "31.12.9999")],
)
def test_a_task_is_not_due_yesterday_nor_after_that(due: date, said: str) -> None:
    refused = Refused("plan-day-not-ahead", {"day": said, "years": "2"})
    assert rules.set_task(task(due=due), "Antrag", FILE, open_ones=0) == refused


def test_two_years_from_a_leap_day_end_on_the_first_of_march() -> None:
    leap_day = datetime(2028, 2, 29, 12, tzinfo=UTC)

    def answer(due: date) -> str | Refused:
        return rules.set_task(task(set_at=leap_day, due=due), "Antrag", FILE, open_ones=0)

    assert answer(date(2030, 3, 1)) == "Antrag"
    assert isinstance(answer(date(2030, 3, 2)), Refused)


@pytest.mark.parametrize("what", ["", "  ", "x" * (LONGEST_TEXT + 1), "a\nb", "\u202eb", "a\x00"])
def test_what_is_to_be_done_says_something_and_plays_no_tricks(what: str) -> None:
    assert rules.set_task(task(), what, FILE, open_ones=0) == unshowable(what)


def test_no_case_has_more_open_tasks_than_anybody_can_see_to() -> None:
    assert rules.set_task(task(), "Antrag", FILE, open_ones=MOST_OPEN - 1) == "Antrag"
    assert rules.set_task(task(), "Antrag", FILE, open_ones=MOST_OPEN) == FULL


@pytest.mark.parametrize(("owner", "who"), [(BO.id, BO.id), (BO.id, AMIRA.id), (None, CLIENT)])
def test_a_task_is_ticked_off_by_its_owner_or_the_lead(owner: ProfessionalId | None, who: Who) -> None:
    one = task(owner=owner)

    done = rules.tick_off(one, who, FILE, LATER)

    assert done == replace(one, done_at=LATER, done_by=who)
    assert one.is_open
    assert not done.is_open


@pytest.mark.parametrize(("owner", "who"), [(BO.id, CHLOE.id), (BO.id, CLIENT), (None, CHLOE.id)])
def test_nobody_else_ticks_a_task_off(owner: ProfessionalId | None, who: Who) -> None:
    assert rules.tick_off(task(owner=owner), who, FILE, LATER) == Refused("task-not-yours")


def test_a_task_is_dropped_by_who_set_it_or_the_lead_and_not_by_its_owner() -> None:
    by_chloe = task(set_by=CHLOE.id)

    assert rules.drop(by_chloe, CHLOE.id, FILE, LATER) == replace(
        by_chloe, dropped_at=LATER, dropped_by=CHLOE.id
    )
    assert rules.drop(by_chloe, AMIRA.id, FILE, LATER) == replace(
        by_chloe, dropped_at=LATER, dropped_by=AMIRA.id
    )
    assert rules.drop(by_chloe, BO.id, FILE, LATER) == Refused("task-not-set-by-you")


def test_what_is_done_or_dropped_stays_so() -> None:
    done, dropped = task(done_at=MONDAY, done_by=BO.id), task(dropped_at=MONDAY, dropped_by=AMIRA.id)

    for settle in (rules.tick_off, rules.drop):
        assert settle(done, AMIRA.id, FILE, LATER) == Refused("task-done-already")
        assert settle(dropped, AMIRA.id, FILE, LATER) == Refused("task-dropped-already")


def test_where_nobody_leads_only_the_owner_ticks_off() -> None:
    leaderless = replace(FILE, participations=FILE.participations[1:])

    assert isinstance(rules.tick_off(task(), AMIRA.id, leaderless, LATER), Refused)
    assert not isinstance(rules.tick_off(task(), BO.id, leaderless, LATER), Refused)


# Goals.


def test_a_goal_is_kept_with_what_one_sees_it_by() -> None:
    assert rules.set_goal(goal(), " Eigene Wohnung ", " Mietvertrag ", FILE, open_ones=0) == (
        "Eigene Wohnung",
        "Mietvertrag",
    )


@pytest.mark.parametrize("criterion", ["", "  "])
def test_a_goal_without_a_criterion_is_no_goal(criterion: str) -> None:
    refused = rules.set_goal(goal(), "Eigene Wohnung", criterion, FILE, open_ones=0)
    assert refused == Refused("goal-without-criterion")


def test_a_goal_says_something_lies_ahead_and_there_are_not_too_many() -> None:
    past = goal(due=TODAY - DAY)

    assert rules.set_goal(goal(), "", "Mietvertrag", FILE, open_ones=0) == unshowable("")
    assert rules.set_goal(goal(), "Wohnung", "a\nb", FILE, open_ones=0) == unshowable("a\nb")
    assert rules.set_goal(goal(), "Wohnung", "Vertrag", FILE, open_ones=MOST_OPEN) == FULL
    assert isinstance(rules.set_goal(past, "Wohnung", "Vertrag", FILE, open_ones=0), Refused)


@pytest.mark.parametrize("who", [CLIENT, AMIRA.id])
def test_a_goal_is_reached_or_given_up_as_the_client_or_the_lead_says(who: Who) -> None:
    reached, given_up = (settle(goal(), who, FILE, LATER) for settle in (rules.reach, rules.give_up))

    assert reached == goal(state=GoalState.REACHED, settled_at=LATER, settled_by=who)
    assert given_up == goal(state=GoalState.GIVEN_UP, settled_at=LATER, settled_by=who)


def test_a_goal_binds_the_client_and_the_lead_and_nobody_else_ends_it() -> None:
    for settle in (rules.reach, rules.give_up):
        assert settle(goal(set_by=BO.id), BO.id, FILE, LATER) == Refused("goal-not-yours")


@pytest.mark.parametrize("state", [GoalState.REACHED, GoalState.GIVEN_UP])
def test_a_goal_that_was_settled_stays_so(state: GoalState) -> None:
    for settle in (rules.reach, rules.give_up):
        assert settle(goal(state=state), AMIRA.id, FILE, LATER) == Refused(f"goal-{state}-already")


# Gaps.


def test_a_gap_is_noted_and_closed_by_who_noted_it_or_the_lead() -> None:
    assert rules.note_gap(" Kita bis 19 Uhr", FILE, open_ones=0) == "Kita bis 19 Uhr"
    for who in (BO.id, AMIRA.id):
        assert rules.close_gap(gap(), who, FILE, LATER) == gap(closed_at=LATER, closed_by=who)
    assert rules.close_gap(gap(), CHLOE.id, FILE, LATER) == Refused("gap-not-yours")


def test_a_gap_is_closed_once() -> None:
    again = rules.close_gap(gap(closed_at=MONDAY, closed_by=BO.id), BO.id, FILE, LATER)
    assert again == Refused("gap-closed-already")


# Supports.


@pytest.mark.parametrize("who", [BO.id, AMIRA.id])
def test_a_support_begins_as_the_lead_or_who_is_responsible_says(who: Who) -> None:
    assert rules.begin_support(support(), "Betreutes Wohnen", who, FILE, open_ones=0) == "Betreutes Wohnen"


def test_nobody_is_made_responsible_by_a_colleague_nor_from_outside_the_case() -> None:
    darios = support(responsible=DARIO.id)

    by_chloe = rules.begin_support(support(), "Wohnen", CHLOE.id, FILE, open_ones=0)
    outside = rules.begin_support(darios, "Schulden", AMIRA.id, FILE, open_ones=0)

    assert by_chloe == Refused("support-not-yours-to-begin")
    assert outside == NOT_INVOLVED


@pytest.mark.parametrize("weeks", [0, -1, MOST_WEEKS + 1])
def test_a_support_is_reported_on_every_week_to_every_half_year(weeks: int) -> None:
    answer = rules.begin_support(support(weeks=weeks), "Wohnen", BO.id, FILE, open_ones=0)
    assert answer == Refused("support-weeks", {"most": "26"})
    for right in (1, MOST_WEEKS):
        assert rules.begin_support(support(weeks=right), "x", BO.id, FILE, open_ones=0) == "x"


@pytest.mark.parametrize(
    ("begun", "said"),
    [(TODAY + DAY, "24.11.2026"), (date(2006, 11, 22), "22.11.2006"), (date.max, "31.12.9999")],
)
def test_a_support_has_begun_and_not_ages_ago(begun: date, said: str) -> None:
    answer = rules.begin_support(support(begun=begun), "Wohnen", BO.id, FILE, open_ones=0)
    assert answer == Refused("support-begun", {"day": said, "years": "20"})
    assert rules.begin_support(support(begun=date(2006, 11, 23)), "x", BO.id, FILE, open_ones=0) == "x"


def test_a_support_is_ended_once_by_the_lead_or_who_is_responsible() -> None:
    for who in (BO.id, AMIRA.id):
        assert rules.end_support(support(), who, FILE, LATER) == support(ended_at=LATER, ended_by=who)
    over = support(ended_at=MONDAY, ended_by=BO.id)
    assert rules.end_support(over, BO.id, FILE, LATER) == Refused("support-ended-already")
    assert rules.end_support(support(), CHLOE.id, FILE, LATER) == Refused("support-not-yours")


def test_only_who_is_responsible_reports_not_even_the_lead() -> None:
    assert rules.report(support(), BO.id) is None
    assert rules.report(support(), AMIRA.id) == Refused("report-not-yours")
    over = support(ended_at=MONDAY, ended_by=BO.id)
    assert rules.report(over, BO.id) == Refused("support-ended-already")


def test_a_report_may_come_without_a_remark_but_with_none_that_plays_tricks() -> None:
    assert rules.remark("  ") == ""
    assert rules.remark(" Umzug verschoben ") == "Umzug verschoben"
    assert rules.remark("a\nb") == unshowable("a\nb")


# What follows from a report.


def answered(decision: Decision, by: Who = AMIRA.id) -> Answered:
    return Answered(decision, by, LATER)


@pytest.mark.parametrize("standing", [Standing.AT_RISK, Standing.STOPPED])
def test_to_adapt_the_plan_needs_no_reason_and_to_keep_it_does(standing: Standing) -> None:
    one = report(standing)
    adapt, keep = answered(Decision.ADAPT), answered(Decision.KEEP)

    assert rules.answer(one, adapt, "", FILE) == replace(one, answered=adapt)
    assert rules.answer(one, keep, "Im Januar geht es weiter", FILE) == replace(one, answered=keep)
    for nothing in ("", "  "):
        assert rules.answer(one, keep, nothing, FILE) == Refused("report-kept-without-reason")


def test_the_lead_decides_once_and_only_where_there_is_something_to_decide() -> None:
    at_risk, fine = report(Standing.AT_RISK), report(Standing.ON_TRACK)
    adapt = answered(Decision.ADAPT)

    by_bo = rules.answer(at_risk, answered(Decision.ADAPT, by=BO.id), "", FILE)
    again = rules.answer(replace(at_risk, answered=adapt), adapt, "", FILE)

    assert by_bo == Refused("report-answered-by-lead")
    assert again == Refused("report-answered-already")
    assert rules.answer(fine, adapt, "", FILE) == Refused("report-needs-no-answer")


# A closed case, from whichever door.


def test_nothing_new_is_agreed_on_in_a_closed_case() -> None:
    over = closed(FILE)

    assert rules.set_task(task(), "Antrag", over, open_ones=0) == CLOSED
    assert rules.set_goal(goal(), "Wohnung", "Vertrag", over, open_ones=0) == CLOSED
    assert rules.note_gap("Kita", over, open_ones=0) == CLOSED
    assert rules.begin_support(support(), "Wohnen", BO.id, over, open_ones=0) == CLOSED


@given(st.text(max_size=LONGEST_TEXT + 2))
def test_whatever_somebody_writes_is_kept_as_one_visible_line_or_refused(text: str) -> None:
    kept = rules.words(text)

    if not isinstance(kept, Refused):
        assert kept == text.strip()
        assert kept.isprintable()
        assert 0 < len(kept) <= LONGEST_TEXT


# What the chain tells.


def test_the_chain_tells_numbers_and_at_which_conference() -> None:
    set_ = (
        rules.task_set(task(conference="conference-1"), AMIRA.id),
        rules.goal_set(goal(conference="conference-1"), AMIRA.id),
        rules.gap_noted(gap(conference="conference-1"), AMIRA.id),
        rules.support_begun(support(conference="conference-1"), AMIRA.id),
    )

    told = [(act.deed, act.target, act.basis) for act in set_]
    assert told == [
        ("task.set", "task-1", "conference-1"),
        ("goal.set", "goal-1", "conference-1"),
        ("gap.noted", "gap-1", "conference-1"),
        ("support.begun", "support-1", "conference-1"),
    ]
    assert rules.task_set(task(), "terminal") == Act(
        at=MONDAY, actor="terminal", deed="task.set", case=FILE.case.id, target="task-1"
    )
