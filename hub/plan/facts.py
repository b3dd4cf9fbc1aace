"""What is known of a plan at one instant."""

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.cases.model import CaseFile
from hub.plan import progress, store
from hub.plan.model import Plan
from hub.vault import Key


async def plan_of(connection: AsyncConnection, file: CaseFile, key: Key, today: date) -> Plan:
    """All of it, as it stands on a day; whoever calls asked already who may read it."""
    case = file.case.id
    tasks, goals = await store.tasks(connection, case), await store.goals(connection, case)
    reports = await store.reports(connection, case)
    plan = Plan(
        label=file.case.label,
        today=today,
        tasks=tuple(tasks),
        goals=tuple(goals),
        gaps=tuple(await store.gaps(connection, case)),
        supports=tuple(await store.supports(connection, case)),
        reports=tuple(reports),
        deviations=progress.deviations(tasks, goals, reports, today),
        words=await store.words(connection, case, key),
    )
    named = [await directory.get_professional(connection, id_) for id_ in sorted(progress.named_in(plan))]
    return replace(plan, people={person.id: person for person in named})
