"""A date as a file for calendars (RFC 5545). Calendars are read by many: it says when, and nothing else."""

from hub.calendar import HOME
from hub.catalogue import say
from hub.conference.dates import Dated


def as_file(date: Dated, language: str) -> bytes:
    """The file: neither whom nor what it is about, nor in which case or with which agencies."""
    # Here, because of all who open a hub only few need one.
    from icalendar import Calendar, Event

    one = date.conference
    is_off = one.cancelled_at is not None
    event = Event()
    event.add("uid", one.id)
    event.add("sequence", date.edition)
    event.add("dtstamp", date.changed_at)
    event.add("dtstart", one.begins_at.astimezone(HOME))
    event.add("dtend", one.ends_at.astimezone(HOME))
    event.add("summary", say(language, "date-summary"))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Fallraum//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    ics: bytes = calendar.to_ical()
    return ics
