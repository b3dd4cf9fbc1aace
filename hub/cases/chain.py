"""Cases, people and agencies held against the audit chain: what it does not tell alike gives no right."""

from collections.abc import Collection, Iterable
from dataclasses import replace

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
)
from hub.cases.rules import (
    ADDED,
    AGENCY_ADDED,
    CLASSIFIED,
    CLOSED,
    ENTRUSTED,
    OPENED,
    PARTS,
    account_of,
    duty_of,
    identity_of,
    kind_of,
)
from hub.identifiers import CaseId, UserId

OF_PEOPLE = (ADDED, ENTRUSTED)
OF_AGENCIES = (AGENCY_ADDED, CLASSIFIED)


def is_told(person: Professional, acts: Collection[Act]) -> bool:
    """Whether the chain tells the same of somebody; `acts` come oldest first.

    Who they are never changes: the first entry counts, so that none can be written behind it. Their
    duty may, so the newest counts.
    """
    who, duties = _bases(acts, person.id, ADDED), _bases(acts, person.id, ENTRUSTED)
    nothing = duty_of(replace(person, duty=Duty.NONE))
    return who[:1] == [identity_of(person)] and (duties or [nothing])[-1] == duty_of(person)


def is_kind_told(agency: Agency, acts: Collection[Act]) -> bool:
    """Whether the chain tells the same of what an agency is; what was said last counts."""
    return _bases(acts, agency.id, *OF_AGENCIES)[-1:] == [kind_of(agency)]


def held_agency(agency: Agency, acts: Collection[Act]) -> Agency:
    """An agency as far as the chain tells the same of it: else nobody has said what it is."""
    return agency if is_kind_told(agency, acts) else replace(agency, kind=AgencyKind.UNKNOWN)


def held(file: CaseFile, acts: Collection[Act]) -> CaseFile:
    """A case with those who work on it by the chain's word; `acts` are of the case and of its people.

    Of a part, the chain must tell it and who its professional is. What was closed is closed.
    """
    case = file.case
    ends = [act.at for act in acts if act.deed == CLOSED and act.target == case.id]
    is_end_told = ends == ([] if case.closed_at is None else [case.closed_at])
    parts = [part for part in file.participations if _works_here(part, acts)]
    return replace(
        file,
        case=replace(case, closed_at=min(ends, default=case.closed_at)),
        participations=tuple(parts),
        doubted=tuple(part for part in file.participations if part not in parts),
        contradicted=not is_client_told(case.id, case.client, acts) or not is_end_told,
    )


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


def _works_here(part: Participation, acts: Collection[Act]) -> bool:
    said = (PARTS[part.role], part.case, part.professional.id, part.since)
    is_noted = any((act.deed, act.case, act.target, act.at) == said for act in acts)
    return is_noted and is_told(part.professional, acts)


def _bases(acts: Iterable[Act], target: str, *deeds: str) -> list[str]:
    # Entries of the first version name no hash; the same was named again, as it was found.
    return [act.basis for act in acts if act.target == target and act.deed in deeds and act.basis]
