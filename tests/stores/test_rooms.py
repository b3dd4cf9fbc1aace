"""Rooms, seats and pushes: written once, replaced as a whole, never by two at a time."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from hub.db import Database
from hub.identifiers import CaseId, CircleId, RoomId
from hub.rooms import store
from hub.rooms.model import Known, Membership, Room, Seat
from tests.clock import MONDAY
from tests.databases import failing
from tests.people import AMIRA, BO, CHLOE, F1, JONAS, case_f1
from tests.shelves import shelve

A_MOMENT = timedelta(microseconds=1)
ROOM = Room(id=RoomId("!abc:fallraum.localhost"), case=F1, version=0)


async def add_room(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1())
        await store.add(connection, ROOM)


async def test_a_room_is_found_by_its_id_and_by_its_case(database: Database) -> None:
    await add_room(database)

    async with database.reading() as connection:
        assert await store.find(connection, ROOM.id) == ROOM
        assert await store.find_of_case(connection, F1) == ROOM


async def test_a_room_nobody_made_is_not_found(database: Database) -> None:
    await add_room(database)

    async with database.reading() as connection:
        assert await store.find(connection, RoomId("!other:fallraum.localhost")) is None
        assert await store.find_of_case(connection, CaseId("case-f2")) is None


async def test_remembering_a_room_twice_changes_nothing(database: Database) -> None:
    await add_room(database)
    async with database.writing() as connection:
        await store.turn_page(connection, ROOM)

    async with database.writing() as connection:
        await store.add(connection, ROOM)

    async with database.reading() as connection:
        found = await store.find(connection, ROOM.id)
    assert found is not None
    assert found.version == 1


async def test_remembering_a_room_twice_at_once_changes_nothing(database: Database) -> None:
    async def remember() -> None:
        async with database.writing() as connection:
            await store.add(connection, ROOM)

    async with database.writing() as connection:
        await shelve(connection, case_f1())
    async with database.writing() as connection:
        await store.add(connection, ROOM)
        second = asyncio.create_task(remember())
        await asyncio.wait({second}, timeout=0.1)
    await second

    async with database.reading() as connection:
        assert await store.find(connection, ROOM.id) == ROOM


async def test_the_rooms_of_a_case_are_found_each_by_its_circle(database: Database) -> None:
    school = Room(id=RoomId("!school:fallraum.localhost"), case=F1, circle=CircleId("5c"), version=0)
    await add_room(database)

    async with database.writing() as connection:
        await store.add(connection, school)
        await store.write_seats(connection, school.id, {CHLOE.user: Seat(Membership.JOINED, MONDAY)})

    async with database.reading() as connection:
        assert await store.find_of_case(connection, F1) == ROOM
        assert await store.find_of_case(connection, F1, school.circle) == school
        assert await store.find_of_case(connection, F1, CircleId("other")) is None
        assert await store.of_case(connection, F1) == [
            Known(ROOM, {}),
            Known(school, {CHLOE.user: Seat(Membership.JOINED, MONDAY)}),
        ]


async def test_a_circle_has_one_room(database: Database) -> None:
    await add_room(database)

    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await store.add(connection, Room(id=RoomId("!second:fallraum.localhost"), case=F1, version=0))


async def test_seats_come_back_as_they_were_seen(database: Database) -> None:
    seen = {
        AMIRA.user: Seat(Membership.JOINED, MONDAY + A_MOMENT),
        BO.user: Seat(Membership.INVITED, MONDAY),
        CHLOE.user: Seat(Membership.DECLINED, MONDAY - timedelta(days=400)),
    }
    await add_room(database)

    async with database.writing() as connection:
        await store.write_seats(connection, ROOM.id, seen)

    async with database.reading() as connection:
        assert [known.seats for known in await store.of_case(connection, F1)] == [seen]


async def test_new_seats_replace_all_old_ones(database: Database) -> None:
    await add_room(database)
    async with database.writing() as connection:
        before = {AMIRA.user: Seat(Membership.INVITED, MONDAY), BO.user: Seat(Membership.JOINED, MONDAY)}
        await store.write_seats(connection, ROOM.id, before)

    after = {AMIRA.user: Seat(Membership.JOINED, MONDAY), JONAS.user: Seat(Membership.INVITED, MONDAY)}
    async with database.writing() as connection:
        await store.write_seats(connection, ROOM.id, after)

    async with database.reading() as connection:
        assert [known.seats for known in await store.of_case(connection, F1)] == [after]


async def test_a_page_is_turned_once(database: Database) -> None:
    await add_room(database)

    async with database.writing() as connection:
        first = await store.turn_page(connection, ROOM)
        second = await store.turn_page(connection, ROOM)

    assert (first, second) == (True, False)


async def test_of_many_who_saw_the_same_page_one_may_write(database: Database) -> None:
    await add_room(database)

    async def turn() -> bool:
        async with database.writing() as connection:
            return await store.turn_page(connection, ROOM)

    turned = await asyncio.gather(*(turn() for _ in range(10)))

    assert sorted(turned) == [False] * 9 + [True]


async def test_a_push_is_heard_once(database: Database) -> None:
    async with database.writing() as connection:
        heard = [await store.first_hearing(connection, "17", "events", MONDAY) for _ in range(3)]

    assert heard == [True, False, False]


async def test_a_push_whose_effects_were_not_committed_is_heard_again(database: Database) -> None:
    async with failing(database) as connection:
        await store.first_hearing(connection, "17", "events", MONDAY)

    async with database.writing() as connection:
        assert await store.first_hearing(connection, "17", "events", MONDAY)


async def test_a_push_that_comes_many_times_at_once_is_heard_once(database: Database) -> None:
    async def hear() -> bool:
        async with database.writing() as connection:
            return await store.first_hearing(connection, "17", "events", MONDAY)

    heard = await asyncio.gather(*(hear() for _ in range(10)))

    assert heard.count(True) == 1


async def test_what_was_heard_before_the_limit_is_forgotten_and_nothing_else(database: Database) -> None:
    async with database.writing() as connection:
        await store.first_hearing(connection, "old", "events", MONDAY - A_MOMENT)
        await store.first_hearing(connection, "new", "events", MONDAY)

        await store.forget_pushes(connection, MONDAY)

        assert await store.first_hearing(connection, "old", "events", MONDAY)
        assert not await store.first_hearing(connection, "new", "events", MONDAY)
