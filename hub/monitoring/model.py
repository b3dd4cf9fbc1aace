"""The words of monitoring: kinds of reminders, what is known of a case, what is due for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hub.cases.model import CaseFile
from hub.identifiers import AgencyId, CaseId, ProfessionalId, ReminderId


class Trigger(StrEnum):
    """Where the date comes from, by which a kind reminds."""

    DATE = "date"
    """Laid down by hand by the lead: the hub has no other source."""
    TASK = "task"
    REPORT = "report"
    """The next report on a support."""
    CONFERENCE = "conference"
    MINUTES = "minutes"
    """A conference that is over, and of which there are no minutes yet."""
    CONSENT = "consent"
    """A consent that is about to end."""
    CASE = "case"
    """The day on which the case was opened."""
    CLOSED = "closed"
    """The day on which it was closed; until it is erased."""
    BIRTHDAY = "birthday"
    """A birthday of a client for whom others speak, by which they may come to speak for themselves."""


class Audience(StrEnum):
    """Who is reminded. Nobody of them is, who may not hear of it at that instant."""

    OWNER = "owner"
    """Whose task, support or conference it is."""
    LEAD = "lead"
    PROVIDER = "provider"
    """Whoever works on the case for a provider."""
    CLIENT = "client"
    """The client, in their own room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """So many months, days or working days; all of them, if several are said."""

    months: int = 0
    days: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How often a date comes again: so many times, or until the case is closed (`times` is 0)."""

    every: Span
    times: int = 0


@dataclass(frozen=True, slots=True, order=True)
class KindId:
    """One version of a kind; a published version never changes. Its code is that of the field (`r6`)."""

    code: str
    version: int

    def __str__(self) -> str:
        return f"{self.code}-{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of reminder: what it is about has a text in the catalogue, `remind-<code>`.

    The day that counts is the fact's own, or the one so much `after` it. It is reminded `offsets` days before
    (negative) or after that day; `escalate` days after it, if it is said, the lead is told, and nobody else.
    `is_duty` is what a law asks for: nobody can mute it.
    """

    id: KindId
    trigger: Trigger
    audience: Audience
    offsets: tuple[int, ...]
    escalate: int | None = None
    after: Span = Span()
    recurrence: Recurrence | None = None
    norm: str = ""
    is_duty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something in a case that has a day: since when it is known, and whose it is.

    `subject` is the id of what it is about. Of what comes again `turn` counts how often it was done.
    """

    trigger: Trigger
    subject: str
    day: date
    since: date
    owner: ProfessionalId | None = None
    code: str = ""
    """Which kind it was laid down for, if by hand."""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case at an instant: who works on it, who of them may hear what concerns everybody, what has a day."""

    file: CaseFile
    lead: ProfessionalId | None
    """Who leads it, as long as the charter binds their agency; they may be told what follows from leading."""
    hears: frozenset[ProfessionalId]
    providers: frozenset[AgencyId]
    facts: tuple[Fact, ...]
    is_client_there: bool = False
    """Whether the client sits in their own room, as was last seen."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Due:
    """That somebody is to be reminded of something on a day; `day` is the one that counts."""

    due_on: date
    day: date
    case: CaseId
    kind: str
    subject: str
    professional: ProfessionalId


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A reminder as it stands: when it is to be said, unless it was."""

    due: Due
    next_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a digest."""

    due: Due
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that somebody is reminded of on a day; numbered as it stands there, from 1."""

    professional: ProfessionalId
    day: date
    items: tuple[Item, ...]
    more: int = 0
    """How many come another day, because they are too many for one."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class ClientItem:
    """Something the client is reminded of: of what, and of which day, as it came to be due on another."""

    day: date
    kind: str
    subject: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDigest:
    """All that a client is reminded of on a day."""

    case: CaseId
    day: date
    items: tuple[ClientItem, ...]

    @property
    def lines(self) -> tuple[tuple[str, date], ...]:
        """What stands there: kinds and days. Two things of a kind on a day are said as one."""
        return tuple(dict.fromkeys((item.kind, item.day) for item in self.items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A date that the lead laid down for a kind. `turn` counts how often it was done, if it comes again."""

    id: ReminderId
    case: CaseId
    code: str
    day: date
    set_by: ProfessionalId
    set_at: datetime
    turn: int = 0
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What somebody is to be reminded of in a case, as they read it at the door."""

    code: str
    subject: str
    day: date
    next_on: date | None
    is_by_hand: bool


class Answer(StrEnum):
    """What the hub did about a digest that somebody reacted to; each has a text in the catalogue."""

    DONE = "done"
    SNOOZED = "snoozed"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Answered:
    """That somebody's reaction was taken in."""

    answer: Answer
