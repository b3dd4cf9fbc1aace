"""`fallraum consent …`: taking down what the client declared on paper, and that they no longer agree."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.catalogue import last_moment, moment
from hub.consent.model import ORGANISATION, Answer, Consent, Form, Kind, Level, Notice, Record, Terms, Told
from hub.consent.rules import in_force
from hub.consent.service import Asked, notice_of
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, consent_called, line, recipient, with_hub
from hub.terminal.asking import moment as moment_typed
from hub.terminal.files import content_of
from hub.terminal.keys import key_of, signing_with
from hub.terminal.speech import accept, text

consent = typer.Typer(help=text("help-consent"), no_args_is_help=True)

# The newest text; what was shown before stays what it was.
VERSION = 1


@consent.command("record", help=text("help-consent-record"))
def record(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    to: str = typer.Option(help=text("help-recipient")),
    until: str = typer.Option(help=text("help-until")),
    key: Path = typer.Option(help=text("help-key")),
    scan: Path | None = typer.Option(None, help=text("help-scan")),
    told: list[Told] = typer.Option([], help=text("help-told")),
    separate: bool = typer.Option(False, "--separate", help=text("help-separate")),
    begin: str | None = typer.Option(None, "--from", help=text("help-from")),
    review: str | None = typer.Option(None, "--review", help=text("help-review")),
    shown: str = typer.Option("de", "--notice-language", help=text("help-notice-language")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Take down a declaration on paper (with its scan) or by word of mouth (without); asks what for."""
    named, ends = recipient(to), moment_typed(until, end_of_day=True)
    begins = moment_typed(begin) if begin else None
    reviewed = moment_typed(review) if review else ends
    notice, evidence = _notice(shown), _hash_of(scan)
    signer, sign = signing_with(key)
    purpose, themes = line("ask-purpose"), _themes(line("ask-themes"))
    reason = "" if scan else line("ask-oral-reason")

    async def work(hub: Hub) -> Asked | Refused:
        found = await case_called(hub, label, as_json=as_json)
        terms = Terms(
            kind=Kind.SHARE,
            purpose=purpose,
            recipient=named,
            themes=themes,
            valid_from=begins,
            valid_until=ends,
            review_at=reviewed,
            notice=notice,
            told=frozenset(told),
            separate_from_application=separate,
            form=Form.PAPER if scan else Form.ORAL,
            reason=reason,
            evidence=evidence,
        )
        return await hub.consents.record(found.id, terms, by=await key_of(hub, signer), sign=sign)

    taken = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json({"consent": taken.id})
    else:
        speech.tell("did-record-consent", consent=taken.id[:8], case=label)


@consent.command("confirm", help=text("help-consent-confirm"))
def confirm(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
    key: Path = typer.Option(help=text("help-key")),
) -> None:
    """Confirm what a colleague took down; with this the consent is given."""
    signer, sign = signing_with(key)

    async def work(hub: Hub) -> Consent | Refused:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        return await hub.consents.confirm(meant.id, by=await key_of(hub, signer), sign=sign)

    given = accept(with_hub(work))
    speech.tell("did-give-consent", consent=given.id[:8], **_whom(given))
    speech.tell("receipt-how", case=label, consent=given.id[:8])


@consent.command("withdraw", help=text("help-consent-withdraw"))
def withdraw(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
) -> None:
    """Record that the client withdraws a consent. Takes effect with the answer."""

    async def work(hub: Hub) -> tuple[Consent | Refused, list[Consent]]:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        ended = await hub.consents.withdraw(meant.id, by=ACTOR)
        now, every = hub.chance.now(), await hub.consents.of_case(found.id)
        return ended, [c for c in every if c.recipient == meant.recipient and in_force(c, now)]

    answer, others = with_hub(work)
    ended = accept(answer)
    speech.tell("did-withdraw-consent", **_whom(ended))
    speech.tell_if_asleep()
    speech.tell("receipt-how", case=label, consent=ended.id[:8])
    for other in others:
        speech.tell("another-consent-holds", consent=other.id[:8], **_whom(other))


@consent.command("show", help=text("help-consent-show"))
def show(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show every consent of a case, with what it was given for."""

    async def work(hub: Hub) -> list[dict[str, object]]:
        found = await case_called(hub, label, as_json=as_json)
        now = hub.chance.now()
        return [_row(record, now) for record in await hub.consents.records(found.id)]

    rows = with_hub(work)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-consents", empty="empty-consents")


def _row(record: Record, now: datetime) -> dict[str, object]:
    one = record.consent
    return {
        "consent": one.id,
        "kind": one.kind.value,
        "agency": one.recipient.agency,
        "function": one.recipient.function,
        "purpose": record.purpose,
        "themes": {theme: answer.value for theme, answer in record.themes.items()},
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "form": one.form.value,
        "state": one.state.value,
        "given_at": one.given_at,
        "ended_at": one.ended_at,
        "proven": one.proven,
        "in_force": in_force(one, now),
    }


def _whom(one: Consent) -> Mapping[str, str]:
    return {"agency": one.recipient.agency, "function": one.recipient.function}


def _notice(language: str) -> Notice:
    notice = notice_of(Kind.SHARE, version=VERSION, language=language, level=Level.STANDARD)
    if notice is None:
        speech.refuse(Refused("unknown-notice", {"language": language[:20]}))
    return notice


def _themes(typed: str) -> Mapping[str, Answer]:
    themes: dict[str, Answer] = {}
    for one in typed.split() or [f"{ORGANISATION}=yes"]:
        theme, _, answer = one.partition("=")
        if answer not in set(Answer):
            speech.refuse(Refused("malformed-theme", {"given": one[:60]}))
        themes[theme] = Answer(answer)
    return themes


def _hash_of(scan: Path | None) -> str:
    return hashlib.sha256(content_of(scan)).hexdigest() if scan else ""


def _where(row: speech.Row) -> str:
    return f"{row['agency']} / {row['function']}"


def _state(row: speech.Row) -> str:
    said = text(f"state-{row['state']}", at=_at(row, "ended_at", moment))
    if row["given_at"] is not None and not row["proven"]:
        return text("state-not-proven")
    return said if row["in_force"] or row["state"] != "given" else text("state-not-in-force")


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
