"""The words of a hand-over: who offers the lead of a case to whom, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.cases.model import Agency, CaseFile, Participation, Professional
from hub.identifiers import CaseId, HandOverId, ProfessionalId, UserId


class Deed(StrEnum):
    """What is done to a hand-over; whatever follows the offer ends it."""

    OFFER = "offered"
    ACCEPT = "accepted"
    DECLINE = "declined"
    WITHDRAW = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A hand-over as it is offered; `reason` is needed where somebody else than the lead offers it."""

    to: UserId
    leaves: bool = False
    """Whether the lead no longer works on the case afterwards."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an offer, by whom and when; two signed it if it was accepted."""

    deed: Deed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """That the lead of a case was offered to somebody: both sign the same words.

    It can be accepted from `begins` on, and no longer at `until`. It is `proven` if those who must
    have signed it did, and the audit chain tells the same of it.
    """

    id: HandOverId
    case: CaseId
    lead: ProfessionalId | None
    """Who led then, if anybody did."""
    by: ProfessionalId
    to: ProfessionalId
    leaves: bool
    at: datetime
    begins: datetime
    until: datetime
    reason_sha256: str = ""
    decision: Decision | None = None
    proven: bool = False

    @property
    def is_by_lead(self) -> bool:
        """Whether it comes from whoever has the lead."""
        return self.by == self.lead

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may still take the lead by it."""
        return self.proven and self.decision is None and now < self.until


@dataclass(frozen=True, slots=True)
class Record:
    """A hand-over with its sealed reason; none where there is none, or where nobody can read it."""

    hand_over: HandOver
    reason: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose parts end and whose begin at the instant at which a hand-over is accepted, in this order."""

    ended: tuple[Participation, ...]
    begun: tuple[Participation, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What those in a case's room are told of a hand-over."""

    file: CaseFile
    deed: Deed
    hand_over: HandOver
    to: Professional
    agency: Agency
