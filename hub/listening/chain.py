"""Where the hub listens, by the audit chain alone: the row of a switch holds keys, and decides nothing."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import CaseFile, Listener
from hub.cases.rules import ERASED
from hub.identifiers import COMMON, OWN, CaseId, CircleId, SwitchId
from hub.listening.model import Deed, Switch, listener
from hub.own.chain import UNWANTED

NOTED_AS = "listening."


def noted(deed: Deed, switch: Switch, by: str, now: datetime) -> Act:
    """The audit entry of what became of a switch."""
    about = switch.circle or switch.case
    return Act(at=now, actor=by, deed=NOTED_AS + deed, case=switch.case, target=switch.id, basis=about)


def switches(acts: Collection[Act]) -> Sequence[Switch]:
    """Every switch that the chain tells of, oldest first; what is over begins no more."""
    found: dict[str, Switch] = {}
    for act in acts:
        if act.deed == NOTED_AS + Deed.BEGUN:
            found.setdefault(act.target, _begun(act))
        elif act.target in found and act.deed == NOTED_AS + Deed.TOLD:
            # What was said before it was told is not listened to.
            found[act.target] = replace(found[act.target], is_told=True, since=act.at)
        elif act.target in found and act.deed == NOTED_AS + Deed.ENDED:
            found[act.target] = replace(found[act.target], is_over=True)
        elif act.deed == ERASED:
            # Whatever it had: its keys went with it.
            found = {id_: replace(one, is_over=True) for id_, one in found.items()}
        elif act.deed == UNWANTED:
            # Wanted again it begins anew: whoever comes back is told first.
            own = {id_: replace(one, is_over=True) for id_, one in found.items() if one.circle == OWN}
            found |= own
    return list(found.values())


def called(acts: Collection[Act], switch: SwitchId) -> Switch | None:
    """The switch of that id."""
    return next((one for one in switches(acts) if one.id == switch), None)


def bind(file: CaseFile, acts: Collection[Act], home: str) -> CaseFile:
    """A case of which is known where the hub listens; nowhere, once it is closed."""
    is_open = file.case.is_open
    known = (
        Listener(listener(one.id, home), one.circle, one.is_listening and is_open) for one in switches(acts)
    )
    return replace(file, listeners=tuple(known))


def _begun(act: Act) -> Switch:
    circle = COMMON if act.basis == act.case else CircleId(act.basis)
    return Switch(id=SwitchId(act.target), case=CaseId(act.case), circle=circle, since=act.at)
