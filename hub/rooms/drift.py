"""What is not as it must be in the rooms of a case: compared, named, and changed nowhere."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hub.cases.model import CaseFile, Professional
from hub.consent.model import Consent
from hub.consent.rules import covers
from hub.effects import (
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceListening,
    AnnounceRoster,
    AnswerCommand,
    ConfirmLeave,
    Debt,
    Effect,
    EndListener,
    Reconcile,
    RemindClient,
    Standing,
    Urgency,
)
from hub.identifiers import COMMON, OWN, CaseId, CircleId, RoomId, UserId
from hub.listening.model import listener
from hub.rooms import model, naming, rules
from hub.rooms.model import Remove, Rightful, Rights, Seat, Seen

# So many may be removed by one sweep without an end that anybody told of; of more there is notice.
FEW, A_HUNDREDTH = 3, 100
NOTICE = timedelta(minutes=10)
NO_ROOMS: Mapping[RoomId, CircleId] = {}


class Fault(StrEnum):
    """In which way something is not as it must be."""

    STRAY = "stray"
    """Somebody sits there, or could by one act of their own, without a right."""
    MISSING = "missing"
    """Somebody may sit there and was not asked in."""
    WALL = "wall"
    """A rule of the room is not as the hub made it."""
    GONE = "gone"
    """The room is not there any more."""
    UNMADE = "unmade"
    """A room is needed that was not made."""
    UNLISTED = "unlisted"
    """A room is there that the database does not know."""
    UNTOLD = "untold"
    """The row of a room says something else than the audit chain."""
    FORGOTTEN = "forgotten"
    """A look that must come is not owed."""
    OVERDUE = "overdue"
    """Something owed waits."""
    UNCONFIRMED = "unconfirmed"
    """A removal was tried again and again."""
    UNSEEN = "unseen"
    """The room could not be looked at."""


# What a look can do something about.
MENDABLE = frozenset(Fault) - {Fault.OVERDUE, Fault.UNCONFIRMED, Fault.UNSEEN, Fault.FORGOTTEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault. `what` is the wall's type, the debt's effect, or why something failed."""

    fault: Fault
    room: str = ""
    user: UserId | None = None
    what: str = ""
    has_ended: bool = False
    """Of a stray: whether an end of their right was told, so that their leaving is no surprise."""
    since: datetime | None = None
    attempts: int = 0
    is_private: bool = False
    """Whether it is about a room of two, or an own one: which case it is of is nobody else's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What is not as it must be in one case.

    `owing` are the looks that must be owed and are not; stale is what was written down of its rooms
    if something else was seen. Until `notice_until` a look waits that would remove somebody.
    """

    case: CaseId
    label: str
    findings: tuple[Finding, ...]
    owing: tuple[Debt, ...] = ()
    is_stale: bool = False
    notice_until: datetime | None = None

    def of(self, fault: Fault) -> Sequence[Finding]:
        """The findings of one kind."""
        return [one for one in self.findings if one.fault is fault]

    def shown(self, *, side: bool) -> "Drift":
        """Of this case apart from its rooms of two; with `side` of these, and no more."""
        return replace(self, findings=tuple(one for one in self.findings if one.is_private is side))

    @property
    def surprises(self) -> int:
        """How many would be removed although nobody told of an end of their right."""
        return sum(not stray.has_ended for stray in self.of(Fault.STRAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A circle of a case as it is: who may hear it, what is known of its room, what was seen there.

    Nothing was seen where there is no room, or where `trouble` kept us from looking.
    """

    circle: CircleId
    may: Rightful
    known: Mapping[UserId, Seat]
    is_listed: bool
    is_wanted: bool
    seen: Seen | None
    trouble: str = ""


def compare(
    file: CaseFile,
    given: Collection[Consent],
    sight: Sight,
    *,
    creator: UserId,
    now: datetime,
    advisers: Collection[Professional] = (),
) -> Iterator[Finding]:
    """What is not as it must be in one circle's room."""
    is_private = model.is_private(sight.circle)
    for one in _compare(file, given, sight, creator=creator, now=now, advisers=advisers):
        yield replace(one, is_private=is_private)


def _compare(
    file: CaseFile,
    given: Collection[Consent],
    sight: Sight,
    *,
    creator: UserId,
    now: datetime,
    advisers: Collection[Professional],
) -> Iterator[Finding]:
    room = naming.name_of(file.case, sight.circle)
    if sight.trouble:
        yield Finding(fault=Fault.UNSEEN, room=room, what=sight.trouble)
    elif sight.seen is None:
        if sight.is_listed or sight.is_wanted:
            yield Finding(fault=Fault.GONE if sight.is_listed else Fault.UNMADE, room=room)
    else:
        if not sight.is_listed:
            yield Finding(fault=Fault.UNLISTED, room=room)
        seen = _dated(sight, sight.seen, now)
        for step in rules.steps(seen, sight.may, creator=creator):
            is_stray = isinstance(step, Remove)
            ended = is_stray and has_ended(file, given, step.user, sight.circle, now, advisers=advisers)
            fault = Fault.STRAY if is_stray else Fault.MISSING
            yield Finding(fault=fault, room=room, user=step.user, has_ended=ended)
        for wall in rules.flaws(seen, file.case):
            yield Finding(fault=Fault.WALL, room=room, what=wall)


def is_stale(sight: Sight, *, creator: UserId, now: datetime) -> bool:
    """Whether something else was seen than what was written down."""
    if sight.seen is None or not sight.is_listed:
        return False
    seats = _dated(sight, sight.seen, now).seats
    return {user: seat for user, seat in seats.items() if user != creator} != sight.known


def has_ended(
    file: CaseFile,
    given: Collection[Consent],
    user: UserId,
    circle: CircleId,
    now: datetime,
    *,
    advisers: Collection[Professional] = (),
) -> bool:
    """Whether somebody's leaving follows from an end that was told: of the case, of their work on it, of a
    proven consent, or of a question.
    """
    if not file.case.is_open or _was_relieved(file, user):
        return True
    if circle == OWN:
        return user == file.case.client and not file.own.is_wanted
    if asked := file.consultation(circle):
        return user in {person.user for person in asked.people} and not asked.is_open(now)
    people = [one for one in rules.people_of(file, circle, advisers) if one.user == user]
    proven = [one for one in given if one.proven and one.given_at is not None]
    ended = [one for one in proven if one.ended_at is not None or one.valid_until <= now]
    return any(covers(one, person, circle) for one in ended for person in people)


def _was_relieved(file: CaseFile, user: UserId) -> bool:
    works = any(part.professional.user == user for part in file.participations)
    return not works and any(part.professional.user == user for part in file.former)


def forgotten(
    case: CaseId,
    may: Collection[Rightful],
    given: Collection[Consent],
    owed: Collection[Standing],
    now: datetime,
) -> tuple[Debt, ...]:
    """The looks at the next end and the next beginning that must be owed and are not."""
    wanted = {look for one in may for look in rules.looks_ahead(case, one, given, now, is_missing=False)}
    lacking = (look for look in wanted if not any(_serves(one, look) for one in owed))
    return tuple(sorted(lacking, key=lambda look: (look.due_at, look.urgency)))


def lacking(
    case: CaseId, may: Rights, given: Collection[Consent], owed: Collection[Standing], now: datetime
) -> tuple[Finding, ...]:
    """As `forgotten`, to be shown. What only rooms of two need is told with these: by its instant
    somebody could tell that there is one.
    """
    openly = {circle: one for circle, one in may.items() if not model.is_private(circle)}
    others = forgotten(case, list(openly.values()), [one for one in given if not one.alone], owed, now)
    return tuple(
        Finding(fault=Fault.FORGOTTEN, since=look.due_at, is_private=look not in others)
        for look in forgotten(case, list(may.values()), given, owed, now)
    )


def waiting(
    owed: Collection[Standing],
    now: datetime,
    *,
    patience: timedelta,
    alarming: int,
    rooms: Mapping[RoomId, CircleId] = NO_ROOMS,
    ears: Collection[UserId] = (),
    is_private: bool = False,
) -> Iterator[Finding]:
    """Which debts wait longer than they should; `alarming` is from which attempt on.

    What is owed to a room of two alone, or an own one, by the `rooms` of the case, is told with it; and so
    is a look that waits, if what it waits for `is_private`. `ears` are the listeners of such rooms.
    """
    for one in owed:
        is_late = one.due_at <= now - patience and not one.is_claimed
        if not is_late and one.attempts < alarming:
            continue
        is_removal = one.urgency is Urgency.REMOVAL and one.attempts >= alarming
        fault = Fault.UNCONFIRMED if is_removal else Fault.OVERDUE
        effect = type(one.effect).__name__
        what = f"{effect}: {one.trouble}" if one.trouble else effect
        yield Finding(
            fault=fault,
            what=what,
            since=one.due_at,
            attempts=one.attempts,
            is_private=is_private
            if isinstance(one.effect, Reconcile)
            else _is_for_two(one.effect, rooms, ears),
        )


def _is_for_two(effect: Effect, rooms: Mapping[RoomId, CircleId], ears: Collection[UserId]) -> bool:
    match effect:
        case AnnounceDeparture() | AnnounceRoster() | AnnounceClosing() | AnnounceListening():
            return model.is_private(effect.circle)
        case ConfirmLeave():
            return model.is_private(rooms.get(effect.room, COMMON))
        case EndListener():
            return any(ear.startswith(listener(effect.switch, home="")) for ear in ears)
        case AnswerCommand():
            # In which room it was given is not known here: it is told where it can betray none.
            return bool(ears)
        case RemindClient():
            return True
        case _:
            return False


def is_about_two(found: Collection[Finding]) -> bool:
    """Whether what is amiss in the rooms of a case is so in rooms of two alone."""
    return bool(found) and all(one.is_private for one in found)


def ends(may: Rights, given: Collection[Consent]) -> frozenset[datetime]:
    """When rights end by themselves: a look that is due then is no notice."""
    until = {end for one in may.values() for end in rules.listed(one).values() if end is not None}
    return frozenset(until | {consent.valid_until for consent in given})


def notice_until(
    owed: Collection[Standing], now: datetime, *, ends: Collection[datetime] = ()
) -> datetime | None:
    """When a look is due that was announced, if one is; not one that is due because a right `ends`."""
    removals = (one for one in owed if isinstance(one.effect, Reconcile) and one.urgency is Urgency.REMOVAL)
    due = (one.due_at for one in removals if not one.attempts and now < one.due_at <= now + NOTICE)
    return min((at for at in due if at not in ends), default=None)


def looks(drift: Drift, now: datetime, *, is_announced: bool) -> tuple[Debt, ...]:
    """The looks that mend it. Of what is announced first, they are due when the notice is over."""
    look = Reconcile(drift.case)
    if is_announced:
        return (Debt(look, now + NOTICE, Urgency.REMOVAL),)
    if drift.of(Fault.STRAY):
        return (*drift.owing, Debt(look, now, Urgency.REMOVAL))
    if drift.is_stale or any(one.fault in MENDABLE for one in drift.findings):
        return (*drift.owing, Debt(look, now, Urgency.ADMISSION))
    return drift.owing


def most_unannounced(seats: int) -> int:
    """How many of those who sit anywhere one sweep may remove without notice, if no end was told."""
    return max(FEW, seats // A_HUNDREDTH)


def _serves(one: Standing, look: Debt) -> bool:
    # One that was tried and waits looks at everything there is to be seen by then.
    is_in_time = one.due_at <= look.due_at or one.attempts > 0
    return isinstance(one.effect, Reconcile) and one.urgency is look.urgency and is_in_time


def _dated(sight: Sight, seen: Seen, now: datetime) -> Seen:
    return replace(seen, seats=rules.dated(seen.seats, sight.known, admitted=(), now=now))
