"""`fallraum case …`: opening, looking at and closing cases."""

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case, CaseFile, Participation, Professional, Role
from hub.catalogue import last_moment
from hub.consent.model import Basis
from hub.errors import Refused
from hub.identifiers import UserId
from hub.rooms.model import HubVoice, Rightful, Seat
from hub.rooms.service import Roster
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, known_language, line, user_id, with_hub
from hub.terminal.files import new_file
from hub.terminal.speech import accept, text

case = typer.Typer(help=text("help-case"), no_args_is_help=True)


@case.command("open", help=text("help-case-open"))
def open_case(
    lead: str = typer.Option(help=text("help-lead")),
    member: list[str] = typer.Option([], help=text("help-member")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Open a case with its lead and whoever else works on it; asks for the client's name."""
    leading, members = user_id(lead), [user_id(typed) for typed in member]
    client = line("ask-client-name")

    async def work(hub: Hub) -> CaseFile | Refused:
        return await hub.cases.open(
            client_name=client, client=hub.new_client(), lead=leading, members=members, by=ACTOR
        )

    opened = accept(with_hub(work), as_json=as_json).case
    if as_json:
        speech.print_json({"case": opened.label, "client": opened.client})
    else:
        speech.tell("did-open-case", case=opened.label)


@case.command("involve", help=text("help-case-involve"))
def involve(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    user: str = typer.Argument(metavar="USER", help=text("help-user")),
    as_lead: bool = typer.Option(False, "--lead", help=text("help-as-lead")),
) -> None:
    """Let one more professional work on a case."""
    person, role = user_id(user), Role.LEAD if as_lead else Role.MEMBER

    async def work(hub: Hub) -> Participation | Refused:
        found = await case_called(hub, label)
        return await hub.cases.involve(found.id, person, role=role, by=ACTOR)

    part = accept(with_hub(work))
    speech.tell("did-involve", name=part.professional.name, case=label)


@case.command("list", help=text("help-case-list"))
def list_cases(as_json: bool = typer.Option(False, "--json", help=text("help-json"))) -> None:
    """Show every case by its label."""
    rows = [
        {"case": c.label, "opened_at": c.opened_at, "closed_at": c.closed_at}
        for c in with_hub(lambda hub: hub.cases.all())
    ]
    columns: speech.Columns = {
        "case": itemgetter("case"),
        "opened-at": itemgetter("opened_at"),
        "closed-at": itemgetter("closed_at"),
    }
    speech.show(rows, columns, as_json=as_json, title="title-cases", empty="empty-cases")


@case.command("show", help=text("help-case-show"))
def show_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who works on a case, who may sit in its room and why, and who does."""

    async def work(hub: Hub) -> tuple[Roster, str]:
        found = await case_called(hub, label, as_json=as_json)
        # Without its key a hub still shows who sits where.
        is_shut = hub.vault.trouble is not None
        name = text("client") if is_shut else await hub.cases.client_name(found.id)
        return await hub.rooms.roster(found.id), name

    roster, client_name = with_hub(work)
    may, seats = roster.may, roster.seats
    rows = [_row(p.professional, p.role, may, seats) for p in roster.file.participations]
    rows.append(_client_row(roster.file.case.client, client_name, may, seats))
    known = {row["user"] for row in rows}
    voices = {user for user, because in may.items() if isinstance(because, HubVoice)}
    rows += [_stranger_row(user, seat) for user, seat in seats.items() if user not in known | voices]
    speech.show(rows, _ROSTER, as_json=as_json, title="title-roster", empty="empty-cases")


@case.command("export", help=text("help-case-export"))
def export_case(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    file: Path = typer.Option(help=text("help-export-file")),
    language: str = typer.Option("", help=text("help-export-language")),
) -> None:
    """Write everything a client may see of their case into one file for them."""
    spoken = known_language(language) or Settings().language

    async def work(hub: Hub) -> bytes:
        found = await case_called(hub, label)
        return await hub.exports.archive(found.id, language=spoken, by=ACTOR)

    with new_file(file) as opened:
        opened.write(with_hub(work))
    speech.tell("did-export-case", file=str(file))


@case.command("close", help=text("help-case-close"))
def close_case(label: str = typer.Argument(metavar="CASE", help=text("help-label"))) -> None:
    """Close a case: everybody leaves its room."""

    async def work(hub: Hub) -> Case | Refused:
        found = await case_called(hub, label)
        return await hub.cases.close(found.id, by=ACTOR)

    speech.tell("did-close-case", case=accept(with_hub(work)).label)
    speech.tell_if_asleep()


def _row(person: Professional, role: Role, may: Rightful, seats: Mapping[UserId, Seat]) -> dict[str, object]:
    because, seat = may.get(person.user), seats.get(person.user)
    basis = because if isinstance(because, Basis) else None
    return {
        "user": person.user,
        "name": person.name,
        "agency": person.agency,
        "function": person.function,
        "role": role.value,
        "rightful": basis is not None,
        "consent": basis.consent if basis else None,
        "until": basis.until if basis else None,
        "seat": seat.membership.value if seat else None,
    }


def _client_row(client: UserId, name: str, may: Rightful, seats: Mapping[UserId, Seat]) -> dict[str, object]:
    seat = seats.get(client)
    return {
        "user": client,
        "name": name,
        "agency": None,
        "function": None,
        "role": "client",
        "rightful": client in may,
        "consent": None,
        "until": None,
        "seat": seat.membership.value if seat else None,
    }


def _stranger_row(user: UserId, seat: Seat) -> dict[str, object]:
    # Should never be seen; but if somebody is inside who may not be, nobody must overlook it.
    return {
        "user": user,
        "name": user,
        "agency": None,
        "function": None,
        "role": "stranger",
        "rightful": False,
        "consent": None,
        "until": None,
        "seat": seat.membership.value,
    }


def _who(row: speech.Row) -> str:
    return text("who", name=row["name"], role=text(f"role-{row['role']}"))


def _where(row: speech.Row) -> str:
    return f"{row['agency']} / {row['function']}" if row["agency"] else ""


def _because(row: speech.Row) -> str:
    if row["consent"]:
        return text("because-consent", consent=str(row["consent"])[:8])
    return text("because-own-case" if row["rightful"] else "because-nothing")


def _until(row: speech.Row) -> str:
    return last_moment(row["until"]) if isinstance(row["until"], datetime) else ""


def _seat(row: speech.Row) -> str:
    return text(f"seat-{row['seat'] or 'none'}")


_ROSTER: speech.Columns = {
    "name": _who,
    "recipient": _where,
    "because": _because,
    "until": _until,
    "seat": _seat,
}
