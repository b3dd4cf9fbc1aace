"""Calendars as people's programs write them (RFC 5545), for tests."""

from itertools import count

_NUMBERS = count(1)


def calendar(*parts: str, before: str = "") -> bytes:
    """A whole calendar of these parts."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fallraum//Tests//DE",
        before,
        *parts,
        "END:VCALENDAR",
    )
    return "\r\n".join(line for line in lines if line).encode() + b"\r\n"


def event(*lines: str, uid: str = "") -> str:
    """An appointment with something in it that is nobody's business."""
    number = uid or f"{next(_NUMBERS)}@kalender.example"
    private = ("SUMMARY:Zahnarzt", "LOCATION:Praxis Birkenhof", "ATTENDEE:mailto:zora@privat.example")
    head = ("BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20261101T000000Z", *private)
    return "\r\n".join((*head, *lines, "END:VEVENT"))


def free_busy(*lines: str) -> str:
    """What a server tells that tells times only."""
    head = ("BEGIN:VFREEBUSY", f"UID:{next(_NUMBERS)}@kalender.example", "DTSTAMP:20261101T000000Z")
    return "\r\n".join((*head, *lines, "END:VFREEBUSY"))


# A VTIMEZONE under a name that only the program knows that wrote it.
OWN_ZONE = "\r\n".join(
    (
        "BEGIN:VTIMEZONE",
        "TZID:Unser Büro",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )
)
