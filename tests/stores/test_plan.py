"""Plans come back as they were agreed on; what people wrote is sealed, and no spoilt row hides another."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hub.db import Database
from hub.identifiers import CLIENT, CaseId, ReportId, TaskId
from hub.plan import store
from hub.plan.model import Answered, Decision, Gap, Goal, GoalState, Raised, Standing, Support, Task, Words
from hub.vault import Key
from tests.clock import MONDAY
from tests.people import AMIRA, BO, F1, case_f1
from tests.rules.agreeing import DAY, IN_A_WEEK, TODAY, gap, goal, report, support, task
from tests.shelves import VAULT, shelve

LATER = MONDAY + timedelta(days=1, microseconds=1)
F2 = CaseId("case-f2")
AT_RISK = report(Standing.AT_RISK)
WRITTEN = {
    "task-1": Words(what="Antrag „Erstausstattung“ stellen"),
    "goal-1": Words(what="Eigene Wohnung", criterion="Mietvertrag unterschrieben"),
    "gap-1": Words(what="Kita bis 19 Uhr"),
    "support-1": Words(what="Betreutes Wohnen"),
    "report-1": Words(what="Umzug verschoben"),
}


async def agreed(database: Database) -> Key:
    """One of each, agreed on at a conference."""
    here = {"conference": "conference-1"}
    async with database.writing() as connection:
        key = await shelve(connection, case_f1(BO))
        await store.add_task(connection, task(**here), str(WRITTEN["task-1"].what), key)
        said = WRITTEN["goal-1"]
        await store.add_goal(connection, goal(**here), str(said.what), str(said.criterion), key)
        await store.add_gap(connection, gap(**here), str(WRITTEN["gap-1"].what), key)
        await store.add_support(connection, support(**here), str(WRITTEN["support-1"].what), key)
        await store.add_report(connection, AT_RISK, str(WRITTEN["report-1"].what), key)
    return key


async def test_what_was_agreed_on_comes_back_as_it_was(database: Database) -> None:
    await agreed(database)
    here = {"conference": "conference-1"}

    async with database.reading() as connection:
        assert await store.tasks(connection, F1) == [task(**here)]
        assert await store.goals(connection, F1) == [goal(**here)]
        assert await store.gaps(connection, F1) == [gap(**here)]
        assert await store.supports(connection, F1) == [support(**here)]
        assert await store.reports(connection, F1) == [AT_RISK]
        assert await store.last_reports(connection, F1) == {support().id: AT_RISK}


async def test_what_became_of_it_comes_back_too(database: Database) -> None:
    await agreed(database)
    done, dropped = task(done_at=LATER, done_by=BO.id), task(dropped_at=LATER, dropped_by=AMIRA.id)
    given_up = goal(state=GoalState.GIVEN_UP, settled_at=LATER, settled_by=CLIENT)
    closed, over = gap(closed_at=LATER, closed_by=BO.id), support(ended_at=LATER, ended_by=BO.id)
    answered = replace(AT_RISK, answered=Answered(Decision.KEEP, AMIRA.id, LATER))

    async with database.writing() as connection:
        await store.note_goal(connection, given_up)
        await store.note_gap(connection, closed)
        await store.note_support(connection, over)
        await store.note_answer(connection, answered)
        for one in (done, dropped):
            await store.note_task(connection, one)
            assert await store.tasks(connection, F1) == [replace(one, conference="conference-1")]
            assert await store.open_tasks(connection, F1) == []

    async with database.reading() as connection:
        assert await store.goals(connection, F1) == [replace(given_up, conference="conference-1")]
        assert await store.gaps(connection, F1) == [replace(closed, conference="conference-1")]
        assert await store.supports(connection, F1) == [replace(over, conference="conference-1")]
        assert await store.reports(connection, F1) == [answered]


async def test_open_tasks_stand_in_the_order_in_which_they_are_due(database: Database) -> None:
    key = await agreed(database)
    sooner = task(id=TaskId("task-2"), owner=None, due=TODAY)
    async with database.writing() as connection:
        await store.add_task(connection, sooner, "Anrufen", key)

    async with database.reading() as connection:
        assert [one.id for one in await store.open_tasks(connection, F1)] == ["task-2", "task-1"]


@pytest.mark.parametrize(
    "read", [store.tasks, store.open_tasks, store.goals, store.gaps, store.supports, store.reports]
)
async def test_another_case_has_nothing_of_it(
    database: Database, read: Callable[..., Awaitable[Sequence[Task | Goal | Gap | Support]]]
) -> None:
    await agreed(database)

    async with database.reading() as connection:
        assert await read(connection, F2) == []


async def test_words_come_back_letter_by_letter_with_their_reasons(database: Database) -> None:
    key = await agreed(database)
    async with database.writing() as connection:
        for one in (task(), goal(), AT_RISK):
            await store.add_reason(connection, one, f"Grund für {one.id}", key)

    async with database.reading() as connection:
        found = await store.words(connection, F1, key)

    with_reasons = {
        id_: replace(said, reason=f"Grund für {id_}") if id_ in ("task-1", "goal-1", "report-1") else said
        for id_, said in WRITTEN.items()
    }
    assert found == with_reasons


async def test_nothing_of_it_stands_in_clear_and_it_opens_with_no_other_key(database: Database) -> None:
    key = await agreed(database)
    async with database.writing() as connection:
        await store.add_reason(connection, task(), "Wer weiß wozu", key)
        other = await VAULT.new_case(connection, F2)

    async with database.reading() as connection:
        tables = (store.TASKS, store.GOALS, store.GAPS, store.SUPPORTS, store.REPORTS)
        rows = [str(row) for table in tables for row in await connection.execute(select(table))]
        read = await store.words(connection, F1, other)

    written = [word for said in WRITTEN.values() for word in (said.what, said.criterion) if word]
    assert not [word for word in (*written, "Wer weiß wozu") for row in rows if word in row]
    assert set(read.values()) == {Words()}


async def test_what_somebody_moved_or_spoilt_is_not_readable_and_hides_nothing_else(
    database: Database,
) -> None:
    key = await agreed(database)
    async with database.writing() as connection:
        moved = (await connection.execute(select(store.GAPS.c.what))).scalar_one()
        await connection.execute(update(store.TASKS).values(what=moved))
        await connection.execute(update(store.SUPPORTS).values(what=b"?"))

    async with database.reading() as connection:
        found = await store.words(connection, F1, key)
        raised = await store.deviations_of(connection, F1, key, TODAY)

    assert (found["task-1"], found["support-1"]) == (Words(), Words())
    assert found["goal-1"] == WRITTEN["goal-1"]
    assert [(one.what, one.remark) for one in raised] == [(None, "Umzug verschoben")]


async def test_a_deviation_is_called_by_what_it_is_about(database: Database) -> None:
    key = await agreed(database)

    async with database.reading() as connection:
        raised = await store.deviations_of(connection, F1, key, IN_A_WEEK + DAY)
        elsewhere = await store.deviations_of(connection, F2, key, IN_A_WEEK + DAY)

    said = [(one.deviation.about, one.what, one.remark) for one in raised]
    assert said == [
        ("report-1", "Betreutes Wohnen", "Umzug verschoben"),
        ("goal-1", "Eigene Wohnung", None),
        ("task-1", "Antrag „Erstausstattung“ stellen", None),
    ]
    assert elsewhere == []


async def test_a_report_without_a_remark_has_none(database: Database) -> None:
    key = await agreed(database)
    silent = report(Standing.STOPPED, at=LATER, number=2)
    async with database.writing() as connection:
        await store.add_report(connection, silent, "", key)

    async with database.reading() as connection:
        (raised,) = await store.deviations_of(connection, F1, key, TODAY)

    assert isinstance(raised, Raised)
    assert (raised.deviation.about, raised.what, raised.remark) == (
        ReportId("report-2"),
        "Betreutes Wohnen",
        None,
    )
