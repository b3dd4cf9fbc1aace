"""`fallraum conference …`: inviting to a case conference, with its agenda, and what is called."""

from datetime import timedelta
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.conference.model import Conference
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, lines, moment, user_id, with_hub
from hub.terminal.speech import accept, text

conference = typer.Typer(help=text("help-conference"), no_args_is_help=True)


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


@conference.command("list", help=text("help-conference-list"))
def list_conferences(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show when conferences of a case begin, who moderates, and whether the agenda stands in the room."""

    async def work(hub: Hub) -> list[speech.Row]:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "conference.shown", by=ACTOR)
        called = await hub.conferences.of_case(found.id)
        return [_row(one, await hub.cases.name_of(one.moderator)) for one in called]

    speech.show(
        with_hub(work), _COLUMNS, as_json=as_json, title="title-conferences", empty="empty-conferences"
    )


def _row(one: Conference, moderator: str) -> speech.Row:
    return {
        "conference": one.id,
        "begins_at": one.begins_at,
        "minutes": one.lasts // timedelta(minutes=1),
        "moderator": moderator,
        "called_at": one.called_at,
        "agenda_posted_at": one.agenda_posted_at,
    }


_COLUMNS: speech.Columns = {
    "conference-begins": itemgetter("begins_at"),
    "conference-minutes": itemgetter("minutes"),
    "conference-moderator": itemgetter("moderator"),
    "conference-called": itemgetter("called_at"),
    "agenda-posted": itemgetter("agenda_posted_at"),
}
