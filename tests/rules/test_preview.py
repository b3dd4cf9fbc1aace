"""A preview says what a change would do to rooms, before it is made, and counts everybody once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.consent.model import Basis, Consent, State
from hub.consent.rules import if_withdrawn
from hub.identifiers import COMMON, CircleId, ConsentId
from hub.rooms import rules
from hub.rooms.model import Change, Preview, Rights
from hub.rooms.preview import changed, preview
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, NINA, case_f1, consent_for
from tests.rules.seats import HEALTH, SCHOOL, VOICES, consents

FILE = case_f1(BO, CHLOE, ELIF)
CIRCLES = (COMMON, SCHOOL, HEALTH)
FOR_AMIRA, FOR_BO = (consent_for(person, circles=[SCHOOL]) for person in (AMIRA, BO))
CHLOE_ON_SCHOOL = consent_for(CHLOE, in_common=False, circles=[SCHOOL])
NOTHING = Preview(gains=(), losses=(), new_rooms=(), alone=(), most_lose=False)
themed = st.lists(consents(themed=True), max_size=5)


def rights(*given_ones: Consent) -> Rights:
    return rules.rights(FILE, given_ones, VOICES, MONDAY, rooms=CIRCLES)


def seen(before: list[Consent], after: list[Consent], *rooms: CircleId) -> Preview:
    return preview(rights(*before), rights(*after), rooms=rooms)


# What follows from a change.

OLD = consent_for(BO, named="old")
NEW = replace(consent_for(BO, named="new", in_common=False, circles=[HEALTH]), predecessor=OLD.id)
LEFT = replace(OLD, state=State.SUPERSEDED, successor=NEW.id)


def states(given_ones: list[Consent], one: Consent) -> dict[str, State]:
    return {consent.id: consent.state for consent in changed(given_ones, one, MONDAY)}


def test_a_renewal_ends_what_it_renews() -> None:
    asked = replace(NEW, state=State.REQUESTED)

    assert states([OLD, asked], NEW) == {"old": State.SUPERSEDED, "new": State.GIVEN}


def test_a_renewal_ends_what_has_taken_the_place_of_what_it_renews() -> None:
    rest = consent_for(BO, named="rest")
    given_ones = [replace(LEFT, successor=rest.id), rest, NEW]

    assert states(given_ones, NEW) == {
        "old": State.SUPERSEDED,
        "rest": State.SUPERSEDED,
        "new": State.GIVEN,
    }


@pytest.mark.parametrize(
    ("before", "one"),
    [
        (OLD, replace(NEW, valid_from=MONDAY + timedelta(days=1))),
        (OLD, replace(NEW, predecessor=None)),
        (OLD, replace(NEW, predecessor=ConsentId("unknown"))),
        (replace(OLD, state=State.REFUSED), NEW),
        (LEFT, NEW),
    ],
    ids=["later", "no renewal", "of nothing", "of what was never given", "given already"],
)
def test_what_renews_nothing_that_holds_ends_nothing(before: Consent, one: Consent) -> None:
    assert states([before, one], one) == {"old": before.state, "new": State.GIVEN}


def test_to_withdraw_an_old_number_ends_what_took_its_place() -> None:
    rest = consent_for(BO, named="rest")

    shown = states([replace(LEFT, successor=rest.id), rest], if_withdrawn(LEFT, MONDAY))

    assert shown == {"old": State.SUPERSEDED, "rest": State.WITHDRAWN}


def test_to_withdraw_what_holds_ends_that_and_nothing_else() -> None:
    assert states([OLD, NEW], if_withdrawn(OLD, MONDAY)) == {"old": State.WITHDRAWN, "new": State.GIVEN}


# What is shown of it.


def test_where_nothing_changes_nothing_is_to_be_said() -> None:
    assert seen([FOR_AMIRA], [FOR_AMIRA], COMMON) == NOTHING


def test_the_first_consent_makes_the_common_room() -> None:
    shown = seen([], [FOR_AMIRA])

    assert shown.new_rooms == (COMMON,)
    assert shown.gains == (Change(AMIRA.user, COMMON),)
    assert not shown.most_lose


def test_a_consent_to_one_theme_makes_its_room_for_all_who_may_hear_it() -> None:
    shown = seen([FOR_AMIRA, FOR_BO], [FOR_AMIRA, FOR_BO, CHLOE_ON_SCHOOL], COMMON)

    assert shown.new_rooms == (SCHOOL,)
    assert {change.user for change in shown.gains} == {AMIRA.user, BO.user, CHLOE.user}
    assert {change.circle for change in shown.gains} == {SCHOOL}
    assert shown.losses == ()


def test_a_withdrawal_shows_which_rooms_are_lost() -> None:
    given_ones = [FOR_AMIRA, FOR_BO, CHLOE_ON_SCHOOL]

    shown = seen(given_ones, [FOR_AMIRA, if_withdrawn(FOR_BO, MONDAY), CHLOE_ON_SCHOOL], COMMON, SCHOOL)

    assert shown.losses == (Change(BO.user, COMMON), Change(BO.user, SCHOOL))
    assert (shown.gains, shown.new_rooms, shown.alone) == ((), (), ())
    assert not shown.most_lose


def test_who_would_remain_alone_is_said_of_each_room() -> None:
    shown = seen([FOR_AMIRA, CHLOE_ON_SCHOOL], [CHLOE_ON_SCHOOL], COMMON, SCHOOL)

    assert shown.alone == (COMMON,)


def test_a_room_in_which_nobody_sat_is_not_said_to_be_left_alone() -> None:
    assert seen([FOR_AMIRA], [], COMMON, HEALTH).alone == (COMMON,)


def test_a_warning_is_given_if_more_than_half_would_lose_a_room() -> None:
    nina = consent_for(CHLOE)
    all_three = [FOR_AMIRA, FOR_BO, nina]

    assert seen(all_three, [FOR_AMIRA], COMMON).most_lose
    assert not seen(all_three, [FOR_AMIRA, FOR_BO], COMMON).most_lose
    assert not seen([FOR_AMIRA, FOR_BO], [FOR_AMIRA], COMMON).most_lose


def test_who_loses_two_rooms_is_counted_once() -> None:
    given_ones = [FOR_AMIRA, FOR_BO]

    assert not seen(given_ones, [FOR_AMIRA], COMMON, SCHOOL).most_lose


def test_a_room_that_is_about_to_be_made_anyhow_is_not_new() -> None:
    before = [FOR_AMIRA, CHLOE_ON_SCHOOL]

    assert seen(before, [*before, FOR_BO], COMMON).new_rooms == ()


def test_a_consent_for_dario_changes_nothing_while_he_does_not_work_on_the_case() -> None:
    assert seen([FOR_AMIRA], [FOR_AMIRA, consent_for(DARIO, circles=[HEALTH])], COMMON) == NOTHING
    assert seen([FOR_AMIRA], [FOR_AMIRA, consent_for(NINA)], COMMON) == NOTHING


@given(themed, themed, st.sets(st.sampled_from(CIRCLES)))
def test_what_is_shown_is_exactly_what_would_be(
    before: list[Consent], after: list[Consent], rooms: set[CircleId]
) -> None:
    shown = seen(before, after, *rooms)

    then = rights(*after)
    for change in shown.gains:
        assert isinstance(then[change.circle][change.user], Basis)
    for change in shown.losses:
        assert change.user not in then[change.circle]
    assert not set(shown.gains) & set(shown.losses)
    assert not {change.user for change in (*shown.gains, *shown.losses)} & {JONAS.user, *VOICES}
    assert set(shown.new_rooms) <= rules.wanted(then)


@given(themed, themed)
def test_going_back_undoes_what_was_shown(before: list[Consent], after: list[Consent]) -> None:
    there, back = seen(before, after, *CIRCLES), seen(after, before, *CIRCLES)

    assert there.gains == back.losses
    assert there.losses == back.gains
