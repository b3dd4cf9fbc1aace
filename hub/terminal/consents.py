"""`fallraum consent …`: taking down what the client declared on paper, and that they no longer agree."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case
from hub.catalogue import moment
from hub.consent.asking import notice_of
from hub.consent.model import (
    ORGANISATION,
    Answer,
    Assessment,
    Consent,
    Form,
    Kind,
    Level,
    Notice,
    Recipient,
    State,
    Terms,
    Told,
    Voice,
)
from hub.consent.rules import alike, also_hold, if_given, if_withdrawn, line_of
from hub.consent.service import Asked
from hub.disclosure.model import Disclosure
from hub.errors import Refused
from hub.identifiers import CLIENT
from hub.notices import newest
from hub.terminal import speech
from hub.terminal.agreements import COLUMNS, row_of
from hub.terminal.asking import (
    ACTOR,
    case_called,
    consent_called,
    line,
    professional_called,
    recipient,
    with_hub,
)
from hub.terminal.asking import moment as moment_typed
from hub.terminal.keys import hash_of, key_of, signing_with
from hub.terminal.parties import party_called
from hub.terminal.receipts import hand_out
from hub.terminal.rooms import Outlook, look_ahead
from hub.terminal.speech import accept, text

consent = typer.Typer(help=text("help-consent"), no_args_is_help=True)


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
    level: Level = typer.Option(Level.STANDARD, "--notice-level", help=text("help-notice-level")),
    kind: Kind = typer.Option(Kind.SHARE, help=text("help-kind")),
    of: str = typer.Option(CLIENT, "--of", help=text("help-of")),
    capable: bool | None = typer.Option(None, "--capable/--not-capable", help=text("help-capable")),
    voice: Voice | None = typer.Option(None, help=text("help-voice")),
    counselling: bool = typer.Option(False, "--counselling", help=text("help-counselling")),
    team: bool = typer.Option(False, "--team", help=text("help-team")),
    alone: bool = typer.Option(False, "--alone", help=text("help-alone")),
    person: str = typer.Option("", help=text("help-person")),
    released: str = typer.Option("", help=text("help-released")),
    renews: str = typer.Option("", help=text("help-renews")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Take down a declaration on paper (with its scan) or by word of mouth (without); asks what for."""
    named, ends = recipient(to), moment_typed(until, end_of_day=True)
    begins = moment_typed(begin) if begin else None
    reviewed = moment_typed(review) if review else ends
    notice, evidence = _notice(kind, shown, level), hash_of(scan) if scan else ""
    signer, sign = signing_with(key)
    purpose, themes = line("ask-purpose"), _themes(line("ask-themes"))
    reason = "" if scan else line("ask-oral-reason")
    note = line("ask-capacity-note") if capable is not None else ""

    async def work(hub: Hub) -> tuple[Asked, Outlook, Sequence[Consent]] | Refused:
        found = await case_called(hub, label, as_json=as_json)
        by = await key_of(hub, signer)
        whom = replace(named, person=(await professional_called(hub, person)).id) if person else named
        terms = Terms(
            kind=kind,
            subject=accept(await party_called(hub, found, of), as_json=as_json),
            assessment=None
            if capable is None
            else Assessment(by=by, is_capable=capable, note=note, voice=voice),
            counselling=counselling,
            team=team,
            alone=alone,
            released=(await professional_called(hub, released)).id if released else None,
            predecessor=(await consent_called(hub, found, renews)).id if renews else None,
            purpose=purpose,
            recipient=whom,
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
        taken = await hub.consents.record(found.id, terms, by=by, sign=sign)
        if isinstance(taken, Refused):
            return taken
        new = await consent_called(hub, found, taken.id)
        same = alike(new, await hub.consents.of_case(found.id), hub.chance.now())
        return taken, await _if_given(hub, found, new), same

    taken, outlook, same = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json({"consent": taken.id, "preview": outlook.as_json()})
    else:
        speech.tell("did-record-consent", consent=taken.id[:8], case=label)
        _tell_alike(label, same)
        speech.tell("preview-once-confirmed")
        outlook.tell()


@consent.command("confirm", help=text("help-consent-confirm"))
def confirm(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
    key: Path = typer.Option(help=text("help-key")),
    scan: Path | None = typer.Option(None, help=text("help-scan")),
    receipt: Path | None = typer.Option(None, help=text("help-receipt-at-once")),
) -> None:
    """Confirm what a colleague took down, with the same paper at hand; with this the consent is given."""
    signer, sign = signing_with(key)
    evidence = hash_of(scan) if scan else ""

    async def work(hub: Hub) -> tuple[Consent | Refused, Outlook]:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        outlook, by = await _if_given(hub, found, meant), await key_of(hub, signer)
        return await hub.consents.confirm(meant.id, by=by, sign=sign, evidence=evidence), outlook

    answer, outlook = with_hub(work)
    given = accept(answer)
    speech.tell("did-give-consent", consent=given.id[:8], **_whom(given))
    outlook.tell()
    _receipt(label, given, receipt)


@consent.command("preview", help=text("help-consent-preview"))
def preview(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    withdrawn: str | None = typer.Option(None, "--withdraw", help=text("help-preview-withdraw")),
    to: str | None = typer.Option(None, help=text("help-preview-to")),
    begin: str | None = typer.Option(None, "--from", help=text("help-from")),
    team: bool = typer.Option(False, "--team", help=text("help-team")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who would gain or lose which room by a withdrawal or by a new consent; changes nothing."""
    if (withdrawn is None) == (to is None):
        speech.refuse(Refused("preview-of-what"), as_json=as_json)
    named = recipient(to) if to else None
    begins = moment_typed(begin) if begin else None
    themes = _themes(line("ask-themes")) if to else {}

    async def work(hub: Hub) -> Outlook | Refused:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "consent.previewed", by=ACTOR)
        now = hub.chance.now()
        if named is None:
            meant = await consent_called(hub, found, str(withdrawn))
            return await look_ahead(hub, found.id, if_withdrawn(meant, now))
        new = await hub.consents.foresee(found.id, _not_yet_asked(named, themes, begins, now, team=team))
        return new if isinstance(new, Refused) else await look_ahead(hub, found.id, new)

    outlook = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json(outlook.as_json())
    else:
        outlook.tell()


@consent.command("withdraw", help=text("help-consent-withdraw"))
def withdraw(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
    partly: bool = typer.Option(False, "--partly", help=text("help-partly")),
    receipt: Path | None = typer.Option(None, help=text("help-receipt-at-once")),
) -> None:
    """Record that the client withdraws a consent, or some of its themes. Takes effect with the answer."""
    themes = line("ask-without-themes").split() if partly else []
    if partly and not themes:
        # Neither all nor nothing is what somebody meant.
        speech.refuse(Refused("partly-without-theme"))

    async def work(hub: Hub) -> tuple[Consent, Consent | Refused, Sequence[Consent]]:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        if themes:
            ended = await hub.consents.narrow(meant.id, without=themes, by=ACTOR)
        else:
            ended = await hub.consents.withdraw(meant.id, by=ACTOR)
        now, every = hub.chance.now(), await hub.consents.of_case(found.id)
        others = also_hold(ended, every, now) if isinstance(ended, Consent) else []
        # Of talks with the client alone nobody learns by ending something else.
        return meant, ended, [other for other in others if not other.alone]

    meant, answer, others = with_hub(work)
    already = "consent-already-withdrawn"
    if receipt and isinstance(answer, Refused) and answer.reason == already:
        # Whoever asks for it twice holds it in hand all the same.
        hand_out(label, meant.id, file=receipt)
    ended = accept(answer, already=already)
    if ended.state is State.GIVEN:
        speech.tell("did-narrow-consent", consent=ended.id[:8], **_whom(ended))
        speech.tell_if_asleep()
        _receipt(label, ended, receipt)
        return
    speech.tell("did-withdraw-consent", **_whom(ended))
    speech.tell_if_asleep()
    for other in others:
        speech.tell("another-consent-holds", consent=other.id[:8], **_whom(other))
    # Last: if it cannot be written, all else was said.
    _receipt(label, ended, receipt)


@consent.command("revoke", help=text("help-consent-revoke"))
def revoke(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
    key: Path = typer.Option(help=text("help-key")),
) -> None:
    """End a consent because it is no longer needed; only who leads the case may."""
    signer, _ = signing_with(key)

    async def work(hub: Hub) -> Consent | Refused:
        meant = await consent_called(hub, await case_called(hub, label), typed)
        return await hub.consents.revoke(meant.id, by=await key_of(hub, signer))

    speech.tell("did-revoke-consent", **_whom(accept(with_hub(work))))
    speech.tell_if_asleep()


@consent.command("invalidate", help=text("help-consent-invalidate"))
def invalidate(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
    key: Path = typer.Option(help=text("help-key")),
) -> None:
    """Declare a consent invalid; says what was passed on by it and must be looked at again."""
    signer, _ = signing_with(key)

    async def work(hub: Hub) -> tuple[Consent | Refused, Sequence[Disclosure]]:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        ended = await hub.consents.invalidate(meant.id, by=await key_of(hub, signer))
        made = await hub.disclosures.of_case(found.id)
        line = line_of(await hub.consents.of_case(found.id), meant.id)
        return ended, [one for one in made if line & {one.basis, *one.releases}]

    answer, made = with_hub(work)
    speech.tell("did-invalidate-consent", **_whom(accept(answer)))
    speech.tell_if_asleep()
    for one in made:
        speech.tell("disclosure-to-look-at", disclosure=one.id[:8], at=moment(one.at))


@consent.command("show", help=text("help-consent-show"))
def show(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    side: bool = typer.Option(False, "--side", help=text("help-side")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show every consent of a case, with what it was given for."""

    async def work(hub: Hub) -> list[dict[str, object]]:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "side.shown" if side else "consent.shown", by=ACTOR)
        now, records = hub.chance.now(), await hub.consents.records(found.id)
        return [row_of(record, now) for record in records if record.consent.alone is side]

    rows = with_hub(work)
    speech.show(rows, COLUMNS, as_json=as_json, title="title-consents", empty="empty-consents")


async def _if_given(hub: Hub, case: Case, meant: Consent) -> Outlook:
    return await look_ahead(hub, case.id, if_given(meant, hub.chance.now()))


def _tell_alike(label: str, same: Sequence[Consent]) -> None:
    for one in same:
        if one.alone:
            # By its number it could be ended, also by whoever has not asked to see such consents.
            speech.tell("consent-alike-alone", case=label)
            return
        speech.tell("consent-alike", consent=one.id[:8], **_whom(one))


def _not_yet_asked(
    named: Recipient, themes: Mapping[str, Answer], begins: datetime | None, now: datetime, *, team: bool
) -> Terms:
    # What decides about rooms. All else is still to be said, and decides about nothing here.
    ends = (begins or now) + timedelta(days=1)
    return Terms(
        kind=Kind.SHARE,
        purpose="",
        recipient=named,
        themes=themes,
        team=team,
        valid_from=begins,
        valid_until=ends,
        review_at=ends,
        notice=_notice(Kind.SHARE, "de", Level.STANDARD),
        told=frozenset(),
        separate_from_application=False,
        form=Form.PAPER,
    )


def _receipt(label: str, consent: Consent, file: Path | None) -> None:
    if file is None:
        speech.tell("receipt-how", case=label, consent=consent.id[:8])
    else:
        hand_out(label, consent.id, file=file)


def _whom(one: Consent) -> Mapping[str, str]:
    return {"agency": one.recipient.agency, "function": one.recipient.function}


def _notice(kind: Kind, language: str, level: Level) -> Notice:
    # The newest text; what was shown before stays what it was.
    version = newest(kind, level, language)
    notice = version and notice_of(kind, version=version, language=language, level=level)
    if not notice:
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
