"""A conference on its way: what is owed by its date, how far it has come, how it is moved or cancelled."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases.model import CaseFile, Corner
from hub.conference import rules
from hub.conference.model import TEMPLATE, Attendance, Conference, Occasion, Stage
from hub.conference.rules import LONGEST_CONFERENCE
from hub.conference.told import Agenda
from hub.effects import Debt, PostAgenda, Urgency
from hub.errors import Refused
from hub.identifiers import ConferenceId
from tests.clock import MONDAY
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    BRUECKE,
    CHLOE,
    F1,
    JOBCENTER,
    JONAS,
    JUGENDAMT,
    case_f1,
    closed,
)
from tests.rules.test_conference import BLINK, DAY, HOUR, conference

NEXT_WEEK = conference(begins_at=MONDAY + 7 * DAY)
BEGINS = NEXT_WEEK.begins_at
EVE = BEGINS - DAY
UNCHANGEABLE = Refused("conference-unchangeable", {"case": "F-1"})


# What is owed.


def test_the_agenda_is_owed_again_on_the_eve_and_at_the_start() -> None:
    assert rules.ahead(NEXT_WEEK) == tuple(
        Debt(PostAgenda(F1, NEXT_WEEK.id, occasion), due_at, Urgency.WORDS)
        for occasion, due_at in (("eve", EVE), ("start", BEGINS))
    )


def test_what_is_called_at_short_notice_has_no_eve() -> None:
    assert [debt.due_at for debt in rules.ahead(conference(begins_at=MONDAY + HOUR))] == [MONDAY + HOUR]


def worth(occasion: str, now: datetime, one: Conference = NEXT_WEEK, file: CaseFile | None = None) -> bool:
    return rules.still_worth_posting(one, file or case_f1(), now, occasion)


def test_each_occasion_has_its_time() -> None:
    at = (MONDAY, EVE - BLINK, EVE, BEGINS - BLINK, BEGINS, BEGINS + HOUR - BLINK, BEGINS + HOUR)

    assert [worth(Occasion.EVE, now) for now in at] == [False, False, True, True, False, False, False]
    assert [worth(Occasion.START, now) for now in at] == [False, False, False, False, True, True, False]


@pytest.mark.parametrize("occasion", Occasion)
def test_of_a_cancelled_conference_and_in_a_closed_case_nothing_is_posted(occasion: Occasion) -> None:
    now = {Occasion.CALLED: MONDAY, Occasion.EVE: EVE, Occasion.START: BEGINS}[occasion]

    assert worth(occasion, now)
    assert not worth(occasion, now, replace(NEXT_WEEK, cancelled_at=MONDAY))
    assert not worth(occasion, now, file=closed(case_f1()))


@pytest.mark.parametrize("said", ["opened_at", "begun_at"])
def test_a_beginning_is_said_once_and_not_behind_the_moderator(said: str) -> None:
    assert not worth(Occasion.START, BEGINS, replace(NEXT_WEEK, **{said: BEGINS}))  # type: ignore[arg-type]


# How far it has come.


@pytest.mark.parametrize(
    ("changed", "now", "stage"),
    [
        ({}, MONDAY, Stage.COLLECTING),
        ({"checked_at": MONDAY}, MONDAY, Stage.CHECKED),
        ({}, EVE, Stage.SET),
        ({"checked_at": MONDAY}, EVE, Stage.SET),
        ({}, BEGINS, Stage.SET),
        ({}, BEGINS + HOUR, Stage.OVER),
        ({"begun_at": BEGINS}, BEGINS, Stage.RUNNING),
        ({"begun_at": BEGINS}, BEGINS + 2 * HOUR, Stage.RUNNING),
        ({"begun_at": BEGINS}, BEGINS + LONGEST_CONFERENCE, Stage.OVER),
        ({"begun_at": BEGINS, "ended_at": BEGINS + HOUR}, BEGINS + HOUR, Stage.OVER),
        ({"cancelled_at": MONDAY}, MONDAY, Stage.CANCELLED),
        ({"cancelled_at": MONDAY}, BEGINS + HOUR, Stage.CANCELLED),
    ],
)
def test_the_stage_follows_from_what_is_known_and_the_time(
    changed: dict[str, datetime], now: datetime, stage: Stage
) -> None:
    assert rules.stage(replace(NEXT_WEEK, **changed), now) is stage  # type: ignore[arg-type]


ORDER = [Stage.COLLECTING, Stage.CHECKED, Stage.SET, Stage.RUNNING, Stage.OVER]


@given(st.integers(0, 200), st.integers(0, 200), st.booleans(), st.none() | st.integers(160, 180))
def test_by_time_alone_no_conference_goes_back(
    one: int, other: int, is_checked: bool, begun: int | None
) -> None:
    known = replace(
        NEXT_WEEK,
        checked_at=MONDAY if is_checked else None,
        begun_at=MONDAY + begun * HOUR if begun is not None else None,
    )
    sooner, later = sorted((one, other))

    before, after = (rules.stage(known, MONDAY + hours * HOUR) for hours in (sooner, later))
    assert ORDER.index(before) <= ORDER.index(after)


# Moved and cancelled.


def moved(
    to: datetime, one: Conference = NEXT_WEEK, *, now: datetime = MONDAY, known: tuple[Conference, ...] = ()
) -> Conference | Refused:
    return rules.moved(one, to, file=case_f1(), known=known, now=now)


def test_a_conference_that_was_moved_begins_then_and_the_room_is_still_to_be_told() -> None:
    opened = replace(NEXT_WEEK, opened_at=BEGINS)

    new = moved(BEGINS + DAY, opened, known=(opened,))

    assert new == replace(NEXT_WEEK, begins_at=BEGINS + DAY, is_change_untold=True)


def test_a_conference_is_moved_into_the_future_and_into_the_place_of_no_other() -> None:
    there = replace(NEXT_WEEK, id=ConferenceId("other"), begins_at=BEGINS + DAY)

    assert moved(MONDAY) == Refused("conference-in-the-past")
    assert moved(BEGINS + DAY, known=(there,)) == Refused("conference-called-already", {"case": "F-1"})
    assert isinstance(moved(BEGINS + DAY, known=(replace(there, cancelled_at=MONDAY),)), Conference)


@pytest.mark.parametrize("changed", [{"cancelled_at": MONDAY}, {"begun_at": MONDAY}, {"ended_at": MONDAY}])
def test_what_has_begun_or_was_cancelled_is_not_changed(changed: dict[str, datetime]) -> None:
    one = replace(NEXT_WEEK, **changed)  # type: ignore[arg-type]

    assert moved(BEGINS + DAY, one) == UNCHANGEABLE
    assert rules.cancelled(one, file=case_f1(), now=MONDAY) == UNCHANGEABLE


def test_in_a_closed_case_nothing_is_changed() -> None:
    no = Refused("case-closed", {"case": "F-1"})

    assert rules.cancelled(NEXT_WEEK, file=closed(case_f1()), now=MONDAY) == no


def test_a_cancelled_conference_is_in_the_way_of_no_other() -> None:
    gone = replace(NEXT_WEEK, id=ConferenceId("gone"), cancelled_at=MONDAY)

    assert isinstance(rules.call(NEXT_WEEK, [], case_f1(), [gone]), rules.Called)


def test_a_change_is_told_while_the_room_does_not_know_it() -> None:
    late = replace(NEXT_WEEK, is_change_untold=True)
    gone = replace(late, cancelled_at=MONDAY)

    assert rules.change_still_worth_telling(late, case_f1(), BEGINS - BLINK)
    assert not rules.change_still_worth_telling(late, case_f1(), BEGINS)
    assert rules.change_still_worth_telling(gone, case_f1(), BEGINS)
    assert not rules.change_still_worth_telling(gone, closed(case_f1()), MONDAY)
    assert not rules.change_still_worth_telling(replace(gone, is_change_untold=False), case_f1(), MONDAY)


def test_a_reason_is_showable_and_short() -> None:
    assert rules.reason(" Frau Kaya ist krank ") == "Frau Kaya ist krank"
    assert isinstance(rules.reason("a\nb"), Refused)
    assert rules.reason("x" * 100_000) == Refused(
        "unshowable-text", {"given": ascii("x" * 60)[:60], "most": "300"}
    )


def test_what_becomes_of_it_is_recorded_without_the_reason() -> None:
    told = (
        rules.was_moved(NEXT_WEEK, AMIRA.id, MONDAY),
        rules.was_cancelled(NEXT_WEEK, AMIRA.id, MONDAY),
        rules.posted(NEXT_WEEK, MONDAY, Occasion.START),
    )

    assert told == tuple(
        Act(at=MONDAY, actor=actor, deed=deed, case=F1, target=NEXT_WEEK.id)
        for actor, deed in (
            (AMIRA.id, "conference.moved"),
            (AMIRA.id, "conference.cancelled"),
            ("hub", "conference.opened"),
        )
    )


# What an agenda says.


def agenda(**changed: object) -> Agenda:
    drawn = rules.agenda(NEXT_WEEK, ["Wohnen"], moderator=AMIRA, file=case_f1(BO))
    return replace(drawn, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"topics": ("Schule",)},
        {"moderator": None},
        {"present": (JOBCENTER.name,)},
        {"has_client": True},
        {"missing": (Corner.PROVIDER,)},
        {"deviations": ("Antrag fehlt",)},
        {"items": TEMPLATE[1:]},
        {"conference": replace(NEXT_WEEK, begins_at=EVE)},
        {"conference": replace(NEXT_WEEK, lasts=2 * HOUR)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_agenda_that_says_anything_else_is_another_one(changed: dict[str, object]) -> None:
    assert rules.print_of(agenda(**changed)) != rules.print_of(agenda())


def test_why_it_is_posted_makes_no_other_agenda_of_it() -> None:
    assert rules.print_of(agenda(occasion=Occasion.EVE)) == rules.print_of(agenda())


@given(st.integers(1, 480))
def test_items_fill_the_time_there_is(minutes: int) -> None:
    items = rules.fitted(TEMPLATE, minutes)

    fits = minutes >= len(TEMPLATE)
    assert sum(item.minutes for item in items) == (minutes if fits else 60)
    assert all(item.minutes > 0 for item in items)
    assert [item.key for item in items] == [item.key for item in TEMPLATE]


def test_in_half_an_hour_each_item_has_about_half_its_time() -> None:
    assert [item.minutes for item in rules.fitted(TEMPLATE, 30)] == [2, 6, 4, 4, 4, 5, 3, 2]
    assert rules.fitted(TEMPLATE, 60) == TEMPLATE
    assert rules.fitted(TEMPLATE, 7) == TEMPLATE


# Who is there.


def test_who_is_there_is_told_by_agency_and_which_side_is_missing() -> None:
    known = {agency.id: agency for agency in AGENCIES}
    here = Attendance(
        file=case_f1(BO, CHLOE), may=frozenset({AMIRA.user, BO.user, JONAS.user}), agencies=known
    )

    assert here.present == (JOBCENTER.name, JUGENDAMT.name)
    assert here.missing == (Corner.PROVIDER,)
    assert here.has_client
    assert replace(here, may=here.may | {CHLOE.user}).missing == ()
    assert replace(here, may=frozenset({CHLOE.user})).present == (BRUECKE.name,)
    # An agency that the chain does not tell of is named to nobody.
    assert replace(here, agencies={}).present == ()


def test_the_lead_stands_in_for_who_moderates() -> None:
    here = Attendance(file=case_f1(BO, CHLOE), may=frozenset({BO.user, CHLOE.user}))
    by_bo = replace(NEXT_WEEK, moderator=BO.id)

    assert [here.may_moderate(by_bo, one.id) for one in (BO, AMIRA, CHLOE)] == [True, True, False]
    without_lead = replace(here, file=replace(here.file, participations=here.file.participations[1:]))
    assert [without_lead.may_moderate(by_bo, one.id) for one in (BO, AMIRA)] == [True, False]
