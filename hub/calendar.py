"""Days and ages as people in Germany count them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hub.errors import Refused

HOME = ZoneInfo("Europe/Berlin")
OF_AGE = 18


def begins(day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time(0), HOME)


def birthday(born: date, years: int) -> date:
    """The day with which somebody completes so many years (§ 187(2), § 188(2) BGB).

    Who was born on 29 February has their birthday on 1 March where there is none.
    """
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def of_age_at(born: date) -> datetime:
    """The instant from which on somebody is of age (§ 2 BGB)."""
    return begins(birthday(born, OF_AGE))


def age(born: date, at: datetime) -> int:
    """How many years somebody has completed."""
    today = at.astimezone(HOME).date()
    years = today.year - born.year
    return years if birthday(born, years) <= today else years - 1


def at_home(typed: datetime) -> datetime | Refused:
    """The instant that a time without a zone means in Germany, if it means exactly one.

    In the night when clocks go forward an hour is missing, when they go back one comes twice.
    """
    first, second = (typed.replace(tzinfo=HOME, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    facts = {"given": typed.isoformat(sep=" ", timespec="minutes")}
    if first.astimezone(UTC).astimezone(HOME).replace(tzinfo=None) != typed:
        return Refused("moment-missing", facts)
    return Refused("moment-twice", facts)
