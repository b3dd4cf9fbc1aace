"""What is owed after each step of minutes, and what the audit chain is told of it."""

from datetime import datetime

from hub.audit import Act
from hub.canonical import sha256_of
from hub.conference.model import Conference
from hub.effects import AttachMinutes, CloseObjections, Debt, DraftMinutes, PostMinutes, Urgency
from hub.minutes.model import Entry, Objection, Version
from hub.minutes.rules import draft_due

NOTED = "minutes.noted"
WITHDRAWN = "minutes.withdrawn"
DRAFTED = "minutes.drafted"
OBJECTED = "minutes.objected"
FINAL_MADE = "minutes.final"
POSTED = "minutes.posted"
ATTACHED = "minutes.attached"
NOTED_AS = "minutes."
# By these the chain tells that somebody took part in a conference, without a word of what they said.
SAID = ("topic.named", "poll.answered", "reply.given")


def drafting(conference: Conference, now: datetime, land: str) -> Debt:
    """That somebody drafts the minutes: owed by the first entry."""
    effect = DraftMinutes(conference.case, conference.id)
    return Debt(effect, draft_due(conference, now, land), Urgency.WORDS)


def after_draft(version: Version) -> tuple[Debt, ...]:
    """What a draft owes: that it is posted, and that it becomes final."""
    return (posting(version), closing(version))


def closing(version: Version) -> Debt:
    """That the time for objections ends."""
    effect = CloseObjections(version.case, version.conference)
    return Debt(effect, version.objections_until, Urgency.WORDS)


def posting(version: Version) -> Debt:
    """That a version is posted."""
    effect = PostMinutes(version.case, version.conference, str(version.number))
    return Debt(effect, version.at, Urgency.WORDS)


def attaching(version: Version, now: datetime) -> Debt:
    """That a version that stands in the room follows as a file."""
    effect = AttachMinutes(version.case, version.conference, str(version.number))
    return Debt(effect, now, Urgency.WORDS)


def noted(entry: Entry, text: str) -> Act:
    """The audit entry of something written down; `text` is what is sealed."""
    return _act(entry, NOTED, entry.author, entry.at, text)


def withdrawn(entry: Entry, now: datetime) -> Act:
    """The audit entry of something taken back."""
    return _act(entry, WITHDRAWN, entry.author, now)


def objected(one: Objection, text: str) -> Act:
    """The audit entry of an objection."""
    return _act(one, OBJECTED, one.author, one.at, text)


def made(version: Version, by: str, text: str) -> Act:
    """The audit entry of a version."""
    return _act(version, FINAL_MADE if version.is_final else DRAFTED, by, version.at, text)


def posted(version: Version, now: datetime) -> Act:
    """The audit entry of a version that stands in the room."""
    return _act(version, POSTED, "hub", now)


def attached(version: Version, now: datetime) -> Act:
    """The audit entry of a version that stands in the room as a file."""
    return _act(version, ATTACHED, "hub", now)


def _act(one: Entry | Objection | Version, deed: str, actor: str, at: datetime, text: str = "") -> Act:
    return Act(
        at=at, actor=actor, deed=deed, case=one.case, target=one.id, basis=sha256_of(text) if text else ""
    )
