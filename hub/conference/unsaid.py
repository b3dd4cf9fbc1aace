"""Topics without words: a reaction, which nothing encrypts, says that somebody has one, and not which."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from hub.cases.model import CaseFile, Professional
from hub.conference import rules
from hub.conference.model import Attendance, Conference, Stage, Topic
from hub.errors import Refused
from hub.identifiers import CLIENT
from hub.presence.reactions import bare

SIGN = "➕"


def is_meant(key: str) -> bool:
    """Whether a reaction to an agenda says that somebody wants to add a topic."""
    return bare(key) == SIGN


def named(
    conference: Conference,
    *,
    author: str,
    known: Sequence[Topic],
    file: CaseFile,
    now: datetime,
    moderates: bool = False,
) -> Topic | Refused | None:
    """Name a topic without words, as any other; None if they have named one already."""
    if any(one.text is None and one.author == author for one in known):
        return None
    return rules.topic(None, conference, author=author, known=known, file=file, now=now, moderates=moderates)


def told(known: Iterable[Topic], there: Attendance) -> tuple[Professional | None, ...]:
    """Whose topics without words an agenda tells of: None is the client.

    Who may take part no longer says nothing there, and is not named.
    """
    people: dict[str, Professional | None] = {person.id: person for person in there.people}
    if there.has_client:
        people[CLIENT] = None
    return tuple(people[one.author] for one in known if one.text is None and one.author in people)


def invited_until(conference: Conference, now: datetime) -> datetime | None:
    """Until when whoever reads its agenda may add a topic; None if that is over."""
    is_open = rules.stage(conference, now) in (Stage.COLLECTING, Stage.CHECKED)
    return rules.closes_at(conference) if is_open else None
