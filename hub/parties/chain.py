"""Whose key is whose, and who speaks for whom, held against the audit chain."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hub.audit import Act
from hub.canonical import fingerprint, is_public_key
from hub.parties.model import Guardianship

# The audit entry of a pinned key: its owner is the target, its fingerprint the basis.
KEY_PINNED = "key.pinned"
ENDED = "guardianship.ended"


def vouched(keys: Mapping[str, str], acts: Iterable[Act]) -> Mapping[str, str]:
    """Those keys that have the fingerprints which the chain tells of their owners. No other signs.

    `acts` come oldest first. A key once pinned stays: the first one counts.
    """
    told: dict[str, str] = {}
    for act in acts:
        if act.deed == KEY_PINNED and act.basis:
            told.setdefault(act.target, act.basis)
    return {
        owner: key
        for owner, key in keys.items()
        if is_public_key(key) and fingerprint(key) == told.get(owner)
    }


def held(found: Guardianship, acts: Iterable[Act]) -> Guardianship:
    """A guardianship as the chain tells it: whose ended is over, whatever was taken out of its row.

    How it began stands under two signatures.
    """
    told = [act.at for act in acts if act.deed == ENDED and act.target == found.id]
    if told == ([] if found.ended_at is None else [found.ended_at]):
        return found
    return replace(found, vouched=False, ended_at=min(told, default=found.ended_at))
