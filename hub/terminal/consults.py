"""`fallraum consult …`: a specialist is asked with pseudonyms, and answers into the case.

Whoever acts is known by their key; what is asked and answered is asked for and never a word of a command.
"""

from collections.abc import Sequence
from datetime import timedelta
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.catalogue import moment
from hub.consult.model import Contents, Into, Question, Seen, Wanted
from hub.disclosure.model import ToldBefore
from hub.errors import Refused
from hub.identifiers import CLIENT, ProfessionalId
from hub.law.model import Note
from hub.terminal import speech
from hub.terminal.asking import case_called, line, lines, user_id, with_hub
from hub.terminal.disclosures import layers_of, norm_called, said_yes
from hub.terminal.keys import key_of, signing_with
from hub.terminal.parties import party_called
from hub.terminal.speech import accept, text

consult = typer.Typer(help=text("help-consult"), no_args_is_help=True)

# Of people's time for an answer; a question is open for no longer.
USUAL_DAYS = 14


@consult.command("ask", help=text("help-consult-ask"))
def ask(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    to: str = typer.Option(help=text("help-consult-to")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
    days: int = typer.Option(USUAL_DAYS, help=text("help-consult-days")),
    into: Into = typer.Option(Into.TEAM, help=text("help-consult-into")),
    of: str = typer.Option(CLIENT, "--of", help=text("help-of")),
    norm: str = typer.Option("", help=text("help-consult-norm")),
    note: list[Note] = typer.Option([], help=text("help-disclosure-note")),
    entrusted: bool = typer.Option(False, "--entrusted", help=text("help-entrusted")),
    secret: bool = typer.Option(False, "--secret", help=text("help-secret")),
    untold: bool = typer.Option(False, "--untold", help=text("help-consult-untold")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Ask a specialist; the hub searches the excerpt for names, then somebody reads it once more."""
    signer, sign = signing_with(key)
    specialist = user_id(to)
    themes, necessity = frozenset(line("ask-disclosure-themes").split()), line("ask-necessity")
    told = ToldBefore(before=False, why=line("ask-consult-untold")) if untold else None
    contents = Contents(line("ask-consult-question"), tuple(lines("ask-consult-excerpt")))

    async def work(hub: Hub) -> Question | Refused:
        found, by = await case_called(hub, label, as_json=as_json), await key_of(hub, signer)
        wanted = Wanted(
            to=specialist,
            contents=contents,
            until=hub.chance.now() + timedelta(days=max(0, min(days, 3650))),
            into=into,
            subject=accept(await party_called(hub, found, of), as_json=as_json),
            themes=themes,
            necessity=necessity,
            norm=norm_called(hub, norm) if norm else None,
            notes=frozenset(note),
            layers=layers_of(entrusted=entrusted, secret=secret),
            told=told,
        )
        if refused := await hub.consults.check(found.id, wanted, by=by):
            return refused
        if not said_yes(line("ask-consult-read-again")):
            return Refused("excerpt-not-read")
        return await hub.consults.ask(found.id, wanted, by=by, sign=sign)

    asked = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json({"question": asked.id, "disclosure": asked.disclosure, "until": asked.until})
        return
    speech.tell("did-ask-specialist", question=asked.id[:8], until=moment(asked.until))
    speech.tell_if_asleep()


@consult.command("list", help=text("help-consult-list"))
def list_(
    key: Path = typer.Option(help=text("help-disclosure-key")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what the owner of this key asked, and what they are asked."""
    reader, _ = signing_with(key)

    async def work(hub: Hub) -> list[speech.Row]:
        who = await key_of(hub, reader)
        return [_row(one, who) for one in await _read(hub, who)]

    rows = with_hub(work)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-consults", empty="empty-consults")


@consult.command("show", help=text("help-consult-show"))
def show(
    typed: str = typer.Argument(metavar="QUESTION", help=text("help-question")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what was asked and, to who asked it, what was answered."""
    reader, _ = signing_with(key)

    async def work(hub: Hub) -> tuple[Seen, speech.Row]:
        who = await key_of(hub, reader)
        seen = await _called(hub, typed, who)
        return seen, _row(seen, who)

    seen, row = with_hub(work)
    if as_json:
        speech.print_json(row)
        return
    speech.show([row], _COLUMNS, as_json=False, title="title-consults", empty="empty-consults")
    if seen.record.contents is None:
        speech.tell("consult-not-readable")
    else:
        speech.tell("consult-said-question", question=seen.record.contents.question)
        _tell_paragraphs("consult-said-excerpt", seen.record.contents.excerpt)
    if seen.record.answer is not None:
        _tell_paragraphs("consult-said-answer", seen.record.answer)


@consult.command("answer", help=text("help-consult-answer"))
def answer(
    typed: str = typer.Argument(metavar="QUESTION", help=text("help-question")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
) -> None:
    """Answer a question; with that its room is closed for both."""
    signer, sign = signing_with(key)
    said = lines("ask-consult-answer")

    async def work(hub: Hub) -> Question | Refused:
        by = await key_of(hub, signer)
        found = (await _called(hub, typed, by)).record.question
        return await hub.consults.answer(found.id, said, by=by, sign=sign)

    speech.tell("did-answer-question", question=accept(with_hub(work)).id[:8])
    speech.tell_if_asleep()


@consult.command("withdraw", help=text("help-consult-withdraw"))
def withdraw(
    typed: str = typer.Argument(metavar="QUESTION", help=text("help-question")),
    key: Path = typer.Option(help=text("help-disclosure-key")),
) -> None:
    """Take a question back, or give it back unanswered."""
    signer, _ = signing_with(key)

    async def work(hub: Hub) -> Question | Refused:
        by = await key_of(hub, signer)
        return await hub.consults.withdraw((await _called(hub, typed, by)).record.question.id, by=by)

    speech.tell("did-withdraw-question", question=accept(with_hub(work)).id[:8])
    speech.tell_if_asleep()


async def _read(hub: Hub, who: ProfessionalId) -> Sequence[Seen]:
    seen = await hub.consults.seen_by(who)
    for case in sorted({one.record.question.case for one in seen}):
        await hub.retrievals.note(case, "consult.shown", by=who)
    return seen


async def _called(hub: Hub, typed: str, who: ProfessionalId) -> Seen:
    found = [one for one in await _read(hub, who) if typed and one.record.question.id.startswith(typed)]
    if len(found) != 1:
        speech.refuse(Refused("unknown-question", {"question": typed[:60]}))
    return found[0]


def _tell_paragraphs(key: str, said: Sequence[str]) -> None:
    for number, paragraph in enumerate(said, 1):
        speech.tell(key, number=number, paragraph=paragraph)


def _row(seen: Seen, reader: ProfessionalId) -> speech.Row:
    """All that the reader may know: to a specialist nothing that could lead to the case."""
    one, is_asker = seen.record.question, reader == seen.asker.id
    contents, other = seen.record.contents, seen.specialist if is_asker else seen.asker
    return {
        "question": one.id,
        "part": "asker" if is_asker else "specialist",
        "case": seen.label,
        "other": other.name,
        "other_agency": other.agency,
        "at": one.at,
        "until": one.until,
        "state": _state(seen),
        "asked": contents.question if contents else None,
        "excerpt": contents.excerpt if contents else None,
        "answer": seen.record.answer,
    }


def _state(seen: Seen) -> str:
    if seen.record.question.end is not None:
        return seen.record.question.end.deed.value
    return "open" if seen.is_open else "over"


_COLUMNS: speech.Columns = {
    "question": lambda row: str(row["question"])[:8],
    "case": itemgetter("case"),
    "consult-part": lambda row: text(f"consult-part-{row['part']}"),
    "consult-other": lambda row: f"{row['other']} ({row['other_agency']})",
    "asked-at": itemgetter("at"),
    "asked-until": itemgetter("until"),
    "state": lambda row: text(f"consult-state-{row['state']}"),
}
