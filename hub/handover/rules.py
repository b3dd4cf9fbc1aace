"""Who may hand the lead of a case to whom, who may take it, and what follows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile, Duty, Participation, Professional, Role
from hub.cases.rules import HANDED_OVER_AS, after_involving, after_relieving, involved, relieved, works_on
from hub.effects import AnnounceLead, Debt, Urgency
from hub.errors import Refused
from hub.handover.model import Decision, Deed, HandOver, Turn
from hub.identifiers import HandOverId

VALID_FOR = timedelta(days=14)
# Without the lead: time for them to hear of it and to say no. Nothing that is urgent needs a lead.
OBJECTION = timedelta(days=3)
LONGEST_REASON = 500


def offer(
    file: CaseFile,
    id_: HandOverId,
    *,
    by: Professional,
    to: Professional,
    leaves: bool,
    has_reason: bool,
    known: Iterable[HandOver],
    now: datetime,
) -> HandOver | Refused:
    """Offer somebody the lead: whoever has it, or, for a reason, another one who stands near the case.

    That is who works on it or watches over data protection; they offer it to somebody else than
    themselves. A lead who is there has some days to say no.
    """
    lead, said = file.lead, {"name": to.name, "case": file.case.label}
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if any(one.is_open(now) for one in known):
        return Refused("hand-over-open", {"case": file.case.label})
    if lead is not None and lead.id == to.id:
        return Refused("hand-over-to-lead", said)
    if by.id == to.id:
        return Refused("hand-over-to-oneself", {"case": file.case.label})
    is_by_lead = lead is not None and lead.id == by.id
    if not is_by_lead and (leaves or not _stands_near(file, by)):
        return Refused("hand-over-not-by-you", {"case": file.case.label})
    if not is_by_lead and not has_reason:
        return Refused("hand-over-without-reason", {"case": file.case.label})
    return HandOver(
        id=id_,
        case=file.case.id,
        lead=None if lead is None else lead.id,
        by=by.id,
        to=to.id,
        leaves=leaves,
        at=now,
        begins=now if is_by_lead or lead is None else now + OBJECTION,
        until=now + VALID_FOR,
    )


def _stands_near(file: CaseFile, by: Professional) -> bool:
    return works_on(file, by.id) or by.duty is Duty.DATA_PROTECTION


def open_one(file: CaseFile, known: Iterable[HandOver], now: datetime) -> HandOver | Refused:
    """The offer of a case that is open."""
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    found = next((one for one in known if one.is_open(now)), None)
    return found or Refused("hand-over-none", {"case": file.case.label})


def may_accept(file: CaseFile, found: HandOver, by: str, now: datetime) -> Refused | None:
    """Why somebody cannot take the lead by an offer that is open, if they cannot."""
    if by != found.to:
        return Refused("hand-over-not-for-you", {"case": file.case.label})
    if now < found.begins:
        return Refused("hand-over-too-early", {"case": file.case.label, "days": str(OBJECTION.days)})
    if file.lead is not None and file.lead.id != found.lead:
        return Refused("hand-over-overtaken", {"case": file.case.label, "lead": file.lead.name})
    if not works_on(file, by) and any(_ended_since(part, found) for part in file.former):
        return Refused("hand-over-to-relieved", {"case": file.case.label})
    return None


def _ended_since(part: Participation, found: HandOver) -> bool:
    is_theirs = part.professional.id == found.to
    return is_theirs and part.ended_at is not None and part.ended_at > found.at


def turn(file: CaseFile, found: HandOver, to: Professional, now: datetime) -> Turn:
    """One leads until this instant, another one from it on."""
    before = [part for part in file.participations if part.professional.id == to.id]
    leading = [part for part in file.participations if part.role is Role.LEAD]
    ended = [replace(part, ended_at=now) for part in (*leading, *before)]
    new = Participation(case=file.case.id, professional=to, role=Role.LEAD, since=now)
    stays = () if found.leaves else (replace(part, role=Role.MEMBER, since=now) for part in leading)
    return Turn(tuple(ended), (*stays, new))


def may_end(found: HandOver, by: str, *, is_professional: bool, lead: str | None) -> Deed | Refused:
    """How somebody ends an offer that is open: whose it is, whom it is for, the lead, or a door."""
    if by == found.by:
        return Deed.WITHDRAW
    if is_professional and by not in (found.to, lead):
        return Refused("hand-over-not-to-end")
    return Deed.DECLINE


def after_offer(found: HandOver) -> tuple[Debt, ...]:
    """What is done without the lead is told before it is done, to the client and to whoever sits there."""
    return () if found.is_by_lead else (_news(found, Deed.OFFER, found.at),)


def after_turn(found: HandOver, turned: Turn, now: datetime) -> tuple[Debt, ...]:
    """The client is told; whoever left leaves, and whoever came may perhaps come in."""
    begun = {part.professional.id for part in turned.begun}
    leave = [after_relieving(p.case) for p in turned.ended if p.professional.id not in begun]
    ended = {part.professional.id for part in turned.ended}
    come = [after_involving(part) for part in turned.begun if part.professional.id not in ended]
    return (*leave, *come, _news(found, Deed.ACCEPT, now))


def _news(found: HandOver, deed: Deed, now: datetime) -> Debt:
    return Debt(AnnounceLead(found.case, found.id, deed.value), now, Urgency.WORDS)


def still_worth_telling(file: CaseFile, found: HandOver, deed: str, now: datetime) -> bool:
    """Whether it still is as it would be told: an offer that is open, or a lead who leads by it."""
    if not file.case.is_open or not found.proven:
        return False
    if deed == Deed.OFFER:
        return found.is_open(now)
    is_taken = found.decision is not None and found.decision.deed is Deed.ACCEPT
    return is_taken and file.lead is not None and file.lead.id == found.to


# How the audit chain tells of it.


def offered(found: HandOver, document_sha256: str) -> Act:
    """The audit entry of an offer; it names what was signed by its hash."""
    return _act(found, Deed.OFFER, found.by, found.at, document_sha256)


def decided(found: HandOver, decision: Decision) -> Act:
    """The audit entry of what became of it."""
    return _act(found, decision.deed, decision.by, decision.at)


def turned_over(found: HandOver, turned: Turn) -> tuple[Act, ...]:
    """The audit entries of whose parts ended and whose began because of it.

    A part that is followed by another one at once needs no entry for its end.
    """
    begun = {part.professional.id for part in turned.begun}
    gone = (part for part in turned.ended if part.professional.id not in begun)
    return (
        *(relieved(part, found.to, basis=found.id) for part in gone),
        *(involved(part, found.to, basis=found.id) for part in turned.begun),
    )


def _act(found: HandOver, deed: Deed, by: str, at: datetime, basis: str = "") -> Act:
    noted_as = HANDED_OVER_AS + deed.value
    return Act(at=at, actor=by, deed=noted_as, case=found.case, target=found.id, basis=basis)
