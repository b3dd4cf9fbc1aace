"""What was owed as a theme to be told is owed as a roster, which tells the theme, too."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

import hub.migrations
from hub import outbox
from hub.db import Database
from hub.effects import AnnounceRoster
from hub.identifiers import CircleId
from hub.migrations.run import migrate
from tests.clock import MONDAY
from tests.databases import DatabaseServer, opened
from tests.people import F1

AT = MONDAY.strftime("%Y-%m-%d %H:%M:%S+00:00")


def upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(hub.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "0008")


@pytest.fixture
async def yesterday(server: DatabaseServer) -> AsyncIterator[Database]:
    """A database in yesterday's shape, with a theme that is to be told."""
    async with server.empty() as url, opened(url) as database:
        async with database.writing() as connection:
            await connection.run_sync(upgrade)
            ids = '{"case": "case-f1", "circle": "5c"}'.replace(":", "\\:")
            await connection.execute(
                text(
                    "INSERT INTO outbox (id, kind, case_id, ids, urgency, due_at, attempts)"
                    f" VALUES ('1', 'announce-theme', 'case-f1', '{ids}', 2, '{AT}', 0)"
                )
            )
        yield database


async def test_what_was_to_be_told_is_still_owed(yesterday: Database) -> None:
    await migrate(yesterday)

    async with yesterday.reading() as connection:
        assert await outbox.of_case(connection, F1) == [AnnounceRoster(F1, CircleId("5c"))]
