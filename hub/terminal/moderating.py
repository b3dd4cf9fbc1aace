"""`fallraum conference begin|next|back|extend|hands|floor|end|moderate`: leading one from item to item."""

from collections.abc import Awaitable, Callable
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.conference.model import Conference
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import user_id, with_hub
from hub.terminal.conferences import conference, conference_called, name_of
from hub.terminal.speech import accept, text

__all__ = ["conference"]
Deed = Callable[[Hub, Conference], Awaitable[Conference | Refused]]


@conference.command("begin", help=text("help-conference-begin"))
def begin(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Begin a conference with its first item."""
    who = user_id(by)
    _tell(_done(label, number, lambda hub, one: hub.moderation.begin(one.id, who=who)))


@conference.command("next", help=text("help-conference-next"))
def go_on(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Go on to the next item."""
    who = user_id(by)
    _tell(_done(label, number, lambda hub, one: hub.moderation.step(one.id, seen=_turn(one), who=who)))


@conference.command("back", help=text("help-conference-back"))
def go_back(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Go back to the item before."""
    who = user_id(by)
    _tell(
        _done(
            label,
            number,
            lambda hub, one: hub.moderation.step(one.id, seen=_turn(one), who=who, back=True),
        )
    )


@conference.command("extend", help=text("help-conference-extend"))
def extend(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    minutes: int = typer.Argument(help=text("help-conference-minutes")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Give the item more time."""
    who = user_id(by)
    _tell(_done(label, number, lambda hub, one: hub.moderation.extend(one.id, minutes, who=who)))


@conference.command("hands", help=text("help-conference-hands"))
def hands(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who wants to speak to the item it is at, to who moderates."""
    who = user_id(by)

    async def work(hub: Hub) -> list[speech.Row] | Refused:
        one = await conference_called(hub, label, number, as_json=as_json)
        found = await hub.speaking.waiting(one.id, who=who)
        if isinstance(found, Refused):
            return found
        await hub.retrievals.note(one.case, "conference.hands", by=who)
        return [{"place": at, "name": await name_of(hub, waits)} for at, waits in enumerate(found, 1)]

    rows = accept(with_hub(work), as_json=as_json)
    speech.show(rows, _HANDS, as_json=as_json, title="title-hands", empty="empty-hands")


@conference.command("floor", help=text("help-conference-floor"))
def floor(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Let whoever waits longest speak."""
    who = user_id(by)

    async def work(hub: Hub) -> str | Refused:
        one = await conference_called(hub, label, number)
        speaks = await hub.speaking.give_floor(one.id, who=who)
        return speaks if isinstance(speaks, Refused) else await name_of(hub, speaks)

    speech.tell("did-give-floor", name=accept(with_hub(work)))


@conference.command("end", help=text("help-conference-end"))
def end(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """End a conference."""
    who = user_id(by)
    _done(label, number, lambda hub, one: hub.moderation.end(one.id, who=who))
    speech.tell("did-end-conference", case=label)


@conference.command("moderate", help=text("help-conference-moderate"))
def moderate(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    by: str = typer.Option(help=text("help-conference-by")),
    number: str = typer.Option("", "--conference", help=text("help-conference-number")),
) -> None:
    """Moderate a conference from now on, as who leads the case."""
    who = user_id(by)
    _done(label, number, lambda hub, one: hub.moderation.take_over(one.id, who=who))
    speech.tell("did-take-over-conference", case=label)


def _turn(one: Conference) -> int:
    return one.course.turn if one.course else 0


def _done(label: str, number: str, deed: Deed) -> Conference:
    async def work(hub: Hub) -> Conference | Refused:
        return await deed(hub, await conference_called(hub, label, number))

    return accept(with_hub(work))


def _tell(one: Conference) -> None:
    assert one.course is not None
    speech.tell("did-go-to-item", number=str(one.course.item), minutes=str(one.course.minutes))
    speech.tell_if_asleep()


_HANDS: speech.Columns = {
    "hand-place": itemgetter("place"),
    "hand-name": itemgetter("name"),
}
