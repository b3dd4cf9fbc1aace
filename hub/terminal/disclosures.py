"""`fallraum disclosure …`: what professionals pass on, on which basis, and what follows a warning.

Whoever acts signs with their own key; what is private is asked for and never a word of a command.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case
from hub.catalogue import moment
from hub.consent.model import Recipient
from hub.disclosure.model import (
    Answered,
    Basis,
    Contents,
    Disclosure,
    Feedback,
    Record,
    Review,
    ToldBefore,
    Wanted,
)
from hub.disclosure.rules import REVIEW_WITHIN
from hub.disclosure.service import Made
from hub.errors import Refused
from hub.identifiers import CLIENT, DisclosureId, ProfessionalId
from hub.law.model import Layer, NormId, Note
from hub.law.rules import newest
from hub.terminal import speech
from hub.terminal.asking import case_called, consent_called, line, professional_called, recipient, with_hub
from hub.terminal.keys import key_of, signing_with
from hub.terminal.parties import party_called
from hub.terminal.speech import accept, text

disclosure = typer.Typer(help=text("help-disclosure"), no_args_is_help=True)

ANSWERS = {"ja": True, "yes": True, "nein": False, "no": False}
AGREED = "agreed"


@disclosure.command("make", help=text("help-disclosure-make"))
def make(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    to: str = typer.Option(help=text("help-disclosure-to")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
    of: str = typer.Option(CLIENT, "--of", help=text("help-of")),
    consent: str = typer.Option("", help=text("help-disclosure-consent")),
    norm: str = typer.Option("", help=text("help-disclosure-norm")),
    note: list[Note] = typer.Option([], help=text("help-disclosure-note")),
    entrusted: bool = typer.Option(False, "--entrusted", help=text("help-entrusted")),
    secret: bool = typer.Option(False, "--secret", help=text("help-secret")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Record that something is passed on, if it may be; asks for the themes and why it is necessary."""
    signer, sign = signing_with(key)
    themes, agreed = _themes(line("ask-disclosure-themes"))
    contents = Contents(
        themes=themes,
        agreed=agreed,
        layers=layers_of(entrusted=entrusted, secret=secret),
        necessity=line("ask-necessity"),
        confirmed=frozenset(note),
    )

    async def work(hub: Hub) -> Made | Refused:
        found = await case_called(hub, label, as_json=as_json)
        basis = await _basis(hub, found, consent=consent, norm=norm)
        wanted = Wanted(
            subject=accept(await party_called(hub, found, of), as_json=as_json),
            recipient=await _addressee(hub, to),
            basis=basis,
            contents=contents,
        )
        return await hub.disclosures.make(found.id, wanted, by=await key_of(hub, signer), sign=sign)

    _tell_made(accept(with_hub(work), as_json=as_json), label, as_json=as_json)


@disclosure.command("warn", help=text("help-disclosure-warn"))
def warn(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    to: str = typer.Option(help=text("help-warn-to")),
    norm: str = typer.Option(help=text("help-warn-norm")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
    of: str = typer.Option(CLIENT, "--of", help=text("help-of")),
    note: list[Note] = typer.Option([], help=text("help-disclosure-note")),
    entrusted: bool = typer.Option(False, "--entrusted", help=text("help-entrusted")),
    secret: bool = typer.Option(False, "--secret", help=text("help-secret")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Record a notice to the youth office for the protection of a child; asks why, and who was told."""
    signer, sign = signing_with(key)
    reason, before = line("ask-warning-reason"), said_yes(line("ask-told-before"))
    told = ToldBefore(before, "" if before else line("ask-told-why"))
    contents = Contents(
        layers=layers_of(entrusted=entrusted, secret=secret),
        necessity=reason,
        confirmed=frozenset(note),
        told=told,
    )

    async def work(hub: Hub) -> Made | Refused:
        found = await case_called(hub, label, as_json=as_json)
        wanted = Wanted(
            subject=accept(await party_called(hub, found, of), as_json=as_json),
            recipient=await _addressee(hub, to),
            basis=norm_called(hub, norm),
            contents=contents,
        )
        return await hub.disclosures.warn(found.id, wanted, by=await key_of(hub, signer), sign=sign)

    made = accept(with_hub(work), as_json=as_json)
    _tell_made(made, label, as_json=as_json)
    if not as_json:
        speech.tell("review-is-due", at=moment(made.disclosure.at + REVIEW_WITHIN))


@disclosure.command("review", help=text("help-disclosure-review"))
def review(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="DISCLOSURE", help=text("help-disclosure-id")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
) -> None:
    """Review a warning of somebody else; asks whether it was in order, and for a remark."""
    signer, sign = signing_with(key)
    found = Review(said_yes(line("ask-in-order")), line("ask-review-remark"))

    async def work(hub: Hub) -> Disclosure | Refused:
        by = await key_of(hub, signer)
        about = await _called(hub, label, typed, by)
        return await hub.disclosures.review(about, found, by=by, sign=sign)

    speech.tell("did-review", disclosure=accept(with_hub(work)).id[:8])


@disclosure.command("feedback", help=text("help-disclosure-feedback"))
def feedback(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="DISCLOSURE", help=text("help-disclosure-id")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
) -> None:
    """Answer a warning, for the youth office: three questions, each with yes or no."""
    signer, sign = signing_with(key)
    said = Feedback(
        confirmed=said_yes(line("ask-signs-confirmed")),
        acted=said_yes(line("ask-acted")),
        acts=said_yes(line("ask-acts")),
    )

    async def work(hub: Hub) -> Disclosure | Refused:
        by = await key_of(hub, signer)
        about = await _called(hub, label, typed, by)
        return await hub.disclosures.feedback(about, said, by=by, sign=sign)

    speech.tell("did-answer-warning", disclosure=accept(with_hub(work)).id[:8])


@disclosure.command("show", help=text("help-disclosure-show"))
def show(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the disclosures that the owner of this key may read."""
    reader, _ = signing_with(key)

    async def work(hub: Hub) -> Sequence[Record]:
        found = await case_called(hub, label, as_json=as_json)
        who = await key_of(hub, reader)
        await hub.retrievals.note(found.id, "disclosure.shown", by=who)
        return await hub.disclosures.read_by(found.id, who)

    records = with_hub(work)
    rows = [_row(one) for one in records]
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-disclosures", empty="empty-disclosures")
    if not as_json:
        for one in records:
            _tell_words(one)


# What people type.


async def _addressee(hub: Hub, typed: str) -> Recipient:
    """`agency/function`, or somebody by their Matrix address."""
    if not typed.startswith("@"):
        return recipient(typed)
    person = await professional_called(hub, typed)
    return Recipient(person.agency, person.function, person.id, person.unit)


async def _basis(hub: Hub, case: Case, *, consent: str, norm: str) -> Basis:
    if bool(consent) is bool(norm):
        speech.refuse(Refused("one-basis"))
    return (await consent_called(hub, case, consent)).id if consent else norm_called(hub, norm)


def norm_called(hub: Hub, typed: str) -> NormId:
    """`CODE` for the version that is in force, or `CODE@version`."""
    code, at, version = typed.partition("@")
    if at and version.isdecimal():
        return NormId(code, int(version))
    found = None if at else newest(hub.disclosures.law, code, hub.chance.now())
    return found or speech.refuse(Refused("unknown-norm", {"norm": typed[:40]}))


def _themes(typed: str) -> tuple[frozenset[str], frozenset[str]]:
    """`theme` or `theme=agreed`, where the client wants to be asked each time and was."""
    themes, agreed = set(), set()
    for word in typed.split():
        theme, equals, answer = word.partition("=")
        if equals and answer != AGREED:
            speech.refuse(Refused("malformed-disclosure-theme", {"given": word[:40]}))
        themes.add(theme)
        if equals:
            agreed.add(theme)
    return frozenset(themes), frozenset(agreed)


def layers_of(*, entrusted: bool, secret: bool) -> frozenset[Layer]:
    """Under which stronger secrecy something is held, as the options say."""
    said = {Layer.ENTRUSTED: entrusted, Layer.PROFESSIONAL: secret}
    return frozenset(layer for layer, is_so in said.items() if is_so)


def said_yes(typed: str) -> bool:
    """Whether a question was answered with yes; refused if with neither yes nor no."""
    answer = ANSWERS.get(typed.casefold())
    return speech.refuse(Refused("no-yes-or-no", {"given": typed[:40]})) if answer is None else answer


async def _called(hub: Hub, label: str, typed: str, reader: ProfessionalId) -> DisclosureId:
    case = await case_called(hub, label)
    mine = (one.disclosure.id for one in await hub.disclosures.read_by(case.id, reader))
    found = [id_ for id_ in mine if typed and id_.startswith(typed)]
    if len(found) != 1:
        speech.refuse(Refused("unknown-disclosure", {"disclosure": typed[:60]}))
    return found[0]


# What they are shown.


def _tell_made(made: Made, label: str, *, as_json: bool) -> None:
    why = text(f"lawful-{made.lawful.reason}", **made.lawful.facts)
    if as_json:
        speech.print_json({"disclosure": made.disclosure.id, "basis": made.disclosure.basis, "why": why})
    else:
        speech.tell("did-disclose", disclosure=made.disclosure.id[:8], case=label, why=why)


def _tell_words(record: Record) -> None:
    """What is too long for a table: why, who was told, and what the answers say."""
    number, told = record.disclosure.id[:8], record.contents.told
    if record.contents.necessity:
        speech.tell("disclosure-why", disclosure=number, why=record.contents.necessity)
    if told is not None:
        said = "told-before" if told.before else "not-told-before"
        speech.tell(said, disclosure=number, why=told.why)
    for answered in (record.review, record.feedback):
        match answered.answer if answered else None:
            case Review(in_order, remark):
                speech.tell("review-said", disclosure=number, in_order=_said(in_order), remark=remark)
            case Feedback(confirmed=confirmed, acted=acted, acts=acts):
                facts = {"confirmed": _said(confirmed), "acted": _said(acted), "acts": _said(acts)}
                speech.tell("feedback-said", disclosure=number, **facts)


def _said(answer: bool) -> str:
    return text("yes" if answer else "no")


def _row(record: Record) -> dict[str, object]:
    one, contents, told = record.disclosure, record.contents, record.contents.told
    return {
        "disclosure": one.id,
        "way": one.way.value,
        "at": one.at,
        "sender": one.sender,
        "agency": one.recipient.agency,
        "function": one.recipient.function,
        "person": one.recipient.person,
        "basis": one.basis,
        "releases": one.releases,
        "themes": sorted(contents.themes),
        "agreed": sorted(contents.agreed),
        "layers": sorted(contents.layers),
        "necessity": contents.necessity,
        "notes": sorted(contents.confirmed),
        "told": None if told is None else {"before": told.before, "why": told.why},
        "proven": one.proven,
        "review": _answer(record.review),
        "feedback": _answer(record.feedback),
    }


def _answer(answered: Answered | None) -> dict[str, object] | None:
    if answered is None:
        return None
    said: dict[str, object] = {"at": answered.at, "by": answered.by, "proven": answered.proven}
    match answered.answer:
        case Review(in_order, remark):
            return said | {"in_order": in_order, "remark": remark}
        case Feedback(confirmed=confirmed, acted=acted, acts=acts):
            return said | {"confirmed": confirmed, "acted": acted, "acts": acts}
    return said


def _followed(row: speech.Row) -> str:
    if not row["proven"]:
        return text("disclosure-not-proven")
    deeds = [deed for deed in ("review", "feedback") if row[deed] is not None]
    if row["way"] == "warning" and "review" not in deeds:
        return text("disclosure-unreviewed")
    return ", ".join(text(f"followed-{deed}") for deed in deeds)


def _when(row: speech.Row) -> str:
    at = row["at"]
    return moment(at) if isinstance(at, datetime) else ""


def _said_themes(themes: object) -> str:
    assert isinstance(themes, list)
    return ", ".join(text(f"theme-{theme}") for theme in themes)


_COLUMNS: speech.Columns = {
    "disclosure": lambda row: str(row["disclosure"])[:8],
    "disclosed-at": _when,
    "recipient": lambda row: f"{row['agency']} / {row['function']}",
    "legal-basis": itemgetter("basis"),
    "disclosed-themes": lambda row: _said_themes(row["themes"]),
    "state": _followed,
}
