"""How plans are remembered: who, until when and how it went; what people wrote is sealed.

What is added joins the transaction of whoever calls, and is decided before (`rules`).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import METADATA, Instant
from hub.errors import NotReady
from hub.identifiers import CaseId, GapId, GoalId, ProfessionalId, ReportId, SupportId, TaskId
from hub.plan import progress
from hub.plan.model import (
    Answered,
    Decision,
    Gap,
    Goal,
    GoalState,
    Raised,
    Report,
    Standing,
    Support,
    Task,
    Words,
)
from hub.vault import Key


def _agreed(name: str, *columns: Column[Any]) -> Table:
    """A table of what was agreed on: of which case, by whom and when, at which conference, and what."""
    return Table(
        name,
        METADATA,
        Column("id", String, primary_key=True),
        Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
        Column("set_by", String, nullable=False),
        Column("set_at", Instant, nullable=False),
        # Of a wing above this one: its number, and no reference.
        Column("conference", String),
        Column("what", LargeBinary, nullable=False),
        *columns,
        # When it was done, settled, found or over, and who said so.
        Column("ended_at", Instant),
        Column("ended_by", String),
    )


TASKS = _agreed(
    "task",
    Column("owner_id", ForeignKey("professional.id")),
    Column("due", Date, nullable=False),
    Column("dropped_at", Instant),
    Column("dropped_by", String),
    Column("reason", LargeBinary),
)
GOALS = _agreed(
    "goal",
    Column("criterion", LargeBinary, nullable=False),
    Column("due", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", LargeBinary),
)
GAPS = _agreed("gap")
SUPPORTS = _agreed(
    "support",
    Column("responsible_id", ForeignKey("professional.id"), nullable=False),
    Column("begun", Date, nullable=False),
    Column("weeks", Integer, nullable=False),
)
REPORTS = Table(
    "support_report",
    METADATA,
    Column("id", String, primary_key=True),
    Column("support_id", ForeignKey("support.id"), nullable=False, index=True),
    Column("standing", String, nullable=False),
    Column("set_by", String, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("what", LargeBinary),
    Column("decision", String),
    Column("answered_by", String),
    Column("answered_at", Instant),
    Column("reason", LargeBinary),
)
_SEALED = ("what", "criterion", "reason")


# What is agreed on.


async def add_task(connection: AsyncConnection, task: Task, what: str, key: Key) -> None:
    """Remember a task."""
    await _add(connection, TASKS, task, key, owner_id=task.owner, due=task.due, what=what)


async def add_goal(connection: AsyncConnection, goal: Goal, what: str, criterion: str, key: Key) -> None:
    """Remember a goal, and by what one sees that it is reached."""
    said = {"what": what, "criterion": criterion}
    await _add(connection, GOALS, goal, key, due=goal.due, state=goal.state, **said)


async def add_gap(connection: AsyncConnection, gap: Gap, what: str, key: Key) -> None:
    """Remember a gap."""
    await _add(connection, GAPS, gap, key, what=what)


async def add_support(connection: AsyncConnection, support: Support, what: str, key: Key) -> None:
    """Remember a support."""
    rhythm = {"begun": support.begun, "weeks": support.weeks}
    await _add(connection, SUPPORTS, support, key, responsible_id=support.responsible, what=what, **rhythm)


async def add_report(connection: AsyncConnection, report: Report, remark: str, key: Key) -> None:
    """Remember a report, and the remark if there is one."""
    sealed = key.seal(remark, _place(REPORTS, "what", report.id)) if remark else None
    values = {"support_id": report.support, "standing": report.standing, "what": sealed}
    await connection.execute(
        insert(REPORTS).values(id=report.id, set_by=report.by, set_at=report.at, **values)
    )


async def _add(
    connection: AsyncConnection, table: Table, one: Task | Goal | Gap | Support, key: Key, **values: object
) -> None:
    same = {
        "id": one.id,
        "case_id": one.case,
        "set_by": one.set_by,
        "set_at": one.set_at,
        "conference": one.conference,
    }
    sealed = {
        name: key.seal(str(values[name]), _place(table, name, one.id)) for name in _SEALED if name in values
    }
    await connection.execute(insert(table).values(same | values | sealed))


# What becomes of it.


async def note_task(connection: AsyncConnection, task: Task) -> None:
    """Remember what became of a task."""
    dropped = {"dropped_at": task.dropped_at, "dropped_by": task.dropped_by}
    await _note(connection, TASKS, task.id, ended_at=task.done_at, ended_by=task.done_by, **dropped)


async def note_goal(connection: AsyncConnection, goal: Goal) -> None:
    """Remember what became of a goal."""
    ended = {"ended_at": goal.settled_at, "ended_by": goal.settled_by}
    await _note(connection, GOALS, goal.id, state=goal.state, **ended)


async def note_gap(connection: AsyncConnection, gap: Gap) -> None:
    """Remember what became of a gap."""
    await _note(connection, GAPS, gap.id, ended_at=gap.closed_at, ended_by=gap.closed_by)


async def note_support(connection: AsyncConnection, support: Support) -> None:
    """Remember what became of a support."""
    await _note(connection, SUPPORTS, support.id, ended_at=support.ended_at, ended_by=support.ended_by)


async def note_answer(connection: AsyncConnection, report: Report) -> None:
    """Remember what was decided about a report that was answered."""
    assert report.answered is not None
    who = {"answered_by": report.answered.by, "answered_at": report.answered.at}
    await _note(connection, REPORTS, report.id, decision=report.answered.decision, **who)


async def add_reason(
    connection: AsyncConnection, one: Task | Goal | Gap | Support | Report, reason: str, key: Key
) -> None:
    """Remember why a task was dropped, a goal given up, a report answered as it was."""
    table = {Task: TASKS, Goal: GOALS, Report: REPORTS}[type(one)]
    await _note(connection, table, one.id, reason=key.seal(reason, _place(table, "reason", one.id)))


async def _note(connection: AsyncConnection, table: Table, id_: str, **values: object) -> None:
    await connection.execute(update(table).where(table.c.id == id_).values(values))


# What there is, in the order in which it is due, or else came to be.


async def tasks(connection: AsyncConnection, case: CaseId) -> Sequence[Task]:
    """Every task of a case."""
    return [_task(row) for row in await connection.execute(_of(TASKS, case, TASKS.c.due))]


async def cases_of_task(
    connection: AsyncConnection, beginning: str, among: Collection[CaseId]
) -> Sequence[CaseId]:
    """In which of these cases there is a task whose number begins so."""
    meant = TASKS.c.id.startswith(beginning, autoescape=True) & TASKS.c.case_id.in_(among)
    rows = await connection.execute(select(TASKS.c.case_id).where(meant).distinct())
    return [CaseId(id_) for id_ in rows.scalars()]


async def open_tasks(connection: AsyncConnection, case: CaseId) -> Sequence[Task]:
    """Every task of a case that still has to be done."""
    is_open = TASKS.c.ended_at.is_(None) & TASKS.c.dropped_at.is_(None)
    return [_task(row) for row in await connection.execute(_of(TASKS, case, TASKS.c.due).where(is_open))]


async def goals(connection: AsyncConnection, case: CaseId) -> Sequence[Goal]:
    """Every goal of a case."""
    return [_goal(row) for row in await connection.execute(_of(GOALS, case, GOALS.c.due))]


async def gaps(connection: AsyncConnection, case: CaseId) -> Sequence[Gap]:
    """Every gap that was noted in a case."""
    return [_gap(row) for row in await connection.execute(_of(GAPS, case, GAPS.c.set_at))]


async def supports(connection: AsyncConnection, case: CaseId) -> Sequence[Support]:
    """Every support in a case."""
    return [_support(row) for row in await connection.execute(_of(SUPPORTS, case, SUPPORTS.c.begun))]


async def reports(connection: AsyncConnection, case: CaseId) -> Sequence[Report]:
    """Every report on a support in a case."""
    mine = _reports(case).order_by(REPORTS.c.set_at, REPORTS.c.id)
    return [_report(row) for row in await connection.execute(mine)]


async def last_reports(connection: AsyncConnection, case: CaseId) -> Mapping[SupportId, Report]:
    """The newest report on each support in a case."""
    return progress.last_reports(await reports(connection, case))


async def words(connection: AsyncConnection, case: CaseId, key: Key) -> Mapping[str, Words]:
    """What people wrote in a case's plan, by the id of what it is about."""
    queries = {table: _of(table, case) for table in (TASKS, GOALS, GAPS, SUPPORTS)} | {
        REPORTS: _reports(case)
    }
    found: dict[str, Words] = {}
    for table, mine in queries.items():
        for row in await connection.execute(mine):
            found[row.id] = _words(table, row._mapping, key)
    return found


async def deviations_of(connection: AsyncConnection, case: CaseId, key: Key, today: date) -> Sequence[Raised]:
    """What is to be an item of the next agenda, as people call it, what has waited longest first."""
    reported = await reports(connection, case)
    found = progress.deviations(await tasks(connection, case), await goals(connection, case), reported, today)
    said = await words(connection, case, key) if found else {}
    support_of = {str(one.id): one.support for one in reported}
    raised = []
    for one in found:
        support = support_of.get(one.about)
        remark = said[one.about].what if support else None
        raised.append(Raised(deviation=one, what=said[support or one.about].what, remark=remark))
    return raised


def _of(table: Table, case: CaseId, *order: ColumnElement[Any]) -> Select[Any]:
    return select(table).where(table.c.case_id == case).order_by(*order, table.c.id)


def _reports(case: CaseId) -> Select[Any]:
    supports_ = select(SUPPORTS.c.id).where(SUPPORTS.c.case_id == case)
    return select(REPORTS).where(REPORTS.c.support_id.in_(supports_))


def _words(table: Table, row: Mapping[str, Any], key: Key) -> Words:
    sealed = {name: row[name] for name in _SEALED if row.get(name) is not None}
    return Words(**{name: _opened(key, one, _place(table, name, row["id"])) for name, one in sealed.items()})


def _opened(key: Key, sealed: bytes, place: str) -> str | None:
    # What somebody spoilt hides nothing else.
    try:
        return key.open(sealed, place)
    except NotReady:
        return None


def _place(table: Table, name: str, id_: str) -> str:
    return f"{table.name}.{name}:{id_}"


def _same(row: Any) -> dict[str, Any]:
    return {
        "case": CaseId(row.case_id),
        "set_by": row.set_by,
        "set_at": row.set_at,
        "conference": row.conference,
    }


def _task(row: Any) -> Task:
    return Task(
        id=TaskId(row.id),
        owner=ProfessionalId(row.owner_id) if row.owner_id else None,
        due=row.due,
        done_at=row.ended_at,
        done_by=row.ended_by,
        dropped_at=row.dropped_at,
        dropped_by=row.dropped_by,
        **_same(row),
    )


def _goal(row: Any) -> Goal:
    ended = {"settled_at": row.ended_at, "settled_by": row.ended_by}
    return Goal(id=GoalId(row.id), due=row.due, state=GoalState(row.state), **ended, **_same(row))


def _gap(row: Any) -> Gap:
    return Gap(id=GapId(row.id), closed_at=row.ended_at, closed_by=row.ended_by, **_same(row))


def _support(row: Any) -> Support:
    return Support(
        id=SupportId(row.id),
        responsible=ProfessionalId(row.responsible_id),
        begun=row.begun,
        weeks=row.weeks,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        **_same(row),
    )


def _report(row: Any) -> Report:
    answered = Answered(Decision(row.decision), row.answered_by, row.answered_at) if row.decision else None
    return Report(
        id=ReportId(row.id),
        support=SupportId(row.support_id),
        standing=Standing(row.standing),
        by=row.set_by,
        at=row.set_at,
        answered=answered,
    )
