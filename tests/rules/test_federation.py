"""Which homeservers belong to a network: what is not named does not."""

import pytest

from hub.federation import Servers, is_server_name, others
from hub.identifiers import COMMON, UserId
from hub.rooms import rules
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    HUB,
    JONAS,
    JUGENDAMT_SERVER,
    SERVERS,
    VOICE,
    case_f1,
    consent_for,
)


def test_people_of_the_hubs_own_server_and_of_allowed_ones_are_included() -> None:
    servers = Servers(HUB, frozenset({JUGENDAMT_SERVER}))
    assert servers.include(AMIRA.user)
    assert servers.include(BO.user)


def test_nobody_else_is() -> None:
    assert not Servers(HUB).include(BO.user)
    assert not Servers(HUB, frozenset({JUGENDAMT_SERVER})).include(UserId(f"@bo:sub.{JUGENDAMT_SERVER}"))
    assert not Servers(HUB).include(UserId(f"@dario:{HUB}:8448"))


def test_the_others_are_named_once_and_without_the_hubs_own() -> None:
    people = [AMIRA.user, BO.user, UserId(f"@kim:{JUGENDAMT_SERVER}"), DARIO.user, CHLOE.user, VOICE]
    assert others(people, HUB) == tuple(sorted({p.partition(":")[2] for p in people} - {HUB}))


@pytest.mark.parametrize("name", ["jugendamt.example", "jugendamt.example:8448", "127.0.0.2:1", "[::1]:8448"])
def test_a_server_can_be_called_so(name: str) -> None:
    assert is_server_name(name)


@pytest.mark.parametrize(
    "name", ["", "https://jugendamt.example", "a b", "@bo:jugendamt.example", "*", "a:", "a/b"]
)
def test_a_server_cannot_be_called_so(name: str) -> None:
    assert not is_server_name(name)


def test_whose_server_does_not_belong_to_the_network_has_no_right_and_the_others_keep_theirs() -> None:
    may = rules.rights(case_f1(BO, CHLOE), [consent_for(BO), consent_for(CHLOE)], [VOICE], MONDAY)
    assert rules.within(may, SERVERS) == may
    left = rules.within(may, Servers(HUB))[COMMON]
    assert BO.user in may[COMMON]
    assert BO.user not in left
    assert {JONAS.user, VOICE} <= left.keys()
