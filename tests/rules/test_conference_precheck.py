"""What a conference still lacks: who may not come, which side is missing, how the client was invited."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.calendar import HOME
from hub.cases.model import CaseFile
from hub.conference import rules
from hub.conference.model import Attendance, Conference, Interpreter
from hub.conference.precheck import (
    Finding,
    Lack,
    Preparation,
    due_at,
    owed,
    precheck,
    still_worth_looking,
)
from hub.effects import Debt, PreCheck, Urgency
from hub.errors import Refused
from hub.identifiers import TEAM
from tests.clock import MONDAY
from tests.people import AGENCIES, AMIRA, BO, CHLOE, F1, JONAS, case_f1, closed
from tests.rules.test_conference import BLINK, DAY, HOUR, conference

CALLED = conference(begins_at=MONDAY + 14 * DAY, invited_in="de", speaks="de", interpreter=Interpreter.NONE)
LATER = MONDAY + 90 * DAY


def lacks(
    one: Conference = CALLED,
    *,
    file: CaseFile | None = None,
    may: frozenset[str] = frozenset({AMIRA.user, BO.user, CHLOE.user, JONAS.user}),
    until: dict[str, datetime] | None = None,
    **more: tuple[str, ...],
) -> list[Finding]:
    there = Attendance(
        file=file or case_f1(BO, CHLOE),
        may=may,  # type: ignore[arg-type]
        agencies={agency.id: agency for agency in AGENCIES},
        until=until or {},  # type: ignore[arg-type]
    )
    return list(precheck(Preparation(conference=one, there=there, **more)))


def test_where_all_is_ready_nothing_is_missing() -> None:
    assert lacks(until={BO.user: LATER}) == []


def test_who_may_not_come_and_whose_consent_ends_before_the_end_is_told() -> None:
    ends = CALLED.ends_at
    everybody_but_chloe = frozenset({AMIRA.user, BO.user, JONAS.user})

    assert Finding(Lack.CONSENT, CHLOE.name) in lacks(may=everybody_but_chloe)
    assert lacks(until={BO.user: ends - BLINK}) == [Finding(Lack.CONSENT_ENDS, BO.name)]
    assert lacks(until={BO.user: ends}) == []


def test_a_missing_side_is_told_and_what_the_plan_needs_and_reports() -> None:
    found = lacks(file=case_f1(BO), needed=("Schuldnerberatung", BO.function), late=("Brücke e. V.",))

    assert found == [
        Finding(Lack.SIDE, "provider"),
        Finding(Lack.FUNCTION, "Schuldnerberatung"),
        Finding(Lack.REPORT, "Brücke e. V."),
    ]


def test_who_moderates_no_longer_and_a_case_without_a_lead_is_told_first() -> None:
    by_chloe = replace(CALLED, moderator=CHLOE.id)
    without = frozenset({AMIRA.user, BO.user, JONAS.user})
    nobody = replace(case_f1(BO, CHLOE), participations=())

    assert lacks(by_chloe, may=without)[0] == Finding(Lack.MODERATOR, AMIRA.name)
    assert lacks(by_chloe, file=nobody)[0] == Finding(Lack.LEAD)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"invited_in": ""}, [Finding(Lack.INVITATION)]),
        ({"speaks": "tr", "interpreter": Interpreter.ORDERED}, [Finding(Lack.LANGUAGE, "tr")]),
        ({"speaks": "", "interpreter": Interpreter.UNSAID}, []),
        ({"interpreter": Interpreter.NEEDED}, [Finding(Lack.INTERPRETER)]),
        (
            {"speaks": "tr", "invited_in": "tr", "interpreter": Interpreter.UNSAID},
            [Finding(Lack.INTERPRETER)],
        ),
        ({"speaks": "tr", "invited_in": "tr", "interpreter": Interpreter.NONE}, []),
    ],
)
def test_the_client_is_invited_in_their_language_and_somebody_interprets(
    changed: dict[str, object], missing: list[Finding]
) -> None:
    assert lacks(replace(CALLED, **changed)) == missing  # type: ignore[arg-type]


def test_colleagues_among_themselves_need_no_client_and_no_side() -> None:
    apart = replace(CALLED, circle=TEAM, invited_in="")

    assert lacks(apart, file=case_f1(BO)) == []


# When.


@pytest.mark.parametrize(
    ("begins", "looks"),
    [
        (datetime(2026, 12, 8, 10, tzinfo=HOME), datetime(2026, 12, 1, 10, tzinfo=HOME)),
        (datetime(2026, 12, 8, 7, tzinfo=HOME), datetime(2026, 12, 1, 9, tzinfo=HOME)),
        (datetime(2026, 12, 8, 18, tzinfo=HOME), datetime(2026, 12, 2, 9, tzinfo=HOME)),
        # A Saturday; New Year's Day, a Friday.
        (datetime(2026, 12, 12, 10, tzinfo=HOME), datetime(2026, 12, 7, 9, tzinfo=HOME)),
        (datetime(2027, 1, 8, 10, tzinfo=HOME), datetime(2027, 1, 4, 9, tzinfo=HOME)),
        # The clock is put forward in between.
        (datetime(2027, 3, 30, 10, tzinfo=HOME), datetime(2027, 3, 23, 10, tzinfo=HOME)),
    ],
)
def test_it_is_looked_for_a_week_before_when_people_work(begins: datetime, looks: datetime) -> None:
    found = due_at(replace(CALLED, begins_at=begins.astimezone(UTC)))

    assert found == looks or found - looks == timedelta(hours=-1)


@given(st.integers(0, 24 * 800))
def test_it_is_always_looked_for_in_working_hours_before_it_begins(hours: int) -> None:
    one = replace(CALLED, begins_at=MONDAY + hours * HOUR)
    looks = due_at(one).astimezone(HOME)

    assert looks <= one.begins_at
    if looks < one.begins_at:
        assert looks.weekday() < 5
        assert 9 <= looks.hour <= 16


def test_later_than_a_week_before_it_is_looked_for_at_once() -> None:
    soon = replace(CALLED, begins_at=MONDAY + DAY)

    assert owed(soon, MONDAY) == Debt(PreCheck(F1, soon.id), MONDAY, Urgency.WORDS)
    assert owed(CALLED, MONDAY).due_at == MONDAY + 7 * DAY


def test_it_is_looked_for_once_in_its_time_and_of_what_takes_place() -> None:
    at, begins = MONDAY + 7 * DAY, CALLED.begins_at

    def worth(one: Conference = CALLED, *, now: datetime = at, is_open: bool = True) -> bool:
        return still_worth_looking(one, is_open=is_open, now=now)

    assert [worth(now=now) for now in (at - BLINK, at, begins - BLINK, begins)] == [False, True, True, False]
    assert not worth(is_open=False)
    assert not worth(replace(CALLED, checked_at=at))
    assert not worth(replace(CALLED, cancelled_at=at))


# What is noted.


def prepared(
    one: Conference = CALLED,
    *,
    speaks: str | None = None,
    invited_in: str | None = None,
    interpreter: Interpreter | None = None,
    file: CaseFile | None = None,
) -> Conference | Refused:
    return rules.prepared(
        one,
        speaks=speaks,
        invited_in=invited_in,
        interpreter=interpreter,
        file=file or case_f1(),
        now=MONDAY,
    )


def test_what_is_not_said_stays_as_it_was() -> None:
    assert prepared() == CALLED
    assert prepared(speaks="tr") == replace(CALLED, speaks="tr")
    assert prepared(invited_in="", interpreter=Interpreter.NEEDED) == replace(
        CALLED, invited_in="", interpreter=Interpreter.NEEDED
    )


@pytest.mark.parametrize("typed", ["Türkisch", "t", "TR", "turk", "x" * 100_000])
def test_a_language_has_two_or_three_letters(typed: str) -> None:
    answer = prepared(speaks=typed)

    assert answer == Refused("malformed-language", {"given": ascii(typed[:20])})


def test_in_a_closed_case_nothing_is_prepared() -> None:
    assert prepared(file=closed(case_f1())) == Refused("case-closed", {"case": "F-1"})
