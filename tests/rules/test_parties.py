"""Who may speak for whom: never for somebody of age, and only if two professionals vouch for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.audit import Act
from hub.calendar import of_age_at
from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.effects import AT_ONCE, Debt, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, GuardianshipId, PartyId
from hub.parties import proof, rules
from hub.parties.model import Custody, Guardianship
from tests.clock import MONDAY
from tests.people import AMIRA, BO, DARIO, F1, JONAS, KATJA, LENA, OLAF, case_f1, key_of
from tests.signing import public

MOTHER, FATHER = PartyId("party:katja"), PartyId("party:olaf")
COMING_OF_AGE = of_age_at(LENA.born)
BLINK = timedelta(microseconds=1)
KEYS: Mapping[str, str] = {AMIRA.id: public(key_of(AMIRA)), BO.id: public(key_of(BO))}


def guardianship(guardian: PartyId = MOTHER, **changed: Any) -> Guardianship:
    """Lena's mother may speak for her, as Amira took it down and Bo confirmed it."""
    hers = Guardianship(
        id=GuardianshipId(f"of-{guardian}"),
        case=F1,
        subject=CLIENT,
        guardian=guardian,
        custody=Custody.JOINT,
        until=COMING_OF_AGE,
        public_key=public(KATJA.key),
        evidence="ab" * 32,
        recorded_by=AMIRA.id,
        confirmed_by=BO.id,
        ended_at=None,
        vouched=True,
    )
    return replace(hers, **changed)


def signatures(*signers: Professional) -> Mapping[str, str]:
    """What they signed, each with a key of their own."""
    statement = proof.statement(guardianship())
    return {who.id: signature_of(statement, key_of(who)) for who in signers}


# At an instant.


def test_a_guardian_may_speak_up_to_the_eighteenth_birthday_but_not_at_it() -> None:
    assert guardianship().stands(COMING_OF_AGE - BLINK)
    assert not guardianship().stands(COMING_OF_AGE)


@pytest.mark.parametrize("changed", [{"vouched": False}, {"ended_at": MONDAY}], ids=["not vouched", "ended"])
def test_nobody_speaks_by_what_is_not_vouched_for_or_over(changed: dict[str, Any]) -> None:
    assert not guardianship(**changed).stands(MONDAY)


def test_the_guardians_of_somebody_come_always_in_the_same_order() -> None:
    known = [guardianship(FATHER), guardianship(MOTHER), guardianship(PartyId("party:a"), vouched=False)]

    assert [g.guardian for g in rules.guardians_of(known, CLIENT, MONDAY)] == [MOTHER, FATHER]
    assert rules.guardians_of(known, PartyId("party:can"), MONDAY) == []


# Who may become one.


def wanted(known: list[Guardianship], **changed: Any) -> Refused | None:
    return rules.may_become_guardian(
        guardianship(**changed), known, born=LENA.born, guardian_born=KATJA.born, now=MONDAY
    )


def test_both_parents_may_be_recorded_as_joint_guardians() -> None:
    assert wanted([]) is None
    assert wanted([guardianship(FATHER)]) is None


def test_a_guardian_who_ended_may_be_recorded_again() -> None:
    assert wanted([guardianship(MOTHER, ended_at=MONDAY)]) is None


def test_another_childs_guardians_do_not_matter() -> None:
    assert wanted([guardianship(MOTHER, subject=PartyId("party:can"), custody=Custody.SOLE)]) is None


def test_what_nobody_has_confirmed_keeps_no_other_parent_out() -> None:
    unconfirmed = guardianship(FATHER, custody=Custody.SOLE, vouched=False, confirmed_by="")

    assert wanted([unconfirmed]) is None


@pytest.mark.parametrize(
    ("known", "changed", "reason"),
    [
        ([guardianship(MOTHER)], {}, "guardian-known"),
        ([guardianship(FATHER, custody=Custody.SOLE)], {}, "custody-not-joint"),
        ([guardianship(FATHER)], {"custody": Custody.SOLE}, "custody-not-joint"),
        ([], {"guardian": CLIENT}, "guardian-not-of-age"),
    ],
    ids=["twice", "the other one is alone", "alone beside another", "for oneself"],
)
def test_who_cannot_become_a_guardian(
    known: list[Guardianship], changed: dict[str, Any], reason: str
) -> None:
    assert wanted(known, **changed) == Refused(reason)


def test_nobody_becomes_the_guardian_of_somebody_of_age() -> None:
    refused = rules.may_become_guardian(
        guardianship(), [], born=JONAS.born, guardian_born=KATJA.born, now=MONDAY
    )

    assert refused == Refused("guardian-of-somebody-of-age")


def test_a_child_becomes_nobodys_guardian() -> None:
    refused = rules.may_become_guardian(
        guardianship(), [], born=LENA.born, guardian_born=LENA.born, now=MONDAY
    )

    assert refused == Refused("guardian-not-of-age")


def test_on_their_own_eighteenth_birthday_somebody_may_become_a_guardian() -> None:
    refused = rules.may_become_guardian(
        guardianship(), [], born=LENA.born, guardian_born=JONAS.born, now=of_age_at(JONAS.born)
    )

    assert refused is None


# Four eyes.


def confirming(found: Guardianship, by: str, **seen: str) -> Refused | None:
    said = {"evidence": "ab" * 32, "public_key": public(KATJA.key)} | seen
    return rules.may_confirm(case_f1(BO), found, by, **said)


def test_a_second_professional_on_the_case_confirms() -> None:
    taken = guardianship(confirmed_by="", vouched=False)

    assert confirming(taken, BO.id) is None


@pytest.mark.parametrize(
    ("changed", "by", "reason"),
    [
        ({}, BO.id, "guardianship-decided"),
        ({"confirmed_by": "", "ended_at": MONDAY}, BO.id, "guardianship-decided"),
        ({"confirmed_by": ""}, AMIRA.id, "guardianship-not-by-you"),
        ({"confirmed_by": ""}, DARIO.id, "guardianship-not-by-you"),
    ],
    ids=["confirmed already", "ended", "by the same one", "by dario"],
)
def test_nobody_else_confirms(changed: dict[str, Any], by: str, reason: str) -> None:
    assert confirming(guardianship(**changed), by) == Refused(reason)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [({"evidence": "cd" * 32}, "evidence-differs"), ({"public_key": ""}, "guardian-key-differs")],
)
def test_the_second_one_has_the_same_proof_and_the_same_key_before_them(
    seen: dict[str, str], reason: str
) -> None:
    assert confirming(guardianship(confirmed_by=""), BO.id, **seen) == Refused(reason)


def test_who_works_on_the_case_records_an_end_and_so_does_a_door() -> None:
    for by in (AMIRA.id, "terminal"):
        assert rules.may_end(case_f1(), guardianship(), by, is_professional=by == AMIRA.id) is None


@pytest.mark.parametrize("by", [MOTHER, FATHER, CLIENT, DARIO.id])
def test_no_guardian_and_no_outsider_ends_a_guardianship(by: str) -> None:
    answer = rules.may_end(case_f1(), guardianship(), by, is_professional=by == DARIO.id)

    assert answer == Refused("guardianship-not-to-end")


def test_what_has_ended_is_not_ended_again() -> None:
    answer = rules.may_end(case_f1(), guardianship(ended_at=MONDAY), AMIRA.id, is_professional=True)

    assert answer == Refused("guardianship-decided")


def test_two_signatures_under_the_very_same_words_vouch_for_it() -> None:
    assert proof.is_vouched(guardianship(), signatures(AMIRA, BO), KEYS)


@pytest.mark.parametrize(
    "changed",
    [
        {"guardian": FATHER},
        {"subject": PartyId("party:can")},
        {"public_key": public(OLAF.key)},
        {"until": COMING_OF_AGE + timedelta(days=365)},
        {"custody": Custody.SOLE},
        {"evidence": "cd" * 32},
        {"confirmed_by": AMIRA.id},
        {"recorded_by": BO.id},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_was_altered_behind_their_backs_is_vouched_for_by_nobody(changed: dict[str, Any]) -> None:
    assert not proof.is_vouched(guardianship(**changed), signatures(AMIRA, BO), KEYS)


def test_one_professional_alone_vouches_for_nobody() -> None:
    assert not proof.is_vouched(guardianship(), signatures(AMIRA), KEYS)
    assert not proof.is_vouched(guardianship(confirmed_by=AMIRA.id), signatures(AMIRA), KEYS)


# What follows.


def test_an_end_is_looked_after_at_once() -> None:
    assert rules.after_ending(F1) == Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL)


def test_what_was_done_names_records_and_nobody() -> None:
    act = rules.noted(F1, MOTHER, "party.added", by=AMIRA.id, now=MONDAY)

    assert act == Act(at=MONDAY, actor=AMIRA.id, deed="party.added", case=F1, target=MOTHER)
