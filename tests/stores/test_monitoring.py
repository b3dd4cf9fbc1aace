"""Who is due is found without what is planned for later."""

from datetime import date
from typing import Any

from sqlalchemy import event

from hub.monitoring import store
from tests.databases import SqliteFiles, opened
from tests.people import BO

TODAY = date(2026, 11, 23)


async def test_sqlite_goes_through_nothing_that_is_planned_for_later(sqlite: SqliteFiles) -> None:
    asked: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    async with sqlite.migrated() as url, opened(url) as database, database.reading() as connection:
        event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
        await store.waiting(connection, TODAY)
        await store.due_for(connection, BO.id, TODAY)
        event.remove(database.engine.sync_engine, "before_cursor_execute", hear)
        plans = [
            [
                step.detail
                for step in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            ]
            for statement, given in asked
        ]

    assert [steps[0].partition("(")[2] for steps in plans] == [
        "next_on<?)",
        "professional_id=? AND next_on<?)",
    ]
    assert not [step for steps in plans for step in steps if "SCAN" in step and "SUBQUERY" not in step]
