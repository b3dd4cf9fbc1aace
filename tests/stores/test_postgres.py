"""The PostgreSQL of the tests is private to each test and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.postgres import Cluster, PostgresMissing, running_cluster

ROOT = Path(__file__).parents[2]

STARTS_AND_WAITS = """
import time
from tests.postgres import running_cluster
with running_cluster() as cluster:
    print(cluster.socket, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One server for all tests here; a desk may lack it, CI may not."""
    try:
        with running_cluster() as cluster:
            yield cluster
    except PostgresMissing as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(str(missing))


async def _ask(url: str, statement: str) -> object:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        answer = await connection.execute(text(statement))
        return answer.scalar() if answer.returns_rows else None


@pytest.mark.asyncio
async def test_what_one_test_writes_no_other_sees(cluster: Cluster) -> None:
    async with cluster.fresh() as mine, cluster.fresh() as theirs:
        await _ask(mine, "CREATE TABLE notes (words text)")

        assert await _ask(mine, "SELECT count(*) FROM notes") == 0
        with pytest.raises(DBAPIError, match="notes"):
            await _ask(theirs, "SELECT count(*) FROM notes")


@pytest.mark.asyncio
async def test_a_database_can_start_as_a_copy_of_another(cluster: Cluster) -> None:
    async with cluster.fresh() as prepared:
        await _ask(prepared, "CREATE TABLE notes AS SELECT 'Grüße' AS words")

        async with cluster.fresh(like=prepared) as copy:
            assert await _ask(copy, "SELECT words FROM notes") == "Grüße"


@pytest.mark.asyncio
async def test_a_database_is_gone_after_its_test_even_if_still_in_use(cluster: Cluster) -> None:
    async with cluster.fresh() as url:
        engine = create_async_engine(url)
        connection = await engine.connect()

    with pytest.raises(DBAPIError, match="does not exist"):
        await _ask(url, "SELECT 1")
    await connection.invalidate()
    await engine.dispose()


def test_the_server_goes_when_its_test_process_is_killed(cluster: Cluster) -> None:
    command = [sys.executable, "-c", STARTS_AND_WAITS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert (folder / "cluster" / "postmaster.pid").exists()

        process.send_signal(signal.SIGKILL)

    assert _goes(folder)


def _goes(folder: Path) -> bool:
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not folder.exists()
