"""Versions and acknowledgements held against the audit chain: what it does not tell alike binds nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from hub.audit import Act
from hub.canonical import moment_of
from hub.cases.model import About, Contradiction
from hub.charter.model import Acknowledgement, Charter, Deferral, Version
from hub.charter.rules import ACKNOWLEDGED, DEFERRED, LEFT, PUBLISHED, TARGET, TIME_OF_DEFERRAL
from hub.charter.signed import sha256_of
from hub.identifiers import AgencyId

DEEDS = (PUBLISHED, ACKNOWLEDGED, LEFT, DEFERRED)
Written = tuple[str, Charter]
"""A version and its hash, as they stand there."""


def versions(rows: Mapping[int, Written], acts: Sequence[Act]) -> tuple[Version, ...]:
    """Every version that the chain tells of, oldest first, each with its text if that is the one it names."""
    told = [act for act in acts if act.deed == PUBLISHED and act.target == TARGET]
    return tuple(
        Version(number=n, sha256=act.basis, published_at=act.at, charter=_if_told(rows.get(n), n, act))
        for n, act in enumerate(told, 1)
    )


def _if_told(row: Written | None, number: int, act: Act) -> Charter | None:
    if row is None or row[0] != act.basis:
        return None
    # One text stands in one place: else an older version could be put in a newer one's.
    return row[1] if row[1].version == number else None


def held(one: Acknowledgement, known: Sequence[Version], acts: Sequence[Act]) -> Acknowledgement:
    """An acknowledgement as the chain tells it: of the version it names, and ended when it tells so.

    `acts` come oldest first. Whose agency left afterwards has left, whatever was taken out of the row.
    """
    said = (ACKNOWLEDGED, one.agency, one.by, one.at, sha256_of(one))
    places = [n for n, a in enumerate(acts) if (a.deed, a.target, a.actor, a.at, a.basis) == said]
    is_this = any((v.number, v.sha256) == (one.version, one.charter_sha256) for v in known)
    if len(places) != 1 or not is_this:
        return replace(one, proven=False)
    leavings = _leavings(acts[places[0] :], one.agency)
    left_at, ends_at = min(leavings, key=lambda leaving: leaving[1], default=(None, None))
    return replace(one, left_at=left_at, ends_at=ends_at, proven=one.proven and ends_at == one.ends_at)


def _leavings(acts: Sequence[Act], agency: AgencyId) -> list[tuple[datetime, datetime]]:
    return [(act.at, _end(act)) for act in acts if act.deed == LEFT and act.target == agency]


def _end(act: Act) -> datetime:
    try:
        return moment_of(act.basis)
    except ValueError:
        # That they left is told; to when nobody can read.
        return act.at


def deferrals(acts: Sequence[Act]) -> tuple[Deferral, ...]:
    """Who was there before there were charters, and has so long to acknowledge one."""
    return tuple(
        Deferral(AgencyId(act.target), act.at, _deferred_until(act, acts[place:]))
        for place, act in enumerate(acts)
        if act.deed == DEFERRED
    )


def _deferred_until(act: Act, later: Sequence[Act]) -> datetime:
    agency = AgencyId(act.target)
    ends = [at if end <= at else end for at, end in _leavings(later, agency)]
    return min([act.at + TIME_OF_DEFERRAL, *ends])


def contradictions(
    rows: Mapping[int, Written | None],
    known: Sequence[Version],
    acknowledgements: Sequence[Acknowledgement],
    acts: Sequence[Act],
) -> tuple[Contradiction, ...]:
    """What of charters and acknowledgements the chain tells otherwise, or only one of the two tells."""
    false = {version.number for version in known if version.charter is None}
    false |= rows.keys() - {version.number for version in known}
    there = {sha256_of(one) for one in acknowledgements}
    doubted = {one.agency for one in acknowledgements if not one.proven}
    doubted |= {AgencyId(a.target) for a in acts if a.deed == ACKNOWLEDGED and a.basis not in there}
    return (
        *(Contradiction(About.CHARTER, str(number), str(number)) for number in sorted(false)),
        *(Contradiction(About.ACKNOWLEDGEMENT, agency, agency) for agency in sorted(doubted)),
    )
