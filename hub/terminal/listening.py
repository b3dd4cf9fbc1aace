"""`fallraum listen on|off|show`: whether the hub reads commands in a room, as the lead decides.

`fallraum listen direct on|off|show`: whether it does in a direct room, as whose it is decides.
"""

import typer

from hub.assemble import Hub
from hub.cases.model import Case
from hub.errors import Refused
from hub.identifiers import COMMON, OWN, CircleId
from hub.listening.model import Switch
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, user_id, with_hub
from hub.terminal.plans import account
from hub.terminal.rooms import themes_of
from hub.terminal.speech import accept, text

listen = typer.Typer(help=text("help-listen"), no_args_is_help=True)
direct = typer.Typer(help=text("help-listen-direct"), no_args_is_help=True)
listen.add_typer(direct, name="direct")


@listen.command("on", help=text("help-listen-on"))
def on(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-listen-as")),
    theme: str = typer.Option("", "--circle", help=text("help-listen-circle")),
    own: bool = typer.Option(False, "--own", help=text("help-listen-own")),
) -> None:
    """Have the hub listen in a room."""

    async def work(hub: Hub) -> Switch | Refused:
        found = await case_called(hub, label)
        circle = await _circle(hub, found, theme, own=own)
        return await hub.listening.begin(found.id, circle, who=account(who, found), by=ACTOR)

    accept(with_hub(work), already="listening-on-already")
    speech.tell("did-listen-on", case=label)
    speech.tell_if_asleep()


@listen.command("off", help=text("help-listen-off"))
def off(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-listen-as")),
    theme: str = typer.Option("", "--circle", help=text("help-listen-circle")),
    own: bool = typer.Option(False, "--own", help=text("help-listen-own")),
) -> None:
    """Have it listen there no more."""

    async def work(hub: Hub) -> Switch | Refused:
        found = await case_called(hub, label)
        circle = await _circle(hub, found, theme, own=own)
        return await hub.listening.end(found.id, circle, who=account(who, found), by=ACTOR)

    accept(with_hub(work), already="listening-off-already")
    speech.tell("did-listen-off", case=label)
    speech.tell_if_asleep()


@listen.command("show", help=text("help-listen-show"))
def show(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    who: str = typer.Option(..., "--as", help=text("help-listen-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show where it listens."""

    async def work(hub: Hub) -> list[speech.Row] | Refused:
        found = await case_called(hub, label, as_json=as_json)
        switches = await hub.listening.shown(found.id, who=account(who, found))
        if isinstance(switches, Refused):
            return switches
        themes = await themes_of(hub, found.id)
        return [
            {
                "theme": themes.get(one.circle),
                "own": one.circle == OWN,
                "since": one.since,
                "listens": one.is_listening,
            }
            for one in switches
        ]

    rows = accept(with_hub(work), as_json=as_json)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-listening", empty="empty-listening")


@direct.command("on", help=text("help-listen-direct-on"))
def on_alone(whose: str = typer.Option(..., "--as", help=text("help-listen-direct-as"))) -> None:
    """Have the hub listen in somebody's direct room."""
    who = user_id(whose)
    accept(with_hub(lambda hub: hub.hearing.begin(who, by=ACTOR)), already="listening-alone-on-already")
    speech.tell("did-listen-direct-on", user=who)
    speech.tell_if_asleep()


@direct.command("off", help=text("help-listen-direct-off"))
def off_alone(whose: str = typer.Option(..., "--as", help=text("help-listen-direct-as"))) -> None:
    """Have it listen there no more."""
    who = user_id(whose)
    accept(with_hub(lambda hub: hub.hearing.end(who, by=ACTOR)), already="listening-alone-off-already")
    speech.tell("did-listen-direct-off", user=who)
    speech.tell_if_asleep()


@direct.command("show", help=text("help-listen-direct-show"))
def show_alone(
    whose: str = typer.Option(..., "--as", help=text("help-listen-direct-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show whether it listens there."""
    who = user_id(whose)
    one = with_hub(lambda hub: hub.hearing.shown(who))
    found = accept(one, as_json=as_json) if isinstance(one, Refused) else one
    rows: list[speech.Row] = [{"since": found.since, "listens": found.is_listening}] if found else []
    speech.show(rows, _STATE, as_json=as_json, title="title-listening", empty="empty-listening-direct")


async def _circle(hub: Hub, case: Case, theme: str, *, own: bool) -> CircleId:
    if own and theme:
        speech.refuse(Refused("listening-one-room"))
    if own or not theme:
        return OWN if own else COMMON
    themes = await themes_of(hub, case.id)
    # What is no theme of the case is no circle's name either: the service refuses it.
    return next((circle for circle, its in themes.items() if its == theme), CircleId(theme))


def _room(row: speech.Row) -> str:
    theme = row["theme"]
    if row["own"]:
        return text("room-own")
    return text("room-of-theme", theme=text(f"theme-{theme}")) if theme else text("room-in-common")


def _state(row: speech.Row) -> str:
    return text("listening-state-on" if row["listens"] else "listening-state-waiting")


_STATE: speech.Columns = {"listening-since": lambda row: row["since"], "listening-state": _state}
_COLUMNS: speech.Columns = {"room": _room, **_STATE}
