"""What a consent allows at an instant, who may do what to its record, and what proves it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import Case, Professional
from hub.consent.model import (
    THEMES,
    Action,
    Actor,
    Answer,
    Basis,
    Consent,
    Deed,
    Event,
    Form,
    Kind,
    May,
    NoBasis,
    Part,
    Recipient,
    State,
    Terms,
    Told,
)
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import COMMON, CaseId, CircleId, ConsentId
from hub.typed import showable

# A consent must stay concrete; after a year at the latest it is asked for anew.
LONGEST_VALIDITY = timedelta(days=366)
LONGEST_PURPOSE = 500


# At an instant.


def in_force(consent: Consent, now: datetime) -> bool:
    """Whether the consent holds at this instant. Withdrawn is withdrawn, whatever the clock says."""
    if consent.state is not State.GIVEN or not consent.proven:
        return False
    return consent.valid_from <= now < consent.valid_until


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


def names(recipient: Recipient, person: Professional) -> bool:
    """Whether somebody is meant: by agency *and* function, and by name where one is given."""
    is_theirs = (recipient.agency, recipient.function) == (person.agency, person.function)
    return is_theirs and recipient.person in (None, person.id)


def covers(consent: Consent, person: Professional, circle: CircleId) -> bool:
    """Whether a consent, while it holds, lets somebody hear what concerns a circle."""
    # Everybody in a room hears everybody: whoever may hear some agencies only sits elsewhere.
    is_for_rooms = consent.kind is Kind.SHARE and not consent.senders and Action.READ in consent.actions
    is_open = consent.in_common if circle == COMMON else circle in consent.circles
    return is_for_rooms and is_open and names(consent.recipient, person)


def if_given(consent: Consent, now: datetime) -> Consent:
    """The consent as it would be if it were given now: to look ahead with, and nobody's basis."""
    return replace(consent, state=State.GIVEN, given_at=now, proven=True)


def if_withdrawn(consent: Consent, now: datetime) -> Consent:
    """The consent as it would be if it were withdrawn now."""
    return replace(consent, state=State.WITHDRAWN, ended_at=now)


def is_doubtful(consent: Consent) -> bool:
    """Whether it stands as given without being proven: somebody wrote or changed it."""
    return consent.state is State.GIVEN and not consent.proven


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
    Deed.GIVE: _row("requested deferred", State.GIVEN, by="client"),
    Deed.REFUSE: _row("requested deferred", State.REFUSED, by="client"),
    Deed.DEFER: _row("requested", State.DEFERRED, by="client"),
    Deed.RECORD: _row("draft", State.RECORDED, by="staff"),
    Deed.CONFIRM: _row("recorded", State.GIVEN, by="second"),
    Deed.WITHDRAW: _row("requested deferred recorded given", State.WITHDRAWN, by="client staff door"),
    Deed.REVOKE: _row("given", State.REVOKED, by="lead"),
}
# Nobody but who alone can do it: what these do is worth what the signature under it is worth.
SIGNED = frozenset({Deed.GIVE, Deed.RECORD, Deed.CONFIRM})
ENDINGS = frozenset({Deed.WITHDRAW, Deed.REVOKE})
SIGNED_BY_CLIENT = frozenset({Form.APP, Form.KIOSK})


def may_do(state: State, deed: Deed, actor: Actor) -> State | Refused:
    """The state that a deed leads to, or why it does not."""
    row = TRANSITIONS[deed]
    if state is State.WITHDRAWN and deed is Deed.WITHDRAW:
        return Refused("consent-already-withdrawn")
    if state not in row.before:
        return Refused("consent-cannot-be", {"deed": deed.value, "state": state.value})
    if not row.by & actor.parts:
        return Refused("consent-not-by-you", {"deed": deed.value})
    return row.after


def stands(events: Iterable[Event]) -> tuple[State, datetime | None, datetime | None]:
    """Where a record stands by its events: its state, and when it was given and ended."""
    state, given_at, ended_at = State.DRAFT, None, None
    for event in sorted(events, key=lambda event: event.number):
        row = TRANSITIONS[event.deed]
        if state not in row.before:
            # Terminal states never reopen, whatever was written behind them.
            continue
        state = row.after
        if state is State.GIVEN:
            given_at = event.at
        elif given_at is not None:
            ended_at = event.at
    return state, given_at, ended_at


def too_late(consent: Consent, case: Case, deed: Deed, now: datetime) -> Refused | None:
    """Why it is too late for a deed, if it is. To withdraw is never too late: the clock may be wrong."""
    begins = TRANSITIONS[deed].after is State.GIVEN
    if begins and not case.is_open:
        return Refused("case-closed", {"case": case.label})
    if begins and now >= consent.valid_until:
        return Refused("consent-already-over")
    return None


def is_whole(events: Collection[Event]) -> bool:
    """Whether the events are all there and each could be done: nothing was taken out or slipped in."""
    state = State.DRAFT
    for place, event in enumerate(sorted(events, key=lambda event: event.number), 1):
        row = TRANSITIONS[event.deed]
        if event.number != place or state not in row.before:
            return False
        state = row.after
    return True


# What may be asked for.


def offer(terms: Terms, case: Case, now: datetime) -> Terms | Refused:
    """Take terms that the client may be asked to agree to, or say what is wrong with them."""
    return _first_wrong(terms, case, now, (_time, _words, _recipient, _themes, _form)) or terms


def foresee(terms: Terms, case: Case, now: datetime) -> Terms | Refused:
    """Take terms that are not complete yet, as far as they decide who would sit where."""
    return _first_wrong(terms, case, now, (_time, _themes)) or terms


Check = Callable[[Terms, datetime], Refused | None]


def _first_wrong(terms: Terms, case: Case, now: datetime, checks: Iterable[Check]) -> Refused | None:
    if not case.is_open:
        return Refused("case-closed", {"case": case.label})
    return next((wrong for check in checks if (wrong := check(terms, now))), None)


def _time(terms: Terms, now: datetime) -> Refused | None:
    begins = terms.valid_from or now
    if any(at.tzinfo is None for at in (begins, terms.valid_until, terms.review_at)):
        return Refused("consent-without-zone")
    if terms.valid_until <= begins:
        return Refused("consent-ends-before-it-begins")
    if terms.valid_until <= now:
        return Refused("consent-already-over")
    if begins < now:
        # Consent comes first; nobody ratifies afterwards what was already shared.
        return Refused("consent-before-it-was-given")
    if terms.valid_until - now > LONGEST_VALIDITY:
        return Refused("consent-too-long", {"days": str(LONGEST_VALIDITY.days)})
    if not begins < terms.review_at <= terms.valid_until:
        return Refused("consent-review-outside")
    return None


def _words(terms: Terms, _now: datetime) -> Refused | None:
    if isinstance(showable(terms.purpose, most=LONGEST_PURPOSE), Refused):
        return Refused("consent-without-purpose", {"most": str(LONGEST_PURPOSE)})
    for told in Told:
        if told not in terms.told:
            return Refused("consent-not-told", {"told": told.value})
    if not terms.separate_from_application:
        return Refused("consent-bundled")
    return None


def _recipient(terms: Terms, _now: datetime) -> Refused | None:
    releases = terms.kind in (Kind.SECRECY_RELEASE, Kind.ENTRUSTED_RELEASE)
    if releases and terms.recipient.person is None:
        return Refused("release-without-person")
    if not terms.actions:
        return Refused("consent-without-action")
    return None


def _themes(terms: Terms, _now: datetime) -> Refused | None:
    for theme in terms.themes:
        if theme not in THEMES:
            return Refused("unknown-theme", {"theme": theme[:40]})
    if all(answer is Answer.NO for answer in terms.themes.values()):
        return Refused("consent-without-theme")
    return None


def _form(terms: Terms, _now: datetime) -> Refused | None:
    if terms.form is Form.PAPER and not _is_sha256(terms.evidence):
        return Refused("paper-without-evidence")
    if terms.form is not Form.PAPER and terms.evidence:
        return Refused("evidence-without-paper")
    if terms.form is not Form.ORAL:
        return None
    if isinstance(showable(terms.reason, most=LONGEST_PURPOSE), Refused):
        return Refused("oral-without-reason", {"most": str(LONGEST_PURPOSE)})
    special = [theme for theme, answer in terms.themes.items() if THEMES[theme] and answer is not Answer.NO]
    return Refused("oral-special", {"theme": special[0]}) if special else None


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def begins_with(form: Form) -> Deed:
    """How a record of that form begins: it is requested of the client, or taken down by staff."""
    return Deed.REQUEST if form in SIGNED_BY_CLIENT else Deed.RECORD


# What follows.


def after(deed: Deed, consent: Consent, now: datetime) -> tuple[Debt, ...]:
    """When to look who may sit: at once if a right ended, else when it begins and when it ends."""
    look = Reconcile(consent.case)
    if TRANSITIONS[deed].after is State.GIVEN:
        begin = Debt(look, max(consent.valid_from, now), Urgency.ADMISSION)
        return (begin, Debt(look, consent.valid_until, Urgency.REMOVAL))
    # Also if it seems that it was never given: somebody may sit by what was spoilt meanwhile.
    return (Debt(look, AT_ONCE, Urgency.REMOVAL),) if deed in ENDINGS else ()


def noted(consent: ConsentId, case: CaseId, event: Event) -> Act:
    """The audit entry of what was done to a record."""
    deed = f"consent.{event.deed.value}"
    return Act(at=event.at, actor=event.actor, deed=deed, case=case, target=consent)
