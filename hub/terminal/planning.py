"""`fallraum conference plan|poll|vote|fix`: finding a date."""

from datetime import timedelta
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.conference.model import CASE, Choice, Conference, Poll, Vote
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, TOLD, case_called, moment, user_id, with_hub
from hub.terminal.speech import accept, text
from hub.terminal.templates import template_called
from hub.terminal.writing import conference

__all__ = ["conference"]


@conference.command("plan", help=text("help-conference-plan"))
def plan(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    moderator: str = typer.Option(help=text("help-moderator")),
    at: list[str] = typer.Option([], "--at", help=text("help-conference-options")),
    suggest: bool = typer.Option(False, "--suggest", help=text("help-conference-suggest")),
    minutes: int | None = typer.Option(None, help=text("help-minutes")),
    name: str = typer.Option(str(CASE), "--template", help=text("help-template-name")),
) -> None:
    """Propose times for a conference; the room is asked."""
    person, by_which, options = user_id(moderator), template_called(name), [moment(one) for one in at]
    lasts = None if minutes is None else timedelta(minutes=minutes)

    async def work(hub: Hub) -> Poll | Refused:
        found = await case_called(hub, label)
        length = lasts or timedelta(minutes=accept(await hub.templates.called(by_which)).minutes)
        common = await hub.polls.suggest(found.id, length, who=person) if suggest else None
        times = [*options, *([common] if common else [])]
        return await hub.polls.open(
            found.id, times, moderator=person, by=ACTOR, lasts=lasts, template=by_which
        )

    poll = accept(with_hub(work))
    speech.tell("did-plan-conference", case=label, options=str(len(poll.options)))
    speech.tell_if_asleep()


@conference.command("poll", help=text("help-conference-poll"))
def poll(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--poll", help=text("help-conference-poll-number")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show how the proposed times suit, to somebody who takes part."""
    who = user_id(by)

    async def work(hub: Hub) -> list[speech.Row] | Refused:
        found = await hub.polls.tally((await _called(hub, label, number)).id, who=who)
        if isinstance(found, Refused):
            return found
        one, tally = found
        return [
            {"number": n, "begins_at": at, **{str(choice): count for choice, count in said.items()}}
            for n, (at, said) in enumerate(zip(one.options, tally, strict=True), 1)
        ]

    rows = accept(with_hub(work), as_json=as_json)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-poll", empty="empty-answers")


@conference.command("vote", help=text("help-conference-vote"))
def vote(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    option: int = typer.Argument(help=text("help-conference-option")),
    choice: Choice = typer.Argument(help=text("help-conference-choice")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--poll", help=text("help-conference-poll-number")),
) -> None:
    """Say whether a proposed time suits."""
    who = user_id(by)

    async def work(hub: Hub) -> Vote | Refused:
        one = await _called(hub, label, number)
        return await hub.polls.vote(one.id, option, choice, who=who)

    accept(with_hub(work))
    speech.tell("did-vote", option=str(option))


@conference.command("fix", help=text("help-conference-fix"))
def fix(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    option: int = typer.Argument(help=text("help-conference-option")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--poll", help=text("help-conference-poll-number")),
) -> None:
    """Fix one of the proposed times: the conference is called."""
    who = user_id(by)

    async def work(hub: Hub) -> Conference | Refused:
        one = await _called(hub, label, number)
        return await hub.polls.fix(one.id, option, who=who)

    accept(with_hub(work))
    speech.tell("did-call-conference", case=label)


async def _called(hub: Hub, label: str, number: str) -> Poll:
    """The poll of that number; without one, the newest of the case."""
    found = await case_called(hub, label)
    meant = [one for one in await hub.polls.of_case(found.id) if one.id.startswith(number)]
    if not meant or (number and len(meant) > 1):
        speech.refuse(Refused("unknown-poll", {"case": label[:TOLD]}))
    return meant[0]


_COLUMNS: speech.Columns = {
    "topic-number": itemgetter("number"),
    "conference-begins": itemgetter("begins_at"),
    "choice-yes": itemgetter("yes"),
    "choice-if-need-be": itemgetter("if-need-be"),
    "choice-no": itemgetter("no"),
}
