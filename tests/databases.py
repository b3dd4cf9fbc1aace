"""Databases for tests: migrated once a session, copied for every test, on both kinds of server."""

import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg
from sqlalchemy import Dialect, Insert, delete, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import Database
from hub.migrations.run import migrate
from hub.migrations.tables import METADATA
from tests.postgres import Cluster

DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

# A test that failed may have left connections open.
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class DatabaseServer(Protocol):
    """Where a test's own database lives. Both give URLs that mean nothing after the block."""

    def empty(self) -> AbstractAsyncContextManager[str]:
        """A database in which there is nothing."""
        ...

    def migrated(self) -> AbstractAsyncContextManager[str]:
        """A database in today's shape."""
        ...


@dataclass(frozen=True, slots=True)
class SqliteFiles:
    """Databases as files in a folder; `template` was migrated before."""

    folder: Path
    template: Path

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        """A file that does not exist yet."""
        yield sqlite_url(self.folder / f"{secrets.token_hex(4)}.sqlite")

    @asynccontextmanager
    async def migrated(self) -> AsyncIterator[str]:
        """A copy of the template."""
        file = self.folder / f"{secrets.token_hex(4)}.sqlite"
        shutil.copy(self.template, file)
        yield sqlite_url(file)


class PostgresDatabases:
    """Databases in one running cluster.

    To make one takes a tenth of a second, to empty one some milliseconds: what the last test used
    is emptied for the next one, and only a second one at the same time is made anew.
    """

    def __init__(self, cluster: Cluster, *, template: str, shared: str, sweep: str) -> None:
        self._cluster = cluster
        self._template = template
        self._shared: str | None = shared
        self._sweep = sweep

    def empty(self) -> AbstractAsyncContextManager[str]:
        """A database in which there is nothing."""
        return self._cluster.fresh()

    @asynccontextmanager
    async def migrated(self) -> AsyncIterator[str]:
        """A database as migrations leave it."""
        url, self._shared = self._shared, None
        if url is None:
            async with self._cluster.fresh(like=self._template) as another:
                yield another
            return
        await _run(url, self._sweep)
        yield url
        self._shared = url


@asynccontextmanager
async def postgres_databases(cluster: Cluster) -> AsyncIterator[PostgresDatabases]:
    """Prepare a cluster for a session of tests."""
    async with cluster.fresh() as template:
        await bring_up_to_date(template)
        sweep = await _sweep(template)
        async with cluster.fresh(like=template) as shared:
            yield PostgresDatabases(cluster, template=template, shared=shared, sweep=sweep)


def sqlite_url(file: Path) -> str:
    """The URL of a database file."""
    return f"sqlite+aiosqlite:///{file}"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A database that is let go of, whatever happens in the block."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


async def bring_up_to_date(url: str) -> None:
    """Migrate a database and let go of it."""
    async with opened(url) as database:
        await migrate(database)


async def _sweep(template: str) -> str:
    """What makes a used database look like the template again, in one go."""
    database = Database(template)
    sweep: list[str] = [END_OTHERS]
    sweep += [str(delete(table).compile(dialect=DIALECT)) for table in reversed(METADATA.sorted_tables)]
    async with database.reading() as connection:
        for table in METADATA.sorted_tables:
            # Migrations leave rows in some tables.
            rows = [row._asdict() for row in await connection.execute(select(table))]
            sweep += [_literally(insert(table).values(row)) for row in rows]
    await database.close()
    return ";".join(sweep)


def _literally(statement: Insert) -> str:
    return str(statement.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))


async def _run(url: str, script: str) -> None:
    where = make_url(url)
    connection = await asyncpg.connect(
        host=str(where.query["host"]), user=where.username, database=where.database
    )
    await connection.execute(script)
    await connection.close()


class CauseFailed(Exception):
    """Something went wrong in the middle of a transaction."""


@asynccontextmanager
async def failing(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction that fails at its end, after everything in it was done."""
    with suppress(CauseFailed):
        async with database.writing() as connection:
            yield connection
            raise CauseFailed
