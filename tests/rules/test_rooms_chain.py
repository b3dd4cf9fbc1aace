"""Whose room one is: as the chain tells, whatever its row says."""

from dataclasses import replace

from hub.audit import Act
from hub.identifiers import COMMON, CaseId, CircleId, RoomId
from hub.rooms.chain import LOST, MADE, Held, circle_of, held, noted
from hub.rooms.model import Known, Room
from tests.clock import MONDAY
from tests.people import F1
from tests.rules.seats import SCHOOL

OURS = Room(id=RoomId("!ours:hub"), case=F1, version=3)
SCHOOLS = Room(id=RoomId("!school:hub"), case=F1, circle=SCHOOL, version=1)


def told(*rooms: Room) -> list[Act]:
    return [noted(MADE, room, MONDAY) for room in rooms]


def rows(*rooms: Room) -> list[Known]:
    return [Known(room, {}) for room in rooms]


def test_a_room_is_of_the_circle_it_was_made_for() -> None:
    acts = told(OURS, SCHOOLS)

    assert circle_of(OURS.id, F1, acts) == COMMON
    assert circle_of(SCHOOLS.id, F1, acts) == SCHOOL


def test_of_a_room_nobody_made_of_another_case_or_lost_only_the_chain_tells_nothing() -> None:
    assert circle_of(OURS.id, F1, told(SCHOOLS)) is None
    assert circle_of(OURS.id, CaseId("case-f2"), told(OURS)) is None
    assert circle_of(OURS.id, F1, [noted(LOST, OURS, MONDAY)]) is None


def test_what_is_written_behind_the_first_entry_changes_nothing() -> None:
    acts = told(OURS, replace(OURS, circle=SCHOOL))

    assert circle_of(OURS.id, F1, acts) == COMMON


def test_rows_that_are_as_the_chain_tells_are_what_they_say() -> None:
    known = rows(OURS, SCHOOLS)

    answer = held(F1, known, told(OURS, SCHOOLS))

    assert answer == Held({COMMON: known[0], SCHOOL: known[1]})
    assert answer.is_as_told


def test_two_rooms_whose_rows_were_exchanged_stay_what_they_are() -> None:
    exchanged = rows(replace(OURS, circle=SCHOOL), replace(SCHOOLS, circle=COMMON))

    answer = held(F1, exchanged, told(OURS, SCHOOLS))

    assert {circle: known.room for circle, known in answer.rooms.items()} == {COMMON: OURS, SCHOOL: SCHOOLS}
    assert answer.moved == (OURS, SCHOOLS)
    assert not answer.is_as_told


def test_a_row_of_which_the_chain_tells_nothing_is_no_room() -> None:
    invented = replace(OURS, id=RoomId("!invented:hub"))

    answer = held(F1, rows(invented), told(OURS))

    assert answer == Held({}, doubted=(invented,))
    assert not answer.is_as_told


def test_of_two_rooms_of_one_circle_one_counts() -> None:
    second = replace(OURS, id=RoomId("!second:hub"), circle=CircleId("elsewhere"))

    answer = held(F1, rows(OURS, second), told(OURS, replace(second, circle=COMMON)))

    assert answer.rooms[COMMON].room == OURS
    assert answer.doubted == (second,)
