"""Whether a client wants a room of their own, by the audit chain alone: a row seats nobody there."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import CaseFile, OwnRoom
from hub.identifiers import CLIENT, OWN

NOTED_AS = "own."
WANTED, UNWANTED = "own.wanted", "own.unwanted"
# How the chain calls the client's seat there, and what becomes of it.
SEAT, _TAKEN = f"{CLIENT}:{OWN}", "seat.taken"
_MOVES = frozenset({"seat.offered", _TAKEN, "seat.left", "seat.ended"})


def noted(deed: str, file: CaseFile, pseudonym: str, by: str, now: datetime) -> Act:
    """The audit entry of what the client wants. What the room is found by never changes."""
    return Act(at=now, actor=by, deed=deed, case=file.case.id, target=CLIENT, basis=pseudonym)


def room(acts: Collection[Act]) -> OwnRoom:
    """What the chain tells of a client's own room."""
    own = OwnRoom()
    for act in acts:
        if act.deed == WANTED:
            # Said again it asks them in again, if they left.
            own = OwnRoom(pseudonym=own.pseudonym or act.basis, asked_at=act.at, is_wanted=True)
        elif act.deed == UNWANTED:
            own = replace(own, is_wanted=False)
    return own


def is_client_there(acts: Collection[Act]) -> bool:
    """Whether the client sits there, by the last that the chain tells of their seat."""
    moves = [act.deed for act in acts if act.target == SEAT and act.deed in _MOVES]
    return moves[-1:] == [_TAKEN]


def bind(file: CaseFile, acts: Collection[Act]) -> CaseFile:
    """A case of which is known whether its client wants a room of their own; in a closed one nobody does."""
    own = room(acts)
    return replace(file, own=replace(own, is_wanted=own.is_wanted and file.case.is_open))
