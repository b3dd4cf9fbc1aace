"""`fallraum extract …`: what goes into the agencies' own files before a case is erased, and who has it."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.canonical import is_public_key
from hub.catalogue import moment
from hub.closing.form import EXTRACT
from hub.closing.model import Extract, Share, Signed
from hub.closing.sheet import sheet
from hub.errors import Refused
from hub.identifiers import parse_agency_id
from hub.paper.pdf import printed
from hub.receipts import proof
from hub.receipts.model import Verdict
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import case_called, known_language, line, with_hub
from hub.terminal.files import content_of, new_file
from hub.terminal.keys import key_of, signing_with
from hub.terminal.speech import accept, text

extract = typer.Typer(help=text("help-extract"), no_args_is_help=True)


@extract.command("make", help=text("help-extract-make"))
def make(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    file: Path = typer.Option(help=text("help-extract-file")),
    key: Path = typer.Option(help=text("help-extract-key")),
    pdf: Path | None = typer.Option(None, "--pdf", help=text("help-extract-pdf")),
    language: str = typer.Option("", help=text("help-export-language")),
) -> None:
    """Write what somebody may put into their agency's own file, signed by the hub, and on paper."""
    spoken = known_language(language) or Settings().language
    signer, _ = signing_with(key)

    async def work(hub: Hub) -> Extract | Refused:
        found = await case_called(hub, label)
        who = await key_of(hub, signer)
        await hub.retrievals.note(found.id, "extract.made", by=who)
        return await hub.closings.extract(found.id, by=who, language=spoken)

    with contextlib.ExitStack() as files:
        # First of all: nothing is made that could not be handed out.
        signed = files.enter_context(new_file(file))
        paper = files.enter_context(new_file(pdf)) if pdf else None
        content = accept(with_hub(work)).content
        signed.write(proof.written(content).encode())
        if paper:
            paper.write(accept(printed(sheet(content, spoken))))
    for made in filter(None, (file, pdf)):
        speech.tell("did-make-extract", file=str(made))


@extract.command("take", help=text("help-extract-take"))
def take(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    file: Path = typer.Argument(metavar="FILE", help=text("help-extract-given")),
    key: Path = typer.Option(help=text("help-extract-key")),
) -> None:
    """Acknowledge with one's own signature that an extract is in one's agency's own file."""
    signer, sign = signing_with(key)
    content = proof.read(content_of(file), EXTRACT)

    async def work(hub: Hub) -> tuple[Signed | Refused, bool]:
        found = await case_called(hub, label)
        by, before = await key_of(hub, signer), await hub.closings.shares(found.id)
        was_waived = any(one.is_waived and one.part.professional.id == by for one in before)
        return await hub.closings.take(found.id, content, by=by, sign=sign), was_waived

    answer, was_waived = with_hub(work)
    accept(answer, already="extract-taken-already")
    speech.tell("did-take-extract", case=label)
    if was_waived:
        speech.tell("extract-waived-until-now")


@extract.command("waive", help=text("help-extract-waive"))
def waive(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    agency: str = typer.Argument(metavar="AGENCY", help=text("help-extract-agency")),
    key: Path = typer.Option(help=text("help-closing-key")),
) -> None:
    """Say as the lead that an agency keeps no file of a case; asks why."""
    meant = accept(parse_agency_id(agency))
    signer, sign = signing_with(key)
    reason = line("ask-waive-reason")

    async def work(hub: Hub) -> tuple[Signed | Refused, Sequence[Share]]:
        found = await case_called(hub, label)
        by, before = await key_of(hub, signer), await hub.closings.shares(found.id)
        theirs = [one for one in before if one.part.professional.agency == meant]
        return await hub.closings.waive(found.id, meant, reason, by=by, sign=sign), theirs

    answer, before = with_hub(work)
    accept(answer, already="agency-waived-already")
    speech.tell("did-waive-extract", agency=agency, case=label)
    for one in before:
        if one.taken_at is not None and not one.is_waived:
            speech.tell("extract-taken-until-now", name=one.part.professional.name, at=moment(one.taken_at))


@extract.command("list", help=text("help-extract-list"))
def list_extracts(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who has taken over, and which agencies keep no file."""

    async def work(hub: Hub) -> list[speech.Row]:
        found = await case_called(hub, label, as_json=as_json)
        return [_row(share) for share in await hub.closings.shares(found.id)]

    columns: speech.Columns = {
        "agency": itemgetter("agency"),
        "name": itemgetter("name"),
        "filed": lambda row: text(f"extract-stand-{row['stand']}"),
        "taken-at": itemgetter("taken_at"),
    }
    speech.show(with_hub(work), columns, as_json=as_json, title="title-extracts", empty="empty-cases")


@extract.command("verify", help=text("help-extract-verify"))
def verify(
    file: Path = typer.Argument(metavar="FILE", help=text("help-extract-given")),
    key: str = typer.Option(help=text("help-receipt-published")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Hold an extract against a published key; exit status 1 unless it holds. Needs no hub."""
    if not is_public_key(key):
        speech.refuse(Refused("receipt-key-malformed", {"given": key[:60]}), as_json=as_json)
    content = proof.read(content_of(file), EXTRACT)
    verdict = proof.verdict(content, key, EXTRACT)
    if content is None or verdict is not Verdict.HOLDS:
        speech.refuse(Refused(f"extract-{verdict.value}"), as_json=as_json)
    if as_json:
        speech.print_json({"verdict": verdict.value})
    else:
        speech.tell("extract-holds", at=moment(datetime.fromisoformat(content["made_at"])))


def _row(share: Share) -> speech.Row:
    person = share.part.professional
    stand = "waived" if share.is_waived else "taken" if share.is_filed else "missing"
    return {"agency": person.agency, "name": person.name, "stand": stand, "taken_at": share.taken_at}
