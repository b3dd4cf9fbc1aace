"""Every database that a test is given is as migrations leave it, whatever the last test did to its own."""

from hub import journal
from hub.audit import GENESIS, Act
from hub.db import Database
from tests.clock import MONDAY
from tests.databases import DatabaseServer, PostgresDatabases
from tests.people import case_f1
from tests.shelves import shelve


async def fill(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1())
        await journal.append(connection, Act(at=MONDAY, actor="hub", deed="test"))


async def test_nothing_is_left_of_what_the_last_one_wrote(server: DatabaseServer) -> None:
    for _ in range(2):
        async with server.migrated() as url:
            database = Database(url)

            async with database.reading() as connection:
                assert await journal.head(connection) == (0, GENESIS)
                assert await journal.entries(connection) == []
            await fill(database)

            await database.close()


async def test_two_at_the_same_time_are_two(server: DatabaseServer) -> None:
    async with server.migrated() as mine, server.migrated() as theirs:
        database, other = Database(mine), Database(theirs)
        await fill(database)

        async with other.reading() as connection:
            assert await journal.entries(connection) == []

        await database.close()
        await other.close()


async def test_what_the_last_one_left_open_stands_in_nobodys_way(postgresql: PostgresDatabases) -> None:
    async with postgresql.migrated() as url:
        careless = Database(url)
        connection = await careless.engine.connect()
        await journal.take_turn(connection)

    async with postgresql.migrated() as url:
        database = Database(url)
        await fill(database)
        await database.close()

    await connection.invalidate()
    await careless.close()
