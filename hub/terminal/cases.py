"""`fallraum case …`: opening, looking at and closing cases."""

from datetime import timedelta
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case, CaseFile, Participation, Personalia
from hub.cases.rules import is_overdue
from hub.closing import rules as closing
from hub.closing.model import ClosingNote, Outcome, Signed
from hub.errors import Refused
from hub.identifiers import CLIENT
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import ACTOR, answer, case_called, day, known_language, line, user_id, with_hub
from hub.terminal.files import new_file
from hub.terminal.keys import key_of, signing_with
from hub.terminal.leads import leads, tell_lead
from hub.terminal.parties import party_called
from hub.terminal.rooms import ROSTER, rows_of, themes_of
from hub.terminal.speech import accept, text

case = typer.Typer(help=text("help-case"), no_args_is_help=True)
case.add_typer(leads)

# What may be answered to how a case ended, in both languages.
OUTCOMES = {
    "erreicht": Outcome.REACHED,
    "teilweise": Outcome.PARTLY,
    "abgebrochen": Outcome.BROKEN_OFF,
    "abgegeben": Outcome.HANDED_ON,
    **{outcome.value: outcome for outcome in Outcome},
}


@case.command("open", help=text("help-case-open"))
def open_case(
    lead: str = typer.Option(help=text("help-lead")),
    member: list[str] = typer.Option([], help=text("help-member")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Open a case with its lead and whoever else works on it; asks who its client is."""
    leading, members = user_id(lead), [user_id(typed) for typed in member]
    client = Personalia(line("ask-client-name"), day("ask-born"))

    async def work(hub: Hub) -> CaseFile | Refused:
        return await hub.cases.open(client, client=hub.new_client(), lead=leading, members=members, by=ACTOR)

    opened = accept(with_hub(work), as_json=as_json).case
    if as_json:
        speech.print_json({"case": opened.label, "client": opened.client})
    else:
        speech.tell("did-open-case", case=opened.label)


@case.command("involve", help=text("help-case-involve"))
def involve(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    user: str = typer.Argument(metavar="USER", help=text("help-user")),
) -> None:
    """Let one more professional work on a case."""
    person = user_id(user)

    async def work(hub: Hub) -> Participation | Refused:
        found = await case_called(hub, label)
        return await hub.cases.involve(found.id, person, by=ACTOR)

    part = accept(with_hub(work), already="already-involved")
    speech.tell("did-involve", name=part.professional.name, case=label)


@case.command("list", help=text("help-case-list"))
def list_cases(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show every case by its label; tells which should have been erased by now."""

    async def work(hub: Hub) -> list[speech.Row]:
        within, now = timedelta(days=Settings().erase_within), hub.chance.now()
        return [_row(one, overdue=is_overdue(one, within, now)) for one in await hub.cases.all()]

    rows = with_hub(work)
    columns: speech.Columns = {
        "case": itemgetter("case"),
        "opened-at": itemgetter("opened_at"),
        "closed-at": itemgetter("closed_at"),
    }
    speech.show(rows, columns, as_json=as_json, title="title-cases", empty="empty-cases")
    overdue = [str(row["case"]) for row in rows if row["overdue"]]
    if overdue and not as_json:
        speech.tell("cases-overdue", cases=", ".join(overdue), days=Settings().erase_within)


def _row(one: Case, *, overdue: bool) -> speech.Row:
    return {"case": one.label, "opened_at": one.opened_at, "closed_at": one.closed_at, "overdue": overdue}


@case.command("show", help=text("help-case-show"))
def show_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    side: bool = typer.Option(False, "--side", help=text("help-side")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who works on a case, who may sit in its rooms and why, and who does."""

    async def work(hub: Hub) -> list[speech.Row]:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "side.shown" if side else "case.shown", by=ACTOR)
        # Without its key a hub still shows who sits where.
        is_shut = hub.vault.trouble is not None
        name = (None if is_shut else await hub.cases.client_name(found.id)) or text("client")
        themes = await themes_of(hub, found.id)
        rosters = await (hub.rooms.side_rosters if side else hub.rooms.rosters)(found.id)
        if not as_json:
            await tell_lead(hub, found)
        return [row for roster in rosters for row in rows_of(roster, themes, name)]

    speech.show(with_hub(work), ROSTER, as_json=as_json, title="title-roster", empty="empty-roster")


@case.command("export", help=text("help-case-export"))
def export_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    file: Path = typer.Option(help=text("help-export-file")),
    whom: str = typer.Option(CLIENT, "--for", help=text("help-export-for")),
    language: str = typer.Option("", help=text("help-export-language")),
) -> None:
    """Write everything a client, or somebody else on their side, may see of a case into one file for them."""
    spoken = known_language(language) or Settings().language

    async def work(hub: Hub) -> bytes | Refused:
        found = await case_called(hub, label)
        reader = accept(await party_called(hub, found, whom))
        await hub.retrievals.note(found.id, "case.exported", by=ACTOR)
        return await hub.exports.archive(found.id, language=spoken, by=ACTOR, reader=reader)

    with new_file(file) as opened:
        opened.write(accept(with_hub(work)))
    speech.tell("did-export-case", file=str(file), reader="client" if whom == CLIENT else "other")


@case.command("announce", help=text("help-case-announce"))
def announce_closing(label: str = typer.Argument(metavar="CASE", help=text("help-label"))) -> None:
    """Have it said in every room of a case that it will be closed soon."""

    async def work(hub: Hub) -> Case | Refused:
        found = await case_called(hub, label)
        return await hub.closings.announce(found.id, by=ACTOR)

    speech.tell("did-announce-closing", case=accept(with_hub(work)).label)
    speech.tell_if_asleep()


@case.command("close", help=text("help-case-close"))
def close_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    key: Path | None = typer.Option(None, help=text("help-closing-key")),
) -> None:
    """Close a case: everybody leaves its rooms. With a key it asks for the lead's closing note."""
    signing = (*signing_with(key), _asked_note()) if key else None

    async def work(hub: Hub) -> Case | Refused:
        found = await case_called(hub, label)
        if signing is None:
            return await hub.cases.close(found.id, by=ACTOR)
        signer, sign, note = signing
        return await hub.closings.close(found.id, note, by=await key_of(hub, signer), sign=sign)

    speech.tell("did-close-case", case=accept(with_hub(work)).label)
    speech.tell("export-before-erasing", case=label)
    if signing is None:
        speech.tell("note-still-missing", case=label)
    speech.tell_if_asleep()


@case.command("note", help=text("help-case-note"))
def note_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    key: Path = typer.Option(help=text("help-closing-key")),
) -> None:
    """Write the closing note of a case that was closed without one; asks for it."""
    signer, sign = signing_with(key)
    note = _asked_note()

    async def work(hub: Hub) -> Signed | Refused:
        found = await case_called(hub, label)
        return await hub.closings.note(found.id, note, by=await key_of(hub, signer), sign=sign)

    accept(with_hub(work))
    speech.tell("did-note-closing", case=label)


@case.command("erase", help=text("help-case-erase"))
def erase_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    yes: bool = typer.Option(False, "--yes", help=text("help-erase-yes")),
) -> None:
    """Erase a closed case that every agency has in its own file. Nobody can undo it."""
    if not yes and line("ask-erase") != label:
        speech.refuse(Refused("erase-not-confirmed", {"case": label}))

    async def work(hub: Hub) -> Case | Refused:
        found = await case_called(hub, label)
        return await hub.erasure.erase(found.id, by=ACTOR)

    speech.tell("did-erase-case", case=accept(with_hub(work)).label)
    if not Settings().is_running:
        speech.tell("rooms-still-there")


def _asked_note() -> ClosingNote:
    return ClosingNote(
        answer("ask-closing-outcome", _outcome),
        tuple(_remains()),
        answer("ask-closing-responsible", closing.words),
    )


def _outcome(typed: str) -> Outcome | Refused:
    if not typed:
        return Refused("closing-without-outcome")
    found = OUTCOMES.get(typed.lower())
    given = typed if typed.isprintable() else ascii(typed)
    return found or Refused("unknown-outcome", {"given": given[:40]})


def _remains() -> list[str]:
    said: list[str] = []

    def fits(typed: str) -> str | Refused:
        # An empty line ends the list.
        return closing.further(said, typed) if typed else ""

    while one := answer("ask-closing-remains", fits):
        said.append(one)
    return said
