"""The audit chain is one line of entries, whoever writes and however many at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from hub import journal
from hub.audit import GENESIS, Act, Broken, verify
from hub.db import Database
from hub.identifiers import CaseId
from tests.clock import MONDAY
from tests.databases import failing

NOW = MONDAY + timedelta(microseconds=123456)


def act(number: int) -> Act:
    return Act(
        at=NOW + timedelta(microseconds=number),
        actor="client",
        deed="consent.withdrawn",
        case="case-1",
        target=f"consent-{number}",
        basis="",
    )


async def append(database: Database, *acts: Act) -> None:
    async with database.writing() as connection:
        await journal.append(connection, *acts)


async def broken(database: Database) -> Broken | None:
    async with database.reading() as connection:
        return verify(await journal.entries(connection), head=await journal.head(connection))


async def test_acts_come_back_as_they_were_written(database: Database) -> None:
    await append(database, act(1), act(2))
    await append(database, act(3))

    async with database.reading() as connection:
        entries = await journal.entries(connection)

    assert [entry.act for entry in entries] == [act(1), act(2), act(3)]
    assert [entry.number for entry in entries] == [1, 2, 3]


async def test_the_acts_of_a_case_are_its_own_and_in_order(database: Database) -> None:
    other = replace(act(2), case="case-2")
    await append(database, act(1), other, act(3))

    async with database.reading() as connection:
        assert await journal.acts_of(connection, CaseId("case-1")) == [act(1), act(3)]
        assert await journal.acts_of(connection, CaseId("case-3")) == []


async def test_an_empty_chain_holds(database: Database) -> None:
    async with database.reading() as connection:
        assert await journal.head(connection) == (0, GENESIS)

    assert await broken(database) is None


async def test_nothing_to_write_leaves_the_chain_alone(database: Database) -> None:
    await append(database, act(1))

    await append(database)

    async with database.reading() as connection:
        assert (await journal.head(connection))[0] == 1


async def test_the_chain_holds_after_many_writers_at_once(database: Database) -> None:
    await asyncio.gather(*(append(database, act(n), act(100 + n)) for n in range(25)))

    async with database.reading() as connection:
        entries = await journal.entries(connection)
    assert [entry.number for entry in entries] == list(range(1, 51))
    assert {entry.act for entry in entries} == {act(n) for n in [*range(25), *range(100, 125)]}
    assert await broken(database) is None


async def test_an_act_that_was_not_committed_leaves_no_gap(database: Database) -> None:
    await append(database, act(1))
    async with failing(database) as connection:
        await journal.append(connection, act(2))

    await append(database, act(3))

    async with database.reading() as connection:
        assert [entry.act for entry in await journal.entries(connection)] == [act(1), act(3)]
    assert await broken(database) is None


async def test_whoever_has_the_turn_makes_others_wait(database: Database) -> None:
    async with database.writing() as connection:
        await journal.take_turn(connection)
        other = asyncio.create_task(append(database, act(2)))
        await asyncio.wait({other}, timeout=0.1)
        waited = not other.done()
        await journal.append(connection, act(1))
    await other

    assert waited
    async with database.reading() as connection:
        assert [entry.act for entry in await journal.entries(connection)] == [act(1), act(2)]


@pytest.mark.parametrize(
    "words",
    [
        {"actor": "hub"},
        {"deed": "consent.given"},
        {"case_id": "case-2"},
        {"target": "consent-7"},
        {"basis": "consent-7"},
        {"at": NOW},
        {"previous": GENESIS},
        {"hash": GENESIS},
    ],
    ids=lambda words: next(iter(words)),
)
async def test_a_changed_entry_breaks_the_chain_at_its_place(
    database: Database, words: dict[str, object]
) -> None:
    await append(database, act(1), act(2), act(3))

    async with database.writing() as connection:
        second = journal.ENTRIES.c.number == 2
        await connection.execute(update(journal.ENTRIES).where(second).values(words))

    assert await broken(database) == Broken(2, "entry changed")


@pytest.mark.parametrize(("number", "why"), [(1, "entry missing"), (2, "entry missing"), (3, "end missing")])
async def test_a_missing_entry_breaks_the_chain(database: Database, number: int, why: str) -> None:
    await append(database, act(1), act(2), act(3))

    async with database.writing() as connection:
        await connection.execute(delete(journal.ENTRIES).where(journal.ENTRIES.c.number == number))

    assert await broken(database) == Broken(number, why)


async def test_what_the_chain_tells_under_some_conditions_comes_in_its_order(database: Database) -> None:
    other = Act(at=NOW, actor="hub", deed="key.pinned", target="somebody", basis="ab" * 32)
    await append(database, act(1), other, act(2), act(3))

    words = journal.ENTRIES.c
    async with database.reading() as connection:
        told = await journal.told(
            connection,
            (words.case_id == "case-1") & (words.target != "consent-2"),
            words.target == "somebody",
        )

    assert told == [act(1), other, act(3)]


async def test_what_somebody_wrote_before_the_first_entry_is_found_and_tells_nothing(
    database: Database,
) -> None:
    await append(database, act(1))
    async with database.writing() as connection:
        row = {"number": -1, "at": NOW, "actor": "hub", "deed": "key.pinned", "case_id": "case-1"}
        row |= {"target": "client", "basis": "", "previous": GENESIS, "hash": GENESIS}
        await connection.execute(insert(journal.ENTRIES).values(row))

    async with database.reading() as connection:
        assert (await journal.check(connection))[0] == Broken(1, "entry missing")
        assert await journal.told(connection, journal.ENTRIES.c.case_id == "case-1") == [act(1)]


async def test_a_chain_longer_than_a_stride_is_walked_to_its_end(database: Database) -> None:
    await append(database, *(act(number) for number in range(journal.A_STRIDE + 3)))

    async with database.writing() as connection:
        whole, head = await journal.check(connection)
        last = journal.ENTRIES.c.number == head[0] - 1
        await connection.execute(update(journal.ENTRIES).where(last).values(actor="somebody"))
        changed, _ = await journal.check(connection)

    assert (whole, head[0]) == (None, journal.A_STRIDE + 3)
    assert changed == Broken(head[0] - 1, "entry changed")


async def test_the_chain_is_walked_from_where_it_was_walked_to(database: Database) -> None:
    await append(database, act(1), act(2))
    async with database.reading() as connection:
        _, reached = await journal.check(connection)
    await append(database, act(3))

    async with database.reading() as connection:
        assert (await journal.check(connection, after=reached))[0] is None
        assert (await journal.check(connection, after=(2, GENESIS)))[0] == Broken(3, "entry changed")
        assert (await journal.check(connection, after=(7, GENESIS)))[0] == Broken(8, "end missing")
        assert await journal.hash_at(connection, 2) == reached[1]
        assert await journal.hash_at(connection, 9) is None
