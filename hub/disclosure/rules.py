"""Whether something may be passed on, and what must follow a warning. What is not known is no."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import AgencyKind, CaseFile, Duty, Professional
from hub.consent.model import THEMES, Action, Answer, Consent, Form, Kind, Recipient, Record
from hub.consent.rules import in_force, names
from hub.disclosure import model
from hub.disclosure.model import Contents, Deed, Disclosure, Lawful, Review, Wanted
from hub.effects import Debt, ReviewWarning, Urgency
from hub.errors import Refused
from hub.identifiers import ConsentId
from hub.law import rules as law_rules
from hub.law.model import Law, Layer, Norm, NormId, Note, Transmission, Way
from hub.typed import showable

# How audit entries begin that tell of a disclosure and of what followed; the first is its making.
NOTED_AS = "disclosure."
MADE = NOTED_AS + "made"
LONGEST_WORDS = 2000
# A warning is the one thing that needs no consent and no colleague: somebody looks at it soon.
REVIEW_WITHIN = timedelta(hours=72)
REVIEWERS = frozenset({Duty.DATA_PROTECTION, Duty.CHILD_PROTECTION_EXPERT})
RELEASES = {Layer.ENTRUSTED: Kind.ENTRUSTED_RELEASE, Layer.PROFESSIONAL: Kind.SECRECY_RELEASE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that counts for one disclosure. `person` is whom the recipient names, if anybody."""

    file: CaseFile
    sender: Professional
    sender_kind: AgencyKind
    recipient_kind: AgencyKind
    person: Professional | None
    records: Collection[Record]
    law: Law
    now: datetime


def lawful(way: Way, wanted: Wanted, facts: Facts) -> Lawful | Refused:
    """Whether a disclosure may be made, and why; the first thing that stands against it, if not."""
    for check in (_people, _words):
        wrong = check(way, wanted, facts)
        if wrong is not None:
            return wrong
    if isinstance(wanted.basis, NormId):
        return _by_norm(way, wanted, wanted.basis, facts)
    return _by_consent(way, wanted, wanted.basis, facts)


def _people(way: Way, wanted: Wanted, facts: Facts) -> Refused | None:
    case = facts.file.case
    if all(part.professional.id != facts.sender.id for part in facts.file.participations):
        return Refused("not-on-this-case", {"case": case.label})
    # A child can be in danger after a case is closed.
    if way is not Way.WARNING and not case.is_open:
        return Refused("case-closed", {"case": case.label})
    kinds = ((facts.sender.agency, facts.sender_kind), (wanted.recipient.agency, facts.recipient_kind))
    for agency, kind in kinds:
        if kind is AgencyKind.UNKNOWN:
            return Refused("agency-of-unknown-kind", {"agency": agency})
    if way is Way.WARNING and facts.recipient_kind is not AgencyKind.YOUTH_OFFICE:
        return Refused("warning-only-to-youth-office", {"agency": wanted.recipient.agency})
    return None


def _words(way: Way, wanted: Wanted, _facts: Facts) -> Refused | None:
    contents = wanted.contents
    for theme in sorted(contents.themes):
        if theme not in THEMES:
            return Refused("unknown-theme", {"theme": theme[:40]})
    if way is not Way.WARNING and not contents.themes:
        return Refused("disclosure-without-theme")
    for said in (contents.necessity, contents.told.why if contents.told else ""):
        kept = showable(said, most=LONGEST_WORDS) if said.strip() else ""
        if isinstance(kept, Refused):
            return kept
    return None


# On a norm.


def _by_norm(way: Way, wanted: Wanted, basis: NormId, facts: Facts) -> Lawful | Refused:
    norm = facts.law.get(basis)
    if norm is None:
        return Refused("unknown-norm", {"norm": str(basis)[:40]})
    if not law_rules.in_force(facts.law, basis, facts.now):
        return Refused("norm-not-in-force", {"norm": str(basis), "paragraph": norm.paragraph})
    ways = _ways(way, norm, facts)
    if isinstance(ways, Refused):
        return ways
    besides = frozenset({Note.PSEUDONYMISED} if way is Way.CONSULT else ())
    answers = [_along(one, norm, wanted, facts, besides) for one in ways]
    return next((yes for yes in answers if isinstance(yes, Lawful)), answers[0])


def _ways(way: Way, norm: Norm, facts: Facts) -> list[Transmission] | Refused:
    """The ways a norm opens from this sender to this recipient; never an empty list."""
    cited = {"paragraph": norm.paragraph}
    if not norm.transmissions:
        return Refused("norm-permits-nothing", cited | {"effect": norm.effect.value})
    opened = Way.SHARE if way is Way.CONSULT else way
    mine = [one for one in norm.transmissions if one.way is opened]
    if not mine:
        return Refused("norm-not-this-way", cited | {"way": way.value})
    mine = [one for one in mine if facts.sender_kind in one.senders]
    if not mine:
        return Refused("norm-not-for-sender", cited | {"kind": facts.sender_kind.value})
    duty = facts.person.duty if facts.person else None
    mine = [one for one in mine if facts.recipient_kind in one.recipients and one.duty in (None, duty)]
    if not mine:
        return Refused("norm-not-for-recipient", cited | {"kind": facts.recipient_kind.value})
    return mine


def _along(
    one: Transmission, norm: Norm, wanted: Wanted, facts: Facts, besides: frozenset[Note]
) -> Lawful | Refused:
    for theme in sorted(wanted.contents.themes):
        if one.themes and theme not in one.themes:
            return Refused("norm-not-for-theme", {"paragraph": norm.paragraph, "theme": theme})
        if THEMES[theme] and not one.special:
            return Refused("special-without-power", {"paragraph": norm.paragraph, "theme": theme})
    missing = _missing(one.notes | besides | _besides(norm.id.code, facts), wanted.contents)
    if missing is not None:
        return missing
    releases = _released(wanted, facts, lifted=one.lifts)
    if isinstance(releases, Refused):
        return releases
    said = {"norm": str(norm.id), "paragraph": norm.paragraph}
    return Lawful(reason="norm", facts=said, releases=releases)


def _besides(code: str, facts: Facts) -> frozenset[Note]:
    return law_rules.demanded(
        facts.law, code, sender=facts.sender_kind, recipient=facts.recipient_kind, now=facts.now
    )


def _missing(notes: Iterable[Note], contents: Contents) -> Refused | None:
    for note in sorted(notes):
        if note is Note.TOLD_BEFORE and contents.told and not contents.told.before:
            if not contents.told.why.strip():
                return Refused("not-told-without-why")
        elif not _is_noted(note, contents):
            return Refused("note-missing", {"note": note.value})
    return None


def _is_noted(note: Note, contents: Contents) -> bool:
    if note is Note.NECESSITY:
        return bool(contents.necessity.strip())
    if note is Note.TOLD_BEFORE:
        return contents.told is not None
    return note in contents.confirmed


# On a consent. What a consent says is read here and nowhere else in this wing.


def _by_consent(way: Way, wanted: Wanted, basis: ConsentId, facts: Facts) -> Lawful | Refused:
    if way is not Way.SHARE:
        return Refused("warning-without-norm")
    record = next((one for one in facts.records if one.consent.id == basis), None)
    if record is None:
        return Refused("unknown-consent", {"consent": basis[:60]})
    refused = _uncovered(record, wanted, facts) or _missing(_besides("", facts), wanted.contents)
    if refused is not None:
        return refused
    releases = _released(wanted, facts, lifted=frozenset())
    if isinstance(releases, Refused):
        return releases
    return Lawful(reason="consent", facts={"consent": basis}, releases=releases)


def _uncovered(record: Record, wanted: Wanted, facts: Facts) -> Refused | None:
    consent = record.consent
    if unfit := _unfit(consent):
        return unfit
    if not in_force(consent, facts.now):
        return Refused("consent-not-in-force")
    if consent.subject != wanted.subject:
        return Refused("consent-about-others")
    if not _reaches(consent.recipient, wanted.recipient):
        return Refused("consent-for-others", {"agency": consent.recipient.agency})
    if consent.senders and facts.sender.agency not in consent.senders:
        return Refused("consent-not-for-sender", {"agency": facts.sender.agency})
    for theme in sorted(wanted.contents.themes):
        answer = record.themes.get(theme, Answer.NO)
        if answer is Answer.NO:
            return Refused("theme-not-consented", {"theme": theme})
        if THEMES[theme] and (answer is Answer.ASK or consent.form is Form.ORAL):
            # Yes to such data must be written or electronic (§ 67b(2) sentence 2 SGB X).
            return Refused("special-not-in-writing", {"theme": theme})
        if answer is Answer.ASK and theme not in wanted.contents.agreed:
            return Refused("theme-to-be-asked", {"theme": theme})
    return None


def _unfit(consent: Consent) -> Refused | None:
    if consent.counselling:
        # What a young person says in counselling goes nowhere else (§ 8(3) SGB VIII).
        return Refused("consent-for-counselling")
    if consent.alone:
        return Refused("consent-for-two")
    if consent.kind is not Kind.SHARE or Action.READ not in consent.actions:
        return Refused("consent-not-for-sharing")
    return None


def _reaches(named: Recipient, meant: Recipient) -> bool:
    is_theirs = (named.agency, named.function) == (meant.agency, meant.function)
    return is_theirs and named.unit in ("", meant.unit) and named.person in (None, meant.person)


def _released(wanted: Wanted, facts: Facts, *, lifted: frozenset[Layer]) -> tuple[ConsentId, ...] | Refused:
    """The consents that let go what is held under a stronger secrecy; none where none is needed."""
    releases: list[ConsentId] = []
    for layer in sorted(wanted.contents.layers - lifted):
        release = next((one for one in facts.records if _releases(one, layer, wanted, facts)), None)
        if release is None:
            paragraph = law_rules.held_by(facts.law, layer, facts.now)
            return Refused("held-in-secrecy", {"layer": layer.value, "paragraph": paragraph})
        releases.append(release.consent.id)
    return tuple(releases)


def _releases(record: Record, layer: Layer, wanted: Wanted, facts: Facts) -> bool:
    consent = record.consent
    if consent.kind is not RELEASES[layer] or not in_force(consent, facts.now):
        return False
    # It says who is released and, in person, who may hear it; whom it does not name it does not mean.
    named = consent.recipient.person is not None and _reaches(consent.recipient, wanted.recipient)
    theirs = consent.released == facts.sender.id and consent.subject == wanted.subject
    themes = all(record.themes.get(theme) is Answer.YES for theme in wanted.contents.themes)
    return named and theirs and themes


# Who may look.


def may_read(disclosure: Disclosure, person: Professional) -> bool:
    """Whether somebody may read it: whose it is, whom it is for, and who reviews warnings.

    What is not proven names nobody whom one could believe to be meant: nobody reads it. Nor does a
    specialist read what they were asked with pseudonyms: here it stands beside its case.
    """
    if not disclosure.proven:
        return False
    if disclosure.sender == person.id:
        return True
    if disclosure.way is not Way.CONSULT and names(disclosure.recipient, person):
        return True
    return disclosure.way is Way.WARNING and person.duty in REVIEWERS


def known_to_client(record: model.Record) -> bool:
    """Whether the client may find it in their own view: not a warning they were not told of.

    Nor a question to a specialist of which its author says why they are not to be told.
    """
    told = record.contents.told
    match record.disclosure.way:
        case Way.WARNING:
            return told is not None and told.before
        case Way.CONSULT:
            return told is None or told.before
        case _:
            return True


# What follows a warning.


def review(disclosure: Disclosure, found: Review, reviewer: Professional, *, again: bool) -> Refused | Review:
    """Whether somebody may review a warning."""
    if disclosure.way is not Way.WARNING:
        return Refused("no-warning")
    if again:
        return Refused("reviewed-already")
    if disclosure.sender == reviewer.id:
        return Refused("review-of-ones-own")
    if reviewer.duty not in REVIEWERS:
        return Refused("review-not-by-you")
    if not found.remark.strip() and found.in_order:
        return found
    remark = showable(found.remark, most=LONGEST_WORDS)
    if isinstance(remark, Refused):
        return Refused("review-without-remark", {"most": str(LONGEST_WORDS)})
    return Review(found.in_order, remark)


def feedback(
    disclosure: Disclosure,
    person: Professional,
    *,
    kind: AgencyKind,
    sender_kind: AgencyKind,
    law: Law,
    now: datetime,
    again: bool,
) -> Refused | NormId:
    """On which norm somebody may answer a warning: who received it, at the youth office, once."""
    if disclosure.way is not Way.WARNING:
        return Refused("no-warning")
    if again:
        return Refused("answered-already")
    if kind is not AgencyKind.YOUTH_OFFICE or not names(disclosure.recipient, person):
        return Refused("feedback-not-by-you")
    for norm in law_rules.at_instant(law, now):
        for one in norm.transmissions:
            if one.way is Way.FEEDBACK and kind in one.senders and sender_kind in one.recipients:
                return norm.id
    return Refused("feedback-without-norm")


def after(disclosure: Disclosure) -> tuple[Debt, ...]:
    """A warning is reviewed in time; nothing else follows a disclosure, least of all a seat."""
    if disclosure.way is not Way.WARNING:
        return ()
    look = ReviewWarning(disclosure.case, disclosure.id)
    return (Debt(look, disclosure.at + REVIEW_WITHIN, Urgency.WORDS),)


def made(disclosure: Disclosure) -> Act:
    """The audit entry of a disclosure."""
    return Act(
        at=disclosure.at,
        actor=disclosure.sender,
        deed=MADE,
        case=disclosure.case,
        target=disclosure.id,
        basis=disclosure.basis,
    )


def answered(disclosure: Disclosure, deed: Deed, *, by: str, basis: str, at: datetime) -> Act:
    """The audit entry of what followed a warning."""
    return Act(
        at=at,
        actor=by,
        deed=NOTED_AS + deed.value,
        case=disclosure.case,
        target=disclosure.id,
        basis=basis,
    )


def overdue(due: ReviewWarning, now: datetime) -> Act:
    """The audit entry of a review that nobody made in time."""
    return Act(at=now, actor="clock", deed=NOTED_AS + "overdue", case=due.case, target=due.disclosure)
