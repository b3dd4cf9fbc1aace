"""What was agreed on, as its client takes it away, and nobody else does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.canonical import instant
from hub.export import form
from hub.export.model import Agreed, AgreedKind, Part, Person, View
from hub.export.page import page
from hub.export.rules import view
from hub.identifiers import PartyId, TaskId
from hub.plan.model import Answered, Decision, GoalState, Plan, Standing, Words
from tests.clock import MONDAY
from tests.people import AMIRA, BO, DARIO
from tests.rules.agreeing import DAY, IN_A_WEEK, TODAY, gap, goal, report, support, task
from tests.rules.sights import NOON, facts, given_by
from tests.rules.test_parties import MOTHER, guardianship

KEPT = Answered(Decision.KEEP, AMIRA.id, MONDAY)
PLAN = Plan(
    label="F-1",
    today=TODAY,
    tasks=(task(),),
    goals=(goal(),),
    gaps=(gap(),),
    supports=(support(),),
    reports=(report(Standing.AT_RISK, answered=KEPT), report(Standing.ON_TRACK, number=2)),
    words={
        "task-1": Words(what="Antrag <b>stellen</b>"),
        "goal-1": Words(what="Eigene Wohnung", criterion="Mietvertrag"),
        "gap-1": Words(what="Kita bis 19 Uhr"),
        "support-1": Words(what="Betreutes Wohnen"),
        "report-1": Words(what="Umzug verschoben", reason="Im Januar geht es weiter"),
    },
)


def seen(plan: Plan = PLAN) -> View:
    drawn = view(facts(plan=plan), NOON)
    assert isinstance(drawn, View)
    return drawn


def one(plan: Plan) -> Agreed:
    (only,) = seen(plan).agreed
    return only


def alone(**some: object) -> Plan:
    return replace(Plan(label="F-1", today=TODAY), **some)  # type: ignore[arg-type]


def test_the_client_reads_all_that_was_agreed_on_and_how_it_goes() -> None:
    a_task, a_goal, a_support, a_gap = seen().agreed

    assert [(x.kind, x.what, x.state) for x in (a_task, a_goal, a_support, a_gap)] == [
        (AgreedKind.TASK, "Antrag <b>stellen</b>", "open"),
        (AgreedKind.GOAL, "Eigene Wohnung", "open"),
        (AgreedKind.SUPPORT, "Betreutes Wohnen", "open"),
        (AgreedKind.GAP, "Kita bis 19 Uhr", "open"),
    ]
    assert a_task.person is not None
    assert a_support.person is not None
    assert (a_task.person.name, a_support.person.name) == (BO.name, BO.name)
    assert (a_task.due, a_goal.due, a_support.due) == (IN_A_WEEK, IN_A_WEEK, None)
    assert (a_goal.criterion, a_support.since) == ("Mietvertrag", TODAY)
    at_risk, on_track = a_support.reports
    assert (at_risk.remark, at_risk.decision, at_risk.reason) == (
        "Umzug verschoben",
        Decision.KEEP,
        "Im Januar geht es weiter",
    )
    assert (on_track.standing, on_track.remark, on_track.decision) == (Standing.ON_TRACK, None, None)


def test_a_task_is_the_clients_own_or_of_somebody_they_know_of() -> None:
    assert one(alone(tasks=(task(owner=None),))).person == Person(part=Part.CLIENT)
    assert one(alone(tasks=(task(owner=DARIO.id),))).person == Person(part=Part.STRANGER)


def test_what_became_of_a_task_is_said() -> None:
    settled = (
        task(),
        task(due=TODAY - DAY),
        task(due=TODAY - DAY, done_at=NOON),
        task(due=TODAY - DAY, dropped_at=NOON),
    )

    told = [one(alone(tasks=(x,))) for x in settled]

    assert [x.state for x in told] == ["open", "overdue", "done", "dropped"]
    assert [x.ended_at for x in told] == [None, None, NOON, NOON]


@pytest.mark.parametrize(
    ("plan", "state"),
    [
        (alone(goals=(goal(due=TODAY - DAY),)), "overdue"),
        (alone(goals=(goal(state=GoalState.REACHED, settled_at=NOON),)), "reached"),
        (alone(goals=(goal(state=GoalState.GIVEN_UP, settled_at=NOON),)), "given-up"),
        (alone(supports=(support(ended_at=NOON),)), "over"),
        (alone(gaps=(gap(closed_at=NOON),)), "closed"),
    ],
)
def test_what_became_of_anything_else_is_said(plan: Plan, state: str) -> None:
    assert one(plan).state == state


def test_a_program_reads_the_same() -> None:
    a_task, a_goal, a_support, _ = form.as_json(seen(), "de", [])["agreed"]

    assert (a_task["due"], a_task["person"]["name"]) == (IN_A_WEEK.isoformat(), BO.name)
    assert (a_goal["criterion"], a_goal["person"]) == ("Mietvertrag", None)
    assert a_support["due"] is None
    assert [(x["standing"], x["decision"], x["at"]) for x in a_support["reports"]] == [
        ("at-risk", "keep", instant(MONDAY)),
        ("on-track", None, instant(MONDAY)),
    ]


def test_a_page_says_it_in_words_and_takes_nothing_for_markup() -> None:
    shown = page(seen(), "de")

    for said in (
        "Eigene Wohnung (erkennbar an: Mietvertrag)",
        "gefährdet, Umzug verschoben, es bleibt beim Plan",
    ):
        assert said in shown
    assert "<b>" not in shown
    assert "Was vereinbart ist" not in page(seen(alone()), "de")


def test_what_nobody_can_read_any_more_is_said_not_to_be_readable() -> None:
    shown = page(seen(replace(PLAN, words={})), "de")

    assert "(nicht mehr lesbar)" in shown


@pytest.mark.parametrize("reader", [MOTHER])
def test_nobody_else_on_the_clients_side_reads_what_was_agreed_on(reader: PartyId) -> None:
    more = replace(PLAN, tasks=(*PLAN.tasks, task(id=TaskId("task-2"), due=TODAY + timedelta(days=90))))
    theirs = [
        view(facts(reader=reader, given=[given_by(MOTHER)], guardianships=[guardianship()], plan=plan), NOON)
        for plan in (alone(), PLAN, more)
    ]

    assert theirs[0] == theirs[1] == theirs[2]
    assert isinstance(theirs[0], View)
    assert theirs[0].agreed == ()
