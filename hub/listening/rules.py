"""Who may have the hub listen, and where; what is said about it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from hub.cases.model import CaseFile
from hub.consent.model import Consent
from hub.consent.rules import in_force
from hub.effects import AT_ONCE, AnnounceListening, Debt, EndListener, Reconcile, SeeToDirect, Urgency
from hub.errors import Refused
from hub.identifiers import COMMON, OWN, CircleId, UserId
from hub.listening.model import Deed, Lease, Switch

# Who listens says so again long before; who died is followed by another one after it.
LEASE = timedelta(seconds=60)


def may_turn(file: CaseFile, who: UserId, circle: CircleId) -> Refused | None:
    """Who decides about it in the room of a circle: the lead; in their own room the client as well."""
    deciding = {file.lead.user} if file.lead else set()
    if circle == OWN and not file.contradicted:
        deciding.add(file.case.client)
    return None if who in deciding else Refused("listening-by-lead", {"case": file.case.label})


def shown(file: CaseFile, who: UserId, known: Iterable[Switch]) -> Sequence[Switch] | Refused:
    """Where the hub listens, or is about to, as far as somebody decides about it."""
    if no := may_turn(file, who, OWN):
        return no
    return [one for one in known if not one.is_over and may_turn(file, who, one.circle) is None]


def may_begin(
    file: CaseFile,
    who: UserId,
    circle: CircleId,
    open_to: Collection[CircleId],
    on: Collection[Switch],
    *,
    has_room: bool,
    is_client_there: bool,
) -> Refused | None:
    """Whether the hub may begin to listen in the room of a circle; `open_to` is what running consents open.

    That is the room for all, a theme's, and the client's own while they sit there: where professionals are
    among themselves or two alone, never.
    """
    if no := may_turn(file, who, circle):
        return no
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if circle not in open_to:
        return Refused("listening-not-there")
    if not has_room:
        # What the same people hear anyhow has no second room: it would be given up behind everybody's back.
        return Refused("listening-no-room", {"case": file.case.label})
    if circle == OWN and not is_client_there:
        # Else they could come and be listened to without having been told.
        return Refused("listening-own-empty", {"case": file.case.label})
    if any(one.circle == circle for one in on):
        return Refused("listening-on-already", {"case": file.case.label})
    return None


def opened(file: CaseFile, given: Collection[Consent], now: datetime) -> frozenset[CircleId]:
    """Which circles running consents open, of those in which the hub may ever listen; the own one, a wish."""
    running = [one for one in given if in_force(one, now) and one.side is None]
    common = {COMMON} if any(one.in_common for one in running) else frozenset()
    own = {OWN} if file.own.is_wanted else frozenset()
    return frozenset().union(common, own, *(one.circles for one in running))


def told(switch: Switch, now: datetime) -> tuple[Debt, ...]:
    """What is owed once the room was told: the listener's seat."""
    return (Debt(_look(switch), now, Urgency.ADMISSION),)


def may_begin_alone(on: Collection[Switch], *, is_there: bool) -> Refused | None:
    """Whether the hub may begin to listen in a direct room: as whose it is says, while they sit there."""
    if not is_there:
        return Refused("listening-no-direct-room")
    return Refused("listening-alone-on-already") if on else None


def ended(switch: Switch, now: datetime, *, is_open: bool) -> tuple[Debt, ...]:
    """What is owed when the hub listens no more: first of all that it leaves.

    Of what they were never told nobody is told that it is over, nor when everybody has left; nor is there
    an account to end, for nobody listened.
    """
    debts = [Debt(_look(switch), AT_ONCE, Urgency.REMOVAL)]
    if switch.is_told:
        account = EndListener(switch.case, switch.id, switch.professional)
        debts.append(Debt(account, now, Urgency.WORDS))
    if switch.is_told and is_open:
        debts.append(_announcement(switch, Deed.ENDED, now))
    return tuple(debts)


def begun(switch: Switch, now: datetime) -> tuple[Debt, ...]:
    """What is owed when the lead decided it: to tell the room, before anybody listens."""
    return (_announcement(switch, Deed.BEGUN, now),)


def still_worth_telling(announce: AnnounceListening, known: Sequence[Switch], *, is_open: bool) -> bool:
    """Whether it still is so, and the room does not know."""
    one = next((one for one in known if one.id == announce.switch), None)
    if one is None or one.circle != announce.circle or not is_open:
        return False
    if announce.deed == Deed.BEGUN:
        return not one.is_told and not one.is_over
    again = any(other.circle == one.circle and other.is_listening for other in known)
    return one.is_told and one.is_over and not again


def is_held(lease: Lease, by: str, now: datetime) -> bool:
    """Whether a process listens by it and need not say so again for a while."""
    return lease.by == by and lease.until is not None and lease.until - now > LEASE / 2


def may_hold(lease: Lease, by: str, now: datetime) -> bool:
    """Whether a process may listen by it: no other one does."""
    return lease.by == by or lease.until is None or lease.until <= now


def _announcement(switch: Switch, deed: Deed, now: datetime) -> Debt:
    said = AnnounceListening(switch.case, switch.circle, switch.id, deed, switch.professional)
    return Debt(said, now, Urgency.WORDS)


def _look(switch: Switch) -> Reconcile | SeeToDirect:
    return SeeToDirect(switch.professional) if switch.professional else Reconcile(switch.case)
