"""Consent: from which instant it allows something, to whom, and that its end is an end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases.model import Professional
from hub.consent import rules
from hub.consent.model import Basis, Consent, NoBasis, Recipient
from hub.consent.rules import LONGEST_PURPOSE, LONGEST_VALIDITY, in_force, may_see
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import AgencyId, ConsentId
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    PROFESSIONALS,
    RUTH,
    case_f1,
    consent_for,
    function_of,
)

BLINK = timedelta(microseconds=1)
DAY = timedelta(days=1)
PURPOSE = "Schule und Ausbildung"

# Few instants, so that beginnings, ends and withdrawals often meet.
instants = st.integers(-3, 6).map(lambda days: MONDAY + days * DAY)
withdrawals = st.none() | instants
recipients = st.sampled_from([function_of(person) for person in (AMIRA, ELIF, BO, RUTH, CHLOE)])


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    """Any consent a store might hold, sensible or not."""
    return Consent(
        id=ConsentId(draw(st.text("abc", min_size=1, max_size=3))),
        case=F1,
        recipient=draw(recipients),
        valid_from=draw(instants),
        valid_until=draw(instants),
        given_at=draw(instants),
        withdrawn_at=draw(withdrawals),
    )


# In force.


def test_a_consent_holds_from_its_first_instant_up_to_but_not_at_its_last() -> None:
    consent = consent_for(BO)

    assert not in_force(consent, consent.valid_from - BLINK)
    assert in_force(consent, consent.valid_from)
    assert in_force(consent, consent.valid_until - BLINK)
    assert not in_force(consent, consent.valid_until)


@pytest.mark.parametrize("set_back", [timedelta(0), BLINK, DAY])
def test_a_withdrawn_consent_does_not_hold_although_the_clock_is_set_back(set_back: timedelta) -> None:
    consent = consent_for(BO, withdrawn_at=MONDAY + DAY)

    assert not in_force(consent, MONDAY + DAY - set_back)


def test_a_consent_withdrawn_before_it_began_never_holds() -> None:
    consent = consent_for(BO, begins=MONDAY + DAY, given_at=MONDAY, withdrawn_at=MONDAY)

    assert not in_force(consent, consent.valid_from)


@given(consents(), instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=100_000)))
def test_a_withdrawn_consent_is_in_force_at_no_later_instant(
    consent: Consent, end: datetime, later: timedelta
) -> None:
    withdrawn = replace(consent, withdrawn_at=end)

    assert not in_force(withdrawn, end + later)


@given(consents(), st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=100_000)))
def test_an_expired_consent_is_in_force_at_no_later_instant(consent: Consent, later: timedelta) -> None:
    assert not in_force(consent, consent.valid_until + later)


@given(consents(), st.tuples(instants, instants, instants).map(sorted))
def test_a_consent_that_has_ended_never_holds_again(consent: Consent, three: list[datetime]) -> None:
    held, ended, later = three

    if in_force(consent, held) and not in_force(consent, ended):
        assert not in_force(consent, later)


# Who may see.


def test_a_consent_names_the_ground_and_its_end() -> None:
    consent = consent_for(BO)

    answer = may_see([consent], function_of(BO), MONDAY)

    assert answer == Basis(consent.id, consent.given_at, consent.valid_until)


@pytest.mark.parametrize("person", PROFESSIONALS, ids=lambda person: person.name)
def test_without_any_consent_nobody_may_see(person: Professional) -> None:
    assert may_see([], function_of(person), MONDAY) == NoBasis()


def test_dario_may_see_nothing_while_all_consents_are_for_others() -> None:
    others = [consent_for(person) for person in PROFESSIONALS if person is not DARIO]

    assert may_see(others, function_of(DARIO), MONDAY) == NoBasis()


def test_elif_may_see_nothing_by_a_consent_for_her_colleagues_function() -> None:
    assert may_see([consent_for(AMIRA)], function_of(ELIF), MONDAY) == NoBasis()


def test_ruth_may_see_nothing_by_a_consent_for_her_own_agencys_other_function() -> None:
    assert may_see([consent_for(BO)], function_of(RUTH), MONDAY) == NoBasis()


def test_the_same_function_in_another_agency_is_another_recipient() -> None:
    elsewhere = Recipient(AgencyId("jugendamt-nachbarstadt"), BO.function)

    assert may_see([consent_for(BO)], elsewhere, MONDAY) == NoBasis()


@given(st.lists(consents(), max_size=5), recipients, instants)
def test_whoever_may_see_is_named_with_agency_and_function_by_a_consent_in_force(
    given_ones: list[Consent], recipient: Recipient, now: datetime
) -> None:
    answer = may_see(given_ones, recipient, now)

    covering = [c for c in given_ones if c.recipient == recipient and in_force(c, now)]
    assert isinstance(answer, Basis) == bool(covering)
    if isinstance(answer, Basis):
        assert answer.consent in {c.id for c in covering}
        assert answer.until == max(c.valid_until for c in covering) > now
        assert answer.given_at == max(c.given_at for c in covering)


def test_of_several_consents_the_one_that_lasts_longest_is_named() -> None:
    short = consent_for(BO, named="short", lasts=10 * DAY)
    long = consent_for(BO, named="long", lasts=20 * DAY)

    answer = may_see([long, short], function_of(BO), MONDAY)

    assert answer == Basis(long.id, MONDAY, long.valid_until)


def test_the_newest_consent_counts_as_the_last_word_even_if_an_older_one_lasts_longer() -> None:
    old = consent_for(BO, named="old", lasts=20 * DAY)
    new = consent_for(BO, named="new", begins=MONDAY + DAY, lasts=10 * DAY)

    answer = may_see([old, new], function_of(BO), MONDAY + DAY)

    assert answer == Basis(old.id, new.given_at, old.valid_until)


@given(st.lists(consents(), max_size=5), recipients, instants, st.data())
def test_the_answer_does_not_depend_on_the_order_of_consents(
    given_ones: list[Consent], recipient: Recipient, now: datetime, data: st.DataObject
) -> None:
    in_any_order = data.draw(st.permutations(given_ones))

    assert may_see(in_any_order, recipient, now) == may_see(given_ones, recipient, now)


@given(st.lists(consents(), min_size=1, max_size=5), st.integers(0, 4), instants, recipients, instants)
def test_a_withdrawal_never_enlarges_what_anyone_may_see(
    given_ones: list[Consent], which: int, end: datetime, recipient: Recipient, now: datetime
) -> None:
    fewer, place = list(given_ones), which % len(given_ones)
    before = may_see(given_ones, recipient, now)

    match rules.withdraw(fewer[place], end):
        case Consent() as withdrawn:
            fewer[place] = withdrawn

    after = may_see(fewer, recipient, now)
    if isinstance(after, Basis):
        assert isinstance(before, Basis)
        assert after.until <= before.until
        assert after.given_at <= before.given_at


def test_after_its_consent_ended_nobody_may_see_any_longer() -> None:
    consent = consent_for(BO)
    withdrawn = replace(consent, withdrawn_at=MONDAY + DAY)

    assert may_see([consent], function_of(BO), consent.valid_until) == NoBasis()
    assert may_see([withdrawn], function_of(BO), MONDAY + DAY) == NoBasis()


def test_withdrawing_one_of_two_consents_leaves_the_other() -> None:
    first = consent_for(BO, named="first", withdrawn_at=MONDAY + DAY)
    second = consent_for(BO, named="second", lasts=2 * DAY)

    answer = may_see([first, second], function_of(BO), MONDAY + DAY)

    assert answer == Basis(second.id, MONDAY, MONDAY + 2 * DAY)


# Giving.


def offered(**changed: object) -> Consent:
    return replace(consent_for(BO), **changed)  # type: ignore[arg-type]


def test_a_concrete_consent_is_taken_as_it_was_offered() -> None:
    assert rules.give(offered(), PURPOSE, case_f1().case) == offered()


def test_a_consent_may_be_given_today_for_later() -> None:
    for_later = offered(given_at=MONDAY - 5 * DAY)

    assert rules.give(for_later, PURPOSE, case_f1().case) == for_later


def test_a_closed_case_takes_no_consent() -> None:
    closed = replace(case_f1().case, closed_at=MONDAY)

    assert rules.give(offered(), PURPOSE, closed) == Refused("case-closed", {"case": "F-1"})


@pytest.mark.parametrize("length", [timedelta(0), -BLINK, -DAY])
def test_a_consent_ends_after_it_begins(length: timedelta) -> None:
    answer = rules.give(offered(valid_until=MONDAY + length), PURPOSE, case_f1().case)

    assert answer == Refused("consent-ends-before-it-begins")


def test_a_consent_that_is_over_already_is_not_taken() -> None:
    answer = rules.give(offered(given_at=consent_for(BO).valid_until), PURPOSE, case_f1().case)

    assert answer == Refused("consent-already-over")


def test_no_consent_ratifies_what_was_shared_before_it() -> None:
    answer = rules.give(offered(given_at=MONDAY + BLINK), PURPOSE, case_f1().case)

    assert answer == Refused("consent-before-it-was-given")


def test_a_consent_lasts_a_year_at_most() -> None:
    year = offered(valid_until=MONDAY + LONGEST_VALIDITY)
    longer = offered(valid_until=MONDAY + LONGEST_VALIDITY + BLINK)

    assert rules.give(year, PURPOSE, case_f1().case) == year
    assert rules.give(longer, PURPOSE, case_f1().case) == Refused("consent-too-long", {"days": "366"})


@pytest.mark.parametrize("purpose", ["", "  \n", "x" * (LONGEST_PURPOSE + 1)])
def test_a_consent_says_in_a_few_sentences_what_it_is_for(purpose: str) -> None:
    answer = rules.give(offered(), purpose, case_f1().case)

    assert answer == Refused("consent-without-purpose", {"most": str(LONGEST_PURPOSE)})


def test_the_longest_purpose_is_taken() -> None:
    assert rules.give(offered(), "x" * LONGEST_PURPOSE, case_f1().case) == offered()


@given(consents(), instants)
def test_a_consent_that_was_taken_allows_nothing_before_it_was_given(consent: Consent, now: datetime) -> None:
    taken = rules.give(consent, PURPOSE, case_f1().case)

    if isinstance(taken, Consent) and in_force(taken, now):
        assert taken.given_at <= now < taken.given_at + 400 * DAY


def test_giving_owes_a_look_at_the_beginning_and_one_at_the_end() -> None:
    consent = consent_for(BO)

    debts = rules.after_giving(consent)

    assert debts == (
        Debt(Reconcile(F1), consent.valid_from, Urgency.ADMISSION),
        Debt(Reconcile(F1), consent.valid_until, Urgency.REMOVAL),
    )


def test_giving_is_recorded_by_the_number_of_the_consent() -> None:
    consent = consent_for(BO)

    act = rules.given(consent, "client")

    assert act == Act(at=MONDAY, actor="client", deed="consent.given", case=F1, target=consent.id)


# Withdrawing.


def test_a_consent_can_be_withdrawn_while_it_lasts() -> None:
    consent = consent_for(BO)

    withdrawn = rules.withdraw(consent, MONDAY + DAY)

    assert withdrawn == replace(consent, withdrawn_at=MONDAY + DAY)


def test_a_consent_can_be_withdrawn_before_it_begins() -> None:
    for_later = consent_for(BO, begins=MONDAY + DAY, given_at=MONDAY)

    withdrawn = rules.withdraw(for_later, MONDAY)

    assert isinstance(withdrawn, Consent)
    assert not in_force(withdrawn, for_later.valid_from)


def test_withdrawing_twice_keeps_the_first_moment() -> None:
    once = consent_for(BO, withdrawn_at=MONDAY)

    assert rules.withdraw(once, MONDAY + DAY) == Refused("consent-already-withdrawn")


@pytest.mark.parametrize("after", [-BLINK, timedelta(0), 400 * DAY])
def test_a_consent_can_be_withdrawn_although_it_has_run_out_for_the_clock_may_be_wrong(
    after: timedelta,
) -> None:
    consent = consent_for(BO)

    assert isinstance(rules.withdraw(consent, consent.valid_until + after), Consent)


@given(consents(), instants, instants)
def test_whatever_withdrawing_answers_nothing_is_allowed_from_then_on(
    consent: Consent, now: datetime, later: datetime
) -> None:
    answer = rules.withdraw(consent, now)

    stands = answer if isinstance(answer, Consent) else consent
    if later >= now:
        assert not in_force(stands, later)


def test_withdrawing_owes_a_removal_at_once() -> None:
    consent = consent_for(BO, withdrawn_at=MONDAY + DAY)

    debt = rules.after_withdrawing(consent)

    assert debt == Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL)


def test_withdrawing_is_recorded_by_the_number_of_the_consent() -> None:
    consent = consent_for(BO, withdrawn_at=MONDAY + DAY)

    act = rules.withdrawn(consent, "client", MONDAY + DAY)

    deed = "consent.withdrawn"
    assert act == Act(at=MONDAY + DAY, actor="client", deed=deed, case=F1, target=consent.id)
