"""`fallraum minutes …`: what is written down in a conference, the minutes made of it, and who objects.

Whatever is written down is asked for and never a word of a command. `--as` says for whom somebody types:
an account, or `client`.
"""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case
from hub.catalogue import last_moment
from hub.conference.model import Conference
from hub.errors import Refused
from hub.identifiers import CLIENT, EntryId, UserId
from hub.minutes.model import Agreed, Entry, Finding, Kind, Objection, Planned, Seen, Verdict, Version, Words
from hub.minutes.rules import minutes as arranged
from hub.minutes.sheet import Sheet, author_name, on_paper, sheet
from hub.paper.pdf import printed
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import TOLD, case_called, line, moment, professional_called, user_id, with_hub
from hub.terminal.files import new_file
from hub.terminal.speech import accept, text

minutes = typer.Typer(help=text("help-minutes-group"), no_args_is_help=True)

LABEL = typer.Argument(metavar="CASE", help=text("help-label"))
AS = typer.Option(..., "--as", help=text("help-minutes-as"))
CONFERENCE = typer.Option("", "--conference", help=text("help-minutes-conference"))
# Where something stands if nobody says where: the items of the shipped agenda.
USUALLY = {Kind.DECISION: "decisions", Kind.AGREED: "decisions", Kind.NEXT_DATE: "feedback"}
ELSE = "assessment"


@minutes.command("note", help=text("help-minutes-note"))
def note(
    label: str = LABEL,
    who: str = AS,
    kind: Kind = typer.Option(Kind.NOTE, help=text("help-minutes-kind")),
    item: str = typer.Option("", help=text("help-minutes-item")),
    day: str = typer.Option("", help=text("help-minutes-day")),
    plan: str = typer.Option("", help=text("help-minutes-plan")),
    instead_of: str = typer.Option("", "--instead-of", help=text("help-minutes-instead-of")),
    conference: str = CONFERENCE,
) -> None:
    """Write down what was said, decided or agreed; asks for it, and for a decision who does it."""
    words = Words(
        kind=kind,
        item=item or USUALLY.get(kind, ELSE),
        who=line("ask-minutes-who") if kind is Kind.DECISION else "",
        text=line("ask-minutes-text"),
        day=_day(day),
        agreed=_agreed(plan),
    )
    entry = _note(label, conference, words, who, instead_of)
    speech.tell("did-note-minutes", entry=entry.id[:TOLD], case=label)


@minutes.command("dissent", help=text("help-minutes-dissent"))
def dissent(
    label: str = LABEL,
    who: str = AS,
    item: str = typer.Option(ELSE, help=text("help-minutes-item")),
    instead_of: str = typer.Option("", "--instead-of", help=text("help-minutes-instead-of")),
    conference: str = CONFERENCE,
) -> None:
    """Write down that somebody sees it otherwise; nobody else can take it away."""
    words = Words(kind=Kind.DISSENT, item=item, text=line("ask-minutes-text"))
    entry = _note(label, conference, words, who, instead_of)
    speech.tell("did-dissent", entry=entry.id[:TOLD], case=label)


@minutes.command("withdraw", help=text("help-minutes-withdraw"))
def withdraw(
    label: str = LABEL,
    entry: str = typer.Argument(metavar="ENTRY", help=text("help-minutes-entry")),
    who: str = AS,
    conference: str = CONFERENCE,
) -> None:
    """Take back what one wrote oneself, before the minutes are drafted."""

    async def work(hub: Hub) -> Entry | Refused:
        found, user = await _for(hub, label, who)
        meant = await _meant(hub, found, conference)
        number = await _entry_called(hub, found, meant, entry, user)
        return await hub.minutes.withdraw(found.id, meant.id, number, who=user)

    speech.tell("did-withdraw-entry", entry=accept(with_hub(work)).id[:TOLD])


@minutes.command("draft", help=text("help-minutes-draft"))
def draft(
    label: str = LABEL,
    who: str = AS,
    present: list[str] = typer.Option([], "--present", help=text("help-minutes-present")),
    conference: str = CONFERENCE,
) -> None:
    """Make the draft of all that was written down; from now on there are objections, and no entries."""

    async def work(hub: Hub) -> Version | Refused:
        found, user = await _for(hub, label, who)
        there = [found.client if one == CLIENT else user_id(one) for one in present]
        meant = await _meant(hub, found, conference)
        return await hub.minutes.draft(found.id, meant.id, who=user, present=there)

    made = accept(with_hub(work), already="minutes-drafted-already")
    speech.tell("did-draft-minutes", case=label, until=last_moment(made.objections_until))
    speech.tell_if_asleep()


@minutes.command("object", help=text("help-minutes-object"))
def object_to(label: str = LABEL, who: str = AS, conference: str = CONFERENCE) -> None:
    """Object to a draft; asks for the words. They stand in full in the final version."""
    said = line("ask-minutes-objection")

    async def work(hub: Hub) -> Objection | Refused:
        found, user = await _for(hub, label, who)
        meant = await _meant(hub, found, conference)
        return await hub.minutes.object_to(found.id, meant.id, said, who=user)

    accept(with_hub(work))
    speech.tell("did-object", case=label)


@minutes.command("show", help=text("help-minutes-show"))
def show(
    label: str = LABEL,
    who: str = AS,
    conference: str = CONFERENCE,
    version: int = typer.Option(0, "--version", help=text("help-minutes-version")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the newest version, or what was written down as long as there is none."""
    seen, wanted = _read(label, who, conference, version, as_json=as_json)
    sheets = [_sheet(one, seen, label) for one in wanted]
    if as_json:
        speech.print_json(_whole(seen, sheets))
        return
    for one in sheets:
        _tell(one)
    if not sheets:
        _tell_entries(seen)
    for number, own in enumerate(() if seen.latest and seen.latest.is_final else seen.objections, 1):
        speech.tell("minutes-own-objection", number=number, text=own.text)


@minutes.command("paper", help=text("help-minutes-paper"))
def paper(
    label: str = LABEL,
    who: str = AS,
    file: Path = typer.Option(help=text("help-paper-file")),
    conference: str = CONFERENCE,
    version: int = typer.Option(0, "--version", help=text("help-minutes-version")),
) -> None:
    """Write a version into a PDF, the newest if nothing is said."""
    # First of all: nothing is read that could not be handed out.
    with new_file(file) as made:
        seen, wanted = _read(label, who, conference, version, is_printing=True)
        if not wanted:
            speech.refuse(Refused("minutes-not-drafted"))
        whole = on_paper(_sheet(wanted[0], seen, label), Settings().language, made_at=wanted[0].at)
        made.write(accept(printed(whole)))
    speech.tell("did-print", file=str(file))


@minutes.command("list", help=text("help-minutes-list"))
def list_minutes(
    label: str = LABEL,
    who: str = AS,
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show for which conferences there is something, and how far it is."""

    async def work(hub: Hub) -> list[speech.Row]:
        found, user = await _for(hub, label, who, is_reading=True, as_json=as_json)
        return [_standing(one) for one in await hub.minutes.seen_by(found.id, user)]

    speech.show(with_hub(work), _STANDING, as_json=as_json, title="title-minutes", empty="empty-minutes")


@minutes.command("verify", help=text("help-minutes-verify"))
def verify(label: str = LABEL, as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Hold what is kept against the audit chain; exit status 1 unless all of it holds. Shows no content."""

    async def work(hub: Hub) -> list[Finding]:
        found = await case_called(hub, label, as_json=as_json)
        return list(await hub.minutes.verify(found.id))

    findings = with_hub(work)
    rows: list[speech.Row] = [
        {"id": one.id, "piece": one.piece.value, "verdict": one.verdict.value} for one in findings
    ]
    speech.show(rows, _FOUND, as_json=as_json, title="title-minutes-verified", empty="empty-minutes")
    if any(one.verdict is not Verdict.HOLDS for one in findings):
        raise typer.Exit(speech.REFUSED)


def _note(label: str, conference: str, words: Words, who: str, instead_of: str) -> Entry:
    async def work(hub: Hub) -> Entry | Refused:
        found, user = await _for(hub, label, who)
        meant = await _meant(hub, found, conference)
        before = await _entry_called(hub, found, meant, instead_of, user) if instead_of else None
        return await hub.minutes.note(found.id, meant.id, words, who=user, instead_of=before)

    return accept(with_hub(work))


def _read(
    label: str, who: str, conference: str, version: int, *, is_printing: bool = False, as_json: bool = False
) -> tuple[Seen, Sequence[Version]]:
    """What somebody may see of a conference's minutes, and the version they mean, if there is any."""

    async def work(hub: Hub) -> Seen | Refused:
        found, user = await _for(hub, label, who, is_reading=True, is_printing=is_printing)
        meant = await _meant(hub, found, conference)
        seen = {one.conference.id: one for one in await hub.minutes.seen_by(found.id, user)}
        return seen.get(meant.id) or Refused("unknown-minutes", {"conference": meant.id[:TOLD]})

    seen = accept(with_hub(work), as_json=as_json)
    wanted = [one for one in seen.versions if one.number == (version or seen.versions[-1].number)]
    if version and not wanted:
        speech.refuse(Refused("unknown-version", {"version": str(version)}), as_json=as_json)
    return seen, wanted


async def _for(
    hub: Hub,
    label: str,
    typed: str,
    *,
    is_reading: bool = False,
    is_printing: bool = False,
    as_json: bool = False,
) -> tuple[Case, UserId]:
    """The case, and whose account it is for whom somebody types; a reading is noted before it."""
    found = await case_called(hub, label, as_json=as_json)
    is_client = typed == CLIENT or user_id(typed) == found.client
    person = None if is_client else await professional_called(hub, typed)
    if is_reading:
        await hub.retrievals.note(
            found.id,
            "minutes.paper" if is_printing else "minutes.shown",
            by=person.id if person else CLIENT,
        )
    return found, person.user if person else found.client


async def _meant(hub: Hub, case: Case, typed: str) -> Conference:
    """The conference whose number begins as typed; without one the last that began."""
    called, now = await hub.conferences.of_case(case.id), hub.chance.now()
    if not typed:
        begun = [one for one in called if one.begins_at <= now]
        if not begun:
            speech.refuse(Refused("conference-not-begun"))
        return begun[-1]
    found = [one for one in called if one.id.startswith(typed)]
    if len(found) != 1:
        speech.refuse(Refused("unknown-minutes", {"conference": typed[:60]}))
    return found[0]


async def _entry_called(hub: Hub, case: Case, conference: Conference, typed: str, who: UserId) -> EntryId:
    seen = await hub.minutes.seen_by(case.id, who)
    entries = [e for one in seen if one.conference.id == conference.id for e in one.entries]
    found = [one.id for one in entries if typed and one.id.startswith(typed)]
    if len(found) != 1:
        speech.refuse(Refused("unknown-entry", {"entry": typed[:60]}))
    return found[0]


def _day(typed: str) -> date | None:
    return moment(typed).date() if typed else None


def _agreed(typed: str) -> Agreed | None:
    kind, _, number = typed.partition(":")
    if not typed:
        return None
    if kind not in set(Planned) or not number:
        speech.refuse(Refused("agreed-without-plan"))
    return Agreed(Planned(kind), number)


def _sheet(version: Version, seen: Seen, label: str) -> Sheet:
    return sheet(arranged(version), seen.conference, seen.names, Settings().language, label=label)


def _tell(one: Sheet) -> None:
    speech.say_plainly(one.title, *one.lines)
    for part in one.parts:
        speech.say_plainly("", part.heading, *(f"• {said}" for said in part.lines))


def _tell_entries(seen: Seen) -> None:
    speech.tell("title-minutes-entries")
    for one in seen.entries:
        words = one.words
        speech.tell(
            "minutes-entry",
            entry=one.id[:TOLD],
            kind=text(f"minutes-kind-{words.kind}"),
            author=author_name(one.author, seen.names, Settings().language),
            item=words.item,
            text=" – ".join(filter(None, (words.who, words.text, str(words.day or "")))),
        )


def _whole(seen: Seen, sheets: list[Sheet]) -> speech.Row:
    return {
        **_standing(seen),
        "entries": [_row(one, seen) for one in seen.entries],
        "objections": [{"at": one.at, "text": one.text} for one in seen.objections],
        "version": [
            {
                "title": one.title,
                "lines": one.lines,
                "parts": [{"heading": part.heading, "lines": part.lines} for part in one.parts],
            }
            for one in sheets
        ],
    }


def _standing(seen: Seen) -> speech.Row:
    latest = seen.latest
    return {
        "conference": seen.conference.id,
        "begins_at": seen.conference.begins_at,
        "state": ("final" if latest.is_final else "draft") if latest else "open",
        "at": latest.at if latest else None,
        "objections_until": latest.objections_until if latest else None,
        "count": len(latest.entries if latest else seen.entries),
    }


def _row(one: Entry, seen: Seen) -> speech.Row:
    return {
        "entry": one.id,
        "kind": one.words.kind.value,
        "author": author_name(one.author, seen.names, Settings().language),
        "at": one.at,
        "item": one.words.item,
        "who": one.words.who,
        "text": one.words.text,
        "day": one.words.day,
        "instead_of": one.instead_of,
    }


_STANDING: speech.Columns = {
    "conference": lambda row: str(row["conference"])[:TOLD],
    "conference-begins": itemgetter("begins_at"),
    "state": lambda row: text(f"minutes-state-{row['state']}"),
    "minutes-made": itemgetter("at"),
    "objections-until": itemgetter("objections_until"),
    "minutes-entries": itemgetter("count"),
}
_FOUND: speech.Columns = {
    "minutes-piece": lambda row: text(f"minutes-piece-{row['piece']}"),
    "number": lambda row: str(row["id"])[:TOLD],
    "minutes-verdict": lambda row: text(f"minutes-verdict-{row['verdict']}"),
}
