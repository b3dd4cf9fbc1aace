"""Who sits in a direct room, and the steps towards it."""

from collections.abc import Sequence

from hub.canonical import sha256_of
from hub.direct.model import Wanted
from hub.identifiers import ProfessionalId, UserId
from hub.rooms.model import Invite, Membership, Place, Remove, RoomPlan, Seen, Step

# The same for everybody: a room's name is read by every server that takes part.
NAME = "Fallraum"
# By which reactions somebody has the hub listen there, and listen no more.
TURNS = {"👂": True, "🙉": False}


def plan(professional: ProfessionalId) -> RoomPlan:
    """The room of a professional: its alias leads to nobody who does not know their record already.

    They are asked in behind the voice: the guard is to hear of the room at once then.
    """
    alias = f"fallraum-direct-{sha256_of(professional)[:32]}"
    return RoomPlan(alias=alias, name=NAME, is_hushed=True)


def steps(
    seen: Seen,
    may: frozenset[UserId],
    wanted: Wanted | None,
    *,
    creator: UserId,
    voices: frozenset[UserId],
) -> Sequence[Step]:
    """What makes those who sit equal to those who may, removals first; the voices sit where anybody may.

    So does the account by which the hub reads commands, where it does.

    Into a room whose walls do not stand nobody is asked; whoever left by their own act is asked again
    only when they asked for it since.
    """
    voices = voices if may else frozenset()
    inside = {user for user, seat in seen.seats.items() if seat.is_inside}
    removals = [Remove(user) for user in sorted(inside - may - voices - {creator})]
    if seen.flaws or seen.is_ended:
        return removals
    placed = [Place(user) for user in sorted(voices) if not _has_joined(seen, user)]
    absent = [user for user in sorted(may - inside) if not _stays_out(seen, user, wanted)]
    return [*removals, *placed, *(Invite(user) for user in absent)]


def has_left(before: Wanted, now: Wanted) -> bool:
    """Whether somebody sat in their room, and does no more: who comes back is told anew what is so there."""
    # A room that cannot be read is found again: it is the same.
    is_same = before.room in (None, now.room)
    return before.is_greeted and not (now.is_greeted and is_same)


def _has_joined(seen: Seen, user: UserId) -> bool:
    seat = seen.seats.get(user)
    return seat is not None and seat.membership is Membership.JOINED


def _stays_out(seen: Seen, user: UserId, wanted: Wanted | None) -> bool:
    # Whatever instant their own server gives it: who was let in once and left has to ask.
    seat = seen.seats.get(user)
    has_left = seat is not None and seat.membership is Membership.DECLINED
    return has_left and not (wanted and wanted.is_asked)
