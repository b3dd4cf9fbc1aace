"""How a conference is called, and when its agenda is still worth posting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile, Professional
from hub.conference.model import TEMPLATE, Agenda, Conference
from hub.effects import Debt, PostAgenda, Urgency
from hub.errors import Refused
from hub.typed import showable

MOST_TOPICS = 20
LONGEST_TOPIC = 300
LONGEST_CONFERENCE = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Called:
    """A conference that was called, its topics in order, and the agenda that is owed."""

    conference: Conference
    topics: tuple[str, ...]
    debt: Debt


def call(
    offered: Conference, topics: Sequence[str], file: CaseFile, known: Iterable[Conference] = ()
) -> Called | Refused:
    """Call a conference; its agenda is posted at once. `known` are those that were called before."""
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if offered.begins_at <= offered.called_at:
        return Refused("conference-in-the-past")
    in_whole_minutes = not offered.lasts % timedelta(minutes=1)
    if not (in_whole_minutes and timedelta(0) < offered.lasts <= LONGEST_CONFERENCE):
        return Refused("conference-too-long", {"hours": str(LONGEST_CONFERENCE // timedelta(hours=1))})
    if all(part.professional.id != offered.moderator for part in file.participations):
        return Refused("moderator-not-involved", {"case": file.case.label})
    if any(_is_alike(one, offered) for one in known):
        return Refused("conference-called-already", {"case": file.case.label})
    if len(topics) > MOST_TOPICS or any(len(topic.strip()) > LONGEST_TOPIC for topic in topics):
        return Refused("too-much-for-an-agenda", {"topics": str(MOST_TOPICS), "most": str(LONGEST_TOPIC)})
    wanted: list[str] = []
    for topic in topics:
        kept = showable(topic, most=LONGEST_TOPIC)
        if isinstance(kept, Refused):
            return kept
        wanted.append(kept)
    effect = PostAgenda(file.case.id, offered.id)
    return Called(offered, tuple(wanted), Debt(effect, offered.called_at, Urgency.WORDS))


def _is_alike(one: Conference, other: Conference) -> bool:
    # Whatever it is to be about: nobody moderates two of one case at once.
    return (one.begins_at, one.lasts, one.moderator) == (other.begins_at, other.lasts, other.moderator)


def agenda(
    conference: Conference, topics: Sequence[str], *, moderator: Professional, file: CaseFile
) -> Agenda:
    """The agenda: the template, and what people asked for."""
    return Agenda(file=file, conference=conference, moderator=moderator, items=TEMPLATE, topics=tuple(topics))


def still_worth_posting(conference: Conference, file: CaseFile, now: datetime) -> bool:
    """Not after the case was closed, not after the conference, not twice."""
    return file.case.is_open and now < conference.begins_at and conference.agenda_posted_at is None


def called(conference: Conference, actor: str) -> Act:
    """The audit entry of a calling."""
    return _act(conference, "conference.called", actor, conference.called_at)


def posted(conference: Conference, now: datetime) -> Act:
    """The audit entry of a posted agenda."""
    return _act(conference, "agenda.posted", "hub", now)


def _act(conference: Conference, deed: str, actor: str, at: datetime) -> Act:
    return Act(at=at, actor=actor, deed=deed, case=conference.case, target=conference.id)
