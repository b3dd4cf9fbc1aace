"""`fallraum audit verify`: whether the chain of everything that was done still holds."""

from collections.abc import Sequence

import typer

from hub import journal
from hub.assemble import Hub
from hub.audit import Broken
from hub.consent.model import Consent
from hub.terminal import speech
from hub.terminal.asking import with_hub
from hub.terminal.speech import text

audit = typer.Typer(help=text("help-audit"), no_args_is_help=True)


@audit.callback()
def group() -> None:
    """A group of commands, also while it has only one."""


@audit.command("verify", help=text("help-audit-verify"))
def verify_chain(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Walk the whole chain and every consent; exit status 1 if anything does not hold."""

    async def work(hub: Hub) -> tuple[Broken | None, tuple[int, str], Sequence[Consent]]:
        async with hub.database.reading() as connection:
            broken, head = await journal.check(connection)
        return broken, head, await hub.consents.doubtful()

    broken, (number, hash_), doubtful = with_hub(work)
    if as_json:
        found = {"holds": broken is None, "entries": number, "head": hash_}
        speech.print_json(found | {"doubtful_consents": [consent.id for consent in doubtful]})
    elif broken is None:
        speech.tell("audit-holds", number=number, hash=hash_)
    else:
        speech.tell("audit-broken", number=broken.number, why=text(f"audit-{broken.why.replace(' ', '-')}"))
    for consent in doubtful:
        if not as_json:
            key = "audit-contradicted" if consent.contradicted else "audit-doubtful"
            speech.tell(key, consent=consent.id[:8])
    if broken is not None or doubtful:
        raise typer.Exit(speech.REFUSED)
