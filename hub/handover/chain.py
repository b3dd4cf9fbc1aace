"""Hand-overs held against the audit chain: what the two do not tell alike is proven by neither."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from hub.audit import Act
from hub.canonical import sha256_of
from hub.cases.model import About, Contradiction
from hub.cases.rules import HANDED_OVER_AS
from hub.handover import proof, rules
from hub.handover.model import Deed, HandOver
from hub.handover.proof import Written
from hub.identifiers import HandOverId

_OFFERED = HANDED_OVER_AS + Deed.OFFER.value


def held(written: Written, keys: Mapping[str, str], acts: Iterable[Act]) -> HandOver:
    """A hand-over, proven if it is signed and the chain tells its whole story, and the same."""
    said = proof.said_by(written)
    story = [rules.offered(said, sha256_of(written.document))]
    if said.decision is not None:
        story.append(rules.decided(said, said.decision))
    told = [act for act in acts if act.target == said.id and act.deed.startswith(HANDED_OVER_AS)]
    return replace(said, proven=told == story and proof.is_signed(written, said, keys))


def missing(known: Collection[HandOverId], acts: Iterable[Act]) -> Sequence[HandOverId]:
    """Hand-overs of which the chain tells although they are gone."""
    return sorted({HandOverId(act.target) for act in acts if act.deed == _OFFERED} - set(known))


def contradictions(label: str, found: Iterable[HandOver], gone: Iterable[HandOverId]) -> list[Contradiction]:
    """Those that are not proven, and those that are gone."""
    doubtful = [one.id for one in found if not one.proven]
    return [Contradiction(About.HAND_OVER, id_, id_[:8], label) for id_ in (*doubtful, *gone)]
