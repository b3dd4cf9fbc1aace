"""Records held against the audit chain: what the two do not tell alike is proven by neither."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from hub.audit import Act
from hub.consent.model import Deed, Event
from hub.consent.proof import Written
from hub.consent.rules import NOTED_AS, noted
from hub.identifiers import CaseId, ConsentId

Told = Mapping[ConsentId, Sequence[Act]]
"""What the chain tells of the records of a case, each oldest first."""

_DEEDS = {NOTED_AS + deed.value: deed for deed in Deed}
# Consents of the first version began otherwise, and their records are no more.
_BEGINNINGS = frozenset(NOTED_AS + deed.value for deed in (Deed.REQUEST, Deed.RECORD, Deed.NARROW))


def told(acts: Iterable[Act]) -> Told:
    """Sort by records what the chain tells, oldest first."""
    of: dict[ConsentId, list[Act]] = {}
    for act in acts:
        if act.deed.startswith(NOTED_AS):
            of.setdefault(ConsentId(act.target), []).append(act)
    return of


def held(record: Written, case: CaseId, chain: Told) -> Written:
    """A record held against the chain.

    Whoever can write the events alone can take none out, add none and move none: what the chain does
    not tell alike is contradicted, and stands as the chain tells it.
    """
    acts = list(chain.get(record.id, ()))
    in_order = sorted(record.events or (), key=lambda event: event.number)
    if [noted(record.id, case, event) for event in in_order] == acts:
        return record
    return replace(record, events=_events(acts), contradicted=True)


def missing(known: Collection[ConsentId], chain: Told) -> Sequence[Written]:
    """Records whose beginning the chain tells although they are gone, as far as it tells of them."""
    begun = {id_ for id_, acts in chain.items() if any(act.deed in _BEGINNINGS for act in acts)}
    return [Written(id_, "", _events(chain[id_]), contradicted=True) for id_ in sorted(begun - set(known))]


def _events(acts: Iterable[Act]) -> Sequence[Event]:
    known = (act for act in acts if act.deed in _DEEDS)
    return [
        Event(
            number=number,
            at=act.at,
            deed=_DEEDS[act.deed],
            actor=act.actor,
            successor=ConsentId(act.basis) if act.basis else None,
        )
        for number, act in enumerate(known, 1)
    ]
