"""The words of the client's side: children, parents, and who may speak for whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.cases.model import Personalia
from hub.identifiers import CaseId, GuardianshipId, PartyId


class Custody(StrEnum):
    """How parental custody is held (§§ 1626, 1629 BGB)."""

    SOLE = "sole"
    JOINT = "joint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody on the client's side of a case besides the client: a child, a parent.

    The client themselves is the party `client`.
    """

    id: PartyId
    case: CaseId


@dataclass(frozen=True, slots=True)
class Named:
    """A party with name and birthday, for those who work on the case; without, if nobody can read them."""

    party: Party
    person: Personalia | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardianship:
    """That a party may speak for another one who is not of age yet (§ 1629 BGB).

    Two professionals on the case vouch for it with their keys, having seen the proof of custody, and
    for the key with which the guardian signs; without one the guardian can declare on paper only.
    It holds up to, but not at, `until`: the 18th birthday.
    """

    id: GuardianshipId
    case: CaseId
    subject: PartyId
    guardian: PartyId
    custody: Custody
    until: datetime
    public_key: str
    evidence: str
    recorded_by: str
    confirmed_by: str
    ended_at: datetime | None
    vouched: bool

    def stands(self, now: datetime) -> bool:
        """Whether the guardian may speak at this instant."""
        return self.vouched and self.ended_at is None and now < self.until
