"""A record is held against the audit chain: what the two do not tell alike is proven by neither."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from hub.audit import Act
from hub.consent import chain, proof
from hub.consent.model import Consent, Deed, Event, State
from hub.consent.rules import noted
from hub.identifiers import CLIENT, ConsentId
from tests.clock import MONDAY
from tests.people import AMIRA, F1
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
from tests.signing import read as read_held


def told(events: Iterable[Event], id_: ConsentId = ID) -> list[Act]:
    return [noted(id_, F1, one) for one in events]


def held(events: list[Event], acts: Iterable[Act]) -> Consent:
    return read_held(ID, APP_TEXT, events, KEYS, told=list(acts))


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
    acts = chain.told([*told(GIVEN), *told(on_paper(PAPER_TEXT), ConsentId("consent-2"))])

    missed = chain.missing({ID}, acts)
    (consent,) = proof.read(F1, missed, KEYS, {})

    assert (consent.id, consent.state, consent.contradicted) == ("consent-2", State.GIVEN, True)
    assert not consent.proven
    assert chain.missing({ID, ConsentId("consent-2")}, acts) == []


def test_a_record_nobody_can_read_stands_as_the_chain_tells_it() -> None:
    unreadable = proof.Written(ID, "no document", None)

    (consent,) = proof.read(F1, [chain.held(unreadable, F1, chain.told(told(ENDED)))], KEYS, {})

    assert (consent.state, consent.contradicted, consent.proven) == (State.WITHDRAWN, True, False)


def test_which_record_took_its_place_stands_in_the_chain_too() -> None:
    ended = Event(number=3, at=MONDAY, deed=Deed.SUPERSEDE, actor=CLIENT, successor=ConsentId("heir"))
    whole = [*GIVEN, ended]

    assert not held(whole, told(whole)).contradicted
    other = held([*GIVEN, replace(ended, successor=ConsentId("another"))], told(whole))
    assert (other.contradicted, other.successor) == (True, "heir")


def test_consents_of_the_first_version_are_not_missed() -> None:
    # They were given without having been asked for in a record, and their table is no more.
    assert chain.missing((), chain.told(told(GIVEN[1:]))) == []
