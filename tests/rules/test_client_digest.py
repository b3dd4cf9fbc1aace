"""Of what a client is reminded in their own room: before its day, if they want that room, and once."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hub.calendar import HOME
from hub.cases.model import CaseFile, OwnRoom
from hub.errors import Refused
from hub.identifiers import CLIENT, OWN, ProfessionalId
from hub.monitoring import rules
from hub.monitoring.book import known_kinds
from hub.monitoring.model import ClientDigest, ClientItem, Fact, Trigger
from tests.clock import MONDAY
from tests.people import BO, F1, case_f1, closed
from tests.rules.test_monitoring import EIGHT, TODAY, known

A_DAY = timedelta(days=1)
WANTED = OwnRoom(pseudonym="3f2a", asked_at=MONDAY, is_wanted=True)
FILE = replace(case_f1(BO), own=WANTED)
# A Wednesday in two weeks.
DAY = date(2026, 12, 9)


def fact(
    day: date = DAY,
    *,
    trigger: Trigger = Trigger.TASK,
    owner: ProfessionalId | None = None,
    since: date = TODAY,
    subject: str = "t",
) -> Fact:
    return Fact(trigger=trigger, subject=subject, day=day, since=since, owner=owner)


def digest(
    *facts: Fact,
    on: date,
    file: CaseFile = FILE,
    said: Collection[ClientItem] = (),
    is_there: bool = True,
) -> ClientDigest:
    there = replace(known(*facts, file=file), is_client_there=is_there)
    told = rules.client_items(there, known_kinds(), today=on, land="", said=said)
    return ClientDigest(case=F1, day=on, items=told)


def items(
    *facts: Fact, on: date, file: CaseFile = FILE, said: Collection[ClientItem] = ()
) -> list[tuple[str, date]]:
    return list(digest(*facts, on=on, file=file, said=said).lines)


def days_of(*facts: Fact) -> list[int]:
    """So many days before the last of them something comes to be due that was not told yet."""
    last, said, found = max(one.day for one in facts), set[ClientItem](), []
    for ahead in range(40, -5, -1):
        told = digest(*facts, on=last - ahead * A_DAY, said=said)
        said.update(told.items)
        found += [ahead] if told.items else []
    return found


def test_of_a_task_of_their_own_they_are_told_three_days_before_and_on_its_day() -> None:
    # Three days before Wednesday is a Sunday: on Friday there is still time.
    assert days_of(fact()) == [5, 0]


def test_of_a_conference_a_week_and_a_day_before() -> None:
    assert days_of(fact(trigger=Trigger.CONFERENCE, owner=BO.id)) == [7, 1]


def test_of_a_consent_a_month_and_a_week_before_it_ends() -> None:
    early = fact(date(2027, 1, 15), trigger=Trigger.CONSENT)

    assert days_of(early) == [30, 7]


def test_of_what_is_somebody_elses_or_of_no_concern_to_them_nothing() -> None:
    others = [fact(owner=BO.id), *(fact(trigger=one) for one in Trigger)]
    theirs = {Trigger.TASK, Trigger.CONFERENCE, Trigger.CONSENT}

    assert items(fact(owner=BO.id), on=DAY) == []
    for one in others:
        if one.trigger not in theirs:
            assert items(one, on=DAY) == []


def test_of_what_is_over_nothing_ever() -> None:
    for behind in range(1, 40):
        assert items(fact(), on=DAY + behind * A_DAY) == []


def test_whoever_missed_a_day_is_told_later_while_there_is_time() -> None:
    assert items(fact(), on=DAY - A_DAY) == [("r19", DAY)]
    assert items(fact(), on=DAY - A_DAY, said=digest(fact(), on=DAY - 5 * A_DAY).items) == []


def test_two_tasks_of_a_day_are_said_as_one_and_what_is_near_comes_first() -> None:
    conference = fact(DAY - A_DAY, trigger=Trigger.CONFERENCE)

    told = digest(fact(), fact(subject="u"), conference, on=DAY - 2 * A_DAY)

    assert told.lines == (("r20", DAY - A_DAY), ("r19", DAY))
    assert [one.subject for one in told.items] == ["t", "t", "u"]


def test_what_moved_is_said_anew_also_if_something_of_it_was_said_that_day() -> None:
    conference = fact(DAY + 2 * A_DAY, trigger=Trigger.CONFERENCE)
    said = digest(conference, on=DAY).items

    assert items(conference, on=DAY, said=said) == []
    assert items(replace(conference, day=DAY + A_DAY), on=DAY, said=said) == [("r20", DAY + A_DAY)]


def test_of_one_thing_said_another_is_said_all_the_same() -> None:
    said = digest(fact(subject="t"), on=DAY - A_DAY).items

    assert items(fact(subject="t"), fact(subject="u"), on=DAY - A_DAY, said=said) == [("r19", DAY)]


def test_what_is_too_much_for_a_day_comes_on_the_next() -> None:
    consents = [
        fact(DAY + (7 + n) * A_DAY, trigger=Trigger.CONSENT, since=TODAY - 200 * A_DAY, subject=str(n))
        for n in range(10)
    ]

    first = digest(*consents, on=DAY)
    then = digest(*consents, on=DAY + A_DAY, said=first.items)
    at_last = digest(*consents, on=DAY + A_DAY, said={*first.items, *then.items})

    assert [one.subject for one in first.items] == list("012345678")
    # The second of them has come to be due once more, a week before its end.
    assert [one.subject for one in then.items] == ["1", "9"]
    assert at_last.items == ()


def test_nobody_is_told_at_once_of_what_was_only_just_set() -> None:
    assert items(fact(DAY, since=DAY), on=DAY) == []


@pytest.mark.parametrize(
    "file",
    [
        case_f1(BO),
        replace(FILE, own=replace(WANTED, is_wanted=False)),
        replace(FILE, contradicted=True),
        closed(case_f1(BO)),
    ],
    ids=["never wanted", "wanted no longer", "contradicted", "closed"],
)
def test_without_a_room_that_is_wanted_nothing(file: CaseFile) -> None:
    assert items(fact(), on=DAY, file=file) == []


def test_whoever_does_not_sit_there_is_told_nothing() -> None:
    assert digest(fact(), on=DAY, is_there=False).items == ()


def test_professionals_are_told_nothing_of_it_and_cannot_mute_it() -> None:
    client_only = {code: one for code, one in known_kinds().items() if code in {"r19", "r20", "r21"}}
    there = known(fact(DAY), fact(DAY, trigger=Trigger.CONFERENCE, owner=BO.id), file=FILE)

    assert rules.plan(there, client_only, today=TODAY, land="") == ()
    assert rules.mute("r19", known_kinds()) == Refused("unknown-reminder-kind", {"kind": "r19"})


# When.


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=HOME)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(DAY, 3), datetime(2026, 12, 9, 8, tzinfo=HOME)),
        (at(DAY, 10), at(DAY, 10)),
        (at(DAY, 18), None),
        (at(date(2026, 12, 12), 9), None),
        (at(date(2026, 12, 25), 9), None),
    ],
    ids=["at night", "by day", "in the evening", "on a Saturday", "at Christmas"],
)
def test_they_are_written_to_on_working_days_by_day(now: datetime, then: datetime | None) -> None:
    assert rules.client_hour(now, EIGHT, "") == then
    assert rules.is_fit_for_clients(now, EIGHT, "") == (now == then)


def test_the_chain_is_told_in_words_that_are_shown_where_the_room_is() -> None:
    act = rules.client_told(F1, MONDAY)

    assert (act.deed, act.target, act.basis) == ("reminder.said", CLIENT, OWN)


def test_what_comes_first_stands_first() -> None:
    later = ClientItem(day=DAY, kind="r19", subject="t", due_on=TODAY)

    assert min(later, replace(later, day=TODAY, kind="r21")).day == TODAY
