"""What the guard has heard, and how long that holds."""

from math import inf
from typing import Any

import pytest

from fallraum_guard.lists import FIRST_LEASE, Lists
from fallraum_guard.rules import Reason
from fallraum_guard.words import LANGUAGES, sentences
from tests.people import AMIRA, BO

ONE, OTHER = "!one", "!other"


def told(*, whole: bool = True, **changed: Any) -> dict[str, Any]:
    rooms = {ONE: {AMIRA.user: None, BO.user: 1_500}, OTHER: {BO.user: None}}
    return {"position": "b.1", "whole": whole, "lease": 30, "rooms": rooms} | changed


def heard(answer: dict[str, Any]) -> Lists:
    lists = Lists(heard_at=100.0)
    lists.take(answer, 105.0)
    return lists


def test_who_may_sit_is_known_with_the_instant_at_which_that_ends() -> None:
    lists = heard(told())

    assert lists.seats(ONE) == {AMIRA.user: inf, BO.user: 1.5}
    assert lists.seats("!elsewhere") is None
    assert lists.position == "b.1"


def test_changes_leave_all_other_rooms_as_they_were() -> None:
    lists = heard(told())

    lists.take(told(whole=False, position="b.2", rooms={ONE: {AMIRA.user: None}}), 106.0)

    assert lists.rooms == {ONE: {AMIRA.user: inf}, OTHER: {BO.user: inf}}


def test_of_a_room_that_is_no_more_nothing_is_known() -> None:
    lists = heard(told())

    lists.take(told(whole=False, rooms={ONE: None}), 106.0)

    assert lists.rooms.keys() == {OTHER}


def test_all_of_it_takes_the_place_of_all_that_was_known() -> None:
    lists = heard(told())

    lists.take(told(rooms={OTHER: {}}), 106.0)

    assert lists.rooms == {OTHER: {}}


def test_what_was_heard_holds_for_its_lease() -> None:
    lists = heard(told(lease=2.5))

    assert lists.is_fresh(107.5)
    assert not lists.is_fresh(107.6)
    assert (lists.silent_for(107.5), lists.silent_for(110.0)) == (0.0, 5.0)


def test_who_has_heard_nothing_knows_nothing_and_raises_the_alarm_a_lease_later() -> None:
    lists = Lists(heard_at=100.0)

    assert not lists.is_fresh(100.0)
    assert lists.silent_for(100.0 + FIRST_LEASE) == 0.0
    assert lists.silent_for(101.0 + FIRST_LEASE) == 1.0 + FIRST_LEASE


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {1: 2},
        told(position=""),
        told(position=7),
        told(lease="30"),
        told(lease=True),
        told(rooms=[]),
        told(rooms={ONE: []}),
        told(rooms={ONE: {AMIRA.user: "soon"}}),
        told(rooms={OTHER: {}, ONE: {AMIRA.user: False}}),
    ],
)
def test_of_what_is_no_answer_nothing_is_taken(answer: object) -> None:
    lists = heard(told())
    before = (lists.rooms, lists.position, lists.heard_at)

    with pytest.raises(ValueError, match="no"):
        lists.take(answer, 106.0)

    assert (lists.rooms, lists.position, lists.heard_at) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence_of_its_own(language: str) -> None:
    said = sentences(language)

    assert said.keys() == set(Reason)
    assert len(set(said.values())) == len(Reason)
