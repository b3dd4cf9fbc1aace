"""How the lead of Jonas's case is handed over in tests of rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.audit import Act
from hub.canonical import sha256_of, signature_of
from hub.cases import chain as case_chain
from hub.cases import rules as case_rules
from hub.cases.model import CaseFile, Professional
from hub.errors import Refused
from hub.handover import proof, rules
from hub.handover.model import Decision, Deed, HandOver
from hub.handover.proof import Written
from hub.identifiers import HandOverId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, PROFESSIONALS, case_f1, key_of
from tests.signing import public

FIRST = HandOverId("hand-over-1")
KEYS: Mapping[str, str] = {person.id: public(key_of(person)) for person in PROFESSIONALS}


def offers(file: CaseFile, **told: Any) -> HandOver | Refused:
    """Amira offers Bo the lead on Monday, unless something else is said."""
    usual: dict[str, Any] = {"by": AMIRA, "to": BO, "leaves": False, "has_reason": False}
    return rules.offer(file, FIRST, **(usual | {"known": (), "now": MONDAY} | told))


def offered(file: CaseFile | None = None, **told: Any) -> HandOver:
    """As `offers`, and it is proven."""
    answer = offers(file or case_f1(BO), **told)
    assert isinstance(answer, HandOver), answer
    return replace(answer, proven=True)


def ended(found: HandOver, deed: Deed, by: str, at: datetime = MONDAY) -> HandOver:
    """The same after somebody did something to it."""
    return replace(found, decision=Decision(deed, by, at))


def written(found: HandOver, *, by: Professional = AMIRA, to: Professional = BO) -> Written:
    """A hand-over as the hub writes it, signed by those two."""
    text = proof.document(found)
    message = proof.statement(text)
    is_taken = found.decision is not None and found.decision.deed is Deed.ACCEPT
    return Written(
        id=found.id,
        case=found.case,
        document=text,
        offered=signature_of(message, key_of(by)),
        accepted=signature_of(message, key_of(to)) if is_taken else "",
        decision=found.decision,
    )


def told(file: CaseFile) -> list[Act]:
    """What the chain tells of a case and of everybody in the network."""
    people = [act for person in PROFESSIONALS for act in case_rules.added(person, "test", MONDAY)]
    parts = [case_rules.involved(part, "test") for part in file.participations]
    return [*people, case_rules.opened(file, "test"), *parts]


def story_of(found: HandOver) -> list[Act]:
    """What the chain tells of a hand-over."""
    acts = [rules.offered(found, sha256_of(proof.document(found)))]
    return acts if found.decision is None else [*acts, rules.decided(found, found.decision)]


def handed_over(
    file: CaseFile, found: HandOver, to: Professional, now: datetime
) -> tuple[CaseFile, HandOver, list[Act]]:
    """The case after somebody took the lead, and what the chain tells of it besides."""
    taken = ended(found, Deed.ACCEPT, to.id, now)
    turned = rules.turn(file, taken, to, now)
    acts = [*story_of(taken), *rules.turned_over(taken, turned)]
    return after(file, (*turned.ended, *file.former), turned.begun), taken, acts


def after(file: CaseFile, former: Iterable[Any], begun: Iterable[Any]) -> CaseFile:
    """A case in which some parts ended and others began."""
    former = tuple(former)
    gone = {(part.professional.id, part.since) for part in former}
    stay = [part for part in file.participations if (part.professional.id, part.since) not in gone]
    return replace(file, participations=(*stay, *begun), former=former)


def by_the_chain(file: CaseFile, acts: Iterable[Act]) -> CaseFile:
    """The case as its rows are held against the chain."""
    rows = replace(file, participations=(*file.former, *file.participations), former=())
    return case_chain.held(rows, list(acts))
