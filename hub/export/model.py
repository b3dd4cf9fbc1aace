"""The words of a client's own view: who sits where and why, what was passed on, what they agreed to.

Art. 15 and 20 GDPR, § 83 SGB X. Whatever else a client may see joins it at five places: `Facts`, `View`,
`rules.view`, `form.as_json` with its schema, and `page`; what of it others may see is for `sight` to say.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from hub.audit import Act
from hub.cases.model import Agency, CaseFile, Professional
from hub.conference.model import Conference
from hub.consent.model import Consent
from hub.disclosure import model as disclosure
from hub.federation import Servers
from hub.identifiers import (
    AgencyId,
    CircleId,
    ConferenceId,
    ConsentId,
    DisclosureId,
    PartyId,
    ProfessionalId,
    UserId,
)
from hub.law.model import Law
from hub.minutes.model import Author, Held, Minutes
from hub.parties.model import Custody, Guardianship
from hub.plan.model import Decision, Plan, Standing
from hub.receipts.model import Facts as RecordFacts
from hub.rooms.model import Kind, Membership, Seat


class Part(StrEnum):
    """In which part somebody appears in a client's view."""

    CLIENT = "client"
    LEAD = "lead"
    MEMBER = "member"
    ADVISER = "adviser"
    """Talks with the client alone."""
    STRANGER = "stranger"
    """Sits or sat there without belonging to the case. Who it was neither the chain nor this view says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the client meets in their case; the client themselves and strangers have no name here."""

    part: Part
    name: str = ""
    agency: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its pseudonymous name, with the theme it is about and its kind: for the reader alone."""

    name: str
    theme: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """Who leads or led the case, from when until when; to the client alone."""

    person: Person
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How somebody stands to a room now: whether they may sit there, on which consent, and whether they do.

    `since` is when they began to work on the case, `until` when their right ends if nothing else does.
    To others than the client it is the right alone, also one that is over: `since` is its beginning, and
    whether anybody sat there is not said.
    """

    person: Person
    room: Room
    since: datetime
    may_sit: bool
    consent: ConsentId | None = None
    until: datetime | None = None
    seat: Membership | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """From when until when somebody sat in a room, as the audit chain has it."""

    person: Person
    room: Room
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
class Addressee:
    """For whom something was: a function of an agency, perhaps one unit or person of it."""

    agency: str
    function: str
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """That something was passed on beside the rooms: about whom, by whom, for whom, and why that was lawful.

    It rests on a `consent`, or on a norm: `norm` is one in one version, `paragraph` how it is cited. What its
    author did not sign is not `proven`.
    """

    id: DisclosureId
    at: datetime
    subject: str
    sender: Person
    addressee: Addressee
    themes: tuple[str, ...]
    consent: ConsentId | None = None
    norm: str = ""
    paragraph: str = ""
    releases: tuple[ConsentId, ...] = ()
    is_warning: bool = False
    is_pseudonymised: bool = False
    """Whether it went to a specialist who does not learn whose it is."""
    proven: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody on the client's side, by the pseudonym that records call them by.

    Their name is there for the client alone, who must be able to see who is said to speak for them.
    """

    pseudonym: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """That a guardian may speak for somebody; it `stands` if it is confirmed, and neither ended nor over."""

    guardian: Relative
    subject: Relative
    custody: Custody
    confirmed: bool
    until: datetime
    ended_at: datetime | None
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A case conference; no topics where they can no longer be read."""

    begins_at: datetime
    lasts: timedelta
    moderator: Person
    topics: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minuted:
    """The final minutes of a conference; not `written` where they can no longer be read as they were made.

    `people` are whom they name.
    """

    conference: Conference
    written: Minutes | None
    people: Mapping[Author, Person]


class AgreedKind(StrEnum):
    """What can have been agreed on."""

    TASK = "task"
    GOAL = "goal"
    SUPPORT = "support"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """How a support went when it was reported on, and what the lead decided because of it."""

    standing: Standing
    at: datetime
    remark: str | None
    decision: Decision | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Something that was agreed on; no words where they can no longer be read.

    `person` has the task to do, or gives the support; `since` is when it was agreed on, for a support the
    day on which it began, and `due` the day by which it is to be done or reached. Of its `reason` is said
    why it was dropped or given up.
    """

    kind: AgreedKind
    what: str | None
    since: date
    state: str
    person: Person | None = None
    due: date | None = None
    criterion: str | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    reports: tuple[Reported, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a view is made of; nothing of any other case is in here, but much that its reader must not see.

    `acts` is what was done in the case, in order. For a consent that is not what was signed there is None
    among the `records`; `people` are those whom disclosures name; `names` are those of parties; `advisers`
    are those whom a consent names to talk with the client alone.
    """

    reader: PartyId
    file: CaseFile
    agencies: Mapping[AgencyId, Agency]
    law: Law
    given: Sequence[Consent]
    voices: Collection[UserId]
    servers: Servers
    rooms: Mapping[CircleId, Mapping[UserId, Seat]]
    themes: Mapping[CircleId, str]
    acts: Sequence[Act]
    records: Mapping[ConsentId, RecordFacts | None]
    notices: Mapping[ConsentId, str]
    disclosures: Sequence[disclosure.Record]
    people: Mapping[ProfessionalId, Professional]
    guardianships: Sequence[Guardianship]
    names: Mapping[PartyId, str]
    conferences: Sequence[tuple[Conference, tuple[str, ...] | None]]
    minutes: Mapping[ConferenceId, Held]
    plan: Plan
    client_language: str | None
    advisers: Sequence[Professional] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What somebody on the client's side may see of a case at an instant; mostly the client themselves."""

    label: str
    reader: str
    """By the pseudonym that records call them by."""
    is_own: bool
    at: datetime
    opened_at: datetime
    closed_at: datetime | None
    leads: tuple[Leading, ...]
    places: tuple[Place, ...]
    stays: tuple[Stay, ...]
    agreements: tuple[Agreement, ...]
    disclosures: tuple[Passed, ...]
    guardianships: tuple[Speaking, ...]
    conferences: tuple[Meeting, ...]
    minutes: tuple[Minuted, ...]
    agreed: tuple[Agreed, ...]
    reads: str | None
    """In which language the client is told what the hub says in their room; only they read it."""
