"""`fallraum conference begin|next|back|extend|end|moderate`: leading a conference from item to item."""

from collections.abc import Awaitable, Callable

import typer

from hub.assemble import Hub
from hub.conference.model import Conference
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import user_id, with_hub
from hub.terminal.conferences import conference, conference_called
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
