"""What guardians gave counts by their own keys, from all of them, and only while they may speak."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from nacl.signing import SigningKey

from hub.canonical import signature_of
from hub.consent import rules, signed
from hub.consent.model import Assessment, Consent, Deed, Event, Giver, State, Voice
from hub.identifiers import CLIENT, ConsentId, PartyId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, DARIO, KATJA, LENA, OLAF, key_of, terms_for
from tests.rules.test_parties import FATHER, MOTHER, guardianship
from tests.signing import ALONE, public, written
from tests.signing import read as read_of

DAY = timedelta(days=1)
ID = ConsentId("consent-1")
HERS = guardianship(MOTHER, public_key=public(KATJA.key))
HIS = guardianship(FATHER, public_key=public(OLAF.key))
BOTH = (Giver(MOTHER, HERS.id), Giver(FATHER, HIS.id))
NOT_YET = Assessment(by=AMIRA.id, is_capable=False, note="Zu viel auf einmal.", voice=Voice.AGREES)
CAPABLE = Assessment(by=AMIRA.id, is_capable=True, note="Sie weiß, worum es geht.")
TEXT = written(ID, replace(terms_for(BO), assessment=NOT_YET), BOTH)
OTHERS_KEY = key_of(DARIO)


def asked(*given: tuple[PartyId, SigningKey], text: str = TEXT) -> list[Event]:
    """They were asked; then those gave it, each with that key."""
    statement = signed.statement(text)
    return [
        Event(number=1, at=MONDAY, deed=Deed.REQUEST, actor=AMIRA.id),
        *(
            Event(number=n, at=MONDAY, deed=Deed.GIVE, actor=party, signature=signature_of(statement, key))
            for n, (party, key) in enumerate(given, 2)
        ),
    ]


GIVEN = asked((MOTHER, KATJA.key), (FATHER, OLAF.key))


def test_what_both_gave_with_their_own_keys_is_proven() -> None:
    consent = read_of(ID, TEXT, GIVEN, {}, HERS, HIS)

    assert (consent.state, consent.proven) == (State.GIVEN, True)
    assert rules.in_force(consent, MONDAY)


def test_what_one_of_them_gave_is_not_given_yet() -> None:
    consent = read_of(ID, TEXT, asked((MOTHER, KATJA.key)), {}, HERS, HIS)

    assert (consent.state, consent.given_at) == (State.REQUESTED, None)
    assert not rules.in_force(consent, MONDAY)


def test_nobody_says_yes_twice() -> None:
    twice = asked((MOTHER, KATJA.key), (MOTHER, KATJA.key), (FATHER, OLAF.key))

    assert not read_of(ID, TEXT, twice, {}, HERS, HIS).proven


@pytest.mark.parametrize(
    "changed",
    [
        {"vouched": False},
        {"subject": PartyId("party:can")},
        {"until": MONDAY + 89 * DAY},
        {"public_key": ""},
        {"public_key": public(OTHERS_KEY)},
    ],
    ids=["not vouched for", "for another child", "of age before it ends", "no key", "another key"],
)
def test_who_may_not_speak_for_her_gave_nothing(changed: dict[str, Any]) -> None:
    assert not read_of(ID, TEXT, GIVEN, {}, replace(HERS, **changed), HIS).proven


def test_a_guardianship_that_is_not_there_speaks_for_nobody() -> None:
    assert not read_of(ID, TEXT, GIVEN, {}, HIS).proven


def test_one_parent_does_not_give_it_by_the_guardianship_of_the_other() -> None:
    text = written(ID, replace(terms_for(BO), assessment=NOT_YET), [Giver(FATHER, HERS.id)])

    assert not read_of(ID, text, asked((FATHER, KATJA.key), text=text), {}, HERS, HIS).proven


def test_a_guardians_pinned_key_does_not_stand_in_for_the_one_that_was_vouched_for() -> None:
    forged = asked((MOTHER, OTHERS_KEY), (FATHER, OLAF.key))

    pinned: Mapping[str, str] = {MOTHER: public(OTHERS_KEY)}

    assert not read_of(ID, TEXT, forged, pinned, HERS, HIS).proven


def test_what_a_guardian_gave_ends_when_they_no_longer_speak() -> None:
    ended = replace(HERS, ended_at=MONDAY + 10 * DAY)

    consent = read_of(ID, TEXT, GIVEN, {}, ended, HIS)

    assert consent.valid_until == MONDAY + 10 * DAY
    assert rules.in_force(consent, MONDAY + 9 * DAY)
    assert not rules.in_force(consent, MONDAY + 10 * DAY)


@pytest.mark.parametrize(("assessment", "proven"), [(CAPABLE, True), (NOT_YET, False), (None, True)])
def test_who_cannot_decide_it_does_not_give_it_alone(assessment: Assessment | None, proven: bool) -> None:
    text = written(ID, replace(terms_for(BO), assessment=assessment), ALONE)
    keys: Mapping[str, str] = {CLIENT: public(LENA.key)}

    assert read_of(ID, text, asked((CLIENT, LENA.key), text=text), keys).proven is proven


@pytest.mark.parametrize("assessment", [CAPABLE, None])
def test_guardians_do_not_give_what_she_decides_herself(assessment: Assessment | None) -> None:
    text = written(ID, replace(terms_for(BO), assessment=assessment), BOTH)
    given = asked((MOTHER, KATJA.key), (FATHER, OLAF.key), text=text)

    assert not read_of(ID, text, given, {}, HERS, HIS).proven


def test_whom_it_is_about_may_look_at_what_others_gave_for_them() -> None:
    consent = read_of(ID, TEXT, GIVEN, {}, HERS, HIS)

    assert rules.may_look(consent, CLIENT)
    assert not rules.may_look(consent, PartyId("party:can"))


# What a document may say in a way that nobody foresaw.


def saying(changed: Mapping[str, object]) -> Consent:
    """A consent of somebody of age who signed a document with something changed in it."""
    text = signed.written(json.loads(written(ID, terms_for(BO))) | changed)
    return read_of(ID, text, asked((CLIENT, LENA.key), text=text), {CLIENT: public(LENA.key)})


@pytest.mark.parametrize("said", [None, "", 0, "no", 1])
def test_what_is_not_said_to_be_open_counts_as_counselling(said: object) -> None:
    assert saying({"counselling": said}).counselling
    assert not saying({"counselling": False}).counselling


@pytest.mark.parametrize("said", [1, "yes", [True], None, False])
def test_nothing_but_a_plain_yes_lets_into_the_common_room(said: object) -> None:
    assert not saying({"in_common": said}).in_common
    assert saying({"in_common": True}).in_common


@pytest.mark.parametrize("field", ["valid_from", "valid_until"])
def test_a_time_without_a_zone_is_no_time(field: str) -> None:
    assert not saying({field: "2026-12-24T18:00:00.000000"}).proven
    assert saying({field: "2026-12-24T18:00:00.000000+00:00"}).proven
