"""Whose hand counts while an item is talked about, and who speaks next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from hub.cases.model import CaseFile
from hub.conference import running
from hub.conference.model import Attendance, Conference
from hub.errors import Refused
from hub.identifiers import CLIENT
from hub.presence.reactions import bare

SIGN = "✋"
# The colours of skin that a client may ask for.
_TONES = {ord(tone): None for tone in "🏻🏼🏽🏾🏿"}


def is_meant(key: str) -> bool:
    """Whether a reaction to an item says that somebody wants to speak."""
    return bare(key).translate(_TONES) == SIGN


def raised(
    conference: Conference, *, who: str, known: Iterable[str], file: CaseFile, now: datetime
) -> str | Refused | None:
    """Whose hand is raised; None if it is already."""
    course = running.course_of(conference, file, now)
    if isinstance(course, Refused):
        return course
    return None if who in known else who


def waiting(known: Iterable[str], there: Attendance) -> tuple[str, ...]:
    """Who waits to speak, of those who take part now."""
    people = {person.id for person in there.people} | ({CLIENT} if there.has_client else set())
    return tuple(who for who in known if who in people)


def first(waits: Sequence[str], file: CaseFile) -> str | Refused:
    """Whose turn it is to speak."""
    return waits[0] if waits else Refused("no-hand-raised", {"case": file.case.label})
