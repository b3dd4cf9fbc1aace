"""Hours as people declare them: by the clock on the wall, week by week, holidays left out."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from hub.calendar import HOME
from hub.errors import Refused
from hub.workdays import A_DAY, LANDS, is_holiday

# Nobody's hours are so ragged that they need more.
MOST_SPANS = 50
_DAYS = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
_LETTERS = tuple(name.capitalize() for name in _DAYS)
_DAYS |= {"tu": 1, "we": 2, "th": 3, "su": 6}
_PART = re.compile(
    r"(?P<first>[a-z]{2})\.?(?:\s*[-–]\s*(?P<last>[a-z]{2})\.?)?\s+"
    r"(?P<from_h>\d{1,2})(?:[:.](?P<from_m>\d{2}))?\s*[-–]\s*(?P<to_h>\d{1,2})(?:[:.](?P<to_m>\d{2}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From one instant to another one, which is no part of it."""

    begins: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.begins <= now < self.ends


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Hours of a weekday (0 is Monday). What ends no later than it begins ends on the day after."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Week:
    """When somebody can be reached in an ordinary week; on holidays of their Land they cannot.

    A Land by its letters, such as NW; without one only what is a holiday everywhere in Germany counts.
    """

    spans: tuple[Span, ...]
    land: str = ""

    def periods(self, first: date, days: int) -> list[Period]:
        """When they can be reached on so many days from one on, without gaps between what touches."""
        return joined(self._each(first, days))

    def around(self, now: datetime, days: int) -> list[Period]:
        """As `periods`, from the day before an instant on: it may have begun before midnight."""
        return self.periods(now.astimezone(HOME).date() - A_DAY, days + 1)

    def _each(self, first: date, days: int) -> Iterator[Period]:
        for day in (first + n * A_DAY for n in range(days)):
            if is_holiday(day, self.land):
                continue
            for span in self.spans:
                if span.weekday != day.weekday():
                    continue
                period = _period(span, day)
                if period.begins < period.ends:
                    yield period


def joined(periods: Iterable[Period]) -> list[Period]:
    """Periods in order; what touches or overlaps is one."""
    whole: list[Period] = []
    for period in sorted(periods):
        if whole and period.begins <= whole[-1].ends:
            whole[-1] = Period(whole[-1].begins, max(whole[-1].ends, period.ends))
        else:
            whole.append(period)
    return whole


def without(periods: Iterable[Period], taken: Iterable[Period]) -> list[Period]:
    """What of periods is left when others are taken out."""
    # Both in order, and each looked at once: a calendar has hundreds of them.
    left, outs = [], deque(joined(taken))
    for one in joined(periods):
        begins = one.begins
        while outs and outs[0].begins < one.ends:
            if begins < outs[0].begins:
                left.append(Period(begins, outs[0].begins))
            begins = max(begins, outs[0].ends)
            if begins >= one.ends:
                # It may take something of the next one, too.
                break
            outs.popleft()
        if begins < one.ends:
            left.append(Period(begins, one.ends))
    return left


def in_common(one: Iterable[Period], other: Iterable[Period]) -> list[Period]:
    """What lies in both."""
    both, mine, theirs = [], deque(joined(one)), deque(joined(other))
    while mine and theirs:
        period = Period(max(mine[0].begins, theirs[0].begins), min(mine[0].ends, theirs[0].ends))
        if period.begins < period.ends:
            both.append(period)
        # Whichever ends first has nothing in common with what comes after.
        (mine if mine[0].ends < theirs[0].ends else theirs).popleft()
    return both


def read_week(typed: str, land: str = "") -> Week | Refused:
    """Read hours such as `Mo-Do 8-16:30, Fr 8-12`; days in German or English."""
    if land and land not in LANDS:
        return Refused("unknown-land", {"given": land[:20]})
    spans: set[Span] = set()
    plain = typed.lower().replace("uhr", "")
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", plain))):
        read = _spans(part)
        if read is None:
            return Refused("malformed-hours", {"given": _shown(part)})
        spans |= read
    if not spans:
        return Refused("malformed-hours", {"given": _shown(typed)})
    if len(spans) > MOST_SPANS:
        return Refused("too-many-hours", {"most": str(MOST_SPANS)})
    return Week(tuple(sorted(spans)), land)


def written(week: Week) -> str:
    """Hours as they can be read again, such as `Mo 08:00-16:30, Fr 08:00-12:00`."""
    return ", ".join(
        f"{_LETTERS[s.weekday]} {s.begins:%H:%M}-{'24:00' if s.ends == time(0) else f'{s.ends:%H:%M}'}"
        for s in week.spans
    )


def _shown(typed: str) -> str:
    # As it was typed, if everybody can see it.
    return (typed if typed.isprintable() else ascii(typed))[:60]


def _spans(part: str) -> set[Span] | None:
    found = _PART.fullmatch(part)
    if found is None:
        return None
    first, last = _DAYS.get(found["first"]), _DAYS.get(found["last"] or found["first"])
    begins, ends = _time(found["from_h"], found["from_m"]), _time(found["to_h"], found["to_m"])
    if first is None or last is None or begins is None or ends is None:
        return None
    if begins == ends and found["to_h"] != "24":
        return None
    # From Saturday to Monday goes over the end of the week.
    days = range(first, last + 1 if first <= last else last + 8)
    return {Span(day % 7, begins, ends) for day in days}


def _time(hour: str, minute: str | None) -> time | None:
    # 24:00 is how one writes the end of a day.
    if (int(hour), int(minute or 0)) == (24, 0):
        return time(0)
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def _period(span: Span, day: date) -> Period:
    end = day if span.ends > span.begins else day + A_DAY
    # In the night when an hour comes twice, it begins with the first and ends with the second.
    return Period(_instant(day, span.begins, fold=0), _instant(end, span.ends, fold=1))


def _instant(day: date, at: time, *, fold: int) -> datetime:
    # In UTC: two times of one zone are compared by the wall, also when clocks went back between them.
    return datetime.combine(day, at, HOME).replace(fold=fold).astimezone(UTC)
