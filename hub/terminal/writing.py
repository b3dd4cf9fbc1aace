"""`fallraum conference write|answer|answers|close`: a conference in writing."""

from datetime import timedelta
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.conference.model import Conference, Item, Reply
from hub.effects import Debt
from hub.errors import Refused
from hub.identifiers import CLIENT, ProfessionalId
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, lines, user_id, with_hub
from hub.terminal.conferences import conference_called
from hub.terminal.preparing import conference
from hub.terminal.speech import accept, text
from hub.terminal.templates import template_called

__all__ = ["conference"]


@conference.command("write", help=text("help-conference-write"))
def write(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    moderator: str = typer.Option(help=text("help-moderator")),
    days: int = typer.Option(7, help=text("help-conference-days")),
    name: str = typer.Option("case-written-1", "--template", help=text("help-template-name")),
) -> None:
    """Call a conference in writing that begins at once; asks for the topics."""
    person, by_which, topics = user_id(moderator), template_called(name), lines("ask-topic")

    async def work(hub: Hub) -> Conference | Refused:
        found = await case_called(hub, label)
        return await hub.conferences.call(
            found.id,
            begins_at=None,
            lasts=timedelta(days=days),
            moderator=person,
            topics=topics,
            by=ACTOR,
            template=by_which,
        )

    accept(with_hub(work))
    speech.tell("did-call-conference", case=label)


@conference.command("answer", help=text("help-conference-answer"))
def answer(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    item: int = typer.Argument(help=text("help-conference-item")),
    by: str = typer.Option(help=text("help-conference-by")),
    is_passing: bool = typer.Option(False, "--pass", help=text("help-conference-pass")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Answer an item in writing, or pass; asks what one says."""
    who, said = user_id(by), [] if is_passing else lines("ask-reply")
    if not said and not is_passing:
        speech.refuse(Refused("empty-reply"))

    async def work(hub: Hub) -> Reply | Refused:
        one = await conference_called(hub, label, number)
        return await hub.writing.reply(one.id, item, said, who=who)

    accept(with_hub(work))
    speech.tell("did-reply", item=str(item))


@conference.command("answers", help=text("help-conference-answers"))
def answers(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    is_open: bool = typer.Option(False, "--open", help=text("help-conference-open")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what was said in writing; to who moderates also whose answer is open."""
    who = user_id(by)

    async def work(hub: Hub) -> list[speech.Row] | Refused:
        one = await conference_called(hub, label, number, as_json=as_json)
        rows = await (_open(hub, one, who) if is_open else _said(hub, one, who))
        if not isinstance(rows, Refused):
            await hub.retrievals.note(one.case, "conference.answers", by=who)
        return rows

    rows = accept(with_hub(work), as_json=as_json)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-answers", empty="empty-answers")


@conference.command("close", help=text("help-conference-close"))
def close(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Close a conference in writing before its time."""
    who = user_id(by)

    async def work(hub: Hub) -> Debt | Refused:
        one = await conference_called(hub, label, number)
        return await hub.writing.close(one.id, who=who)

    accept(with_hub(work))
    speech.tell("did-end-conference", case=label)


async def _said(hub: Hub, one: Conference, who: str) -> list[speech.Row] | Refused:
    found = await hub.writing.replies(one.id, who=user_id(who))
    if isinstance(found, Refused):
        return found
    items, said = found
    return [await _row(hub, items[r.item - 1], r) for r in said if 0 < r.item <= len(items)]


async def _open(hub: Hub, one: Conference, who: str) -> list[speech.Row] | Refused:
    found = await hub.writing.still_open(one.id, who=user_id(who))
    if isinstance(found, Refused):
        return found
    return [
        {"number": item, "author": await _name(hub, author), "said": text("reply-open")}
        for author, item in found
    ]


async def _row(hub: Hub, item: Item, reply: Reply) -> speech.Row:
    said = "\n".join(reply.paragraphs) or text("reply-passed")
    title = item.text or text(f"agenda-{item.key}")
    author = await _name(hub, reply.author)
    return {"number": reply.item, "item": title, "author": author, "said": said, "at": reply.at}


async def _name(hub: Hub, author: str) -> str:
    is_client = author == CLIENT
    return text("topic-of-client") if is_client else await hub.cases.name_of(ProfessionalId(author))


_COLUMNS: speech.Columns = {
    "topic-number": itemgetter("number"),
    "answer-author": itemgetter("author"),
    "answer": itemgetter("said"),
}
