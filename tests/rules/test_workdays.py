"""Working days of every Land, months that are too short, nights in which clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.calendar import HOME
from hub.workdays import (
    A_DAY,
    LANDS,
    add_months,
    add_working_days,
    is_working_day,
    moment,
    on_or_after,
    on_or_before,
)

LAENDER = sorted(LANDS - {"Augsburg"})
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
ANY_LAND = st.sampled_from(["", *LAENDER])
NEW_YEAR, GERMAN_UNITY = (1, 1), (10, 3)


def test_there_are_sixteen_laender() -> None:
    assert len(LAENDER) == 16


@pytest.mark.parametrize(
    ("day", "land", "works"),
    [
        (date(2026, 11, 23), "NW", True),
        (date(2026, 11, 22), "NW", False),
        (date(2026, 11, 21), "NW", False),
        # The day of repentance is a holiday in Saxony alone.
        (date(2026, 11, 18), "SN", False),
        (date(2026, 11, 18), "NW", True),
        # Corpus Christi is a Thursday; the bridge day behind it is a working day.
        (date(2026, 6, 4), "NW", False),
        (date(2026, 6, 5), "NW", True),
        (date(2026, 6, 4), "BE", True),
        (date(2026, 12, 25), "", False),
    ],
)
def test_people_work_from_monday_to_friday_except_on_holidays(day: date, land: str, works: bool) -> None:
    assert is_working_day(day, land) is works


@pytest.mark.parametrize("land", LAENDER)
@pytest.mark.parametrize("holiday", [NEW_YEAR, GERMAN_UNITY])
def test_nobody_works_anywhere_on_a_holiday_of_all(land: str, holiday: tuple[int, int]) -> None:
    assert not [y for y in range(2024, 2034) if is_working_day(date(y, *holiday), land)]


def test_what_falls_on_a_holiday_is_moved_forth_or_back() -> None:
    good_friday = date(2027, 3, 26)

    assert on_or_after(good_friday, "NW") == date(2027, 3, 30)
    assert on_or_before(good_friday, "NW") == date(2027, 3, 25)
    assert add_working_days(date(2027, 3, 25), 1, "NW") == date(2027, 3, 30)


def test_a_bridge_day_stays_where_it_is() -> None:
    bridge = date(2026, 6, 5)

    assert on_or_before(bridge, "NW") == on_or_after(bridge, "NW") == bridge


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_months_are_counted_to_the_same_number_or_the_last_day(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_a_time_by_the_wall_is_one_instant_also_when_clocks_change() -> None:
    half_past_two = time(2, 30)

    assert moment(date(2027, 3, 28), half_past_two) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert moment(date(2027, 10, 31), half_past_two) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert moment(date(2027, 1, 4), time(8)) == datetime(2027, 1, 4, 7, 0, tzinfo=UTC)
    assert moment(date(2027, 7, 5), time(8)) == datetime(2027, 7, 5, 6, 0, tzinfo=UTC)


@given(DAYS, ANY_LAND)
def test_a_moved_day_is_the_nearest_working_day(day: date, land: str) -> None:
    later, earlier = on_or_after(day, land), on_or_before(day, land)

    assert earlier <= day <= later
    assert is_working_day(later, land)
    assert is_working_day(earlier, land)
    between = (day + n * A_DAY for n in range((later - day).days))
    assert not any(is_working_day(one, land) for one in between)


@given(DAYS, ANY_LAND, st.integers(1, 30))
def test_so_many_working_days_lie_between(day: date, land: str, days: int) -> None:
    end = add_working_days(day, days, land)

    passed = (day + n * A_DAY for n in range(1, (end - day).days + 1))
    assert sum(is_working_day(one, land) for one in passed) == days


@given(DAYS, st.integers(-240, 240))
def test_months_lead_into_the_month_they_say(day: date, months: int) -> None:
    then = add_months(day, months)

    assert then.year * 12 + then.month == day.year * 12 + day.month + months
    assert then.day == day.day or (then.day < day.day and (then + A_DAY).day == 1)


@given(DAYS, st.times())
def test_on_every_day_there_is_every_time_once_and_in_order(day: date, at: time) -> None:
    instant = moment(day, at)

    on_the_wall = instant.astimezone(HOME).replace(tzinfo=UTC)
    assert abs(on_the_wall - datetime.combine(day, at, UTC)) in {timedelta(0), timedelta(hours=1)}
    assert moment(day, time(8)).astimezone(HOME).timetz().hour == 8
