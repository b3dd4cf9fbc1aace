"""`fallraum rooms …`: what is not as it must be in the rooms, and having it mended now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter

import typer

from hub.assemble import Hub
from hub.catalogue import moment
from hub.effects import AT_ONCE
from hub.errors import FallraumError, HomeserverRefused, NotReady, Refused
from hub.rooms.drift import Drift, Finding, most_unannounced
from hub.settings import Settings
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, with_hub
from hub.terminal.speech import text

rooms = typer.Typer(help=text("help-rooms"), no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class _Checked:
    cases: Sequence[Drift]
    most: int
    is_free: bool
    beyond: Sequence[Finding] = ()

    @property
    def drifted(self) -> Sequence[Drift]:
        return [one for one in self.cases if one.findings]

    @property
    def surprises(self) -> int:
        return sum(one.surprises for one in self.cases)

    def shown(self, label: str, *, side: bool = False) -> "_Checked":
        # Of all cases it is not said to which one a room of two belongs; of one, not that there is any.
        return replace(self, cases=_shown(self.cases, label, side=side))


@rooms.command("check", help=text("help-rooms-check"))
def check(
    label: str = typer.Argument("", metavar="[CASE]", help=text("help-rooms-case"), show_default=False),
    side: bool = typer.Option(False, "--side", help=text("help-side")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show what is not as it must be, and change nothing; exit status 1 if there is anything.

    Of rooms of two it is not said to which case they belong, unless somebody asks for them.
    """
    found = with_hub(lambda hub: _checked(hub, label, side=side, as_json=as_json)).shown(label, side=side)
    _show(found, as_json=as_json, is_named=side)
    if found.drifted or found.beyond or not found.is_free:
        raise typer.Exit(speech.REFUSED)


@rooms.command("sweep", help=text("help-rooms-sweep"))
def sweep(
    label: str = typer.Argument("", metavar="[CASE]", help=text("help-rooms-case"), show_default=False),
    yes: bool = typer.Option(False, "--yes", help=text("help-rooms-yes")),
) -> None:
    """Have everything mended now; if that would remove many, only once somebody has said yes."""

    async def work(hub: Hub) -> _Checked | Refused:
        found = await _checked(hub, label)
        if not found.is_free:
            return Refused("registration-held")
        if found.surprises > found.most and not yes:
            _show(found.shown(label), as_json=False)
            return Refused("many-would-be-removed", {"seats": str(found.surprises)})
        for one in found.drifted:
            await hub.sweep.mend(one)
        return found

    mended = speech.accept(with_hub(work)).shown(label)
    speech.tell("did-sweep", cases=len(mended.cases), drifted=len(mended.drifted))
    speech.tell_if_asleep()


async def _checked(hub: Hub, label: str, *, side: bool = False, as_json: bool = False) -> _Checked:
    known = [await case_called(hub, label, as_json=as_json)] if label else await hub.cases.all()
    # Asked first: where nobody answers there is nothing to compare.
    is_free = await _is_free(hub)
    found = [await hub.survey.of(case.id) for case in known]
    for one in _shown(found, label, side=side):
        if any(finding.user for finding in one.findings):
            await hub.retrievals.note(one.case, "side.shown" if side else "rooms.checked", by=ACTOR)
    most = most_unannounced(await hub.rooms.count_inside())
    # What the homeserver is still to forget of a case that was erased is in none of them.
    beyond = [] if label else await hub.survey.beyond({case.id for case in known})
    return _Checked(found, most, is_free, beyond)


def _shown(found: Sequence[Drift], label: str, *, side: bool) -> Sequence[Drift]:
    return [one.shown(side=side) for one in found] if label or side else found


async def _is_free(hub: Hub) -> bool:
    settings = Settings()
    try:
        return await hub.holding.is_free()
    except HomeserverRefused as refusal:
        if refusal.is_about_token:
            file = str(settings.data / "registration.yaml")
            raise NotReady("registration-unknown", file=file, why=refusal.errcode) from None
        raise NotReady("homeserver-refuses", url=settings.homeserver_url, why=str(refusal)) from None
    except FallraumError as error:
        raise NotReady("homeserver-not-answering", url=settings.homeserver_url, why=str(error)) from None


def _show(found: _Checked, *, as_json: bool, is_named: bool = False) -> None:
    rows = [_row(one, finding, is_named=is_named) for one in found.drifted for finding in one.findings]
    rows += [_row(None, finding, is_named=is_named) for finding in found.beyond]
    # What is of no named case comes last: between two others its place would name it.
    rows.sort(key=lambda row: (row["case"] is None, str(row["room"]) if row["case"] is None else ""))
    if as_json:
        speech.print_json({"cases": len(found.cases), "held_elsewhere": not found.is_free, "findings": rows})
        return
    if not found.is_free:
        speech.tell("refused-registration-held")
    speech.show(rows, _DRIFT, as_json=False, title="title-drift", empty="empty-drift")
    waits = [one.notice_until for one in found.drifted if one.surprises and one.notice_until]
    if waits:
        speech.tell("drift-announced", at=moment(min(waits)))


def _row(one: Drift | None, finding: Finding, *, is_named: bool) -> Mapping[str, object]:
    return {
        "case": one.label if one and (is_named or not finding.is_private) else None,
        "room": finding.room,
        "fault": finding.fault.value,
        "user": finding.user,
        "what": finding.what,
        "attempts": finding.attempts,
        "since": None if finding.since == AT_ONCE else finding.since,
        "announced_for": one.notice_until if one and finding.user and one.surprises else None,
    }


def _said(row: speech.Row) -> str:
    since = row["since"]
    return text(
        f"fault-{row['fault']}",
        user=row["user"],
        what=row["what"],
        attempts=row["attempts"],
        since=moment(since) if isinstance(since, datetime) else text("at-once"),
    )


_DRIFT: speech.Columns = {"case": lambda row: row["case"] or "", "room": itemgetter("room"), "fault": _said}
