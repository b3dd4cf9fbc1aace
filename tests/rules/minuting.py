"""A conference on Monday at ten, moderated by Bo, and what may be written down in it."""

from dataclasses import replace
from datetime import date, timedelta

from hub.cases.model import CaseFile
from hub.conference.model import Conference
from hub.identifiers import CLIENT, ConferenceId, EntryId, MinutesId, ObjectionId
from hub.minutes.chain import name_of
from hub.minutes.model import DRAFT, Author, Entry, Held, Kind, Meeting, Objection, Version, Words
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, F1, case_f1

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BLINK = timedelta(microseconds=1)
ITEMS = ("client-view", "assessment", "decisions", "feedback")
CONFERENCE = Conference(
    id=ConferenceId("conference-1"),
    case=F1,
    begins_at=MONDAY,
    lasts=HOUR,
    moderator=BO.id,
    called_at=MONDAY - 7 * DAY,
)
FILE = case_f1(BO, CHLOE)
OVER = MONDAY + HOUR
UNTIL = MONDAY + 7 * DAY + 14 * HOUR


def words(kind: Kind = Kind.NOTE, text: str = "Jonas möchte ausziehen", **more: object) -> Words:
    said = Words(kind=kind, item="assessment", text=text)
    return replace(said, **more)  # type: ignore[arg-type]


DECISION = words(
    Kind.DECISION, "spricht mit der Wohnungsgenossenschaft", who="Frau Kaya", day=date(2026, 12, 4)
)


def entry(number: int, said: Words | None = None, *, by: Author = CHLOE.id, instead_of: int = 0) -> Entry:
    """The entry of that number, some minutes after the beginning."""
    return Entry(
        id=EntryId(name_of(f"{number}", CONFERENCE.id)),
        case=F1,
        conference=CONFERENCE.id,
        author=by,
        at=MONDAY + timedelta(minutes=number),
        words=said or words(),
        instead_of=EntryId(name_of(f"{instead_of}", CONFERENCE.id)) if instead_of else None,
    )


def objection(number: int, *, by: Author = CLIENT, text: str = "So habe ich es nicht gesagt") -> Objection:
    return Objection(
        id=ObjectionId(name_of(f"o{number}", CONFERENCE.id)),
        case=F1,
        conference=CONFERENCE.id,
        author=by,
        at=OVER + number * HOUR,
        text=text,
    )


def version(number: int = DRAFT, *entries: Entry, **more: object) -> Version:
    """A version that was made as soon as the conference was over."""
    made = Version(
        id=MinutesId(name_of(f"v{number}", CONFERENCE.id)),
        case=F1,
        conference=CONFERENCE.id,
        number=number,
        at=OVER,
        objections_until=UNTIL,
        items=ITEMS,
        present=(AMIRA.id, BO.id),
        is_counted=True,
        entries=entries,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def meeting(*entries: Entry, file: CaseFile = FILE, **held: object) -> Meeting:
    known = replace(Held(entries=entries), **held)  # type: ignore[arg-type]
    return Meeting(file, CONFERENCE, known, ITEMS)


def drafted(*entries: Entry, file: CaseFile = FILE, **held: object) -> Meeting:
    """The same, with a draft."""
    return meeting(*entries, file=file, versions=(version(DRAFT, *entries),), is_drafted=True, **held)
