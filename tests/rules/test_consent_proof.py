"""Nobody can forge a consent: what was not signed by those who alone can give it proves nothing."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from hub.canonical import signature_of
from hub.consent import signed
from hub.consent.model import (
    ORGANISATION,
    Action,
    Answer,
    Consent,
    Deed,
    Event,
    Form,
    Kind,
    Recipient,
    State,
    Terms,
)
from hub.identifiers import CLIENT, CaseId, ConsentId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, DARIO, F1, JONAS, key_of, terms_for
from tests.signing import circle_of, public, written
from tests.signing import read as read_of

DAY = timedelta(days=1)
ID = ConsentId("consent-1")
PAPER = replace(terms_for(BO), form=Form.PAPER, evidence="ab" * 32)
KEYS = {CLIENT: public(JONAS.key), AMIRA.id: public(key_of(AMIRA)), BO.id: public(key_of(BO))}


def signed_text(terms: Terms = PAPER) -> str:
    return written(ID, terms)


def event(number: int, deed: Deed, actor: str, key: SigningKey | None = None, text: str = "") -> Event:
    signature = signature_of(signed.statement(text), key) if key else ""
    return Event(number=number, at=MONDAY, deed=deed, actor=actor, signature=signature)


def in_the_app(text: str, key: SigningKey = JONAS.key) -> list[Event]:
    return [event(1, Deed.REQUEST, AMIRA.id), event(2, Deed.GIVE, CLIENT, key, text)]


def on_paper(text: str, *, second: str = BO.id, key: SigningKey | None = None) -> list[Event]:
    return [
        event(1, Deed.RECORD, AMIRA.id, key_of(AMIRA), text),
        event(2, Deed.CONFIRM, second, key or key_of(BO), text),
    ]


def read(text: str, events: list[Event], keys: Mapping[str, str] = KEYS) -> Consent:
    return read_of(ID, text, events, keys)


APP_TEXT, PAPER_TEXT = signed_text(terms_for(BO)), signed_text()


# What proves it.


def test_in_the_app_the_clients_own_signature_proves_it() -> None:
    consent = read(APP_TEXT, in_the_app(APP_TEXT))

    assert (consent.proven, consent.state) == (True, State.GIVEN)


def test_on_paper_two_professionals_prove_it() -> None:
    consent = read(PAPER_TEXT, on_paper(PAPER_TEXT))

    assert (consent.proven, consent.state, consent.recorded_by) == (True, State.GIVEN, AMIRA.id)


@pytest.mark.parametrize(
    "events",
    [
        [event(1, Deed.REQUEST, AMIRA.id), event(2, Deed.GIVE, CLIENT)],
        in_the_app(APP_TEXT, key_of(AMIRA)),
        in_the_app(PAPER_TEXT),
        [event(1, Deed.REQUEST, AMIRA.id), event(2, Deed.GIVE, AMIRA.id, key_of(AMIRA), APP_TEXT)],
        [event(1, Deed.REQUEST, AMIRA.id), event(2, Deed.GIVE, DARIO.id, key_of(DARIO), APP_TEXT)],
        on_paper(APP_TEXT),
        [],
    ],
    ids=["unsigned", "by staff's key", "of another text", "by staff", "by dario", "as paper", "nothing"],
)
def test_nobody_but_the_client_can_give_it_in_the_app(events: list[Event]) -> None:
    assert not read(APP_TEXT, events).proven


@pytest.mark.parametrize(
    "events",
    [
        on_paper(PAPER_TEXT)[:1],
        on_paper(PAPER_TEXT, second=AMIRA.id, key=key_of(AMIRA)),
        on_paper(PAPER_TEXT, second=DARIO.id, key=key_of(DARIO)),
        on_paper(PAPER_TEXT, key=key_of(AMIRA)),
        on_paper(APP_TEXT),
        in_the_app(PAPER_TEXT),
    ],
    ids=["one only", "one twice", "a stranger", "with her key", "of another text", "as in the app"],
)
def test_a_paper_needs_four_eyes(events: list[Event]) -> None:
    assert not read(PAPER_TEXT, events).proven


def test_two_names_with_one_key_are_two_eyes_only() -> None:
    same = KEYS | {BO.id: KEYS[AMIRA.id]}

    assert not read(PAPER_TEXT, on_paper(PAPER_TEXT, key=key_of(AMIRA)), same).proven


def test_without_a_pinned_key_nothing_is_proven() -> None:
    assert not read(APP_TEXT, in_the_app(APP_TEXT), {}).proven


@pytest.mark.parametrize(
    "change",
    [
        {"valid_until": "2099-01-01T00:00:00.000000+00:00"},
        {"recipient": {"agency": DARIO.agency, "function": DARIO.function, "person": None}},
        {"in_common": False},
        {"circles": [circle_of("health")]},
        {"circles": []},
        {"contents_sha256": "0" * 64},
        {"form": "kiosk"},
        {"told": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_consent_proves_nothing(change: dict[str, Any]) -> None:
    altered = signed.written(json.loads(APP_TEXT) | change)

    assert not read(altered, in_the_app(APP_TEXT)).proven


@given(st.integers(0, len(APP_TEXT) - 1), st.sampled_from("0123456789abcdef \\"))
def test_a_changed_letter_anywhere_proves_nothing(place: int, letter: str) -> None:
    altered = APP_TEXT[:place] + letter + APP_TEXT[place + 1 :]

    assert read(altered, in_the_app(APP_TEXT)).proven == (altered == APP_TEXT)


def test_a_consent_moved_to_another_case_or_number_proves_nothing() -> None:
    events = in_the_app(APP_TEXT)

    assert not read_of(ConsentId("other"), APP_TEXT, events, KEYS).proven
    assert not read_of(ID, APP_TEXT, events, KEYS, case=CaseId("case-f2")).proven


def test_a_signature_under_anything_else_is_none_under_a_consent() -> None:
    bare = Event(
        number=2,
        at=MONDAY,
        deed=Deed.GIVE,
        actor=CLIENT,
        signature=signature_of(APP_TEXT.encode(), JONAS.key),
    )

    assert not read(APP_TEXT, [event(1, Deed.REQUEST, AMIRA.id), bare]).proven


# What a record says.


def test_a_record_says_what_was_consented_to() -> None:
    terms = replace(
        terms_for(BO, begins=MONDAY + DAY),
        kind=Kind.SECRECY_RELEASE,
        recipient=Recipient(BO.agency, BO.function, BO.id),
        actions=frozenset({Action.READ, Action.EXPORT}),
        senders=(AMIRA.agency,),
        themes={"school": Answer.YES, ORGANISATION: Answer.ASK},
    )
    text = signed_text(terms)

    consent = read(text, in_the_app(text))

    assert consent.kind is Kind.SECRECY_RELEASE
    assert consent.recipient == terms.recipient
    assert consent.actions == terms.actions
    assert consent.senders == (AMIRA.agency,)
    assert not consent.in_common
    assert consent.circles == (circle_of("school"),)
    assert (consent.valid_from, consent.valid_until) == (MONDAY + DAY, terms.valid_until)


def test_only_a_yes_lets_into_the_circle_of_a_theme() -> None:
    themes = {"school": Answer.YES, "work": Answer.ASK, "health": Answer.NO, "debts": Answer.YES}
    text = signed_text(replace(terms_for(BO), themes=themes))

    consent = read(text, in_the_app(text))

    assert set(consent.circles) == {circle_of("school"), circle_of("debts")}
    assert list(consent.circles) == sorted(consent.circles)


@pytest.mark.parametrize(
    "said",
    [
        {"circles": (circle_of("health"), circle_of("housing"))},
        {"circles": (circle_of("health"),)},
        {"in_common": False},
    ],
    ids=["more", "another", "other than in common"],
)
def test_a_consent_whose_circles_are_not_those_of_its_themes_proves_nothing(said: dict[str, Any]) -> None:
    # As a hub would write it that wants somebody to hear more than the client was asked for.
    consent = replace(read(APP_TEXT, in_the_app(APP_TEXT)), **said)

    record = signed.opened(consent, signed.contents(terms_for(BO), "salt"), circle_of=circle_of)

    assert not record.consent.proven


def test_without_a_beginning_it_holds_from_when_it_was_asked_for() -> None:
    assert read(APP_TEXT, in_the_app(APP_TEXT)).valid_from == MONDAY


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"form": "app"}', '{"form": 7}'])
def test_what_is_no_document_proves_nothing_and_hinders_nothing(text: str) -> None:
    consent = read(text, in_the_app(APP_TEXT))

    assert (consent.id, consent.case, consent.proven) == (ID, F1, False)


def test_what_is_private_stands_in_what_is_signed_by_its_hash_only() -> None:
    assert terms_for(BO).purpose not in APP_TEXT
    assert "housing" not in APP_TEXT
    assert "health" not in APP_TEXT


def test_the_contents_open_to_what_was_signed() -> None:
    consent = read(APP_TEXT, in_the_app(APP_TEXT))

    record = signed.opened(consent, signed.contents(terms_for(BO), "salt"), circle_of=circle_of)

    assert record.consent.proven
    assert record.purpose == terms_for(BO).purpose
    assert record.themes == terms_for(BO).themes


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "Anderes"},
        {"salt": "other"},
        {"reason": "weil"},
        {"note": "x"},
        {"themes": {"debts": "yes"}},
    ],
)
def test_contents_that_are_not_the_signed_ones_prove_nothing(change: dict[str, object]) -> None:
    consent = read(APP_TEXT, in_the_app(APP_TEXT))

    record = signed.opened(consent, signed.contents(terms_for(BO), "salt") | change, circle_of=circle_of)

    assert not record.consent.proven


# Whose document it is.


def test_a_document_is_about_its_own_record_only() -> None:
    assert signed.is_about(APP_TEXT, ID, F1)
    assert not signed.is_about(APP_TEXT, ConsentId("other"), F1)
    assert not signed.is_about(APP_TEXT, ID, CaseId("case-f2"))
    assert not signed.is_about("no document", ID, F1)


def test_a_record_nobody_can_read_stands_as_given_and_is_never_proven() -> None:
    consent = read_of(ID, APP_TEXT, None, KEYS)

    assert (consent.id, consent.case, consent.state, consent.proven) == (ID, F1, State.GIVEN, False)


def test_an_event_slipped_in_behind_proves_nothing() -> None:
    slipped = [*in_the_app(APP_TEXT), event(3, Deed.DEFER, CLIENT)]

    assert not read(APP_TEXT, slipped).proven
