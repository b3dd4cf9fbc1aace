"""Days and ages as people in Germany count them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.calendar import age, at_home, begins, birthday, of_age_at
from hub.errors import Refused


def test_a_day_begins_at_midnight_in_germany() -> None:
    assert begins(date(2027, 1, 1)).astimezone(UTC) == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert begins(date(2027, 7, 1)).astimezone(UTC) == datetime(2027, 6, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        (date(2012, 9, 9), date(2030, 9, 9)),
        # § 188(2) BGB: the eighteenth year ends with 28 February.
        (date(2012, 2, 29), date(2030, 3, 1)),
        (date(2004, 2, 29), date(2022, 3, 1)),
    ],
)
def test_somebody_is_of_age_with_the_beginning_of_their_birthday(born: date, of_age: date) -> None:
    assert of_age_at(born) == begins(of_age)


def test_who_was_born_on_a_leap_day_has_their_birthday_on_it_where_there_is_one() -> None:
    assert birthday(date(2012, 2, 29), 4) == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("day", "years"), [(date(2026, 9, 8), 13), (date(2026, 9, 9), 14), (date(2012, 9, 9), 0)]
)
def test_a_year_of_life_is_completed_with_the_birthday(day: date, years: int) -> None:
    assert age(date(2012, 9, 9), begins(day)) == years


def test_who_is_not_born_yet_has_no_age() -> None:
    assert age(date(2030, 1, 1), begins(date(2026, 1, 1))) < 0


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 120))
def test_an_age_is_reached_exactly_with_its_birthday(born: date, years: int) -> None:
    instant = begins(birthday(born, years))

    assert age(born, instant) == years


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2027-03-28 02:30", Refused("moment-missing", {"given": "2027-03-28 02:30"})),
        ("2027-10-31 02:30", Refused("moment-twice", {"given": "2027-10-31 02:30"})),
        ("2027-03-28 03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31 03:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
        ("2027-06-01 10:00", datetime(2027, 6, 1, 8, tzinfo=UTC)),
    ],
    ids=["clocks forward", "clocks back", "just after", "just after, too", "any day"],
)
def test_a_time_without_a_zone_is_taken_if_it_means_one_instant(
    typed: str, answer: datetime | Refused
) -> None:
    assert at_home(datetime.fromisoformat(typed)) == answer
