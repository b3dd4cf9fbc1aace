"""Identifiers are read once, at the border: what is none becomes a no with a reason."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Refused
from hub.identifiers import AgencyId, UserId, is_party, parse_agency_id, parse_user_id, server_of
from tests.people import AGENCIES, BO, HUB, JONAS, JUGENDAMT_SERVER, PROFESSIONALS, STEWARD, VOICE

# Other servers send what they like, halves of characters too.
anything = st.text() | st.text(st.sampled_from("@bo:hub.example 8448\nß٣\ud800"))


@pytest.mark.parametrize("user", [*(person.user for person in PROFESSIONALS), JONAS.user, STEWARD, VOICE])
def test_everybody_of_the_cast_has_an_address(user: UserId) -> None:
    assert parse_user_id(user) == user


@pytest.mark.parametrize("agency", [agency.id for agency in AGENCIES])
def test_every_agency_of_the_cast_has_a_short_name(agency: AgencyId) -> None:
    assert parse_agency_id(agency) == agency


@pytest.mark.parametrize(
    "text",
    [
        "@a:b",
        "@a.b_c=d/e+f-0:hub.example",
        "@bo:hub.example:8448",
        "@bo:192.0.2.7",
        "@bo:[2001:db8::7]",
        "@bo:[2001:db8::7]:8448",
    ],
)
def test_an_address_of_any_kind_of_server_is_taken(text: str) -> None:
    assert parse_user_id(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bo",
        "@bo",
        "bo:hub.example",
        "@:hub.example",
        "@bo:",
        "@Bo:hub.example",
        "@bo lindner:hub.example",
        "@bö:hub.example",
        "@bo:hub example",
        "@bo:hub.example/path",
        "@bo:hub.example:port",
        "@bo:hub.example:123456",
        "@bo:[2001:db8::7",
        "@bo:hub.example\n",
        " @bo:hub.example",
        "!room:hub.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    answer = parse_user_id(text)

    assert isinstance(answer, Refused)
    assert answer.reason == "malformed-user-id"


def test_an_address_has_at_most_255_bytes() -> None:
    longest = f"@{'a' * (255 - len('@:') - len(HUB))}:{HUB}"

    assert parse_user_id(longest) == longest
    assert isinstance(parse_user_id("@a" + longest[1:]), Refused)


def test_an_address_with_half_a_character_is_refused() -> None:
    half = "@bo\ud800:hub.example"

    assert isinstance(parse_user_id(half), Refused)


def test_a_port_is_written_in_the_digits_of_the_specification() -> None:
    arabic_indic_three = "٣"

    assert isinstance(parse_user_id(f"@bo:hub.example:{arabic_indic_three}"), Refused)


@given(anything)
def test_whatever_is_typed_as_an_address_gets_an_answer(text: str) -> None:
    answer = parse_user_id(text)

    assert answer == text or isinstance(answer, Refused)


@given(st.from_regex(r"@[ -~]{1,40}:[ -~]{1,40}", fullmatch=True))
def test_whatever_is_taken_as_an_address_has_a_name_and_a_server(text: str) -> None:
    user = parse_user_id(text)

    if not isinstance(user, Refused):
        name, _, server = user.partition(":")
        assert re.fullmatch(r"@[a-z0-9._=/+-]+", name)
        assert server_of(user) == server != ""


def test_the_server_of_an_address_is_all_that_follows_the_name() -> None:
    assert server_of(BO.user) == JUGENDAMT_SERVER
    assert server_of(UserId("@bo:[2001:db8::7]:8448")) == "[2001:db8::7]:8448"


@pytest.mark.parametrize(
    "text", ["", "a", "Jugendamt", "jugend amt", "1jugendamt", "-amt", "jugendämter", "a" * 41, "amt\n"]
)
def test_what_is_no_short_name_is_refused(text: str) -> None:
    answer = parse_agency_id(text)

    assert isinstance(answer, Refused)
    assert answer.reason == "malformed-agency-id"


def test_a_short_name_has_two_to_forty_characters() -> None:
    assert parse_agency_id("ja") == "ja"
    assert parse_agency_id("j" * 40) == "j" * 40


@given(anything)
def test_whatever_is_typed_as_a_short_name_gets_an_answer(text: str) -> None:
    answer = parse_agency_id(text)

    assert answer == text or isinstance(answer, Refused)


@pytest.mark.parametrize("parse", [parse_user_id, parse_agency_id])
def test_a_refusal_shows_the_beginning_of_what_was_typed(parse: Callable[[str], object]) -> None:
    answer = parse("Bo " + "x" * 10_000)

    assert isinstance(answer, Refused)
    assert "Bo x" in answer.facts["given"]
    assert len(answer.facts["given"]) <= 60


@pytest.mark.parametrize(
    ("actor", "is_theirs"), [("client", True), ("party:1", True), ("terminal", False), ("client:case", False)]
)
def test_who_stands_on_the_clients_side(actor: str, is_theirs: bool) -> None:
    assert is_party(actor) is is_theirs
