"""`fallraum case own-room`: whether a client wants a room in which the hub alone speaks with them."""

from enum import StrEnum

import typer

from hub.assemble import Hub
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, with_hub
from hub.terminal.languages import case
from hub.terminal.plans import account
from hub.terminal.speech import accept, text

__all__ = ["case"]


class Wish(StrEnum):
    """What the client says of it."""

    ON = "on"
    OFF = "off"


@case.command("own-room", help=text("help-own-room"))
def own_room(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    wish: Wish | None = typer.Argument(None, help=text("help-own-room-wish")),
    who: str = typer.Option(..., "--as", help=text("help-own-room-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Say whether they want one, or show it."""

    async def work(hub: Hub) -> bool | Refused:
        found = await case_called(hub, label, as_json=as_json)
        by = account(who, found)
        if wish is None:
            known = await hub.own_rooms.is_wanted(found.id, who=by)
            if not isinstance(known, Refused):
                await hub.retrievals.note(found.id, "side.shown", by=ACTOR)
            return known
        say = hub.own_rooms.want if wish is Wish.ON else hub.own_rooms.unwant
        return await say(found.id, who=by, by=ACTOR) or wish is Wish.ON

    is_wanted = accept(with_hub(work), as_json=as_json, already="own-room-unwanted-already")
    if as_json:
        speech.print_json({"case": label, "own_room": is_wanted})
        return
    state = "on" if is_wanted else "off"
    speech.tell(f"own-room-{state}" if wish is None else f"did-own-room-{state}", case=label)
    if wish is not None:
        speech.tell_if_asleep()
