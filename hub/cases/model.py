"""The words of case work: cases, agencies, professionals, and who takes part in what."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hub.identifiers import AgencyId, CaseId, ProfessionalId, UserId


class Role(StrEnum):
    """What a professional's part in a case is."""

    LEAD = "lead"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body that works on cases, with the legal area (Rechtskreis) it works under."""

    id: AgencyId
    name: str
    legal_area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """A person at work (Fachkraft): one function in one agency, perhaps in one unit of it.

    The function matters as much as the agency: social secrecy holds inside an agency too
    (§ 35(1) SGB I).
    """

    id: ProfessionalId
    agency: AgencyId
    function: str
    name: str
    user: UserId
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Personalia:
    """Somebody on the client's side by name and birthday; both are kept sealed."""

    name: str
    born: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case (Fall). The label is a pseudonym; the client's name is not in here."""

    id: CaseId
    label: str
    client: UserId
    opened_at: datetime
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody may still work on it."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """That a professional works on a case, and since when. It seats nobody: consent does."""

    case: CaseId
    professional: Professional
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case with those who work on it."""

    case: Case
    participations: tuple[Participation, ...]

    @property
    def lead(self) -> Professional | None:
        """Who leads the case (Fallführung)."""
        leads = (part.professional for part in self.participations if part.role is Role.LEAD)
        return next(leads, None)
