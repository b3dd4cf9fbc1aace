"""The words of minutes: what was written down, in which version, and who objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from hub.cases.model import CaseFile
from hub.conference.model import Conference
from hub.identifiers import CaseId, ConferenceId, EntryId, MinutesId, ObjectionId, PartyId, ProfessionalId

Author: TypeAlias = ProfessionalId | PartyId
"""A professional, or `client`."""

DRAFT = 1
FINAL = 2


class Kind(StrEnum):
    """What somebody had written down."""

    DECISION = "decision"
    DISSENT = "dissent"
    """That its author sees something otherwise. Nobody else can take it away."""
    NOTE = "note"
    NEXT_DATE = "next-date"
    AGREED = "agreed"
    """Something of the plan, which is kept there."""


class Planned(StrEnum):
    """What of the plan an entry points to."""

    TASK = "task"
    GOAL = "goal"
    GAP = "gap"
    """An offer that is missing."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something of the plan, by its number there."""

    kind: Planned
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is written down under which item of the agenda.

    A decision says who does what (`text`) by which day; a next date has its day.
    """

    kind: Kind
    item: str
    text: str
    who: str = ""
    day: date | None = None
    agreed: Agreed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something written down in a conference; `instead_of` is the entry that it replaces."""

    id: EntryId
    case: CaseId
    conference: ConferenceId
    author: Author
    at: datetime
    words: Words
    instead_of: EntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What somebody holds against the draft. Until the final version it is theirs alone."""

    id: ObjectionId
    case: CaseId
    conference: ConferenceId
    author: Author
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Minutes as they stand for ever: the draft, or the final version with every objection in full.

    Objections are heard until, but not at, `objections_until`. `present` is who was there, if whoever
    drafted it counted them, else who could have been. `lost` is how many entries, and in the final version
    objections, the audit chain knows although nobody can read them any more.
    """

    id: MinutesId
    case: CaseId
    conference: ConferenceId
    number: int
    at: datetime
    objections_until: datetime
    items: tuple[str, ...]
    present: tuple[Author, ...]
    is_counted: bool
    entries: tuple[Entry, ...]
    objections: tuple[Objection, ...] = ()
    lost: int = 0

    @property
    def is_final(self) -> bool:
        """Whether nothing comes after it."""
        return self.number == FINAL


@dataclass(frozen=True, slots=True)
class Section:
    """What was written down under one item, and who sees it otherwise."""

    item: str
    notes: tuple[Entry, ...]
    dissents: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A version as one reads it: the items in the agenda's order, then what was decided."""

    version: Version
    sections: tuple[Section, ...]
    decisions: tuple[Entry, ...]
    gaps: tuple[Entry, ...]
    next_dates: tuple[Entry, ...]


class Piece(StrEnum):
    """What is kept sealed, each with its hash in the audit chain."""

    ENTRY = "entry"
    OBJECTION = "objection"
    VERSION = "version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A piece as it stands in its row; nothing is `said`, and no hash there, where nobody can read it."""

    piece: Piece
    id: str
    said: Entry | Objection | Version | None
    sha256: str = ""


class Verdict(StrEnum):
    """How a piece stands to the audit chain."""

    HOLDS = "holds"
    ALTERED = "altered"
    LOST = "lost"
    """The chain tells of it, and it is gone."""
    UNTOLD = "untold"
    """It stands there, and the chain does not know it: it counts for nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece, and how it stands to the chain."""

    id: str
    piece: Piece
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What of a conference counts, for the chain tells the same, oldest first.

    `entries` are those that nothing replaces. `posted` are the numbers of the versions that stand in the
    room, `lost` the entries that are gone or were altered, `unheard` the objections. `took_part` is whoever
    said anything before it, in it or in writing. `is_drafted` and `is_final` are whether such a version was
    ever made, also if it was altered since.
    """

    entries: tuple[Entry, ...] = ()
    objections: tuple[Objection, ...] = ()
    versions: tuple[Version, ...] = ()
    posted: frozenset[int] = frozenset()
    lost: frozenset[str] = frozenset()
    unheard: frozenset[str] = frozenset()
    took_part: frozenset[str] = frozenset()
    is_drafted: bool = False
    is_final: bool = False

    def version(self, number: int) -> Version | None:
        """The version of that number, if it was made and stands as it was made."""
        return next((one for one in self.versions if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conference with all that was written down in it, as it stands at one instant.

    `could_sit` is who could sit there while it lasted, by the consents of that time.
    """

    file: CaseFile
    conference: Conference
    held: Held
    items: tuple[str, ...]
    could_sit: frozenset[ProfessionalId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Minutes as one reader may see them: before the final version, of the objections only their own.

    `names` are those of the professionals who appear; the client has none here.
    """

    conference: Conference
    entries: tuple[Entry, ...]
    versions: tuple[Version, ...]
    objections: tuple[Objection, ...]
    names: Mapping[str, str]

    @property
    def latest(self) -> Version | None:
        """The newest version, if there is one."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A version to post, for those who may hear what concerns everybody."""

    file: CaseFile
    conference: Conference
    minutes: Minutes
    names: Mapping[str, str]
