"""The words of the charter (Netzwerkvereinbarung): what is agreed, in which version, and whom it binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.cases.model import AgencyKind, Contradiction
from hub.effects import AT_ONCE
from hub.identifiers import AcknowledgementId, AgencyId, ProfessionalId


class Occasion(StrEnum):
    """On what an agency answers within a time that is agreed on."""

    REQUEST = "request"
    CONFERENCE = "conference"
    WARNING = "warning"
    """A warning for the protection of a child."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Who writes the minutes of a conference, who gets them, after how many days they are approved."""

    writer: str
    recipients: str
    approval_days: int


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is turned to when so many days have passed without an answer."""

    after_days: int
    to: str


@dataclass(frozen=True, slots=True)
class Exit:
    """How many days of notice an agency gives, and what becomes of the cases it works on."""

    notice_days: int
    cases: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is agreed on. `open_to` are the kinds of agencies that may join beside the members it names."""

    purpose: str
    open_to: frozenset[AgencyKind]
    response_hours: Mapping[Occasion, int]
    minutes: Minutes
    escalation: tuple[Escalation, ...]
    exit: Exit


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be published, from when it is to bind, and why so soon, if it is urgent."""

    wording: Wording
    binds_from: datetime | None = None
    urgent_because: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """An agency that a version names, and what the law took it for then."""

    agency: AgencyId
    name: str
    kind: AgencyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """One version. It never changes; it ends by the next one beginning to bind.

    `urgent_because` is why it binds sooner than agencies can be expected to decide, if it does.
    """

    version: int
    wording: Wording
    members: tuple[Member, ...]
    published_at: datetime
    binds_from: datetime
    urgent_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as the audit chain tells it. Without `charter` what stands there is something else.

    Nobody knows then what is agreed on: it binds nobody, and what was before it is over.
    """

    number: int
    sha256: str
    published_at: datetime
    charter: Charter | None

    @property
    def binds_from(self) -> datetime:
        """From when the version before it no longer counts."""
        return self.charter.binds_from if self.charter else self.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """An agency's word that a version binds it, signed by one of its professionals.

    `left_at` and `ends_at` say when it gave notice, and to which instant.
    """

    id: AcknowledgementId
    agency: AgencyId
    version: int
    charter_sha256: str
    by: ProfessionalId
    at: datetime
    left_at: datetime | None = None
    ends_at: datetime | None = None
    proven: bool = False

    @property
    def is_ended_by(self) -> datetime | None:
        """When it is over, if it will be. Whoever left at once has left by every clock."""
        if self.ends_at is None or self.left_at is None or self.left_at < self.ends_at:
            return self.ends_at
        return AT_ONCE


@dataclass(frozen=True, slots=True)
class Deferral:
    """That an agency was there before there were charters: it has so long to acknowledge one."""

    agency: AgencyId
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All that is known of versions and of some agencies' acknowledgements, held against the chain."""

    versions: tuple[Version, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    deferrals: tuple[Deferral, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How an agency stands to the charter.

    `missing` is the version it has to acknowledge, `missing_from` since or from when it counts.
    """

    agency: AgencyId
    bound_until: datetime | None
    acknowledged: tuple[int, ...]
    missing: int | None
    missing_from: datetime | None
    ends_at: datetime | None
    """To when it gave notice, or was given time."""
