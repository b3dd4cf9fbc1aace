"""Who wants to speak: what says so, whose hand counts, and whose turn it is."""

from dataclasses import replace

import pytest

from hub.conference import raising
from hub.conference.model import Attendance, Conference
from hub.errors import Refused
from hub.identifiers import CLIENT, UserId
from tests.people import AMIRA, BO, CHLOE, JONAS, case_f1
from tests.rules.test_conference import HOUR
from tests.rules.test_conference_running import BEGINS, CALLED, CLOSED, LABEL, OPEN, at


def raised(*known: str, one: Conference | None = None) -> str | Refused | None:
    return raising.raised(one or at(1), who=BO.id, known=known, file=OPEN, now=BEGINS)


def waiting(*users: UserId) -> tuple[str, ...]:
    there = Attendance(file=case_f1(BO, CHLOE), may=frozenset(users))
    return raising.waiting((CHLOE.id, CLIENT, BO.id, AMIRA.id), there)


@pytest.mark.parametrize("key", ["✋", "✋\ufe0f", "✋🏻", "✋🏿", " ✋"])
def test_a_raised_hand_of_any_colour_is_meant(key: str) -> None:
    assert raising.is_meant(key)


@pytest.mark.parametrize("key", ["", "🏻", "👋", "✋✋", "✋ bitte", "➕", "1\ufe0f\u20e3"])
def test_nothing_else_is(key: str) -> None:
    assert not raising.is_meant(key)


def test_a_hand_is_raised_once_while_the_conference_runs() -> None:
    assert raised(CHLOE.id) == BO.id
    assert raised(CHLOE.id, BO.id) is None


@pytest.mark.parametrize(
    "one",
    [CALLED, at(1, ended_at=BEGINS), replace(at(1), begun_at=BEGINS - 8 * HOUR)],
    ids=["called", "over", "forgotten"],
)
def test_before_and_behind_it_no_hand_is_raised(one: Conference) -> None:
    assert raised(one=one) == Refused("conference-not-running", LABEL)


def test_in_a_closed_case_no_hand_is_raised() -> None:
    no = raising.raised(at(1), who=BO.id, known=(), file=CLOSED, now=BEGINS)

    assert no == Refused("case-closed", LABEL)


def test_who_takes_part_waits_in_the_order_in_which_they_raised_their_hands() -> None:
    assert waiting(BO.user, CHLOE.user, JONAS.user) == (CHLOE.id, CLIENT, BO.id)
    assert waiting(BO.user) == (BO.id,)


def test_whoever_waits_longest_speaks_first() -> None:
    assert raising.first((CHLOE.id, BO.id), OPEN) == CHLOE.id
    assert raising.first((), OPEN) == Refused("no-hand-raised", LABEL)
