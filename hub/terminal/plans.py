"""`fallraum task …` and `fallraum goal …`: what was agreed on, by whom, until when.

What it is about is asked for and never a word of a command.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

import typer

from hub.assemble import Hub
from hub.cases.model import Case
from hub.errors import Refused
from hub.identifiers import CLIENT, UserId
from hub.plan.model import Gap, Goal, GoalState, Plan, Report, Support, Task, Who, Words
from hub.plan.progress import is_overdue, is_past
from hub.terminal import speech
from hub.terminal.asking import ACTOR, TOLD, case_called, day_typed, line, user_id, with_hub
from hub.terminal.speech import accept, text

task = typer.Typer(help=text("help-task"), no_args_is_help=True)
goal = typer.Typer(help=text("help-goal"), no_args_is_help=True)

T = TypeVar("T", Task, Goal, Gap, Support, Report)


@task.command("add", help=text("help-task-add"))
def add_task(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    owner: str = typer.Option(help=text("help-task-owner")),
    due: str = typer.Option(help=text("help-plan-due")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Set a task; asks what it is."""
    until, what = day_typed(due), line("ask-task")

    async def work(hub: Hub) -> Task | Refused:
        found = await case_called(hub, label, as_json=as_json)
        whose, by = account(owner, found), account(who, found)
        return await hub.plans.add_task(found.id, what, owner=whose, due=until, who=by, by=ACTOR)

    told(accept(with_hub(work), as_json=as_json).id, label, as_json=as_json)


@task.command("done", help=text("help-task-done"))
def tick_off(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="TASK", help=text("help-plan-number")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Tick a task off."""

    async def work(hub: Hub) -> Task | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).tasks, number)
        return await hub.plans.tick_off(found.id, meant.id, who=by, by=ACTOR)

    accept(with_hub(work), already="task-done-already")
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@task.command("drop", help=text("help-task-drop"))
def drop(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="TASK", help=text("help-plan-number")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Take a task back; asks why."""
    reason = line("ask-plan-reason")

    async def work(hub: Hub) -> Task | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).tasks, number)
        return await hub.plans.drop_task(found.id, meant.id, reason, who=by, by=ACTOR)

    accept(with_hub(work), already="task-dropped-already")
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@task.command("list", help=text("help-task-list"))
def list_tasks(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    everything: bool = typer.Option(False, "--all", help=text("help-plan-all")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the tasks of a case that are open, or all of them."""
    plan = shown(label, who, as_json=as_json)
    rows = [_task_row(one, plan) for one in plan.tasks if everything or one.is_open]
    speech.show(rows, _TASK_COLUMNS, as_json=as_json, title="title-tasks", empty="empty-tasks")


@goal.command("add", help=text("help-goal-add"))
def add_goal(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    due: str = typer.Option("", help=text("help-plan-due")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Set a goal; asks what it is, and by what one sees that it is reached."""
    until = day_typed(due) if due else None
    what, criterion = line("ask-goal"), line("ask-goal-criterion")

    async def work(hub: Hub) -> Goal | Refused:
        found = await case_called(hub, label, as_json=as_json)
        by = account(who, found)
        return await hub.plans.add_goal(found.id, what, criterion, due=until, who=by, by=ACTOR)

    told(accept(with_hub(work), as_json=as_json).id, label, as_json=as_json)


@goal.command("reach", help=text("help-goal-reach"))
def reach(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="GOAL", help=text("help-plan-number")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Say that a goal is reached."""

    async def work(hub: Hub) -> Goal | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).goals, number)
        return await hub.plans.reach(found.id, meant.id, who=by, by=ACTOR)

    accept(with_hub(work), already="goal-reached-already")
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@goal.command("give-up", help=text("help-goal-give-up"))
def give_up(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="GOAL", help=text("help-plan-number")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Give a goal up; asks why."""
    reason = line("ask-plan-reason")

    async def work(hub: Hub) -> Goal | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).goals, number)
        return await hub.plans.give_up(found.id, meant.id, reason, who=by, by=ACTOR)

    accept(with_hub(work), already="goal-given-up-already")
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@goal.command("list", help=text("help-goal-list"))
def list_goals(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    everything: bool = typer.Option(False, "--all", help=text("help-plan-all")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the goals of a case that are open, or all of them."""
    plan = shown(label, who, as_json=as_json)
    rows = [_goal_row(one, plan) for one in plan.goals if everything or one.state is GoalState.OPEN]
    speech.show(rows, _GOAL_COLUMNS, as_json=as_json, title="title-goals", empty="empty-goals")


# What all commands about a plan have in common.


def account(typed: str, case: Case) -> UserId:
    """Somebody's account; `client` is the client's."""
    return case.client if typed == CLIENT else user_id(typed)


async def plan_of(hub: Hub, case: Case, who: UserId) -> Plan:
    """What somebody may read of a case's plan."""
    return accept(await hub.plans.seen_by(case.id, who))


def called(found: Sequence[T], typed: str) -> T:
    """The one whose number begins as typed."""
    meant = [one for one in found if typed and one.id.startswith(typed)]
    if len(meant) != 1:
        speech.refuse(Refused("unknown-in-plan", {"number": typed[:60]}))
    return meant[0]


def shown(label: str, who: str, *, as_json: bool) -> Plan:
    """A case's plan as somebody may read it; that they were shown it is noted."""

    async def work(hub: Hub) -> Plan | Refused:
        found = await case_called(hub, label, as_json=as_json)
        plan = await hub.plans.seen_by(found.id, account(who, found))
        if not isinstance(plan, Refused):
            await hub.retrievals.note(found.id, "plan.shown", by=ACTOR)
        return plan

    return accept(with_hub(work), as_json=as_json)


def told(id_: str, label: str, *, as_json: bool) -> None:
    """Say under which number something is kept."""
    if as_json:
        speech.print_json({"number": id_})
    else:
        speech.tell("did-add-to-plan", number=id_[:TOLD], case=label)


def name_of(plan: Plan, who: Who | None) -> str | None:
    """What somebody is called; the client has no name here."""
    if who is None:
        return None
    return next((one.name for id_, one in plan.people.items() if id_ == who), text("client"))


def words_of(plan: Plan, id_: str) -> Words:
    """What people wrote about one of them."""
    return plan.words.get(id_, Words())


def number_of(row: speech.Row) -> str:
    """As much of a number as one has to type."""
    return str(row["number"])[:TOLD]


def what_of(row: speech.Row) -> object:
    """What it is about, or that nobody can read it any more."""
    return row["what"] or text("plan-not-readable")


def day_of(row: speech.Row) -> str:
    """The day by which it is due."""
    return f"{row['due']:%d.%m.%Y}"


def _task_row(one: Task, plan: Plan) -> speech.Row:
    said = words_of(plan, one.id)
    return {
        "number": one.id,
        "what": said.what,
        "owner": name_of(plan, one.owner or CLIENT),
        "due": one.due,
        "state": _state(one, plan),
        "set_by": name_of(plan, one.set_by),
        "set_at": one.set_at,
        "conference": one.conference,
        "done_at": one.done_at,
        "dropped_at": one.dropped_at,
        "reason": said.reason,
    }


def _state(one: Task, plan: Plan) -> str:
    if one.done_at is not None:
        return "done"
    if one.dropped_at is not None:
        return "dropped"
    return "overdue" if is_overdue(one, plan.today) else "open"


def _goal_row(one: Goal, plan: Plan) -> speech.Row:
    said = words_of(plan, one.id)
    return {
        "number": one.id,
        "what": said.what,
        "criterion": said.criterion,
        "due": one.due,
        "state": "overdue" if is_past(one, plan.today) else one.state.value,
        "set_by": name_of(plan, one.set_by),
        "set_at": one.set_at,
        "conference": one.conference,
        "settled_at": one.settled_at,
        "reason": said.reason,
    }


_TASK_COLUMNS: speech.Columns = {
    "plan-number": number_of,
    "task-what": what_of,
    "task-owner": itemgetter("owner"),
    "plan-due": day_of,
    "state": lambda row: text(f"task-state-{row['state']}"),
}
_GOAL_COLUMNS: speech.Columns = {
    "plan-number": number_of,
    "goal-what": what_of,
    "goal-criterion": itemgetter("criterion"),
    "plan-due": day_of,
    "state": lambda row: text(f"goal-state-{row['state']}"),
}
