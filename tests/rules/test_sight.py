"""What others on the client's side may know: what they allow, what follows from it, and nothing else."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.consent.model import Consent, Giver, Kind
from hub.disclosure.model import Contents, Record
from hub.export.sight import Sight, knows_disclosure, knows_guardianship, sight
from hub.identifiers import CLIENT, GuardianshipId, PartyId
from hub.law.book import known_law
from hub.law.model import Layer, Way
from hub.parties.model import Guardianship
from tests.people import BO, CHLOE, DARIO, ELIF, RUTH, case_f1, consent_for, function_of
from tests.rules.passing import TASK69, TOLD, disclosed, in_person
from tests.rules.sights import CAN, NOON, given_by
from tests.rules.test_parties import COMING_OF_AGE, FATHER, MOTHER, guardianship

FILE = case_f1(BO, CHLOE)
LAW = known_law()
BOTH = (guardianship(), guardianship(FATHER))
COUNSELLING = replace(consent_for(CHLOE, named="counselling"), counselling=True)
ALONE = consent_for(CHLOE, named="alone")


def sees(reader: PartyId, *given: Consent, guardianships: Collection[Guardianship] = BOTH) -> Sight:
    return sight(reader, given, guardianships, NOON)


def known(reader: PartyId, *given: Consent, **told: Any) -> list[str]:
    return [consent.id for consent in sees(reader, *given, **told).given]


# Records.


def test_a_client_knows_of_everything_about_themselves_whoever_gave_it() -> None:
    given = (given_by(MOTHER, FATHER), COUNSELLING, ALONE)

    assert known(CLIENT, *given) == ["theirs", "counselling", "alone"]


def test_a_guardian_knows_of_what_they_give_and_not_of_what_the_other_one_gives_alone() -> None:
    given = (given_by(MOTHER, named="hers"), given_by(FATHER, named="his"), given_by(MOTHER, FATHER))

    assert known(MOTHER, *given) == ["hers", "theirs"]
    assert known(FATHER, *given) == ["his", "theirs"]


def test_a_guardian_knows_neither_of_counselling_nor_of_what_is_decided_alone() -> None:
    assert known(MOTHER, COUNSELLING, ALONE) == []


def test_even_a_counselling_that_names_a_guardian_as_giver_is_not_theirs() -> None:
    assert known(MOTHER, replace(given_by(MOTHER), counselling=True)) == []


@pytest.mark.parametrize(
    "over", [{"until": NOON}, {"ended_at": NOON - timedelta(hours=1)}, {"vouched": False}]
)
def test_who_may_not_speak_now_knows_nothing_of_what_they_once_gave(over: dict[str, Any]) -> None:
    seen = sees(MOTHER, given_by(MOTHER), guardianships=[guardianship(**over)])

    assert (seen.given, seen.wards) == ((), frozenset())


def test_who_gave_it_by_another_guardianship_than_stands_does_not_know_of_it() -> None:
    by_another = replace(given_by(MOTHER), given_by=(Giver(MOTHER, GuardianshipId("another")),))

    assert known(MOTHER, by_another) == []


def test_a_client_who_speaks_for_a_child_knows_of_what_they_give_for_it_and_nothing_else_of_it() -> None:
    hers = guardianship(CLIENT, subject=CAN)
    for_can = replace(consent_for(BO, named="for"), subject=CAN, given_by=(Giver(CLIENT, hers.id),))
    by_can = replace(COUNSELLING, subject=CAN, given_by=(Giver(CAN),))

    assert known(CLIENT, for_can, by_can, guardianships=[hers]) == ["for"]
    assert known(CAN, for_can, by_can, guardianships=[hers]) == ["for", "counselling"]
    assert known(CLIENT, for_can, by_can, guardianships=[]) == []


def test_a_stranger_to_it_all_knows_of_nothing() -> None:
    seen = sees(PartyId("party:aunt"), given_by(MOTHER, FATHER), COUNSELLING, ALONE)

    assert (seen.given, seen.wards, seen.is_own) == ((), frozenset(), False)


# Guardianships.


def test_a_guardianship_is_known_to_whom_it_is_about() -> None:
    hers = guardianship()

    knowing = {who: knows_guardianship(sees(who), hers, NOON) for who in (CLIENT, MOTHER, FATHER)}

    assert knowing == {CLIENT: True, MOTHER: True, FATHER: False}
    assert not knows_guardianship(sees(MOTHER), hers, COMING_OF_AGE)
    assert knows_guardianship(sees(CLIENT), hers, COMING_OF_AGE)


# What was passed on.


def about(way: Way = Way.SHARE, *, contents: Contents | None = None, **changed: Any) -> Record:
    """Amira or somebody else told Bo something about the client, on § 69 SGB X."""
    told = {"basis": str(TASK69), "sender": FILE.participations[0].professional.id} | changed
    return Record(disclosure=replace(disclosed(way), **told), contents=contents or Contents())


def knows(reader: PartyId, record: Record, *given: Consent, **told: Any) -> bool:
    return knows_disclosure(sees(reader, *given, **told), record, file=FILE, law=LAW)


FOR_BO = given_by(MOTHER, FATHER)


def test_what_rests_on_their_own_consent_is_known_to_both_parents_and_the_client() -> None:
    record = about(basis=FOR_BO.id, sender=CHLOE.id)

    assert [knows(who, record, FOR_BO) for who in (CLIENT, MOTHER, FATHER)] == [True] * 3
    assert not knows(PartyId("party:aunt"), record, FOR_BO)


@pytest.mark.parametrize("hidden", [COUNSELLING, ALONE])
def test_what_rests_on_what_they_may_not_know_of_is_not_known_to_them(hidden: Consent) -> None:
    assert not knows(MOTHER, about(basis=hidden.id), FOR_BO, hidden)
    assert knows(CLIENT, about(basis=hidden.id), FOR_BO, hidden)


@pytest.mark.parametrize("basis", [FOR_BO.id, str(TASK69)])
def test_what_a_young_person_released_somebody_for_is_not_known_to_parents(basis: str) -> None:
    release = replace(consent_for(BO, named="release"), kind=Kind.ENTRUSTED_RELEASE, released=CHLOE.id)
    record = about(basis=basis, releases=(release.id,))

    assert not knows(MOTHER, record, FOR_BO, release)


def test_on_a_norm_a_guardian_knows_what_goes_between_those_whom_their_records_name_and_the_lead() -> None:
    among = about(), about(sender=BO.id)

    assert [knows(MOTHER, record, FOR_BO) for record in among] == [True, True]
    assert not knows(MOTHER, about())


@pytest.mark.parametrize("sender", [CHLOE, ELIF, DARIO])
def test_whom_no_record_of_theirs_names_stays_unknown_to_them_as_a_sender(sender: Any) -> None:
    assert not knows(MOTHER, about(sender=sender.id), FOR_BO)


@pytest.mark.parametrize("to", [CHLOE, RUTH])
def test_whom_no_record_of_theirs_names_stays_unknown_to_them_as_a_recipient(to: Any) -> None:
    assert not knows(MOTHER, about(recipient=function_of(to)), FOR_BO)
    assert not knows(MOTHER, about(recipient=in_person(to)), FOR_BO)


def test_without_a_lead_only_those_count_whom_their_records_name() -> None:
    leaderless = replace(FILE, participations=FILE.participations[1:])
    seen = sees(MOTHER, FOR_BO)

    knowing = [knows_disclosure(seen, about(sender=who.id), file=leaderless, law=LAW) for who in (BO, CHLOE)]

    assert knowing == [True, False]


def test_what_is_held_in_secrecy_and_goes_on_a_norm_is_not_known_to_guardians() -> None:
    entrusted = Contents(layers=frozenset({Layer.ENTRUSTED}))

    assert not knows(MOTHER, about(contents=entrusted), FOR_BO)
    assert knows(CLIENT, about(contents=entrusted), FOR_BO)


@pytest.mark.parametrize("basis", ["", "NOTHING@1", "another consent"])
def test_what_rests_on_nothing_anybody_knows_is_not_known_to_guardians(basis: str) -> None:
    assert not knows(MOTHER, about(basis=basis), FOR_BO)


def test_a_warning_is_never_known_to_a_guardian_who_is_not_the_client() -> None:
    warning = about(Way.WARNING, contents=Contents(told=TOLD))

    assert [knows(who, warning, FOR_BO) for who in (CLIENT, MOTHER, FATHER)] == [True, False, False]


def test_a_client_knows_of_a_warning_about_their_child_if_they_were_told() -> None:
    hers = guardianship(CLIENT, subject=CAN)
    told, untold = (about(Way.WARNING, subject=CAN, contents=Contents(told=said)) for said in (TOLD, None))

    assert knows(CLIENT, told, guardianships=[hers])
    assert not knows(CLIENT, untold, guardianships=[hers])
    assert not knows(CLIENT, told, guardianships=[])


def test_what_is_about_somebody_for_whom_they_do_not_speak_is_not_theirs() -> None:
    by_father = about(subject=FATHER, basis=FOR_BO.id)

    assert not knows(MOTHER, by_father, FOR_BO)
    assert knows(FATHER, by_father, FOR_BO)
