"""The words of receipts: what one is made of, what it says, and whether it can be believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.cases.model import Agency, Professional
from hub.consent.model import Consent, Event
from hub.identifiers import CaseId, ConsentId, ReceiptId


class Role(StrEnum):
    """In which role somebody did something to a record; who it was by name is not said."""

    CLIENT = "client"
    PARTY = "party"
    """Stands on the client's side: a parent, a child."""
    STAFF = "staff"
    """Works on the case."""
    OFFICER = "officer"
    """Watches over data protection."""
    DOOR = "door"
    """Took it down at one of the hub's doors."""


class Verdict(StrEnum):
    """What becomes of a file that is held against a hub's published key."""

    HOLDS = "holds"
    CHANGED = "changed"
    ANOTHER_HUB = "another-hub"
    """It is whole, but another key than the published one has signed it."""
    NOT_A_RECEIPT = "not-a-receipt"


@dataclass(frozen=True, slots=True)
class Seal:
    """What marks one kind of paper that the hub signs.

    The preamble is signed with each, so that no signature under anything else can be passed off as one.
    """

    type: str
    preamble: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """What whoever runs a hub says once, for every receipt (Art. 13, 14 GDPR).

    `controller` answers for the hub, `authority` supervises it, `jurisdiction` is a code of ISO 3166
    such as `DE-NW`. What is empty is said by a text of the catalogue.
    """

    controller: str = ""
    contact: str = ""
    authority: str = ""
    jurisdiction: str = "DE"
    withdrawal: str = ""
    storage: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A consent's record to the letter: what was signed, what is sealed beside it, what was done.

    `keys` are the pinned public keys of those who signed, by the actor of the event. `before` is the
    record that this one is the rest of, after a partial withdrawal.
    """

    consent: Consent
    document: str
    contents: Mapping[str, Any]
    events: tuple[Event, ...]
    keys: Mapping[str, str] = field(default_factory=dict)
    before: "Evidence | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a receipt is made of.

    `label` is the client's pseudonym; `staff` are those who work on the case; `sharing` are the
    agencies that may share, `receiving` is the one that may receive, `person` whom the consent names
    in it, `released` whom it frees from secrecy. Nothing of the operator is empty here.
    """

    evidence: Evidence
    label: str
    staff: frozenset[str]
    sharing: tuple[Agency, ...]
    receiving: Agency
    person: Professional | None
    released: Professional | None = None
    operator: Operator
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt as it was handed out: `content` is the signed JSON-LD."""

    id: ReceiptId
    case: CaseId
    consent: ConsentId
    made_at: datetime
    content: Mapping[str, Any]
