"""What is due for whom on which day, and what of it is said when: from facts, kinds and the calendar."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hub.audit import Act
from hub.calendar import HOME, OF_AGE, birthday
from hub.cases.model import Professional
from hub.errors import Refused
from hub.identifiers import CLIENT, OWN, CaseId, ProfessionalId
from hub.monitoring.model import (
    Audience,
    ClientItem,
    Digest,
    Due,
    Fact,
    Item,
    Kind,
    Known,
    Listed,
    Planned,
    Reminder,
    Span,
    Trigger,
)
from hub.parties.model import Guardianship
from hub.presence.model import Declared
from hub.workdays import A_DAY, add_months, add_working_days, is_working_day, on_or_after, on_or_before

# What could not be said is said later; after so long it is no reminder any more.
GRACE = timedelta(days=30)
# So long it is known which digest somebody reacts to.
KEPT_FOR = timedelta(days=60)
# Later than that nobody is written to: what was not said by then comes on the next working day.
QUIET_FROM = time(18)
# As many as there are numbers to react with.
MOST_ITEMS = 9
MOST_OPEN = 100
YEARS_BACK, YEARS_AHEAD = 1, 20
SET, DONE, SNOOZED = "reminder.set", "reminder.done", "reminder.snoozed"
MUTED, UNMUTED, SAID = "reminder.muted", "reminder.unmuted", "reminder.said"
# Of these the lead hears also without a seat: they follow from leading the case.
_OF_THE_CASE = frozenset({Trigger.DATE, Trigger.CONSENT, Trigger.CASE, Trigger.CLOSED, Trigger.BIRTHDAY})
# At these ages it is looked at anew who says yes for a client: who may file and understand, who is of age.
AGES = (15, 16, OF_AGE)


def day_of(now: datetime) -> date:
    """Which day an instant falls on in Germany."""
    return now.astimezone(HOME).date()


# What is due.


def plan(known: Known, kinds: Mapping[str, Kind], *, today: date, land: str) -> tuple[Due, ...]:
    """Everything that somebody is to be reminded of in a case, as things stand; of a closed one only that.

    Of what comes again only what comes next.
    """
    if known.file.contradicted:
        return ()
    found: set[Due] = set()
    for kind in kinds.values():
        for fact in known.facts if kind.audience is not Audience.CLIENT else ():
            if _is_of(fact, kind) and _still_counts(fact, known):
                found.update(_of_fact(kind, fact, known, today=today, land=land))
    return tuple(sorted(found))


def _is_of(fact: Fact, kind: Kind) -> bool:
    return fact.trigger is kind.trigger and fact.code in {"", kind.id.code}


def _still_counts(fact: Fact, known: Known) -> bool:
    return known.file.case.is_open is not (fact.trigger is Trigger.CLOSED)


def birthdays(guardianships: Iterable[Guardianship]) -> frozenset[date]:
    """The days on which a client comes of those ages for whom somebody speaks; none of anybody else.

    By when their guardians speak no longer, and not by what is kept sealed.
    """
    known = (one for one in guardianships if one.vouched and one.ended_at is None)
    # On the last of them nobody speaks for them any more: it is to be said all the same.
    of_age = {day_of(one.until) for one in known if one.subject == CLIENT}
    return frozenset(birthday(day, years - OF_AGE) for day in of_age for years in AGES)


def _of_fact(kind: Kind, fact: Fact, known: Known, *, today: date, land: str) -> Iterator[Due]:
    day = next_day(kind, fact, today=today, land=land)
    if day is None:
        return
    for due_on, is_for_lead in _days(kind, day, land):
        # Whoever lays something down needs no reminder on the same day.
        if due_on <= fact.since or due_on < today - GRACE:
            continue
        for who in _whom(kind, fact, known, is_for_lead=is_for_lead):
            yield Due(
                due_on=due_on,
                day=day,
                case=known.file.case.id,
                kind=kind.id.code,
                subject=fact.subject,
                professional=who,
            )


def next_day(kind: Kind, fact: Fact, *, today: date, land: str) -> date | None:
    """The day that counts next; None if there is none any more."""
    if kind.recurrence is None:
        return None if fact.turn else _later(fact.day, kind.after, land)
    times, every = kind.recurrence.times, kind.recurrence.every
    # A case is looked at again when it has run for a while, and not when it begins.
    turn = max(fact.turn, 1) if kind.trigger is Trigger.CASE else fact.turn
    while not times or turn < times:
        # From the first day on each time: a month that is too short shortens no later one.
        begun = _later(fact.day, _so_often(every, turn), land)
        day = _later(begun, kind.after, land)
        if max(due_on for due_on, _ in _days(kind, day, land)) >= today - GRACE:
            return day
        turn += 1
    return None


def _so_often(span: Span, times: int) -> Span:
    return Span(months=span.months * times, days=span.days * times, working_days=span.working_days * times)


def _later(day: date, span: Span, land: str) -> date:
    return add_working_days(add_months(day, span.months) + span.days * A_DAY, span.working_days, land)


def _days(kind: Kind, day: date, land: str) -> Iterator[tuple[date, bool]]:
    """The working days on which it is reminded, and whether the lead is."""
    for offset in kind.offsets:
        yield _working(day, offset, land), False
    if kind.escalate is not None:
        yield _working(day, kind.escalate, land), True


def _working(day: date, offset: int, land: str) -> date:
    # Up to the day itself while there is still time; behind it nobody is chased before work begins.
    move = on_or_before if offset <= 0 else on_or_after
    return move(day + offset * A_DAY, land)


def _whom(kind: Kind, fact: Fact, known: Known, *, is_for_lead: bool) -> frozenset[ProfessionalId]:
    audience = Audience.LEAD if is_for_lead else kind.audience
    people = {part.professional.id: part.professional.agency for part in known.file.participations}
    meant: Mapping[Audience, Collection[ProfessionalId | None]] = {
        Audience.OWNER: {fact.owner},
        Audience.LEAD: {known.lead},
        Audience.PROVIDER: {id_ for id_, agency in people.items() if agency in known.providers},
    }
    return frozenset(who for who in people if who in meant[audience] and _may_hear(who, kind, known))


def _may_hear(who: ProfessionalId, kind: Kind, known: Known) -> bool:
    return who in known.hears or (who == known.lead and kind.trigger in _OF_THE_CASE)


# What is said.


def is_time(now: datetime, at: time) -> bool:
    """Whether people may be written to at an instant: not before that time, nor in the evening."""
    return at <= now.astimezone(HOME).time() < QUIET_FROM


def is_at_work(declared: Declared, day: date, land: str, now: datetime) -> bool:
    """Whether somebody works on a day, by what they laid down, else by the calendar of the Land."""
    if declared.absence is not None and now < declared.absence.until:
        return False
    if declared.week is None:
        return is_working_day(day, land)
    return bool(declared.week.periods(day, 1))


def digest(
    dues: Iterable[Due],
    *,
    labels: Mapping[CaseId, str],
    muted: Collection[str],
    kinds: Mapping[str, Kind],
    professional: ProfessionalId,
    day: date,
) -> Digest | None:
    """What somebody is reminded of on a day, what has waited longest first; None if it is nothing.

    Of several reminders of the same only the newest. What a law asks for cannot be muted.
    """
    newest: dict[tuple[CaseId, str, str], Due] = {}
    for due in sorted(dues):
        if due.kind not in muted or kinds[due.kind].is_duty:
            newest[due.case, due.kind, due.subject] = due
    items = [Item(due=due, label=labels[due.case]) for due in newest.values()]
    items.sort(key=lambda one: (one.due.day, one.label, one.due.kind, one.due.subject))
    if not items:
        return None
    said, more = tuple(items[:MOST_ITEMS]), len(items[MOST_ITEMS:])
    return Digest(professional=professional, day=day, items=said, more=more)


def said(dues: Iterable[Due], now: datetime) -> tuple[Act, ...]:
    """The audit entries of a digest: in which case, about what; to whom it was said stands nowhere."""
    return tuple(Act(at=now, actor="hub", deed=SAID, case=due.case, target=due.subject) for due in dues)


# What the client is told, in their own room.


def client_items(
    known: Known, kinds: Mapping[str, Kind], *, today: date, land: str, said: Collection[ClientItem]
) -> tuple[ClientItem, ...]:
    """What the client is to be reminded of by a day, of what was not `said` to them; what is near first.

    Only if they want that room and sit there, and of nothing that is over: nobody is reproached with it.
    What is too much for one day comes on the next.
    """
    if known.file.contradicted or not known.file.own.is_wanted or not known.is_client_there:
        return ()
    due = (
        item
        for kind in kinds.values()
        for fact in known.facts
        if kind.audience is Audience.CLIENT and _is_of(fact, kind) and _is_theirs(fact)
        for item in _client_item(kind, fact, today=today, land=land)
    )
    found = sorted(item for item in due if not any(_says(one, item) for one in said))
    lines = list(dict.fromkeys((item.day, item.kind) for item in found))[:MOST_ITEMS]
    return tuple(item for item in found if (item.day, item.kind) in lines)


def _is_theirs(fact: Fact) -> bool:
    # A task without an owner is the client's own.
    return fact.trigger is not Trigger.TASK or fact.owner is None


def _client_item(kind: Kind, fact: Fact, *, today: date, land: str) -> Iterator[ClientItem]:
    # Of several reminders of the same only the newest.
    came_due = [on for on, _ in _days(kind, fact.day, land) if fact.since < on <= today <= fact.day]
    if came_due:
        yield ClientItem(day=fact.day, kind=kind.id.code, subject=fact.subject, due_on=max(came_due))


def _says(said: ClientItem, item: ClientItem) -> bool:
    # What moved is another reminder, also if it falls on the same day.
    is_same = (said.kind, said.subject, said.day) == (item.kind, item.subject, item.day)
    return is_same and said.due_on >= item.due_on


def is_fit_for_clients(now: datetime, at: time, land: str) -> bool:
    """Whether a client may be written to at an instant: on working days, by day."""
    return is_working_day(day_of(now), land) and is_time(now, at)


def client_hour(now: datetime, at: time, land: str) -> datetime | None:
    """When a client is next written to on the day of an instant; None if not on it any more."""
    opens = datetime.combine(day_of(now), at, HOME)
    then = max(now, opens)
    return then if is_fit_for_clients(then, at, land) else None


def client_told(case: CaseId, now: datetime) -> Act:
    """The audit entry of what a client was told in their own room; it is shown where that room is."""
    return Act(at=now, actor="hub", deed=SAID, case=case, target=CLIENT, basis=OWN)


# What people lay down, and settle.


def enter(known: Known, user: str) -> Professional | Refused:
    """Who somebody is to a case, if they may be reminded there; nobody else learns that there is one."""
    people = (part.professional for part in known.file.participations)
    person = next((one for one in people if one.user == user), None)
    if person is None or not (person.id in known.hears or person.id == known.lead):
        return Refused("reminders-not-for-you")
    return person


def lay_down(
    offered: Reminder, kind: Kind | None, known: Known, *, still_open: Collection[Reminder], land: str
) -> Reminder | Refused:
    """A date that the lead lays down for a kind that the hub has no source of its own for."""
    case, today = known.file.case, day_of(offered.set_at)
    if offered.set_by != known.lead:
        return Refused("reminder-by-lead", {"case": case.label})
    if not case.is_open:
        return Refused("case-closed", {"case": case.label})
    if kind is None:
        return Refused("unknown-reminder-kind", {"kind": ascii(offered.code)[1:-1][:20]})
    if kind.trigger is not Trigger.DATE:
        return Refused("reminder-has-source", {"kind": kind.id.code})
    if not today.year - YEARS_BACK <= offered.day.year <= today.year + YEARS_AHEAD:
        return Refused("reminder-day-unfit", {"day": f"{offered.day:%d.%m.%Y}"})
    if any((one.code, one.day) == (offered.code, offered.day) for one in still_open):
        return Refused("reminder-set-already", {"kind": kind.id.code, "day": f"{offered.day:%d.%m.%Y}"})
    if len(still_open) >= MOST_OPEN:
        return Refused("too-many-reminders", {"case": case.label, "most": str(MOST_OPEN)})
    day = next_day(kind, fact_of(offered), today=today, land=land)
    if day is None or max(due_on for due_on, _ in _days(kind, day, land)) <= today:
        return Refused("reminder-too-late", {"day": f"{offered.day:%d.%m.%Y}"})
    return offered


def fact_of(one: Reminder) -> Fact:
    """A date that was laid down, as a fact."""
    return Fact(
        trigger=Trigger.DATE,
        subject=one.id,
        day=one.day,
        since=day_of(one.set_at),
        code=one.code,
        turn=one.turn,
    )


def settle(one: Reminder, kind: Kind, known: Known, who: ProfessionalId, now: datetime) -> Reminder | Refused:
    """It is done, as somebody says who is reminded of it. What comes again comes again."""
    if one.done_at is not None:
        return Refused("reminder-done-already")
    if who not in _whom(kind, fact_of(one), known, is_for_lead=False) | {known.lead}:
        return Refused("reminder-not-yours")
    turn = one.turn + 1
    recurrence = kind.recurrence
    if recurrence is not None and (not recurrence.times or turn < recurrence.times):
        return replace(one, turn=turn)
    return replace(one, turn=turn, done_at=now, done_by=who)


def numbered(items: Mapping[int, Due], number: int | None) -> Due | Refused:
    """The item of a number; without one the only item there is."""
    if number is None:
        return next(iter(items.values())) if len(items) == 1 else Refused("reminder-which")
    return items.get(number) or Refused("reminder-which")


def still(
    planned: Iterable[Due], known: Known, kinds: Mapping[str, Kind], *, today: date, land: str
) -> frozenset[Due]:
    """What of it is true at this moment: a plan is a hint, made before a right ended or a thing was done."""
    return frozenset(planned).intersection(plan(known, kinds, today=today, land=land))


def listed(planned: Iterable[Planned], laid_down: Iterable[Reminder]) -> tuple[Listed, ...]:
    """What somebody is to be reminded of: each thing once, the day that counts first comes first."""
    next_on: dict[tuple[date, str, str], date | None] = {}
    for one in planned:
        key = (one.due.day, one.due.kind, one.due.subject)
        days = [day for day in (next_on.get(key), one.next_on) if day is not None]
        next_on[key] = min(days, default=None)
    by_hand = {one.id: one for one in laid_down if one.done_at is None}
    there = {subject for _, _, subject in next_on}
    # Also what is not planned any more stays readable until it is done.
    next_on |= {(one.day, one.code, one.id): None for one in by_hand.values() if one.id not in there}
    return tuple(
        Listed(code=code, subject=subject, day=day, next_on=when, is_by_hand=subject in by_hand)
        for (day, code, subject), when in sorted(next_on.items(), key=lambda one: one[0])
    )


def mute(code: str, kinds: Mapping[str, Kind]) -> Kind | Refused:
    """The kind that somebody wants to hear no more of; what a law asks for they hear of all the same.

    What clients are told professionals never hear of.
    """
    kind = kinds.get(code)
    if kind is None or kind.audience is Audience.CLIENT:
        return Refused("unknown-reminder-kind", {"kind": ascii(code)[1:-1][:20]})
    return Refused("reminder-is-duty", {"kind": code, "norm": kind.norm}) if kind.is_duty else kind


def put_off(now: datetime, land: str) -> date:
    """The day to which something is put off: the next working day."""
    return add_working_days(day_of(now), 1, land)


def deed(what: str, who: str, now: datetime, *, case: CaseId | str = "", target: str = "") -> Act:
    """The audit entry of what somebody does about reminders."""
    return Act(at=now, actor=who, deed=what, case=case, target=target)
