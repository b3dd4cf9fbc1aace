"""Who did what, when, on which basis: a chain in which no byte can be changed unnoticed.

Each entry's hash covers its own words and the hash before it (a hash chain in the sense of
Haber and Stornetta, 1991). Entries name records by their ids and hold no content.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from hub.canonical import instant

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that happened, before it is chained.

    `actor` is who did it (a professional's id, `client`, `clock`, `hub`), `deed` what
    (`consent.withdrawn`), `target` to which record, `basis` on the strength of which record.
    """

    at: datetime
    actor: str
    deed: str
    case: str = ""
    target: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An act in its place in the chain."""

    number: int
    act: Act
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry at which the chain does not hold."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Caused:
    """An act with the one that caused it, and how long that took; no cause where time alone did it."""

    act: Act
    cause: Act | None = None
    latency: timedelta | None = None


# What ends a right at once; a closing and a guardian's end do not name the records they end.
_ENDINGS = frozenset(
    {
        "consent.withdrawn",
        "consent.revoked",
        "consent.invalidated",
        "consent.superseded",
        "consult.answered",
        "consult.withdrawn",
    }
)
_ENDINGS_OF_ALL = frozenset({"case.closed", "guardianship.ended"})
_RELIEVED = "case.relieved"
_BEGINNINGS = frozenset({"consent.given", "consent.confirmed", "consent.narrowed", "consult.asked"})


def with_causes(acts: Iterable[Act]) -> Sequence[Caused]:
    """What was done in a case, in order, each seat with the deed because of which it was offered or ended,
    and each leave that another server has seen.

    Causes are not written down: they follow from what is.
    """
    told: list[Caused] = []
    for act in acts:
        cause = next((_root(one, act) for one in reversed(told) if _causes(one.act, act)), None)
        told.append(Caused(act, cause, act.at - cause.at if cause else None))
    return told


def _root(one: Caused, other: Act) -> Act:
    # Another server sees a leave because of whatever ended the right.
    return one.cause if other.deed == "leave.seen" and one.cause else one.act


def _causes(one: Act, other: Act) -> bool:
    if other.deed == "leave.seen":
        return one.deed == "seat.ended" and one.target == other.target
    is_basis = bool(other.basis) and one.target == other.basis
    if other.deed == "seat.ended":
        if one.deed == _RELIEVED:
            # A seat in a theme's room is called by whose it is, and by its circle.
            return other.target.partition(":")[0] == one.target
        return one.deed in _ENDINGS_OF_ALL or (one.deed in _ENDINGS and is_basis)
    return other.deed == "seat.offered" and one.deed in _BEGINNINGS and is_basis


def link(act: Act, *, number: int, previous: str) -> Entry:
    """Chain an act behind the entry whose hash is `previous`."""
    return Entry(number=number, act=act, previous=previous, hash=_hash(act, number, previous))


def verify(
    entries: Iterable[Entry], *, head: tuple[int, str], after: tuple[int, str] = (0, GENESIS)
) -> Broken | None:
    """Walk the chain from the entry `after` (number, hash) to `head`; None means it holds."""
    number, previous = after
    for entry in entries:
        number += 1
        if entry.number != number:
            return Broken(number, "entry missing")
        if entry.previous != previous or entry.hash != _hash(entry.act, number, previous):
            return Broken(number, "entry changed")
        previous = entry.hash
    if (number, previous) != head:
        return Broken(number + 1, "end missing")
    return None


def _hash(act: Act, number: int, previous: str) -> str:
    words = asdict(act) | {"at": instant(act.at)}
    canonical = json.dumps([number, previous, words], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
