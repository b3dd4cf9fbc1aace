"""What is refused, decided from memory alone: no clock, no question to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fallraum_guard.lists import Seats

MEMBER = "m.room.member"
ENCRYPTED = "m.room.encrypted"
MEGOLM = "m.megolm.v1.aes-sha2"
# Matrix does not encrypt these two: which event they are about, and an emoji. All else that clients
# say in an encrypted room (calls, polls, verification) they say inside `m.room.encrypted`.
NEVER_ENCRYPTED = frozenset({"m.reaction", "m.room.redaction"})


class Reason(StrEnum):
    """Why something is refused. Each has a sentence in `words`."""

    RIGHT_ENDED = "right-ended"
    NOT_RIGHTFUL = "not-rightful"
    NOT_KNOWN = "not-known"
    """Whether they may is not known just now."""
    PLAINTEXT = "plaintext"
    ROOM_RULES = "room-rules"
    INVITATION = "invitation"
    CLIENT_ACCOUNT = "client-account"
    CLIENT_ASKED = "client-asked"
    """A client is asked into a room by somebody else than the hub."""


@dataclass(frozen=True, slots=True)
class Names:
    """Whose account is whose, by the hub's namespace on its homeserver."""

    server: str

    @property
    def steward(self) -> str:
        """The account that makes and holds the hub's rooms."""
        return f"@fallraum-steward:{self.server}"

    def is_here(self, user: str) -> bool:
        """Whether it is an account of this homeserver."""
        return user.endswith(f":{self.server}")

    def is_client(self, user: str) -> bool:
        """Whether the hub made this account for a client."""
        return user.startswith("@fallraum-k-") and self.is_here(user)

    def is_hubs(self, user: str) -> bool:
        """Whether the hub itself acts through this account: its steward and its voices."""
        return user.startswith("@fallraum-") and self.is_here(user) and not self.is_client(user)

    def is_hidden(self, user: str) -> bool:
        """Whether nobody finds this account by searching: clients and the hub's own."""
        return user.startswith("@fallraum-") and self.is_here(user)


@dataclass(frozen=True, slots=True)
class CaseRoom:
    """A room of the hub's. `seats` is None where the hub has not said who may sit in it.

    `is_fresh` says whether the hub's last word still holds.
    """

    seats: Seats | None
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An event that is about to be sent, or was sent on another server."""

    sender: str
    type: str
    is_state: bool
    content: Mapping[str, Any]


def joining(names: Names, room: CaseRoom | None, user: str, now: float) -> Reason | None:
    """Why somebody may not take a seat, if so. Unknown means: nobody new gets in."""
    if room is None or names.is_hubs(user):
        return None
    until = None if room.seats is None else room.seats.get(user)
    if until is not None and until <= now:
        return Reason.RIGHT_ENDED
    if room.seats is None or not room.is_fresh:
        return Reason.NOT_KNOWN
    return Reason.NOT_RIGHTFUL if until is None else None


def sending(names: Names, room: CaseRoom | None, said: Said, now: float) -> Reason | None:
    """Why an event is refused, if so.

    Whoever is inside is hindered by no old list, but an end that was known acts by itself. What
    another server says of a room's state is let through: to ignore it would be to see another room
    than all others do, and one in which the hub overlooks who sits there.
    """
    if room is None:
        return None
    if said.is_state:
        is_free = said.type == MEMBER or said.sender == names.steward or not names.is_here(said.sender)
        return None if is_free else Reason.ROOM_RULES
    if room.seats is not None and not names.is_hubs(said.sender):
        until = room.seats.get(said.sender)
        if until is None:
            return Reason.NOT_RIGHTFUL
        if until <= now:
            return Reason.RIGHT_ENDED
    return None if is_encrypted(said) else Reason.PLAINTEXT


def inviting(names: Names, room: CaseRoom | None, inviter: str, invitee: str = "") -> Reason | None:
    """Why somebody may not invite, if so; nor publish the room or ask anybody in by e-mail.

    Into whatever room: who talks with a client follows from consent. Whoever lost it must not ask the
    account they know into a room of their own.
    """
    if names.is_client(inviter):
        return Reason.CLIENT_ACCOUNT
    if names.is_client(invitee) and inviter != names.steward:
        return Reason.CLIENT_ASKED
    return None if room is None or inviter == names.steward else Reason.INVITATION


def making(names: Names, replaced: CaseRoom | None, user: str) -> Reason | None:
    """Why somebody may not make a room, if so; `replaced` is the room it is to take the place of."""
    if names.is_client(user):
        return Reason.CLIENT_ACCOUNT
    return None if replaced is None or user == names.steward else Reason.ROOM_RULES


def is_encrypted(said: Said) -> bool:
    """Whether a message tells nothing to who has no key."""
    if said.type != ENCRYPTED:
        return said.type in NEVER_ENCRYPTED
    # What was taken back is empty.
    is_megolm = said.content.get("algorithm") == MEGOLM and isinstance(said.content.get("ciphertext"), str)
    return is_megolm or not said.content
