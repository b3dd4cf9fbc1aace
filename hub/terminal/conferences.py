"""`fallraum conference …`: inviting to a case conference, with its agenda, and what is called."""

from datetime import datetime, timedelta
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.conference.model import CASE, Conference, Stage, Topic
from hub.conference.rules import stage
from hub.errors import Refused
from hub.identifiers import CLIENT, ProfessionalId
from hub.terminal import speech
from hub.terminal.asking import ACTOR, TOLD, case_called, line, lines, moment, user_id, with_hub
from hub.terminal.speech import accept, text
from hub.terminal.templates import template, template_called

conference = typer.Typer(help=text("help-conference"), no_args_is_help=True)
topic = typer.Typer(help=text("help-topic"), no_args_is_help=True)
conference.add_typer(topic, name="topic")
conference.add_typer(template, name="template")


@conference.command("call", help=text("help-conference-call"))
def call(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    begins: str = typer.Option(..., "--at", help=text("help-at")),
    minutes: int | None = typer.Option(None, help=text("help-minutes")),
    moderator: str = typer.Option(help=text("help-moderator")),
    name: str = typer.Option(str(CASE), "--template", help=text("help-template-name")),
) -> None:
    """Call a conference; asks for the topics. The conference voice posts the agenda."""
    begins_at, person, by_which = moment(begins), user_id(moderator), template_called(name)
    topics = lines("ask-topic")

    async def work(hub: Hub) -> Conference | Refused:
        found = await case_called(hub, label)
        return await hub.conferences.call(
            found.id,
            begins_at=begins_at,
            lasts=None if minutes is None else timedelta(minutes=minutes),
            moderator=person,
            topics=topics,
            by=ACTOR,
            template=by_which,
        )

    accept(with_hub(work))
    speech.tell("did-call-conference", case=label)


@conference.command("move", help=text("help-conference-move"))
def move(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    begins: str = typer.Option(..., "--at", help=text("help-at")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Let a conference begin at another time; asks why, and the room is told."""
    begins_at, who, reason = moment(begins), user_id(by), line("ask-conference-reason")

    async def work(hub: Hub) -> Conference | Refused:
        one = await conference_called(hub, label, number)
        return await hub.conferences.move(one.id, begins_at, reason, who=who)

    accept(with_hub(work))
    speech.tell("did-move-conference", case=label)
    speech.tell_if_asleep()


@conference.command("cancel", help=text("help-conference-cancel"))
def cancel(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Let a conference not take place; asks why, and the room is told."""
    who, reason = user_id(by), line("ask-conference-reason")

    async def work(hub: Hub) -> Conference | Refused:
        one = await conference_called(hub, label, number)
        return await hub.conferences.cancel(one.id, reason, who=who)

    accept(with_hub(work))
    speech.tell("did-cancel-conference", case=label)
    speech.tell_if_asleep()


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
        now = hub.chance.now()
        return [_row(one, await hub.cases.name_of(one.moderator), now) for one in called]

    speech.show(
        with_hub(work), _COLUMNS, as_json=as_json, title="title-conferences", empty="empty-conferences"
    )


@topic.command("add", help=text("help-topic-add"))
def add_topic(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Name a topic for the next conference; what it is, is asked for."""
    who, said = user_id(by), line("ask-topic")

    async def work(hub: Hub) -> Topic | Refused:
        one = await conference_called(hub, label, number)
        return await hub.conferences.name_topic(one.id, said, who=who)

    named = accept(with_hub(work))
    speech.tell("did-name-topic", number=str(named.number))


@topic.command("withdraw", help=text("help-topic-withdraw"))
def withdraw_topic(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    topic_number: int = typer.Argument(metavar="TOPIC", help=text("help-topic-number")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Take back a topic of one's own."""
    who = user_id(by)

    async def work(hub: Hub) -> Topic | Refused:
        one = await conference_called(hub, label, number)
        return await hub.conferences.withdraw_topic(one.id, topic_number, who=who)

    accept(with_hub(work))
    speech.tell("did-withdraw-topic")


@topic.command("list", help=text("help-topic-list"))
def list_topics(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what people want to talk about, to somebody who takes part."""
    who = user_id(by)

    async def work(hub: Hub) -> list[speech.Row] | Refused:
        one = await conference_called(hub, label, number, as_json=as_json)
        found = await hub.conferences.topics(one.id, who=who)
        if isinstance(found, Refused):
            return found
        await hub.retrievals.note(one.case, "conference.topics", by=who)
        return [await _topic_row(hub, topic) for topic in found]

    rows = accept(with_hub(work), as_json=as_json)
    speech.show(rows, _TOPICS, as_json=as_json, title="title-topics", empty="empty-topics")


async def _topic_row(hub: Hub, one: Topic) -> speech.Row:
    author = await name_of(hub, one.author)
    return {"number": one.number, "topic": one.text, "author": author, "added_at": one.added_at}


async def name_of(hub: Hub, who: str) -> str:
    """How somebody who takes part is called: a professional by their name, the client as such."""
    return text("topic-of-client") if who == CLIENT else await hub.cases.name_of(ProfessionalId(who))


async def conference_called(hub: Hub, label: str, number: str, *, as_json: bool = False) -> Conference:
    """The conference of that number; without one, the next of the case that is not over."""
    found = await case_called(hub, label, as_json=as_json)
    called, now = await hub.conferences.of_case(found.id), hub.chance.now()
    gone = (Stage.OVER, Stage.CANCELLED)
    # What is over just now can still be answered.
    ahead = [c for c in called if stage(c, now) not in gone] or called[-1:]
    meant = [c for c in called if c.id.startswith(number)] if number else ahead
    if not meant or (number and len(meant) > 1):
        speech.refuse(Refused("unknown-conference", {"case": label[:60]}), as_json=as_json)
    return meant[0]


def _row(one: Conference, moderator: str, now: datetime) -> speech.Row:
    return {
        "conference": one.id,
        "template": str(one.template),
        "stage": stage(one, now),
        "begins_at": one.begins_at,
        "minutes": one.lasts // timedelta(minutes=1),
        "moderator": moderator,
        "called_at": one.called_at,
        "agenda_posted_at": one.agenda_posted_at,
    }


_TOPICS: speech.Columns = {
    "topic-number": itemgetter("number"),
    "topic": lambda row: row["topic"] or text("topic-without-words"),
    "topic-author": itemgetter("author"),
    "topic-added": itemgetter("added_at"),
}
_COLUMNS: speech.Columns = {
    "conference": lambda row: str(row["conference"])[:TOLD],
    "conference-begins": itemgetter("begins_at"),
    "conference-minutes": itemgetter("minutes"),
    "conference-moderator": itemgetter("moderator"),
    "conference-called": itemgetter("called_at"),
    "agenda-posted": itemgetter("agenda_posted_at"),
    "conference-stage": lambda row: text(f"stage-{row['stage']}"),
}
