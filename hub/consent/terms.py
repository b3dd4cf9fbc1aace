"""What may be asked for, and whose yes it takes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from hub.calendar import age, of_age_at
from hub.canonical import is_sha256
from hub.cases.model import Case
from hub.consent.model import (
    ORGANISATION,
    THEMES,
    USUAL_ACTIONS,
    Answer,
    Consent,
    Custodians,
    Deed,
    Form,
    Giver,
    Kind,
    Policy,
    State,
    Subject,
    Terms,
    Told,
    Voice,
)
from hub.consent.rules import SIGNED_BY_GIVERS
from hub.errors import Refused
from hub.identifiers import CLIENT
from hub.parties.model import Custody
from hub.typed import showable

# A consent must stay concrete; after a year at the latest it is asked for anew.
LONGEST_VALIDITY = timedelta(days=366)
LONGEST_PURPOSE = 500
# From this version on a notice says that there may be rooms without the client, and alone with them.
SPEAKS_OF_ROOMS = 2
RELEASES = frozenset({Kind.SECRECY_RELEASE, Kind.ENTRUSTED_RELEASE})
# Nobody is asked again for so long after they said no, or wanted to think about it.
REST = timedelta(days=30)
# From this age on, what a young person says is heard also where others consent for them.
HEARD_FROM = 14
# Joint custody is held by two at least (§ 1626a BGB).
BOTH = 2


def offer(terms: Terms, case: Case, now: datetime) -> Terms | Refused:
    """Take terms that the client may be asked to agree to, or say what is wrong with them."""
    return _first_wrong(terms, case, now, (_time, _words, _recipient, _themes, _rooms, _form)) or terms


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
    releases = terms.kind in RELEASES
    if releases and (terms.recipient.person is None or terms.released is None):
        return Refused("release-without-person")
    if terms.released is not None and not releases:
        return Refused("nobody-to-release")
    if terms.counselling and terms.recipient.person is None:
        return Refused("counselling-without-person")
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


def _rooms(terms: Terms, _now: datetime) -> Refused | None:
    if terms.team and not (_is_for_rooms(terms) and terms.themes.get(ORGANISATION) is Answer.YES):
        return Refused("team-otherwise")
    if terms.alone and (terms.team or not _is_for_rooms(terms)):
        return Refused("alone-otherwise")
    if terms.alone and terms.recipient.person is None:
        return Refused("alone-without-person")
    if (terms.team or terms.alone) and terms.notice.version < SPEAKS_OF_ROOMS:
        return Refused("notice-without-rooms", {"version": str(SPEAKS_OF_ROOMS)})
    return None


def _is_for_rooms(terms: Terms) -> bool:
    # As the gates see it (`rules.covers`): what opens no room must not seem to.
    is_whole = not terms.senders and terms.actions >= USUAL_ACTIONS
    return terms.kind is Kind.SHARE and terms.subject == CLIENT and is_whole


def _form(terms: Terms, _now: datetime) -> Refused | None:
    if terms.form is Form.PAPER and not is_sha256(terms.evidence):
        return Refused("paper-without-evidence")
    if terms.form is not Form.PAPER and terms.evidence:
        return Refused("evidence-without-paper")
    if terms.form is not Form.ORAL:
        return None
    if isinstance(showable(terms.reason, most=LONGEST_PURPOSE), Refused):
        return Refused("oral-without-reason", {"most": str(LONGEST_PURPOSE)})
    special = [theme for theme, answer in terms.themes.items() if THEMES[theme] and answer is not Answer.NO]
    return Refused("oral-special", {"theme": special[0]}) if special else None


# Who must say yes.


def givers(terms: Terms, subject: Subject, policy: Policy, now: datetime) -> tuple[Giver, ...] | Refused:
    """Whose consent it takes: of those the data are about, or of those who speak for them.

    There is no single age (§ 36 SGB I is none for consent): what counts is insight in this case.
    """
    if now >= of_age_at(subject.born):
        needless = terms.assessment is not None or terms.counselling
        return Refused("minor-of-age") if needless else (Giver(subject.id),)
    if terms.counselling:
        # § 8(3) SGB VIII knows no age: a child may be counselled without their parents' knowledge.
        return (Giver(subject.id),)
    if terms.assessment is None:
        return Refused("minor-without-assessment")
    if isinstance(showable(terms.assessment.note, most=LONGEST_PURPOSE), Refused):
        return Refused("minor-without-assessment")
    if not terms.assessment.is_capable:
        return _guardians(terms, subject, policy, now)
    if age(subject.born, now) < policy.own_consent_from:
        return Refused("minor-too-young", {"years": str(policy.own_consent_from)})
    return (Giver(subject.id),)


def _guardians(terms: Terms, subject: Subject, policy: Policy, now: datetime) -> tuple[Giver, ...] | Refused:
    assert terms.assessment is not None
    if not subject.guardians:
        return Refused("minor-without-guardian")
    if terms.valid_until > of_age_at(subject.born):
        return Refused("guardian-beyond-coming-of-age")
    voice = terms.assessment.voice
    if voice is Voice.OBJECTS:
        return Refused("minor-objects")
    if voice is None and age(subject.born, now) >= HEARD_FROM:
        return Refused("minor-not-heard", {"years": str(HEARD_FROM)})
    asked = subject.guardians
    is_joint = any(g.custody is Custody.JOINT for g in asked)
    if policy.joint_custody is Custodians.ALL and is_joint and len(asked) < BOTH:
        # The other one is only not recorded, or not confirmed yet.
        return Refused("guardian-missing")
    if policy.joint_custody is Custodians.ANY:
        asked = next(((g,) for g in asked if g.guardian == terms.guardian), asked[:1])
    if terms.form in SIGNED_BY_GIVERS and not all(g.public_key for g in asked):
        return Refused("guardian-without-key")
    return tuple(Giver(g.guardian, g.id) for g in asked)


def asked_too_soon(terms: Terms, earlier: Iterable[Consent], now: datetime) -> Refused | None:
    """Nobody is pressed: after a no, the same is not asked for again at once."""
    for consent in earlier:
        # A request that was taken back before it was given counts, too: else asking anew would be easy.
        was_taken_back = consent.state is State.WITHDRAWN and consent.given_at is None
        is_no = was_taken_back or consent.state in (State.REFUSED, State.DEFERRED)
        said_no_at = consent.changed_at if is_no else None
        if said_no_at is not None and now < said_no_at + REST and _asks_the_same(consent, terms):
            return Refused("asked-too-soon", {"days": str(REST.days)})
    return None


def _asks_the_same(one: Terms | Consent, other: Terms | Consent) -> bool:
    # A unit or a person more is no other question; to talk with somebody alone is one.
    mine, theirs = (
        (o.subject, o.kind, o.counselling, o.alone or o.counselling, o.recipient.agency, o.recipient.function)
        for o in (one, other)
    )
    return mine == theirs


def renews(terms: Terms, takers: Collection[Giver], earlier: Iterable[Consent]) -> Refused | None:
    """Why this is no renewal of the record it names, if it is none.

    A renewal asks the same people the same; so nobody learns by it of a record that is not theirs.
    """
    if terms.predecessor is None:
        return None
    if terms.valid_from is not None:
        return Refused("renewal-begins-at-once")
    before = next((c for c in earlier if c.id == terms.predecessor), None)
    if before is None or not _asks_the_same(before, terms) or before.recipient != terms.recipient:
        return Refused("not-a-renewal")
    is_theirs = {giver.party for giver in before.given_by} == {giver.party for giver in takers}
    return None if is_theirs else Refused("not-a-renewal")


def begins_with(form: Form) -> Deed:
    """How a record of that form begins: it is requested of the client, or taken down by staff."""
    return Deed.REQUEST if form in SIGNED_BY_GIVERS else Deed.RECORD


def rest_of(themes: Mapping[str, Answer], without: Collection[str]) -> Mapping[str, Answer] | Refused:
    """The answers after a partial withdrawal; empty if nothing is left."""
    for theme in without:
        if themes.get(theme, Answer.NO) is Answer.NO:
            return Refused("theme-not-given", {"theme": theme[:40]})
    left = {theme: Answer.NO if theme in without else answer for theme, answer in themes.items()}
    return left if any(answer is not Answer.NO for answer in left.values()) else {}
