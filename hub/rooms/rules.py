"""Who may sit in which room of a case, and which steps lead there from who does."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import Case, CaseFile
from hub.consent.model import Basis, Consent
from hub.consent.rules import covers, in_force, may_see
from hub.effects import AT_ONCE, AnnounceDeparture, AnnounceTheme, Debt, Reconcile, Urgency
from hub.identifiers import COMMON, CaseId, CircleId, UserId, server_of
from hub.rooms.model import (
    Because,
    HubVoice,
    Invite,
    Membership,
    Observation,
    OwnCase,
    Place,
    Remove,
    Rightful,
    Rights,
    RoomPlan,
    Seat,
    Seen,
    Step,
)


def rightful(
    file: CaseFile,
    consents: Iterable[Consent],
    voices: Collection[UserId],
    now: datetime,
    circle: CircleId = COMMON,
) -> Rightful:
    """Everybody who may sit in a circle's room at this instant, each with the reason.

    A professional may if they work on the case *and* the client's consent lets their function hear
    what concerns the circle *and* their agency is bound by the charter. The client may, whoever else
    does: it is their case.
    """
    if not file.case.is_open:
        return {}
    known = tuple(consents)
    places: dict[UserId, Because] = {}
    for part in file.participations:
        person = part.professional
        answer, bound_until = may_see(known, person, now, circle), file.bound.get(person.agency, now)
        if isinstance(answer, Basis) and now < bound_until:
            places[person.user] = replace(answer, until=min(answer.until, bound_until))
    asked_at = max(
        (because.asked_at for because in places.values() if isinstance(because, Basis)), default=None
    )
    if not file.contradicted:
        # Else nobody knows whose account that is.
        places[file.case.client] = OwnCase(asked_at)
    return places | dict.fromkeys(voices, HubVoice())


def unbound(file: CaseFile, consents: Iterable[Consent], now: datetime) -> frozenset[UserId]:
    """Who works on the case and may hear something by consent, but has no seat for want of the charter."""
    known = tuple(consents)
    circles = {COMMON}.union(*(consent.circles for consent in known))
    others = [p.professional for p in file.participations if p.professional.agency not in file.bound]
    if not file.case.is_open:
        return frozenset()
    may_hear = (p for p in others if any(isinstance(may_see(known, p, now, c), Basis) for c in circles))
    return frozenset(person.user for person in may_hear)


def rights(
    file: CaseFile,
    consents: Iterable[Consent],
    voices: Collection[UserId],
    now: datetime,
    *,
    rooms: Iterable[CircleId] = (),
) -> Rights:
    """Who may sit where: for what concerns everybody, for each theme, and for each room there is."""
    known = tuple(consents)
    circles = {COMMON, *rooms}.union(*(consent.circles for consent in known))
    return {circle: rightful(file, known, voices, now, circle) for circle in sorted(circles)}


def wanted(may: Rights) -> frozenset[CircleId]:
    """Which circles need a room: where somebody may hear a theme, and not just those who hear all else.

    What the same people may hear anyhow needs no second room.
    """
    in_common = _professionals(may[COMMON])
    themes = {c for c in may if c != COMMON and _professionals(may[c]) not in (frozenset(), in_common)}
    return frozenset(themes | ({COMMON} if in_common else set()))


def may_have_had_room(circle: CircleId, consents: Iterable[Consent]) -> bool:
    """Whether a circle can have needed a room at any time, by all that was ever given.

    While everybody who may hear the theme may hear all else, and the other way round, it needs none.
    """
    given = (consent for consent in consents if consent.given_at is not None)
    return circle == COMMON or any(c.in_common != (circle in c.circles) for c in given)


def _professionals(may: Rightful) -> frozenset[UserId]:
    return frozenset(user for user, because in may.items() if isinstance(because, Basis))


def steps(seen: Seen, may: Rightful, *, creator: UserId) -> tuple[Step, ...]:
    """The way from who sits to who may: removals first, then admissions, each by name.

    The creator holds the room and is no guest. Into a room whose walls do not stand nobody is
    let, but everybody who must leave still leaves.
    """
    inside = {user: seat for user, seat in seen.seats.items() if seat.is_inside and user != creator}
    removals = [Remove(user) for user in sorted(inside.keys() - may.keys())]
    if seen.flaws:
        return tuple(removals)
    return (*removals, *_admissions(seen.seats, may, creator))


def _admissions(seats: Mapping[UserId, Seat], may: Rightful, creator: UserId) -> Iterable[Step]:
    for user in sorted(may.keys() - {creator}):
        seat, because = seats.get(user), may[user]
        if isinstance(because, HubVoice):
            if seat is None or seat.membership is not Membership.JOINED:
                yield Place(user)
        elif seat is None or _asked_anew(seat, because):
            yield Invite(user)


def _asked_anew(seat: Seat, because: Because) -> bool:
    # Who left by themselves is not dragged back, unless a newer consent asks them in again.
    if seat.membership is not Membership.DECLINED or isinstance(because, HubVoice):
        return False
    return because.asked_at is not None and because.asked_at > seat.since


def name_of(case: Case, circle: CircleId) -> str:
    """What a circle's room is called: by pseudonyms only, the same at every attempt to make it."""
    return case.label if circle == COMMON else f"{case.label} · {circle[:4]}"


def plan(file: CaseFile, may: Rightful, *, creator: UserId, circle: CircleId = COMMON) -> RoomPlan:
    """The room a circle needs; its name says nothing about anybody, nor what it is about.

    Guests of other servers are asked in afterwards, one by one: a server that does not answer must
    not keep the room from being made.
    """
    home = server_of(creator)
    guests = (user for user, because in may.items() if not isinstance(because, HubVoice))
    return RoomPlan(
        alias=f"fallraum-{file.case.id}" if circle == COMMON else f"fallraum-{file.case.id}-{circle}",
        name=name_of(file.case, circle),
        guests=tuple(sorted(user for user in guests if server_of(user) == home)),
    )


def overdue(known: Mapping[UserId, Seat], may: Rightful) -> tuple[Remove, ...]:
    """Who must leave by what is known already: they need not stay until somebody has looked."""
    return tuple(Remove(user) for user in sorted(known.keys() - may.keys()) if known[user].is_inside)


def dated(
    seats: Mapping[UserId, Seat],
    known: Mapping[UserId, Seat],
    *,
    admitted: Collection[UserId],
    now: datetime,
) -> Mapping[UserId, Seat]:
    """The seats, none dated before what we knew of it, nor before we ourselves let somebody in.

    Another server may date what its people do as it likes: who leaves must not seem to have left
    long before they were asked.
    """
    floors = {user: seat.since for user, seat in known.items()} | dict.fromkeys(admitted, now)
    return {u: replace(s, since=max(s.since, floors.get(u, s.since))) for u, s in seats.items()}


def next_beginning(consents: Iterable[Consent], now: datetime) -> datetime | None:
    """When the next consent begins that was given already."""
    begins = (c.valid_from for c in consents if c.valid_from > now and in_force(c, c.valid_from))
    return min(begins, default=None)


def next_end(may: Rightful) -> datetime | None:
    """When the first of those who may sit no longer may, if time alone goes on."""
    return min((because.until for because in may.values() if isinstance(because, Basis)), default=None)


def looks_ahead(
    case: CaseId, may: Rightful, given: Collection[Consent], now: datetime, *, is_missing: bool
) -> tuple[Debt, ...]:
    """The looks that must be owed: for who is missing, for the next end and the next beginning.

    Ends and beginnings were owed when the consent was given; a clock that was wrong for a while may
    have spent them.
    """
    look, end, beginning = Reconcile(case), next_end(may), next_beginning(given, now)
    debts = [Debt(look, now, Urgency.ADMISSION)] if is_missing else []
    if end is not None:
        debts.append(Debt(look, end, Urgency.REMOVAL))
    if beginning is not None:
        debts.append(Debt(look, beginning, Urgency.ADMISSION))
    return tuple(debts)


def judge(observed: Observation, known: Mapping[UserId, Seat], may: Rightful) -> Urgency | None:
    """How urgently a push calls for a look at the room; None if it tells nothing new.

    A push is a hint, never a fact: it may be late, repeated or out of order.
    """
    seat = known.get(observed.user)
    inside = observed.membership in (Membership.JOINED, Membership.INVITED)
    if inside and observed.user not in may:
        return Urgency.REMOVAL
    if observed.membership is (seat.membership if seat else None):
        return None
    return Urgency.ADMISSION


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
) -> Noted:
    """Compare what we knew of a room with what we saw; whoever we admitted too late goes out again.

    `given` are the case's consents: an ended seat names the one that ended last.
    """
    consents = tuple(given)
    acts: list[Act] = []
    debts: list[Debt] = []
    case = file.case.id
    for user in sorted(known.keys() | seen.keys()):
        before, after = known.get(user), seen.get(user)
        deed = _deed(before, after)
        if deed is None:
            continue
        basis = _basis(file, user, may, consents, circle)
        who = _called(file, user, may)
        acts.append(_seat_act(file, who, deed, circle=circle, basis=basis, now=now))
        if deed in ("seat.ended", "seat.left") and before and before.membership is Membership.JOINED:
            debts += _announcement(file, user, now, circle)
    if circle != COMMON and _somebody_came(known, seen, may):
        debts.append(Debt(AnnounceTheme(case, circle), now, Urgency.WORDS))
    if set(admitted) - may.keys():
        debts.append(Debt(Reconcile(case), AT_ONCE, Urgency.REMOVAL))
    return Noted(tuple(acts), tuple(debts))


def still_worth_announcing(file: CaseFile, user: UserId, seats: Mapping[UserId, Seat]) -> bool:
    """Whether to tell the others that somebody left: not if they are back, not after the end."""
    seat = seats.get(user)
    return file.case.is_open and not (seat and seat.is_inside)


def _somebody_came(known: Mapping[UserId, Seat], seen: Mapping[UserId, Seat], may: Rightful) -> bool:
    # Who comes later does not see what was said before; the hub's voices do not read at all.
    readers = (user for user, because in may.items() if not isinstance(because, HubVoice))
    return any(_deed(known.get(user), seen.get(user)) == "seat.taken" for user in readers)


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


def _seat_act(file: CaseFile, who: str, deed: str, *, circle: CircleId, basis: str, now: datetime) -> Act:
    # Seats are offered and ended by the hub; they are taken and left by whom they are for.
    actor = who if deed in ("seat.taken", "seat.left") else "hub"
    target = who if circle == COMMON else f"{who}:{circle}"
    return Act(at=now, actor=actor, deed=deed, case=file.case.id, target=target, basis=basis)


def _basis(
    file: CaseFile, user: UserId, may: Rightful, consents: Collection[Consent], circle: CircleId
) -> str:
    because = may.get(user)
    if isinstance(because, Basis):
        return because.consent
    person = next((p.professional for p in file.participations if p.professional.user == user), None)
    if person is None:
        return ""
    given = (c for c in consents if c.proven and c.given_at is not None)
    theirs = [c for c in given if covers(c, person, circle)]
    return max(theirs, key=_ended_at).id if theirs else ""


def _ended_at(consent: Consent) -> datetime:
    return min(consent.ended_at or consent.valid_until, consent.valid_until)


def _called(file: CaseFile, user: UserId, may: Rightful) -> str:
    # The chain names records, never accounts: a stranger's account is nobody's record.
    if user == file.case.client and not file.contradicted:
        return "client"
    if isinstance(may.get(user), HubVoice):
        # It reads nothing; to take it for a stranger would be a false alarm.
        return "hub"
    return next((p.professional.id for p in file.participations if p.professional.user == user), "other")


def _announcement(file: CaseFile, user: UserId, now: datetime, circle: CircleId) -> Iterable[Debt]:
    if not file.case.is_open:
        return
    for part in file.participations:
        if part.professional.user == user:
            announce = AnnounceDeparture(file.case.id, part.professional.id, circle)
            yield Debt(announce, now, Urgency.WORDS)
