"""The words of consent: who may learn what for which purpose, how it began and how it ended.

The record follows ISO/IEC TS 27560; its states are those of the W3C Data Privacy Vocabulary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hub.identifiers import (
    CLIENT,
    AgencyId,
    CaseId,
    CircleId,
    ConsentId,
    GuardianshipId,
    PartyId,
    ProfessionalId,
)
from hub.parties.model import Guardianship


class Kind(StrEnum):
    """What a declaration is for."""

    SHARE = "share"
    """Data may be shared (Art. 6(1)(a) GDPR, § 67b SGB X)."""
    SECRECY_RELEASE = "secrecy-release"
    """A named person is released from professional secrecy (§ 203 StGB)."""
    ENTRUSTED_RELEASE = "entrusted-release"
    """A named person may pass on what was entrusted to them (§ 65(1) SGB VIII)."""
    CHANNEL_USE = "channel-use"
    """A channel may be used."""
    INVITE_THIRD = "invite-third"
    """Somebody else may be asked in."""


class Action(StrEnum):
    """What a recipient may do."""

    READ = "read"
    WRITE = "write"
    ATTACH = "attach"
    ATTEND = "attend"
    EXPORT = "export"
    FORWARD = "forward"


# To take data along or hand them on must be said; the rest is what a room is for.
USUAL_ACTIONS = frozenset({Action.READ, Action.WRITE, Action.ATTACH, Action.ATTEND})


class Answer(StrEnum):
    """What the client says to a theme."""

    YES = "yes"
    NO = "no"
    ASK = "ask"
    """Ask me each time."""


ORGANISATION = "organisation"
# Which themes (data categories) there are; yes marks special ones (Art. 9, 10 GDPR, § 67(2) SGB X).
THEMES: Mapping[str, bool] = {
    ORGANISATION: False,
    "school": False,
    "work": False,
    "housing": False,
    "family": False,
    "childcare": False,
    "debts": False,
    "health": True,
    "addiction": True,
    "offences": True,
}


class Told(StrEnum):
    """What must be told before somebody consents (§ 67b(2) SGB X)."""

    PURPOSE = "purpose"
    REFUSAL = "refusal"
    """What happens if one says no: nothing."""
    WITHDRAWAL = "withdrawal"
    """That one may withdraw at any time."""


class Form(StrEnum):
    """How a consent is declared."""

    APP = "app"
    KIOSK = "kiosk"
    """On a device of the agency, with the client's own key."""
    PAPER = "paper"
    ORAL = "oral"
    """Only for a reason that is written down (§ 67b(2) SGB X: "soll schriftlich oder elektronisch")."""


class Level(StrEnum):
    """How plainly a notice is written."""

    STANDARD = "standard"
    SIMPLE = "simple"
    EASY = "easy"


class State(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    REQUESTED = "requested"
    DEFERRED = "deferred"
    RECORDED = "recorded"
    """A declaration on paper or by word of mouth that one professional has taken down."""
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    INVALIDATED = "invalidated"
    SUPERSEDED = "superseded"
    """Another record has taken its place: a renewal, or a narrower one after a partial withdrawal."""
    EXPIRED = "expired"
    """Given, and its time is over. Nobody writes that down: it follows from the clock."""


class Deed(StrEnum):
    """What can be done to a record."""

    REQUEST = "requested"
    GIVE = "given"
    RECORD = "recorded"
    CONFIRM = "confirmed"
    REFUSE = "refused"
    DEFER = "deferred"
    WITHDRAW = "withdrawn"
    REVOKE = "revoked"
    INVALIDATE = "invalidated"
    NARROW = "narrowed"
    """Begin as the smaller rest of a record that was withdrawn in part."""
    SUPERSEDE = "superseded"


class Part(StrEnum):
    """In which part somebody acts on a record."""

    GIVER = "giver"
    """One of those the consent is to come from: the person it is about, or who speaks for them."""
    SUBJECT = "subject"
    """Whom it is about, also if others speak for them."""
    STAFF = "staff"
    """Works on the case."""
    SECOND = "second"
    """Works on the case, and is not the one who took the declaration down."""
    LEAD = "lead"
    OFFICER = "officer"
    """Watches over data protection."""
    DOOR = "door"
    """Somebody at a door of the hub who is known by nothing else: they may ask, and must take down a
    withdrawal they are told of."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which parts; `id` is a party's, a professional's, or a door's."""

    id: str
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a consent names: one function in one agency, never an agency as such (§ 35(1) SGB I).

    It may name a unit of the agency, and the person; a release from secrecy always names the person.
    """

    agency: AgencyId
    function: str
    person: ProfessionalId | None = None
    unit: str = ""


class Voice(StrEnum):
    """What a young person says to a consent that others give for them."""

    AGREES = "agrees"
    OBJECTS = "objects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Whether somebody who is not of age can decide this themselves, as a professional sees it.

    What counts is insight in the single case, not an age. `note` says why; it is kept sealed.
    """

    by: ProfessionalId
    is_capable: bool
    note: str
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Giver:
    """Whose consent it takes: somebody for themselves, or as a guardian by that guardianship."""

    party: PartyId
    guardianship: GuardianshipId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom data are about, with those who may speak for them at this instant."""

    id: PartyId
    born: date
    guardians: tuple[Guardianship, ...] = ()


class Custodians(StrEnum):
    """How many of those with joint custody must consent."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a site decides about minors, within what the law leaves open.

    Nobody below `own_consent_from` years consents for themselves, whatever an assessment says.
    """

    joint_custody: Custodians = Custodians.ALL
    own_consent_from: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The text a client was shown: by template and version, and by what it said to the letter."""

    template: str
    version: int
    sha256: str
    language: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is consented to. Terms never change; another consent is another record.

    `senders` are the agencies that may share; empty means everybody who works on the case. Without
    `valid_from` it holds as soon as it is given. `reason` says why a declaration was oral, `evidence`
    is the SHA-256 of the paper's scan. `released` is who is freed from secrecy, and nobody else.
    `counselling` marks what a young person shares without their guardians' knowledge (§ 8(3) SGB
    VIII). `predecessor` is the record that this one renews. `team` lets those whom such consents name
    talk among themselves, too, without the client. `alone` lets the person it names talk with the client
    alone, and do nothing else; nobody else may notice. So does `counselling`.
    """

    kind: Kind
    subject: PartyId = CLIENT
    purpose: str
    senders: tuple[AgencyId, ...] = ()
    recipient: Recipient
    themes: Mapping[str, Answer]
    actions: frozenset[Action] = USUAL_ACTIONS
    valid_from: datetime | None = None
    valid_until: datetime
    review_at: datetime
    notice: Notice
    told: frozenset[Told]
    separate_from_application: bool
    form: Form
    reason: str = ""
    evidence: str = ""
    assessment: Assessment | None = None
    guardian: PartyId | None = None
    """Which of several guardians is asked, where one is enough."""
    released: ProfessionalId | None = None
    counselling: bool = False
    team: bool = False
    alone: bool = False
    predecessor: ConsentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done to a record. Events are only ever added.

    `successor` names the record that took this one's place.
    """

    number: int
    at: datetime
    deed: Deed
    actor: str
    signature: str = ""
    successor: ConsentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a record stands by its events, and since when; `agreed` are those who have said yes."""

    state: State = State.DRAFT
    given_at: datetime | None = None
    ended_at: datetime | None = None
    changed_at: datetime | None = None
    agreed: frozenset[str] = frozenset()
    successor: ConsentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent as the gates know it, read from its record without any key.

    It holds from `valid_from` up to, but not at, `valid_until`, while it is `GIVEN` and `proven`:
    signed by those who alone can give it. `in_common` says whether it covers what concerns
    everybody, `circles` which themes besides, by pseudonyms that need the case's key to be read, `team`
    whether it may be talked about without the client, too. `side` is the circle of the client and the
    one person named, by a pseudonym as well; then no other circle is meant.
    `given_at`, `ended_at` and `changed_at` are the instants of its events.
    Of one that is `contradicted` the audit chain tells something else than its own events: what
    stands here is what the chain tells, and it is never proven.
    """

    id: ConsentId
    case: CaseId
    kind: Kind
    subject: PartyId = CLIENT
    given_by: tuple[Giver, ...] = (Giver(CLIENT),)
    recipient: Recipient
    actions: frozenset[Action] = USUAL_ACTIONS
    senders: tuple[AgencyId, ...] = ()
    in_common: bool = True
    circles: tuple[CircleId, ...] = ()
    team: bool = False
    side: CircleId | None = None
    valid_from: datetime
    valid_until: datetime
    form: Form
    state: State
    given_at: datetime | None
    ended_at: datetime | None = None
    changed_at: datetime | None = None
    agreed: frozenset[str] = frozenset()
    successor: ConsentId | None = None
    predecessor: ConsentId | None = None
    released: ProfessionalId | None = None
    counselling: bool = False
    evidence: str = ""
    recorded_by: str = ""
    contents_sha256: str = ""
    themes_sha256: str = ""
    proven: bool
    contradicted: bool = False

    @property
    def alone(self) -> bool:
        """Whether it is about talking with the client alone: nobody else may notice that there is one.

        Counselling is that, too, also by a record that was signed before there were rooms for it.
        """
        return self.side is not None or self.counselling


@dataclass(frozen=True, slots=True)
class Record:
    """A consent with what is private of it, for those who work on the case."""

    consent: Consent
    purpose: str
    themes: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Yes: the consent on which somebody may see, whom it names, and until when it lasts.

    It is a reason one can show to a person. `asked_at` is when the newest consent was given that
    covers them, too: who left by themselves is asked in again by that one.
    """

    consent: ConsentId
    kind: Kind
    recipient: Recipient
    given_at: datetime
    until: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class NoBasis:
    """No, which is also the answer whenever nothing is known."""


May = Basis | NoBasis
