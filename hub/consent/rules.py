"""What a consent allows at an instant, who may do what to its record, and what follows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import Case, CaseFile, Duty, Professional, Role
from hub.consent.model import (
    USUAL_ACTIONS,
    Actor,
    Basis,
    Consent,
    Deed,
    Event,
    Form,
    Giver,
    Kind,
    May,
    NoBasis,
    Part,
    Recipient,
    Standing,
    State,
)
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, COMMON, TEAM, CaseId, CircleId, ConsentId, PartyId, is_party

# At an instant.


def in_force(consent: Consent, now: datetime) -> bool:
    """Whether the consent holds at this instant. Withdrawn is withdrawn, whatever the clock says."""
    if consent.state is not State.GIVEN or not consent.proven:
        return False
    return consent.valid_from <= now < consent.valid_until


def standing(consent: Consent, now: datetime) -> State:
    """The state of a record at this instant; only here does one expire."""
    is_over = consent.state is State.GIVEN and now >= consent.valid_until
    return State.EXPIRED if is_over else consent.state


def may_see(
    consents: Iterable[Consent], person: Professional, now: datetime, circle: CircleId = COMMON
) -> May:
    """Whether a professional may hear what concerns a circle, and on which consent.

    Of several the one that lasts longest is named, so that the answer does not depend on order.
    """
    given = [(c, c.given_at) for c in consents if covers(c, person, circle) and in_force(c, now)]
    covering = [(consent, given_at) for consent, given_at in given if given_at is not None]
    if not covering:
        return NoBasis()
    longest, given_at = max(covering, key=lambda one: (one[0].valid_until, one[0].id))
    return Basis(
        consent=longest.id,
        kind=longest.kind,
        recipient=longest.recipient,
        given_at=given_at,
        until=longest.valid_until,
        asked_at=max(given_at for _, given_at in covering),
    )


def could_see(
    consents: Iterable[Consent],
    person: Professional,
    begins: datetime,
    ends: datetime,
    circle: CircleId = COMMON,
) -> bool:
    """Whether a professional could hear what concerns a circle at any instant from `begins` until `ends`.

    It looks back, and is nobody's basis.
    """
    return any(covers(c, person, circle) and _held_within(c, begins, ends) for c in consents)


def _held_within(consent: Consent, begins: datetime, ends: datetime) -> bool:
    if consent.given_at is None or not consent.proven:
        return False
    until = min(consent.valid_until, consent.ended_at or consent.valid_until)
    return max(consent.valid_from, consent.given_at, begins) < min(until, ends)


def names(recipient: Recipient, person: Professional) -> bool:
    """Whether somebody is meant: by agency *and* function, and by name where one is given."""
    if recipient.agency != person.agency or recipient.function != person.function:
        return False
    return recipient.unit in ("", person.unit) and recipient.person in (None, person.id)


def covers(consent: Consent, person: Professional, circle: CircleId) -> bool:
    """Whether a consent, while it holds, lets somebody hear what concerns a circle."""
    if not names(consent.recipient, person):
        # Asked first, for most consents of a case name somebody else.
        return False
    # Everybody in a room hears everybody and may write: whoever may do less sits elsewhere.
    is_for_rooms = consent.kind is Kind.SHARE and not consent.senders and consent.actions >= USUAL_ACTIONS
    # Rooms are the client's: what a parent or a child allows about themselves seats nobody in one.
    return is_for_rooms and consent.subject == CLIENT and _opens(consent, circle)


def _opens(consent: Consent, circle: CircleId) -> bool:
    if consent.alone:
        return circle == consent.side
    if circle == TEAM:
        return consent.in_common and consent.team
    return consent.in_common if circle == COMMON else circle in consent.circles


def if_given(consent: Consent, now: datetime) -> Consent:
    """The consent as it would be if it were given now: to look ahead with, and nobody's basis."""
    return replace(consent, state=State.GIVEN, given_at=now, proven=True)


def if_withdrawn(consent: Consent, now: datetime) -> Consent:
    """The consent as it would be if it were withdrawn now."""
    return replace(consent, state=State.WITHDRAWN, ended_at=now)


def may_look(consent: Consent, party: PartyId) -> bool:
    """Whether somebody on the client's side may know of a record: whom it is about, and who gives it.

    So a guardian never learns of counselling, nor of what a young person decides alone.
    """
    return party == consent.subject or any(party == giver.party for giver in consent.given_by)


def is_doubtful(consent: Consent) -> bool:
    """Whether it stands as given without being proven, or the chain tells another story of it.

    Somebody wrote it, changed it or took something away.
    """
    return consent.contradicted or (consent.state is State.GIVEN and not consent.proven)


# Who may do what to a record.


@dataclass(frozen=True, slots=True)
class Transition:
    """What one deed makes of a record, and who may do it."""

    before: frozenset[State]
    after: State
    by: frozenset[Part]


def _row(before: str, after: State, by: str) -> Transition:
    return Transition(
        frozenset(State(s) for s in before.split()), after, frozenset(Part(p) for p in by.split())
    )


# Whatever leads out of a state is here; where no row begins, nothing ever changes again.
TRANSITIONS: Mapping[Deed, Transition] = {
    Deed.REQUEST: _row("draft", State.REQUESTED, by="staff door"),
    # Given when the last of those it takes has said yes.
    Deed.GIVE: _row("requested deferred", State.GIVEN, by="giver"),
    Deed.REFUSE: _row("requested deferred", State.REFUSED, by="giver subject"),
    Deed.DEFER: _row("requested", State.DEFERRED, by="giver"),
    Deed.RECORD: _row("draft", State.RECORDED, by="staff"),
    Deed.CONFIRM: _row("recorded", State.GIVEN, by="second"),
    Deed.WITHDRAW: _row("requested deferred recorded given", State.WITHDRAWN, by="giver subject staff door"),
    Deed.REVOKE: _row("given", State.REVOKED, by="lead"),
    Deed.INVALIDATE: _row("given", State.INVALIDATED, by="officer"),
    Deed.NARROW: _row("draft", State.GIVEN, by="giver subject staff door"),
    Deed.SUPERSEDE: _row("given", State.SUPERSEDED, by="giver subject staff door"),
}
# Nobody but who alone can do it: what these do is worth what the signature under it is worth.
SIGNED = frozenset({Deed.GIVE, Deed.RECORD, Deed.CONFIRM})
TERMINAL = frozenset(row.after for row in TRANSITIONS.values()) - {
    state for row in TRANSITIONS.values() for state in row.before
}
ENDINGS = frozenset({Deed.WITHDRAW, Deed.REVOKE, Deed.INVALIDATE, Deed.SUPERSEDE})
SIGNED_BY_GIVERS = frozenset({Form.APP, Form.KIOSK})


def actor(file: CaseFile, by: str, about: Consent | None = None, *, duty: Duty = Duty.NONE) -> Actor:
    """In which parts somebody acts on a record, or on one that is to be begun."""
    if is_party(by):
        return Actor(by, _parts_of(PartyId(by), about))
    part = next((p for p in file.participations if p.professional.id == by), None)
    if part is None:
        watches = {Part.OFFICER} if duty is Duty.DATA_PROTECTION else set()
        return Actor(by, frozenset({Part.DOOR, *watches}))
    parts = {Part.STAFF} | ({Part.LEAD} if part.role is Role.LEAD else set())
    is_second = about is not None and by != about.recorded_by
    return Actor(by, frozenset(parts | ({Part.SECOND} if is_second else set())))


def _parts_of(party: PartyId, about: Consent | None) -> frozenset[Part]:
    if about is None:
        return frozenset()
    is_giver = any(party == giver.party for giver in about.given_by)
    parts = {Part.GIVER: is_giver, Part.SUBJECT: party == about.subject}
    return frozenset(part for part, is_theirs in parts.items() if is_theirs)


def may_do(state: State, deed: Deed, actor: Actor, agreed: Collection[str] = ()) -> State | Refused:
    """The state that a deed leads to, or why it does not; `agreed` are those who said yes already."""
    row = TRANSITIONS[deed]
    if state is State.WITHDRAWN and deed is Deed.WITHDRAW:
        return Refused("consent-already-withdrawn")
    if state not in row.before:
        return Refused("consent-cannot-be", {"deed": deed.value, "state": state.value})
    if not row.by & actor.parts:
        return Refused("consent-not-by-you", {"deed": deed.value})
    if deed is Deed.GIVE and actor.id in agreed:
        return Refused("consent-given-by-you")
    return row.after


def stands(events: Iterable[Event], givers: Collection[Giver]) -> Standing:
    """Where a record stands by its events; it is given when all of its givers have said yes."""
    now = Standing()
    for event in sorted(events, key=lambda event: event.number):
        if _could_be(now, event, givers):
            now = _moved(now, event, givers)
        # Else nothing: terminal states never reopen, whatever was written behind them.
    return now


def _could_be(now: Standing, event: Event, givers: Collection[Giver]) -> bool:
    if event.deed is Deed.GIVE:
        is_theirs = any(event.actor == giver.party for giver in givers)
        if not is_theirs or event.actor in now.agreed:
            return False
    return now.state in TRANSITIONS[event.deed].before


def _moved(before: Standing, event: Event, givers: Collection[Giver]) -> Standing:
    agreed = before.agreed | {event.actor} if event.deed is Deed.GIVE else before.agreed
    is_waiting = event.deed is Deed.GIVE and not agreed.issuperset(giver.party for giver in givers)
    state = State.REQUESTED if is_waiting else TRANSITIONS[event.deed].after
    moved = replace(before, state=state, changed_at=event.at, agreed=agreed, successor=event.successor)
    if state is State.GIVEN:
        return replace(moved, given_at=event.at)
    return replace(moved, ended_at=event.at) if state in TERMINAL else moved


def too_late(consent: Consent, case: Case, deed: Deed, now: datetime) -> Refused | None:
    """Why it is too late for a deed, if it is. To withdraw is never too late: the clock may be wrong."""
    begins = TRANSITIONS[deed].after is State.GIVEN
    if begins and not case.is_open:
        return Refused("case-closed", {"case": case.label})
    if begins and now >= consent.valid_until:
        return Refused("consent-already-over")
    return None


def state_before(consent: Consent, deed: Deed) -> State | Refused:
    """The state from which a deed sets out.

    What is contradicted proves nothing any more, so nobody can give it; but to withdraw it is always
    possible, also if it seems to have ended.
    """
    if not consent.contradicted:
        return consent.state
    return State.GIVEN if deed in ENDINGS else Refused("consent-contradicted")


def is_whole(events: Collection[Event], givers: Collection[Giver]) -> bool:
    """Whether the events are all there and each could be done: nothing was taken out or slipped in."""
    now = Standing()
    for place, event in enumerate(sorted(events, key=lambda event: event.number), 1):
        if event.number != place or not _could_be(now, event, givers):
            return False
        now = _moved(now, event, givers)
    return True


# What follows.

# How audit entries begin that tell of an event, and of nothing else.
NOTED_AS = "consent."


def after(deed: Deed, consent: Consent, now: datetime) -> tuple[Debt, ...]:
    """When to look who may sit: at once if a right ended, else when it begins and when it ends."""
    look = Reconcile(consent.case)
    if TRANSITIONS[deed].after is State.GIVEN and consent.state is not State.GIVEN:
        # Somebody else must still say yes.
        return ()
    if TRANSITIONS[deed].after is State.GIVEN:
        begin = Debt(look, max(consent.valid_from, now), Urgency.ADMISSION)
        return (begin, Debt(look, consent.valid_until, Urgency.REMOVAL))
    # Also if it seems that it was never given: somebody may sit by what was spoilt meanwhile.
    return (Debt(look, AT_ONCE, Urgency.REMOVAL),) if deed in ENDINGS else ()


def living(consents: Mapping[ConsentId, Consent], meant: ConsentId) -> Consent:
    """The record that is meant today: what took a record's place stands for it, and so on."""
    found, seen = consents[meant], {meant}
    while found.state is State.SUPERSEDED:
        heir = consents.get(found.successor) if found.successor else None
        if heir is None or heir.id in seen:
            break
        seen.add(heir.id)
        found = heir
    return found


def line_of(consents: Collection[Consent], meant: ConsentId) -> frozenset[ConsentId]:
    """A record with all that it took the place of, and all that took its place."""
    line, more = {meant}, True
    while more:
        found = {c.id for c in consents if c.predecessor in line or c.successor in line}
        found |= {c.predecessor for c in consents if c.id in line and c.predecessor}
        more = not found <= line
        line |= found
    return frozenset(line)


def also_hold(ended: Consent, others: Iterable[Consent], now: datetime) -> Sequence[Consent]:
    """What still lets the same function of the same agency hear something, after a consent ended."""

    def whom(consent: Consent) -> tuple[str, str]:
        return consent.recipient.agency, consent.recipient.function

    return [c for c in others if c.id != ended.id and whom(c) == whom(ended) and in_force(c, now)]


def alike(new: Consent, others: Iterable[Consent], now: datetime) -> Sequence[Consent]:
    """What lets the same people do the same for the same person, given or still to be confirmed.

    What is being renewed is none. What for, and until when, may differ.
    """

    def what(consent: Consent) -> tuple[object, ...]:
        whom = (consent.kind, consent.subject, consent.recipient, consent.released, consent.senders)
        heard = (consent.in_common, consent.team, consent.side, consent.counselling)
        return (*whom, *heard, consent.actions, frozenset(consent.circles))

    standing_ = (State.GIVEN, State.RECORDED)
    rest = (c for c in others if c.id not in (new.id, new.predecessor))
    return [c for c in rest if what(c) == what(new) and standing(c, now) in standing_]


def takes_a_place(consent: Consent, event: Event) -> bool:
    """Whether the record that this one renews ends with it."""
    begins_now = consent.state is State.GIVEN and consent.valid_from <= event.at
    return begins_now and consent.predecessor is not None and event.deed in (Deed.GIVE, Deed.CONFIRM)


def noted(consent: ConsentId, case: CaseId, event: Event) -> Act:
    """The audit entry of what was done to a record; there is exactly one for each event."""
    return Act(
        at=event.at,
        actor=event.actor,
        deed=NOTED_AS + event.deed.value,
        case=case,
        target=consent,
        basis=event.successor or "",
    )
