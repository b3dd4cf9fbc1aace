"""Rooms held against the audit chain: which circle's room one is, its row alone does not decide."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.audit import Act
from hub.canonical import digest
from hub.identifiers import COMMON, CaseId, CircleId, RoomId
from hub.rooms.model import Known, Room

NOTED_AS = "room."
MADE, LOST = "room.made", "room.lost"


@dataclass(frozen=True, slots=True)
class Held:
    """The rooms of a case by the chain's word.

    `moved` stand in rows of another circle; of `doubted` rows the chain tells nothing: they are no
    rooms of this case, and whoever wrote them was not the hub.
    """

    rooms: Mapping[CircleId, Known]
    moved: tuple[Room, ...] = ()
    doubted: tuple[Room, ...] = ()

    @property
    def is_as_told(self) -> bool:
        """Whether rows and chain tell alike."""
        return not (self.moved or self.doubted)


def noted(deed: str, room: Room, now: datetime) -> Act:
    """The audit entry of a room that was made, or is lost; the room is named by its hash."""
    basis = _name(room.case, room.circle, room.id)
    return Act(at=now, actor="hub", deed=deed, case=room.case, target=room.circle or room.case, basis=basis)


def circle_of(room: RoomId, case: CaseId, acts: Collection[Act]) -> CircleId | None:
    """Whose room the chain says it is; None if it tells of no such room of this case.

    That never changes: the first entry counts, so that none can be written behind it.
    """
    for act in acts:
        circle = COMMON if act.target == case else CircleId(act.target)
        if act.deed == MADE and act.basis == _name(case, circle, room):
            return circle
    return None


def held(case: CaseId, known: Sequence[Known], acts: Collection[Act]) -> Held:
    """The rows of a case's rooms as far as the chain tells the same of them."""
    rooms: dict[CircleId, Known] = {}
    moved, doubted = [], []
    for one in known:
        circle = circle_of(one.room.id, case, acts)
        if circle is None or circle in rooms:
            doubted.append(one.room)
            continue
        right = replace(one, room=replace(one.room, circle=circle))
        rooms[circle] = right
        if right.room != one.room:
            moved.append(right.room)
    return Held(rooms, tuple(moved), tuple(doubted))


def _name(case: CaseId, circle: CircleId, room: RoomId) -> str:
    return digest({"case": case, "circle": circle, "room": room})
