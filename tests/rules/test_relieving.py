"""Somebody stops working on a case, or leaves their agency: who may say so, and what is noted."""

from dataclasses import replace

import pytest

from hub.audit import Act
from hub.cases import rules
from hub.cases.model import Participation, Professional
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, case_f1, closed

FILE = case_f1(BO, CHLOE)
ORPHANED = replace(FILE, participations=FILE.participations[1:])
HIS = replace(FILE.participations[1], ended_at=MONDAY)


def relieves(by: str, *, is_professional: bool = True, of: Professional = BO) -> Participation | Refused:
    return rules.relieve(FILE, of, by, MONDAY, is_professional=is_professional)


def test_who_works_on_a_case_stops_by_themselves_or_by_its_lead_or_at_a_door() -> None:
    assert relieves(BO.id) == relieves(AMIRA.id) == relieves("terminal", is_professional=False) == HIS


@pytest.mark.parametrize("by", [CHLOE, DARIO, ELIF], ids=lambda person: person.name)
def test_nobody_else_sends_anybody_away(by: Professional) -> None:
    refused = Refused("relieve-not-by-you", {"name": BO.name, "case": "F-1"})

    assert relieves(by.id) == refused
    assert relieves(CLIENT, is_professional=False) == refused
    assert rules.relieve(ORPHANED, BO, by.id, MONDAY, is_professional=True) == refused


@pytest.mark.parametrize("by", [AMIRA.id, "terminal"])
def test_the_lead_is_handed_over_first(by: str) -> None:
    answer = relieves(by, of=AMIRA, is_professional=by == AMIRA.id)

    assert answer == Refused("lead-not-relieved", {"name": AMIRA.name, "case": "F-1"})


def test_who_does_not_work_on_it_cannot_stop() -> None:
    assert relieves("terminal", of=DARIO) == Refused("not-involved", {"name": DARIO.name, "case": "F-1"})


def test_after_the_end_of_the_case_nobody_is_relieved() -> None:
    answer = rules.relieve(closed(FILE), BO, BO.id, MONDAY, is_professional=True)

    assert answer == Refused("case-closed", {"case": "F-1"})


def test_a_relief_is_a_removal_at_once() -> None:
    assert rules.after_relieving(F1) == Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL)


def test_a_relief_and_a_leaving_are_noted() -> None:
    assert rules.relieved(HIS, AMIRA.id) == Act(
        at=MONDAY, actor=AMIRA.id, deed="case.relieved", case=F1, target=BO.id
    )
    assert rules.left(BO, "terminal", MONDAY) == Act(
        at=MONDAY, actor="terminal", deed="professional.left", target=BO.id
    )
