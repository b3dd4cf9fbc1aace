"""Consent at the gates: from which instant it allows something, to whom, and that its end is an end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases.model import Professional
from hub.consent.model import Action, Basis, Consent, Form, Kind, NoBasis, Recipient, State
from hub.consent.rules import if_given, if_withdrawn, in_force, is_doubtful, may_see, names
from hub.identifiers import AgencyId, ConsentId
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JOBCENTER,
    PROFESSIONALS,
    RUTH,
    consent_for,
    function_of,
)
from tests.rules.seats import HEALTH, SCHOOL, basis_of

BLINK = timedelta(microseconds=1)
DAY = timedelta(days=1)

# Few instants, so that beginnings and ends often meet.
instants = st.integers(-3, 6).map(lambda days: MONDAY + days * DAY)
people = st.sampled_from([AMIRA, ELIF, BO, RUTH, CHLOE])


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    """Any consent a store might hold, sensible or not."""
    return Consent(
        id=ConsentId(draw(st.text("abc", min_size=1, max_size=3))),
        case=F1,
        kind=Kind.SHARE,
        recipient=function_of(draw(people)),
        valid_from=draw(instants),
        valid_until=draw(instants),
        form=Form.APP,
        state=draw(st.sampled_from(State)),
        given_at=draw(instants),
        proven=draw(st.booleans()),
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
    withdrawn = replace(consent, state=State.WITHDRAWN, ended_at=end)

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

    answer = may_see([consent], BO, MONDAY)

    assert answer == basis_of(consent)


@pytest.mark.parametrize("person", PROFESSIONALS, ids=lambda person: person.name)
def test_without_any_consent_nobody_may_see(person: Professional) -> None:
    assert may_see([], person, MONDAY) == NoBasis()


def test_dario_may_see_nothing_while_all_consents_are_for_others() -> None:
    others = [consent_for(person) for person in PROFESSIONALS if person is not DARIO]

    assert may_see(others, DARIO, MONDAY) == NoBasis()


def test_elif_may_see_nothing_by_a_consent_for_her_colleagues_function() -> None:
    assert may_see([consent_for(AMIRA)], ELIF, MONDAY) == NoBasis()


def test_ruth_may_see_nothing_by_a_consent_for_her_own_agencys_other_function() -> None:
    assert may_see([consent_for(BO)], RUTH, MONDAY) == NoBasis()


def test_a_consent_for_one_unit_is_for_nobody_in_another() -> None:
    north = replace(function_of(BO), unit="Team Nord")
    consent = replace(consent_for(BO), recipient=north)

    assert isinstance(may_see([consent], replace(BO, unit="Team Nord"), MONDAY), Basis)
    assert may_see([consent], replace(BO, unit="Team Süd"), MONDAY) == NoBasis()
    assert may_see([consent], BO, MONDAY) == NoBasis()


def test_the_same_function_in_another_agency_is_another_recipient() -> None:
    elsewhere = replace(BO, agency=AgencyId("jugendamt-nachbarstadt"))

    assert may_see([consent_for(BO)], elsewhere, MONDAY) == NoBasis()


@given(st.lists(consents(), max_size=5), people, instants)
def test_whoever_may_see_is_named_with_agency_and_function_by_a_consent_in_force(
    given_ones: list[Consent], person: Professional, now: datetime
) -> None:
    answer = may_see(given_ones, person, now)

    covering = [c for c in given_ones if names(c.recipient, person) and in_force(c, now)]
    assert isinstance(answer, Basis) == bool(covering)
    if isinstance(answer, Basis):
        assert answer.consent in {c.id for c in covering}
        assert answer.until == max(c.valid_until for c in covering) > now
        assert answer.asked_at == max(c.given_at for c in covering if c.given_at is not None)
        assert answer.given_at <= answer.asked_at


def test_of_several_consents_the_one_that_lasts_longest_is_named() -> None:
    short = consent_for(BO, named="short", lasts=10 * DAY)
    long = consent_for(BO, named="long", lasts=20 * DAY)

    answer = may_see([long, short], BO, MONDAY)

    assert answer == basis_of(long)


def test_the_newest_consent_counts_as_the_last_word_even_if_an_older_one_lasts_longer() -> None:
    old = consent_for(BO, named="old", lasts=20 * DAY)
    new = consent_for(BO, named="new", begins=MONDAY + DAY, lasts=10 * DAY)

    answer = may_see([old, new], BO, MONDAY + DAY)

    assert answer == basis_of(old, asked_at=MONDAY + DAY)


@given(st.lists(consents(), max_size=5), people, instants, st.data())
def test_the_answer_does_not_depend_on_the_order_of_consents(
    given_ones: list[Consent], person: Professional, now: datetime, data: st.DataObject
) -> None:
    in_any_order = data.draw(st.permutations(given_ones))

    assert may_see(in_any_order, person, now) == may_see(given_ones, person, now)


@given(st.lists(consents(), min_size=1, max_size=5), st.integers(0, 4), instants, people, instants)
def test_a_withdrawal_never_enlarges_what_anyone_may_see(
    given_ones: list[Consent], which: int, end: datetime, person: Professional, now: datetime
) -> None:
    fewer, place = list(given_ones), which % len(given_ones)
    before = may_see(given_ones, person, now)

    fewer[place] = replace(fewer[place], state=State.WITHDRAWN, ended_at=end)

    after = may_see(fewer, person, now)
    if isinstance(after, Basis):
        assert isinstance(before, Basis)
        assert after.until <= before.until
        assert after.asked_at <= before.asked_at


def test_after_its_consent_ended_nobody_may_see_any_longer() -> None:
    consent = consent_for(BO)
    withdrawn = replace(consent, state=State.WITHDRAWN, ended_at=MONDAY + DAY)

    assert may_see([consent], BO, consent.valid_until) == NoBasis()
    assert may_see([withdrawn], BO, MONDAY + DAY) == NoBasis()


def test_withdrawing_one_of_two_consents_leaves_the_other() -> None:
    first = consent_for(BO, named="first", withdrawn_at=MONDAY + DAY)
    second = consent_for(BO, named="second", lasts=2 * DAY)

    answer = may_see([first, second], BO, MONDAY + DAY)

    assert answer == basis_of(second)


# What else a gate wants to see.


@pytest.mark.parametrize("state", sorted(set(State) - {State.GIVEN}), ids=lambda state: str(state.value))
def test_only_what_was_given_holds(state: State) -> None:
    assert not in_force(replace(consent_for(BO), state=state), MONDAY)


def test_what_nobody_signed_holds_for_nobody() -> None:
    assert may_see([replace(consent_for(BO), proven=False)], BO, MONDAY) == NoBasis()


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": Kind.SECRECY_RELEASE},
        {"kind": Kind.ENTRUSTED_RELEASE},
        {"kind": Kind.CHANNEL_USE},
        {"kind": Kind.INVITE_THIRD},
        {"in_common": False},
        {"in_common": False, "circles": (SCHOOL,)},
        {"senders": (JOBCENTER.id,)},
        {"actions": frozenset({Action.ATTEND})},
        {"actions": frozenset()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_consent_that_is_for_less_than_the_room_gives_no_seat_in_it(changed: dict[str, object]) -> None:
    less = replace(consent_for(BO), **changed)  # type: ignore[arg-type]

    assert may_see([less], BO, MONDAY) == NoBasis()


def test_a_consent_to_a_theme_lets_somebody_hear_that_theme_and_nothing_else() -> None:
    school_only = consent_for(CHLOE, in_common=False, circles=[SCHOOL])

    assert may_see([school_only], CHLOE, MONDAY, SCHOOL) == basis_of(school_only)
    assert may_see([school_only], CHLOE, MONDAY, HEALTH) == NoBasis()
    assert may_see([school_only], CHLOE, MONDAY) == NoBasis()


def test_a_consent_to_what_concerns_everybody_opens_no_theme() -> None:
    assert may_see([consent_for(BO)], BO, MONDAY, SCHOOL) == NoBasis()


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
def test_a_consent_to_a_theme_is_for_the_named_function_only(person: Professional) -> None:
    others = [consent_for(p, circles=[SCHOOL]) for p in PROFESSIONALS if p is not person]

    assert may_see(others, person, MONDAY, SCHOOL) == NoBasis()


def test_after_its_consent_ended_nobody_may_hear_a_theme_any_longer() -> None:
    consent = consent_for(CHLOE, circles=[SCHOOL])
    withdrawn = replace(consent, state=State.WITHDRAWN, ended_at=MONDAY + DAY)

    assert may_see([consent], CHLOE, consent.valid_until, SCHOOL) == NoBasis()
    assert may_see([withdrawn], CHLOE, MONDAY + DAY, SCHOOL) == NoBasis()


def test_the_reason_says_whom_the_consent_names_when_it_was_given_and_how_long_it_lasts() -> None:
    for_bo = replace(
        consent_for(BO, given_at=MONDAY - DAY), recipient=Recipient(BO.agency, BO.function, BO.id)
    )

    reason = may_see([for_bo], BO, MONDAY)

    assert isinstance(reason, Basis)
    assert (reason.kind, reason.recipient) == (Kind.SHARE, for_bo.recipient)
    assert (reason.given_at, reason.until) == (MONDAY - DAY, for_bo.valid_until)


# Looking ahead.


def test_a_consent_as_it_would_be_if_it_were_given_now_holds_from_now_on() -> None:
    recorded = replace(consent_for(BO), state=State.RECORDED, given_at=None, proven=False)

    given = if_given(recorded, MONDAY + DAY)

    assert may_see([given], BO, MONDAY + DAY) == basis_of(given)
    assert given.given_at == MONDAY + DAY
    assert not in_force(recorded, MONDAY + DAY)


def test_a_consent_as_it_would_be_if_it_were_withdrawn_now_holds_for_nobody() -> None:
    ended = if_withdrawn(consent_for(BO), MONDAY + DAY)

    assert may_see([ended], BO, MONDAY + DAY) == NoBasis()
    assert ended.ended_at == MONDAY + DAY


def test_a_consent_that_names_a_person_is_for_nobody_else_in_their_function() -> None:
    for_bo = replace(consent_for(BO), recipient=Recipient(BO.agency, BO.function, BO.id))
    namesake = replace(BO, id=RUTH.id)

    assert isinstance(may_see([for_bo], BO, MONDAY), Basis)
    assert may_see([for_bo], namesake, MONDAY) == NoBasis()


def test_a_consent_that_stands_as_given_without_proof_is_doubtful_and_no_other_is() -> None:
    forged = replace(consent_for(BO), proven=False)
    asked = replace(forged, state=State.REQUESTED)

    assert [is_doubtful(c) for c in (forged, asked, consent_for(BO))] == [True, False, False]


def test_whatever_the_chain_contradicts_is_doubtful_in_every_state() -> None:
    told_otherwise = replace(consent_for(BO), proven=False, contradicted=True)

    assert all(is_doubtful(replace(told_otherwise, state=state)) for state in State)
