"""Who says whether a client wants a room of their own, and what is owed then."""

from datetime import datetime

from hub.cases.model import CaseFile
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency, monitoring
from hub.errors import Refused
from hub.identifiers import UserId

_NOT_FOR_YOU = Refused("own-room-not-for-you")


def may_know(file: CaseFile, who: UserId) -> Refused | None:
    """The client, and the lead to whom they said it: nobody else learns whether there is such a room."""
    lead = {file.lead.user} if file.lead else set()
    # Where the chain tells otherwise of the case, nobody knows whose account the client's is.
    theirs = lead if file.contradicted else {file.case.client} | lead
    return None if who in theirs else _NOT_FOR_YOU


def may_want(file: CaseFile, who: UserId) -> Refused | None:
    """The same two, while the case is open. It asks for no consent: nobody else sits there."""
    if refused := may_know(file, who):
        return refused
    return None if file.case.is_open else Refused("case-closed", {"case": file.case.label})


def may_unwant(file: CaseFile, who: UserId) -> Refused | None:
    """The same two, if it is wanted; always while it is."""
    if refused := may_know(file, who):
        return refused
    return None if file.own.is_wanted else Refused("own-room-unwanted-already", {"case": file.case.label})


def wanted(file: CaseFile, now: datetime) -> tuple[Debt, ...]:
    """What is owed when they want it: the room, and what they are to be reminded of there."""
    return (Debt(Reconcile(file.case.id), now, Urgency.ADMISSION), monitoring(file.case.id, now))


def unwanted(file: CaseFile) -> tuple[Debt, ...]:
    """What is owed when they no longer do: that everybody leaves, at once."""
    return (Debt(Reconcile(file.case.id), AT_ONCE, Urgency.REMOVAL),)
