"""The file in the data folder, opened by our own connection."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from hub.sqlite import engine_of


async def test_a_file_that_cannot_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    engine = engine_of(str(tmp_path / "nowhere" / "hub.sqlite"), keeps=1)

    with pytest.raises(OperationalError):
        async with engine.connect():
            pass

    left = {thread.name for thread in set(threading.enumerate()) - before}
    assert not any("_connection_worker_thread" in name for name in left)


async def test_a_statement_tells_how_many_rows_it_touched_and_what_it_gives(tmp_path: Path) -> None:
    engine = engine_of(str(tmp_path / "hub.sqlite"), keeps=1)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO t VALUES (:n)"), [{"n": n} for n in range(3)])
        changed = await connection.execute(text("UPDATE t SET n = n + 10 WHERE n > 0"))
        given = await connection.execute(text("DELETE FROM t WHERE n = 0 RETURNING n"))

        assert changed.rowcount == 2
        assert given.scalars().all() == [0]
        assert (await connection.execute(text("SELECT n FROM t ORDER BY n"))).scalars().all() == [11, 12]
    await engine.dispose()


async def test_what_the_file_refuses_is_refused_and_the_connection_goes_on(tmp_path: Path) -> None:
    engine = engine_of(str(tmp_path / "hub.sqlite"), keeps=1)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO t VALUES (1)"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO t VALUES (1)"))

        assert (await connection.execute(text("SELECT count(*) FROM t"))).scalar_one() == 1
    await engine.dispose()


async def test_a_withdrawal_that_was_answered_survives_a_power_cut(tmp_path: Path) -> None:
    engine = engine_of(str(tmp_path / "hub.sqlite"), keeps=1)
    async with engine.connect() as connection:
        set_to = {
            pragma: (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    # 2 is FULL: written to the disk before the commit is answered.
    assert set_to == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    await engine.dispose()
