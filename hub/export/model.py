"""The words of a client's own view: who works on their case, who sits where and why, what they agreed to.

Art. 15 and 20 GDPR, § 83 SGB X. Whatever else a client may see joins it at four places: `Facts`, `View`,
`rules.as_json` with its schema, and `page`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.audit import Act
from hub.cases.model import Agency, CaseFile
from hub.identifiers import AgencyId, ConsentId, UserId
from hub.receipts.model import Facts as RecordFacts
from hub.rooms.model import Membership, Rightful, Seat


class Part(StrEnum):
    """In which part somebody appears in a client's view."""

    CLIENT = "client"
    LEAD = "lead"
    MEMBER = "member"
    STRANGER = "stranger"
    """Sits or sat there without belonging to the case. Who it was neither the chain nor this view says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the client meets in their case; the client themselves and strangers have no name here."""

    part: Part
    name: str = ""
    agency: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How somebody stands to a room now: whether they may sit there, on which consent, and whether they do.

    `since` is when they began to work on the case, `until` when their right ends if nothing else does.
    """

    person: Person
    room: str
    since: datetime
    may_sit: bool
    consent: ConsentId | None = None
    until: datetime | None = None
    seat: Membership | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """From when until when somebody sat in a room, as the audit chain has it."""

    person: Person
    consent: ConsentId | None
    offered_at: datetime | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    left: bool = False
    """By their own act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A consent with the text the client was shown; no record where what is stored is not what was signed."""

    consent: ConsentId
    record: Mapping[str, Any] | None
    notice_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a client's view is made of; nothing of any other case is in here.

    `acts` is what was done in the case, in order. For a consent that is not what was signed there is None.
    """

    file: CaseFile
    agencies: Mapping[AgencyId, Agency]
    may: Rightful
    seats: Mapping[UserId, Seat]
    acts: Sequence[Act]
    consents: Mapping[ConsentId, RecordFacts | None]
    notices: Mapping[ConsentId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A client's own view of their case at an instant."""

    label: str
    at: datetime
    opened_at: datetime
    closed_at: datetime | None
    places: tuple[Place, ...]
    stays: tuple[Stay, ...]
    agreements: tuple[Agreement, ...]
