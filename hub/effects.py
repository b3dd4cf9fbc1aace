"""What remains to be done in the world: intentions, never steps.

To add an effect: one value here, its name in `outbox.KINDS`, one `case` in `Courier._perform`
(mypy asks for it), a test that doing it twice equals doing it once, a line in ARCHITECTURE.md.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from hub.identifiers import (
    COMMON,
    AgencyId,
    CaseId,
    CircleId,
    ConferenceId,
    DisclosureId,
    ProfessionalId,
    RoomId,
)

# Before every clock: what ends somebody's right is due at once, also if the clock is set back.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
# Before every clock, too, but behind what concerns one case: what ends many rights delays no withdrawal.
ALL_AT_ONCE = AT_ONCE + timedelta(days=1)


NO_CASE = CaseId("")


class Urgency(IntEnum):
    """Which debts are paid first: what may remove somebody comes before all else."""

    REMOVAL = 0
    ADMISSION = 1
    WORDS = 2


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Make those who sit in the case's rooms equal to those who may."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class PostAgenda:
    """Post a conference's agenda, if it is still worth saying."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class AnnounceDeparture:
    """Tell those who stay, in neutral words, that somebody no longer belongs to a circle's room."""

    case: CaseId
    professional: ProfessionalId
    circle: CircleId = COMMON


@dataclass(frozen=True, slots=True)
class AnnounceTheme:
    """Tell those who have come into the room of a circle what it is about: its name does not say."""

    case: CaseId
    circle: CircleId


@dataclass(frozen=True, slots=True)
class ReviewWarning:
    """See that a warning was reviewed; sound the alarm if it was not."""

    case: CaseId
    disclosure: DisclosureId


@dataclass(frozen=True, slots=True)
class EraseRoom:
    """Have the homeserver forget a room of a case that was erased: nothing else remembers it any more."""

    case: CaseId
    room: RoomId


@dataclass(frozen=True, slots=True)
class ApplyCharter:
    """Have every case looked at on which an agency works: it is bound by the charter now, or no longer.

    As a removal it is about those who are no longer bound, else about those who are. It is of no case.
    """

    agency: AgencyId
    case: CaseId = NO_CASE


Effect = Reconcile | PostAgenda | AnnounceDeparture | AnnounceTheme | ReviewWarning | EraseRoom | ApplyCharter


@dataclass(frozen=True, slots=True)
class Debt:
    """An effect and the instant from which on it is owed."""

    effect: Effect
    due_at: datetime
    urgency: Urgency
