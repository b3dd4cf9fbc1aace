"""Days on which people work in a Land of Germany, and dates counted in days and months."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays

from hub.calendar import HOME

A_DAY = timedelta(days=1)
LANDS = frozenset(holidays.list_supported_countries()["DE"])
_SATURDAY = 5


def is_holiday(day: date, land: str) -> bool:
    """Whether a day is a holiday in a Land of Germany (by the Länder's laws on holidays)."""
    return day in _holidays(land)


def is_working_day(day: date, land: str) -> bool:
    """Whether offices work on a day: from Monday to Friday, except on holidays. A bridge day is one."""
    return day.weekday() < _SATURDAY and not is_holiday(day, land)


def on_or_after(day: date, land: str) -> date:
    """The first working day that is no earlier."""
    while not is_working_day(day, land):
        day += A_DAY
    return day


def on_or_before(day: date, land: str) -> date:
    """The last working day that is no later."""
    while not is_working_day(day, land):
        day -= A_DAY
    return day


def add_working_days(day: date, days: int, land: str) -> date:
    """So many working days later; the day itself does not count (§ 187(1) BGB)."""
    for _ in range(days):
        day = on_or_after(day + A_DAY, land)
    return day


def add_months(day: date, months: int) -> date:
    """The day of the same number so many months later.

    Where there is none, the month's last one (§ 188(3) BGB).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment(day: date, at: time) -> datetime:
    """The instant of a time by the clock on the wall in Germany.

    Of one that comes twice the first; of one that is missing when clocks go forward, as if they had not yet.
    """
    return datetime.combine(day, at, HOME).astimezone(UTC)


@cache
def _holidays(land: str) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv=land or None)
