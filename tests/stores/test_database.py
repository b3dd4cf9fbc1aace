"""A transaction is whole or absent, an instant stays the instant it was, a bell rings behind a commit."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiosqlite
import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.audit import GENESIS, Act
from hub.cases import directory
from hub.chance import Chance
from hub.db import Database, sweep_after
from hub.effects import Debt, Reconcile, Urgency
from hub.rooms.store import PUSHES
from tests.clock import MONDAY
from tests.databases import DatabaseServer, SqliteFiles, failing
from tests.people import BO, F1
from tests.shelves import shelve_people

BERLIN = ZoneInfo("Europe/Berlin")


async def stored(database: Database, instant: datetime) -> datetime:
    async with database.writing() as connection:
        await connection.execute(PUSHES.insert().values(transaction_id="1", at=instant))
    async with database.reading() as connection:
        found: datetime = (await connection.execute(select(PUSHES.c.at))).scalar_one()
    return found


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 2, 12, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 2, 12, 0, 0, 999_999, tzinfo=UTC),
        datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=-11))),
        datetime(2026, 7, 1, 0, 30, tzinfo=BERLIN),
        # The hour that the clocks of autumn show twice.
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0),
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ],
    ids=str,
)
async def test_an_instant_stays_the_same_instant_and_is_told_in_utc(
    database: Database, instant: datetime
) -> None:
    found = await stored(database, instant)

    assert found == instant.astimezone(UTC)
    assert found.utcoffset() == timedelta(0)


async def test_the_two_equal_hours_of_autumn_stay_apart(database: Database) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0)

    async with database.writing() as connection:
        for fold in (0, 1):
            row = {"transaction_id": str(fold), "at": first.replace(fold=fold)}
            await connection.execute(PUSHES.insert().values(row))
        earlier = select(PUSHES.c.transaction_id).where(PUSHES.c.at < first.replace(fold=1))

        assert list((await connection.execute(earlier)).scalars()) == ["0"]


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="a time without a zone is no instant"):
        await stored(database, MONDAY.replace(tzinfo=None))


async def test_no_instant_is_no_instant(database: Database) -> None:
    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await connection.execute(PUSHES.insert().values(transaction_id="1", at=None))


async def test_an_error_of_the_database_names_nobody(database: Database) -> None:
    # Whatever reaches a log from here must not say who it was about.
    async with database.writing() as connection:
        await shelve_people(connection)
        with pytest.raises(IntegrityError) as error:
            await directory.add_professional(connection, BO)

    assert BO.name not in str(error.value)


async def test_what_fails_leaves_nothing(database: Database) -> None:
    async with failing(database) as connection:
        await journal.append(connection, Act(at=MONDAY, actor="hub", deed="test"))
        await outbox.owe(connection, Chance(), Debt(Reconcile(F1), MONDAY, Urgency.REMOVAL))

    async with database.reading() as connection:
        assert await journal.head(connection) == (0, GENESIS)
        assert await outbox.of_case(connection, F1) == []


async def test_what_is_not_committed_nobody_else_sees(database: Database) -> None:
    async with database.writing() as writer:
        await journal.append(writer, Act(at=MONDAY, actor="hub", deed="test"))

        async with database.reading() as reader:
            assert await journal.head(reader) == (0, GENESIS)


async def test_a_reader_waits_for_no_writer(database: Database) -> None:
    async with database.writing() as writer:
        await journal.append(writer, Act(at=MONDAY, actor="hub", deed="test"))

        async with asyncio.timeout(2), database.reading() as reader:
            assert await journal.entries(reader) == []


async def test_a_look_into_the_database_is_one_look(database: Database) -> None:
    async with database.reading() as reader:
        before = await journal.head(reader)

        async with database.writing() as writer:
            await journal.append(writer, Act(at=MONDAY, actor="hub", deed="test"))

        assert (await journal.head(reader), await journal.entries(reader)) == (before, [])


async def test_what_a_rule_decided_on_is_still_so_when_it_is_written(database: Database) -> None:
    async def count_up() -> None:
        async with database.writing() as connection:
            await journal.take_turn(connection)
            number, _ = await journal.head(connection)
            await asyncio.sleep(0)
            await connection.execute(journal.HEAD.update().values(number=number + 1))

    await asyncio.gather(*(count_up() for _ in range(20)))

    async with database.reading() as connection:
        assert (await journal.head(connection))[0] == 20


async def test_the_bell_rings_behind_a_commit_that_owes_something(server: DatabaseServer) -> None:
    rung: list[str] = []
    async with server.migrated() as url:
        database = Database(url, ring=lambda: rung.append("rung"))

        async with database.writing() as connection:
            await outbox.owe(connection, Chance(), Debt(Reconcile(F1), MONDAY, Urgency.REMOVAL))
            rung.append("committing")

        await database.close()
    assert rung == ["committing", "rung"]


async def test_the_bell_is_silent_if_nothing_is_owed_or_nothing_was_committed(server: DatabaseServer) -> None:
    rung: list[str] = []
    async with server.migrated() as url:
        database = Database(url, ring=lambda: rung.append("rung"))

        async with failing(database) as connection:
            await outbox.owe(connection, Chance(), Debt(Reconcile(F1), MONDAY, Urgency.REMOVAL))
        async with database.writing() as connection:
            await journal.append(connection, Act(at=MONDAY, actor="hub", deed="test"))

        await database.close()
    assert rung == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
async def test_sqlite_keeps_what_it_answered_and_forgets_what_it_deleted(
    sqlite: SqliteFiles, pragma: str, value: object
) -> None:
    def ask(connection: Connection) -> object:
        return connection.execute(text(f"PRAGMA {pragma}")).scalar_one()

    async with sqlite.migrated() as url:
        database = Database(url)
        async with database.reading() as reader, database.writing() as writer:
            answers = [await reader.run_sync(ask), await writer.run_sync(ask)]
        await database.close()

    assert answers == [value, value]


def log_of_changes(database: Database) -> bytes:
    return Path(f"{database.url.database}-wal").read_bytes()


async def test_where_a_deletion_must_leave_no_trace_none_is_left_behind_its_commit(
    sqlite: SqliteFiles,
) -> None:
    async with sqlite.migrated() as url:
        database = Database(url)
        await stored(database, MONDAY)
        async with database.writing() as connection:
            await connection.execute(PUSHES.delete())
            await sweep_after(connection)
        swept = log_of_changes(database)
        async with failing(database) as connection:
            await sweep_after(connection)
        # What failed asks for nothing afterwards.
        await stored(database, MONDAY)
        kept = log_of_changes(database)
        await database.close()

    assert swept == b""
    assert kept != b""


async def test_what_is_under_way_when_a_database_is_closed_is_carried_to_its_end(
    server: DatabaseServer,
) -> None:
    async with server.migrated() as url:
        database = Database(url)

        async with database.writing() as first, database.reading() as second:
            drivers = [await _driver(first), await _driver(second)]
            await database.close()
            await journal.append(first, Act(at=MONDAY, actor="hub", deed="test"))

        for driver in drivers:
            _assert_closed(driver)
        async with database.reading() as late:
            assert len(await journal.entries(late)) == 1
            driver = await _driver(late)
        _assert_closed(driver)


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


def _assert_closed(driver: Any) -> None:
    if isinstance(driver, aiosqlite.Connection):
        with pytest.raises(ValueError, match="no active connection"):
            _ = driver.in_transaction
    else:
        assert driver.is_closed()
