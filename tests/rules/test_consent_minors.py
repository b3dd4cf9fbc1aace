"""Whose yes it takes: no age decides, but insight; and guardians speak until the 18th birthday."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hub.calendar import begins, of_age_at
from hub.consent import rules, terms
from hub.consent.model import (
    Assessment,
    Consent,
    Custodians,
    Form,
    Giver,
    Kind,
    Policy,
    Recipient,
    State,
    Subject,
    Terms,
    Voice,
)
from hub.errors import Refused
from hub.identifiers import CLIENT, ConsentId, PartyId
from hub.parties.model import Custody, Guardianship
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, JONAS, LENA, consent_for, terms_for
from tests.rules.test_parties import FATHER, MOTHER, guardianship

DAY = timedelta(days=1)
BOTH = (guardianship(MOTHER), guardianship(FATHER))
GIVEN_BY_BOTH = tuple(Giver(g.guardian, g.id) for g in BOTH)
# Lena is fourteen.
CAPABLE = Assessment(by=AMIRA.id, is_capable=True, note="Sie weiß, worum es geht.")
NOT_YET = Assessment(by=AMIRA.id, is_capable=False, note="Zu viel auf einmal.", voice=Voice.AGREES)


def asked(
    assessment: Assessment | None = None,
    *,
    born: date = LENA.born,
    guardians: tuple[Guardianship, ...] = BOTH,
    policy: Policy = Policy(),  # noqa: B008
    now: datetime = MONDAY,
    **changed: Any,
) -> tuple[Giver, ...] | Refused:
    wanted = replace(terms_for(BO, now=now), assessment=assessment, **changed)
    return terms.givers(wanted, Subject(id=CLIENT, born=born, guardians=guardians), policy, now)


def test_somebody_of_age_gives_their_own_consent() -> None:
    assert asked(born=JONAS.born, guardians=()) == (Giver(CLIENT),)


def test_on_the_eighteenth_birthday_guardians_are_asked_no_more() -> None:
    birthday = of_age_at(LENA.born)

    assert asked(now=birthday) == (Giver(CLIENT),)
    assert asked(now=birthday - timedelta(microseconds=1)) == Refused("minor-without-assessment")


@pytest.mark.parametrize("changed", [{"assessment": NOT_YET}, {"counselling": True}], ids=str)
def test_what_is_for_minors_is_not_for_somebody_of_age(changed: dict[str, Any]) -> None:
    assert asked(**{"born": JONAS.born, **changed}) == Refused("minor-of-age")


@pytest.mark.parametrize("assessment", [None, replace(CAPABLE, note=" ")], ids=["none", "without a reason"])
def test_a_minor_is_not_asked_before_somebody_has_assessed_it(assessment: Assessment | None) -> None:
    assert asked(assessment) == Refused("minor-without-assessment")


def test_a_minor_who_can_decide_it_decides_alone() -> None:
    assert asked(CAPABLE) == (Giver(CLIENT),)


def test_below_the_sites_own_age_nobody_decides_alone() -> None:
    can = date(2020, 4, 23)

    assert asked(CAPABLE, born=can) == Refused("minor-too-young", {"years": "14"})
    assert asked(CAPABLE, born=can, policy=Policy(own_consent_from=6)) == (Giver(CLIENT),)


def test_with_joint_custody_both_must_consent() -> None:
    assert asked(NOT_YET) == GIVEN_BY_BOTH


@pytest.mark.parametrize(("named", "which"), [(None, 0), (FATHER, 1), (PartyId("party:somebody"), 0)])
def test_where_one_is_enough_one_is_asked(named: PartyId | None, which: int) -> None:
    either = Policy(joint_custody=Custodians.ANY)

    assert asked(NOT_YET, policy=either, guardian=named) == (GIVEN_BY_BOTH[which],)


def test_with_joint_custody_the_other_one_must_be_known_too() -> None:
    alone = (guardianship(MOTHER),)
    either = Policy(joint_custody=Custodians.ANY)
    sole = (guardianship(MOTHER, custody=Custody.SOLE),)

    assert asked(NOT_YET, guardians=alone) == Refused("guardian-missing")
    assert asked(NOT_YET, guardians=alone, policy=either) == GIVEN_BY_BOTH[:1]
    assert asked(NOT_YET, guardians=sole) == GIVEN_BY_BOTH[:1]


def test_a_renewal_begins_at_once() -> None:
    later = replace(terms_for(BO, begins=MONDAY + DAY), predecessor=ConsentId("consent-professional-bo"))

    assert terms.renews(later, (Giver(CLIENT),), [consent_for(BO)]) == Refused("renewal-begins-at-once")


def test_a_request_that_staff_took_back_is_not_asked_anew_at_once() -> None:
    taken_back = no_of(State.WITHDRAWN, days_ago=1, given_at=None)

    assert terms.asked_too_soon(terms_for(BO), [taken_back], MONDAY) is not None


def test_a_unit_or_a_person_more_is_no_other_question() -> None:
    narrower = replace(terms_for(BO), recipient=Recipient(BO.agency, BO.function, BO.id))

    assert terms.asked_too_soon(narrower, [no_of(State.REFUSED, days_ago=1)], MONDAY) is not None


def test_without_a_guardian_nobody_consents() -> None:
    assert asked(NOT_YET, guardians=()) == Refused("minor-without-guardian")


def test_where_the_young_person_objects_nothing_is_shared() -> None:
    assert asked(replace(NOT_YET, voice=Voice.OBJECTS)) == Refused("minor-objects")


def test_from_fourteen_on_their_own_voice_is_heard_too() -> None:
    unheard = replace(NOT_YET, voice=None)

    assert asked(unheard) == Refused("minor-not-heard", {"years": "14"})
    assert asked(unheard, born=begins(LENA.born).date() + 90 * DAY) == GIVEN_BY_BOTH


def test_what_guardians_allow_ends_with_the_eighteenth_birthday() -> None:
    shortly_before = of_age_at(LENA.born) - 30 * DAY

    in_time = asked(NOT_YET, now=shortly_before, valid_until=of_age_at(LENA.born))
    beyond = asked(NOT_YET, now=shortly_before, valid_until=of_age_at(LENA.born) + DAY)

    assert (in_time, beyond) == (GIVEN_BY_BOTH, Refused("guardian-beyond-coming-of-age"))


def test_a_guardian_without_a_key_is_asked_on_paper() -> None:
    keyless = (guardianship(MOTHER, public_key=""), guardianship(FATHER))

    assert asked(NOT_YET, guardians=keyless) == Refused("guardian-without-key")
    assert asked(NOT_YET, guardians=keyless, form=Form.PAPER) == GIVEN_BY_BOTH


# Counselling without the guardians' knowledge (§ 8(3) SGB VIII).


def test_a_child_of_any_age_may_be_counselled_alone() -> None:
    assert asked(born=date(2020, 4, 23), counselling=True) == (Giver(CLIENT),)


def counselling() -> Consent:
    return replace(consent_for(CHLOE), counselling=True)


def test_a_guardian_never_learns_of_counselling_nor_of_what_a_minor_decides_alone() -> None:
    assert not rules.may_look(counselling(), MOTHER)
    assert not rules.may_look(consent_for(BO), MOTHER)
    assert rules.may_look(counselling(), CLIENT)


def test_a_guardian_may_look_at_what_they_gave_themselves() -> None:
    theirs = replace(consent_for(BO), given_by=GIVEN_BY_BOTH)

    assert rules.may_look(theirs, MOTHER)
    assert not rules.may_look(theirs, PartyId("party:aunt"))


def test_counselling_seats_nobody_where_others_could_see_it() -> None:
    assert rules.may_see([counselling()], CHLOE, MONDAY) == rules.may_see([], CHLOE, MONDAY)


def test_what_is_about_somebody_else_seats_nobody_in_the_clients_room() -> None:
    about_can = replace(consent_for(BO), subject=PartyId("party:can"))

    assert rules.may_see([about_can], BO, MONDAY) == rules.may_see([], BO, MONDAY)


# Nobody is pressed, and renewals.


def no_of(state: State, *, days_ago: float, **changed: Any) -> Consent:
    return replace(consent_for(BO), state=state, changed_at=MONDAY - days_ago * DAY, **changed)


@pytest.mark.parametrize("state", [State.REFUSED, State.DEFERRED])
def test_after_a_no_the_same_is_not_asked_again_for_thirty_days(state: State) -> None:
    wanted = terms_for(BO)

    assert terms.asked_too_soon(wanted, [no_of(state, days_ago=29.9)], MONDAY) == Refused(
        "asked-too-soon", {"days": "30"}
    )
    assert terms.asked_too_soon(wanted, [no_of(state, days_ago=30)], MONDAY) is None


@pytest.mark.parametrize(
    "earlier",
    [
        no_of(State.WITHDRAWN, days_ago=1),
        no_of(State.REFUSED, days_ago=1, recipient=Recipient(CHLOE.agency, CHLOE.function)),
        no_of(State.REFUSED, days_ago=1, subject=PartyId("party:can")),
        no_of(State.REFUSED, days_ago=1, kind=Kind.CHANNEL_USE),
        no_of(State.REFUSED, days_ago=1, counselling=True),
        replace(no_of(State.REFUSED, days_ago=1), changed_at=None),
    ],
    ids=["withdrawn", "another recipient", "about another", "another kind", "counselling", "at no time"],
)
def test_something_else_may_be_asked(earlier: Consent) -> None:
    assert terms.asked_too_soon(terms_for(BO), [earlier], MONDAY) is None


def renewing(**changed: Any) -> Refused | None:
    before = replace(consent_for(BO), **changed)
    wanted: Terms = replace(terms_for(BO), predecessor=ConsentId("consent-professional-bo"))
    return terms.renews(wanted, (Giver(CLIENT),), [before])


def test_a_renewal_names_what_it_renews() -> None:
    assert renewing() is None
    assert terms.renews(terms_for(BO), (Giver(CLIENT),), []) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "other"},
        {"subject": MOTHER},
        {"kind": Kind.CHANNEL_USE},
        {"recipient": Recipient(CHLOE.agency, CHLOE.function)},
        {"recipient": Recipient(BO.agency, BO.function, BO.id)},
        {"counselling": True},
        {"given_by": GIVEN_BY_BOTH},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_is_something_else_is_no_renewal(changed: dict[str, Any]) -> None:
    assert renewing(**changed) == Refused("not-a-renewal")
