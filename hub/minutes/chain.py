"""Whether the audit chain tells of minutes what stands in their rows."""

from collections.abc import Iterable, Mapping, Sequence

from hub.audit import Act
from hub.identifiers import ConferenceId
from hub.minutes.model import Entry, Finding, Held, Kept, Objection, Piece, Verdict, Version
from hub.minutes.noting import DRAFTED, FINAL_MADE, NOTED, OBJECTED, POSTED, WITHDRAWN

_MAKING = {
    NOTED: Piece.ENTRY,
    OBJECTED: Piece.OBJECTION,
    DRAFTED: Piece.VERSION,
    FINAL_MADE: Piece.VERSION,
}


def name_of(id_: str, conference: ConferenceId) -> str:
    """What a piece is called: so that also of one that is gone is known of which conference it was."""
    return f"{id_}-{conference}"


def findings(kept: Iterable[Kept], acts: Sequence[Act]) -> Sequence[Finding]:
    """How each piece stands to the chain, those that are gone with them, by their ids."""
    there = {one.id: one for one in kept}
    told = _told(acts)
    found = [Finding(one.id, one.piece, _verdict(one, told)) for one in there.values()]
    gone = [Finding(id_, act[0], Verdict.LOST) for id_, act in told.items() if id_ not in there]
    return sorted((*found, *gone), key=lambda one: (one.piece, one.id))


def held(conference: ConferenceId, kept: Sequence[Kept], acts: Sequence[Act]) -> Held:
    """What of a conference counts: whatever the chain tells to the letter."""
    of_it = [one for one in kept if _is_of(one.id, conference)]
    found = [one for one in findings(of_it, acts) if _is_of(one.id, conference)]
    holding = {one.id for one in found if one.verdict is Verdict.HOLDS}
    said = [one for one in of_it if one.id in holding]
    entries = [one.said for one in said if isinstance(one.said, Entry)]
    replaced = {entry.instead_of for entry in entries}
    objections = [one.said for one in said if isinstance(one.said, Objection)]
    versions = [one.said for one in said if isinstance(one.said, Version)]
    lost = {Verdict.LOST, Verdict.ALTERED}
    deeds = {act.deed for act in acts if _is_of(act.target, conference)}
    posted = {act.target for act in acts if act.deed == POSTED}
    return Held(
        entries=tuple(sorted((e for e in entries if e.id not in replaced), key=lambda e: (e.at, e.id))),
        objections=tuple(sorted(objections, key=lambda one: (one.at, one.id))),
        versions=tuple(sorted(versions, key=lambda one: one.number)),
        posted=frozenset(one.number for one in versions if one.id in posted),
        lost=frozenset(one.id for one in found if one.piece is Piece.ENTRY and one.verdict in lost),
        is_drafted=DRAFTED in deeds,
        is_final=FINAL_MADE in deeds,
    )


def _is_of(id_: str, conference: ConferenceId) -> bool:
    return id_.endswith(f"-{conference}")


def _told(acts: Iterable[Act]) -> Mapping[str, tuple[Piece, str]]:
    told: dict[str, tuple[Piece, str]] = {}
    for act in acts:
        if act.deed in _MAKING:
            told.setdefault(act.target, (_MAKING[act.deed], act.basis))
        elif act.deed == WITHDRAWN:
            told.pop(act.target, None)
    return told


def _verdict(one: Kept, told: Mapping[str, tuple[Piece, str]]) -> Verdict:
    if one.id not in told:
        return Verdict.UNTOLD
    is_named = one.said is not None and one.said.id == one.id
    return Verdict.HOLDS if is_named and told[one.id] == (one.piece, one.sha256) else Verdict.ALTERED
