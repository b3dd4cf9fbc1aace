"""`fallraum consent …`: recording what the client allows, and that they no longer do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.catalogue import last_moment, moment
from hub.consent.model import Consent
from hub.consent.rules import in_force
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, consent_called, line, recipient, with_hub
from hub.terminal.asking import moment as moment_typed
from hub.terminal.speech import accept, text

consent = typer.Typer(help=text("help-consent"), no_args_is_help=True)


@consent.command("give", help=text("help-consent-give"))
def give(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    to: list[str] = typer.Option(help=text("help-recipient")),
    until: str = typer.Option(help=text("help-until")),
    begin: str | None = typer.Option(None, "--from", help=text("help-from")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Record what the client consents to in one act; asks for the purpose."""
    named, ends = [recipient(typed) for typed in to], moment_typed(until, end_of_day=True)
    begins = moment_typed(begin) if begin else None
    purpose = line("ask-purpose")

    async def work(hub: Hub) -> Sequence[Consent] | Refused:
        found = await case_called(hub, label, as_json=as_json)
        return await hub.consents.give_all(
            found.id, named, purpose=purpose, valid_until=ends, valid_from=begins, by=ACTOR
        )

    given = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json([{"consent": c.id, "valid_until": c.valid_until} for c in given])
        return
    for one in given:
        speech.tell("did-give-consent", consent=one.id[:8], function=one.recipient.function)


@consent.command("withdraw", help=text("help-consent-withdraw"))
def withdraw(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
) -> None:
    """Record that the client withdraws a consent. Takes effect with the answer."""

    async def work(hub: Hub) -> Consent | Refused:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        return await hub.consents.withdraw(meant.id, by=ACTOR)

    ended = accept(with_hub(work))
    speech.tell("did-withdraw-consent", function=ended.recipient.function)
    speech.tell_if_asleep()


@consent.command("show", help=text("help-consent-show"))
def show(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show every consent of a case, with what it was given for."""

    async def work(hub: Hub) -> list[dict[str, object]]:
        found = await case_called(hub, label, as_json=as_json)
        now = hub.chance.now()
        return [
            {
                "consent": c.id,
                "agency": c.recipient.agency,
                "function": c.recipient.function,
                "purpose": purpose,
                "valid_from": c.valid_from,
                "valid_until": c.valid_until,
                "withdrawn_at": c.withdrawn_at,
                "in_force": in_force(c, now),
            }
            for c, purpose in await hub.consents.with_purposes(found.id)
        ]

    rows = with_hub(work)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-consents", empty="empty-consents")


def _where(row: speech.Row) -> str:
    return f"{row['agency']} / {row['function']}"


def _state(row: speech.Row) -> str:
    if row["withdrawn_at"]:
        return text("state-withdrawn", at=_at(row, "withdrawn_at", moment))
    return text("state-in-force" if row["in_force"] else "state-not-in-force")


def _period(row: speech.Row) -> str:
    return f"{_at(row, 'valid_from', moment)} – {_at(row, 'valid_until', last_moment)}"


def _at(row: speech.Row, key: str, say: Callable[[datetime], str]) -> str:
    value = row[key]
    return say(value) if isinstance(value, datetime) else ""


_COLUMNS: speech.Columns = {
    "consent": lambda row: str(row["consent"])[:8],
    "recipient": _where,
    "purpose": itemgetter("purpose"),
    "period": _period,
    "state": _state,
}
