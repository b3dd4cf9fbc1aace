"""What the guard deletes in its homeserver, because nobody needs it."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from hub.embedded.files import write_homeserver
from tests.eventually import eventually
from tests.real import RealHomeserver, new_settings, started

pytestmark = pytest.mark.homeserver


async def test_a_token_to_sign_in_with_is_forgotten_when_it_is_over_and_not_before(tmp_path: Path) -> None:
    settings = new_settings(tmp_path / "data")
    settings.data.mkdir(mode=0o700)
    main, database = write_homeserver(settings), settings.data / "homeserver" / "homeserver.sqlite"
    await asyncio.to_thread(makes_a_token, main, RealHomeserver(settings))
    (running,) = tokens(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        over = int(time.time() * 1000) - 1
        connection.execute("INSERT INTO open_id_tokens VALUES ('over', ?, '@bo:x')", (over,))
    assert tokens(database) == {running, "over"}

    await asyncio.to_thread(runs_until, main, lambda: tokens(database) == {running})


def makes_a_token(main: Path, real: RealHomeserver) -> None:
    async def make() -> None:
        await real.make_accounts()
        bo = await real.person("bo")
        await bo.does("POST", f"/user/{bo.user}/openid/request_token", {})

    with started(main):
        asyncio.run(make())


def runs_until(main: Path, is_so: "object") -> None:
    async def check() -> bool:
        assert callable(is_so)
        return bool(is_so())

    with started(main):
        asyncio.run(eventually(check, within=20.0))


def tokens(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {token for (token,) in connection.execute("SELECT token FROM open_id_tokens")}
