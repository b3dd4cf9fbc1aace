"""What remains to be done in the world: intentions, never steps.

To add an effect: one value here and in `Effect`, a place in the `match` of `Errands.perform` (mypy asks
for it), a test that doing it twice equals doing it once, its name in the test of the outbox, a line in
ARCHITECTURE.md.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from hub.identifiers import (
    COMMON,
    AgencyId,
    CaseId,
    CircleId,
    CommandId,
    ConferenceId,
    DisclosureId,
    HandOverId,
    ProfessionalId,
    QuestionId,
    RoomId,
    SwitchId,
    UserId,
)
from hub.remains import EraseAccount, EraseFile, EraseRoom

# Before every clock: what ends somebody's right is due at once, also if the clock is set back.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
# Before every clock, too, but behind what concerns one case: what ends many rights delays no withdrawal.
ALL_AT_ONCE = AT_ONCE + timedelta(days=1)


NO_CASE = CaseId("")
NOBODY = ProfessionalId("")


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
    """Post a conference's agenda, if it is still worth saying.

    `occasion` is why now: it was `called`, it is the `eve`, or it is to `start`.
    """

    case: CaseId
    conference: ConferenceId
    occasion: str = "called"


@dataclass(frozen=True, slots=True)
class AnnounceChange:
    """Tell those in the room that a conference was moved or cancelled, if they do not know yet."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class PostPoll:
    """Ask those in the room when a conference that has no date yet is to begin, if that is still open."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class PreCheck:
    """Look for what a conference still lacks, and tell its moderator alone that something is."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class EndWriting:
    """End a conference in writing, if its time is over or its moderator said so, and tell what is missing."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class SayItem:
    """Tell those in the room which item of a running conference it is, or that it is over.

    `turn` counts what was begun since the conference began: of an item that is left nothing is said.
    """

    case: CaseId
    conference: ConferenceId
    turn: str


@dataclass(frozen=True, slots=True)
class WarnOfTime:
    """Tell those in the room that an item's time is almost over; of no effect if it went on meanwhile."""

    case: CaseId
    conference: ConferenceId
    turn: str


@dataclass(frozen=True, slots=True)
class DraftMinutes:
    """Draft the minutes of a conference, if nobody did within two working days."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class PostMinutes:
    """Post a version of a conference's minutes, if none came after it. `version` is its number."""

    case: CaseId
    conference: ConferenceId
    version: str


@dataclass(frozen=True, slots=True)
class CloseObjections:
    """Make the final version of a conference's minutes: the time for objections is over."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class AttachAgenda:
    """Give those in the room the agenda of a conference as a file, if that is still ahead or runs."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class AttachDate:
    """Give those in the room the date of a conference for their calendars, if they do not have it so."""

    case: CaseId
    conference: ConferenceId


@dataclass(frozen=True, slots=True)
class AttachMinutes:
    """Give those in the room a version of minutes as a file, if none came after it."""

    case: CaseId
    conference: ConferenceId
    version: str


@dataclass(frozen=True, slots=True)
class AnnounceDeparture:
    """Tell those who stay, in neutral words, that somebody no longer belongs to a circle's room."""

    case: CaseId
    professional: ProfessionalId
    circle: CircleId = COMMON


@dataclass(frozen=True, slots=True)
class AnnounceRoster:
    """Tell those in the room of a circle what it is about and who is there: its name does not say."""

    case: CaseId
    circle: CircleId


@dataclass(frozen=True, slots=True)
class AnnounceLead:
    """Tell the client, and whoever sits with them, that another one is to lead their case, or does.

    `deed` is what became of the hand-over: `offered` or `accepted`.
    """

    case: CaseId
    hand_over: HandOverId
    deed: str


@dataclass(frozen=True, slots=True)
class AnnounceClosing:
    """Tell those in the room of a circle, while they can still read, that the case will be closed soon."""

    case: CaseId
    circle: CircleId = COMMON


@dataclass(frozen=True, slots=True)
class AnnounceListening:
    """Tell those in the room of a circle that the hub reads commands there from now on, or no longer.

    `deed` is what became of the switch: `begun` or `ended`. In the direct room of a `professional` it is of
    no case.
    """

    case: CaseId
    circle: CircleId
    switch: SwitchId
    deed: str
    professional: ProfessionalId = NOBODY


@dataclass(frozen=True, slots=True)
class EndListener:
    """Have the homeserver end the account, and the device, through which the hub read commands in a room.

    In the direct room of a `professional` it is of no case.
    """

    case: CaseId
    switch: SwitchId
    professional: ProfessionalId = NOBODY


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """Say in the room what became of a command that somebody wrote there, if they may still hear it.

    It is said to a `professional` alone who wrote it in their direct room; of no case if none is known of
    which they may hear.
    """

    case: CaseId
    command: CommandId
    professional: ProfessionalId = NOBODY


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """Post what a specialist answered into the room of the case for which it was asked."""

    case: CaseId
    question: QuestionId


@dataclass(frozen=True, slots=True)
class ReviewWarning:
    """See that a warning was reviewed; sound the alarm if it was not."""

    case: CaseId
    disclosure: DisclosureId


@dataclass(frozen=True, slots=True)
class ConfirmLeave:
    """Find out when another server has seen that somebody was removed from a room, and write it down."""

    case: CaseId
    room: RoomId
    user: UserId
    server: str


@dataclass(frozen=True, slots=True)
class ApplyCharter:
    """Have every case looked at in which an agency's people may sit: the charter binds it now, or no longer.

    As a removal it is about those who are no longer bound, else about those who are. It is owed, too, when
    somebody left the agency: who talks with a client alone, or is asked with pseudonyms, has no part in a
    case that would lead there. It is of no case.
    """

    agency: AgencyId
    case: CaseId = NO_CASE


@dataclass(frozen=True, slots=True)
class SeeToDirect:
    """Make those who sit in somebody's direct room equal to those who may: them, for as long as they want it.

    It is of no case.
    """

    professional: ProfessionalId
    case: CaseId = NO_CASE


@dataclass(frozen=True, slots=True)
class GreetDirectly:
    """Tell somebody who came into their direct room what it is good for. It is of no case."""

    professional: ProfessionalId
    case: CaseId = NO_CASE


@dataclass(frozen=True, slots=True)
class Monitor:
    """Have planned of what people are to be reminded in a case: what follows from what is known, no more."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class PostDigest:
    """Tell somebody in their direct room what is due on a `day`, if anything still is. It is of no case."""

    professional: ProfessionalId
    day: str
    case: CaseId = NO_CASE


@dataclass(frozen=True, slots=True)
class RemindClient:
    """Tell the client in their own room what is due for them on a `day`, if anything still is."""

    case: CaseId
    day: str


Effect = (
    Reconcile
    | PostAgenda
    | AnnounceChange
    | PostPoll
    | PreCheck
    | EndWriting
    | SayItem
    | WarnOfTime
    | DraftMinutes
    | PostMinutes
    | CloseObjections
    | AttachAgenda
    | AttachDate
    | AttachMinutes
    | AnnounceDeparture
    | AnnounceRoster
    | AnnounceLead
    | AnnounceClosing
    | AnnounceListening
    | EndListener
    | AnswerCommand
    | PostAnswer
    | ReviewWarning
    | EraseRoom
    | EraseFile
    | EraseAccount
    | ConfirmLeave
    | ApplyCharter
    | SeeToDirect
    | GreetDirectly
    | Monitor
    | PostDigest
    | RemindClient
)


@dataclass(frozen=True, slots=True)
class Debt:
    """An effect and the instant from which on it is owed."""

    effect: Effect
    due_at: datetime
    urgency: Urgency


def monitoring(case: CaseId, now: datetime) -> Debt:
    """What a case owes in which something changed that people are reminded of."""
    return Debt(Monitor(case), now, Urgency.WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A debt as it stands; `trouble` is why its last attempt failed, and names nobody."""

    effect: Effect
    urgency: Urgency
    due_at: datetime
    attempts: int
    is_claimed: bool
    trouble: str
