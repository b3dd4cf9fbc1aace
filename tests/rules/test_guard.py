"""What the guard refuses, decided from what it has heard."""

from collections.abc import Mapping
from math import inf
from typing import Any

import pytest

from fallraum_guard.rules import CaseRoom, Names, Reason, Said, inviting, joining, making, sending
from hub.matrix import names as hub_names
from tests.people import AMIRA, BO, DARIO, ELIF, HUB, STEWARD, VOICE

NOW = 1_795_424_400.0
NAMES = Names(HUB)
CLIENT = hub_names.new_client("0123456789ab", HUB)
SEATS: dict[str, float] = {AMIRA.user: inf, BO.user: NOW + 60, CLIENT: inf, VOICE: inf}
ROOM = CaseRoom(SEATS, is_fresh=True)
OLD = CaseRoom(SEATS, is_fresh=False)
UNTOLD = CaseRoom(None, is_fresh=True)
MEGOLM = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgAEnACgAkLmt6q"}


def says(user: str, kind: str = "m.room.encrypted", content: Mapping[str, Any] = MEGOLM) -> Said:
    return Said(user, kind, is_state=False, content=content)


def changes(user: str, kind: str) -> Said:
    return Said(user, kind, is_state=True, content={})


# Whose account is whose.


def test_the_guard_and_the_hub_call_the_same_accounts_by_the_same_names() -> None:
    assert hub_names.steward(HUB) == NAMES.steward
    assert NAMES.is_client(CLIENT)
    assert all(NAMES.is_hubs(user) for user in (STEWARD, VOICE, hub_names.conference_voice(HUB)))
    assert not NAMES.is_hubs(CLIENT)


def test_clients_and_the_hubs_own_are_hidden_and_nobody_else_is() -> None:
    assert [NAMES.is_hidden(user) for user in (CLIENT, STEWARD, VOICE)] == [True, True, True]
    assert not NAMES.is_hidden(AMIRA.user)


@pytest.mark.parametrize("name", ["@fallraum-steward", "@fallraum-k-0123456789ab"])
def test_a_name_of_the_hubs_on_another_server_is_nobody_special(name: str) -> None:
    stranger = f"{name}:evil.example"

    assert not NAMES.is_hubs(stranger)
    assert not NAMES.is_client(stranger)
    assert joining(NAMES, ROOM, stranger, NOW) is Reason.NOT_RIGHTFUL
    assert inviting(NAMES, ROOM, stranger) is Reason.INVITATION


# Joining.


@pytest.mark.parametrize("user", [AMIRA.user, BO.user, CLIENT, VOICE, STEWARD])
def test_who_may_sit_comes_in(user: str) -> None:
    assert joining(NAMES, ROOM, user, NOW) is None


@pytest.mark.parametrize("user", [DARIO.user, ELIF.user])
def test_nobody_else_comes_in(user: str) -> None:
    assert joining(NAMES, ROOM, user, NOW) is Reason.NOT_RIGHTFUL


def test_nobody_comes_in_at_the_very_instant_their_right_ends() -> None:
    assert joining(NAMES, ROOM, BO.user, NOW + 59.999) is None
    assert joining(NAMES, ROOM, BO.user, NOW + 60) is Reason.RIGHT_ENDED


def test_while_the_hub_is_not_heard_nobody_new_comes_in() -> None:
    assert joining(NAMES, OLD, AMIRA.user, NOW) is Reason.NOT_KNOWN
    assert joining(NAMES, OLD, DARIO.user, NOW) is Reason.NOT_KNOWN
    assert joining(NAMES, OLD, BO.user, NOW + 61) is Reason.RIGHT_ENDED


def test_nobody_comes_into_a_room_of_the_hubs_of_which_it_has_said_nothing() -> None:
    assert joining(NAMES, UNTOLD, AMIRA.user, NOW) is Reason.NOT_KNOWN
    assert joining(NAMES, UNTOLD, VOICE, NOW) is None


def test_other_rooms_are_none_of_its_business() -> None:
    assert joining(NAMES, None, DARIO.user, NOW) is None
    assert sending(NAMES, None, says(DARIO.user, "m.room.message", {"body": "x"}), NOW) is None
    assert inviting(NAMES, None, DARIO.user) is None
    assert making(NAMES, None, DARIO.user) is None


# Saying something.


@pytest.mark.parametrize("user", [AMIRA.user, BO.user, CLIENT, VOICE, STEWARD])
def test_who_may_sit_says_what_they_like_encrypted(user: str) -> None:
    assert sending(NAMES, ROOM, says(user), NOW) is None


@pytest.mark.parametrize("user", [DARIO.user, ELIF.user])
def test_who_sits_there_without_a_right_says_nothing(user: str) -> None:
    assert sending(NAMES, ROOM, says(user), NOW) is Reason.NOT_RIGHTFUL
    assert sending(NAMES, OLD, says(user), NOW) is Reason.NOT_RIGHTFUL


def test_an_end_acts_by_itself_whether_the_hub_is_heard_or_not() -> None:
    assert sending(NAMES, ROOM, says(BO.user), NOW + 60) is Reason.RIGHT_ENDED
    assert sending(NAMES, OLD, says(BO.user), NOW + 60) is Reason.RIGHT_ENDED


def test_nobody_inside_is_hindered_while_the_hub_is_not_heard() -> None:
    assert sending(NAMES, OLD, says(AMIRA.user), NOW) is None
    assert sending(NAMES, UNTOLD, says(AMIRA.user), NOW) is None


@pytest.mark.parametrize("room", [ROOM, OLD, UNTOLD])
@pytest.mark.parametrize("user", [AMIRA.user, CLIENT, VOICE, STEWARD])
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.message", {"msgtype": "m.text", "body": "Jonas"}),
        ("m.call.invite", {"call_id": "1"}),
        ("m.room.encrypted", {"algorithm": "none", "ciphertext": "Jonas"}),
        ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "body": "Jonas"}),
    ],
)
def test_nobody_says_anything_in_plaintext(room: CaseRoom, user: str, kind: str, content: Any) -> None:
    assert sending(NAMES, room, says(user, kind, content), NOW) is Reason.PLAINTEXT


@pytest.mark.parametrize("kind", ["m.reaction", "m.room.redaction"])
def test_what_is_never_encrypted_is_said_by_who_may_sit_only(kind: str) -> None:
    assert sending(NAMES, ROOM, says(AMIRA.user, kind, {}), NOW) is None
    assert sending(NAMES, ROOM, says(DARIO.user, kind, {}), NOW) is Reason.NOT_RIGHTFUL


def test_what_was_taken_back_tells_nothing() -> None:
    assert sending(NAMES, ROOM, says(AMIRA.user, content={}), NOW) is None


# The room's state.


@pytest.mark.parametrize("kind", ["m.room.power_levels", "m.room.tombstone", "org.example.anything"])
@pytest.mark.parametrize("room", [ROOM, OLD, UNTOLD])
def test_nobody_here_but_the_steward_changes_a_room(kind: str, room: CaseRoom) -> None:
    assert sending(NAMES, room, changes(STEWARD, kind), NOW) is None
    for user in (AMIRA.user, CLIENT, VOICE):
        assert sending(NAMES, room, changes(user, kind), NOW) is Reason.ROOM_RULES


def test_what_another_server_says_of_the_room_is_seen_here_too() -> None:
    there = "@mallory:evil.example"

    assert sending(NAMES, ROOM, changes(there, "m.room.member"), NOW) is None
    assert sending(NAMES, ROOM, changes(there, "m.room.power_levels"), NOW) is None
    assert sending(NAMES, ROOM, says(there), NOW) is Reason.NOT_RIGHTFUL


def test_who_leaves_is_never_kept() -> None:
    assert sending(NAMES, ROOM, changes(DARIO.user, "m.room.member"), NOW) is None


# Asking in, and making rooms.


@pytest.mark.parametrize("room", [ROOM, OLD, UNTOLD])
def test_only_the_steward_asks_in(room: CaseRoom) -> None:
    assert inviting(NAMES, room, STEWARD) is None
    assert {inviting(NAMES, room, user) for user in (AMIRA.user, VOICE)} == {Reason.INVITATION}


@pytest.mark.parametrize("room", [None, ROOM])
def test_nobody_but_the_hub_asks_a_client_in_anywhere(room: CaseRoom | None) -> None:
    stranger = "@fallraum-k-5f3c:elsewhere.localhost"

    assert inviting(NAMES, room, STEWARD, CLIENT) is None
    assert {inviting(NAMES, room, who, CLIENT) for who in (AMIRA.user, DARIO.user)} == {Reason.CLIENT_ASKED}
    assert inviting(NAMES, None, DARIO.user, AMIRA.user) is None
    assert inviting(NAMES, None, DARIO.user, stranger) is None


def test_a_clients_account_asks_nobody_in_anywhere_and_makes_no_room() -> None:
    assert inviting(NAMES, None, CLIENT) is Reason.CLIENT_ACCOUNT
    assert inviting(NAMES, ROOM, CLIENT) is Reason.CLIENT_ACCOUNT
    assert making(NAMES, None, CLIENT) is Reason.CLIENT_ACCOUNT


def test_nobody_puts_another_room_in_the_place_of_one_of_the_hubs() -> None:
    assert making(NAMES, ROOM, AMIRA.user) is Reason.ROOM_RULES
    assert making(NAMES, ROOM, STEWARD) is None
