"""`fallraum conference paper|calendar`: what of a conference people take along, in a file."""

from pathlib import Path

import typer

from hub.assemble import Hub
from hub.conference.dates import Dated
from hub.conference.ics import as_file
from hub.conference.sheet import on_paper
from hub.errors import Refused
from hub.paper.pdf import printed
from hub.paper.sheet import Sheet
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import known_language, user_id, with_hub
from hub.terminal.conferences import conference_called
from hub.terminal.files import new_file
from hub.terminal.planning import conference
from hub.terminal.speech import accept, text

__all__ = ["conference"]


@conference.command("paper", help=text("help-conference-paper"))
def paper(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    file: Path = typer.Option(help=text("help-paper-file")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
    language: str = typer.Option("", help=text("help-paper-language")),
) -> None:
    """Write the agenda into a PDF, for somebody who takes part."""
    who, spoken = user_id(by), known_language(language) or Settings().language

    async def work(hub: Hub) -> Sheet | Refused:
        one = await conference_called(hub, label, number)
        await hub.retrievals.note(one.case, "conference.paper", by=who)
        agenda = await hub.papers.agenda(one.id, who=who)
        if isinstance(agenda, Refused):
            return agenda
        return on_paper(agenda, spoken, made_at=hub.chance.now())

    # First of all: nothing is read that could not be handed out.
    with new_file(file) as made:
        made.write(accept(printed(accept(with_hub(work)))))
    speech.tell("did-print", file=str(file))


@conference.command("calendar", help=text("help-conference-calendar"))
def calendar(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    file: Path = typer.Option(help=text("help-calendar-file")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
    language: str = typer.Option("", help=text("help-paper-language")),
) -> None:
    """Write the date into a file for calendars, for somebody who takes part; it only says when it is."""
    who, spoken = user_id(by), known_language(language) or Settings().language

    async def work(hub: Hub) -> Dated | Refused:
        one = await conference_called(hub, label, number)
        await hub.retrievals.note(one.case, "conference.calendar", by=who)
        return await hub.papers.date(one.id, who=who)

    with new_file(file) as made:
        made.write(as_file(accept(with_hub(work)), spoken))
    speech.tell("did-write-date", file=str(file))
