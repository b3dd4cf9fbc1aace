"""Circles: who may hear a theme, which of them need a room, and what its name does not say."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases.model import Professional
from hub.consent.model import Basis, Consent, Kind, State
from hub.effects import AnnounceDeparture, AnnounceRoster
from hub.identifiers import COMMON, CircleId, UserId
from hub.rooms import naming, noting, rules
from hub.rooms.model import Because, OwnCase, Rightful, Rights
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    HUB,
    JONAS,
    NINA,
    PROFESSIONALS,
    STEWARD,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.seats import DAY, HEALTH, SCHOOL, VOICES, consents, instants, joined, rights

CIRCLES = [COMMON, SCHOOL, HEALTH]
EVERYBODY = case_f1(*(person for person in PROFESSIONALS if person not in (AMIRA, DARIO)))
themed = st.lists(consents(themed=True), max_size=6)


def rights_at(now: datetime = MONDAY, *given_ones: Consent, rooms: tuple[CircleId, ...] = ()) -> Rights:
    return rules.rights(case_f1(BO, CHLOE, ELIF), given_ones, VOICES, now, rooms=rooms)


def seated(may: Rightful) -> set[UserId]:
    return {user for user, because in may.items() if isinstance(because, Basis)}


FOR_ALL = [consent_for(AMIRA, circles=[SCHOOL]), consent_for(BO, circles=[SCHOOL])]
CHLOE_ON_SCHOOL = consent_for(CHLOE, in_common=False, circles=[SCHOOL])


# Who may sit where.


def test_who_may_hear_one_theme_sits_in_its_room_and_in_no_other() -> None:
    may = rights_at(MONDAY, *FOR_ALL, CHLOE_ON_SCHOOL)

    assert seated(may[SCHOOL]) == {AMIRA.user, BO.user, CHLOE.user}
    assert seated(may[COMMON]) == {AMIRA.user, BO.user}


def test_the_client_may_sit_in_every_room_of_their_case() -> None:
    may = rights_at(MONDAY, CHLOE_ON_SCHOOL, rooms=(HEALTH,))

    assert [isinstance(may[circle][JONAS.user], OwnCase) for circle in CIRCLES] == [True, True, True]


def test_in_a_closed_case_nobody_may_sit_in_any_room() -> None:
    may = rules.rights(closed(case_f1(CHLOE)), [CHLOE_ON_SCHOOL], VOICES, MONDAY, rooms=[HEALTH])

    assert may == {COMMON: {}, SCHOOL: {}, HEALTH: {}}


@given(themed, instants)
def test_nobody_may_sit_in_any_room_without_a_consent_in_force_for_that_very_theme(
    given_ones: list[Consent], now: datetime
) -> None:
    may = rules.rights(EVERYBODY, given_ones, VOICES, now, rooms=[HEALTH])

    for circle, people in may.items():
        for user, because in people.items():
            assert any(is_for(c, because, circle, now) for c in given_ones) or user in {JONAS.user, *VOICES}


def is_for(consent: Consent, because: Because, circle: CircleId, now: datetime) -> bool:
    """Whether this very consent is the reason, and one that holds."""
    is_it = isinstance(because, Basis) and because.consent == consent.id
    is_open = consent.in_common if circle == COMMON else circle in consent.circles
    holds = consent.state is State.GIVEN and consent.valid_from <= now < consent.valid_until
    return is_it and is_open and holds


@given(themed, instants, st.sampled_from([DARIO, ELIF]))
def test_whom_no_consent_names_sits_in_no_room(
    given_ones: list[Consent], now: datetime, person: Professional
) -> None:
    for_others = [c for c in given_ones if (c.recipient.agency, c.recipient.function) != _of(person)]

    may = rules.rights(case_f1(ELIF, DARIO, BO), for_others, VOICES, now)

    assert all(person.user not in people for people in may.values())


def _of(person: Professional) -> tuple[str, str]:
    return person.agency, person.function


# Which circles need a room.


def test_a_theme_that_the_same_people_may_hear_needs_no_room_of_its_own() -> None:
    assert rules.wanted(rights_at(MONDAY, *FOR_ALL)) == {COMMON}


def test_a_theme_that_others_may_hear_needs_a_room_of_its_own() -> None:
    assert rules.wanted(rights_at(MONDAY, *FOR_ALL, CHLOE_ON_SCHOOL)) == {COMMON, SCHOOL}


def test_a_theme_that_some_in_the_common_room_may_not_hear_needs_a_room_of_its_own() -> None:
    without_health = consent_for(CHLOE)
    with_health = consent_for(BO, circles=[HEALTH])

    assert rules.wanted(rights_at(MONDAY, without_health, with_health)) == {COMMON, HEALTH}


def test_who_may_hear_one_theme_only_needs_no_common_room() -> None:
    assert rules.wanted(rights_at(MONDAY, CHLOE_ON_SCHOOL)) == {SCHOOL}


def test_when_the_consents_to_a_theme_have_ended_it_needs_no_room() -> None:
    assert rules.wanted(rights_at(CHLOE_ON_SCHOOL.valid_until, CHLOE_ON_SCHOOL)) == set()


@given(themed, instants)
def test_no_room_is_made_that_nobody_but_the_client_would_sit_in(
    given_ones: list[Consent], now: datetime
) -> None:
    may = rules.rights(EVERYBODY, given_ones, VOICES, now, rooms=CIRCLES)

    assert all(seated(may[circle]) for circle in rules.wanted(may))


@given(themed, instants)
def test_what_somebody_may_hear_they_hear_in_some_room_among_those_who_may_hear_it_too(
    given_ones: list[Consent], now: datetime
) -> None:
    may = rules.rights(EVERYBODY, given_ones, VOICES, now)

    needed = rules.wanted(may)
    for circle, people in may.items():
        if seated(people):
            assert seated(may[circle if circle in needed else COMMON]) == seated(people)


# Which rooms may be lost.


@given(themed, instants, st.sampled_from([SCHOOL, HEALTH]))
def test_a_circle_that_can_never_have_had_a_room_never_needed_one(
    given_ones: list[Consent], now: datetime, circle: CircleId
) -> None:
    may = rules.rights(EVERYBODY, given_ones, VOICES, now, rooms=[circle])

    assert rules.may_have_had_room(circle, given_ones) or circle not in rules.wanted(may)


def test_the_common_room_may_always_have_been_made() -> None:
    assert rules.may_have_had_room(COMMON, [])


def test_for_a_theme_that_only_was_asked_for_no_room_was_made() -> None:
    asked = replace(CHLOE_ON_SCHOOL, state=State.REQUESTED, given_at=None)

    assert not rules.may_have_had_room(SCHOOL, [asked])
    assert not rules.may_have_had_room(SCHOOL, FOR_ALL)
    assert rules.may_have_had_room(SCHOOL, [replace(CHLOE_ON_SCHOOL, state=State.WITHDRAWN)])


# The room itself.


def test_neither_name_nor_alias_of_a_room_tells_what_it_is_about() -> None:
    plan = naming.plan(case_f1(CHLOE), {}, creator=STEWARD, circle=SCHOOL)

    assert plan.alias == f"fallraum-{F1}-{SCHOOL}"
    assert plan.name == f"F-1 · {SCHOOL[:4]}"
    assert "school" not in repr(plan)


def test_each_circle_of_a_case_has_a_room_of_its_own_name() -> None:
    plans = [naming.plan(case_f1(), {}, creator=STEWARD, circle=circle) for circle in CIRCLES]

    assert len({plan.alias for plan in plans}) == len({plan.name for plan in plans}) == 3


def test_a_theme_room_is_made_with_those_of_the_hubs_own_server_who_may_hear_it() -> None:
    may = rights_at(MONDAY, *FOR_ALL, CHLOE_ON_SCHOOL)

    plan = naming.plan(case_f1(BO, CHLOE), may[SCHOOL], creator=STEWARD, circle=SCHOOL)

    assert set(plan.guests) == {AMIRA.user, CHLOE.user, JONAS.user}
    assert all(guest.endswith(HUB) for guest in plan.guests)


# What is written down.


def test_a_seat_at_a_theme_is_recorded_with_its_circle_and_its_consent() -> None:
    ended = replace(CHLOE_ON_SCHOOL, state=State.WITHDRAWN, ended_at=MONDAY + DAY)
    other = replace(consent_for(CHLOE, named="in common"), state=State.WITHDRAWN, ended_at=MONDAY + 2 * DAY)

    noted = noting.note(
        case_f1(CHLOE),
        known={CHLOE.user: joined()},
        seen={},
        may={},
        admitted=(),
        now=MONDAY + 3 * DAY,
        given=[ended, other],
        circle=SCHOOL,
    )

    ((act,), (debt, roster)) = noted.acts, noted.debts
    assert (act.deed, act.actor, act.target, act.basis) == (
        "seat.ended",
        "hub",
        f"{CHLOE.id}:{SCHOOL}",
        ended.id,
    )
    assert debt.effect == AnnounceDeparture(F1, CHLOE.id, SCHOOL)
    assert roster.effect == AnnounceRoster(F1, SCHOOL)


def test_who_takes_a_seat_at_a_theme_is_recorded_as_who_they_are() -> None:
    noted = noting.note(
        case_f1(CHLOE),
        known={},
        seen={CHLOE.user: joined(), NINA.user: joined()},
        may=rights_at(MONDAY, CHLOE_ON_SCHOOL)[SCHOOL],
        admitted=(),
        now=MONDAY,
        given=[CHLOE_ON_SCHOOL],
        circle=SCHOOL,
    )

    assert [debt.effect for debt in noted.debts] == [AnnounceRoster(F1, SCHOOL)]
    assert [act.actor for act in noted.acts] == [CHLOE.id, "other"]
    assert [act.basis for act in noted.acts] == [CHLOE_ON_SCHOOL.id, ""]


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.SHARE}), ids=lambda kind: str(kind.value))
def test_no_other_declaration_opens_a_theme(kind: Kind) -> None:
    may = rights_at(MONDAY, replace(CHLOE_ON_SCHOOL, kind=kind))

    assert rules.wanted(may) == set()


@given(rights)
def test_the_common_room_is_wanted_as_soon_as_anybody_may_sit_in_it(may: Rightful) -> None:
    assert rules.wanted({COMMON: may}) == ({COMMON} if seated(may) else set())
