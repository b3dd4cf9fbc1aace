"""The date of a conference as calendars keep it: which edition of it, and what they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference.model import Conference, Form, Occasion
from hub.conference.told import Agenda
from hub.effects import AttachAgenda, AttachDate, Debt, Urgency

# What makes a new edition of a date.
CHANGES = ("conference.moved", "conference.cancelled")
ATTACHED = "date.attached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A conference's date in one edition: 0 when it was called, one more with every change."""

    file: CaseFile
    conference: Conference
    edition: int
    changed_at: datetime
    is_attached: bool = False
    """Whether this edition stands in the room as a file."""
    was_attached: bool = False
    """Whether any does."""


def dated(file: CaseFile, conference: Conference, acts: Sequence[Act]) -> Dated:
    """The date as the audit chain tells how often it was changed."""
    of_it = [act for act in acts if act.target == conference.id]
    changes = [act.at for act in of_it if act.deed in CHANGES]
    attached = {act.basis for act in of_it if act.deed == ATTACHED}
    return Dated(
        file=file,
        conference=conference,
        edition=len(changes),
        changed_at=max(changes, default=conference.called_at),
        is_attached=str(len(changes)) in attached,
        was_attached=bool(attached),
    )


def still_worth_attaching(date: Dated, now: datetime) -> bool:
    """Whether to put it into the room: not after the end, not twice, not what was never known and is off."""
    one = date.conference
    if not date.file.case.is_open or one.form is not Form.MEETING or date.is_attached:
        return False
    return now < one.begins_at and (one.cancelled_at is None or date.was_attached)


def agenda_still_worth_attaching(conference: Conference, file: CaseFile, now: datetime) -> bool:
    """Whether to put the agenda into the room as a file: not after the end, not of what is off."""
    is_on = conference.cancelled_at is None and conference.ended_at is None
    return file.case.is_open and is_on and now < conference.ends_at


def owed_behind(agenda: Agenda, now: datetime) -> tuple[Debt, ...]:
    """What follows the words: a new agenda as a file, and behind the first one the date."""
    one = agenda.conference
    if not agenda.is_news:
        return ()
    paper = Debt(AttachAgenda(one.case, one.id), now, Urgency.WORDS)
    return (paper, date_owed(one, now)) if agenda.occasion is Occasion.CALLED else (paper,)


def date_owed(conference: Conference, now: datetime) -> Debt:
    """That those in the room have the date for their calendars."""
    return Debt(AttachDate(conference.case, conference.id), now, Urgency.WORDS)


def date_attached(date: Dated, now: datetime) -> Act:
    """The audit entry of a date that stands in the room as a file, in its edition."""
    one = date.conference
    return Act(at=now, actor="hub", deed=ATTACHED, case=one.case, target=one.id, basis=str(date.edition))


def agenda_attached(conference: Conference, now: datetime) -> Act:
    """The audit entry of an agenda that stands in the room as a file."""
    return Act(at=now, actor="hub", deed="agenda.attached", case=conference.case, target=conference.id)
