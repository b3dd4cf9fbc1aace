"""Effects are intentions: they name records, and never a step or an account."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import timedelta
from typing import get_args

import pytest

from hub.effects import (
    AnnounceDeparture,
    ConfirmLeave,
    Debt,
    Effect,
    Monitor,
    PostAgenda,
    Reconcile,
    ReviewWarning,
    Urgency,
    monitoring,
)
from hub.identifiers import CaseId, ConferenceId, DisclosureId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, F1

# What an effect may say. A user would make a step of it; room and client are named where there is no case.
RECORDS = {
    "agency",
    "case",
    "circle",
    "client",
    "command",
    "conference",
    "disclosure",
    "professional",
    "question",
    "room",
    "switch",
    "hand_over",
    "medium",
    "deed",
    "occasion",
    "turn",
    "version",
    "day",
}
# Whoever only watches takes no step; and a stranger who was removed has no record.
WATCHED = {"user", "server"}


def test_what_removes_is_paid_before_what_admits_and_both_before_words() -> None:
    debts = [Urgency.WORDS, Urgency.REMOVAL, Urgency.ADMISSION]

    assert sorted(debts) == [Urgency.REMOVAL, Urgency.ADMISSION, Urgency.WORDS]


def test_how_urgent_a_debt_is_keeps_its_number() -> None:
    # Debts that were written down before an update are paid after it.
    assert {urgency.name: int(urgency) for urgency in Urgency} == {"REMOVAL": 0, "ADMISSION": 1, "WORDS": 2}


@pytest.mark.parametrize("kind", get_args(Effect))
def test_every_effect_names_its_case_and_otherwise_only_records(kind: type[Effect]) -> None:
    names = {field.name for field in fields(kind)}

    assert "case" in names
    assert names <= (RECORDS | WATCHED if kind is ConfirmLeave else RECORDS)


def test_two_intentions_for_the_same_thing_are_one() -> None:
    other = CaseId("case-f2")

    assert Reconcile(F1) == Reconcile(F1) != Reconcile(other)
    assert AnnounceDeparture(F1, BO.id) == AnnounceDeparture(F1, BO.id) != AnnounceDeparture(F1, AMIRA.id)
    assert PostAgenda(F1, ConferenceId("1")) != PostAgenda(F1, ConferenceId("2"))
    assert ReviewWarning(F1, DisclosureId("1")) != ReviewWarning(F1, DisclosureId("2"))


def test_the_same_intention_may_be_owed_at_two_moments() -> None:
    now = Debt(Reconcile(F1), MONDAY, Urgency.REMOVAL)

    later = replace(now, due_at=MONDAY + timedelta(days=1))

    assert len({now, later, replace(later)}) == 2


def test_a_case_in_which_something_changed_owes_a_plan_of_its_reminders_behind_all_else() -> None:
    assert monitoring(F1, MONDAY) == Debt(Monitor(F1), MONDAY, Urgency.WORDS)


def test_nobody_changes_what_is_owed() -> None:
    debt = Debt(Reconcile(F1), MONDAY, Urgency.REMOVAL)

    with pytest.raises(FrozenInstanceError):
        debt.urgency = Urgency.WORDS  # type: ignore[misc]
