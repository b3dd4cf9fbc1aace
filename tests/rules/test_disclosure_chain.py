"""A disclosure and what followed it are proven only if the audit chain tells the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.audit import Act
from hub.disclosure import chain
from hub.disclosure.model import Answered, Deed, Disclosure
from hub.disclosure.rules import answered, made, may_read
from hub.identifiers import CaseId, DisclosureId
from tests.clock import MONDAY
from tests.people import BO, CHLOE, DARIO, F1, PAUL
from tests.rules.passing import disclosed

WARNING = disclosed()
LATER = MONDAY + timedelta(hours=1)
ANOTHER = replace(disclosed(), id=DisclosureId("disclosure-2"))
REVIEWED = Answered(at=LATER, by=PAUL.id, contents_sha256="", proven=True)


def noted(about: Disclosure = WARNING, deed: Deed = Deed.REVIEW) -> Act:
    return answered(about, deed, by=PAUL.id, basis="KKG4_3@1", at=LATER)


def test_what_the_chain_tells_alike_is_proven() -> None:
    acts = [made(ANOTHER), made(disclosed()), noted()]

    assert chain.held(disclosed(), acts) == disclosed()
    assert chain.held_answer(REVIEWED, disclosed(), Deed.REVIEW, acts) == REVIEWED
    assert chain.is_told(disclosed(), Deed.REVIEW, acts)


@pytest.mark.parametrize(
    "acts",
    [
        [],
        [made(ANOTHER)],
        [made(disclosed(by=BO))],
        [made(replace(disclosed(), at=LATER))],
        [made(replace(disclosed(), basis="TASK69@1"))],
        [made(replace(disclosed(), case=CaseId("case-f2")))],
        [made(disclosed()), made(disclosed())],
        [replace(made(disclosed()), deed="disclosure.reviewed")],
    ],
    ids=["none", "another", "of another", "later", "another basis", "another case", "twice", "another deed"],
)
def test_what_the_chain_tells_otherwise_is_not_proven(acts: list[Act]) -> None:
    assert chain.held(disclosed(), acts) == replace(disclosed(), proven=False)


def test_what_nobody_signed_is_not_proven_by_the_chain_alone() -> None:
    unsigned = replace(disclosed(), proven=False)

    assert not chain.held(unsigned, [made(disclosed())]).proven
    assert not chain.held_answer(replace(REVIEWED, proven=False), disclosed(), Deed.REVIEW, [noted()]).proven


@pytest.mark.parametrize(
    "act",
    [noted(ANOTHER), noted(deed=Deed.FEEDBACK), replace(noted(), at=MONDAY), replace(noted(), actor=BO.id)],
    ids=["of another", "another deed", "at another time", "by another"],
)
def test_an_answer_that_the_chain_tells_otherwise_is_not_proven(act: Act) -> None:
    assert not chain.held_answer(REVIEWED, disclosed(), Deed.REVIEW, [act]).proven


def test_what_is_gone_is_told_by_the_chain_and_proves_nothing() -> None:
    acts = [made(disclosed()), noted(), made(ANOTHER)]

    (gone,) = chain.missing(F1, {ANOTHER.id}, acts)

    assert (gone.id, gone.case, gone.at, gone.sender) == (disclosed().id, F1, MONDAY, CHLOE.id)
    assert (gone.basis, gone.proven) == ("KKG4_3@1", False)
    assert not chain.is_told(ANOTHER, Deed.REVIEW, acts)


def test_what_is_not_proven_is_read_by_nobody_whomever_it_names() -> None:
    for forged in (disclosed(), disclosed(by=DARIO), disclosed(to=DARIO)):
        for reader in (BO, CHLOE, DARIO, PAUL):
            assert not may_read(replace(forged, proven=False), reader)
