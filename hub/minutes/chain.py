"""Whether the audit chain tells of minutes what stands in their rows."""

from collections.abc import Iterable, Mapping, Sequence

from hub.audit import Act
from hub.identifiers import ConferenceId
from hub.minutes.model import Entry, Finding, Held, Kept, Objection, Piece, Verdict, Version
from hub.minutes.noting import DRAFTED, FINAL_MADE, NOTED, OBJECTED, POSTED, SAID, WITHDRAWN

_Name = tuple[Piece, str]
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
    # By its kind, too: what is slipped in under another piece's number takes nothing away.
    there = {(one.piece, one.id): one for one in kept}
    told = _told(acts)
    found = [Finding(one.id, one.piece, _verdict(one, told)) for one in there.values()]
    gone = [Finding(id_, piece, Verdict.LOST) for piece, id_ in told if (piece, id_) not in there]
    return sorted((*found, *gone), key=lambda one: (one.piece, one.id))


def held(conference: ConferenceId, kept: Sequence[Kept], acts: Sequence[Act]) -> Held:
    """What of a conference counts: whatever the chain tells to the letter."""
    of_it = [one for one in kept if _is_of(one.id, conference)]
    found = [one for one in findings(of_it, acts) if _is_of(one.id, conference)]
    holding = {(one.piece, one.id) for one in found if one.verdict is Verdict.HOLDS}
    said = [one for one in of_it if (one.piece, one.id) in holding]
    entries = [one.said for one in said if isinstance(one.said, Entry)]
    replaced = {entry.instead_of for entry in entries}
    objections = [one.said for one in said if isinstance(one.said, Objection)]
    versions = [one.said for one in said if isinstance(one.said, Version)]
    lost = [one for one in found if one.verdict in (Verdict.LOST, Verdict.ALTERED)]
    deeds = {act.deed for act in acts if _is_of(act.target, conference)}
    posted = {act.target for act in acts if act.deed == POSTED}
    return Held(
        entries=tuple(sorted((e for e in entries if e.id not in replaced), key=lambda e: (e.at, e.id))),
        objections=tuple(sorted(objections, key=lambda one: (one.at, one.id))),
        versions=tuple(sorted(versions, key=lambda one: one.number)),
        posted=frozenset(one.number for one in versions if one.id in posted),
        lost=frozenset(one.id for one in lost if one.piece is Piece.ENTRY),
        unheard=frozenset(one.id for one in lost if one.piece is Piece.OBJECTION),
        took_part=frozenset(act.actor for act in acts if _is_said_in(act, conference)),
        is_drafted=DRAFTED in deeds,
        is_final=FINAL_MADE in deeds,
    )


def _is_of(id_: str, conference: ConferenceId) -> bool:
    return id_.endswith(f"-{conference}")


def _is_said_in(act: Act, conference: ConferenceId) -> bool:
    is_noted = act.deed == NOTED and _is_of(act.target, conference)
    return is_noted or (act.deed in SAID and act.target == conference)


def _told(acts: Iterable[Act]) -> Mapping[_Name, str]:
    told: dict[_Name, str] = {}
    for act in acts:
        if act.deed in _MAKING:
            told.setdefault((_MAKING[act.deed], act.target), act.basis)
        elif act.deed == WITHDRAWN:
            told.pop((Piece.ENTRY, act.target), None)
    return told


def _verdict(one: Kept, told: Mapping[_Name, str]) -> Verdict:
    if (one.piece, one.id) not in told:
        return Verdict.UNTOLD
    is_named = one.said is not None and one.said.id == one.id
    return Verdict.HOLDS if is_named and told[one.piece, one.id] == one.sha256 else Verdict.ALTERED
