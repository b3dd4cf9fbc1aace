"""What is due for whom on which day: pure, and nothing for who may not hear it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from hub.calendar import of_age_at
from hub.cases.model import AgencyKind, CaseFile
from hub.errors import Refused
from hub.identifiers import CaseId, ProfessionalId, ReminderId
from hub.monitoring import rules
from hub.monitoring.model import (
    Audience,
    Due,
    Fact,
    Kind,
    KindId,
    Known,
    Listed,
    Planned,
    Recurrence,
    Reminder,
    Span,
    Trigger,
)
from hub.presence.hours import Week, read_week
from hub.presence.model import Absence, Declared
from tests.clock import MONDAY
from tests.people import AGENCIES, AMIRA, BO, CHLOE, DARIO, ELIF, F1, case_f1, closed
from tests.rules.test_parties import FATHER, guardianship

TODAY = date(2026, 11, 23)
EIGHT = time(8)


def kind(
    *offsets: int,
    trigger: Trigger = Trigger.TASK,
    audience: Audience = Audience.OWNER,
    code: str = "r6",
    escalate: int | None = None,
    duty: bool = False,
) -> Kind:
    return Kind(
        id=KindId(code, 1),
        trigger=trigger,
        audience=audience,
        offsets=offsets,
        escalate=escalate,
        norm="§ 36 SGB VIII" if duty else "",
        is_duty=duty,
    )


BY_HAND = kind(0, trigger=Trigger.DATE, audience=Audience.LEAD, code="r2")
HALF_YEARLY = replace(BY_HAND, recurrence=Recurrence(every=Span(months=6)))


def fact(day: date, *, owner: ProfessionalId | None = BO.id, trigger: Trigger = Trigger.TASK) -> Fact:
    return Fact(trigger=trigger, subject="t", day=day, since=TODAY, owner=owner)


def by_hand(day: date, *, turn: int = 0, code: str = "r2") -> Fact:
    return Fact(trigger=Trigger.DATE, subject="d", day=day, since=TODAY, code=code, turn=turn)


def known(*facts: Fact, file: CaseFile | None = None, without: ProfessionalId | None = None) -> Known:
    """Amira, Bo and Chloe may hear; Elif works on the case without a seat."""
    hears = frozenset({AMIRA.id, BO.id, CHLOE.id}) - {without}
    providers = (AgencyKind.PROVIDER, AgencyKind.SCHOOL_SOCIAL_WORK)
    return Known(
        file=file or case_f1(BO, CHLOE, ELIF),
        lead=AMIRA.id,
        hears=hears,
        providers=frozenset(agency.id for agency in AGENCIES if agency.kind in providers),
        facts=facts,
    )


def dues(one: Kind, there: Known, *, today: date = TODAY) -> list[tuple[ProfessionalId, date]]:
    found = rules.plan(there, {one.id.code: one}, today=today, land="NW")
    return [(due.professional, due.due_on) for due in found]


def test_whose_it_is_is_reminded_around_the_day_and_the_lead_alone_behind_it() -> None:
    one = kind(-3, 0, 3, escalate=7)

    assert dues(one, known(fact(date(2026, 12, 2)))) == [
        # The 29th is a Sunday; the 5th of December a Saturday.
        (BO.id, date(2026, 11, 27)),
        (BO.id, date(2026, 12, 2)),
        (BO.id, date(2026, 12, 7)),
        (AMIRA.id, date(2026, 12, 9)),
    ]


def test_what_is_due_on_the_day_on_which_it_was_set_needs_no_reminder() -> None:
    assert dues(kind(0, 2), known(fact(TODAY))) == [(BO.id, date(2026, 11, 25))]


def test_what_waited_too_long_is_no_reminder_any_more() -> None:
    there = known(fact(date(2026, 12, 2)))

    assert dues(kind(0), there, today=date(2027, 1, 1)) == [(BO.id, date(2026, 12, 2))]
    assert dues(kind(0), there, today=date(2027, 1, 2)) == []


def test_who_may_not_hear_any_longer_is_reminded_of_nothing() -> None:
    there = fact(date(2026, 12, 2))

    assert dues(kind(0), known(there, without=BO.id)) == []
    assert dues(kind(0), known(there, file=case_f1(CHLOE))) == []
    assert dues(kind(0), known(replace(there, owner=ELIF.id))) == []
    assert dues(kind(0), known(replace(there, owner=DARIO.id))) == []
    assert dues(kind(0), known(replace(there, owner=None))) == []


def test_of_what_was_planned_that_is_left_which_is_still_so() -> None:
    one = kind(-3, 0)
    before = known(fact(TODAY + timedelta(days=7)))
    planned = rules.plan(before, {one.id.code: one}, today=TODAY, land="NW")

    def left(now: Known) -> frozenset[Due]:
        return rules.still(planned, now, {one.id.code: one}, today=TODAY, land="NW")

    assert planned
    assert left(before) == frozenset(planned)
    assert left(known(fact(TODAY + timedelta(days=7)), without=BO.id)) == left(known()) == frozenset()


def test_in_a_closed_case_and_in_one_of_which_the_chain_tells_otherwise_nothing_is_due() -> None:
    there = fact(date(2026, 12, 2))
    file = case_f1(BO)

    assert dues(kind(0), known(there, file=closed(file))) == []
    assert dues(kind(0), known(there, file=replace(file, contradicted=True))) == []


def test_that_a_closed_case_is_to_be_erased_its_lead_is_told_and_of_no_open_one() -> None:
    one = kind(0, trigger=Trigger.CLOSED, audience=Audience.LEAD)
    there = fact(date(2026, 12, 2), trigger=Trigger.CLOSED)

    assert dues(one, known(there)) == []
    assert dues(one, known(there, file=closed(case_f1(BO)))) == [(AMIRA.id, date(2026, 12, 2))]
    assert dues(one, replace(known(there, file=closed(case_f1(BO))), lead=None)) == []


def test_for_whom_parents_speak_three_birthdays_count_and_the_last_one_also_on_its_day() -> None:
    of_age = of_age_at(date(2012, 9, 9))
    both = [guardianship(until=of_age), guardianship(FATHER, until=of_age)]

    assert rules.birthdays(both) == {date(2027, 9, 9), date(2028, 9, 9), date(2030, 9, 9)}


@pytest.mark.parametrize("changed", [{"vouched": False}, {"ended_at": MONDAY}, {"subject": FATHER}])
def test_for_whom_nobody_speaks_no_birthday_counts(changed: dict[str, Any]) -> None:
    assert rules.birthdays([guardianship(**changed)]) == frozenset()


@pytest.mark.parametrize("trigger", [Trigger.DATE, Trigger.CONSENT, Trigger.CASE, Trigger.BIRTHDAY])
def test_what_follows_from_leading_the_lead_hears_also_without_a_seat(trigger: Trigger) -> None:
    one = kind(0, trigger=trigger, audience=Audience.LEAD)
    there = known(fact(date(2026, 12, 2), trigger=trigger), without=AMIRA.id)

    assert dues(one, there) == [(AMIRA.id, date(2026, 12, 2))]
    assert dues(one, replace(there, lead=None)) == []


def test_what_is_agreed_on_the_lead_does_not_hear_without_a_seat() -> None:
    one = kind(0, escalate=7)

    assert dues(one, known(fact(date(2026, 12, 2)), without=AMIRA.id)) == [(BO.id, date(2026, 12, 2))]


def test_providers_are_reminded_as_far_as_they_may_hear() -> None:
    one = kind(0, trigger=Trigger.DATE, audience=Audience.PROVIDER, code="r2")

    assert dues(one, known(by_hand(date(2026, 12, 2)))) == [(CHLOE.id, date(2026, 12, 2))]
    assert dues(one, known(by_hand(date(2026, 12, 2)), without=CHLOE.id)) == []


def test_a_date_is_for_the_kind_it_was_laid_down_for() -> None:
    there = known(by_hand(date(2026, 12, 2), code="r1"))

    assert dues(BY_HAND, there) == []


def test_what_counts_can_be_later_than_the_date() -> None:
    in_a_month = replace(BY_HAND, after=Span(months=1))
    in_five = replace(BY_HAND, after=Span(working_days=5))

    assert dues(in_a_month, known(by_hand(date(2027, 1, 31)))) == [(AMIRA.id, date(2027, 2, 26))]
    assert dues(in_five, known(by_hand(TODAY))) == [(AMIRA.id, date(2026, 11, 30))]


def test_what_comes_again_is_counted_from_the_first_day_on() -> None:
    start = by_hand(date(2026, 8, 31))

    assert rules.next_day(HALF_YEARLY, start, today=date(2026, 9, 1), land="NW") == date(2026, 8, 31)
    assert rules.next_day(HALF_YEARLY, start, today=date(2026, 11, 1), land="NW") == date(2027, 2, 28)
    assert rules.next_day(HALF_YEARLY, start, today=date(2027, 6, 1), land="NW") == date(2027, 8, 31)
    done = replace(start, turn=1)
    assert rules.next_day(HALF_YEARLY, done, today=date(2026, 9, 1), land="NW") == date(2027, 2, 28)


def test_what_comes_so_many_times_ends() -> None:
    twice = replace(BY_HAND, recurrence=Recurrence(every=Span(days=14), times=2))
    start = by_hand(date(2026, 12, 1))

    assert rules.next_day(twice, start, today=date(2027, 1, 10), land="NW") == date(2026, 12, 15)
    assert rules.next_day(twice, start, today=date(2027, 2, 1), land="NW") is None
    assert dues(twice, known(start), today=date(2027, 2, 1)) == []


def test_a_case_is_looked_at_for_the_first_time_when_it_has_run_for_a_while() -> None:
    quarterly = replace(HALF_YEARLY, trigger=Trigger.CASE, recurrence=Recurrence(every=Span(months=3)))
    opened = fact(date(2026, 11, 2), trigger=Trigger.CASE)

    assert rules.next_day(quarterly, opened, today=TODAY, land="NW") == date(2027, 2, 2)


# What is said.


def due(subject: str, day: int, *, due_on: int = 0, code: str = "r6", case: CaseId = F1) -> Due:
    return Due(
        due_on=date(2026, 12, due_on or day),
        day=date(2026, 12, day),
        case=case,
        kind=code,
        subject=subject,
        professional=BO.id,
    )


KINDS: Mapping[str, Kind] = {"r6": kind(0), "r2": kind(0, code="r2", duty=True)}


def said(*planned: Due, muted: frozenset[str] = frozenset()) -> list[str]:
    labels = {F1: "F-1", CaseId("case-f2"): "F-2"}
    one = rules.digest(
        planned, labels=labels, muted=muted, kinds=KINDS, professional=BO.id, day=date(2026, 12, 9)
    )
    return [f"{item.label} {item.due.subject} {item.due.due_on.day}" for item in one.items] if one else []


def test_of_several_reminders_of_the_same_only_the_newest_is_said() -> None:
    assert said(due("a", 8, due_on=5), due("a", 8, due_on=8), due("b", 7)) == ["F-1 b 7", "F-1 a 8"]


def test_what_is_muted_is_not_said_unless_a_law_asks_for_it() -> None:
    both = (due("a", 8), due("b", 9, code="r2"))

    assert said(*both, muted=frozenset({"r6", "r2"})) == ["F-1 b 9"]
    assert said(due("a", 8), muted=frozenset({"r6"})) == []


def test_no_more_is_said_at_once_than_there_are_numbers() -> None:
    many = [due(f"{n:02}", 1, case=CaseId("case-f2")) for n in range(11)]

    one = rules.digest(
        many,
        labels={CaseId("case-f2"): "F-2"},
        muted=(),
        kinds=KINDS,
        professional=BO.id,
        day=date(2026, 12, 9),
    )

    assert one is not None
    assert (len(one.items), one.more) == (9, 2)


@pytest.mark.parametrize(("hour", "fits"), [(6, False), (7, True), (16, True), (17, False), (22, False)])
def test_nobody_is_written_to_before_work_or_in_the_evening(hour: int, fits: bool) -> None:
    # In UTC: one hour less than on the wall.
    assert rules.is_time(datetime(2026, 11, 23, hour, 0, tzinfo=UTC), EIGHT) is fits


def week(typed: str, land: str = "") -> Week:
    read = read_week(typed, land)
    assert isinstance(read, Week)
    return read


def test_people_are_written_to_on_days_on_which_they_work() -> None:
    sunday, thursday = date(2026, 11, 22), date(2026, 11, 26)
    corpus_christi = date(2027, 5, 27)
    nothing, mondays = Declared(), Declared(week=week("Mo 8-12"))
    in_berlin = Declared(week=week("Mo-Fr 8-16", "BE"))
    away = Declared(absence=Absence(MONDAY + timedelta(days=7)))

    assert rules.is_at_work(nothing, thursday, "NW", MONDAY)
    assert not rules.is_at_work(nothing, sunday, "NW", MONDAY)
    assert not rules.is_at_work(nothing, corpus_christi, "NW", MONDAY)
    assert rules.is_at_work(in_berlin, corpus_christi, "NW", MONDAY)
    assert rules.is_at_work(mondays, TODAY, "NW", MONDAY)
    assert not rules.is_at_work(mondays, thursday, "NW", MONDAY)
    assert not rules.is_at_work(away, thursday, "NW", MONDAY)
    assert rules.is_at_work(away, thursday, "NW", MONDAY + timedelta(days=7))


def test_the_chain_is_told_of_what_was_reminded_and_not_whom() -> None:
    (act,) = rules.said([due("a", 8)], MONDAY)

    assert (act.deed, act.actor, act.case, act.target, act.basis) == ("reminder.said", "hub", F1, "a", "")


# What people lay down, and settle.


def test_only_who_may_be_reminded_there_is_anybody_to_a_case() -> None:
    there = known()

    assert rules.enter(there, BO.user) == BO
    assert rules.enter(replace(there, hears=frozenset()), AMIRA.user) == AMIRA
    for stranger in (ELIF, DARIO):
        assert rules.enter(there, stranger.user) == Refused("reminders-not-for-you")
    assert rules.enter(replace(there, hears=frozenset()), BO.user) == Refused("reminders-not-for-you")


def offered(day: date = date(2027, 3, 31), *, by: ProfessionalId = AMIRA.id, code: str = "r2") -> Reminder:
    return Reminder(id=ReminderId("d"), case=F1, code=code, day=day, set_by=by, set_at=MONDAY)


def laid_down(
    one: Reminder,
    *,
    meant: Kind | None = BY_HAND,
    there: Known | None = None,
    still_open: Collection[Reminder] = (),
) -> str:
    done = rules.lay_down(one, meant, there or known(), still_open=still_open, land="NW")
    return done.reason if isinstance(done, Refused) else "kept"


def test_the_lead_lays_down_a_date_that_can_still_be_reminded_of() -> None:
    assert laid_down(offered()) == "kept"
    assert laid_down(offered(by=BO.id)) == "reminder-by-lead"
    assert laid_down(offered(), there=known(file=closed(case_f1(BO)))) == "case-closed"
    assert laid_down(offered(code="r99"), meant=None) == "unknown-reminder-kind"
    assert laid_down(offered(), meant=kind(0)) == "reminder-has-source"
    assert laid_down(offered(date(2047, 1, 1))) == "reminder-day-unfit"
    assert laid_down(offered(date(2024, 12, 31))) == "reminder-day-unfit"
    others = [offered(date(2027, 4, 1) + timedelta(days=n)) for n in range(rules.MOST_OPEN)]
    assert laid_down(offered(), still_open=others) == "too-many-reminders"
    assert laid_down(offered(), still_open=others[1:]) == "kept"
    assert laid_down(offered(), still_open=[offered()]) == "reminder-set-already"
    assert laid_down(offered(TODAY)) == "reminder-too-late"
    long_ago = replace(BY_HAND, recurrence=Recurrence(every=Span(days=1), times=1))
    assert laid_down(offered(date(2025, 12, 31)), meant=long_ago) == "reminder-too-late"


def test_what_comes_again_comes_again_when_it_is_done() -> None:
    one = offered()

    again = rules.settle(one, HALF_YEARLY, known(), AMIRA.id, MONDAY)
    once = rules.settle(one, BY_HAND, known(), AMIRA.id, MONDAY)

    assert again == replace(one, turn=1)
    assert once == replace(one, turn=1, done_at=MONDAY, done_by=AMIRA.id)
    assert dues(BY_HAND, known(replace(rules.fact_of(one), turn=1))) == []


def test_the_last_of_several_times_is_done_for_good() -> None:
    twice = replace(BY_HAND, recurrence=Recurrence(every=Span(days=14), times=2))

    last = rules.settle(replace(offered(), turn=1), twice, known(), AMIRA.id, MONDAY)

    assert isinstance(last, Reminder)
    assert last.done_at == MONDAY


def test_a_date_is_settled_once_and_by_who_is_reminded_of_it() -> None:
    done = replace(offered(), done_at=MONDAY)

    assert rules.settle(offered(), BY_HAND, known(), BO.id, MONDAY) == Refused("reminder-not-yours")
    assert rules.settle(done, BY_HAND, known(), AMIRA.id, MONDAY) == Refused("reminder-done-already")


def test_a_number_says_which_item_is_meant() -> None:
    a, b = due("a", 8), due("b", 9)

    assert rules.numbered({1: a}, None) == a
    assert rules.numbered({1: a, 2: b}, 2) == b
    assert rules.numbered({1: a, 2: b}, None) == Refused("reminder-which")
    assert rules.numbered({1: a, 2: b}, 3) == Refused("reminder-which")


def test_a_thing_is_listed_once_with_its_next_reminder() -> None:
    planned = [
        Planned(due=due("a", 8, due_on=5), next_on=None),
        Planned(due=due("a", 8, due_on=8), next_on=date(2026, 12, 8)),
        Planned(due=due("a", 8, due_on=11), next_on=date(2026, 12, 11)),
        Planned(due=due("d", 9, code="r2"), next_on=None),
    ]
    other = replace(offered(), id=ReminderId("e"))
    done = replace(offered(), id=ReminderId("f"), done_at=MONDAY)

    assert rules.listed(planned, [offered(), other, done]) == (
        Listed(code="r6", subject="a", day=date(2026, 12, 8), next_on=date(2026, 12, 8), is_by_hand=False),
        Listed(code="r2", subject="d", day=date(2026, 12, 9), next_on=None, is_by_hand=True),
        Listed(code="r2", subject="e", day=date(2027, 3, 31), next_on=None, is_by_hand=True),
    )


def test_what_a_law_asks_for_cannot_be_muted() -> None:
    assert rules.mute("r6", KINDS) == KINDS["r6"]
    assert rules.mute("r2", KINDS) == Refused("reminder-is-duty", {"kind": "r2", "norm": "§ 36 SGB VIII"})
    assert rules.mute("🦆", KINDS) == Refused("unknown-reminder-kind", {"kind": "\\U0001f986"})


def test_what_is_put_off_comes_on_the_next_working_day() -> None:
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)

    assert rules.put_off(MONDAY, "NW") == date(2026, 11, 24)
    assert rules.put_off(friday, "NW") == date(2026, 11, 30)


def test_a_deed_names_who_did_it_and_about_what() -> None:
    act = rules.deed(rules.MUTED, BO.id, MONDAY, target="r6")

    assert (act.deed, act.actor, act.case, act.target) == ("reminder.muted", BO.id, "", "r6")
