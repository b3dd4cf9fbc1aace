"""What a consent allows at an instant, and how it begins and ends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import Case
from hub.consent.model import Basis, Consent, May, NoBasis, Recipient
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.typed import showable

# A consent must stay concrete; after a year at the latest it is asked for anew.
LONGEST_VALIDITY = timedelta(days=366)
LONGEST_PURPOSE = 500


def in_force(consent: Consent, now: datetime) -> bool:
    """Whether the consent holds at this instant. Withdrawn is withdrawn, whatever the clock says."""
    if consent.withdrawn_at is not None:
        return False
    return consent.valid_from <= now < consent.valid_until


def may_see(consents: Iterable[Consent], recipient: Recipient, now: datetime) -> May:
    """Whether that function of that agency may see the case, and on which consent.

    Of several the one that lasts longest is named, so that the answer does not depend on order.
    """
    covering = [c for c in consents if c.recipient == recipient and in_force(c, now)]
    if not covering:
        return NoBasis()
    longest = max(covering, key=lambda c: (c.valid_until, c.given_at, c.id))
    newest = max(c.given_at for c in covering)
    return Basis(consent=longest.id, given_at=newest, until=longest.valid_until)


def give(offered: Consent, purpose: str, case: Case) -> Consent | Refused:
    """Take a consent the client gives, or say what is wrong with it."""
    if not case.is_open:
        return Refused("case-closed", {"case": case.label})
    if offered.valid_until <= offered.valid_from:
        return Refused("consent-ends-before-it-begins")
    if offered.valid_until <= offered.given_at:
        return Refused("consent-already-over")
    if offered.valid_from < offered.given_at:
        # Consent comes first; nobody ratifies afterwards what was already shared.
        return Refused("consent-before-it-was-given")
    if offered.valid_until - offered.given_at > LONGEST_VALIDITY:
        return Refused("consent-too-long", {"days": str(LONGEST_VALIDITY.days)})
    if isinstance(showable(purpose, most=LONGEST_PURPOSE), Refused):
        return Refused("consent-without-purpose", {"most": str(LONGEST_PURPOSE)})
    return offered


def after_giving(consent: Consent) -> tuple[Debt, ...]:
    """Look who may sit when it begins, and again when it ends: both are known already now."""
    return (
        Debt(Reconcile(consent.case), consent.valid_from, Urgency.ADMISSION),
        Debt(Reconcile(consent.case), consent.valid_until, Urgency.REMOVAL),
    )


def withdraw(consent: Consent, now: datetime) -> Consent | Refused:
    """Withdraw a consent: always possible, also by a clock by which it is over; the first moment stands."""
    if consent.withdrawn_at is not None:
        return Refused("consent-already-withdrawn")
    return replace(consent, withdrawn_at=now)


def after_withdrawing(consent: Consent) -> Debt:
    """Look at once who may still sit."""
    return Debt(Reconcile(consent.case), AT_ONCE, Urgency.REMOVAL)


def given(consent: Consent, actor: str) -> Act:
    """The audit entry of a giving."""
    deed, case = "consent.given", consent.case
    return Act(at=consent.given_at, actor=actor, deed=deed, case=case, target=consent.id)


def withdrawn(consent: Consent, actor: str, now: datetime) -> Act:
    """The audit entry of a withdrawal."""
    deed, case = "consent.withdrawn", consent.case
    return Act(at=now, actor=actor, deed=deed, case=case, target=consent.id)
