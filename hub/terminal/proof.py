"""`fallraum audit verify`: whether the chain of everything that was done still holds."""

import typer

from hub import journal
from hub.assemble import Hub
from hub.audit import Broken
from hub.terminal import speech
from hub.terminal.asking import with_hub
from hub.terminal.speech import text

audit = typer.Typer(help=text("help-audit"), no_args_is_help=True)


@audit.callback()
def group() -> None:
    """A group of commands, also while it has only one."""


@audit.command("verify", help=text("help-audit-verify"))
def verify_chain(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Walk the whole chain; exit status 1 at the first entry that does not hold."""

    async def work(hub: Hub) -> tuple[Broken | None, tuple[int, str]]:
        async with hub.database.reading() as connection:
            return await journal.check(connection)

    broken, (number, hash_) = with_hub(work)
    if as_json:
        speech.print_json({"holds": broken is None, "entries": number, "head": hash_})
    elif broken is None:
        speech.tell("audit-holds", number=number, hash=hash_)
    else:
        speech.tell("audit-broken", number=broken.number, why=text(f"audit-{broken.why.replace(' ', '-')}"))
    if broken is not None:
        raise typer.Exit(speech.REFUSED)
