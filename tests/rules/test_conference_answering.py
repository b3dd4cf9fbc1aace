"""A conference in writing: how long it is open, who may answer, and whose answer is missing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference import answering, rules
from hub.conference.model import TEMPLATE, Attendance, Conference, Form, Occasion, Reply, Stage
from hub.effects import Debt, EndWriting, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT
from tests.clock import MONDAY
from tests.people import AMIRA, BO, F1, JONAS, case_f1, closed
from tests.rules.test_conference import BLINK, DAY, HOUR, MINUTE, conference

WRITTEN = conference(begins_at=MONDAY, lasts=7 * DAY, form=Form.WRITTEN)
MEETING = conference(begins_at=MONDAY)
LABEL = {"case": "F-1"}
OPEN, CLOSED = case_f1(BO), closed(case_f1(BO))
SHUT = Refused("not-open-for-replies", LABEL)


def said(
    *paragraphs: str,
    one: Conference = WRITTEN,
    item: int = 1,
    file: CaseFile = OPEN,
    now: datetime = MONDAY,
) -> Reply | Refused:
    return answering.reply(paragraphs, one, item=item, items=TEMPLATE, author=BO.id, file=file, now=now)


def reply(*paragraphs: str, item: int = 1, author: str = BO.id) -> Reply:
    return Reply(conference=WRITTEN.id, item=item, author=author, paragraphs=paragraphs, at=MONDAY)


# Calling.


@pytest.mark.parametrize(
    ("lasts", "fits"),
    [(DAY, True), (20 * DAY, True), (21 * DAY, False), (timedelta(0), False), (DAY + HOUR, False)],
)
def test_it_is_open_for_whole_days_and_twenty_at_most(lasts: timedelta, fits: bool) -> None:
    answer = rules.call(replace(WRITTEN, lasts=lasts), [], OPEN)

    assert isinstance(answer, rules.Called) is fits
    assert fits or answer == Refused("written-too-long", {"days": "20"})


def test_it_may_begin_at_once_but_not_before() -> None:
    assert isinstance(rules.call(WRITTEN, [], OPEN), rules.Called)
    past = replace(WRITTEN, begins_at=MONDAY - BLINK)
    assert rules.call(past, [], OPEN) == Refused("conference-in-the-past")


def test_it_runs_by_time_alone_and_is_over_when_its_days_are() -> None:
    at = (MONDAY - BLINK, MONDAY, MONDAY + 7 * DAY - BLINK, MONDAY + 7 * DAY)

    stages = [rules.stage(WRITTEN, now) for now in at]

    assert stages[1:] == [Stage.RUNNING, Stage.RUNNING, Stage.OVER]
    assert stages[0] is not Stage.RUNNING


def test_its_agenda_is_posted_as_long_as_it_is_open() -> None:
    assert rules.still_worth_posting(WRITTEN, OPEN, MONDAY + DAY, Occasion.CALLED)
    assert not rules.still_worth_posting(WRITTEN, OPEN, MONDAY + 7 * DAY, Occasion.CALLED)


# Answering.


def test_somebody_answers_an_item_or_passes() -> None:
    assert said(" Es geht mir gut. ", "Danke.") == reply("Es geht mir gut.", "Danke.")
    assert said() == reply()


@pytest.mark.parametrize("item", [0, 9, -1])
def test_there_is_no_answer_to_no_item(item: int) -> None:
    assert said("Ja", item=item) == Refused("no-such-item", {"items": "8"})


@pytest.mark.parametrize("paragraphs", [["x" * 100_000], ["a\nb"], ["x" * 1500, "x" * 501], [""]])
def test_an_answer_is_short_and_plays_no_tricks(paragraphs: list[str]) -> None:
    assert said(*paragraphs) == Refused("unshowable-text", {"given": "…", "most": "2000"})


def test_in_writing_it_is_answered_while_it_is_open() -> None:
    end = MONDAY + 7 * DAY

    assert isinstance(said("Ja", now=end - BLINK), Reply)
    assert said("Ja", now=end) == SHUT
    assert said("Ja", one=replace(WRITTEN, ended_at=MONDAY)) == SHUT
    assert said("Ja", file=CLOSED) == Refused("case-closed", LABEL)


def test_a_side_that_was_absent_answers_up_to_two_days_after_a_meeting() -> None:
    end = MEETING.ends_at + 48 * HOUR
    early = replace(MEETING, begun_at=MONDAY - HOUR, ended_at=MONDAY + 30 * MINUTE)

    assert said("Ja", one=MEETING, now=MONDAY - BLINK) == SHUT
    assert isinstance(said("Ja", one=MEETING, now=end - BLINK), Reply)
    assert said("Ja", one=MEETING, now=end) == SHUT
    assert isinstance(said("Ja", one=early, now=MONDAY - MINUTE), Reply)
    assert said("Ja", one=early, now=MONDAY + 30 * MINUTE + 48 * HOUR) == SHUT
    assert said("Ja", one=replace(MEETING, cancelled_at=MONDAY)) == SHUT


# What is missing.


def test_whoever_takes_part_and_has_neither_answered_nor_passed_is_open() -> None:
    there = Attendance(file=OPEN, may=frozenset({BO.user, JONAS.user}))
    replies = [reply("Ja"), reply(item=2), reply("Ja", author=CLIENT)]

    open_ = answering.still_open(there, TEMPLATE[:2], replies)

    assert open_ == ((CLIENT, 2),)
    assert answering.missing([*open_, (BO.id, 2), (BO.id, 1)]) == {1: 1, 2: 2}
    assert answering.told(WRITTEN, open_).missing == {2: 1}
    without_client = replace(there, may=frozenset({BO.user}))
    assert answering.still_open(without_client, TEMPLATE[:2], replies) == ()


# Its end.


def test_its_end_is_owed_and_a_meetings_is_not() -> None:
    due_at = MONDAY + 7 * DAY

    assert answering.ends(WRITTEN) == (Debt(EndWriting(F1, WRITTEN.id), due_at, Urgency.WORDS),)
    assert answering.ends(MEETING) == ()


def test_it_is_closed_before_its_time_while_it_is_open() -> None:
    no = Refused("conference-not-running", LABEL)

    assert answering.closed(WRITTEN, file=OPEN, now=MONDAY) == Debt(
        EndWriting(F1, WRITTEN.id), MONDAY, Urgency.WORDS
    )
    assert answering.closed(MEETING, file=OPEN, now=MONDAY) == no
    assert answering.closed(WRITTEN, file=OPEN, now=MONDAY + 7 * DAY) == no
    assert answering.closed(WRITTEN, file=CLOSED, now=MONDAY) == Refused("case-closed", LABEL)


def test_it_ends_once_when_its_time_is_over_or_somebody_closed_it() -> None:
    end = MONDAY + 7 * DAY

    def worth(one: Conference = WRITTEN, *, now: datetime, is_open: bool = True, said: int = 0) -> bool:
        return answering.still_worth_ending(one, is_open=is_open, said=said, now=now)

    assert not worth(now=end - BLINK)
    assert worth(now=end)
    assert worth(replace(WRITTEN, ended_at=MONDAY), now=MONDAY)
    assert not worth(now=end, is_open=False)
    assert not worth(now=end, said=1)
    assert not worth(replace(WRITTEN, cancelled_at=MONDAY), now=end)


def test_the_chain_tells_that_somebody_answered_and_not_what() -> None:
    act = answering.noted(reply("Geheim"), WRITTEN)

    assert act == Act(at=MONDAY, actor=BO.id, deed="reply.given", case=F1, target=WRITTEN.id)
    assert AMIRA.id not in str(act)
