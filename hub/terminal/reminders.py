"""`fallraum remind …`: of what people are reminded, and the dates that the lead lays down."""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.cases.model import Case
from hub.errors import Refused
from hub.identifiers import ReminderId, UserId
from hub.monitoring.book import known_kinds
from hub.monitoring.model import Kind, Listed, Reminder, Trigger
from hub.terminal import speech
from hub.terminal.asking import ACTOR, TOLD, case_called, day_typed, user_id, with_hub
from hub.terminal.speech import accept, text

remind = typer.Typer(help=text("help-remind"), no_args_is_help=True)


@remind.command("set", help=text("help-remind-set"))
def lay_down(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    kind: str = typer.Argument(metavar="KIND", help=text("help-remind-kind")),
    day: str = typer.Argument(metavar="DATE", help=text("help-remind-day")),
    who: str = typer.Option(..., "--as", help=text("help-remind-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Lay down a date to be reminded of."""
    on, by = day_typed(day), user_id(who)

    async def work(hub: Hub) -> Reminder | Refused:
        found = await case_called(hub, label, as_json=as_json)
        return await hub.monitoring.lay_down(found.id, kind, on, who=by, by=ACTOR)

    kept = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json({"number": kept.id})
    else:
        of = {"what": text(f"remind-{kept.code}"), "day": f"{kept.day:%d.%m.%Y}"}
        speech.tell("did-lay-down-reminder", number=kept.id[:TOLD], **of)


@remind.command("list", help=text("help-remind-list"))
def list_reminders(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-remind-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show of what somebody is reminded in a case."""
    by = user_id(who)

    async def work(hub: Hub) -> Sequence[Listed]:
        return await _listed(hub, await case_called(hub, label, as_json=as_json), by)

    rows = [_row(one) for one in with_hub(work)]
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-reminders", empty="empty-reminders")


@remind.command("done", help=text("help-remind-done"))
def done(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="NUMBER", help=text("help-remind-number")),
    who: str = typer.Option(..., "--as", help=text("help-remind-as")),
) -> None:
    """Note that a date is settled."""
    by = user_id(who)

    async def work(hub: Hub) -> Reminder | Refused:
        found = await case_called(hub, label)
        meant = _called(await _listed(hub, found, by), number)
        return await hub.monitoring.settle(found.id, ReminderId(meant.subject), who=by, by=ACTOR)

    accept(with_hub(work))
    speech.tell("did-settle-reminder", number=number[:TOLD])


@remind.command("snooze", help=text("help-remind-snooze"))
def snooze(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    number: str = typer.Argument(metavar="NUMBER", help=text("help-remind-number")),
    who: str = typer.Option(..., "--as", help=text("help-remind-as")),
) -> None:
    """Be reminded again on the next working day."""
    by = user_id(who)

    async def work(hub: Hub) -> date | Refused:
        found = await case_called(hub, label)
        meant = _called(await _listed(hub, found, by), number)
        return await hub.monitoring.snooze(found.id, meant.subject, who=by, by=ACTOR)

    until = accept(with_hub(work))
    speech.tell("did-snooze-reminder", day=f"{until:%d.%m.%Y}")


@remind.command("mute", help=text("help-remind-mute"))
def mute(
    kind: str = typer.Argument(metavar="KIND", help=text("help-remind-kind")),
    who: str = typer.Option(..., "--as", help=text("help-remind-as")),
    off: bool = typer.Option(False, "--off", help=text("help-remind-off")),
) -> None:
    """Be reminded of a kind no more."""
    by = user_id(who)

    async def work(hub: Hub) -> Kind | Refused:
        return await hub.monitoring.mute(kind, who=by, on=not off, by=ACTOR)

    accept(with_hub(work))
    speech.tell("did-unmute-reminder" if off else "did-mute-reminder", kind=kind)


@remind.command("kinds", help=text("help-remind-kinds"))
def list_kinds(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show the kinds of reminders."""
    rows = [_kind_row(one) for one in sorted(known_kinds().values(), key=_order)]
    speech.show(rows, _KIND_COLUMNS, as_json=as_json, title="title-reminder-kinds", empty="empty-reminders")


async def _listed(hub: Hub, case: Case, who: UserId) -> Sequence[Listed]:
    return accept(await hub.monitoring.of_case(case.id, who=who))


def _called(found: Sequence[Listed], typed: str) -> Listed:
    meant = [one for one in found if typed and one.subject.startswith(typed)]
    if len(meant) != 1:
        speech.refuse(Refused("unknown-reminder", {"number": typed[:TOLD]}))
    return meant[0]


def _order(one: Kind) -> tuple[int, str]:
    # r2 before r10.
    return (len(one.id.code.rstrip("ab")), one.id.code)


def _row(one: Listed) -> speech.Row:
    return {"number": one.subject, "kind": one.code, "day": one.day, "next_on": one.next_on}


def _kind_row(one: Kind) -> speech.Row:
    return {
        "kind": one.id.code,
        "version": one.id.version,
        "norm": one.norm,
        "is_duty": one.is_duty,
        "by_hand": one.trigger is Trigger.DATE,
        "audience": one.audience.value,
    }


def _what(row: speech.Row) -> str:
    return text(f"remind-{row['kind']}")


_COLUMNS: speech.Columns = {
    "reminder-number": lambda row: str(row["number"])[:TOLD],
    "reminder-what": _what,
    "reminder-day": lambda row: f"{row['day']:%d.%m.%Y}",
    "reminder-next": lambda row: f"{row['next_on']:%d.%m.%Y}" if row["next_on"] else "",
}
_KIND_COLUMNS: speech.Columns = {
    "reminder-kind": itemgetter("kind"),
    "reminder-what": _what,
    "reminder-norm": lambda row: str(row["norm"]) if row["is_duty"] else "",
    "reminder-by-hand": lambda row: text("reminder-yes") if row["by_hand"] else "",
}
