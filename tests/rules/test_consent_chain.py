"""A record is held against the audit chain: what the two do not tell alike is proven by neither."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from nacl.signing import SigningKey

from hub.audit import Act
from hub.canonical import fingerprint
from hub.consent import proof
from hub.consent.model import CLIENT, Consent, Deed, Event, State
from hub.consent.rules import noted
from hub.identifiers import ConsentId
from tests.clock import MONDAY
from tests.people import AMIRA, DARIO, F1, JONAS, key_of
from tests.rules.test_consent_proof import (
    APP_TEXT,
    DAY,
    ID,
    KEYS,
    PAPER_TEXT,
    event,
    in_the_app,
    on_paper,
    read,
)
from tests.signing import public


def told(events: Iterable[Event], id_: ConsentId = ID) -> list[Act]:
    return [noted(id_, F1, one) for one in events]


def held(events: list[Event], acts: Iterable[Act]) -> Consent:
    return proof.held(read(APP_TEXT, events), events, proof.chain(acts))


GIVEN = in_the_app(APP_TEXT)
ENDED = [*GIVEN, event(3, Deed.WITHDRAW, CLIENT)]


@pytest.mark.parametrize("events", [GIVEN[:1], GIVEN, ENDED], ids=["asked", "given", "ended"])
def test_what_the_chain_tells_alike_stays_as_it_is(events: list[Event]) -> None:
    assert held(events, told(events)) == read(APP_TEXT, events)


def test_the_order_in_which_events_are_read_tells_nothing() -> None:
    assert held(ENDED[::-1], told(ENDED)) == read(APP_TEXT, ENDED)


@pytest.mark.parametrize(
    "events",
    [
        GIVEN,
        [],
        [ENDED[0], ENDED[2]],
        [*ENDED, event(4, Deed.REQUEST, AMIRA.id)],
        [*ENDED[:2], replace(ENDED[2], actor=AMIRA.id)],
        [*ENDED[:2], replace(ENDED[2], deed=Deed.REVOKE)],
        [*ENDED[:2], replace(ENDED[2], at=MONDAY + DAY / 86_400_000_000)],
        [replace(ENDED[0], at=MONDAY - DAY), *ENDED[1:]],
    ],
    ids=["its end", "all", "its middle", "one more", "whose", "what", "a microsecond", "its beginning"],
)
def test_what_the_chain_tells_otherwise_is_contradicted_and_stands_as_the_chain_tells_it(
    events: list[Event],
) -> None:
    consent = held(events, told(ENDED))

    assert (consent.contradicted, consent.proven) == (True, False)
    assert (consent.state, consent.given_at, consent.ended_at) == (State.WITHDRAWN, MONDAY, MONDAY)


def test_an_event_of_which_the_chain_knows_nothing_gives_nothing() -> None:
    consent = held(GIVEN, told(GIVEN[:1]))

    assert (consent.contradicted, consent.proven, consent.state) == (True, False, State.REQUESTED)


def test_a_record_of_which_the_chain_knows_nothing_proves_nothing() -> None:
    consent = held(GIVEN, [])

    assert (consent.contradicted, consent.proven, consent.state) == (True, False, State.DRAFT)


def test_a_deed_that_only_a_newer_program_knows_is_no_silence() -> None:
    paused = replace(told(ENDED)[2], deed="consent.paused")

    consent = held(GIVEN, [*told(GIVEN), paused])

    assert (consent.contradicted, consent.proven, consent.state) == (True, False, State.GIVEN)


def test_what_the_chain_tells_of_others_is_about_others() -> None:
    others = [*told(ENDED, ConsentId("consent-2")), Act(at=MONDAY, actor="hub", deed="seat.ended", case=F1)]

    assert held(GIVEN, [*told(GIVEN), *others]).proven


def test_a_record_that_is_gone_is_missed() -> None:
    chain = proof.chain([*told(GIVEN), *told(on_paper(PAPER_TEXT), ConsentId("consent-2"))])

    assert proof.missing({ID}, chain) == ("consent-2",)
    assert proof.missing({ID, ConsentId("consent-2")}, chain) == ()
    assert proof.held(proof.unreadable(ID, F1), (), chain).state is State.GIVEN


def test_consents_of_the_first_version_are_not_missed() -> None:
    # They were given without having been asked for in a record, and their table is no more.
    assert proof.missing((), proof.chain(told(GIVEN[1:]))) == ()


# Keys.


def pinned(owner: str, key: SigningKey, *, basis: str | None = None) -> Act:
    named = fingerprint(public(key)) if basis is None else basis
    return Act(at=MONDAY, actor="test", deed=proof.KEY_PINNED, case=F1, target=owner, basis=named)


def test_a_key_that_the_chain_knows_signs() -> None:
    chain = proof.chain([pinned(CLIENT, JONAS.key), pinned(AMIRA.id, key_of(AMIRA))])

    assert proof.vouched(KEYS, chain) == {name: KEYS[name] for name in (CLIENT, AMIRA.id)}


@pytest.mark.parametrize(
    "acts",
    [
        [],
        [pinned(CLIENT, key_of(DARIO))],
        [pinned(DARIO.id, JONAS.key)],
        [pinned(CLIENT, JONAS.key, basis="")],
        [pinned(CLIENT, key_of(DARIO)), pinned(CLIENT, JONAS.key)],
    ],
    ids=["no key", "another key", "another's", "no fingerprint", "a second key"],
)
def test_a_key_that_the_chain_does_not_know_as_theirs_signs_nothing(acts: list[Act]) -> None:
    assert proof.vouched({CLIENT: KEYS[CLIENT]}, proof.chain(acts)) == {}


def test_a_key_named_again_by_its_fingerprint_signs_also_if_it_was_named_without_one_before() -> None:
    chain = proof.chain([pinned(CLIENT, JONAS.key, basis=""), pinned(CLIENT, JONAS.key)])

    assert proof.vouched({CLIENT: KEYS[CLIENT]}, chain) == {CLIENT: KEYS[CLIENT]}


@pytest.mark.parametrize("key", ["", "no key", "b'AAAA'"])
def test_what_is_no_key_signs_nothing_and_hinders_nothing(key: str) -> None:
    chain = proof.chain([pinned(CLIENT, JONAS.key)])

    assert proof.vouched({CLIENT: key}, chain) == {}
    with pytest.raises(ValueError, match="no public key"):
        fingerprint(key)
