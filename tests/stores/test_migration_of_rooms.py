"""The rooms of yesterday become those in common, and whoever sits in them stays seated."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

import hub.migrations
from hub.db import Database
from hub.identifiers import COMMON, CaseId, RoomId, UserId
from hub.migrations.run import migrate
from hub.rooms import store
from hub.rooms.model import Known, Membership, Room, Seat
from tests.clock import MONDAY
from tests.databases import DatabaseServer, opened

BEFORE = "0002"
ROOM = RoomId("!abc:fallraum.localhost")
BO = UserId("@bo:jugendamt.localhost")
AT = MONDAY.strftime("%Y-%m-%d %H:%M:%S+00:00")


def upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(hub.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, BEFORE)


@pytest.fixture
async def yesterday(server: DatabaseServer) -> AsyncIterator[Database]:
    """A database in yesterday's shape, with one room and somebody in it."""
    async with server.empty() as url, opened(url) as database:
        async with database.writing() as connection:
            await connection.run_sync(upgrade)
            for statement in (
                'INSERT INTO "case" (id, label, client_user_id, client_name, opened_at)'
                f" VALUES ('case-f1', 'F-1', '@k:hub', '', '{AT}')",
                f"INSERT INTO room (id, case_id, version) VALUES ('{ROOM}', 'case-f1', 7)",
                f"INSERT INTO seat VALUES ('{ROOM}', '{BO}', 'joined', '{AT}')",
            ):
                await connection.execute(text(statement))
        yield database


async def test_the_room_of_yesterday_is_the_one_in_common_and_keeps_its_seats(yesterday: Database) -> None:
    await migrate(yesterday)

    async with yesterday.reading() as connection:
        (known,) = await store.of_case(connection, CaseId("case-f1"))
    assert known == Known(
        Room(id=ROOM, case=CaseId("case-f1"), circle=COMMON, version=7),
        {BO: Seat(Membership.JOINED, MONDAY)},
    )
