"""The words of case conferences."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.cases.model import CaseFile, Professional
from hub.identifiers import CaseId, ConferenceId, ProfessionalId


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """A case conference (Fallkonferenz): when, how long, and who moderates.

    What is on its agenda is kept sealed beside it.
    """

    id: ConferenceId
    case: CaseId
    begins_at: datetime
    lasts: timedelta
    moderator: ProfessionalId
    called_at: datetime
    agenda_posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda: a text of the catalogue and the minutes it may take."""

    key: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is posted: the conference, its items in order, and the topics people asked for."""

    file: CaseFile
    conference: Conference
    moderator: Professional
    items: tuple[Item, ...]
    topics: tuple[str, ...]


# The client's view comes before anybody's report, decisions before the end: so the Länder's
# guides to the Hilfeplangespräch (§ 36 SGB VIII) have it.
TEMPLATE = (
    Item("arrival", 5),
    Item("client-view", 10),
    Item("look-back", 8),
    Item("news", 10),
    Item("assessment", 7),
    Item("goals", 10),
    Item("decisions", 7),
    Item("feedback", 3),
)
