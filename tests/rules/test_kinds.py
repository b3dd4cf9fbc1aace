"""Kinds of rooms: who can come to sit in one at all, when there is one, and what it is called."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.consent import terms
from hub.consent.model import ORGANISATION, Action, Answer, Basis, Consent, State
from hub.consent.model import Kind as Declared
from hub.errors import Refused
from hub.identifiers import COMMON, TEAM, AgencyId, CircleId, PartyId, RoomId, UserId
from hub.rooms import naming, rules
from hub.rooms.model import Kind, Rights, Room, kind_of
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JONAS,
    NOTICE,
    PROFESSIONALS,
    STEWARD,
    VOICE,
    case_f1,
    closed,
    consent_for,
    terms_for,
)
from tests.rules.seats import SCHOOL, VOICES, consents, instants

FILE = case_f1(BO, CHLOE, ELIF)
EVERYBODY = case_f1(*(person for person in PROFESSIONALS if person != AMIRA))
TOGETHER = [consent_for(AMIRA, team=True), consent_for(BO, team=True)]


def rights_at(now: datetime, *given_ones: Consent, rooms: tuple[CircleId, ...] = ()) -> Rights:
    return rules.rights(FILE, given_ones, VOICES, now, rooms=rooms)


# What tells kinds apart.


@pytest.mark.parametrize(
    ("circle", "kind"), [(COMMON, Kind.CLIENT), (TEAM, Kind.TEAM), (SCHOOL, Kind.THEME)], ids=str
)
def test_the_name_of_a_circle_says_of_which_kind_its_room_is(circle: CircleId, kind: Kind) -> None:
    assert kind_of(circle) is kind
    assert Room(id=RoomId("!r"), case=F1, circle=circle, version=0).kind is kind


# Professionals among themselves.


def test_professionals_may_talk_among_themselves_if_the_client_says_so_for_each() -> None:
    may = rights_at(MONDAY, *TOGETHER, consent_for(CHLOE))

    assert set(may[TEAM]) == {AMIRA.user, BO.user}
    assert rules.wanted(may) == {COMMON, TEAM}


def test_the_client_does_not_sit_where_professionals_talk_among_themselves() -> None:
    may = rights_at(MONDAY, *TOGETHER, rooms=(TEAM,))

    assert JONAS.user not in may[TEAM]
    assert JONAS.user in may[COMMON]


def test_no_voice_sits_where_it_has_nothing_to_say() -> None:
    may = rights_at(MONDAY, *TOGETHER)

    assert VOICE not in may[TEAM]
    assert VOICE in may[COMMON]


def test_without_a_word_of_it_in_a_consent_there_is_no_team() -> None:
    may = rights_at(MONDAY, consent_for(AMIRA), consent_for(BO))

    assert TEAM not in may
    assert rules.wanted(may) == {COMMON}


def test_one_alone_needs_no_room_to_talk_in() -> None:
    assert rules.wanted(rights_at(MONDAY, TOGETHER[0], consent_for(BO))) == {COMMON}


def test_who_may_hear_one_theme_only_is_no_part_of_the_team() -> None:
    of_school = consent_for(CHLOE, in_common=False, circles=[SCHOOL], team=True)

    assert CHLOE.user not in rights_at(MONDAY, *TOGETHER, of_school)[TEAM]


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
def test_dario_and_elif_are_no_part_of_the_team(person: object) -> None:
    may = rules.rights(case_f1(BO, ELIF, DARIO), TOGETHER, VOICES, MONDAY)

    assert set(may[TEAM]) == {AMIRA.user, BO.user}


def test_after_the_consent_ended_nobody_sits_in_the_team() -> None:
    ended = [replace(consent, state=State.WITHDRAWN, ended_at=MONDAY) for consent in TOGETHER]

    assert rights_at(MONDAY, *ended, rooms=(TEAM,))[TEAM] == {}
    assert rights_at(TOGETHER[0].valid_until, *TOGETHER, rooms=(TEAM,))[TEAM] == {}


def test_in_a_closed_case_nobody_sits_in_the_team() -> None:
    assert rules.rights(closed(FILE), TOGETHER, VOICES, MONDAY)[TEAM] == {}


@given(st.lists(consents(themed=True), max_size=6), st.sets(st.integers(0, 5)), instants)
def test_whoever_sits_in_the_team_sits_with_the_client_too(
    given_ones: list[Consent], among: set[int], now: datetime
) -> None:
    known = [replace(consent, team=place in among) for place, consent in enumerate(given_ones)]
    may = rules.rights(EVERYBODY, known, VOICES, now, rooms=[TEAM])

    assert may[TEAM].keys() <= {user for user, because in may[COMMON].items() if isinstance(because, Basis)}


@given(st.lists(consents(themed=True), max_size=6), st.sets(st.integers(0, 5)), instants)
def test_to_let_them_talk_among_themselves_changes_nothing_elsewhere(
    given_ones: list[Consent], among: set[int], now: datetime
) -> None:
    known = [replace(consent, team=place in among) for place, consent in enumerate(given_ones)]

    def elsewhere(of: list[Consent]) -> Mapping[CircleId, Mapping[UserId, object]]:
        may = rules.rights(EVERYBODY, of, VOICES, now)
        return {circle: people for circle, people in may.items() if circle != TEAM}

    assert elsewhere(known) == elsewhere(given_ones)


def test_a_team_room_may_have_been_made_if_that_was_ever_agreed_to() -> None:
    asked = replace(TOGETHER[0], state=State.REQUESTED, given_at=None)

    assert rules.may_have_had_room(TEAM, TOGETHER)
    assert not rules.may_have_had_room(TEAM, [asked, consent_for(BO)])


def test_the_room_of_the_team_is_called_like_the_case() -> None:
    plan = naming.plan(FILE, rights_at(MONDAY, *TOGETHER)[TEAM], creator=STEWARD, circle=TEAM)

    assert (plan.alias, plan.name, plan.guests) == (f"fallraum-{F1}-team", "F-1 · Team", (AMIRA.user,))


# What may be asked for.


def test_that_they_may_talk_among_themselves_can_be_asked_for() -> None:
    wanted = terms_for(BO, team=True)

    assert terms.offer(wanted, FILE.case, MONDAY) == wanted


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": Declared.CHANNEL_USE},
        {"subject": PartyId("party:can")},
        {"senders": (AgencyId("jobcenter"),)},
        {"actions": frozenset({Action.READ})},
        {"themes": {ORGANISATION: Answer.ASK, "school": Answer.YES}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_where_it_would_open_no_room_it_cannot_be_asked_for(changed: Mapping[str, Any]) -> None:
    wanted = replace(terms_for(BO, team=True), **changed)

    assert terms.offer(wanted, FILE.case, MONDAY) == Refused("team-otherwise")


def test_nobody_is_asked_for_it_by_a_text_that_does_not_say_it() -> None:
    wanted = replace(terms_for(BO, team=True), notice=NOTICE)

    assert terms.offer(wanted, FILE.case, MONDAY) == Refused("notice-without-rooms", {"version": "2"})
