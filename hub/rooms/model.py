"""The words of rooms: who may sit in one, who does, and the steps between the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.consent.model import Basis
from hub.identifiers import (
    COMMON,
    CONSULT_PREFIX,
    OWN,
    SIDE_PREFIX,
    TEAM,
    CaseId,
    CircleId,
    QuestionId,
    RoomId,
    UserId,
)


class Kind(StrEnum):
    """Of which kind a room is: by it follows who can come to sit there at all."""

    CLIENT = "client"
    """Who may hear what concerns everybody, with the client."""
    TEAM = "team"
    """Professionals among themselves, as far as the client lets them."""
    THEME = "theme"
    """Who may hear one theme, with the client."""
    SIDE = "side"
    """The client and one other, alone. Nobody else may notice that there is such a room."""
    CONSULT = "consult"
    """Who asks a specialist, and the specialist, who must not learn which case it is about."""
    OWN = "own"
    """The client alone, with whom the hub speaks there. Nobody else may notice it either."""


PRIVATE = frozenset({Kind.SIDE, Kind.OWN})
"""Rooms of which nobody learns who does not sit there."""


def kind_of(circle: CircleId) -> Kind:
    """Of which kind a circle's room is; its name says it, so that no row has to be believed."""
    if circle.startswith(SIDE_PREFIX):
        return Kind.SIDE
    if circle.startswith(CONSULT_PREFIX):
        return Kind.CONSULT
    return {COMMON: Kind.CLIENT, TEAM: Kind.TEAM, OWN: Kind.OWN}.get(circle, Kind.THEME)


def is_private(circle: CircleId) -> bool:
    """Whether nobody may learn of a circle's room who does not sit there."""
    return kind_of(circle) in PRIVATE


class Membership(StrEnum):
    """How somebody stands to a room. Whoever is not mentioned has nothing to do with it."""

    JOINED = "joined"
    INVITED = "invited"
    DECLINED = "declined"
    """Left, or refused the invitation, by their own act."""


@dataclass(frozen=True, slots=True)
class Seat:
    """How somebody stands to a room, and since which instant of the homeserver's clock."""

    membership: Membership
    since: datetime

    @property
    def is_inside(self) -> bool:
        """Whether the person reads, or could read by one act of their own."""
        return self.membership is not Membership.DECLINED


@dataclass(frozen=True, slots=True)
class OwnCase:
    """May sit because it is their own case: the client.

    `asked_at` is when they gave the newest consent on which somebody sits: who left and then lets
    somebody in wants to be there. Of their own room it is when they last said that they want it.
    """

    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HubVoice:
    """May sit because the hub speaks through it, or, where the lead decided so, reads commands through it."""


@dataclass(frozen=True, slots=True)
class Consulting:
    """May sit because of a question with pseudonyms: who asks it, and who is asked. No consent says so."""

    question: QuestionId
    asked_at: datetime
    until: datetime


Because = Basis | OwnCase | HubVoice | Consulting
Rightful = Mapping[UserId, Because]
Rights = Mapping[CircleId, Rightful]
"""Who may sit in the room of each circle, whether there is one or not."""
List = Mapping[UserId, datetime | None]
"""Who may sit in a room, and until when if time alone ends it: all that the guard is told of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a room looks like on its homeserver; `flaws` name the walls that do not stand.

    It `is_ended` if a tombstone stands in it: nobody should write there any more. It `is_outdated` if it was
    hushed when the creator alone spoke in such rooms, and was not since. It `is_heard` if people may write
    there although it was hushed.
    """

    seats: Mapping[UserId, Seat]
    flaws: tuple[str, ...] = ()
    is_ended: bool = False
    is_outdated: bool = False
    is_heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room of a case, for one circle. `version` counts what was written down of it."""

    id: RoomId
    case: CaseId
    circle: CircleId = COMMON
    version: int

    @property
    def kind(self) -> Kind:
        """Of which kind it is."""
        return kind_of(self.circle)


@dataclass(frozen=True, slots=True)
class Known:
    """A room, and who sat in it when we last looked."""

    room: Room
    seats: Mapping[UserId, Seat]


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room to be made: its pseudonymous name, and an alias only the hub can take.

    The alias makes creation repeatable: a second attempt finds what the first one made.
    """

    alias: str
    name: str
    guests: tuple[UserId, ...] = ()
    """Who is asked in with the room's making: those of the hub's own server, who always answers."""
    is_hushed: bool = False
    """Whether nobody but the hub writes there, and people do no more than react."""


@dataclass(frozen=True, slots=True)
class Remove:
    """Kick, or rescind the invitation: both are one act on the homeserver."""

    user: UserId


@dataclass(frozen=True, slots=True)
class Invite:
    """Offer a seat; the person takes it in their own client."""

    user: UserId


@dataclass(frozen=True, slots=True)
class Place:
    """Invite and seat one of the hub's own voices."""

    user: UserId


Step = Remove | Invite | Place


@dataclass(frozen=True, slots=True)
class Change:
    """Whose access to the room of which circle changes."""

    user: UserId
    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a change would do to a case's rooms, looked at before it is made."""

    gains: tuple[Change, ...]
    losses: tuple[Change, ...]
    new_rooms: tuple[CircleId, ...]
    alone: tuple[CircleId, ...]
    """In which rooms nobody but the client would remain."""
    most_lose: bool
    """Whether more than half of those who sit anywhere by consent would lose a room."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """That somebody was removed, by the clock of the hub's homeserver, and whether another server has it."""

    left_at: datetime
    is_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another homeserver of the network, as far as the hub can know."""

    server: str
    is_allowed: bool
    people: int
    """How many professionals have their account there."""
    seen_at: datetime | None
    """When it was last found to have seen a leave."""
    unseen: int
    """How many leaves it has not been found to have seen."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What the homeserver pushed: somebody's standing in a room may have changed."""

    room: RoomId
    user: UserId
    membership: Membership | None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What the homeserver pushed: somebody wrote a rule of a room, or did what its rules let nobody do."""

    room: RoomId
    by: UserId
