"""`fallraum charter …`: what the agencies have agreed on, which of them acknowledged it, who is missing."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import AgencyKind
from hub.catalogue import last_moment, moment
from hub.charter import draft, signed
from hub.charter.model import Charter, Draft, Position, Wording
from hub.charter.rules import FOREVER, is_due
from hub.charter.service import Foreseen
from hub.charter.store import Seal
from hub.errors import Refused
from hub.law.rules import KNOWN
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import ACTOR, with_hub
from hub.terminal.asking import moment as read_moment
from hub.terminal.files import content_of, new_file
from hub.terminal.keys import key_of, signing_with
from hub.terminal.speech import accept, text

charter = typer.Typer(help=text("help-charter"), no_args_is_help=True)


@charter.command("template", help=text("help-charter-template"))
def template(file: Path = typer.Option(help=text("help-charter-template-file"))) -> None:
    """Write a charter to begin with into a file, to be changed and published."""
    with new_file(file) as opened:
        opened.write(draft.written(draft.template(Settings().language)).encode())
    speech.tell("did-write-charter", file=str(file))


@charter.command("publish", help=text("help-charter-publish"))
def publish(
    file: Path | None = typer.Argument(None, metavar="[FILE]", help=text("help-charter-file")),
    begins: str = typer.Option("", "--from", help=text("help-charter-from")),
    urgent: str = typer.Option("", help=text("help-charter-urgent")),
    preview: bool = typer.Option(False, "--preview", help=text("help-charter-preview")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Publish the next version; with `--preview` only show whom it would leave unbound."""
    wording = accept(_wording(file), as_json=as_json)
    meant = Draft(wording=wording, binds_from=read_moment(begins) if begins else None, urgent_because=urgent)

    async def work(hub: Hub) -> tuple[Foreseen | Refused, Charter | Refused | None]:
        foreseen = await hub.charters.foresee(meant)
        if preview or isinstance(foreseen, Refused):
            return foreseen, None
        return foreseen, await hub.charters.publish(meant, by=ACTOR)

    seen, published = with_hub(work)
    foreseen = accept(seen, as_json=as_json)
    made = accept(published, as_json=as_json) or foreseen.charter
    if as_json:
        speech.print_json(signed.document(made) | {"unbound": foreseen.unbound, "published": not preview})
        return
    key = "would-publish-charter" if preview else "did-publish-charter"
    speech.tell(key, version=made.version, begins=moment(made.binds_from))
    for agency in foreseen.unbound:
        speech.tell("charter-unbinds", agency=agency, begins=moment(made.binds_from))


@charter.command("show", help=text("help-charter-show"))
def show(
    version: int | None = typer.Option(None, help=text("help-charter-version")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what is agreed on: the version that binds, or the one that is named."""
    answer = with_hub(lambda hub: hub.charters.version(version))
    found, seal = accept(answer, as_json=as_json)
    if as_json:
        speech.print_json(_sealed(found, seal))
        return
    _tell(found)


@charter.command("acknowledge", help=text("help-charter-acknowledge"))
def acknowledge(
    version: int = typer.Argument(metavar="VERSION", help=text("help-charter-version")),
    key: Path = typer.Option(help=text("help-key")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Acknowledge a version for one's own agency, with one's own key."""
    signer, sign = signing_with(key)

    async def work(hub: Hub) -> Position | Refused:
        return await hub.charters.acknowledge(version, by=await key_of(hub, signer), sign=sign)

    position = accept(with_hub(work), as_json=as_json, already="charter-acknowledged")
    if as_json:
        speech.print_json(_row(position))
    else:
        speech.tell("did-acknowledge-charter", agency=position.agency, version=version)


@charter.command("leave", help=text("help-charter-leave"))
def leave(
    key: Path = typer.Option(help=text("help-key")),
    at_once: bool = typer.Option(False, "--at-once", help=text("help-charter-at-once")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Leave with one's own agency, with the agreed notice or at once."""
    signer, _ = signing_with(key)

    async def work(hub: Hub) -> Position | Refused:
        return await hub.charters.leave(by=await key_of(hub, signer), at_once=at_once)

    position = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json(_row(position))
    elif position.bound_until is None:
        speech.tell("did-leave-charter-at-once", agency=position.agency)
        speech.tell_if_asleep()
    else:
        speech.tell("did-leave-charter", agency=position.agency, until=last_moment(position.bound_until))


@charter.command("status", help=text("help-charter-status"))
def status(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show which agency acknowledged what, and who is missing; exit status 1 if it is time to act."""

    async def work(hub: Hub) -> tuple[Sequence[Position], datetime]:
        return await hub.charters.positions(), hub.chance.now()

    positions, now = with_hub(work)
    due = [one for one in positions if is_due(one, now)]
    rows = [_row(one) | {"is_due": one in due} for one in positions]
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-charter", empty="empty-charter")
    if due or not positions:
        raise typer.Exit(speech.REFUSED)


def _wording(file: Path | None) -> Wording | Refused:
    if file is None:
        return draft.template(Settings().language)
    try:
        return draft.read(content_of(file).decode())
    except UnicodeDecodeError:
        return Refused("charter-malformed", {"what": "UTF-8"})


def _sealed(found: Charter, seal: Seal) -> dict[str, object]:
    signature = {"signature": seal.signature, "public_key": seal.public_key}
    return signed.document(found) | signature


def _tell(found: Charter) -> None:
    wording, minutes, leaving = found.wording, found.wording.minutes, found.wording.exit
    speech.tell("charter-head", version=found.version, begins=moment(found.binds_from))
    if found.urgent_because:
        speech.tell("charter-urgent", why=found.urgent_because)
    speech.tell("charter-purpose", purpose=wording.purpose)
    for member in found.members:
        speech.tell("charter-member", name=member.name, kind=text(f"agency-kind-{member.kind}"))
    speech.tell("charter-open-to", kinds=_kinds(wording.open_to))
    for occasion, hours in wording.response_hours.items():
        speech.tell("charter-responds", occasion=text(f"occasion-{occasion}"), hours=hours)
    speech.tell(
        "charter-minutes",
        writer=minutes.writer,
        recipients=minutes.recipients,
        days=minutes.approval_days,
    )
    for step in wording.escalation:
        speech.tell("charter-escalates", days=step.after_days, to=step.to)
    speech.tell("charter-exit", days=leaving.notice_days, cases=leaving.cases)


def _kinds(kinds: frozenset[AgencyKind]) -> str:
    if kinds == KNOWN:
        return text("every-agency-kind")
    return ", ".join(text(f"agency-kind-{kind}") for kind in sorted(kinds)) or "–"


def _row(position: Position) -> dict[str, object]:
    until = position.bound_until
    return {
        "agency": position.agency,
        "bound": until is not None,
        "bound_until": None if until == FOREVER else until,
        "acknowledged": list(position.acknowledged),
        "missing": position.missing,
        "missing_from": position.missing_from,
        "ends_at": position.ends_at,
    }


def _bound(row: speech.Row) -> str:
    until = row["bound_until"]
    if not row["bound"]:
        return text("charter-not-bound")
    return (
        text("charter-bound-until", until=last_moment(until))
        if isinstance(until, datetime)
        else text("charter-bound")
    )


def _acknowledged(row: speech.Row) -> str:
    numbers = row["acknowledged"]
    assert isinstance(numbers, list)
    return ", ".join(str(number) for number in numbers)


def _missing(row: speech.Row) -> str:
    since = row["missing_from"]
    if not isinstance(since, datetime):
        return ""
    return text("charter-missing", version=row["missing"], begins=moment(since))


_COLUMNS: speech.Columns = {
    "agency": itemgetter("agency"),
    "charter-bound": _bound,
    "charter-acknowledged": _acknowledged,
    "charter-missing": _missing,
}
