"""What a circle's room is called, and what is said when it is made."""

from hub.cases.model import Case, CaseFile
from hub.identifiers import COMMON, CONSULT_PREFIX, SIDE_PREFIX, CircleId, UserId, server_of
from hub.rooms.model import HubVoice, Kind, Rightful, RoomPlan, kind_of


def name_of(case: Case, circle: CircleId) -> str:
    """What a circle's room is called: by pseudonyms only, the same at every attempt to make it."""
    match kind_of(circle):
        case Kind.CLIENT:
            return case.label
        case Kind.TEAM:
            return f"{case.label} · Team"
        case Kind.SIDE:
            # Nothing of the case: whoever sees the one room must not find the other.
            return f"S-{pseudonym(circle)[:4]}"
        case Kind.OWN:
            # Nobody reads it but they: that it is the one in which Fallraum speaks with them.
            return f"{case.label} · Fallraum"
        case Kind.CONSULT:
            # As there; made of the question's id alone, so that two of one case have nothing in common.
            return f"Q-{pseudonym(circle)[:4]}"
        case _:
            return f"{case.label} · {circle[:4]}"


def _alias_of(file: CaseFile, circle: CircleId) -> str:
    case = file.case
    match kind_of(circle):
        case Kind.CLIENT:
            return f"fallraum-{case.id}"
        case Kind.SIDE | Kind.CONSULT:
            # Colleagues know the alias of the common room, and with it that of everything made from it.
            return f"fallraum-{pseudonym(circle)}"
        case Kind.OWN:
            # Likewise: whoever asks for it by what they know must not find it.
            return f"fallraum-{file.own.pseudonym}"
        case _:
            return f"fallraum-{case.id}-{circle}"


def pseudonym(circle: CircleId) -> str:
    """What a circle of two, or of a question, is told from others by."""
    return circle.removeprefix(SIDE_PREFIX).removeprefix(CONSULT_PREFIX)


def plan(file: CaseFile, may: Rightful, *, creator: UserId, circle: CircleId = COMMON) -> RoomPlan:
    """The room a circle needs; its name says nothing about anybody, nor what it is about.

    Guests of other servers are asked in afterwards, one by one: a server that does not answer must
    not keep the room from being made.
    """
    home = server_of(creator)
    guests = (user for user, because in may.items() if not isinstance(because, HubVoice))
    return RoomPlan(
        alias=_alias_of(file, circle),
        name=name_of(file.case, circle),
        guests=tuple(sorted(user for user in guests if server_of(user) == home)),
    )
