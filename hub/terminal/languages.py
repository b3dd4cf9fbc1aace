"""`fallraum case language`: in which language a client is told what the hub says in their room."""

import typer

from hub.assemble import Hub
from hub.errors import Refused
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, with_hub
from hub.terminal.cases import case
from hub.terminal.plans import account
from hub.terminal.speech import accept, text

__all__ = ["case"]


@case.command("language", help=text("help-case-language"))
def language(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    spoken: str = typer.Argument("", metavar="LANG", help=text("help-case-language-spoken")),
    who: str = typer.Option(..., "--as", help=text("help-case-language-as")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Say which it is, or show it."""

    async def work(hub: Hub) -> str | Refused:
        found = await case_called(hub, label, as_json=as_json)
        by = account(who, found)
        if spoken:
            return await hub.languages.note(found.id, spoken, who=by, by=ACTOR)
        seen = await hub.languages.seen_by(found.id, by)
        if not isinstance(seen, Refused):
            await hub.retrievals.note(found.id, "case.language", by=ACTOR)
        return seen

    reads = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json({"case": label, "language": reads})
    else:
        speech.tell(
            "did-note-language" if spoken else "case-language-is",
            case=label,
            language=text(f"language-{reads}"),
        )
