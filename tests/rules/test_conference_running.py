"""A running conference: from item to item, in its time, and what is still worth saying of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference import running
from hub.conference.model import TEMPLATE, Conference, Course, Form
from hub.effects import Debt, SayItem, Urgency, WarnOfTime
from hub.errors import Refused
from tests.clock import MONDAY
from tests.people import AMIRA, F1, case_f1, closed
from tests.rules.test_conference import BLINK, DAY, HOUR, MINUTE, conference

BEGINS = MONDAY + DAY
CALLED = conference(begins_at=BEGINS)
LABEL = {"case": "F-1"}
OPEN, CLOSED = case_f1(), closed(case_f1())


def at(item: int, *, turn: int = 1, minutes: int = 10, **changed: object) -> Conference:
    course = Course(item=item, since=BEGINS, minutes=minutes, turn=turn)
    return replace(CALLED, begun_at=BEGINS, course=course, **changed)  # type: ignore[arg-type]


def begun(one: Conference = CALLED, *, now: datetime = BEGINS, file: CaseFile = OPEN) -> Conference | Refused:
    return running.begun(one, TEMPLATE, file=file, now=now)


def stepped(by: int, one: Conference, *, seen: int = 1, file: CaseFile = OPEN) -> Conference | Refused:
    return running.stepped(one, TEMPLATE, by=by, seen=seen, file=file, now=BEGINS + 3 * MINUTE)


def test_it_begins_with_its_first_item_an_hour_early_at_most() -> None:
    assert begun() == at(1, minutes=5)
    assert isinstance(begun(now=BEGINS - HOUR), Conference)
    assert begun(now=BEGINS - HOUR - BLINK) == Refused("conference-too-early", LABEL)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"begun_at": BEGINS}, "conference-runs-already"),
        ({"ended_at": BEGINS}, "conference-unchangeable"),
        ({"cancelled_at": BEGINS}, "conference-unchangeable"),
        ({"form": Form.WRITTEN}, "conference-too-early"),
    ],
)
def test_what_runs_is_over_or_in_writing_is_not_begun(changed: dict[str, object], reason: str) -> None:
    assert begun(replace(CALLED, **changed)) == Refused(reason, LABEL)  # type: ignore[arg-type]


def test_in_a_closed_case_nothing_goes_on() -> None:
    no = Refused("case-closed", LABEL)

    assert begun(file=CLOSED) == no
    assert stepped(1, at(1), file=CLOSED) == no


def test_it_goes_on_and_back_each_as_a_turn_of_its_own() -> None:
    on = stepped(1, at(1))
    assert isinstance(on, Conference)
    back = stepped(-1, on, seen=2)

    assert on.course == Course(item=2, since=BEGINS + 3 * MINUTE, minutes=10, turn=2)
    assert isinstance(back, Conference)
    assert back.course == Course(item=1, since=BEGINS + 3 * MINUTE, minutes=5, turn=3)


def test_of_two_who_go_on_at_once_the_second_is_told() -> None:
    assert stepped(1, at(2, turn=2)) == Refused("conference-moved-on", {"item": "2"})


@pytest.mark.parametrize(("item", "by"), [(1, -1), (len(TEMPLATE), 1)], ids=["first", "last"])
def test_before_the_first_and_behind_the_last_there_is_none(item: int, by: int) -> None:
    assert stepped(by, at(item)) == Refused("no-such-item", {"items": "8"})


def test_what_does_not_run_goes_nowhere() -> None:
    no = Refused("conference-not-running", LABEL)

    assert stepped(1, CALLED) == no
    assert stepped(1, at(1, ended_at=BEGINS)) == no
    assert running.ended(CALLED, file=OPEN, now=BEGINS) == no
    assert running.extended(CALLED, 5, file=OPEN, now=BEGINS) == no


@pytest.mark.parametrize(("minutes", "fits"), [(0, False), (1, True), (60, True), (61, False), (-5, False)])
def test_an_item_is_given_more_time_within_reason(minutes: int, fits: bool) -> None:
    answer = running.extended(at(1), minutes, file=OPEN, now=BEGINS)

    longer = at(1, minutes=10 + minutes)
    assert answer == (longer if fits else Refused("extension-out-of-range", {"minutes": "60"}))


def test_it_ends_with_a_turn_of_its_own() -> None:
    assert running.ended(at(8), file=OPEN, now=BEGINS + HOUR) == at(8, turn=2, ended_at=BEGINS + HOUR)


# What is owed and still worth saying.


def test_with_an_item_its_words_and_its_warning_are_owed() -> None:
    words = Debt(SayItem(F1, CALLED.id, "1"), BEGINS, Urgency.WORDS)
    warning = Debt(WarnOfTime(F1, CALLED.id, "1"), BEGINS + 8 * MINUTE, Urgency.WORDS)

    assert running.said_next(at(1), BEGINS) == (words, warning)
    assert running.said_next(at(1, minutes=2), BEGINS) == (words,)
    assert running.said_next(at(1, ended_at=BEGINS), BEGINS) == (words,)


def test_of_a_turn_that_is_left_or_was_told_nothing_is_said() -> None:
    assert running.still_worth_saying(at(2, turn=2), OPEN, "2", 1)
    assert not running.still_worth_saying(at(2, turn=2), OPEN, "1", 0)
    assert not running.still_worth_saying(at(2, turn=2), OPEN, "2", 2)
    assert not running.still_worth_saying(at(2, turn=2), CLOSED, "2", 1)
    assert not running.still_worth_saying(CALLED, OPEN, "0", -1)


@pytest.mark.parametrize(
    ("passed", "worth"),
    [(8 * MINUTE - BLINK, False), (8 * MINUTE, True), (10 * MINUTE - BLINK, True), (10 * MINUTE, False)],
)
def test_a_warning_is_for_the_last_two_minutes(passed: timedelta, worth: bool) -> None:
    assert running.still_worth_warning(at(1), OPEN, "1", 0, BEGINS + passed) is worth


def test_nobody_is_warned_of_what_is_left_extended_or_over() -> None:
    now = BEGINS + 8 * MINUTE

    assert not running.still_worth_warning(CALLED, OPEN, "1", 0, now)
    assert not running.still_worth_warning(at(2, turn=2), OPEN, "1", 0, now)
    assert not running.still_worth_warning(at(1, minutes=15), OPEN, "1", 0, now)
    assert not running.still_worth_warning(at(1, ended_at=now), OPEN, "1", 0, now)
    assert not running.still_worth_warning(at(1), OPEN, "1", 1, now)


def test_the_chain_tells_that_it_was_begun() -> None:
    act = running.noted(CALLED, "conference.begun", AMIRA.id, BEGINS)

    assert act == Act(at=BEGINS, actor=AMIRA.id, deed="conference.begun", case=F1, target=CALLED.id)
