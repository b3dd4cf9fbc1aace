"""`fallraum case hand-over`, `take-over`, `decline`, `lead`, `relieve`: who leads, who is there no more."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import typer

from hub.assemble import Hub
from hub.cases.model import Case, CaseFile, Participation
from hub.catalogue import moment
from hub.consent.model import Consent
from hub.consent.rules import in_force
from hub.consent.rules import names as is_for
from hub.errors import Refused
from hub.handover.model import HandOver, Record, Wanted
from hub.terminal import speech
from hub.terminal.asking import ACTOR, case_called, line, professional_called, user_id, with_hub
from hub.terminal.keys import key_of, signing_with
from hub.terminal.speech import accept, text

leads = typer.Typer()


@leads.command("hand-over", help=text("help-case-hand-over"))
def hand_over(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    to: str = typer.Option(help=text("help-hand-over-to")),
    key: Path = typer.Option(help=text("help-key")),
    leave: bool = typer.Option(False, "--leave", help=text("help-hand-over-leave")),
    without_lead: bool = typer.Option(False, "--without-lead", help=text("help-hand-over-without-lead")),
) -> None:
    """Offer somebody the lead of a case; without the present lead only for a reason, which is asked for."""
    signer, sign = signing_with(key)
    reason = line("ask-hand-over-reason") if without_lead else ""
    wanted = Wanted(to=user_id(to), leaves=leave, reason=reason)

    async def work(hub: Hub) -> tuple[str, HandOver]:
        found = await case_called(hub, label)
        by = await key_of(hub, signer)
        offered = accept(await hub.hand_overs.offer(found.id, wanted, by=by, sign=sign))
        return (await professional_called(hub, wanted.to)).name, offered

    name, offered = with_hub(work)
    begins, until = moment(offered.begins), moment(offered.until)
    if offered.begins > offered.at:
        speech.tell("did-offer-lead-later", name=name, case=label, begins=begins, until=until)
    else:
        speech.tell("did-offer-lead", name=name, case=label, until=until)


@leads.command("take-over", help=text("help-case-take-over"))
def take_over(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    key: Path = typer.Option(help=text("help-key")),
) -> None:
    """Accept the lead that was offered."""
    signer, sign = signing_with(key)

    async def work(hub: Hub) -> str:
        found = await case_called(hub, label)
        accept(await hub.hand_overs.accept(found.id, by=await key_of(hub, signer), sign=sign))
        lead = (await hub.rooms.roster(found.id)).file.lead
        return lead.name if lead else ""

    speech.tell("did-take-over", name=with_hub(work), case=label)
    speech.tell_if_asleep()


@leads.command("decline", help=text("help-case-decline"))
def decline(label: str = typer.Argument(metavar="CASE", help=text("help-label"))) -> None:
    """Decline the lead that was offered, or take the offer back."""

    async def work(hub: Hub) -> HandOver | Refused:
        found = await case_called(hub, label)
        return await hub.hand_overs.end(found.id, by=ACTOR)

    ended = accept(with_hub(work))
    assert ended.decision is not None
    speech.tell("did-end-hand-over", deed=ended.decision.deed.value, case=label)


@leads.command("relieve", help=text("help-case-relieve"))
def relieve(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    user: str = typer.Argument(metavar="USER", help=text("help-user")),
) -> None:
    """End a professional's work on a case."""
    person = user_id(user)

    async def work(hub: Hub) -> tuple[Participation | Refused, Sequence[Consent]]:
        found = await case_called(hub, label)
        ended = await hub.cases.relieve(found.id, person, by=ACTOR)
        given, now = await hub.consents.of_case(found.id), hub.chance.now()
        # Of talks with the client alone nobody learns by ending something else.
        return ended, [one for one in given if in_force(one, now) and not one.alone]

    answer, given = with_hub(work)
    gone = accept(answer, already="not-involved").professional
    speech.tell("did-relieve", name=gone.name, case=label)
    if any(is_for(one.recipient, gone) for one in given):
        speech.tell("consent-outlasts", agency=gone.agency, function=gone.function)
    speech.tell_if_asleep()


@leads.command("lead", help=text("help-case-lead"))
def show_lead(
    label: str = typer.Argument(metavar="CASE", help=text("help-label")),
    as_json: bool = typer.Option(False, "--json", help=text("help-json")),
) -> None:
    """Show who leads a case since when, and all hand-overs with what became of them."""

    async def work(hub: Hub) -> tuple[CaseFile, list[speech.Row], list[speech.Row]]:
        found = await case_called(hub, label, as_json=as_json)
        await hub.retrievals.note(found.id, "case.shown", by=ACTOR)
        file = (await hub.rooms.roster(found.id)).file
        names = {agency.id: agency.name for agency in await hub.cases.agencies()}
        led: list[speech.Row] = [_led(part, names[part.professional.agency]) for part in file.leads]
        records, now = await hub.hand_overs.of_case(found.id), hub.chance.now()
        return file, led, [_offered(one, await _named(hub, one.hand_over), now) for one in records]

    file, led, offers = with_hub(work)
    if as_json:
        speech.print_json({"led": led, "hand_overs": offers, "without_lead": file.is_without_lead})
        return
    speech.show(led, _LED, as_json=False, title="title-leads", empty="empty-leads")
    if offers:
        speech.show(offers, _OFFERED, as_json=False, title="title-hand-overs", empty="empty-leads")
    tell_without_lead(file.case, is_without=file.is_without_lead)


async def tell_lead(hub: Hub, case: Case) -> None:
    """What of the lead must not be overlooked: that there is none, or that it is offered to somebody."""
    tell_without_lead(case, is_without=(await hub.rooms.roster(case.id)).file.is_without_lead)
    now = hub.chance.now()
    for one in await hub.hand_overs.of_case(case.id):
        if case.is_open and one.hand_over.is_open(now):
            _, to = await _named(hub, one.hand_over)
            speech.tell("lead-is-offered", name=to, until=moment(one.hand_over.until))


def tell_without_lead(case: Case, *, is_without: bool) -> None:
    """That nobody leads an open case, and what to do."""
    if is_without:
        speech.tell("case-without-lead", case=case.label)


async def _named(hub: Hub, found: HandOver) -> tuple[str, str]:
    return await hub.cases.name_of(found.by), await hub.cases.name_of(found.to)


def _led(part: Participation, agency: str) -> speech.Row:
    person = part.professional
    return {
        "user": person.user,
        "name": person.name,
        "agency": agency,
        "function": person.function,
        "since": part.since,
        "until": part.ended_at or person.left_at,
    }


def _offered(one: Record, names: tuple[str, str], now: datetime) -> speech.Row:
    found, (by, to) = one.hand_over, names
    return {
        "hand_over": found.id,
        "by": by,
        "to": to,
        "by_lead": found.is_by_lead,
        "leaves": found.leaves,
        "at": found.at,
        "begins": found.begins,
        "until": found.until,
        "state": _state(found, now),
        "decided_at": found.decision.at if found.decision else None,
        "reason": one.reason,
    }


def _state(found: HandOver, now: datetime) -> str:
    if not found.proven:
        return "unproven"
    if found.decision is not None:
        return found.decision.deed.value
    return "open" if found.is_open(now) else "over"


def _stand(row: speech.Row) -> str:
    at = row["decided_at"]
    return text(f"offer-{row['state']}", at=moment(at) if isinstance(at, datetime) else "")


def _may_be_taken(row: speech.Row) -> str:
    begins, until = row["begins"], row["until"]
    assert isinstance(begins, datetime)
    assert isinstance(until, datetime)
    return text("offer-from-until", begins=moment(begins), until=moment(until))


_LED: speech.Columns = {
    "lead": itemgetter("name"),
    "recipient": lambda row: f"{row['agency']} / {row['function']}",
    "led-since": itemgetter("since"),
    "led-until": itemgetter("until"),
}
_OFFERED: speech.Columns = {
    "offered-by": itemgetter("by"),
    "offered-to": itemgetter("to"),
    "offered-at": itemgetter("at"),
    "offer-ends": _may_be_taken,
    "offer-stand": _stand,
    "offer-reason": itemgetter("reason"),
}
