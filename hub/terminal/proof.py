"""`fallraum audit …`: whether the chain of everything that was done still holds, and who looked at what."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from pathlib import Path

import typer

from hub import notary
from hub.assemble import Hub
from hub.audit import Broken, Caused, with_causes
from hub.cases.model import Contradiction
from hub.catalogue import moment
from hub.consent.model import Consent
from hub.disclosure.model import Disclosure
from hub.errors import Refused
from hub.notary import Checkpoint, Verdict
from hub.retrievals import Retrieval
from hub.rooms.discretion import acts_shown
from hub.rooms.leave import mark_of
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, with_hub
from hub.terminal.deeds import Reading, reading
from hub.terminal.files import new_file
from hub.terminal.speech import accept, text

audit = typer.Typer(help=text("help-audit"), no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class _Doubts:
    consents: Sequence[Consent]
    others: Sequence[Contradiction]
    disclosures: Sequence[Disclosure]


@audit.command("verify", help=text("help-audit-verify"))
def verify_chain(
    against: Path | None = typer.Option(None, help=text("help-against")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Walk the whole chain, every consent, disclosure and part; exit status 1 if anything does not hold."""
    kept = _kept(against, as_json=as_json) if against else None

    async def work(hub: Hub) -> tuple[Verdict | Refused, _Doubts]:
        others = [
            *await hub.cases.contradictions(),
            *await hub.hand_overs.contradictions(),
            *await hub.charters.contradictions(),
            *await hub.consults.contradictions(),
        ]
        doubts = _Doubts(await hub.consents.doubtful(), others, await hub.disclosures.doubtful())
        return await hub.notary.verify(kept), doubts

    answer, doubts = with_hub(work)
    found = accept(answer, as_json=as_json)
    if as_json:
        speech.print_json(_told(found, doubts))
    else:
        _say(found, doubts, kept)
    if found.broken is not None or doubts.consents or doubts.others or doubts.disclosures:
        raise typer.Exit(speech.REFUSED)


@audit.command("show", help=text("help-audit-show"))
def show(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    side: bool = typer.Option(False, "--side", help=text("help-side")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show everything that was done in a case: who, what, on which basis, because of what, how quickly."""

    async def work(hub: Hub) -> tuple[Sequence[speech.Row], Reading]:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "side.shown" if side else "audit.shown", by=ACTOR)
        names = {mark_of(one.server, found.id): one.server for one in await hub.witness.neighbours()}
        given = await hub.consents.of_case(found.id)
        # Before causes are looked for: what is not shown is nothing's cause.
        shown = acts_shown(await hub.cases.acts(found.id), given, side=side)
        rosters = await (hub.rooms.side_rosters if side else hub.rooms.rosters)(found.id)
        return [_done(one, names) for one in with_causes(shown)], reading(found, rosters)

    rows, read = with_hub(work)
    speech.show(rows, read.columns, as_json=as_json, title="title-acts", empty="empty-acts")


@audit.command("checkpoint", help=text("help-audit-checkpoint"))
def checkpoint(file: Path | None = typer.Option(None, help=text("help-checkpoint-file"))) -> None:
    """Walk the whole chain, sign its head, and give the newest checkpoint away."""
    signed = with_hub(lambda hub: hub.notary.attest(whole=True))
    if signed is None:
        speech.refuse(Refused("nothing-to-attest"))
    if isinstance(signed, Broken):
        _say_broken(signed)
        raise typer.Exit(speech.REFUSED)
    if file is None:
        speech.print_json(notary.told(signed))
        return
    with new_file(file) as opened:
        opened.write(notary.written(signed).encode())
    speech.tell("did-attest", number=signed.number, file=str(file))


def _done(one: Caused, servers: Mapping[str, str]) -> dict[str, object]:
    act = one.act
    return {
        "at": act.at,
        "actor": act.actor,
        "deed": act.deed,
        "target": act.target,
        "basis": act.basis,
        "server": servers.get(act.basis),
        "cause": one.cause.deed if one.cause else None,
        "latency_seconds": one.latency.total_seconds() if one.latency is not None else None,
    }


@audit.command("retrievals", help=text("help-audit-retrievals"))
def retrievals(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who was shown what of a case in the last six months."""

    async def work(hub: Hub) -> Sequence[Retrieval]:
        found = await case_called(hub, label, as_json=as_json)
        return await hub.retrievals.of_case(found.id)

    rows = [{"at": r.at, "actor": r.actor, "deed": r.deed} for r in with_hub(work)]
    columns: speech.Columns = {"at": itemgetter("at"), "actor": itemgetter("actor"), "deed": _deed}
    speech.show(rows, columns, as_json=as_json, title="title-retrievals", empty="empty-retrievals")


def _kept(file: Path, *, as_json: bool) -> Checkpoint:
    try:
        read = notary.read(file.read_text())
    except OSError as error:
        speech.refuse(Refused("unreadable-file", {"file": str(file), "why": error.strerror or ""}))
    except UnicodeDecodeError:
        read = Refused("no-checkpoint")
    return accept(read, as_json=as_json)


def _told(found: Verdict, doubts: _Doubts) -> Mapping[str, object]:
    broken, (number, hash_), attested = found.broken, found.head, found.attested
    return {
        "holds": broken is None,
        "broken": {"entry": broken.number, "why": broken.why} if broken else None,
        "entries": number,
        "head": hash_,
        "checkpoints": found.checkpoints,
        "attested": attested.number if attested else None,
        "doubtful_consents": [consent.id for consent in doubts.consents],
        "contradictions": [asdict(one) for one in doubts.others],
        "doubtful_disclosures": [one.id for one in doubts.disclosures],
    }


def _say(found: Verdict, doubts: _Doubts, kept: Checkpoint | None) -> None:
    number, hash_ = found.head
    if found.broken is not None:
        _say_broken(found.broken)
    else:
        speech.tell("audit-holds", number=number, hash=hash_)
        # The one that was kept elsewhere counts more: nobody here can have put it there.
        for key, signed in (("audit-attested", found.attested), ("audit-agrees", kept)):
            if signed is not None:
                speech.tell(key, number=signed.number, at=moment(signed.at))
        if found.attested is None:
            speech.tell("audit-not-attested")
    for consent in doubts.consents:
        key = "audit-contradicted" if consent.contradicted else "audit-doubtful"
        speech.tell(key, consent=consent.id[:8])
    for one in doubts.others:
        speech.tell(f"audit-contradicted-{one.about}", name=one.name, case=one.case)
    for made in doubts.disclosures:
        speech.tell("audit-doubtful-disclosure", disclosure=made.id[:8])


def _say_broken(broken: Broken) -> None:
    speech.tell("audit-broken", number=broken.number, why=text(f"audit-{broken.why.replace(' ', '-')}"))


def _deed(row: speech.Row) -> str:
    return text(f"retrieval-{str(row['deed']).replace('.', '-')}")
