"""`fallraum party …`: who else stands on the client's side, and who may speak for whom."""

from datetime import datetime
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case, Personalia
from hub.catalogue import last_moment
from hub.errors import Refused
from hub.identifiers import CLIENT, PARTY_PREFIX, PartyId
from hub.parties.model import Custody, Guardianship, Party
from hub.parties.service import Wanted
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, day, line, with_hub
from hub.terminal.keys import hash_of, key_of, signing_with
from hub.terminal.speech import accept, text

party = typer.Typer(help=text("help-party"), no_args_is_help=True)


@party.command("add", help=text("help-party-add"))
def add(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Take a child or a parent into a case; asks for name and birthday."""
    person = Personalia(line("ask-party-name"), day("ask-born"))

    async def work(hub: Hub) -> Party | Refused:
        found = await case_called(hub, label, as_json=as_json)
        return await hub.parties.add(found.id, person, by=ACTOR)

    added = accept(with_hub(work), as_json=as_json)
    if as_json:
        speech.print_json({"party": added.id})
    else:
        speech.tell("did-add-party", party=short(added.id), case=label)


@party.command("born", help=text("help-party-born"))
def born(label: str = typer.Argument(metavar="CASE", help=text("help-label"))) -> None:
    """Note when a client was born, where nobody asked at the opening."""
    known = day("ask-born")

    async def work(hub: Hub) -> object:
        found = await case_called(hub, label)
        return await hub.cases.learn_birthday(found.id, known, by=ACTOR)

    accept(with_hub(work))
    speech.tell("did-note-birthday", case=label)


@party.command("guardian", help=text("help-party-guardian"))
def guardian(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    of: str = typer.Option(help=text("help-guardian-of")),
    who: str = typer.Option(..., "--guardian", help=text("help-guardian")),
    scan: Path = typer.Option(help=text("help-custody-scan")),
    key: Path = typer.Option(help=text("help-key")),
    custody: Custody = typer.Option(Custody.JOINT, help=text("help-custody")),
    guardian_key: str = typer.Option("", help=text("help-guardian-key")),
) -> None:
    """Take down who may speak for whom; a second professional must confirm it."""
    signer, sign = signing_with(key)
    evidence = hash_of(scan)

    async def work(hub: Hub) -> Guardianship | Refused:
        found = await case_called(hub, label)
        wanted = Wanted(
            guardian=await _party_called(hub, found, who),
            subject=await _party_called(hub, found, of),
            custody=custody,
            evidence=evidence,
            public_key=guardian_key,
        )
        return await hub.parties.record_guardianship(
            found.id, wanted, by=await key_of(hub, signer), sign=sign
        )

    taken = accept(with_hub(work))
    speech.tell("did-record-guardianship", guardianship=taken.id[:8], case=label)


@party.command("confirm", help=text("help-party-confirm"))
def confirm(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="GUARDIANSHIP", help=text("help-guardianship")),
    scan: Path = typer.Option(help=text("help-custody-scan")),
    key: Path = typer.Option(help=text("help-key")),
    guardian_key: str = typer.Option("", help=text("help-guardian-key")),
) -> None:
    """Confirm what a colleague took down, with the same proof at hand; now the guardian may speak."""
    signer, sign = signing_with(key)
    evidence = hash_of(scan)

    async def work(hub: Hub) -> Guardianship | Refused:
        meant = await _guardianship_called(hub, await case_called(hub, label), typed)
        by = await key_of(hub, signer)
        return await hub.parties.confirm_guardianship(
            meant.id, evidence=evidence, public_key=guardian_key, by=by, sign=sign
        )

    confirmed = accept(with_hub(work))
    speech.tell("did-confirm-guardianship", guardianship=confirmed.id[:8], until=last_moment(confirmed.until))


@party.command("end", help=text("help-party-end"))
def end(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    typed: str = typer.Argument(metavar="GUARDIANSHIP", help=text("help-guardianship")),
) -> None:
    """Record that somebody no longer speaks for another one. Takes effect with the answer."""

    async def work(hub: Hub) -> Guardianship | Refused:
        meant = await _guardianship_called(hub, await case_called(hub, label), typed)
        return await hub.parties.end_guardianship(meant.id, by=ACTOR)

    ended = accept(with_hub(work))
    speech.tell("did-end-guardianship", guardianship=ended.id[:8])
    speech.tell_if_asleep()


@party.command("list", help=text("help-party-list"))
def list_parties(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show the client's side of a case, and who speaks for whom."""

    async def work(hub: Hub) -> list[dict[str, object]]:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "party.shown", by=ACTOR)
        now, speaking = hub.chance.now(), await hub.parties.guardianships(found.id)
        named = {CLIENT: await hub.cases.client_name(found.id)}
        people = await hub.parties.of_case(found.id)
        named |= {one.party.id: one.person.name if one.person else None for one in people}
        born = {one.party.id: one.person.born for one in people if one.person}
        return [
            {
                "party": id_,
                "name": name,
                "born": born.get(id_),
                "speaks_for": [_speaking(g, now) for g in speaking if g.guardian == id_],
            }
            for id_, name in named.items()
        ]

    rows = with_hub(work)
    speech.show(rows, _COLUMNS, as_json=as_json, title="title-parties", empty="empty-parties")


def short(party_id: PartyId) -> str:
    """How a party is called at the terminal: a few letters that only its own case must know."""
    return party_id.removeprefix(PARTY_PREFIX)[:8]


def _speaking(one: Guardianship, now: datetime) -> dict[str, object]:
    return {
        "guardianship": one.id,
        "subject": one.subject,
        "custody": one.custody.value,
        "until": one.until,
        "confirmed": one.vouched,
        "ended": one.ended_at is not None,
        "stands": one.stands(now),
    }


async def _party_called(hub: Hub, case: Case, typed: str) -> PartyId:
    return accept(await party_called(hub, case, typed))


async def party_called(hub: Hub, case: Case, typed: str) -> PartyId | Refused:
    """The party whose name at the terminal begins as typed; `client` is the client."""
    if typed == CLIENT:
        return CLIENT
    found = [one.party.id for one in await hub.parties.of_case(case.id)]
    meant = [id_ for id_ in found if typed and id_.removeprefix(PARTY_PREFIX).startswith(typed)]
    return meant[0] if len(meant) == 1 else Refused("unknown-party", {"party": typed[:60]})


async def _guardianship_called(hub: Hub, case: Case, typed: str) -> Guardianship:
    found = [g for g in await hub.parties.guardianships(case.id) if typed and g.id.startswith(typed)]
    if len(found) != 1:
        speech.refuse(Refused("unknown-guardianship"))
    return found[0]


def _said(row: speech.Row) -> str:
    lines = []
    speaks_for = row["speaks_for"]
    assert isinstance(speaks_for, list)
    for one in speaks_for:
        state = "stands" if one["stands"] else "over" if one["ended"] or one["confirmed"] else "waits"
        subject = text("client") if one["subject"] == CLIENT else short(one["subject"])
        lines.append(
            text(
                "speaks-for",
                guardianship=str(one["guardianship"])[:8],
                subject=subject,
                until=last_moment(one["until"]),
                state=state,
            )
        )
    return "\n".join(lines)


def _born(row: speech.Row) -> str:
    known = row["born"]
    return "" if known is None else str(known)


def _party(row: speech.Row) -> str:
    id_ = PartyId(str(row["party"]))
    return id_ if id_ == CLIENT else short(id_)


_COLUMNS: speech.Columns = {
    "party": _party,
    "name": lambda row: row["name"] or text("person-unreadable"),
    "born": _born,
    "speaks-for": _said,
}
