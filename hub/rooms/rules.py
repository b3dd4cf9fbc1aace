"""Who may sit in which room of a case, and which steps lead there from who does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from hub.cases.model import Case, CaseFile, Professional
from hub.consent.model import Basis, Consent
from hub.consent.rules import in_force, may_see
from hub.effects import Debt, Reconcile, Urgency
from hub.federation import Servers
from hub.identifiers import COMMON, OWN, TEAM, CaseId, CircleId, UserId, server_of
from hub.rooms.model import (
    Because,
    Consulting,
    HubVoice,
    Invite,
    Kind,
    List,
    Membership,
    Observation,
    OwnCase,
    Place,
    Remove,
    Rightful,
    Rights,
    Seat,
    Seen,
    Step,
    kind_of,
)

# Where the conference voice has something to say. What is said elsewhere the steward says.
VOICED = frozenset({Kind.CLIENT, Kind.THEME})
# Fewer than that cannot talk among themselves.
A_TEAM = 2
AMONG_THEMSELVES = frozenset({Kind.TEAM, Kind.CONSULT})
# Where it can read commands, if the lead has turned that on.
MAY_LISTEN = VOICED | {Kind.OWN}


def rightful(
    file: CaseFile,
    consents: Iterable[Consent],
    voices: Collection[UserId],
    now: datetime,
    circle: CircleId = COMMON,
    *,
    advisers: Iterable[Professional] = (),
) -> Rightful:
    """Everybody who may sit in a circle's room at this instant, each with the reason.

    A professional may if they work on the case *and* the client's consent lets their function hear
    what concerns the circle *and* their agency is bound by the charter. The client may, whoever else
    does: it is their case. They are not where professionals talk among themselves, for they said that
    these may. Whoever talks with them alone need not work on the case: colleagues would see it. Of the
    `advisers` their consent names one. Where a specialist is asked sit these two, and nobody by consent. In
    their own room sits the client, if they want it, and nobody else, whatever they consent to.
    """
    if not file.case.is_open:
        return {}
    if kind_of(circle) is Kind.CONSULT:
        return _consulting(file, circle, now)
    if kind_of(circle) is Kind.OWN:
        return _own(file, voices)
    known, kind = tuple(consents), kind_of(circle)
    places: dict[UserId, Because] = {}
    for person in people_of(file, circle, advisers):
        answer, bound_until = may_see(known, person, now, circle), file.bound.get(person.agency, now)
        if isinstance(answer, Basis) and now < bound_until:
            places[person.user] = replace(answer, until=min(answer.until, bound_until))
    asked_at = max(
        (because.asked_at for because in places.values() if isinstance(because, Basis)), default=None
    )
    if kind is not Kind.TEAM and not file.contradicted:
        # Else nobody knows whose account that is.
        places[file.case.client] = OwnCase(asked_at)
    return places | dict.fromkeys(_voices(file, voices, circle), HubVoice())


def _voices(file: CaseFile, voices: Collection[UserId], circle: CircleId) -> frozenset[UserId]:
    # Whoever asks for no voices asks who hears the case: neither is what reads commands.
    kind = kind_of(circle)
    if not voices or kind not in MAY_LISTEN:
        return frozenset()
    listening = (one.user for one in file.listeners if one.may_sit and one.circle == circle)
    return frozenset({*(voices if kind in VOICED else ()), *listening})


def _own(file: CaseFile, voices: Collection[UserId]) -> Rightful:
    if not file.own.is_wanted or file.contradicted:
        return {}
    client: Rightful = {file.case.client: OwnCase(file.own.asked_at)}
    return {**client, **dict.fromkeys(_voices(file, voices, OWN), HubVoice())}


def _consulting(file: CaseFile, circle: CircleId, now: datetime) -> Rightful:
    one = file.consultation(circle)
    if one is None or not one.is_open(now):
        return {}
    until = {person.user: file.bound.get(person.agency, now) for person in one.people}
    return {
        user: Consulting(one.question, one.since, min(one.until, bound_until))
        for user, bound_until in until.items()
        if now < bound_until
    }


def unbound(
    file: CaseFile,
    consents: Iterable[Consent],
    now: datetime,
    *,
    side: CircleId | None = None,
    advisers: Iterable[Professional] = (),
) -> frozenset[UserId]:
    """Who may hear something by consent, but has no seat for want of the charter.

    Of a room of two only whoever asks for that `side` learns it.
    """
    if not file.case.is_open:
        return frozenset()
    known = tuple(consents)
    circles = {side} if side else {COMMON}.union(*(consent.circles for consent in known))
    others = (p for p in people_of(file, side or COMMON, advisers) if p.agency not in file.bound)
    may_hear = (p for p in others if any(isinstance(may_see(known, p, now, c), Basis) for c in circles))
    return frozenset(person.user for person in may_hear)


def rights(
    file: CaseFile,
    consents: Iterable[Consent],
    voices: Collection[UserId],
    now: datetime,
    *,
    rooms: Iterable[CircleId] = (),
    advisers: Iterable[Professional] = (),
) -> Rights:
    """Who may sit where: in each room that a consent or a question speaks of, and in each that there is.

    In the client's own, too, if they ever wanted it: one that was made and never noted must be found.
    """
    known, others = tuple(consents), tuple(advisers)
    asked = (one.circle for one in file.consultations)
    own = {OWN} if file.own.pseudonym else set()
    circles = {COMMON, *rooms, *asked, *own}.union(*map(_circles, known))
    return {c: rightful(file, known, voices, now, c, advisers=others) for c in sorted(circles)}


def people_of(file: CaseFile, circle: CircleId, advisers: Iterable[Professional]) -> tuple[Professional, ...]:
    """Which professionals can come to sit in a circle's room at all.

    Only in a room of two does an adviser, or a specialist, have a name; elsewhere they are as unknown as
    anybody.
    """
    if kind_of(circle) is Kind.SIDE:
        return tuple(advisers)
    if kind_of(circle) is Kind.CONSULT:
        one = file.consultation(circle)
        return one.people if one else ()
    if kind_of(circle) is Kind.OWN:
        return ()
    return tuple(part.professional for part in file.participations)


def within(may: Rights, servers: Servers) -> Rights:
    """The same, without those whose account lives where nobody may be let in from, or no longer.

    What is said in a room goes to every server somebody sits at: a consent to hear it does not say
    that the network trusts that server.
    """
    return {
        circle: {user: because for user, because in theirs.items() if servers.include(user)}
        for circle, theirs in may.items()
    }


def wanted(may: Rights) -> frozenset[CircleId]:
    """Which circles need a room.

    A theme does where somebody may hear it, and not just those who hear all else: what the same people
    may hear anyhow needs no second room. A team needs two, and so does a question. Their own room needs
    nobody but the client.
    """
    in_common = _professionals(may[COMMON])
    return frozenset(circle for circle in may if _is_wanted(circle, may[circle], in_common))


def _is_wanted(circle: CircleId, may: Rightful, in_common: frozenset[UserId]) -> bool:
    there = _professionals(may)
    match kind_of(circle):
        case Kind.TEAM | Kind.CONSULT:
            return len(there) >= A_TEAM
        case Kind.THEME:
            return there not in (frozenset(), in_common)
        case Kind.OWN:
            return any(isinstance(because, OwnCase) for because in may.values())
        case _:
            return bool(there)


def _circles(consent: Consent) -> Iterable[CircleId]:
    return (*consent.circles, *((TEAM,) if consent.team else ()), *((consent.side,) if consent.side else ()))


def may_have_had_room(circle: CircleId, consents: Iterable[Consent]) -> bool:
    """Whether a circle can have needed a room at any time, by all that was ever given.

    While everybody who may hear the theme may hear all else, and the other way round, it needs none.
    """
    given = [consent for consent in consents if consent.given_at is not None]
    match kind_of(circle):
        case Kind.TEAM:
            return any(consent.team for consent in given)
        case Kind.THEME:
            return any(c.in_common != (circle in c.circles) for c in given)
        case Kind.SIDE:
            return any(consent.side == circle for consent in given)
        case _:
            return True


def _professionals(may: Rightful) -> frozenset[UserId]:
    return frozenset(user for user, because in may.items() if isinstance(because, Basis | Consulting))


def flaws(seen: Seen, case: Case) -> tuple[str, ...]:
    """Which walls of a room do not stand; a tombstone is a flaw for as long as its case is open."""
    if seen.is_ended and case.is_open:
        return tuple(sorted({*seen.flaws, "m.room.tombstone"}))
    return seen.flaws


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


def in_turn(admissions: Sequence[Step], *, home: str) -> Sequence[Sequence[Step]]:
    """The hub's own voices first, then guests, if any comes from another server.

    Joins that overlap on two servers leave one of them without what the other one was told.
    """
    if all(server_of(step.user) == home for step in admissions):
        return (admissions,)
    voices = [step for step in admissions if isinstance(step, Place)]
    return voices, [step for step in admissions if not isinstance(step, Place)]


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


def listed(may: Rightful) -> List:
    """Who may sit in a room, each with the instant at which that ends by itself, and without the reason."""
    return {user: _until(because) for user, because in may.items()}


def _until(because: Because) -> datetime | None:
    return because.until if isinstance(because, Basis | Consulting) else None


def next_end(may: Rightful) -> datetime | None:
    """When the first of those who may sit no longer may, if time alone goes on."""
    return min(filter(None, map(_until, may.values())), default=None)


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
