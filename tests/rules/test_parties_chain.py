"""A key is whose the audit chain says it is, and a guardianship that ended has ended."""

from datetime import datetime, timedelta

import pytest
from nacl.signing import SigningKey

from hub.audit import Act
from hub.canonical import fingerprint
from hub.identifiers import CLIENT
from hub.parties import chain
from tests.clock import MONDAY
from tests.people import AMIRA, DARIO, F1, JONAS, key_of
from tests.rules.test_parties import guardianship
from tests.signing import public

KEYS = {CLIENT: public(JONAS.key), AMIRA.id: public(key_of(AMIRA)), DARIO.id: public(key_of(DARIO))}


def pinned(owner: str, key: SigningKey, *, basis: str | None = None) -> Act:
    named = fingerprint(public(key)) if basis is None else basis
    return Act(at=MONDAY, actor="test", deed=chain.KEY_PINNED, case=F1, target=owner, basis=named)


def test_a_key_that_the_chain_knows_signs() -> None:
    acts = [pinned(CLIENT, JONAS.key), pinned(AMIRA.id, key_of(AMIRA))]

    assert chain.vouched(KEYS, acts) == {name: KEYS[name] for name in (CLIENT, AMIRA.id)}


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
    assert chain.vouched({CLIENT: KEYS[CLIENT]}, acts) == {}


def test_a_key_named_again_by_its_fingerprint_signs_also_if_it_was_named_without_one_before() -> None:
    acts = [pinned(CLIENT, JONAS.key, basis=""), pinned(CLIENT, JONAS.key)]

    assert chain.vouched({CLIENT: KEYS[CLIENT]}, acts) == {CLIENT: KEYS[CLIENT]}


@pytest.mark.parametrize("key", ["", "no key", "b'AAAA'"])
def test_what_is_no_key_signs_nothing_and_hinders_nothing(key: str) -> None:
    acts = [pinned(CLIENT, JONAS.key)]

    assert chain.vouched({CLIENT: key}, acts) == {}
    with pytest.raises(ValueError, match="no public key"):
        fingerprint(key)


# Guardianships.

DAY = timedelta(days=1)


def ending(at: datetime = MONDAY, target: str = guardianship().id) -> Act:
    return Act(at=at, actor=AMIRA.id, deed=chain.ENDED, case=F1, target=target)


def test_a_guardianship_that_the_chain_tells_alike_stays_as_it_is() -> None:
    over = guardianship(ended_at=MONDAY)

    assert chain.held(guardianship(), []) == guardianship()
    assert chain.held(guardianship(), [ending(target="another")]) == guardianship()
    assert chain.held(over, [ending()]) == over


def test_an_end_that_was_taken_out_is_an_end() -> None:
    held = chain.held(guardianship(), [ending(MONDAY + DAY), ending()])

    assert (held.vouched, held.ended_at) == (False, MONDAY)
    assert not held.stands(MONDAY - DAY)


def test_an_end_that_was_moved_or_made_up_counts_for_nobody() -> None:
    moved = chain.held(guardianship(ended_at=MONDAY + DAY), [ending()])
    made_up = chain.held(guardianship(ended_at=MONDAY), [])

    assert (moved.vouched, moved.ended_at) == (False, MONDAY)
    assert (made_up.vouched, made_up.ended_at) == (False, MONDAY)
