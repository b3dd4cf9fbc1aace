"""Signing: the specification's own examples, and that whatever cannot be read is not signed."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from bots.signing import is_signed, sign
from hub.canonical import canonical_json, decode, encode
from hub.matrix.wire import Json

# Matrix specification, appendix "Cryptographic Test Vectors".
SEED = "YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1"
KEY = SigningKey(decode(SEED))
PUBLIC = "XGX0JRS2Af3be3knz2fBiRbApjm2Dh61gXDJA8kcJNI"
DOMAIN, KEY_ID = "domain", "ed25519:1"

safe_integers = st.integers(-(2**53) + 1, 2**53 - 1)
words = st.text(max_size=4)
leaves = st.none() | st.booleans() | safe_integers | words
things = leaves | st.lists(leaves, max_size=3) | st.dictionaries(words, leaves, max_size=3)
objects = st.dictionaries(words, things, max_size=3)


def signed(thing: Mapping[str, Any]) -> Json:
    return sign(thing, KEY, user=DOMAIN, key_id=KEY_ID)


def stands(thing: Mapping[str, Any]) -> bool:
    return is_signed(thing, PUBLIC, user=DOMAIN, key_id=KEY_ID)


def nested(depth: int) -> list[Any]:
    deep: list[Any] = []
    for _ in range(depth):
        deep = [deep]
    return deep


# The specification's examples.


def test_the_specifications_seed_gives_its_public_key() -> None:
    assert encode(bytes(KEY.verify_key)) == PUBLIC


@pytest.mark.parametrize(
    ("thing", "signature"),
    [
        ({}, "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"),
        (
            {"one": 1, "two": "Two"},
            "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw",
        ),
    ],
    ids=["nothing", "two fields"],
)
def test_the_specifications_objects_get_its_signatures(thing: Json, signature: str) -> None:
    assert signed(thing) == thing | {"signatures": {DOMAIN: {KEY_ID: signature}}}
    assert stands(signed(thing))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("{}", "{}"),
        ('{\n  "one": 1,\n  "two": "Two"\n}', '{"one":1,"two":"Two"}'),
        ('{"b": "2", "a": "1"}', '{"a":"1","b":"2"}'),
        (
            """{"auth": {"success": true, "mxid": "@john.doe:example.com", "profile": {
                "display_name": "John Doe", "three_pids": [
                {"medium": "email", "address": "john.doe@example.org"},
                {"medium": "msisdn", "address": "123456789"}]}}}""",
            '{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe","three_pids":'
            '[{"address":"john.doe@example.org","medium":"email"},'
            '{"address":"123456789","medium":"msisdn"}]},"success":true}}',
        ),
        ('{"a": "日本語"}', '{"a":"日本語"}'),
        ('{"本": 2, "日": 1}', '{"日":1,"本":2}'),
        (r'{"a": "\u65E5"}', '{"a":"日"}'),
        ('{"a": null}', '{"a":null}'),
        ('{"a": -0}', '{"a":0}'),
    ],
)
def test_the_specifications_examples_are_written_in_its_one_form(written: str, canonical: str) -> None:
    assert canonical_json(json.loads(written)) == canonical.encode()


# The one form.


@given(objects)
def test_the_one_form_reads_back_as_the_same_thing(thing: Json) -> None:
    assert json.loads(canonical_json(thing)) == thing


@given(objects, st.data())
def test_the_one_form_does_not_depend_on_the_order_of_fields(thing: Json, data: st.DataObject) -> None:
    reordered = dict(data.draw(st.permutations(list(thing.items()))))

    assert canonical_json(reordered) == canonical_json(thing)


def test_fields_stand_in_the_order_of_code_points_and_not_of_utf_16() -> None:
    assert canonical_json({"\U00010000": 1, "\uff61": 2}) == '{"\uff61":2,"\U00010000":1}'.encode()


@pytest.mark.parametrize("fraction", [0.5, 1.0, -0.0, 1e10, float("nan"), float("inf")])
@pytest.mark.parametrize("place", ["alone", "in a list", "deep"])
def test_the_one_form_knows_no_fractions(fraction: float, place: str) -> None:
    thing = {"alone": fraction, "in a list": [1, fraction], "deep": {"a": [{"b": fraction}]}}[place]

    with pytest.raises(ValueError, match="fractions"):
        canonical_json({"a": thing})


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**30])
def test_the_one_form_knows_no_integer_that_other_clients_cannot_hold(number: int) -> None:
    # Specification, appendix "Canonical JSON": from -(2**53)+1 to (2**53)-1.
    assert canonical_json([2**53 - 1, -(2**53) + 1]) == b"[9007199254740991,-9007199254740991]"

    with pytest.raises(ValueError, match="integer"):
        canonical_json({"a": number})


# Base64 without padding.


@given(st.binary(max_size=70))
def test_what_is_encoded_has_no_padding_and_reads_back(raw: bytes) -> None:
    text = encode(raw)

    assert "=" not in text
    assert decode(text) == raw


@pytest.mark.parametrize("text", ["A", "*", "ä", "AA AA", "AAAA\n", "-_-_"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(text)


# Signing.


@given(objects)
def test_whatever_is_signed_stands(thing: Json) -> None:
    thing.pop("signatures", None)

    assert stands(signed(thing))


@given(objects, words, things)
def test_a_changed_field_no_longer_stands(thing: Json, field: str, other: object) -> None:
    thing.pop("signatures", None)
    was_signed = signed(thing)

    forged = was_signed | {field: other}

    signed_part = field not in ("signatures", "unsigned")
    if signed_part and canonical_json(forged) != canonical_json(was_signed):
        assert not stands(forged)


def test_what_a_server_adds_unsigned_changes_nothing() -> None:
    thing = signed({"one": 1})

    assert stands(thing | {"unsigned": {"age": 5}})
    assert signed({"one": 1, "unsigned": {"age": 5}})["signatures"] == thing["signatures"]


def test_another_signature_is_added_beside_the_first() -> None:
    other = SigningKey(bytes(32))
    thing = signed({"one": 1})

    twice = sign(thing, other, user=DOMAIN, key_id="ed25519:2")
    thrice = sign(twice, other, user="elsewhere", key_id="ed25519:1")

    assert stands(thrice)
    public = encode(bytes(other.verify_key))
    assert is_signed(thrice, public, user=DOMAIN, key_id="ed25519:2")
    assert is_signed(thrice, public, user="elsewhere", key_id="ed25519:1")


def test_signing_leaves_the_thing_itself_as_it_was() -> None:
    thing = signed({"one": 1})
    before = json.dumps(thing)

    sign(thing, SigningKey(bytes(32)), user=DOMAIN, key_id="ed25519:2")

    assert json.dumps(thing) == before


def test_a_signature_counts_only_for_its_user_its_key_and_its_place() -> None:
    thing = signed({"one": 1})
    stranger = encode(bytes(SigningKey(bytes(32)).verify_key))

    assert not is_signed(thing, stranger, user=DOMAIN, key_id=KEY_ID)
    assert not is_signed(thing, PUBLIC, user="elsewhere", key_id=KEY_ID)
    assert not is_signed(thing, PUBLIC, user=DOMAIN, key_id="ed25519:2")


@pytest.mark.parametrize(
    "signatures",
    [
        None,
        "x",
        [],
        {},
        {DOMAIN: None},
        {DOMAIN: []},
        {DOMAIN: {}},
        {DOMAIN: {KEY_ID: None}},
        {DOMAIN: {KEY_ID: 7}},
        {DOMAIN: {KEY_ID: {}}},
        {DOMAIN: {KEY_ID: ""}},
        {DOMAIN: {KEY_ID: "AAAA"}},
        {DOMAIN: {KEY_ID: "*"}},
        {DOMAIN: {KEY_ID: "A" * 86}},
    ],
)
def test_a_signature_that_cannot_be_read_is_none(signatures: object) -> None:
    assert not stands({"one": 1, "signatures": signatures})


@pytest.mark.parametrize("public", ["", "*", "AAAA", "A" * 43, PUBLIC + "AAAA"])
def test_a_key_that_cannot_be_read_signs_nothing(public: str) -> None:
    assert not is_signed(signed({"one": 1}), public, user=DOMAIN, key_id=KEY_ID)


@pytest.mark.parametrize("content", [1.5, "\ud800"], ids=["a fraction", "half a character"])
def test_what_has_no_one_form_is_not_signed(content: object) -> None:
    assert not stands(signed({}) | {"a": content})


def test_a_thing_nested_beyond_reading_is_not_signed() -> None:
    assert not stands(signed({}) | {"a": nested(5_000)})


@given(st.dictionaries(st.sampled_from(["signatures", "a"]), things | st.floats()), things)
def test_whatever_the_homeserver_answers_is_signed_or_not(thing: Json, signature: object) -> None:
    with_some_signature = thing | {"signatures": {DOMAIN: {KEY_ID: signature}}}

    assert not stands(thing)
    assert not stands(with_some_signature)
