"""The words of consent: who may learn what for which purpose, from when until when."""

from dataclasses import dataclass
from datetime import datetime

from hub.identifiers import AgencyId, CaseId, ConsentId


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a consent names: one function in one agency, never an agency as such (§ 35(1) SGB I)."""

    agency: AgencyId
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent (Einwilligung) of a case's client, § 67b(2) SGB X, Art. 7 GDPR.

    It holds from `valid_from` up to, but not at, `valid_until`. Terms never change; another
    consent is another record. Its purpose is kept sealed beside it: no gate needs to read it, so
    a removal never depends on a key.
    """

    id: ConsentId
    case: CaseId
    recipient: Recipient
    valid_from: datetime
    valid_until: datetime
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """Yes: the consent on which somebody may see, and until when it lasts."""

    consent: ConsentId
    given_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class NoBasis:
    """No, which is also the answer whenever nothing is known."""


May = Basis | NoBasis
