"""`fallraum conference check|prepare`: what a conference still lacks."""

from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.conference.model import Conference, Interpreter
from hub.conference.precheck import Finding, Lack
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import user_id, with_hub
from hub.terminal.conferences import conference_called
from hub.terminal.moderating import conference
from hub.terminal.speech import accept, text

__all__ = ["conference"]


@conference.command("check", help=text("help-conference-check"))
def check(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what is missing, to who moderates."""
    who = user_id(by)

    async def work(hub: Hub) -> tuple[Finding, ...] | Refused:
        one = await conference_called(hub, label, number, as_json=as_json)
        found = await hub.preparation.check(one.id, who=who)
        if not isinstance(found, Refused):
            await hub.retrievals.note(one.case, "conference.check", by=who)
        return found

    rows = [_row(one) for one in accept(with_hub(work), as_json=as_json)]
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-findings", empty="empty-findings")


@conference.command("prepare", help=text("help-conference-prepare"))
def prepare(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    language: str | None = typer.Option(None, help=text("help-conference-language")),
    invited_in: str | None = typer.Option(None, "--invited-in", help=text("help-conference-invited")),
    interpreter: Interpreter | None = typer.Option(None, help=text("help-conference-interpreter")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Note how the client was invited, and whether somebody interprets."""
    who = user_id(by)

    async def work(hub: Hub) -> Conference | Refused:
        one = await conference_called(hub, label, number)
        return await hub.preparation.prepare(
            one.id, who=who, speaks=language, invited_in=invited_in, interpreter=interpreter
        )

    accept(with_hub(work))
    speech.tell("did-prepare-conference", case=label)


def _row(one: Finding) -> speech.Row:
    what = text(f"corner-{one.what}") if one.lack is Lack.SIDE else one.what
    return {"lack": one.lack, "what": what, "text": text(f"lack-{one.lack}")}


_COLUMNS: speech.Columns = {"lack": itemgetter("text"), "lack-what": itemgetter("what")}
