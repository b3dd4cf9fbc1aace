"""The words of case work: cases, agencies, professionals, and who takes part in what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hub.identifiers import AgencyId, CaseId, ProfessionalId, UserId


class Role(StrEnum):
    """What a professional's part in a case is."""

    LEAD = "lead"
    MEMBER = "member"


class AgencyKind(StrEnum):
    """What the law takes an agency for: which data may go where depends on it."""

    UNKNOWN = "unknown"
    """Nobody has said; nothing is permitted on the strength of it."""
    JOBCENTER = "jobcenter"
    YOUTH_OFFICE = "youth-office"
    SOCIAL_OFFICE = "social-office"
    EMPLOYMENT_AGENCY = "employment-agency"
    SCHOOL = "school"
    SCHOOL_SOCIAL_WORK = "school-social-work"
    PROVIDER = "provider"
    """A free provider (freier Träger)."""
    HEALTH = "health"
    FAMILY_COURT = "family-court"
    NETWORK = "network"
    """Whoever runs the network itself."""

    @property
    def keeps_social_secrecy(self) -> bool:
        """Whether it is one of the bodies that § 35 SGB I obliges."""
        return self in _SOCIAL_BENEFITS


# § 35(1) with § 12 SGB I: those that grant social benefits.
_SOCIAL_BENEFITS = frozenset(
    {
        AgencyKind.JOBCENTER,
        AgencyKind.YOUTH_OFFICE,
        AgencyKind.SOCIAL_OFFICE,
        AgencyKind.EMPLOYMENT_AGENCY,
    }
)


class Duty(StrEnum):
    """What somebody is answerable for in the whole network, beside their function."""

    NONE = "none"
    DATA_PROTECTION = "data-protection"
    CHILD_PROTECTION_EXPERT = "child-protection-expert"
    """Insoweit erfahrene Fachkraft (§ 8b SGB VIII, § 4(2) KKG)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body that works on cases, with the legal area (Rechtskreis) it works under."""

    id: AgencyId
    name: str
    legal_area: str
    kind: AgencyKind = AgencyKind.UNKNOWN


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
    duty: Duty = Duty.NONE


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
    """A case with those who work on it, as far as the audit chain tells the same."""

    case: Case
    participations: tuple[Participation, ...]
    doubted: tuple[Participation, ...] = ()
    """What stands there as somebody's part and is told otherwise, or not at all: it counts for nothing."""
    contradicted: bool = False
    """Whether the chain tells otherwise of the case itself: whose account is the client's, or its end."""
    bound: Mapping[AgencyId, datetime] = field(default_factory=dict)
    """Which agencies the charter of the network binds, until when. Whose agency is not in it sits nowhere."""

    @property
    def lead(self) -> Professional | None:
        """Who leads the case (Fallführung)."""
        leads = (part.professional for part in self.participations if part.role is Role.LEAD)
        return next(leads, None)


class About(StrEnum):
    """Of what the chain can tell otherwise, besides what its wings hold against it themselves."""

    CASE = "case"
    PROFESSIONAL = "professional"
    PART = "part"
    AGENCY = "agency"
    CHARTER = "charter"
    ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that stands otherwise in the audit chain; `name` is what people call it."""

    about: About
    id: str
    name: str
    case: str = ""
