"""Hours as people declare them: over midnight, over the change of clocks, without their holidays."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.calendar import HOME
from hub.errors import Refused
from hub.presence.hours import Period, Span, Week, in_common, joined, read_week, without, written
from hub.workdays import is_holiday

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
EIGHT, FOUR_PM = time(8), time(16)


def berlin(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=HOME).astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("Mo 8-16", {Span(MONDAY, EIGHT, FOUR_PM)}),
        ("mo 08:00 – 16:00", {Span(MONDAY, EIGHT, FOUR_PM)}),
        ("Mo. 8.00-16.00", {Span(MONDAY, EIGHT, FOUR_PM)}),
        ("Fr-Sa 8-16", {Span(FRIDAY, EIGHT, FOUR_PM), Span(SATURDAY, EIGHT, FOUR_PM)}),
        ("Sa-Mo 8-16", {Span(day, EIGHT, FOUR_PM) for day in (SATURDAY, SUNDAY, MONDAY)}),
        ("Fr 22-6", {Span(FRIDAY, time(22), time(6))}),
        ("Su 0-24", {Span(SUNDAY, time(0), time(0))}),
        ("Mo 8-12, Mo 13-16:30", {Span(MONDAY, EIGHT, time(12)), Span(MONDAY, time(13), time(16, 30))}),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: set[Span]) -> None:
    assert read_week(typed) == Week(tuple(sorted(spans)))


@pytest.mark.parametrize(
    "typed",
    ["", " , ", "immer", "Xy 8-16", "Mo 8", "Mo 25-26", "Mo 8:75-9", "Mo 8-8", "Mo 8-16 oder so", "x" * 9999],
)
def test_what_are_no_hours_is_refused(typed: str) -> None:
    refused = read_week(typed)

    assert isinstance(refused, Refused)
    assert refused.reason == "malformed-hours"


def test_nobody_declares_endless_hours() -> None:
    ragged = ",".join(
        f"mo {hour}:{minute:02}-{hour}:{minute + 1:02}" for hour in range(24) for minute in (0, 10, 20)
    )

    assert read_week(ragged) == Refused("too-many-hours", {"most": "50"})


def test_a_land_is_one_of_germany() -> None:
    assert read_week("Mo 8-16", "XX") == Refused("unknown-land", {"given": "XX"})
    assert read_week("Mo 8-16", "NW") == Week((Span(MONDAY, EIGHT, FOUR_PM),), "NW")


@pytest.mark.parametrize("typed", ["Mo-Do 8-16:30, Fr 8-12", "Fr 22-6", "So 0-24", "Sa 12-24"])
def test_hours_can_be_written_down_and_read_again(typed: str) -> None:
    week = read_week(typed, "NW")
    assert isinstance(week, Week)

    assert read_week(written(week), "NW") == week


def test_whoever_works_past_midnight_can_be_reached_past_midnight() -> None:
    night = Week((Span(FRIDAY, time(22), time(6)),))

    assert night.around(berlin(2026, 11, 28, 3), 1) == [
        Period(berlin(2026, 11, 27, 22), berlin(2026, 11, 28, 6))
    ]


def test_what_touches_is_one_period() -> None:
    whole_days = Week((Span(FRIDAY, time(0), time(0)), Span(SATURDAY, time(0), time(12))))

    assert whole_days.periods(date(2026, 11, 27), 2) == [
        Period(berlin(2026, 11, 27), berlin(2026, 11, 28, 12))
    ]


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        # Clocks go forward at two: an hour is missing. They go back at three: one comes twice.
        (date(2027, 3, 28), 3),
        (date(2027, 10, 31), 5),
        (date(2027, 6, 6), 4),
    ],
)
def test_hours_are_those_of_the_wall_when_clocks_change(night: date, hours: int) -> None:
    week = Week((Span(SUNDAY, time(1), time(5)),))

    (period,) = week.periods(night, 1)

    assert period.ends - period.begins == timedelta(hours=hours)


def test_hours_in_the_missing_hour_alone_are_none() -> None:
    assert Week((Span(SUNDAY, time(2), time(3)),)).periods(date(2027, 3, 28), 1) == []


def test_an_hour_that_comes_twice_counts_twice() -> None:
    (period,) = Week((Span(SUNDAY, time(2), time(3)),)).periods(date(2027, 10, 31), 1)

    assert period == Period(datetime(2027, 10, 31, 0, tzinfo=UTC), datetime(2027, 10, 31, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "land", "is_free"),
    [
        (date(2026, 12, 25), "", True),
        (date(2027, 5, 27), "NW", True),
        # Corpus Christi is none in Berlin, nor one of all Germany.
        (date(2027, 5, 27), "BE", False),
        (date(2027, 5, 27), "", False),
    ],
)
def test_holidays_are_those_of_a_land(day: date, land: str, is_free: bool) -> None:
    assert is_holiday(day, land) is is_free
    assert bool(Week((Span(day.weekday(), EIGHT, FOUR_PM),), land).periods(day, 1)) is not is_free


INSTANTS = st.integers(0, 60).map(lambda minutes: berlin(2026, 11, 23) + timedelta(minutes=minutes))
PERIODS = st.lists(
    st.tuples(INSTANTS, INSTANTS).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Period(*pair)),
    max_size=5,
)


def within(periods: list[Period], now: datetime) -> bool:
    return any(period.holds(now) for period in periods)


@given(PERIODS, PERIODS, INSTANTS)
def test_periods_are_joined_taken_out_and_met_instant_by_instant(
    some: list[Period], others: list[Period], now: datetime
) -> None:
    assert within(joined(some), now) is within(some, now)
    assert within(without(some, others), now) is (within(some, now) and not within(others, now))
    assert within(in_common(some, others), now) is (within(some, now) and within(others, now))


def test_what_is_taken_out_may_reach_over_several_and_lie_within_one() -> None:
    def hours(*pairs: tuple[int, int]) -> list[Period]:
        day = berlin(2026, 11, 23)
        return [Period(day + timedelta(hours=begins), day + timedelta(hours=ends)) for begins, ends in pairs]

    day = hours((8, 12), (13, 16), (17, 20))

    assert without(day, hours((1, 2), (9, 10), (11, 14), (21, 22))) == hours(
        (8, 9), (10, 11), (14, 16), (17, 20)
    )
    assert without(day, hours((8, 13), (15, 20))) == hours((13, 15))
    assert without(day, hours((0, 24))) == []
    assert without(day, []) == day
    assert in_common(day, hours((10, 14), (15, 18))) == hours((10, 12), (13, 14), (15, 16), (17, 18))
    assert in_common(day, hours((12, 13), (20, 21))) == []


@given(PERIODS)
def test_joined_periods_neither_touch_nor_overlap(some: list[Period]) -> None:
    whole = joined(some)

    assert all(one.ends < other.begins for one, other in pairwise(whole))
