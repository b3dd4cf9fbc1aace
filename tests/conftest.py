"""What every test may ask for: a database of each kind, and a whole hub on it."""

import asyncio
import os
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from hub.db import Database
from tests.databases import (
    DatabaseServer,
    PostgresDatabases,
    SqliteFiles,
    bring_up_to_date,
    postgres_databases,
    sqlite_url,
)
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.federated import Federated, federated_homeservers
from tests.guarded import GuardedHomeserver, running_guarded
from tests.postgres import Cluster, PostgresMissing, running_cluster
from tests.real import RealHomeserver, running_homeserver
from tests.shelves import shelve_people

KINDS = ("sqlite", "postgresql")
SLOW = ("homeserver", "peers", "attacks", "crash")
BOTH = "--both-databases"
# What is asked of tables alone is asked of both kinds of database always; a story is told on one of them.
STORIES = ("flows", "doors")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever has the time have every story told on both kinds of database."""
    parser.addoption(BOTH, action="store_true", help="tell each story on SQLite and on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Draw for each story its database. Tests that start servers or look at the clock wait in one line."""
    if not config.getoption(BOTH):
        config.hook.pytest_deselected(items=[item for item in items if is_left_out(item)])
        items[:] = [item for item in items if not is_left_out(item)]
    for item in items:
        if any(item.get_closest_marker(name) for name in SLOW):
            item.add_marker(pytest.mark.xdist_group("one line"))


def is_left_out(item: pytest.Item) -> bool:
    """Whether a story is told on the other kind of database: by its name, so that it is the same always."""
    drawn = getattr(item, "callspec", None)
    kind = str(drawn.params.get("server")) if drawn else ""
    if kind not in KINDS or item.path.parent.name not in STORIES:
        return False
    name = item.nodeid.replace(kind, "")
    return kind != KINDS[zlib.crc32(name.encode()) % len(KINDS)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file in today's shape."""
    file = tmp_path_factory.mktemp("template") / "hub.sqlite"
    asyncio.run(bring_up_to_date(sqlite_url(file)))
    return file


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> SqliteFiles:
    """SQLite, as one office uses it."""
    return SqliteFiles(tmp_path, sqlite_template)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """One PostgreSQL server for the session; a desk may lack it, CI may not."""
    try:
        with running_cluster() as cluster:
            yield cluster
    except PostgresMissing as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def postgresql(postgres_cluster: Cluster) -> Iterator[PostgresDatabases]:
    """PostgreSQL, as a network of agencies uses it."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        yield runner.run(stack.enter_async_context(postgres_databases(postgres_cluster)))
        runner.run(stack.aclose())


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest) -> DatabaseServer:
    """Each kind of database server in turn."""
    chosen: DatabaseServer = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def bell() -> HandBell:
    """Rung at every commit that owes something."""
    return HandBell()


@pytest.fixture
async def database(server: DatabaseServer, bell: HandBell) -> AsyncIterator[Database]:
    """A database of the test's own, in today's shape."""
    async with server.migrated() as url:
        database = Database(url, ring=bell.ring)
        yield database
        await database.close()


@pytest.fixture
async def desk(database: Database, bell: HandBell) -> AsyncIterator[Desk]:
    """A whole hub that knows the cast. However its story goes, the audit chain holds at the end."""
    async with database.writing() as connection:
        await shelve_people(connection)
    desk = Desk(database, bell)
    yield desk
    await desk.hub.feed.rest()
    assert await desk.broken() is None


@pytest.fixture(scope="session")
def real_homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHomeserver]:
    """One Synapse for the session. Tests that ask for it carry the marker `homeserver`."""
    with running_homeserver(tmp_path_factory.mktemp("real")) as homeserver:
        yield homeserver


@pytest.fixture(scope="session")
def guarded_homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedHomeserver]:
    """One more, with the guard in it."""
    with running_guarded(tmp_path_factory.mktemp("guarded")) as homeserver:
        yield homeserver


@pytest.fixture(scope="session")
def two_homeservers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federated]:
    """The hub's Synapse and an agency's, federating, for the session; as above."""
    with federated_homeservers(tmp_path_factory.mktemp("federated")) as both:
        yield both


@pytest.fixture
def federated(two_homeservers: Federated) -> Iterator[Federated]:
    """The two, healed whatever a test did to the lines between them."""
    yield two_homeservers
    two_homeservers.heal()
