"""What somebody laid down about when they can be reached: sealed, theirs, without a time of its own."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, inspect, select, update

from hub.cases import directory
from hub.cases.model import Professional
from hub.db import Database
from hub.identifiers import CaseId
from hub.presence import store
from hub.presence.hours import Week, read_week
from hub.presence.model import NOTHING_DECLARED, Absence, Declared
from hub.presence.store import REACHABILITIES
from hub.vault import Vault
from tests.clock import MONDAY
from tests.people import AMIRA, BO
from tests.shelves import VAULT, shelve_people

WEEK = read_week("Mo-Do 8-16:30, Fr 22-6", "NW")
EVERYTHING = Declared(
    is_shown=True,
    is_findable=True,
    hidden_in=frozenset({CaseId("case-1"), CaseId("case-2")}),
    week=WEEK if isinstance(WEEK, Week) else None,
    absence=Absence(MONDAY + timedelta(days=3), BO.id),
    calendar="https://kalender.example/geheim/bo.ics",
)
SHOWN = Declared(is_shown=True)


@pytest.fixture
async def shelved(database: Database) -> Database:
    """A database with the cast."""
    async with database.writing() as connection:
        await shelve_people(connection)
    return database


async def lays_down(database: Database, person: Professional, said: Declared) -> None:
    async with database.writing() as connection:
        await store.lay_down(connection, person.id, said, VAULT.hub)


async def declared(database: Database, person: Professional, vault: Vault = VAULT) -> Declared:
    async with database.reading() as connection:
        return await store.declared(connection, person.id, vault.hub)


@pytest.mark.parametrize("said", [NOTHING_DECLARED, SHOWN, EVERYTHING])
async def test_what_was_laid_down_is_read_again(shelved: Database, said: Declared) -> None:
    await lays_down(shelved, BO, EVERYTHING)
    await lays_down(shelved, BO, said)

    assert await declared(shelved, BO) == said
    assert await declared(shelved, AMIRA) == NOTHING_DECLARED


async def test_whoever_laid_down_nothing_leaves_no_row(shelved: Database) -> None:
    await lays_down(shelved, BO, SHOWN)
    await lays_down(shelved, BO, NOTHING_DECLARED)

    async with shelved.reading() as connection:
        assert not await store.has_any(connection)


async def test_there_is_no_place_for_when_anything_was_said(shelved: Database) -> None:
    async with shelved.reading() as connection:
        columns = await connection.run_sync(lambda sync: inspect(sync).get_columns("reachability"))

    assert {column["name"] for column in columns} == {"professional_id", "declared"}


async def test_whoever_can_write_the_database_alone_shows_nobody(shelved: Database) -> None:
    async with shelved.writing() as connection:
        forged = {"professional_id": BO.id, "declared": b'{"is_shown": true}'}
        await connection.execute(insert(REACHABILITIES).values(forged))

    assert await declared(shelved, BO) == NOTHING_DECLARED


async def test_what_somebody_laid_down_shows_nobody_else(shelved: Database) -> None:
    await lays_down(shelved, BO, SHOWN)
    async with shelved.writing() as connection:
        await connection.execute(update(REACHABILITIES).values(professional_id=AMIRA.id))

    assert await declared(shelved, AMIRA) == NOTHING_DECLARED


async def test_under_another_key_nobody_is_shown(shelved: Database) -> None:
    await lays_down(shelved, BO, SHOWN)

    assert await declared(shelved, BO, Vault(bytes(32))) == NOTHING_DECLARED


async def test_one_that_is_spoilt_hides_no_other(shelved: Database) -> None:
    await lays_down(shelved, BO, SHOWN)
    await lays_down(shelved, AMIRA, SHOWN)
    async with shelved.writing() as connection:
        spoilt = update(REACHABILITIES).where(REACHABILITIES.c.professional_id == BO.id)
        await connection.execute(spoilt.values(declared=b"spoilt"))

    async with shelved.reading() as connection:
        known = await store.all_declared(connection, VAULT.hub)

    assert {person.user: said for person, said in known.items()} == {
        AMIRA.user: SHOWN,
        BO.user: NOTHING_DECLARED,
    }


async def test_how_long_it_is_does_not_tell_who_is_shown_or_away(shelved: Database) -> None:
    away = Declared(is_shown=True, absence=Absence(MONDAY + timedelta(days=3), BO.id))
    lengths = set()
    for said in (SHOWN, Declared(is_findable=True), away, EVERYTHING):
        await lays_down(shelved, BO, said)
        async with shelved.reading() as connection:
            sealed = (await connection.execute(select(REACHABILITIES.c.declared))).scalar_one()
        lengths.add(len(sealed))

    assert len(lengths) == 1


async def test_more_than_one_block_is_read_again_as_well(shelved: Database) -> None:
    said = Declared(calendar="https://kalender.example/" + "a" * 1_975)
    await lays_down(shelved, BO, said)

    assert await declared(shelved, BO) == said


async def test_what_was_laid_down_before_there_were_calendars_is_read_again(shelved: Database) -> None:
    before = {"is_shown": True, "is_findable": False, "hidden_in": [], "week": None, "absence": None}
    sealed = VAULT.hub.seal(json.dumps(before), f"reachability.declared:{BO.id}")
    async with shelved.writing() as connection:
        await connection.execute(insert(REACHABILITIES).values(professional_id=BO.id, declared=sealed))

    assert await declared(shelved, BO) == SHOWN


def test_where_a_calendar_stands_is_not_said_by_the_way() -> None:
    assert "geheim" not in repr(EVERYTHING)


async def test_of_whoever_left_nothing_is_read(shelved: Database) -> None:
    await lays_down(shelved, BO, SHOWN)
    async with shelved.writing() as connection:
        await directory.set_left(connection, BO.id, MONDAY)

    async with shelved.reading() as connection:
        assert await store.all_declared(connection, VAULT.hub) == {}


async def test_what_stands_there_tells_nothing_to_whoever_reads_it(shelved: Database) -> None:
    await lays_down(shelved, BO, EVERYTHING)

    async with shelved.reading() as connection:
        sealed = (await connection.execute(select(REACHABILITIES.c.declared))).scalar_one()

    words = (b"is_shown", b"case-1", b"absence", b"16:30", b"kalender", BO.id.encode())
    assert not any(word in sealed for word in words)
