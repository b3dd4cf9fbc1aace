"""How a conference goes on from item to item, and what is still worth saying about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference.model import Conference, Course, Form, Item, Stage
from hub.conference.rules import stage
from hub.effects import Debt, SayItem, Urgency, WarnOfTime
from hub.errors import Refused

# Whoever begins earlier has the wrong conference.
EARLIEST = timedelta(hours=1)
WARNS_BEFORE = timedelta(minutes=2)
LONGEST_EXTENSION = 60


def begun(
    conference: Conference, items: Sequence[Item], *, file: CaseFile, now: datetime
) -> Conference | Refused:
    """Begin with the first item."""
    label = {"case": file.case.label}
    if not file.case.is_open:
        return Refused("case-closed", label)
    known = stage(conference, now)
    if conference.form is Form.WRITTEN:
        return Refused("conference-too-early", label)
    if known is Stage.RUNNING:
        return Refused("conference-runs-already", label)
    if known in (Stage.OVER, Stage.CANCELLED):
        return Refused("conference-unchangeable", label)
    if now < conference.begins_at - EARLIEST:
        return Refused("conference-too-early", label)
    course = Course(item=1, since=now, minutes=items[0].minutes, turn=1)
    return replace(conference, begun_at=now, course=course)


def stepped(
    conference: Conference, items: Sequence[Item], *, by: int, seen: int, file: CaseFile, now: datetime
) -> Conference | Refused:
    """Go on to the next item (`by` 1) or back to the one before (-1).

    `seen` is the turn that whoever says so had before them: of two at once the second is told.
    """
    course = course_of(conference, file, now)
    if isinstance(course, Refused):
        return course
    if course.turn != seen:
        return Refused("conference-moved-on", {"item": str(course.item)})
    item = course.item + by
    if not 1 <= item <= len(items):
        return Refused("no-such-item", {"items": str(len(items))})
    minutes = items[item - 1].minutes
    return replace(conference, course=Course(item=item, since=now, minutes=minutes, turn=course.turn + 1))


def extended(conference: Conference, minutes: int, *, file: CaseFile, now: datetime) -> Conference | Refused:
    """Give the item more time."""
    course = course_of(conference, file, now)
    if isinstance(course, Refused):
        return course
    if not 0 < minutes <= LONGEST_EXTENSION:
        return Refused("extension-out-of-range", {"minutes": str(LONGEST_EXTENSION)})
    return replace(conference, course=replace(course, minutes=course.minutes + minutes))


def ended(conference: Conference, *, file: CaseFile, now: datetime) -> Conference | Refused:
    """End it."""
    course = course_of(conference, file, now)
    if isinstance(course, Refused):
        return course
    return replace(conference, ended_at=now, course=replace(course, turn=course.turn + 1))


def said_next(conference: Conference, now: datetime) -> tuple[Debt, ...]:
    """What is owed when an item begins, or the conference ends: the words, and a warning of its time."""
    course = conference.course
    assert course is not None
    item = SayItem(conference.case, conference.id, str(course.turn))
    words = Debt(item, now, Urgency.WORDS)
    return (words,) if conference.ended_at else (words, *warned_next(conference, now))


def warned_next(conference: Conference, now: datetime) -> tuple[Debt, ...]:
    """The warning that is owed, if there is time for one."""
    course = conference.course
    assert course is not None
    due_at = course.ends_at - WARNS_BEFORE
    warning = WarnOfTime(conference.case, conference.id, str(course.turn))
    return (Debt(warning, due_at, Urgency.WORDS),) if due_at > now else ()


def still_worth_saying(conference: Conference, file: CaseFile, turn: str, said: int) -> bool:
    """Whether that turn is the one it is at, and was not told yet."""
    course = conference.course
    is_current = course is not None and str(course.turn) == turn
    return file.case.is_open and is_current and said < int(turn)


def still_worth_warning(
    conference: Conference, file: CaseFile, turn: str, warned: int, now: datetime
) -> bool:
    """Whether the time of that turn's item is almost over, and nobody said so; not after it is over."""
    course = conference.course
    if course is None or not still_worth_saying(conference, file, turn, warned) or conference.ended_at:
        return False
    return course.ends_at - WARNS_BEFORE <= now < course.ends_at


def noted(conference: Conference, deed: str, actor: str, now: datetime) -> Act:
    """The audit entry of a beginning, an end, or another moderator; items are nobody's record."""
    return Act(at=now, actor=actor, deed=deed, case=conference.case, target=conference.id)


def course_of(conference: Conference, file: CaseFile, now: datetime) -> Course | Refused:
    """How far a conference is, if it runs."""
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if conference.course is None or stage(conference, now) is not Stage.RUNNING:
        return Refused("conference-not-running", {"case": file.case.label})
    return conference.course
