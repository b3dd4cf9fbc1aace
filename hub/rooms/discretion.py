"""What of a case is shown to whoever has not asked for it by name: neither rooms of two nor the own.

That the client talks with somebody alone is known to these two, and of their own room they and their lead
know. Whoever runs the machine could read it in the database; but what is printed, passed on or looked over
somebody's shoulder must not tell it.
"""

from collections.abc import Collection, Iterable, Sequence

from hub.audit import Act
from hub.consent.model import Consent
from hub.identifiers import OWN, CircleId
from hub.own.chain import NOTED_AS as WANTED_AS
from hub.rooms import model


def is_private(act: Act, given: Collection[Consent]) -> bool:
    """Whether something that was done tells of such a room: its making, a seat in it, a consent to it,
    that it is wanted, or that the hub listens there.
    """
    circle = CircleId(act.target.rpartition(":")[2])
    if model.is_private(circle) or act.deed.startswith(WANTED_AS) or act.basis == OWN:
        return True
    return any(consent.alone and consent.id in (act.target, act.basis) for consent in given)


def acts_shown(acts: Iterable[Act], given: Collection[Consent], *, side: bool) -> Sequence[Act]:
    """What was done in a case apart from such rooms; with `side` what was done about these, and no more."""
    return [act for act in acts if is_private(act, given) is side]
