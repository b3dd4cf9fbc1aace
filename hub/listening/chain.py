"""Where the hub listens, by the audit chain alone: the row of a switch holds keys, and decides nothing."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import CaseFile, Listener
from hub.cases.rules import ERASED
from hub.effects import NO_CASE
from hub.identifiers import COMMON, OWN, CaseId, CircleId, ProfessionalId, SwitchId
from hub.listening.model import Deed, Switch, listener
from hub.own.chain import UNWANTED, WANTED

NOTED_AS = "listening."
# What the chain tells of a professional's direct room, under their id.
OF_PEOPLE = tuple(NOTED_AS + deed for deed in Deed)


def noted(deed: Deed, switch: Switch, by: str, now: datetime) -> Act:
    """The audit entry of what became of a switch; of a direct room's it is of no case, but of whose it is."""
    if switch.professional:
        return Act(at=now, actor=by, deed=NOTED_AS + deed, target=switch.professional, basis=switch.id)
    about = switch.circle or switch.case
    return Act(at=now, actor=by, deed=NOTED_AS + deed, case=switch.case, target=switch.id, basis=about)


def switches(acts: Collection[Act]) -> Sequence[Switch]:
    """Every switch that the chain tells of, oldest first; what is over begins no more."""
    found: dict[str, Switch] = {}
    for act in acts:
        id_ = act.target if act.case else act.basis
        if act.deed == NOTED_AS + Deed.BEGUN:
            found.setdefault(id_, _begun(act))
        elif id_ in found and act.deed == NOTED_AS + Deed.TOLD:
            # What was said before it was told is not listened to.
            found[id_] = replace(found[id_], is_told=True, since=act.at)
        elif id_ in found and act.deed == NOTED_AS + Deed.ENDED:
            found[id_] = replace(found[id_], is_over=True)
        elif act.deed == ERASED:
            # Whatever it had: its keys went with it.
            found = {id_: replace(one, is_over=True) for id_, one in found.items()}
        elif act.deed in (UNWANTED, WANTED):
            # Wanted again it begins anew: whoever left, which may not be noted yet, is told first.
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
    if not act.case:
        whose = ProfessionalId(act.target)
        return Switch(id=SwitchId(act.basis), case=NO_CASE, circle=COMMON, since=act.at, professional=whose)
    circle = COMMON if act.basis == act.case else CircleId(act.basis)
    return Switch(id=SwitchId(act.target), case=CaseId(act.case), circle=circle, since=act.at)
