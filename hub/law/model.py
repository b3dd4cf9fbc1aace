"""The words of law: norms, what they do, and what they ask for before data may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.cases.model import AgencyKind, Duty


class Effect(StrEnum):
    """What a norm does in this hub."""

    PERMITS = "permits"
    """Data may be passed on without the client's consent."""
    CONSENT = "consent"
    """It leaves the answer to the client: the basis is their record, never the norm."""
    SECRECY = "secrecy"
    """It holds back what others permit; what it lets go all the same stands in it."""
    LIMITS = "limits"
    """It asks for more than the norm that permits."""
    FORBIDS = "forbids"
    DUTY = "duty"
    """It obliges an agency; data need another norm to go anywhere."""
    STRUCTURE = "structure"
    """Agencies work together by it, never on one person's data."""


# What a norm must do for data to go anywhere by it.
OPENS = frozenset({Effect.PERMITS, Effect.SECRECY})


class Way(StrEnum):
    """How data go from one to another."""

    SHARE = "share"
    CONSULT = "consult"
    """Pseudonyms, to a specialist who must not learn whose they are. Norms let it go as what is shared."""
    WARNING = "warning"
    """A notice for the protection of a child, to the youth office alone."""
    FEEDBACK = "feedback"
    """The youth office's answer to such a notice: three facts."""


class Layer(StrEnum):
    """Stronger secrecy that no general norm overrides."""

    ENTRUSTED = "entrusted"
    """Entrusted to somebody in person (§ 65 SGB VIII)."""
    PROFESSIONAL = "professional-secrecy"
    """Learnt as a bearer of professional secrets, or from one (§ 203 StGB, § 76 SGB X)."""


class Note(StrEnum):
    """What must be noted with a disclosure. Whoever notes it says that it is so."""

    NECESSITY = "necessity"
    """Why it is necessary, in words."""
    TOLD_BEFORE = "told-before"
    """Whether those concerned were told before, and if not, why."""
    HELP_NOT_ENDANGERED = "help-not-endangered"
    """The success of a help is not put in question."""
    PSEUDONYMISED = "pseudonymised"
    PSEUDONYMISED_WHERE_POSSIBLE = "pseudonymised-where-possible"
    """As far as the task permits."""
    SAME_PURPOSE = "same-purpose"
    """For the purpose for which the data were collected."""
    DANGER_SIGNS = "danger-signs"
    """There are signs of danger to a child."""
    RECIPIENT_INSTRUCTED = "recipient-instructed"
    """Those who receive it were told what they are bound to."""
    NO_OBJECTION = "no-objection"
    """Whom it concerns was told that they may object, and did not."""


class Checked(StrEnum):
    """How well the text of a norm was checked against its source."""

    STATUTE = "statute"
    """Read in the statute itself."""
    WEB = "web"
    """Read in other people's words."""
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """One way that a norm opens: who may pass on what to whom, and what must be noted.

    `themes` empty means all of them; `special` says whether it is a power for special ones, too
    (§ 67b(1) sentence 3 SGB X). With a `duty` it leads only to somebody who has it, by name.
    """

    way: Way
    senders: frozenset[AgencyKind]
    recipients: frozenset[AgencyKind]
    notes: frozenset[Note]
    lifts: frozenset[Layer] = frozenset()
    special: bool = False
    themes: frozenset[str] = frozenset()
    duty: Duty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a norm asks for besides: of the norms it names, or of every basis if it names none."""

    of: frozenset[str]
    senders: frozenset[AgencyKind]
    recipients: frozenset[AgencyKind]
    notes: frozenset[Note]


@dataclass(frozen=True, slots=True, order=True)
class NormId:
    """One version of a norm; a published version never changes."""

    code: str
    version: int

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """A norm in one version. It is in force from `valid_from` up to, but not at, `valid_until`, and at
    the latest until its next version begins.

    `paragraph` is how the field cites it; `raises` is the layer of secrecy that rests on it.
    """

    id: NormId
    paragraph: str
    effect: Effect
    valid_from: datetime
    valid_until: datetime | None
    checked: Checked
    source: str
    raises: Layer | None = None
    transmissions: tuple[Transmission, ...] = ()
    limits: tuple[Limit, ...] = ()


Law = Mapping[NormId, Norm]
"""Every version of every norm that the hub knows."""
