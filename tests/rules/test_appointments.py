"""When somebody is busy by their calendar, however their program writes it."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.appointments.busy import busy
from hub.presence.hours import Period
from tests.clock import MONDAY
from tests.diary import OWN_ZONE, calendar, event, free_busy

THREE_WEEKS = timedelta(days=21)
HOUR = ("DTSTART:20261123T100000Z", "DTEND:20261123T110000Z")


def read(text: bytes, now: datetime = MONDAY, lasts: timedelta = THREE_WEEKS) -> list[str]:
    """The times, as one would say them on the phone in UTC."""
    return [f"{one.begins:%d.%m. %H:%M}-{one.ends:%H:%M}" for one in busy(text, now, now + lasts)]


TEN = "23.11. 10:00-11:00"


@pytest.mark.parametrize(
    "lines",
    [
        HOUR,
        ("DTSTART:20261123T100000Z", "DURATION:PT1H"),
        ("DTSTART;TZID=Europe/Berlin:20261123T110000", "DTEND;TZID=Europe/Berlin:20261123T120000"),
        ("DTSTART;TZID=America/New_York:20261123T050000", "DTEND;TZID=America/New_York:20261123T060000"),
        # As Outlook calls it.
        ('DTSTART;TZID="W. Europe Standard Time":20261123T110000', "DURATION:PT1H"),
        ("DTSTART;TZID=W. Europe Standard Time:20261123T110000", "DURATION:PT1H"),
        # By the clock on the wall, wherever that hangs: here.
        ("DTSTART:20261123T110000", "DTEND:20261123T120000"),
        ("DTSTART;TZID=Nirgendwo/Dort:20261123T110000", "DURATION:PT1H"),
        (*HOUR, "STATUS:CONFIRMED", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"),
        (*HOUR, "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"),
        (*HOUR, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
    ],
)
def test_an_appointment_takes_its_time(lines: tuple[str, ...]) -> None:
    assert read(calendar(event(*lines))) == [TEN]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "STATUS:cancelled",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)
def test_what_takes_nobodys_time_does_not_count(line: str) -> None:
    assert read(calendar(event(*HOUR, line))) == []


def test_what_lasts_no_time_takes_none() -> None:
    assert read(calendar(event("DTSTART:20261123T100000Z"))) == []


def test_a_zone_of_ones_own_is_the_one_that_counts() -> None:
    own = event("DTSTART;TZID=Unser Büro:20261123T110000", "DTEND;TZID=Unser Büro:20261123T120000")

    assert read(calendar(OWN_ZONE, own)) == [TEN]


def test_a_calendar_may_say_once_where_its_clocks_hang() -> None:
    floating = event("DTSTART:20261123T100000", "DTEND:20261123T110000")

    assert read(calendar(floating, before="X-WR-TIMEZONE:Europe/London")) == [TEN]


def test_a_whole_day_is_one_by_the_german_clock() -> None:
    # From midnight to midnight in winter.
    assert read(calendar(event("DTSTART;VALUE=DATE:20261124"))) == ["23.11. 23:00-23:00"]
    long = calendar(event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"))
    (two,) = busy(long, MONDAY, MONDAY + THREE_WEEKS)
    assert two.ends - two.begins == timedelta(days=2)


def test_the_day_on_which_clocks_go_back_has_twenty_five_hours() -> None:
    october = datetime(2026, 10, 23, tzinfo=UTC)
    (day,) = busy(calendar(event("DTSTART;VALUE=DATE:20261025")), october, october + THREE_WEEKS)

    assert day.ends - day.begins == timedelta(hours=25)


def test_what_recurs_keeps_to_the_wall_when_clocks_change() -> None:
    weekly = event(
        "DTSTART;TZID=Europe/Berlin:20250106T090000",
        "DTEND;TZID=Europe/Berlin:20250106T100000",
        "RRULE:FREQ=WEEKLY",
    )
    times = read(calendar(weekly), datetime(2026, 10, 18, tzinfo=UTC), timedelta(days=14))

    assert times == ["19.10. 07:00-08:00", "26.10. 08:00-09:00"]


def test_across_midnight_it_is_one_time() -> None:
    late = event("DTSTART;TZID=Europe/Berlin:20261123T230000", "DTEND;TZID=Europe/Berlin:20261124T010000")

    assert read(calendar(late)) == ["23.11. 22:00-00:00"]


def test_exceptions_additions_and_moved_ones_are_taken_in() -> None:
    series = event(
        "DTSTART:20261123T100000Z",
        "DTEND:20261123T110000Z",
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20261124T100000Z",
        "RDATE:20261130T150000Z",
        uid="series",
    )
    moved = event(
        "RECURRENCE-ID:20261125T100000Z", "DTSTART:20261125T180000Z", "DURATION:PT30M", uid="series"
    )
    cancelled = event(
        "RECURRENCE-ID:20261126T100000Z",
        "DTSTART:20261126T100000Z",
        "DURATION:PT1H",
        "STATUS:CANCELLED",
        uid="series",
    )

    assert read(calendar(series, moved, cancelled)) == [TEN, "25.11. 18:00-18:30", "30.11. 15:00-16:00"]


def test_what_a_server_tells_that_tells_times_only_counts() -> None:
    told = free_busy(
        "FREEBUSY;FBTYPE=BUSY:20261123T100000Z/PT1H,20261124T100000Z/20261124T110000Z",
        "FREEBUSY;FBTYPE=FREE:20261125T100000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261126T100000Z/PT1H",
        "FREEBUSY:20261127T100000Z/PT1H",
    )

    assert read(calendar(told)) == [TEN, *(f"{day}.11. 10:00-11:00" for day in (24, 26, 27))]
    assert read(calendar(free_busy("FREEBUSY:20261123T100000Z/PT1H"))) == [TEN]
    assert read(calendar(free_busy())) == []


def test_only_the_time_asked_for_is_told_and_what_touches_is_one() -> None:
    text = calendar(
        event("DTSTART:20261123T080000Z", "DTEND:20261123T093000Z"),
        event("DTSTART:20261123T093000Z", "DTEND:20261123T100000Z"),
        event("DTSTART:20261214T080000Z", "DTEND:20261214T120000Z"),
        event("DTSTART:20270101T080000Z", "DTEND:20270101T120000Z"),
        event("DTSTART:20200101T080000Z", "DTEND:20200101T120000Z"),
    )

    assert read(text) == ["23.11. 09:00-10:00", "14.12. 08:00-09:00"]


def test_what_cannot_be_read_keeps_nothing_else_from_being_read() -> None:
    text = calendar(
        event("SUMMARY:ohne Zeit"),
        event("DTSTART:morgen", "DTEND:20261123T110000Z"),
        event("DTSTART:20261123T120000Z", "DURATION:PT1H", "RRULE:FREQ=MANCHMAL"),
        event(*HOUR),
    )

    assert TEN in read(text)


def test_what_is_not_utf_8_keeps_no_time_from_being_read() -> None:
    text = calendar(event(*HOUR)).replace(b"Zahnarzt", "Zahnärztin".encode("latin-1"))

    assert read(text) == [TEN]
    assert read(b"\xef\xbb\xbf" + calendar(event(*HOUR))) == [TEN]


def test_several_calendars_in_one_file_are_all_read() -> None:
    other = calendar(event("DTSTART:20261124T100000Z", "DTEND:20261124T110000Z"))

    assert read(calendar(event(*HOUR)) + other) == [TEN, "24.11. 10:00-11:00"]


def test_a_calendar_without_anything_in_it_is_one() -> None:
    assert busy(calendar(), MONDAY, MONDAY + THREE_WEEKS) == []


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html><title>Bitte anmelden</title></html>",
        bytes(range(256)),
        calendar(event(*HOUR))[:-20],
        calendar(event(*HOUR))[20:],
    ],
)
def test_what_is_no_calendar_or_not_all_of_it_is_not_read(text: bytes) -> None:
    with pytest.raises(ValueError, match="no calendar"):
        busy(text, MONDAY, MONDAY + THREE_WEEKS)


def test_times_are_told_in_utc() -> None:
    (one,) = busy(calendar(event(*HOUR)), MONDAY, MONDAY + THREE_WEEKS)

    assert one == Period(MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2))
    assert one.begins.tzinfo is UTC
