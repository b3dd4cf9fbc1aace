"""`fallraum receipt …`: what a client is given about a consent, and whether such a thing is genuine."""

import contextlib
from datetime import datetime
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.canonical import is_public_key
from hub.catalogue import moment
from hub.errors import Refused
from hub.paper.pdf import printed
from hub.receipts import proof
from hub.receipts.model import Receipt, Verdict
from hub.receipts.sheet import sheet
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, consent_called, known_language, with_hub
from hub.terminal.files import content_of, new_file
from hub.terminal.speech import accept, text

receipt = typer.Typer(help=text("help-receipt"), no_args_is_help=True)


@receipt.command("make", help=text("help-receipt-make"))
def make(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="CONSENT", help=text("help-consent-id")),
    file: Path = typer.Option(help=text("help-receipt-file")),
    pdf: Path | None = typer.Option(None, "--pdf", help=text("help-receipt-pdf")),
    language: str = typer.Option("", help=text("help-receipt-language")),
) -> None:
    """Make a receipt of a consent as it stands now, as a signed file and on paper."""
    hand_out(label, typed, file=file, pdf=pdf, language=known_language(language))


def hand_out(label: str, typed: str, *, file: Path, pdf: Path | None = None, language: str = "") -> None:
    """Write a receipt of a consent into a file, and onto paper if wished."""

    async def work(hub: Hub) -> Receipt | Refused:
        found = await case_called(hub, label)
        meant = await consent_called(hub, found, typed)
        return await hub.receipts.of(meant.id, by=ACTOR, language=language)

    with contextlib.ExitStack() as files:
        # First of all: nothing is made that could not be handed out.
        signed = files.enter_context(new_file(file))
        paper = files.enter_context(new_file(pdf)) if pdf else None
        content = accept(with_hub(work)).content
        signed.write(proof.written(content).encode())
        if paper:
            paper.write(accept(printed(sheet(content, content["language"]))))
    for made in filter(None, (file, pdf)):
        speech.tell("did-make-receipt", file=str(made))


@receipt.command("key", help=text("help-receipt-key"))
def show_key() -> None:
    """Print the key by which anybody verifies this hub's receipts."""

    async def work(hub: Hub) -> str:
        return hub.signet.public

    typer.echo(with_hub(work))


@receipt.command("verify", help=text("help-receipt-verify"))
def verify(
    file: Path = typer.Argument(metavar="FILE", help=text("help-receipt-given")),
    key: str = typer.Option(help=text("help-receipt-published")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Hold a file against a published key; exit status 1 unless it holds. Needs no hub."""
    if not is_public_key(key):
        speech.refuse(Refused("receipt-key-malformed", {"given": key[:60]}), as_json=as_json)
    content = proof.read(content_of(file))
    verdict = proof.verdict(content, key)
    if as_json:
        speech.print_json({"verdict": verdict.value})
    elif content is not None and verdict is Verdict.HOLDS:
        at = moment(datetime.fromisoformat(content["created_at"]))
        speech.tell("receipt-holds", receipt=content["receipt_id"], at=at)
    else:
        speech.tell(f"receipt-{verdict.value}")
    if verdict is not Verdict.HOLDS:
        raise typer.Exit(speech.REFUSED)
