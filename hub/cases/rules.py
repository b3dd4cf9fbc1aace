"""What may be done with a case, decided from facts alone."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from hub.audit import Act
from hub.calendar import age
from hub.canonical import digest
from hub.cases.model import Agency, Case, CaseFile, Duty, Participation, Personalia, Professional, Role
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId, UserId, is_party
from hub.typed import showable

LABEL_PREFIX = "F-"
# How audit entries begin that tell of a case; by openings cases are counted.
NOTED_AS = "case."
OPENED, CLOSED, ERASED = "case.opened", "case.closed", "case.erased"
PARTS = {Role.LEAD: "case.led", Role.MEMBER: "case.involved"}
RELIEVED = "case.relieved"
# How entries begin that tell of a hand-over. Whoever leads after the first lead was handed it.
HANDED_OVER_AS = "case.lead-"
LEAD_ACCEPTED = HANDED_OVER_AS + "accepted"
# And those of people and agencies: what decides about a right stands in them by its hash.
ADDED, ENTRUSTED, LEFT = "professional.added", "professional.entrusted", "professional.left"
AGENCY_ADDED, CLASSIFIED = "agency.added", "agency.classified"
LONGEST_TEXT = 200
# Nobody was ever older; a longer life is a typing error.
OLDEST = 122


def open_case(case: CaseId, *, number: int, client: UserId, lead: Professional, now: datetime) -> CaseFile:
    """Open the hub's `number`-th case with its lead. The label says nothing about the person."""
    opened = Case(id=case, label=f"{LABEL_PREFIX}{number}", client=client, opened_at=now)
    part = Participation(case=case, professional=lead, role=Role.LEAD, since=now)
    return CaseFile(case=opened, participations=(part,))


def involve(file: CaseFile, professional: Professional, now: datetime) -> Participation | Refused:
    """Let a professional work on a case; whether they may sit in its room is for the client.

    Nobody is let in as its lead: that is handed over.
    """
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if works_on(file, professional.id):
        return Refused("already-involved", {"name": professional.name, "case": file.case.label})
    return Participation(case=file.case.id, professional=professional, role=Role.MEMBER, since=now)


def after_involving(part: Participation) -> Debt:
    """Consent may already cover the newcomer: look who may sit now."""
    return Debt(Reconcile(part.case), part.since, Urgency.ADMISSION)


def part_of(file: CaseFile, who: str) -> Participation | None:
    """Somebody's part in a case, if they work on it."""
    return next((part for part in file.participations if part.professional.id == who), None)


def works_on(file: CaseFile, who: str) -> bool:
    """Whether somebody works on a case."""
    return part_of(file, who) is not None


def relieve(
    file: CaseFile, professional: Professional, by: str, now: datetime, *, is_professional: bool
) -> Participation | Refused:
    """End somebody's work on a case: themselves, its lead, or a door, where nobody is known by name.

    The lead is handed over first, so that a case is not without one.
    """
    said = {"name": professional.name, "case": file.case.label}
    part, lead = part_of(file, professional.id), file.lead
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if part is None:
        return Refused("not-involved", said)
    if (is_professional or is_party(by)) and by not in (professional.id, lead.id if lead else None):
        return Refused("relieve-not-by-you", said)
    return Refused("lead-not-relieved", said) if part.role is Role.LEAD else replace(part, ended_at=now)


def after_relieving(case: CaseId) -> Debt:
    """Whoever no longer works on a case leaves its rooms at once."""
    return Debt(Reconcile(case), AT_ONCE, Urgency.REMOVAL)


def close(case: Case) -> Refused | Debt:
    """Close a case: nobody may sit in its room any longer."""
    if not case.is_open:
        return Refused("case-closed", {"case": case.label})
    return Debt(Reconcile(case.id), AT_ONCE, Urgency.REMOVAL)


def agency(described: Agency) -> Agency | Refused:
    """Take an agency into the network, if it has a name one can show."""
    name = showable(described.name, most=LONGEST_TEXT)
    area = showable(described.legal_area, most=LONGEST_TEXT)
    if isinstance(name, Refused):
        return name
    if isinstance(area, Refused):
        return area
    return replace(described, name=name, legal_area=area)


def professional(described: Professional) -> Professional | Refused:
    """Take a professional into the network, if name and function can be shown."""
    name = showable(described.name, most=LONGEST_TEXT)
    function = showable(described.function, most=LONGEST_TEXT)
    unit = showable(described.unit, most=LONGEST_TEXT) if described.unit else ""
    if isinstance(name, Refused):
        return name
    if isinstance(function, Refused):
        return function
    if isinstance(unit, Refused):
        return unit
    return replace(described, name=name, function=function, unit=unit)


def person(described: Personalia, now: datetime) -> Personalia | Refused:
    """Somebody's name and birthday as they may be kept."""
    name = showable(described.name, most=LONGEST_TEXT)
    if isinstance(name, Refused):
        return name
    born = birthday(described.born, now)
    return born if isinstance(born, Refused) else Personalia(name, born)


def birthday(born: date, now: datetime) -> date | Refused:
    """A birthday as it may be kept."""
    return born if 0 <= age(born, now) <= OLDEST else Refused("unlikely-birthday")


def may_erase(case: Case, *, unfiled: Collection[str], is_kept: bool) -> Refused | None:
    """Why a case cannot be erased, if so: it is closed, in the agencies' own files, and nothing keeps it.

    What must be filed is handed over before it is erased (§ 84 SGB X, § 9b SGB VIII). Whatever keeps it,
    the answer is one: nobody learns by it that there is a warning for the protection of a child.
    """
    if case.is_open:
        return Refused("case-still-open", {"case": case.label})
    if unfiled:
        return Refused("case-not-filed", {"case": case.label, "agencies": ", ".join(sorted(unfiled))})
    return Refused("case-kept", {"case": case.label}) if is_kept else None


def erased(case: Case, actor: str, now: datetime) -> Act:
    """The audit entry of an erasure: nothing is left but the chain."""
    return Act(at=now, actor=actor, deed=ERASED, case=case.id, target=case.id)


def is_overdue(case: Case, within: timedelta, now: datetime) -> bool:
    """Whether a closed case should have been erased by now (§ 84(2) SGB X: what is needed no more)."""
    return case.closed_at is not None and now - case.closed_at > within


def account_of(case: CaseId, client: UserId) -> str:
    """By which hash the chain names a client's account. Whoever does not know the account learns nothing."""
    return digest({"case": case, "client": client})


def identity_of(person: Professional) -> str:
    """By which hash the chain names who somebody is: what consents name, and whose account it is."""
    said = {"id": person.id, "agency": person.agency, "unit": person.unit, "function": person.function}
    return digest(said | {"user": person.user})


def duty_of(person: Professional) -> str:
    """By which hash the chain names what somebody is answerable for."""
    return digest({"id": person.id, "duty": person.duty.value})


def kind_of(described: Agency) -> str:
    """By which hash the chain names what the law takes an agency for."""
    return digest({"id": described.id, "kind": described.kind.value})


def added(person: Professional, actor: str, now: datetime) -> tuple[Act, ...]:
    """The audit entries of somebody who comes into the network: who they are, and their duty, if any."""
    act = Act(at=now, actor=actor, deed=ADDED, target=person.id, basis=identity_of(person))
    return (act,) if person.duty is Duty.NONE else (act, entrusted(person, actor, now))


def entrusted(person: Professional, actor: str, now: datetime) -> Act:
    """The audit entry of a duty."""
    return Act(at=now, actor=actor, deed=ENTRUSTED, target=person.id, basis=duty_of(person))


def agency_noted(described: Agency, deed: str, actor: str, now: datetime) -> Act:
    """The audit entry of an agency that comes in, or is taken for something else from now on."""
    return Act(at=now, actor=actor, deed=deed, target=described.id, basis=kind_of(described))


def opened(file: CaseFile, actor: str) -> Act:
    """The audit entry of an opening."""
    case = file.case
    account = account_of(case.id, case.client)
    return Act(at=case.opened_at, actor=actor, deed=OPENED, case=case.id, target=case.id, basis=account)


def involved(part: Participation, actor: str, *, basis: str = "") -> Act:
    """The audit entry of a participation; leading is one of its own. `basis` is the hand-over it came by."""
    deed, target = PARTS[part.role], part.professional.id
    return Act(at=part.since, actor=actor, deed=deed, case=part.case, target=target, basis=basis)


def relieved(part: Participation, actor: str, *, basis: str = "") -> Act:
    """The audit entry of a part that ended; `basis` is the hand-over it ended by, if it did."""
    assert part.ended_at is not None
    target = part.professional.id
    return Act(at=part.ended_at, actor=actor, deed=RELIEVED, case=part.case, target=target, basis=basis)


def left(person: Professional, actor: str, now: datetime) -> Act:
    """The audit entry of somebody who leaves their agency."""
    return Act(at=now, actor=actor, deed=LEFT, target=person.id)


def closed(case: Case, actor: str, now: datetime) -> Act:
    """The audit entry of a closing."""
    return Act(at=now, actor=actor, deed=CLOSED, case=case.id, target=case.id)
