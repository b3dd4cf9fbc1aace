"""The words of case work: cases, agencies, professionals, and who takes part in what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hub.identifiers import CONSULT_PREFIX, AgencyId, CaseId, CircleId, ProfessionalId, QuestionId, UserId


class Role(StrEnum):
    """What a professional's part in a case is."""

    LEAD = "lead"
    MEMBER = "member"


class Corner(StrEnum):
    """Where somebody stands in the triangle of social benefits (sozialrechtliches Dreiecksverhältnis)."""

    CLIENT = "client"
    PAYER = "payer"
    """The public body that grants the benefit and pays for it."""
    PROVIDER = "provider"
    """Who does the work with the client, on the payer's behalf or their own."""
    OUTSIDE = "outside"
    """None of the three, or nobody has said."""


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

    @property
    def corner(self) -> Corner:
        """Where such an agency stands in the triangle."""
        if self in _SOCIAL_BENEFITS:
            return Corner.PAYER
        return Corner.PROVIDER if self in _PROVIDERS else Corner.OUTSIDE


# § 35(1) with § 12 SGB I: those that grant social benefits.
_SOCIAL_BENEFITS = frozenset(
    {
        AgencyKind.JOBCENTER,
        AgencyKind.YOUTH_OFFICE,
        AgencyKind.SOCIAL_OFFICE,
        AgencyKind.EMPLOYMENT_AGENCY,
    }
)


_PROVIDERS = frozenset({AgencyKind.PROVIDER, AgencyKind.SCHOOL_SOCIAL_WORK})


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
    left_at: datetime | None = None
    """When they left their agency; from then on nothing is theirs to do any more."""


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
    """That a professional works on a case in a role, from when until when. It seats nobody: consent does.

    Whoever takes another role ends one part and begins another at the same instant.
    """

    case: CaseId
    professional: Professional
    role: Role
    since: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """That somebody on a case asks a specialist, who is told pseudonyms and never which case it is.

    It is open from `since` until, but not at, `until`, unless it `is_over` already. It makes nobody part
    of the case.
    """

    question: QuestionId
    asker: Professional
    specialist: Professional
    since: datetime
    until: datetime
    is_over: bool

    @property
    def circle(self) -> CircleId:
        """These two."""
        return CircleId(f"{CONSULT_PREFIX}{self.question}")

    @property
    def people(self) -> tuple[Professional, Professional]:
        """Who asks, and who is asked."""
        return (self.asker, self.specialist)

    def is_open(self, now: datetime) -> bool:
        """Whether the two may still talk about it."""
        return not self.is_over and now < self.until


@dataclass(frozen=True, slots=True)
class Listener:
    """An account through which the hub reads commands in one circle's room; it `may_sit` while that is on."""

    user: UserId
    circle: CircleId
    may_sit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoom:
    """Whether the client wants a room of their own, as far as the chain tells; by default they never did.

    `asked_at` is when they last said that they want it. The room is found by its `pseudonym`: colleagues know
    what every other room of the case is called by.
    """

    pseudonym: str = ""
    asked_at: datetime | None = None
    is_wanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case with those who work on it, as far as the audit chain tells the same."""

    case: Case
    participations: tuple[Participation, ...]
    former: tuple[Participation, ...] = ()
    """The parts that ended, oldest first; also of people who work on it still, in another role."""
    doubted: tuple[Participation, ...] = ()
    """What stands there as somebody's part and is told otherwise, or not at all: it counts for nothing."""
    contradicted: bool = False
    """Whether the chain tells otherwise of the case itself: whose account is the client's, or its end."""
    missing: tuple[ProfessionalId, ...] = ()
    """Of whose parts the chain tells although they stand there no more."""
    bound: Mapping[AgencyId, datetime] = field(default_factory=dict)
    """Which agencies the charter of the network binds, until when. Whose agency is not in it sits nowhere."""
    consultations: tuple[Consultation, ...] = ()
    """What specialists were asked, as far as it is proven; read where it decides about a room."""
    listeners: tuple[Listener, ...] = ()
    """Where the hub reads commands, and where it did; likewise."""
    own: OwnRoom = OwnRoom()
    """Whether there is to be a room for the client alone; likewise."""

    @property
    def lead(self) -> Professional | None:
        """Who leads the case (Fallführung)."""
        leads = (part.professional for part in self.participations if part.role is Role.LEAD)
        return next(leads, None)

    @property
    def is_without_lead(self) -> bool:
        """Whether nobody leads an open case: somebody must be found who does."""
        return self.case.is_open and self.lead is None

    @property
    def everybody(self) -> tuple[Participation, ...]:
        """Whoever works on it, then whoever did, the newest first: for who they were, and for no right."""
        return (*self.participations, *reversed(self.former))

    def consultation(self, circle: CircleId) -> Consultation | None:
        """The question that a circle is about, if it is one's."""
        return next((one for one in self.consultations if one.circle == circle), None)

    @property
    def leads(self) -> tuple[Participation, ...]:
        """Who led it from when until when, oldest first."""
        led = (part for part in self.everybody if part.role is Role.LEAD)
        return tuple(sorted(led, key=lambda part: part.since))

    def working_since(self, part: Participation) -> datetime:
        """Since when somebody has worked on it without a break, whatever their role was."""
        theirs = [one for one in self.former if one.professional.id == part.professional.id]
        since = part.since
        while before := [one for one in theirs if one.ended_at == since and one.since < since]:
            since = before[0].since
        return since


class About(StrEnum):
    """Of what the chain can tell otherwise, besides what its wings hold against it themselves."""

    CASE = "case"
    LOST = "lost"
    """A case that is gone although nobody erased it."""
    PROFESSIONAL = "professional"
    PART = "part"
    HAND_OVER = "hand-over"
    AGENCY = "agency"
    CHARTER = "charter"
    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that stands otherwise in the audit chain; `name` is what people call it."""

    about: About
    id: str
    name: str
    case: str = ""
