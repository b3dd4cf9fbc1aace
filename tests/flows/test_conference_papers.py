"""What people take along of a conference: a paper for eye and ear, a date that says nothing else."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from hub.conference.dates import Dated
from hub.conference.ics import as_file
from hub.conference.sheet import on_paper
from hub.conference.told import Agenda
from hub.errors import Refused
from hub.identifiers import TEAM, ConferenceId
from hub.minutes import sheet as minutes_sheet
from hub.minutes.rules import minutes
from hub.paper.pdf import printed
from tests.clock import MONDAY
from tests.desk import Desk
from tests.people import AGENCIES, AMIRA, BO, CHLOE, DARIO, JONAS, case_f1
from tests.rules.minuting import CONFERENCE as HELD
from tests.rules.minuting import DECISION, entry, version
from tests.rules.test_conference import conference

NOTHING_OF = ("F-1", "Fallkonferenz", "Wohn", JONAS.name, AMIRA.name, *(agency.name for agency in AGENCIES))


def agenda(*topics: str, **changed: object) -> Agenda:
    whole = Agenda(
        file=case_f1(BO, CHLOE),
        conference=conference(),
        moderator=AMIRA,
        items=(),
        topics=topics,
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def root_of(pdf: bytes | Refused) -> Any:
    assert isinstance(pdf, bytes)
    return PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def kinds_in(element: Any) -> list[str]:
    """What a screen reader is told of each part, in order."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    children = element.get("/K", [])
    below = children if isinstance(children, list) else [children]
    own = [str(element["/S"])] if "/S" in element else []
    return own + [kind for child in below for kind in kinds_in(child) if not isinstance(child, int)]


# On paper.


def test_an_agenda_on_paper_has_headings_and_a_table_with_headers_and_says_its_language() -> None:
    root = root_of(printed(on_paper(agenda("Wohnen"), "de", made_at=MONDAY)))

    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    kinds = kinds_in(root["/StructTreeRoot"])
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 3)
    assert (kinds.count("/Table"), kinds.count("/TH")) == (1, 3)


def test_what_people_named_is_text_and_colleagues_with_pseudonyms_have_no_label() -> None:
    among_us = agenda('#read("/etc/passwd")', conference=conference(circle=TEAM))

    page = on_paper(among_us, "de", made_at=MONDAY)

    assert "F-1" not in str(page)
    assert page.sections[-1].lines == ('#read("/etc/passwd")',)


def test_minutes_on_paper_have_their_decisions_as_a_table_and_nothing_is_lost() -> None:
    drafted = version(1, entry(1, DECISION), entry(2))
    whole = minutes_sheet.sheet(minutes(drafted), HELD, {}, "de", label="F-1")

    page = minutes_sheet.on_paper(whole, "de", made_at=drafted.at)

    tables = [section.table for section in page.sections if section.table]
    assert [(one.columns, one.rows[0][0]) for one in tables] == [(("Wer", "Was", "Bis wann"), "Frau Kaya")]
    said = str(page)
    assert all(line in said for line in whole.lines)
    assert [part.heading for part in whole.parts] == [section.heading for section in page.sections[1:]]
    kinds = kinds_in(root_of(printed(page))["/StructTreeRoot"])
    assert (kinds.count("/Table"), kinds.count("/TH"), kinds.count("/TD")) == (1, 3, 3)


async def test_whoever_takes_part_gets_the_agenda_and_whose_consent_ended_gets_nothing(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)
    called = await desk.calls_conference(case)
    before = await desk.hub.papers.agenda(called.id, who=CHLOE.user)
    await desk.withdraws(hers)

    assert isinstance(before, Agenda)
    assert before.topics == ("Wohnung",)
    for who in (CHLOE.user, DARIO.user):
        assert await desk.hub.papers.agenda(called.id, who=who) == Refused("takes-no-part")
        assert await desk.hub.papers.date(called.id, who=who) == Refused("takes-no-part")


# In a calendar.


def event_of(date: Dated, language: str = "de") -> Any:
    (event,) = Calendar.from_ical(as_file(date, language)).walk("VEVENT")
    return event


def date(**changed: object) -> Dated:
    first = Dated(file=case_f1(BO, CHLOE), conference=conference(), edition=0, changed_at=MONDAY)
    return replace(first, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_date_says_when_and_nothing_else(language: str) -> None:
    text = as_file(date(), language).decode()
    event = event_of(date(), language)

    assert [one for one in NOTHING_OF if one in text] == []
    assert set(event) == {
        *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS"),
    }
    assert event.walk("VALARM") == []
    assert event["CLASS"] == "PRIVATE"


def test_a_date_stands_at_its_hour_on_the_wall_and_means_its_instant() -> None:
    summer = conference(begins_at=datetime(2027, 7, 1, 8, 0, tzinfo=UTC))

    event = event_of(date(conference=summer))

    begins = event["DTSTART"]
    assert begins.params["TZID"] == "Europe/Berlin"
    assert begins.dt.hour == 10
    assert begins.dt == summer.begins_at
    assert event["DTEND"].dt - begins.dt == timedelta(hours=1)
    assert b"BEGIN:VTIMEZONE" in as_file(date(conference=summer), "de")


async def test_a_date_that_was_moved_is_a_later_edition_of_the_same(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    called = await desk.calls_conference(case)
    first = await dated(desk, called.id)
    desk.clock.push(hours=1)
    later = called.begins_at + timedelta(days=1)
    await desk.hub.conferences.move(called.id, later, "krank", who=AMIRA.user)
    moved = await dated(desk, called.id)
    await desk.hub.conferences.cancel(called.id, "krank", who=AMIRA.user)

    off = await dated(desk, called.id)

    events = [event_of(one) for one in (first, moved, off)]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1]["DTSTART"].dt == later
    assert b"METHOD:CANCEL" in as_file(off, "de")
    assert b"krank" not in as_file(off, "de")


async def dated(desk: Desk, conference: ConferenceId) -> Dated:
    found = await desk.hub.papers.date(conference, who=BO.user)
    assert isinstance(found, Dated)
    return found
