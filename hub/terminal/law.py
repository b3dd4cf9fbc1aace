"""`fallraum law …`: on which norms data may go from one to another, and what they ask for."""

from datetime import datetime
from operator import itemgetter

import typer

from hub.cases.model import AgencyKind
from hub.catalogue import moment
from hub.chance import Chance
from hub.errors import Refused
from hub.law.book import known_law
from hub.law.model import Limit, Norm, Transmission
from hub.law.rules import KNOWN, at_instant, newest
from hub.terminal import speech
from hub.terminal.speech import text

law = typer.Typer(help=text("help-law"), no_args_is_help=True)


@law.command("list", help=text("help-law-list"))
def list_norms(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show every norm that is in force."""
    rows = [_row(one) for one in at_instant(known_law(), Chance().now())]
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-law", empty="empty-law")


@law.command("show", help=text("help-law-show"))
def show(
    code: str = typer.Argument(metavar="CODE", help=text("help-norm")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what a norm says, whom it lets pass on what to whom, and what must be noted."""
    known = known_law()
    id_ = newest(known, code, Chance().now())
    if id_ is None:
        speech.refuse(Refused("unknown-norm", {"norm": code[:40]}), as_json=as_json)
    norm = known[id_]
    if as_json:
        speech.print_json(_row(norm) | {"ways": [_way(one) for one in norm.transmissions]})
        return
    speech.tell("law-head", norm=str(id_), paragraph=norm.paragraph, effect=text(f"effect-{norm.effect}"))
    speech.tell(f"law-{code}")
    for one in norm.transmissions:
        speech.tell("law-way", **_said(one), way=text(f"way-{one.way}"))
    for limit in norm.limits:
        speech.tell("law-limit", **_said(limit))
    speech.tell("law-source", checked=text(f"checked-{norm.checked}"), source=norm.source)


def _row(norm: Norm) -> dict[str, object]:
    return {
        "norm": str(norm.id),
        "paragraph": norm.paragraph,
        "effect": norm.effect.value,
        "valid_from": norm.valid_from,
        "valid_until": norm.valid_until,
        "checked": norm.checked.value,
        "source": norm.source,
    }


def _way(one: Transmission) -> dict[str, object]:
    return {
        "way": one.way.value,
        "senders": sorted(one.senders),
        "recipients": sorted(one.recipients),
        "notes": sorted(one.notes),
        "lifts": sorted(one.lifts),
        "special": one.special,
        "themes": sorted(one.themes),
        "duty": one.duty,
    }


def _said(one: Transmission | Limit) -> dict[str, str]:
    notes = ", ".join(text(f"note-{note}") for note in sorted(one.notes))
    return {"senders": _kinds(one.senders), "recipients": _kinds(one.recipients), "notes": notes or "–"}


def _kinds(kinds: frozenset[AgencyKind]) -> str:
    if kinds == KNOWN:
        return text("every-agency-kind")
    return ", ".join(text(f"agency-kind-{kind}") for kind in sorted(kinds))


def _since(row: speech.Row) -> str:
    since = row["valid_from"]
    return moment(since) if isinstance(since, datetime) else ""


_COLUMNS: speech.Columns = {
    "norm": itemgetter("norm"),
    "paragraph": itemgetter("paragraph"),
    "effect": lambda row: text(f"effect-{row['effect']}"),
    "since": _since,
    "checked": lambda row: text(f"checked-{row['checked']}"),
}
