"""Disclosures held against the audit chain: what the two do not tell alike is proven by neither."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from hub.audit import Act
from hub.disclosure import rules
from hub.disclosure.model import Answered, Deed, Disclosure
from hub.disclosure.proof import NOTHING_SAID
from hub.disclosure.rules import MADE
from hub.identifiers import CaseId, DisclosureId, ProfessionalId


def held(made: Disclosure, acts: Iterable[Act]) -> Disclosure:
    """A disclosure, unproven unless the chain tells of its making once, and the same."""
    told = [act for act in acts if (act.deed, act.target) == (MADE, made.id)]
    return replace(made, proven=made.proven and told == [rules.made(made)])


def held_answer(answered: Answered, about: Disclosure, deed: Deed, acts: Iterable[Act]) -> Answered:
    """An answer, unproven unless the chain tells that they gave it then."""
    noted = rules.answered(about, deed, by=answered.by, basis="", at=answered.at)
    is_told = any(replace(act, basis="") == noted for act in acts)
    return replace(answered, proven=answered.proven and is_told)


def missing(case: CaseId, known: Collection[DisclosureId], acts: Iterable[Act]) -> Sequence[Disclosure]:
    """Disclosures whose making the chain tells although they are gone; they prove nothing."""
    gone = {act.target: act for act in acts if act.deed == MADE and act.target not in known}
    return [_lost(case, act) for _, act in sorted(gone.items())]


def is_told(about: Disclosure, deed: Deed, acts: Iterable[Act]) -> bool:
    """Whether the chain tells that an answer was given."""
    noted = rules.answered(about, deed, by="", basis="", at=about.at).deed
    return any((act.deed, act.target) == (noted, about.id) for act in acts)


def _lost(case: CaseId, act: Act) -> Disclosure:
    said = dict(NOTHING_SAID) | {"at": act.at, "sender": ProfessionalId(act.actor), "basis": act.basis}
    return Disclosure(id=DisclosureId(act.target), case=case, **said)
