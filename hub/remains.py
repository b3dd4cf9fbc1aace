"""What is left in the world of a case that was erased: effects of forgetting it, as in `hub.effects`."""

from dataclasses import dataclass

from hub.identifiers import CaseId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class EraseRoom:
    """Have the homeserver forget a room of a case that was erased: nothing else remembers it any more."""

    case: CaseId
    room: RoomId


@dataclass(frozen=True, slots=True)
class EraseFile:
    """Have the homeserver forget a file that a voice attached in a case that was erased."""

    case: CaseId
    medium: str


@dataclass(frozen=True, slots=True)
class EraseAccount:
    """Have the homeserver end and forget the account of an erased case's client, and what they uploaded."""

    case: CaseId
    client: UserId
