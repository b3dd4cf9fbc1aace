"""The words of an ending: the closing note, an extract for an agency's own file, and who has taken theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.audit import Act
from hub.cases.model import Agency, CaseFile, Participation, Professional
from hub.conference.model import Conference
from hub.consent.model import Consent
from hub.disclosure.model import Record
from hub.identifiers import AgencyId, CaseId, ClosingId, ConferenceId, ConsentId, ExtractId, ProfessionalId
from hub.minutes.model import Held
from hub.plan.model import Plan
from hub.receipts.model import Facts as RecordFacts


class Outcome(StrEnum):
    """How a case ended."""

    REACHED = "reached"
    PARTLY = "partly"
    BROKEN_OFF = "broken-off"
    HANDED_ON = "handed-on"


@dataclass(frozen=True, slots=True)
class ClosingNote:
    """What the lead says at the end: how it ended, what remains to be done, and who stays responsible."""

    outcome: Outcome
    remains: tuple[str, ...]
    responsible: str


class Deed(StrEnum):
    """What is signed at the end of a case."""

    NOTED = "noted"
    """The lead wrote the closing note."""
    TAKEN = "taken"
    """Somebody has their extract in their agency's own file."""
    WAIVED = "waived"
    """The lead says that an agency keeps no file, and why."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Which extract it is about: its id, and its SHA-256."""

    id: ExtractId
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A deed at the end of a case, read from its record without any key.

    `proven` says whether its author signed it and the audit chain tells the same. A note concerns no
    agency; only what was taken has an extract.
    """

    id: ClosingId
    case: CaseId
    deed: Deed
    at: datetime
    by: ProfessionalId
    agency: AgencyId | None = None
    extract: Extracted | None = None
    contents_sha256: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How far somebody on a case is with their agency's file; `taken_at` is their last take-over.

    Of that and the lead's word that their agency keeps no file the later one counts.
    """

    part: Participation
    taken_at: datetime | None
    is_waived: bool

    @property
    def is_filed(self) -> bool:
        """Whether nothing of theirs is missing any more."""
        return self.is_waived or self.taken_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an extract is made of; much of it its reader must not see.

    `acts` is what was done in the case, in order. A record is None where what is stored is not what was
    signed; topics are None where they can no longer be read; so is the note.
    """

    reader: Professional
    file: CaseFile
    agencies: Mapping[AgencyId, Agency]
    people: Mapping[ProfessionalId, Professional]
    given: Sequence[Consent]
    records: Mapping[ConsentId, RecordFacts | None]
    disclosures: Sequence[Record]
    conferences: Sequence[tuple[Conference, tuple[str, ...] | None]]
    minutes: Mapping[ConferenceId, Held]
    plan: Plan
    acts: Sequence[Act]
    noted: Signed
    note: ClosingNote | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """An extract as it was handed out: `content` is signed by the hub, which keeps no copy."""

    id: ExtractId
    case: CaseId
    reader: ProfessionalId
    made_at: datetime
    content: Mapping[str, Any]
