"""The words of listening: a switch for one room, off unless whoever decides there turned it on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.effects import NOBODY
from hub.identifiers import CaseId, CircleId, ProfessionalId, SwitchId, UserId

# How the accounts begin through which the hub reads: one for each switch, ended with it.
LISTENER_PREFIX = "fallraum-ohr-"
# How much of a switch's id an account is told by.
ENOUGH = 20


class Deed(StrEnum):
    """What becomes of a switch. Until the room was `told`, nobody listens."""

    BEGUN = "begun"
    TOLD = "told"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """That somebody decided that the hub reads commands in a room, and since when it does.

    In the room of a circle the lead of its case did; in the direct room of a `professional`, who is of no
    case, they did.
    """

    id: SwitchId
    case: CaseId
    circle: CircleId
    since: datetime
    professional: ProfessionalId = NOBODY
    is_told: bool = False
    is_over: bool = False

    @property
    def place(self) -> str:
        """For which room it is: the same, however often it was turned off and on again."""
        return self.professional or f"{self.case}/{self.circle}"

    @property
    def is_listening(self) -> bool:
        """Whether the hub reads there: the room was told, and nobody has ended it."""
        return self.is_told and not self.is_over


@dataclass(frozen=True, slots=True)
class Lease:
    """Which process listens by a switch of a case or of a direct room, and until when no other one does."""

    switch: SwitchId
    case: CaseId
    professional: ProfessionalId
    by: str | None
    until: datetime | None


def listener(switch: SwitchId, home: str) -> UserId:
    """The account of a switch: it follows from its id, so that no row can slip in another one."""
    return UserId(f"@{LISTENER_PREFIX}{switch[:ENOUGH]}:{home}")


def is_listener(user: UserId, home: str) -> bool:
    """Whether the hub reads through this account."""
    return user.startswith(f"@{LISTENER_PREFIX}") and user.endswith(f":{home}")
