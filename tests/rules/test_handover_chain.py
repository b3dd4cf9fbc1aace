"""Who leads is told by the chain, and why is signed by two: what was changed proves nothing, and is seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.audit import Act
from hub.canonical import signature_of
from hub.cases import rules as case_rules
from hub.cases.chain import contradictions
from hub.cases.model import About, Contradiction, Participation, Professional, Role
from hub.handover import chain, proof
from hub.handover.model import Decision, Deed
from hub.handover.proof import Written
from hub.identifiers import CaseId, HandOverId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, PAUL, case_f1, key_of
from tests.rules.handing import (
    FIRST,
    KEYS,
    by_the_chain,
    ended,
    handed_over,
    offered,
    story_of,
    told,
    written,
)

FILE = case_f1(BO, CHLOE)
HOUR = timedelta(hours=1)
OPEN = offered(FILE)
TAKEN = ended(OPEN, Deed.ACCEPT, BO.id, MONDAY + HOUR)


# Who leads.


@pytest.mark.parametrize("leaves", [True, False])
@pytest.mark.parametrize("to", [BO, DARIO], ids=["who works on it", "who is to begin"])
def test_a_hand_over_that_is_told_makes_the_other_one_lead(to: Professional, leaves: bool) -> None:
    file, _, acts = handed_over(FILE, offered(FILE, to=to, leaves=leaves), to, MONDAY)

    held = by_the_chain(file, [*told(FILE), *acts])

    assert held.lead == to
    assert set(held.participations) == set(file.participations)
    assert set(held.former) == set(file.former)
    assert list(contradictions(held)) == []


def test_a_lead_who_was_handed_it_and_hands_it_back_leads_again() -> None:
    one, _, first = handed_over(FILE, OPEN, BO, MONDAY)
    back = replace(offered(one, by=BO, to=AMIRA), id=HandOverId("back"))
    two, _, second = handed_over(one, back, AMIRA, MONDAY + HOUR)

    held = by_the_chain(two, [*told(FILE), *first, *second])

    assert held.lead == AMIRA
    assert [part.professional for part in held.leads] == [AMIRA, BO, AMIRA]
    assert list(contradictions(held)) == []


def led(who: Professional, *, basis: str = "", at_hours: int = 0) -> Act:
    at = MONDAY + at_hours * HOUR
    return Act(at=at, actor="test", deed="case.led", case=F1, target=who.id, basis=basis)


@pytest.mark.parametrize(
    "acts",
    [
        [led(DARIO)],
        [led(DARIO, basis=FIRST)],
        [*story_of(OPEN), led(DARIO, basis=FIRST)],
        [*story_of(ended(OPEN, Deed.ACCEPT, BO.id, MONDAY)), led(DARIO, basis=FIRST)],
        [*story_of(ended(OPEN, Deed.ACCEPT, DARIO.id, MONDAY)), led(DARIO, basis=FIRST, at_hours=1)],
    ],
    ids=["out of nothing", "never offered", "never accepted", "accepted by another", "at another instant"],
)
def test_who_is_only_told_to_lead_leads_nothing(acts: list[Act]) -> None:
    part = Participation(case=F1, professional=DARIO, role=Role.LEAD, since=acts[-1].at)

    held = by_the_chain(replace(FILE, former=(part,)), [*told(FILE), *acts])

    assert held.lead == AMIRA
    assert held.doubted == (part,)


def test_a_hand_over_deleted_in_the_rows_of_the_case_gives_nobody_the_lead_back_and_is_named() -> None:
    _, _, acts = handed_over(FILE, OPEN, BO, MONDAY)

    held = by_the_chain(FILE, [*told(FILE), *acts])

    assert held.lead is None
    assert [part.professional for part in held.participations] == [CHLOE]
    assert [one.id for one in contradictions(held)] == [AMIRA.id, BO.id]


def test_of_two_of_whom_the_chain_tells_that_they_lead_the_last_one_does() -> None:
    file, _, acts = handed_over(FILE, OPEN, BO, MONDAY)
    only_led = [act for act in acts if act.deed != "case.involved"]

    held = by_the_chain(file, [*told(FILE), *only_led])

    assert held.lead == BO
    assert [part.professional for part in held.doubted] == [AMIRA]


# Who works there no more.


def test_who_was_relieved_and_came_again_has_two_parts() -> None:
    bo = FILE.participations[1]
    gone = replace(bo, ended_at=MONDAY)
    again = Participation(case=F1, professional=BO, role=Role.MEMBER, since=MONDAY + HOUR)
    file = replace(FILE, participations=(*FILE.participations[::2], again), former=(gone,))
    acts = [case_rules.relieved(gone, "test"), case_rules.involved(again, "test")]

    held = by_the_chain(file, [*told(FILE), *acts])

    assert (held.participations, held.former) == (file.participations, file.former)
    assert list(contradictions(held)) == []


def test_a_relief_taken_out_of_its_row_lets_nobody_work_there_again() -> None:
    bo = FILE.participations[1]
    acts = [*told(FILE), case_rules.relieved(replace(bo, ended_at=MONDAY), "test")]

    held = by_the_chain(FILE, acts)

    assert bo not in held.participations
    assert held.doubted == (bo,)


def test_a_part_that_was_taken_out_altogether_is_named() -> None:
    held = by_the_chain(replace(FILE, participations=FILE.participations[:2]), told(FILE))

    assert held.missing == (CHLOE.id,)
    assert list(contradictions(held)) == [Contradiction(About.PART, CHLOE.id, CHLOE.id[:8], "F-1")]


def test_who_left_their_agency_works_on_nothing_whatever_stands_there() -> None:
    gone = replace(BO, left_at=MONDAY)
    rows = replace(FILE, participations=(replace(FILE.participations[1], professional=gone),))
    left = [*told(replace(FILE, participations=FILE.participations[1:2])), case_rules.left(gone, "t", MONDAY)]

    held = by_the_chain(rows, left)

    assert (held.participations, held.doubted) == ((), ())
    assert [part.professional for part in held.former] == [gone]


@pytest.mark.parametrize("told_at", [None, MONDAY + HOUR], ids=["made up", "moved"])
def test_a_leaving_that_the_chain_does_not_tell_alike_makes_nobody_of_them(told_at: object) -> None:
    gone = replace(BO, left_at=MONDAY)
    file = replace(FILE, participations=(replace(FILE.participations[1], professional=gone),))
    acts = told(file) + ([case_rules.left(gone, "t", MONDAY + HOUR)] if told_at else [])

    assert [part.professional for part in by_the_chain(file, acts).doubted] == [gone]


# What was signed.


def test_an_offer_is_proven_by_one_signature_and_a_hand_over_by_two() -> None:
    for found in (OPEN, ended(OPEN, Deed.DECLINE, BO.id), ended(OPEN, Deed.WITHDRAW, AMIRA.id), TAKEN):
        assert chain.held(written(found), KEYS, story_of(found)) == replace(found, proven=True)


TAKEN_ROW = written(TAKEN)


@pytest.mark.parametrize(
    "row",
    [
        written(TAKEN, by=DARIO),
        written(TAKEN, to=DARIO),
        written(TAKEN, by=BO),
        written(TAKEN, to=AMIRA),
        replace(TAKEN_ROW, accepted=""),
        replace(TAKEN_ROW, accepted=TAKEN_ROW.offered),
        replace(TAKEN_ROW, offered="nonsense"),
        replace(TAKEN_ROW, document=TAKEN_ROW.document.replace(BO.id, DARIO.id)),
        replace(TAKEN_ROW, document=TAKEN_ROW.document + " "),
        replace(TAKEN_ROW, document="nonsense"),
        replace(TAKEN_ROW, document="\ud800"),
        replace(TAKEN_ROW, document="[]"),
        replace(TAKEN_ROW, id=HandOverId("another")),
        replace(TAKEN_ROW, case=CaseId("case-f2")),
        replace(TAKEN_ROW, decision=None),
        replace(TAKEN_ROW, decision=Decision(Deed.ACCEPT, DARIO.id, MONDAY + HOUR)),
        replace(TAKEN_ROW, decision=Decision(Deed.DECLINE, BO.id, MONDAY + HOUR)),
        replace(TAKEN_ROW, decision=Decision(Deed.ACCEPT, BO.id, MONDAY)),
    ],
)
def test_whatever_was_changed_proves_nothing(row: Written) -> None:
    assert not chain.held(row, KEYS, story_of(TAKEN)).proven


def test_a_key_that_is_not_theirs_and_one_for_both_prove_nothing() -> None:
    for keys in (
        {who: key for who, key in KEYS.items() if who != BO.id},
        dict(KEYS) | {BO.id: KEYS[DARIO.id]},
        dict(KEYS) | {BO.id: KEYS[AMIRA.id]},
    ):
        assert not chain.held(TAKEN_ROW, keys, story_of(TAKEN)).proven
    message = proof.statement(TAKEN_ROW.document)
    twice = replace(TAKEN_ROW, accepted=signature_of(message, key_of(AMIRA)))
    assert not chain.held(twice, dict(KEYS) | {BO.id: KEYS[AMIRA.id]}, story_of(TAKEN)).proven


@pytest.mark.parametrize("acts", [[], story_of(OPEN), [*story_of(TAKEN), *story_of(TAKEN)[1:]]])
def test_what_the_chain_does_not_tell_alike_is_not_proven(acts: list[Act]) -> None:
    assert not chain.held(TAKEN_ROW, KEYS, acts).proven


def test_what_is_gone_or_not_proven_is_named() -> None:
    gone = chain.missing([], [*story_of(TAKEN), *told(FILE)])
    found = [OPEN, replace(TAKEN, id=HandOverId("changed"), proven=False)]

    assert gone == [FIRST]
    assert chain.missing([FIRST], story_of(TAKEN)) == []
    assert chain.contradictions("F-1", found, gone) == [
        Contradiction(About.HAND_OVER, "changed", "changed", "F-1"),
        Contradiction(About.HAND_OVER, FIRST, FIRST[:8], "F-1"),
    ]


def test_pauls_offer_without_a_lead_reads_as_it_was_written() -> None:
    found = offered(replace(FILE, participations=FILE.participations[1:]), by=PAUL, to=BO, has_reason=True)

    assert proof.said_by(written(found, by=PAUL)) == replace(found, proven=False)
