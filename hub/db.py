"""How the hub remembers: one engine, one transaction per call, SQLite or PostgreSQL."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, MetaData, Table, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from hub import sqlite

# Names for every constraint: batch migrations on SQLite can only drop what has a name.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One for each of a courier's hands. What is opened beyond these is closed again after each transaction, and
# to open one takes longer than most transactions do.
KEPT_OPEN = 16

# What a transaction asks for that is done behind its commit.
_WAKE, _SWEEP = "fallraum.wake", "fallraum.sweep"


class Instant(TypeDecorator[datetime]):
    """An aware instant; both databases give back exactly what was stored, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: nobody knows which instant they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is no instant")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class InstantIfAny(Instant):
    """As `Instant`, for reading what anybody may have written: what is no instant is None.

    On SQLite a column holds whatever was put there, and one row must not hide all others.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """What reads an instant, if it is one."""
        read = super().result_processor(dialect, coltype)
        assert read is not None

        def read_if_any(value: Any) -> datetime | None:
            try:
                return read(value)
            except (ValueError, TypeError, OverflowError):
                return None

        return read_if_any


class Database:
    """The engine and its two kinds of transaction."""

    def __init__(self, url: str | URL, *, ring: Callable[[], None] = lambda: None) -> None:
        self.url = make_url(url)
        self.engine = _engine(self.url)
        self._ring = ring
        # SQLite knows one writer: those of this process stand in line here, not asleep in there.
        self._turn = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()
        self._under_way = 0
        self._is_closed = False

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the file in the data folder."""
        return self.url.get_backend_name() == "sqlite"

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that commits when the block ends and vanishes when it fails.

        If something came to be owed in it (`wake_after`), the bell is rung behind the commit; if what was
        deleted in it must leave no trace (`sweep_after`), none is left.
        """
        async with self._turn, self._held(), self.engine.begin() as connection:
            # What one asked for that failed is nobody's any more.
            await connection.run_sync(_asked)
            yield connection
            asked = await connection.run_sync(_asked)
        if _WAKE in asked:
            self._ring()
        if _SWEEP in asked:
            await self.sweep()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent look; on SQLite it waits for no writer."""
        async with self._held(), self.engine.connect() as connection:
            if self.is_sqlite:
                await connection.execution_options(reading=True)
            else:
                await connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    async def sweep(self) -> None:
        """On SQLite: leave nothing of what was deleted in the log of changes either, if nobody reads."""
        if self.is_sqlite and self.url.database:
            await sqlite.sweep(self.url.database)

    async def close(self) -> None:
        """Let go of every connection; of those still in use, as soon as the last of them is not."""
        self._is_closed = True
        await self._let_go()

    @contextlib.asynccontextmanager
    async def _held(self) -> AsyncIterator[None]:
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            await self._let_go()

    async def _let_go(self) -> None:
        # The engine forgets connections that are in use when it disposes: they would stay open for ever.
        if self._is_closed and not self._under_way:
            await self.engine.dispose()


def is_trouble(error: Exception) -> bool:
    """Whether something failed because of the database, not of what was to be read or written there.

    Then the same may succeed in a moment.
    """
    if not isinstance(error, DBAPIError):
        return isinstance(error, (PoolTimeout, OSError))
    cause = error.orig.__cause__ if error.orig else None
    # What asyncpg cannot say to PostgreSQL is a `ValueError`; what PostgreSQL cannot hold is of class 22.
    return not isinstance(cause, ValueError) and not str(getattr(cause, "sqlstate", "")).startswith("22")


async def insert_first(connection: AsyncConnection, table: Table, **values: object) -> bool:
    """Insert a row; no if one with the same key stands there, or is about to."""
    dialect = sqlite_dialect if connection.dialect.name == "sqlite" else postgresql
    row = dialect.insert(table).values(values)
    done = await connection.execute(row.on_conflict_do_nothing(index_elements=list(table.primary_key)))
    return done.rowcount == 1


async def wake_after(connection: AsyncConnection) -> None:
    """Have the courier woken as soon as this transaction is committed."""
    await connection.run_sync(lambda c: c.info.update({_WAKE: True}))


async def sweep_after(connection: AsyncConnection) -> None:
    """Have nothing left of what was deleted as soon as this transaction is committed (`Database.sweep`)."""
    await connection.run_sync(lambda c: c.info.update({_SWEEP: True}))


def _asked(connection: Connection) -> frozenset[str]:
    return frozenset(one for one in (_WAKE, _SWEEP) if connection.info.pop(one, False))


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite" and url.database:
        return sqlite.engine_of(url.database, keeps=KEPT_OPEN)
    # Parameters are people's names; an error that reaches a log must not carry them.
    return create_async_engine(url, hide_parameters=True, pool_size=KEPT_OPEN)
