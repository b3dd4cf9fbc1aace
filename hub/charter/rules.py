"""What may be published, who may acknowledge it, and whom the charter binds at an instant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hub.audit import Act
from hub.canonical import instant
from hub.cases.model import Agency, AgencyKind
from hub.charter.model import (
    Acknowledgement,
    Book,
    Charter,
    Draft,
    Escalation,
    Member,
    Minutes,
    Occasion,
    Position,
    Version,
    Wording,
)
from hub.effects import ALL_AT_ONCE, AT_ONCE, ApplyCharter, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import AgencyId, CaseId
from hub.typed import showable

# How long agencies have to decide about a new version.
TIME_TO_DECIDE = timedelta(days=14)
# And those that were there before there were charters.
TIME_OF_DEFERRAL = timedelta(days=56)
# How long before it matters a missing acknowledgement is told.
NEAR = timedelta(days=7)
FOREVER = datetime.max.replace(tzinfo=UTC)
LONGEST_TEXT = 1000
MOST_HOURS, MOST_DAYS = 24 * 60, 366
# How audit entries are called that tell of it, and of what: there is one charter.
PUBLISHED, ACKNOWLEDGED, LEFT, DEFERRED = (
    "charter.published",
    "charter.acknowledged",
    "charter.left",
    "charter.deferred",
)
TARGET = "charter"

Span = tuple[datetime, datetime]
"""From when on, and up to but not at which instant."""


# What may be done.


def publish(
    draft: Draft, *, agencies: Collection[Agency], known: Sequence[Version], now: datetime
) -> Charter | Refused:
    """The next version, which names all agencies there are; the first one may bind at once.

    A later one leaves agencies time to decide, unless something urgent is in the way of that.
    """
    wording = worded(draft.wording)
    if isinstance(wording, Refused):
        return wording
    because = showable(draft.urgent_because, most=LONGEST_TEXT) if draft.urgent_because else ""
    if isinstance(because, Refused):
        return because
    if not agencies:
        return Refused("charter-without-members")
    earliest = now if because or not known else now + TIME_TO_DECIDE
    begins = draft.binds_from or earliest
    if begins < now or (known and begins <= known[-1].binds_from):
        return Refused("charter-too-late")
    if begins < earliest:
        return Refused("charter-too-soon", {"days": str(TIME_TO_DECIDE.days)})
    return Charter(
        version=len(known) + 1,
        wording=wording,
        members=tuple(Member(a.id, a.name, a.kind) for a in sorted(agencies, key=lambda a: a.id)),
        published_at=now,
        binds_from=begins,
        urgent_because=because,
    )


def worded(described: Wording) -> Wording | Refused:
    """A wording as it may be agreed on: texts that can be shown, and times within reason."""
    minutes, leaving = described.minutes, described.exit
    texts = [described.purpose, minutes.writer, minutes.recipients, leaving.cases]
    texts += [step.to for step in described.escalation]
    kept: list[str] = []
    for text in texts:
        shown = showable(text, most=LONGEST_TEXT)
        if isinstance(shown, Refused):
            return shown
        kept.append(shown)
    days = [minutes.approval_days, leaving.notice_days, *(step.after_days for step in described.escalation)]
    hours = described.response_hours
    is_complete = hours.keys() == set(Occasion) and AgencyKind.UNKNOWN not in described.open_to
    if not is_complete or not all(0 <= day <= MOST_DAYS for day in days):
        return Refused("charter-malformed", {"what": "days" if is_complete else "response_hours"})
    if not all(1 <= hour <= MOST_HOURS for hour in hours.values()):
        return Refused("charter-malformed", {"what": "response_hours"})
    purpose, writer, recipients, cases, *whom = kept
    steps = zip(described.escalation, whom, strict=True)
    return replace(
        described,
        purpose=purpose,
        minutes=Minutes(writer, recipients, minutes.approval_days),
        escalation=tuple(Escalation(step.after_days, to) for step, to in steps),
        exit=replace(leaving, cases=cases),
    )


def may_acknowledge(book: Book, agency: Agency, number: int, now: datetime) -> Version | Refused:
    """The version that an agency can acknowledge at this instant, if it can."""
    version = next((one for one in book.versions if one.number == number), None)
    if version is None:
        return Refused("unknown-charter", {"version": str(number)})
    charter, facts = version.charter, {"version": str(number), "agency": agency.id}
    if charter is None:
        return Refused("charter-contradicted", facts)
    if any(one.number > number and one.binds_from <= now for one in book.versions):
        return Refused("charter-superseded", facts)
    is_named = any(member.agency == agency.id for member in charter.members)
    if not is_named and agency.kind not in charter.wording.open_to:
        return Refused("charter-not-open", facts)
    if any(one.version == number and one.ends_at is None for one in _of(book, agency.id)):
        return Refused("charter-acknowledged", facts)
    return version


def leave(book: Book, agency: AgencyId, *, at_once: bool, now: datetime) -> datetime | Refused:
    """To which instant an agency leaves: with the notice that it agreed to, or at once."""
    mine = [end for end in _ends(book, agency) if end > now]
    if not mine:
        return Refused("charter-not-acknowledged", {"agency": agency})
    agreed = {one.version for one in _of(book, agency)}
    notice = max(
        (v.charter.wording.exit.notice_days for v in book.versions if v.charter and v.number in agreed),
        default=0,
    )
    ends_at = now if at_once else now + timedelta(days=notice)
    if ends_at >= max(mine):
        return Refused("charter-left-already", {"agency": agency})
    return ends_at


# Whom it binds.


def bound(book: Book, now: datetime) -> Mapping[AgencyId, datetime]:
    """Which agencies are bound at this instant, and until when, if none of them does anything."""
    until = {agency: _until(_runs(book, agency), now) for agency in sorted(_agencies(book))}
    return {agency: end for agency, end in until.items() if end is not None}


def positions(book: Book, now: datetime, late: Iterable[Agency] = ()) -> Sequence[Position]:
    """How each agency stands to it that a version still names, or that ever acknowledged one.

    Of those who came `late` each that may join: nobody of theirs has a seat until they do.
    """
    newest = book.versions[-1:]
    named = {m.agency for v in newest if v.charter for m in v.charter.members}
    joining = {
        agency.id
        for v in newest
        for agency in late
        if not isinstance(may_acknowledge(book, agency, v.number, now), Refused)
    }
    return [_position(book, agency, now) for agency in sorted(named | joining | _agencies(book))]


def is_due(position: Position, now: datetime) -> bool:
    """Whether somebody should see to it that an agency acknowledges."""
    # Who was there before there were charters has acknowledged none when their time runs out.
    runs_out = None if position.acknowledged else position.bound_until
    return any(at is not None and at - NEAR <= now for at in (position.missing_from, runs_out))


def after(before: Book, then: Book, agency: AgencyId, now: datetime) -> tuple[Debt, ...]:
    """What is owed because an agency is bound otherwise: at once, at each beginning and at each end."""
    apply, old, new = ApplyCharter(agency), _runs(before, agency), _runs(then, agency)
    was, is_ = (_until(runs, now) is not None for runs in (old, new))
    debts = [Debt(apply, now, Urgency.ADMISSION)] if is_ and not was else []
    if was and not is_:
        # Who is bound no longer is so by every clock.
        debts.append(Debt(apply, AT_ONCE, Urgency.REMOVAL))
    for begin, end in new:
        if (begin, end) in old:
            continue
        if begin > now:
            debts.append(Debt(apply, begin, Urgency.ADMISSION))
        if now < end < FOREVER:
            debts.append(Debt(apply, end, Urgency.REMOVAL))
    return tuple(debts)


def looks(cases: Iterable[CaseId], now: datetime, *, admit: bool) -> tuple[Debt, ...]:
    """A look at each case that an agency's people may sit in, because some of them may now, or no longer."""
    # Many rights may end at once: nobody who withdraws just then waits for it.
    due_at, urgency = (now, Urgency.ADMISSION) if admit else (ALL_AT_ONCE, Urgency.REMOVAL)
    return tuple(Debt(Reconcile(case), due_at, urgency) for case in cases)


def _until(runs: Iterable[Span], now: datetime) -> datetime | None:
    return next((end for begin, end in runs if begin <= now < end), None)


def _runs(book: Book, agency: AgencyId) -> list[Span]:
    """When an agency was, is or will be bound without a gap, by what is known now; oldest first."""
    runs: list[Span] = []
    for begin, end in _spans(book, agency):
        if runs and begin <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((begin, end))
    return runs


def _spans(book: Book, agency: AgencyId) -> list[Span]:
    ends = [later.binds_from for _, later in pairwise(book.versions)] + [FOREVER]
    runs = {
        version.number: (version.binds_from, end)
        for version, end in zip(book.versions, ends, strict=False)
        if version.charter is not None
    }
    spans = [(one.begins, one.ends) for one in book.deferrals if one.agency == agency]
    for one in _of(book, agency):
        if one.version in runs:
            begin, end = runs[one.version]
            spans.append((begin, min(end, one.is_ended_by or FOREVER)))
    return sorted((begin, end) for begin, end in spans if begin < end)


def _position(book: Book, agency: AgencyId, now: datetime) -> Position:
    standing = [one for one in _of(book, agency) if (one.is_ended_by or FOREVER) > now]
    numbers = {one.version for one in standing if one.ends_at is None}
    ends = [end for end in _ends(book, agency) if now < end < FOREVER]
    over = {one.number for one, later in pairwise(book.versions) if later.binds_from <= now}
    lacking = [v for v in book.versions if v.number not in numbers | over]
    # Who left, or gave notice, is asked for nothing.
    has_left = bool(_of(book, agency)) and not numbers
    missing = None if has_left or not lacking else lacking[0]
    return Position(
        agency=agency,
        bound_until=_until(_runs(book, agency), now),
        acknowledged=tuple(sorted({one.version for one in standing})),
        missing=missing.number if missing else None,
        missing_from=missing.binds_from if missing else None,
        ends_at=max(ends, default=None),
    )


def _agencies(book: Book) -> frozenset[AgencyId]:
    acknowledging = {one.agency for one in book.acknowledgements}
    return frozenset(acknowledging | {one.agency for one in book.deferrals})


def _of(book: Book, agency: AgencyId) -> Sequence[Acknowledgement]:
    # What is not proven is nobody's word.
    return [one for one in book.acknowledgements if one.proven and one.agency == agency]


def _ends(book: Book, agency: AgencyId) -> Iterable[datetime]:
    yield from (one.is_ended_by or FOREVER for one in _of(book, agency))
    yield from (one.ends for one in book.deferrals if one.agency == agency)


# What the chain tells of it.


def published(sha256: str, by: str, now: datetime) -> Act:
    """The audit entry of a version; how many there are is its number."""
    return Act(at=now, actor=by, deed=PUBLISHED, target=TARGET, basis=sha256)


def acknowledged(one: Acknowledgement, sha256: str) -> Act:
    """The audit entry of an acknowledgement, by the hash of what was signed."""
    return Act(at=one.at, actor=one.by, deed=ACKNOWLEDGED, target=one.agency, basis=sha256)


def left(agency: AgencyId, ends_at: datetime, by: str, now: datetime) -> Act:
    """The audit entry of somebody's leaving: to which instant. It ends all that was acknowledged before."""
    return Act(at=now, actor=by, deed=LEFT, target=agency, basis=instant(ends_at))
