"""What is agreed on in a case: by those who may hear what concerns everybody, as long as they may."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hub.cases.model import Case, Professional
from hub.consent.model import Consent
from hub.erasure import Erasure
from hub.errors import NotReady, Refused
from hub.identifiers import CaseId, ProfessionalId, UserId
from hub.migrations.tables import METADATA
from hub.plan.model import (
    Decision,
    DeviationKind,
    Goal,
    GoalState,
    Plan,
    Standing,
    Support,
    Task,
)
from hub.plan.service import PlanService
from hub.vault import Vault
from tests.desk import Desk
from tests.filing import is_filed
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, PAUL, SELMA

TODAY = date(2026, 11, 23)
IN_A_WEEK = TODAY + timedelta(days=7)
NOT_FOR_YOU = Refused("plan-not-for-you")


async def together(desk: Desk) -> tuple[CaseId, list[Consent]]:
    """Amira, Bo and Chloe sit in the common room with Jonas; Elif works on the case without his consent."""
    case, given = await desk.seats(AMIRA, BO, CHLOE)
    await desk.involves(case, ELIF)
    return case, given


async def sets(
    desk: Desk,
    case: CaseId,
    what: str = "Antrag stellen",
    *,
    owner: UserId | None = BO.user,
    who: UserId = AMIRA.user,
) -> Task:
    task = await desk.hub.plans.add_task(case, what, owner=owner, due=IN_A_WEEK, who=who)
    assert not isinstance(task, Refused)
    return task


async def aims(desk: Desk, case: CaseId) -> Goal:
    goal = await desk.hub.plans.add_goal(case, "Eigene Wohnung", "Mietvertrag", due=IN_A_WEEK, who=JONAS.user)
    assert not isinstance(goal, Refused)
    return goal


async def helps(desk: Desk, case: CaseId) -> Support:
    """Bo gives a support."""
    begun = await desk.hub.plans.begin_support(
        case, "Betreutes Wohnen", responsible=BO.user, begun=TODAY, who=BO.user
    )
    assert not isinstance(begun, Refused)
    return begun


async def seen(desk: Desk, case: CaseId, who: UserId = AMIRA.user) -> Plan:
    plan = await desk.hub.plans.seen_by(case, who)
    assert not isinstance(plan, Refused)
    return plan


async def test_what_is_agreed_on_is_read_by_everybody_who_sits_there(desk: Desk) -> None:
    case, _ = await together(desk)
    task, goal, support = await sets(desk, case), await aims(desk, case), await helps(desk, case)
    gap = await desk.hub.plans.note_gap(case, "Kita bis 19 Uhr", who=CHLOE.user)
    assert not isinstance(gap, Refused)

    plans = [await seen(desk, case, who) for who in (AMIRA.user, BO.user, CHLOE.user, JONAS.user)]

    first = plans[0]
    assert all(plan == first for plan in plans)
    assert (first.tasks, first.goals, first.gaps, first.supports) == ((task,), (goal,), (gap,), (support,))
    assert first.words[task.id].what == "Antrag stellen"
    assert first.words[goal.id].criterion == "Mietvertrag"
    assert {person.name for person in first.people.values()} == {AMIRA.name, BO.name, CHLOE.name}
    assert (first.label, first.today) == ("F-1", TODAY)


@pytest.mark.parametrize("person", [ELIF, DARIO, PAUL], ids=lambda person: person.name)
async def test_who_may_not_hear_what_concerns_everybody_gets_nothing(
    desk: Desk, person: Professional
) -> None:
    case, _ = await together(desk)
    task, goal, support = await sets(desk, case), await aims(desk, case), await helps(desk, case)
    plans, who = desk.hub.plans, person.user
    before = await desk.deeds()

    answers = [
        await plans.seen_by(case, who),
        await plans.add_task(case, "Antrag", owner=None, due=IN_A_WEEK, who=who),
        await plans.tick_off(case, task.id, who=who),
        await plans.drop_task(case, task.id, "Darum", who=who),
        await plans.add_goal(case, "Wohnung", "Vertrag", due=IN_A_WEEK, who=who),
        await plans.reach(case, goal.id, who=who),
        await plans.give_up(case, goal.id, "Darum", who=who),
        await plans.note_gap(case, "Kita", who=who),
        await plans.begin_support(case, "Hilfe", responsible=who, begun=TODAY, who=who),
        await plans.end_support(case, support.id, who=who),
        await plans.report(case, support.id, Standing.STOPPED, who=who),
    ]

    assert answers == [NOT_FOR_YOU] * len(answers)
    assert await desk.deeds() == before


async def test_the_client_of_another_case_gets_nothing(desk: Desk) -> None:
    case, _ = await together(desk)
    await desk.opens_case(client=SELMA)

    assert await desk.hub.plans.seen_by(case, SELMA.user) == NOT_FOR_YOU


async def test_with_the_end_of_a_consent_its_people_read_and_settle_nothing_any_more(desk: Desk) -> None:
    case, (_, his, _) = await together(desk)
    task = await sets(desk, case, owner=BO.user)
    support = await helps(desk, case)
    before = await seen(desk, case, BO.user)

    await desk.withdraws(his)

    # At once: no look at the room is waited for.
    assert task in before.tasks
    assert await desk.hub.plans.seen_by(case, BO.user) == NOT_FOR_YOU
    assert await desk.hub.plans.tick_off(case, task.id, who=BO.user) == NOT_FOR_YOU
    assert await desk.hub.plans.report(case, support.id, Standing.ON_TRACK, who=BO.user) == NOT_FOR_YOU
    assert (await seen(desk, case)).tasks == (task,)


async def test_with_its_own_end_a_consent_ends_here_too(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO, lasts=timedelta(days=3))
    await sets(desk, case, who=BO.user)

    desk.clock.push(days=3)

    assert await desk.hub.plans.seen_by(case, BO.user) == NOT_FOR_YOU
    assert len((await seen(desk, case, JONAS.user)).tasks) == 1


async def test_who_is_relieved_reads_nothing_any_more(desk: Desk) -> None:
    case, _ = await together(desk)
    await sets(desk, case)

    await desk.hub.cases.relieve(case, CHLOE.user, by="test")

    assert await desk.hub.plans.seen_by(case, CHLOE.user) == NOT_FOR_YOU


async def test_a_task_is_set_done_and_told_by_its_number_alone(desk: Desk) -> None:
    case, _ = await together(desk)
    mine = await sets(desk, case, "Jobcenter anrufen", owner=None, who=JONAS.user)

    done = await desk.hub.plans.tick_off(case, mine.id, who=JONAS.user)
    again = await desk.hub.plans.tick_off(case, mine.id, who=JONAS.user)

    assert isinstance(done, Task)
    assert (done.owner, done.done_by) == (None, "client")
    assert again == Refused("task-done-already")
    acts = [entry.act for entry in await desk.entries() if entry.act.deed.startswith("task.")]
    assert [(act.deed, act.actor, act.target) for act in acts] == [
        ("task.set", "client", mine.id),
        ("task.done", "client", mine.id),
    ]


async def test_whoever_types_for_somebody_is_who_the_chain_tells_of(desk: Desk) -> None:
    case, _ = await together(desk)
    task = await desk.hub.plans.add_task(
        case, "Antrag", owner=BO.user, due=IN_A_WEEK, who=AMIRA.user, by="terminal", conference="conference-1"
    )

    assert isinstance(task, Task)
    assert task.set_by == AMIRA.id
    act = list(await desk.entries())[-1].act
    assert (act.actor, act.deed, act.basis) == ("terminal", "task.set", "conference-1")


async def test_a_task_is_given_to_nobody_from_outside_the_case(desk: Desk) -> None:
    case, _ = await together(desk)
    strangers = (DARIO.user, SELMA.user, UserId("@nobody:fallraum.localhost"))

    answers = [
        await desk.hub.plans.add_task(case, "Antrag", owner=owner, due=IN_A_WEEK, who=AMIRA.user)
        for owner in strangers
    ]

    # Whether somebody is anywhere else in the network is not said.
    assert answers == [Refused("plan-person-not-involved", {"case": "F-1"})] * 3


async def test_what_is_refused_leaves_nothing_behind(desk: Desk) -> None:
    case, _ = await together(desk)
    task, goal, support = await sets(desk, case), await aims(desk, case), await helps(desk, case)
    plans, before, at_first = desk.hub.plans, await desk.deeds(), await seen(desk, case)

    answers = [
        await plans.add_task(case, "a\nb", owner=None, due=IN_A_WEEK, who=AMIRA.user),
        await plans.add_task(case, "Antrag", owner=None, due=TODAY - timedelta(days=1), who=AMIRA.user),
        await plans.drop_task(case, task.id, "", who=AMIRA.user),
        await plans.drop_task(case, task.id, "Darum", who=BO.user),
        await plans.add_goal(case, "Wohnung", "", due=IN_A_WEEK, who=AMIRA.user),
        await plans.add_goal(case, "Wohnung", "Vertrag", due=None, who=AMIRA.user),
        await plans.give_up(case, goal.id, "x" * 100_000, who=AMIRA.user),
        await plans.note_gap(case, "", who=AMIRA.user),
        await plans.begin_support(case, "Hilfe", responsible=JONAS.user, begun=TODAY, who=AMIRA.user),
        await plans.begin_support(case, "Hilfe", responsible=DARIO.user, begun=TODAY, who=AMIRA.user),
        await plans.begin_support(case, "Hilfe", responsible=BO.user, begun=TODAY, weeks=0, who=BO.user),
        await plans.report(case, support.id, Standing.STOPPED, who=BO.user, remark="a\nb"),
        await plans.report(case, support.id, Standing.STOPPED, who=AMIRA.user),
        await plans.tick_off(case, type(task.id)("nowhere"), who=AMIRA.user),
        await plans.report(case, type(support.id)("nowhere"), Standing.STOPPED, who=AMIRA.user),
    ]

    assert [one for one in answers if not isinstance(one, Refused)] == []
    assert await desk.deeds() == before
    assert await seen(desk, case) == at_first


async def test_what_is_of_another_case_is_found_in_none(desk: Desk) -> None:
    case, _ = await together(desk)
    task = await sets(desk, case)
    other, _ = await desk.seats(AMIRA, client=SELMA)

    answer = await desk.hub.plans.tick_off(other, task.id, who=AMIRA.user)

    assert answer == Refused("unknown-in-plan", {"number": task.id[:8]})


async def test_a_dropped_task_and_a_goal_given_up_stay_readable_with_their_reasons(desk: Desk) -> None:
    case, _ = await together(desk)
    task, goal = await sets(desk, case), await aims(desk, case)

    await desk.hub.plans.drop_task(case, task.id, "Nicht mehr nötig", who=AMIRA.user)
    await desk.hub.plans.give_up(case, goal.id, "Er zieht zu seinem Vater", who=JONAS.user)

    plan = await seen(desk, case)
    assert plan.words[task.id].reason == "Nicht mehr nötig"
    assert plan.words[goal.id].reason == "Er zieht zu seinem Vater"
    assert plan.words[goal.id].what == "Eigene Wohnung"
    assert [one.state for one in plan.goals] == [GoalState.GIVEN_UP]


async def test_a_goal_is_reached_and_a_gap_closed(desk: Desk) -> None:
    case, _ = await together(desk)
    goal = await aims(desk, case)
    gap = await desk.hub.plans.note_gap(case, "Kita bis 19 Uhr", who=CHLOE.user)
    assert not isinstance(gap, Refused)

    await desk.hub.plans.reach(case, goal.id, who=AMIRA.user)
    await desk.hub.plans.close_gap(case, gap.id, who=CHLOE.user)

    plan = await seen(desk, case)
    assert [one.state for one in plan.goals] == [GoalState.REACHED]
    assert [one.closed_by for one in plan.gaps] == [CHLOE.id]
    assert (await desk.deeds())[-2:] == ["goal.reached", "gap.closed"]


async def test_what_goes_otherwise_is_raised_until_the_lead_decides(desk: Desk) -> None:
    case, _ = await together(desk)
    support = await helps(desk, case)
    report = await desk.hub.plans.report(
        case, support.id, Standing.AT_RISK, who=BO.user, remark="Umzug verschoben"
    )
    assert not isinstance(report, Refused)

    raised = await desk.hub.plans.deviations(case)
    by_bo = await desk.hub.plans.answer(case, report.id, Decision.ADAPT, who=BO.user)
    without = await desk.hub.plans.answer(case, report.id, Decision.KEEP, who=AMIRA.user)
    kept = await desk.hub.plans.answer(
        case, report.id, Decision.KEEP, who=AMIRA.user, reason="Im Januar geht es weiter"
    )

    assert [(one.deviation.about, one.what, one.remark) for one in raised] == [
        (report.id, "Betreutes Wohnen", "Umzug verschoben")
    ]
    assert by_bo == Refused("report-answered-by-lead")
    assert without == Refused("report-kept-without-reason")
    assert not isinstance(kept, Refused)
    assert await desk.hub.plans.deviations(case) == []
    plan = await seen(desk, case, JONAS.user)
    assert plan.deviations == ()
    assert plan.words[report.id].reason == "Im Januar geht es weiter"


async def test_an_overdue_task_of_a_professional_is_raised_as_the_clients_is(desk: Desk) -> None:
    case, _ = await together(desk)
    hers, his = await sets(desk, case, owner=BO.user), await sets(desk, case, owner=None)

    desk.clock.push(days=8)

    raised = await desk.hub.plans.deviations(case)
    assert {one.deviation.about for one in raised} == {hers.id, his.id}
    assert {one.deviation.kind for one in raised} == {DeviationKind.TASK}


async def test_a_support_that_is_over_takes_no_report(desk: Desk) -> None:
    case, _ = await together(desk)
    support = await helps(desk, case)

    await desk.hub.plans.end_support(case, support.id, who=AMIRA.user)

    late = await desk.hub.plans.report(case, support.id, Standing.ON_TRACK, who=BO.user)
    assert late == Refused("support-ended-already")


async def test_a_task_ticked_off_by_two_at_once_is_done_once(desk: Desk) -> None:
    case, _ = await together(desk)
    task = await sets(desk, case)

    answers = await asyncio.gather(
        desk.hub.plans.tick_off(case, task.id, who=AMIRA.user),
        desk.hub.plans.tick_off(case, task.id, who=BO.user),
    )

    assert [one for one in answers if isinstance(one, Refused)] == [Refused("task-done-already")]
    assert (await desk.deeds()).count("task.done") == 1


async def test_a_closed_case_takes_nothing_and_shows_nothing(desk: Desk) -> None:
    case, _ = await together(desk)
    task = await sets(desk, case)
    await desk.hub.cases.close(case, by="test")
    closed = Refused("case-closed", {"case": "F-1"})

    answers = [
        await desk.hub.plans.tick_off(case, task.id, who=BO.user),
        await desk.hub.plans.note_gap(case, "Kita", who=JONAS.user),
    ]

    assert answers == [closed, closed]
    assert await desk.hub.plans.tick_off(case, task.id, who=DARIO.user) == NOT_FOR_YOU
    assert await desk.hub.plans.seen_by(case, AMIRA.user) == NOT_FOR_YOU


async def test_with_the_case_everything_that_was_agreed_on_is_erased(desk: Desk) -> None:
    case, (_, his, _) = await together(desk)
    await sets(desk, case), await aims(desk, case)
    support = await helps(desk, case)
    await desk.hub.plans.report(case, support.id, Standing.STOPPED, who=BO.user, remark="Bis Januar")
    await desk.hub.plans.note_gap(case, "Kita", who=CHLOE.user)
    await desk.withdraws(his)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)

    erased = await Erasure(desk.hub.database, desk.hub.chance).erase(case, by="test")

    assert isinstance(erased, Case)
    async with desk.hub.database.reading() as connection:
        tables = [METADATA.tables[name] for name in ("task", "goal", "gap", "support", "support_report")]
        assert [row for table in tables for row in await connection.execute(select(table))] == []


async def test_a_shut_vault_keeps_nobody_from_ticking_off_and_is_told_where_something_is_read(
    desk: Desk,
) -> None:
    case, _ = await together(desk)
    task = await sets(desk, case)
    hub = desk.hub
    shut = PlanService(hub.database, Vault(NotReady("no-vault-key")), hub.chance, hub.servers)

    done = await shut.tick_off(case, task.id, who=BO.user)

    assert isinstance(done, Task)
    with pytest.raises(NotReady, match="no-vault-key"):
        await shut.seen_by(case, AMIRA.user)


async def test_nobody_named_in_a_plan_is_a_professional_who_has_nothing_to_do_with_it(desk: Desk) -> None:
    case, _ = await together(desk)
    await sets(desk, case, owner=None, who=JONAS.user)

    named = (await seen(desk, case)).people

    assert ProfessionalId(ELIF.id) not in named
    assert named == {}
