"""What a conference still lacks a week before it begins, when that is looked for, and who is told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from hub.calendar import HOME
from hub.cases.model import Corner
from hub.catalogue import GERMAN, spoken
from hub.conference.model import Attendance, Conference, Interpreter
from hub.effects import Debt, PreCheck, Urgency
from hub.identifiers import COMMON
from hub.workdays import A_DAY, is_working_day

LOOKS_BEFORE = timedelta(days=7)
DAY_BEGINS, DAY_ENDS = time(9), time(16)


class Lack(StrEnum):
    """What may be missing."""

    LEAD = "lead"
    """Nobody can moderate: the case has no lead."""
    MODERATOR = "moderator"
    """Who was to moderate may take part no longer; the lead does."""
    CONSENT = "consent"
    """Somebody works on the case and may not take part."""
    CONSENT_ENDS = "consent-ends"
    """Somebody may take part now, and no longer when it ends."""
    SIDE = "side"
    """Nobody stands on a side of the triangle."""
    FUNCTION = "function"
    """The plan counts on a function of which nobody may take part."""
    REPORT = "report"
    """An agency's report is not in."""
    INTERPRETER = "interpreter"
    """Nobody was ordered, though somebody is needed, or nobody said whether."""
    INVITATION = "invitation"
    """The client was not invited."""
    LANGUAGE = "language"
    """The client was invited in a language that is not theirs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing; `what` is whose or which: a name, a side, a function, a language."""

    lack: Lack
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """All that is looked at. What the plan counts on, and which reports are late, stands with the plan."""

    conference: Conference
    there: Attendance
    needed: tuple[str, ...] = ()
    """The functions of those on whom the plan counts."""
    late: tuple[str, ...] = ()
    """The agencies whose report is not in."""


def precheck(known: Preparation) -> tuple[Finding, ...]:
    """Everything that is missing, what keeps it from taking place first."""
    return (*_people(known), *_sides(known), *_client(known))


def speaking(conference: Conference, known: str | None) -> Conference:
    """The conference with the language its client is known to read, if nobody said one for it."""
    if conference.speaks or not known:
        return conference
    return replace(conference, speaks=spoken(known))


def due_at(conference: Conference) -> datetime:
    """When what is missing is looked for: a week before, when people work."""
    at = (conference.begins_at - LOOKS_BEFORE).astimezone(HOME)
    if at.time() < DAY_BEGINS:
        at = datetime.combine(at.date(), DAY_BEGINS, HOME)
    elif at.time() > DAY_ENDS:
        at = datetime.combine(at.date() + A_DAY, DAY_BEGINS, HOME)
    while not is_working_day(at.date(), ""):
        at = datetime.combine(at.date() + A_DAY, DAY_BEGINS, HOME)
    return min(at, conference.begins_at)


def owed(conference: Conference, now: datetime) -> Debt:
    """The look that is owed; at once, if it is later than a week before."""
    return Debt(PreCheck(conference.case, conference.id), max(due_at(conference), now), Urgency.WORDS)


def still_worth_looking(conference: Conference, *, is_open: bool, now: datetime) -> bool:
    """Not twice, not of what was cancelled or has begun; one that was moved has its own time."""
    is_ahead = due_at(conference) <= now < conference.begins_at
    is_wanted = conference.cancelled_at is None and conference.checked_at is None
    return is_open and is_ahead and is_wanted


def _people(known: Preparation) -> Iterator[Finding]:
    there, one = known.there, known.conference
    moderator = there.moderator(one)
    if moderator is None:
        yield Finding(Lack.LEAD)
    elif moderator.id != one.moderator:
        yield Finding(Lack.MODERATOR, moderator.name)
    may = {person.id for person in there.people}
    for part in there.file.participations:
        if part.professional.id not in may:
            yield Finding(Lack.CONSENT, part.professional.name)
    for person in there.people:
        until = there.until.get(person.user)
        if until is not None and until < one.ends_at:
            yield Finding(Lack.CONSENT_ENDS, person.name)


def _sides(known: Preparation) -> Iterator[Finding]:
    if known.conference.circle == COMMON:
        yield from (Finding(Lack.SIDE, Corner(side)) for side in known.there.missing)
    functions = {person.function for person in known.there.people}
    yield from (Finding(Lack.FUNCTION, one) for one in known.needed if one not in functions)
    yield from (Finding(Lack.REPORT, agency) for agency in known.late)


def _client(known: Preparation) -> Iterator[Finding]:
    one, speaks = known.conference, known.conference.speaks or GERMAN
    if one.circle != COMMON:
        # Colleagues among themselves invite no client.
        return
    if not one.invited_in:
        yield Finding(Lack.INVITATION)
    elif one.invited_in != speaks:
        yield Finding(Lack.LANGUAGE, speaks)
    is_unsaid = one.interpreter is Interpreter.UNSAID and speaks != GERMAN
    if is_unsaid or one.interpreter is Interpreter.NEEDED:
        yield Finding(Lack.INTERPRETER)
