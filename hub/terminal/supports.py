"""`fallraum support …` and `fallraum gap …`: what is being done, how it goes, and what is missing.

What it is about is asked for and never a word of a command.
"""

from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.errors import Refused
from hub.plan.model import Decision, DeviationKind, Gap, Plan, Report, Standing, Support
from hub.plan.progress import last_reports, next_report_due
from hub.plan.rules import USUAL_WEEKS
from hub.terminal import speech
from hub.terminal.asking import ACTOR, TOLD, case_called, day_typed, line, with_hub
from hub.terminal.plans import account, called, name_of, number_of, plan_of, shown, told, what_of, words_of
from hub.terminal.speech import accept, text

support = typer.Typer(help=text("help-support"), no_args_is_help=True)
gap = typer.Typer(help=text("help-gap"), no_args_is_help=True)


@support.command("begin", help=text("help-support-begin"))
def begin(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    responsible: str = typer.Option(help=text("help-support-responsible")),
    since: str = typer.Option(help=text("help-support-since")),
    weeks: int = typer.Option(USUAL_WEEKS, help=text("help-support-weeks")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Note that a support has begun; asks what it is."""
    begun, what = day_typed(since), line("ask-support")

    async def work(hub: Hub) -> Support | Refused:
        found = await case_called(hub, label, as_json=as_json)
        by, whose = account(who, found), account(responsible, found)
        return await hub.plans.begin_support(
            found.id, what, responsible=whose, begun=begun, weeks=weeks, who=by, by=ACTOR
        )

    told(accept(with_hub(work), as_json=as_json).id, label, as_json=as_json)


@support.command("report", help=text("help-support-report"))
def report(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="SUPPORT", help=text("help-plan-number")),
    standing: Standing = typer.Argument(help=text("help-support-standing")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Report how a support goes; asks for a remark."""
    remark = line("ask-support-remark")

    async def work(hub: Hub) -> Report | Refused:
        found = await case_called(hub, label, as_json=as_json)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).supports, number)
        return await hub.plans.report(found.id, meant.id, standing, who=by, by=ACTOR, remark=remark)

    told(accept(with_hub(work), as_json=as_json).id, label, as_json=as_json)


@support.command("answer", help=text("help-support-answer"))
def answer(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="REPORT", help=text("help-support-report-number")),
    decision: Decision = typer.Argument(help=text("help-support-decision")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Decide what follows from a report; asks why."""
    reason = line("ask-plan-reason")

    async def work(hub: Hub) -> Report | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).reports, number)
        return await hub.plans.answer(found.id, meant.id, decision, who=by, by=ACTOR, reason=reason)

    accept(with_hub(work))
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@support.command("end", help=text("help-support-end"))
def end(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="SUPPORT", help=text("help-plan-number")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Note that a support is over."""

    async def work(hub: Hub) -> Support | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).supports, number)
        return await hub.plans.end_support(found.id, meant.id, who=by, by=ACTOR)

    accept(with_hub(work), already="support-ended-already")
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@support.command("list", help=text("help-support-list"))
def list_supports(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    everything: bool = typer.Option(False, "--all", help=text("help-plan-all")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the supports in a case, and how they go."""
    plan = shown(label, who, as_json=as_json)
    rows = [_support_row(one, plan) for one in plan.supports if everything or _is_seen(one, plan)]
    speech.show(rows, _SUPPORT_COLUMNS, as_json=as_json, title="title-supports", empty="empty-supports")


@gap.command("add", help=text("help-gap-add"))
def add_gap(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Note an offer that is missing; asks which."""
    what = line("ask-gap")

    async def work(hub: Hub) -> Gap | Refused:
        found = await case_called(hub, label, as_json=as_json)
        return await hub.plans.note_gap(found.id, what, who=account(who, found), by=ACTOR)

    told(accept(with_hub(work), as_json=as_json).id, label, as_json=as_json)


@gap.command("close", help=text("help-gap-close"))
def close_gap(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="GAP", help=text("help-plan-number")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
) -> None:
    """Note that what was missing is found."""

    async def work(hub: Hub) -> Gap | Refused:
        found = await case_called(hub, label)
        by = account(who, found)
        meant = called((await plan_of(hub, found, by)).gaps, number)
        return await hub.plans.close_gap(found.id, meant.id, who=by, by=ACTOR)

    accept(with_hub(work), already="gap-closed-already")
    speech.tell("did-settle-in-plan", number=number[:TOLD])


@gap.command("list", help=text("help-gap-list"))
def list_gaps(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-plan-as")),
    everything: bool = typer.Option(False, "--all", help=text("help-plan-all")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what is missing in a case."""
    plan = shown(label, who, as_json=as_json)
    rows = [_gap_row(one, plan) for one in plan.gaps if everything or one.closed_at is None]
    speech.show(rows, _GAP_COLUMNS, as_json=as_json, title="title-gaps", empty="empty-gaps")


def _is_seen(one: Support, plan: Plan) -> bool:
    return one.ended_at is None or _waiting(one, plan) is not None


def _waiting(one: Support, plan: Plan) -> str | None:
    """The report on a support that waits for an answer."""
    waiting = {dev.about for dev in plan.deviations if dev.kind is DeviationKind.REPORT}
    return next((r.id for r in plan.reports if r.support == one.id and r.id in waiting), None)


def _support_row(one: Support, plan: Plan) -> speech.Row:
    last = last_reports(plan.reports).get(one.id)
    return {
        "number": one.id,
        "what": words_of(plan, one.id).what,
        "responsible": name_of(plan, one.responsible),
        "begun": one.begun,
        "weeks": one.weeks,
        "ended_at": one.ended_at,
        "conference": one.conference,
        "standing": last.standing.value if last else None,
        "reported_at": last.at if last else None,
        "next_report_due": next_report_due(one, last),
        "waiting": _waiting(one, plan),
        "reports": [_report_row(report, plan) for report in plan.reports if report.support == one.id],
    }


def _report_row(one: Report, plan: Plan) -> speech.Row:
    said, answered = words_of(plan, one.id), one.answered
    return {
        "number": one.id,
        "standing": one.standing.value,
        "at": one.at,
        "by": name_of(plan, one.by),
        "remark": said.what,
        "decision": answered.decision.value if answered else None,
        "answered_by": name_of(plan, answered.by) if answered else None,
        "answered_at": answered.at if answered else None,
        "reason": said.reason,
    }


def _gap_row(one: Gap, plan: Plan) -> speech.Row:
    return {
        "number": one.id,
        "what": words_of(plan, one.id).what,
        "noted_by": name_of(plan, one.set_by),
        "noted_at": one.set_at,
        "conference": one.conference,
        "closed_at": one.closed_at,
    }


def _standing(row: speech.Row) -> str:
    return text(f"support-standing-{row['standing']}") if row["standing"] else text("support-not-reported")


def _next(row: speech.Row) -> str:
    return f"{row['next_report_due']:%d.%m.%Y}" if row["next_report_due"] else text("support-over")


_SUPPORT_COLUMNS: speech.Columns = {
    "plan-number": number_of,
    "support-what": what_of,
    "support-responsible": itemgetter("responsible"),
    "support-standing": _standing,
    "support-next": _next,
    "support-waiting": lambda row: str(row["waiting"] or "")[:TOLD],
}
_GAP_COLUMNS: speech.Columns = {
    "plan-number": number_of,
    "gap-what": what_of,
    "gap-noted": itemgetter("noted_at"),
    "gap-closed": itemgetter("closed_at"),
}
