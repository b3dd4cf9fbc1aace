"""Who may speak for whom, decided from facts alone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from hub.audit import Act
from hub.calendar import of_age_at
from hub.cases.model import CaseFile
from hub.cases.rules import works_on
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CaseId, PartyId, is_party
from hub.parties.model import Custody, Guardianship


def guardians_of(
    guardianships: Collection[Guardianship], subject: PartyId, now: datetime
) -> Sequence[Guardianship]:
    """Who may speak for somebody at this instant, always in the same order."""
    standing = (g for g in guardianships if g.subject == subject and g.stands(now))
    return sorted(standing, key=lambda g: g.guardian)


def may_become_guardian(
    described: Guardianship,
    known: Collection[Guardianship],
    *,
    born: date,
    guardian_born: date,
    now: datetime,
) -> Refused | None:
    """Why somebody cannot be recorded as another one's guardian, if they cannot."""
    if now >= of_age_at(born):
        return Refused("guardian-of-somebody-of-age")
    if described.guardian == described.subject or now < of_age_at(guardian_born):
        return Refused("guardian-not-of-age")
    for other in known:
        if other.subject != described.subject or other.ended_at is not None:
            continue
        if other.guardian == described.guardian:
            return Refused("guardian-known")
        # What nobody has confirmed yet keeps nobody else from being recorded.
        if other.vouched and Custody.SOLE in (other.custody, described.custody):
            return Refused("custody-not-joint")
    return None


def may_confirm(
    file: CaseFile, found: Guardianship, by: str, *, evidence: str, public_key: str
) -> Refused | None:
    """Why somebody cannot confirm a guardianship, if they cannot: it takes a second professional."""
    if found.confirmed_by or found.ended_at is not None:
        return Refused("guardianship-decided")
    if by == found.recorded_by or not works_on(file, by):
        return Refused("guardianship-not-by-you")
    if evidence != found.evidence:
        return Refused("evidence-differs")
    return None if public_key == found.public_key else Refused("guardian-key-differs")


def may_end(file: CaseFile, found: Guardianship, by: str, *, is_professional: bool) -> Refused | None:
    """Why somebody cannot record that a guardianship ended: no guardian ends another one's.

    Who works on the case may, and a door of the hub, where somebody is known by nothing else.
    """
    if found.ended_at is not None:
        return Refused("guardianship-decided")
    if works_on(file, by) or not (is_professional or is_party(by)):
        return None
    return Refused("guardianship-not-to-end")


def after_ending(case: CaseId) -> Debt:
    """Consents that this guardian gave hold no longer: look at once who may still sit."""
    return Debt(Reconcile(case), AT_ONCE, Urgency.REMOVAL)


def noted(case: CaseId, target: str, deed: str, *, by: str, now: datetime, basis: str = "") -> Act:
    """The audit entry of something about a party."""
    return Act(at=now, actor=by, deed=deed, case=case, target=target, basis=basis)
