"""Reading from a calendar (RFC 5545) when somebody is busy, and nothing else of it.

Only ever done in a process of its own (`__main__`): whoever wrote that calendar is a stranger, and what it
takes to read one has no bounds.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Component

from hub.calendar import HOME, begins
from hub.presence.hours import Period, joined

A_DAY = timedelta(days=1)
# What begins a day's end away from the hub's may still reach into its time.
_MARGIN = 2 * A_DAY
_WHOLE = re.compile(rb"\s*(\xef\xbb\xbf)?BEGIN:VCALENDAR\b.*\bEND:VCALENDAR\s*", re.IGNORECASE | re.DOTALL)
# What Outlook says of times that stand in a calendar and take nobody's time.
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})


def busy(text: bytes, begins_at: datetime, ends_at: datetime) -> list[Period]:
    """The times between two instants at which they are busy, in order; what touches is one.

    Raises whatever comes to mind for what is no calendar.
    """
    if not _WHOLE.fullmatch(text):
        # Of what was cut off nobody knows what is missing.
        raise ValueError("no calendar, or not all of it")
    # What is no UTF-8 stands in titles: the times are ASCII.
    calendars = Calendar.from_ical(text.decode("utf-8-sig", "replace"), multiple=True)
    found = (period for one in calendars for period in _periods(one, begins_at, ends_at))
    cut = (Period(max(one.begins, begins_at), min(one.ends, ends_at)) for one in found)
    return joined(period for period in cut if period.begins < period.ends)


def _periods(calendar: Component, begins_at: datetime, ends_at: datetime) -> Iterator[Period]:
    # What has no time is no appointment, and must not keep the others from being read.
    calendar.subcomponents = [
        one for one in calendar.subcomponents if one.name != "VEVENT" or "DTSTART" in one
    ]
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    for event in query.between(begins_at - _MARGIN, ends_at + _MARGIN):
        if _takes_time(event):
            yield _period(event.start, event.end)
    for told in calendar.walk("VFREEBUSY"):
        yield from _told(told)


def _takes_time(event: Component) -> bool:
    said = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP")}
    outlook = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    return said["STATUS"] != "CANCELLED" and said["TRANSP"] != "TRANSPARENT" and outlook not in _FREE


def _told(component: Component) -> Iterator[Period]:
    lines = component.get("FREEBUSY", [])
    for line in lines if isinstance(lines, list) else [lines]:
        if str(line.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        for one in getattr(line, "dts", [line]):
            start, end = one.dt
            yield _period(start, start + end if isinstance(end, timedelta) else end)


def _period(start: date, end: date) -> Period:
    return Period(_instant(start), _instant(end))


def _instant(at: date) -> datetime:
    # A day is one by the clock on the wall, and so is a time that names no zone.
    if not isinstance(at, datetime):
        return begins(at).astimezone(UTC)
    return (at.replace(tzinfo=HOME) if at.tzinfo is None else at).astimezone(UTC)
