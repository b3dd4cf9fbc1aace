"""`fallraum conference call`: inviting to a case conference, with its agenda."""

from datetime import timedelta

import typer

from hub.assemble import Hub
from hub.conference.model import Conference
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, lines, moment, user_id, with_hub
from hub.terminal.speech import accept, text

conference = typer.Typer(help=text("help-conference"), no_args_is_help=True)


@conference.callback()
def group() -> None:
    """A group of commands, also while it has only one."""


@conference.command("call", help=text("help-conference-call"))
def call(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    begins: str = typer.Option(..., "--at", help=text("help-at")),
    minutes: int = typer.Option(60, help=text("help-minutes")),
    moderator: str = typer.Option(help=text("help-moderator")),
) -> None:
    """Call a conference; asks for the topics. The conference voice posts the agenda."""
    begins_at, person = moment(begins), user_id(moderator)
    topics = lines("ask-topic")

    async def work(hub: Hub) -> Conference | Refused:
        found = await case_called(hub, label)
        return await hub.conferences.call(
            found.id,
            begins_at=begins_at,
            lasts=timedelta(minutes=minutes),
            moderator=person,
            topics=topics,
            by=ACTOR,
        )

    accept(with_hub(work))
    speech.tell("did-call-conference", case=label)
