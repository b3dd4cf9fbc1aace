"""The words of passing on: what somebody discloses, on which basis, and what follows a warning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.consent.model import Recipient
from hub.identifiers import CLIENT, CaseId, ConsentId, DisclosureId, PartyId, ProfessionalId
from hub.law.model import Layer, NormId, Note, Way

Basis = ConsentId | NormId
"""On what a disclosure rests: a consent by its record, or a norm in one version."""


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """Whether those concerned were told before, and if not, why."""

    before: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is private of a disclosure.

    `agreed` are the themes about which the client wants to be asked each time, and said yes this time.
    `layers` is the stronger secrecy under which it is held, `confirmed` what the sender says is so.
    """

    themes: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    layers: frozenset[Layer] = frozenset()
    necessity: str = ""
    confirmed: frozenset[Note] = frozenset()
    told: ToldBefore | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to pass on about whom, to whom, and on which basis."""

    subject: PartyId = CLIENT
    recipient: Recipient
    basis: Basis
    contents: Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawful:
    """Yes, with its reason: `reason` names the text in the catalogue, `facts` fill it.

    `releases` are the consents that let go what is held under a stronger secrecy.
    """

    reason: str
    facts: Mapping[str, str]
    releases: tuple[ConsentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """That something was passed on, read from its record without any key. It belongs to the file.

    `basis` is a consent's id or a norm's `code@version`; `proven` says whether its author signed it and
    the audit chain tells the same.
    """

    id: DisclosureId
    case: CaseId
    way: Way
    at: datetime
    sender: ProfessionalId
    subject: PartyId = CLIENT
    recipient: Recipient
    basis: str
    releases: tuple[ConsentId, ...] = ()
    contents_sha256: str
    proven: bool


class Deed(StrEnum):
    """What can follow a warning, each once."""

    REVIEW = "reviewed"
    FEEDBACK = "answered"


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody found who looked at a warning afterwards."""

    in_order: bool
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What the youth office may answer, and nothing else (§ 4(4) KKG, § 64(4) SGB VIII)."""

    confirmed: bool
    """Whether the signs of danger were confirmed."""
    acted: bool
    acts: bool
    """Whether it still does."""


Answer = Review | Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, by whom and when; `proven` says whether they signed it and the chain tells the same.

    `answer` is None where what was sealed cannot be read any more.
    """

    at: datetime
    by: ProfessionalId
    answer: Answer | None = None
    contents_sha256: str
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A disclosure with what is private of it, for those whom it concerns.

    Contents that cannot be read any more are empty, and the disclosure is not proven.
    """

    disclosure: Disclosure
    contents: Contents
    review: Answered | None = None
    feedback: Answered | None = None
