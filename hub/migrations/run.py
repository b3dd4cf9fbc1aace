"""Bring a database to today's shape, or say in one line why that is not possible."""

import sqlite3
from functools import cache
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from hub.db import Database
from hub.errors import NotReady

# Any number; it must only be the same for everybody who migrates the same PostgreSQL database.
_LOCK = 5_771_001


async def migrate(database: Database) -> None:
    """Apply what is missing, whole or not at all."""
    try:
        if database.is_sqlite and database.url.database:
            # The asynchronous driver leaves a thread behind when it cannot open its file.
            sqlite3.connect(database.url.database).close()
        async with database.writing() as connection:
            await connection.run_sync(_upgrade)
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise NotReady("database-not-usable", why=reason) from None
    except (asyncpg.PostgresError, sqlite3.Error) as error:
        raise NotReady("database-not-usable", why=str(error).splitlines()[0]) from None
    except OSError as error:
        raise NotReady("database-not-usable", why=error.strerror or str(error)) from None


def newest() -> str:
    """The revision this code knows as the newest."""
    head = _scripts().get_current_head()
    assert head is not None
    return head


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two hubs started at once must not both migrate.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    current = MigrationContext.configure(connection).get_current_revision()
    if current == newest():
        return
    if current is not None and current not in {script.revision for script in _scripts().walk_revisions()}:
        raise NotReady("database-newer", database=current, code=newest())
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def _scripts() -> ScriptDirectory:
    """Every migration there is; it is Python that is compiled, so once for a process."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
