"""The words of a specialist question: what is asked with pseudonyms, of whom, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hub.cases.model import Agency, Professional
from hub.disclosure.model import ToldBefore
from hub.identifiers import (
    CLIENT,
    COMMON,
    TEAM,
    CaseId,
    CircleId,
    DisclosureId,
    PartyId,
    ProfessionalId,
    QuestionId,
    UserId,
)
from hub.law.model import Layer, NormId, Note


class Deed(StrEnum):
    """What is done to a question; to answer it and to withdraw it ends it."""

    ASK = "asked"
    ANSWER = "answered"
    WITHDRAW = "withdrawn"
    """Taken back by who asked it, or given back by who was asked."""
    POST = "posted"
    """The answer stands in a room of the case."""


class Into(StrEnum):
    """Into which room of the case the answer goes."""

    TEAM = "team"
    CLIENT = "client"

    @property
    def circle(self) -> CircleId:
        """The circle of that room."""
        return TEAM if self is Into.TEAM else COMMON


@dataclass(frozen=True, slots=True)
class Contents:
    """What the specialist reads: one question, and the excerpt it is about, in paragraphs."""

    question: str
    excerpt: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it."""
        return (self.question, *self.excerpt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question as somebody wants to ask it, until when, and what is noted of the disclosure it is.

    Without a `norm` the hub looks for one that is made for it.
    """

    to: UserId
    contents: Contents
    until: datetime
    into: Into = Into.TEAM
    subject: PartyId = CLIENT
    themes: frozenset[str]
    necessity: str
    norm: NormId | None = None
    notes: frozenset[Note] = frozenset()
    layers: frozenset[Layer] = frozenset()
    told: ToldBefore | None = None
    """Set only where the client is not to be told, with the reason."""


@dataclass(frozen=True, slots=True)
class End:
    """How a question ended, by whom and when."""

    deed: Deed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """That somebody asked a specialist, read from its record without any key.

    It is `proven` if who asked it signed it and the audit chain tells the same; how it ended and whether
    its answer was posted is the chain's word alone.
    """

    id: QuestionId
    case: CaseId
    disclosure: DisclosureId
    """That the excerpt was passed on, and on which basis."""
    asker: ProfessionalId
    specialist: ProfessionalId
    into: Into
    at: datetime
    until: datetime
    contents_sha256: str
    end: End | None = None
    is_posted: bool = False
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A question with what is sealed of it; None where nobody can read it, or where there is no answer."""

    question: Question
    contents: Contents | None
    answer: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A question as one of the two may see it. Only who asked it sees of which case it is."""

    record: Record
    asker: Professional
    specialist: Professional
    label: str | None
    is_open: bool
    """Whether it may still be answered or withdrawn."""


@dataclass(frozen=True, slots=True)
class Posting:
    """An answer as it is told in the case: what was asked, and what whom of which agency said."""

    question: Question
    asked: Contents
    answer: tuple[str, ...]
    specialist: Professional
    agency: Agency


class Trace(StrEnum):
    """What in an excerpt could lead to somebody."""

    CLIENT = "client"
    PARTY = "party"
    BIRTHDAY = "birthday"
    LABEL = "label"
    PROFESSIONAL = "professional"
    AGENCY = "agency"
    ADDRESS = "address"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the hub knows of the people of a case, so that it can find it in an excerpt.

    Who asks is not among them: they sit in the room with the specialist.
    """

    client: str
    label: str
    parties: tuple[str, ...] = ()
    birthdays: tuple[date, ...] = ()
    professionals: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
