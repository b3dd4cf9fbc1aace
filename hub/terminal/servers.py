"""`fallraum servers`: the other homeservers of the network, as far as the hub can know."""

import asyncio
from collections.abc import Sequence
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.rooms.model import Neighbour
from hub.terminal import speech
from hub.terminal.asking import with_hub
from hub.terminal.speech import text


def servers(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show which servers may take part, whether they answer, and whether they see who leaves."""
    rows = with_hub(_ask)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-servers", empty="empty-servers")


async def _ask(hub: Hub) -> Sequence[speech.Row]:
    known = await hub.witness.neighbours()
    answers = await asyncio.gather(*(hub.witness.can_reach(one) for one in known))
    return [_row(one, answer) for one, answer in zip(known, answers, strict=True)]


def _row(one: Neighbour, answer: bool | None) -> speech.Row:
    return {
        "server": one.server,
        "allowed": one.is_allowed,
        "people": one.people,
        "reachable": answer,
        "leave_seen_at": one.seen_at,
        "leaves_unseen": one.unseen,
    }


def _allowed(row: speech.Row) -> str:
    return text("server-allowed" if row["allowed"] else "server-not-allowed")


def _reachable(row: speech.Row) -> str:
    if row["reachable"] is None:
        return text("server-unasked")
    return text("server-answers" if row["reachable"] else "server-silent")


_COLUMNS: speech.Columns = {
    "server": itemgetter("server"),
    "server-allowed": _allowed,
    "server-people": itemgetter("people"),
    "server-reachable": _reachable,
    "leave-seen-at": itemgetter("leave_seen_at"),
    "leaves-unseen": itemgetter("leaves_unseen"),
}
