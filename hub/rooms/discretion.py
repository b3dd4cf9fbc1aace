"""What of a case is shown to whoever has not asked for it by name: nothing of rooms of two.

That the client talks with somebody alone is known to these two. Whoever runs the machine could read it in
the database; but what is printed, passed on or looked over somebody's shoulder must not tell it.
"""

from collections.abc import Collection, Iterable, Sequence

from hub.audit import Act
from hub.consent.model import Consent
from hub.identifiers import CircleId
from hub.rooms.model import Kind, kind_of


def is_private(act: Act, given: Collection[Consent]) -> bool:
    """Whether something that was done tells of a room of two: its making, a seat in it, a consent to it."""
    circle = act.target.rpartition(":")[2]
    if kind_of(CircleId(circle)) is Kind.SIDE:
        return True
    return any(consent.alone and consent.id in (act.target, act.basis) for consent in given)


def acts_shown(acts: Iterable[Act], given: Collection[Consent], *, side: bool) -> Sequence[Act]:
    """What was done in a case apart from rooms of two; with `side` what was done about these, and no more."""
    return [act for act in acts if is_private(act, given) is side]
