"""How the file in the data folder is opened, and asked without many ways to its thread and back."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# How long a writer waits for another process (a command beside a running hub).
PATIENCE = 30.0
SWEEPS_PATIENCE = 0.5
# FULL: a withdrawal that was answered must survive a power cut.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def engine_of(file: str, *, keeps: int) -> AsyncEngine:
    """The engine for a file, which keeps so many connections open."""

    async def connect() -> aiosqlite.Connection:
        return await _Connection(file).opened()

    # Parameters are people's names; an error that reaches a log must not carry them.
    url = URL.create("sqlite+aiosqlite", database=file)
    engine = create_async_engine(url, async_creator=connect, hide_parameters=True, pool_size=keeps)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


async def sweep(file: str) -> None:
    """Leave nothing of what was deleted in the log of changes either, if nobody reads."""
    await asyncio.to_thread(_sweep, file)


class _Connection(aiosqlite.Connection):
    """One whose cursors go to the connection's thread once for a statement, and not four times.

    Each way there and back takes longer than most statements do, and eight of them stand between a
    withdrawal and its effect.
    """

    def __init__(self, file: str) -> None:
        super().__init__(partial(_open, file), iter_chunk_size=1)
        # Nobody waits for it at the end of a process that had no time to say goodbye.
        self._thread.daemon = True

    async def opened(self) -> aiosqlite.Connection:
        """Itself; its thread does not outlive a file that cannot be opened."""
        try:
            return await self
        except sqlite3.Error:
            await asyncio.to_thread(self._thread.join)
            raise

    def cursor(self) -> "_Cursor":  # type: ignore[override]
        """A cursor; of it SQLAlchemy's adapter asks what is below and no more."""
        return _Cursor(self)

    async def run(self, sql: str, parameters: Any, *, many: bool) -> "_Outcome":
        """Perform a statement and fetch what it gives."""
        statement = partial(_run, self._conn, sql, parameters, many)
        outcome: _Outcome = await self._execute(statement)  # type: ignore[no-untyped-call]
        return outcome


_Outcome = tuple[Sequence[Any] | None, int, int | None, Sequence[Any]]


class _Cursor:
    arraysize = 1

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> "_Cursor":
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> None:
        self._keep(await self._connection.run(sql, parameters, many=False))

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> None:
        self._keep(await self._connection.run(sql, parameters, many=True))

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _keep(self, outcome: _Outcome) -> None:
        self.description, self.rowcount, self.lastrowid, self._rows = outcome


def _run(connection: sqlite3.Connection, sql: str, parameters: Any, many: bool) -> _Outcome:
    with contextlib.closing(connection.cursor()) as cursor:
        (cursor.executemany if many else cursor.execute)(sql, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows


def _open(file: str) -> sqlite3.Connection:
    # The driver must not open transactions by itself: it would begin them too late and too weak.
    connection = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
    # A text that is none must not hide those beside it: it reads as something that fits nothing.
    connection.text_factory = _readable
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _readable(text: bytes) -> str:
    return text.decode(errors="replace")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: what a rule decided on is still so when it is written.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _sweep(file: str) -> None:
    # Others must not wait for this; what stays goes with a later one.
    sweeper = contextlib.closing(sqlite3.connect(file, timeout=SWEEPS_PATIENCE))
    with sweeper as connection, contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
