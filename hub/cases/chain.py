"""Cases, people and agencies held against the audit chain: what it does not tell alike gives no right."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import (
    About,
    Agency,
    AgencyKind,
    CaseFile,
    Contradiction,
    Duty,
    Participation,
    Professional,
    Role,
)
from hub.cases.rules import (
    ADDED,
    AGENCY_ADDED,
    CLASSIFIED,
    CLOSED,
    ENTRUSTED,
    LEAD_ACCEPTED,
    LEFT,
    OPENED,
    PARTS,
    RELIEVED,
    account_of,
    duty_of,
    identity_of,
    kind_of,
)
from hub.identifiers import CaseId, ProfessionalId, UserId

OF_PEOPLE = (ADDED, ENTRUSTED, LEFT)
OF_AGENCIES = (AGENCY_ADDED, CLASSIFIED)
_ROLES = {deed: role for role, deed in PARTS.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's part in a case by the chain's word."""

    who: str
    role: Role
    since: datetime
    ended_at: datetime | None = None


def is_told(person: Professional, acts: Collection[Act]) -> bool:
    """Whether the chain tells the same of somebody; `acts` come oldest first.

    Who they are never changes: the first entry counts, so that none can be written behind it. Their
    duty may, so the newest counts. Who left has left: again the first.
    """
    who, duties = _bases(acts, person.id, ADDED), _bases(acts, person.id, ENTRUSTED)
    nothing = duty_of(replace(person, duty=Duty.NONE))
    ends = [act.at for act in acts if act.target == person.id and act.deed == LEFT]
    is_same = who[:1] == [identity_of(person)] and (duties or [nothing])[-1] == duty_of(person)
    return is_same and next(iter(ends), None) == person.left_at


def is_kind_told(agency: Agency, acts: Collection[Act]) -> bool:
    """Whether the chain tells the same of what an agency is; what was said last counts."""
    return _bases(acts, agency.id, *OF_AGENCIES)[-1:] == [kind_of(agency)]


def held_agency(agency: Agency, acts: Collection[Act]) -> Agency:
    """An agency as far as the chain tells the same of it: else nobody has said what it is."""
    return agency if is_kind_told(agency, acts) else replace(agency, kind=AgencyKind.UNKNOWN)


def held(file: CaseFile, acts: Collection[Act]) -> CaseFile:
    """A case with those who work on it by the chain's word; `acts` are of the case and of its people.

    Of a part, the chain must tell it and who its professional is. What was closed is closed, and
    whoever left their agency works on nothing any more, whatever stands there.
    """
    case = file.case
    ends = [act.at for act in acts if act.deed == CLOSED and act.target == case.id]
    is_end_told = ends == ([] if case.closed_at is None else [case.closed_at])
    told = parts_told(case.id, acts)
    parts = [part for part in file.participations if part.case == case.id and _is_told(part, told, acts)]
    doubted = tuple(part for part in file.participations if part not in parts)
    works = [part for part in parts if part.ended_at is None and part.professional.left_at is None]
    return replace(
        file,
        case=replace(case, closed_at=min(ends, default=case.closed_at)),
        participations=tuple(works),
        former=tuple(part for part in parts if part not in works),
        doubted=doubted,
        contradicted=not is_client_told(case.id, case.client, acts) or not is_end_told,
        missing=_missing(told, parts, doubted),
    )


def parts_told(case: CaseId, acts: Iterable[Act]) -> Sequence[Told]:
    """Who worked on a case in which role, from when until when, by the chain's word, oldest first.

    The first lead comes with the opening. Every other one was offered it and accepted it at that very
    instant, or leads nothing; whoever led until then does so no longer.
    """
    parts: list[Told] = []
    running: dict[str, int] = {}
    accepted: set[tuple[str, str, datetime]] = set()
    for act in (act for act in acts if act.case == case):
        role = _ROLES.get(act.deed)
        if act.deed == LEAD_ACCEPTED:
            accepted.add((act.target, act.actor, act.at))
        if role is None and act.deed != RELIEVED:
            continue
        is_first = all(part.role is not Role.LEAD for part in parts)
        if role is Role.LEAD and not is_first and (act.basis, act.target, act.at) not in accepted:
            continue
        for who in [who for who, place in running.items() if _ends(act, role, parts[place])]:
            place = running.pop(who)
            parts[place] = replace(parts[place], ended_at=act.at)
        if role is not None:
            running[act.target] = len(parts)
            parts.append(Told(act.target, role, act.at))
    return parts


def is_client_told(case: CaseId, client: UserId, acts: Iterable[Act]) -> bool:
    """Whether the chain tells that this is the account of a case's client."""
    return _bases(acts, case, OPENED)[:1] == [account_of(case, client)]


def staff(acts: Iterable[Act]) -> frozenset[str]:
    """Who works on a case by what the chain tells of it."""
    return frozenset(act.target for act in acts if act.deed in PARTS.values())


def contradictions(file: CaseFile) -> Iterable[Contradiction]:
    """What of a case the chain tells otherwise."""
    case = file.case
    if file.contradicted:
        yield Contradiction(About.CASE, case.id, case.label, case.label)
    for part in file.doubted:
        yield Contradiction(About.PART, part.professional.id, part.professional.name, case.label)
    for who in file.missing:
        yield Contradiction(About.PART, who, who[:8], case.label)


def _ends(act: Act, role: Role | None, part: Told) -> bool:
    # Of two leads the one who was handed it last is the one.
    return part.who == act.target or (role is Role.LEAD and part.role is Role.LEAD)


def _is_told(part: Participation, told: Collection[Told], acts: Collection[Act]) -> bool:
    return _as_told(part) in told and is_told(part.professional, acts)


def _as_told(part: Participation) -> Told:
    return Told(part.professional.id, part.role, part.since, part.ended_at)


def _missing(
    told: Iterable[Told], parts: Iterable[Participation], doubted: Iterable[Participation]
) -> tuple[ProfessionalId, ...]:
    there = {_as_told(part) for part in parts}
    changed = {part.professional.id for part in doubted}
    gone = {ProfessionalId(part.who) for part in told if part not in there and part.who not in changed}
    return tuple(sorted(gone))


def _bases(acts: Iterable[Act], target: str, *deeds: str) -> list[str]:
    # Entries of the first version name no hash; the same was named again, as it was found.
    return [act.basis for act in acts if act.target == target and act.deed in deeds and act.basis]
