"""Who did what, when, on which basis: a chain in which no byte can be changed unnoticed.

Each entry's hash covers its own words and the hash before it (a hash chain in the sense of
Haber and Stornetta, 1991). Entries name records by their ids and hold no content.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

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
