"""What is written down after a look at a room, and how the chain calls whom it was about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile, Professional
from hub.consent.model import Basis, Consent
from hub.consent.rules import covers
from hub.effects import AT_ONCE, AnnounceDeparture, AnnounceRoster, Debt, Reconcile, Urgency, monitoring
from hub.identifiers import CLIENT, COMMON, OWN, CircleId, UserId
from hub.rooms.model import PRIVATE, HubVoice, Kind, Membership, Rightful, Seat, kind_of
from hub.rooms.naming import pseudonym
from hub.rooms.rules import people_of

# How long to wait for others who come, before it is said who is there.
GATHERING = timedelta(seconds=3)
# As the chain calls whom nobody knows, and the hub's voices.
STRANGER, VOICES = "other", "hub"
NOBODY = frozenset({STRANGER, VOICES})


@dataclass(frozen=True, slots=True)
class Noted:
    """What is written down after a look: what happened, and what is owed because of it."""

    acts: tuple[Act, ...]
    debts: tuple[Debt, ...]


def note(
    file: CaseFile,
    *,
    known: Mapping[UserId, Seat],
    seen: Mapping[UserId, Seat],
    may: Rightful,
    admitted: Collection[UserId],
    now: datetime,
    given: Iterable[Consent],
    circle: CircleId = COMMON,
    advisers: Iterable[Professional] = (),
) -> Noted:
    """Compare what we knew of a room with what we saw; whoever we admitted too late goes out again.

    `given` are the case's consents: an ended seat names the one that ended last.
    """
    consents, people = tuple(given), ever_there(file, circle, advisers)
    acts: list[Act] = []
    debts: list[Debt] = []
    case, has_changed = file.case.id, False
    for user in sorted(known.keys() | seen.keys()):
        before, after = known.get(user), seen.get(user)
        deed = _deed(before, after)
        if deed is None:
            continue
        basis = _basis(people, user, may, consents, circle)
        who = called(file, people, user, may)
        acts.append(_seat_act(file, who, deed, circle=circle, basis=basis, now=now))
        if deed in ("seat.ended", "seat.left") and before and before.membership is Membership.JOINED:
            debts += _announcement(file, people, user, now, circle)
        if deed == "seat.taken" and circle == OWN and who == CLIENT:
            # What the day had for them waits for them there.
            debts.append(monitoring(case, now))
        has_changed |= who not in NOBODY and _came_or_went(deed, before, is_rightful=user in may)
    if has_changed and file.case.is_open:
        debts.append(Debt(AnnounceRoster(case, circle), now + GATHERING, Urgency.WORDS))
    if set(admitted) - may.keys():
        debts.append(Debt(Reconcile(case), AT_ONCE, Urgency.REMOVAL))
    return Noted(tuple(acts), tuple(debts))


def is_left(file: CaseFile, seen: Mapping[UserId, Seat], admitted: Collection[UserId]) -> bool:
    """Of an own room: whether the client does not sit there, or did not before they were asked in anew."""
    seat = seen.get(file.case.client)
    return file.case.client in admitted or seat is None or seat.membership is not Membership.JOINED


def still_worth_announcing(file: CaseFile, user: UserId, seats: Mapping[UserId, Seat]) -> bool:
    """Whether to tell the others that somebody left: not if they are back, not after the end."""
    seat = seats.get(user)
    return file.case.is_open and not (seat and seat.is_inside)


def _came_or_went(deed: str, before: Seat | None, *, is_rightful: bool) -> bool:
    # Who comes later does not see what was said before, so it is said again. Who may not be there is
    # shown out without a word.
    if deed == "seat.taken":
        return is_rightful
    was_there = before is not None and before.membership is Membership.JOINED
    return was_there and deed in ("seat.ended", "seat.left")


_DEEDS = {
    Membership.JOINED: "seat.taken",
    Membership.INVITED: "seat.offered",
    Membership.DECLINED: "seat.left",
}


def _deed(before: Seat | None, after: Seat | None) -> str | None:
    was, is_ = before.membership if before else None, after.membership if after else None
    if was is is_:
        return None
    if is_ is None:
        return "seat.ended" if before and before.is_inside else None
    return _DEEDS[is_]


def seat_of(who: str, circle: CircleId) -> str:
    """How the chain calls somebody's seat in a circle's room."""
    return who if circle == COMMON else f"{who}:{circle}"


def _seat_act(file: CaseFile, who: str, deed: str, *, circle: CircleId, basis: str, now: datetime) -> Act:
    # Seats are offered and ended by the hub; they are taken and left by whom they are for.
    actor = who if deed in ("seat.taken", "seat.left") else "hub"
    target = seat_of(who, circle)
    return Act(at=now, actor=actor, deed=deed, case=file.case.id, target=target, basis=basis)


def _basis(
    people: Iterable[Professional],
    user: UserId,
    may: Rightful,
    consents: Collection[Consent],
    circle: CircleId,
) -> str:
    because = may.get(user)
    if isinstance(because, Basis):
        return because.consent
    person = next((person for person in people if person.user == user), None)
    if person is None:
        return ""
    if kind_of(circle) is Kind.CONSULT:
        return pseudonym(circle)
    given = (c for c in consents if c.proven and c.given_at is not None)
    theirs = [c for c in given if covers(c, person, circle)]
    return max(theirs, key=_ended_at).id if theirs else ""


def _ended_at(consent: Consent) -> datetime:
    return min(consent.ended_at or consent.valid_until, consent.valid_until)


def called(file: CaseFile, people: Iterable[Professional], user: UserId, may: Rightful) -> str:
    """How the chain calls whom a seat was for, of those who can ever have sat there."""
    # The chain names records, never accounts: a stranger's account is nobody's record.
    if user == file.case.client and not file.contradicted:
        return CLIENT
    if isinstance(may.get(user), HubVoice) or any(one.user == user for one in file.listeners):
        # It is the hub's own; to take it for a stranger would be a false alarm.
        return VOICES
    return next((person.id for person in people if person.user == user), STRANGER)


def _announcement(
    file: CaseFile, people: Iterable[Professional], user: UserId, now: datetime, circle: CircleId
) -> Iterable[Debt]:
    if not file.case.is_open or kind_of(circle) is Kind.CONSULT:
        # With a question both go: nobody is left to be told.
        return
    person = next((person for person in people if person.user == user), None)
    if person is not None:
        yield Debt(AnnounceDeparture(file.case.id, person.id, circle), now, Urgency.WORDS)


def ever_there(
    file: CaseFile, circle: CircleId, advisers: Iterable[Professional]
) -> tuple[Professional, ...]:
    """As `people_of`, and who worked on the case until now: it is they who leave."""
    former = () if kind_of(circle) in (*PRIVATE, Kind.CONSULT) else file.former
    return (*people_of(file, circle, advisers), *(part.professional for part in former))
