"""A receipt is believed by everybody who has the published key, and by nobody once a byte of it changed."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given as drawing
from hypothesis import strategies as st
from pyld import jsonld

from hub.consent.model import Deed
from hub.identifiers import CLIENT, ReceiptId
from hub.receipts import proof, rules
from hub.receipts.model import Verdict
from hub.signet import Signet
from hub.vault import Vault
from tests.clock import MONDAY
from tests.evidence import facts, given

OURS = Signet(Vault(bytes(range(32))))
ANOTHER = Signet(Vault(bytes(32)))
Path = tuple[str | int, ...]


def receipt(signet: Signet = OURS) -> dict[str, Any]:
    """A receipt of Jonas's withdrawn consent."""
    said = rules.draw(facts(given((Deed.WITHDRAW, CLIENT))), ReceiptId("receipt-1"), MONDAY)
    return proof.signed(said, signet)


def held(content: Mapping[str, Any] | None) -> Verdict:
    return proof.verdict(content, OURS.public)


RECEIPT = receipt()
FILE = proof.written(RECEIPT).encode()


def test_a_receipt_holds_as_it_was_written() -> None:
    assert held(proof.read(FILE)) is Verdict.HOLDS


def test_line_ends_and_blanks_are_not_what_was_said() -> None:
    assert held(proof.read(FILE.replace(b"\n", b"\r\n"))) is Verdict.HOLDS


# By others' means.


def padded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def verify_elsewhere(public_key: str, signature: str, statement: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(padded(public_key)).verify(padded(signature), statement)


def statement_elsewhere(content: Mapping[str, Any]) -> bytes:
    said = {name: value for name, value in content.items() if name != "proof"}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return b"Fallraum receipt, version 1\n" + text.encode()


def test_another_implementation_of_ed25519_agrees() -> None:
    read = json.loads(FILE)

    verify_elsewhere(OURS.public, read["proof"]["signature"], statement_elsewhere(read))

    with pytest.raises(InvalidSignature):
        verify_elsewhere(ANOTHER.public, read["proof"]["signature"], statement_elsewhere(read))


def test_another_implementation_finds_the_clients_own_signature_in_it() -> None:
    signed = json.loads(FILE)["record"]["signed"]

    (theirs,) = signed["signatures"]

    verify_elsewhere(theirs["public_key"], theirs["signature"], signed["statement"].encode())


# What was changed.


def leaves(value: object, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def changed(path: Path, to: object) -> dict[str, Any]:
    content: Any = deepcopy(RECEIPT)
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return dict(content)


def at(path: Path) -> object:
    place: Any = RECEIPT
    for step in path:
        place = place[step]
    return place


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@drawing(path=st.sampled_from(list(leaves(RECEIPT))), to=VALUES)
def test_whatever_value_is_changed_it_holds_no_more(path: Path, to: object) -> None:
    if type(to) is type(at(path)) and to == at(path):
        return

    assert held(changed(path, to)) is not Verdict.HOLDS


@drawing(place=st.integers(0, len(FILE) - 1), to=st.integers(0, 255))
def test_whatever_byte_of_the_file_is_changed_it_holds_no_more_or_says_the_very_same(
    place: int, to: int
) -> None:
    read = proof.read(FILE[:place] + bytes([to]) + FILE[place + 1 :])

    assert held(read) is not Verdict.HOLDS or read == RECEIPT


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("record", "stand"), "given"),
        (("record", "in_force"), 0),
        (("record", "process", "recipients", 0, "name"), "Zirkus"),
        (("@context", "purpose"), "dpv:hasContact"),
        (("proof", "signature"), "A" * 86),
        (("proof", "@type"), "fallraum:Nothing"),
        (("record", "schema"), 1.5),
        (("record", "number"), 2**60),
        (("record", "note"), "\ud800"),
    ],
    ids=str,
)
def test_a_changed_receipt_is_said_to_be_changed(path: Path, to: object) -> None:
    assert held(changed(path, to)) is Verdict.CHANGED


def test_what_was_added_or_taken_away_is_noticed() -> None:
    without = {name: value for name, value in RECEIPT.items() if name != "language"}

    assert held({**RECEIPT, "note": "x"}) is Verdict.CHANGED
    assert held(without) is Verdict.CHANGED
    assert held({**RECEIPT, "proof": RECEIPT["proof"] | {"note": "x"}}) is Verdict.CHANGED


def test_the_same_signature_written_in_another_way_does_not_count() -> None:
    signature = RECEIPT["proof"]["signature"]
    # The last of 86 characters carries two bits only.
    twin = signature[:-1] + chr(ord(signature[-1]) + 1)
    assert padded(twin) == padded(signature)

    assert held(changed(("proof", "signature"), twin)) is Verdict.CHANGED
    assert held(changed(("proof", "signature"), signature + "==")) is Verdict.CHANGED


def test_a_name_that_stands_there_twice_is_no_receipt() -> None:
    twice = FILE.replace(b'"stand": "withdrawn"', b'"stand": "given", "stand": "withdrawn"')

    assert held(proof.read(twice)) is Verdict.NOT_A_RECEIPT


# What is none of ours.


def test_a_receipt_of_another_hub_is_said_to_be_one() -> None:
    assert held(receipt(ANOTHER)) is Verdict.ANOTHER_HUB
    assert proof.verdict(receipt(ANOTHER), ANOTHER.public) is Verdict.HOLDS


def test_a_receipt_that_only_names_our_key_is_changed() -> None:
    foreign = receipt(ANOTHER)

    assert held(foreign | {"proof": foreign["proof"] | {"public_key": OURS.public}}) is Verdict.CHANGED


def test_a_signature_under_something_else_is_none_under_a_receipt() -> None:
    bare = {name: value for name, value in RECEIPT.items() if name != "proof"}
    without_preamble = OURS.sign(proof.statement(bare).removeprefix(proof.RECEIPT.preamble))

    assert held(changed(("proof", "signature"), without_preamble)) is Verdict.CHANGED


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"%PDF-1.7",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"@type": "dpv:ConsentReceipt"}',
        b'{"@type": "dpv:ConsentReceipt", "proof": 1}',
        b'{"@type": "dpv:ConsentRecord", "proof": {}}',
        b"[" * 100_000,
        b"9" * 100_000,
    ],
    ids=lambda file: repr(file[:40]),
)
def test_a_file_that_is_no_receipt_is_said_to_be_none(file: bytes) -> None:
    assert held(proof.read(file)) is Verdict.NOT_A_RECEIPT


def test_a_receipt_without_any_signature_is_changed() -> None:
    assert held(proof.read(b'{"@type": "dpv:ConsentReceipt", "proof": {}}')) is Verdict.CHANGED


# As linked data.


def no_network(url: str, _options: object) -> dict[str, Any]:
    raise AssertionError(f"reading a receipt must not ask for {url}")


def expanded(content: Mapping[str, Any]) -> Sequence[Any]:
    result: Sequence[Any] = jsonld.expand(dict(content), {"documentLoader": no_network})
    return result


def names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if not name.startswith("@"):
                yield name
            if name != "@context":
                yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def test_every_name_in_a_receipt_is_a_term_that_anybody_can_look_up() -> None:
    wide = list(names_in(list(expanded(RECEIPT))))

    assert all(name.startswith(("https://", "http://", "urn:fallraum:")) for name in wide)
    # What has no meaning is dropped on the way: so nothing was.
    assert len(wide) == len(list(names_in(RECEIPT)))


def test_every_kind_of_thing_is_a_term_as_well() -> None:
    kinds = {kind for node in nodes(list(expanded(RECEIPT))) for kind in kinds_of(node)}

    assert all(
        kind.startswith(("https://w3id.org/dpv", "http://purl.org", "urn:fallraum:")) for kind in kinds
    )
    assert "https://w3id.org/dpv#ConsentReceipt" in kinds
    assert "https://w3id.org/dpv#ConsentWithdrawn" in kinds


def test_the_record_in_it_says_in_the_words_of_dpv_that_it_was_withdrawn() -> None:
    (said,) = expanded(RECEIPT)

    (record,) = said["https://w3id.org/dpv#hasRecordOfActivity"]

    assert record["https://w3id.org/dpv#hasStatus"] == [{"@id": "https://w3id.org/dpv#ConsentWithdrawn"}]
    (begins,) = record["http://purl.org/dc/terms/valid"][0]["http://www.w3.org/ns/dcat#startDate"]
    assert begins["@type"] == "http://www.w3.org/2001/XMLSchema#dateTime"


def test_no_term_of_the_context_is_there_for_nothing() -> None:
    prefixes = {"dpv", "pd", "loc", "eu-gdpr", "dct", "dcat", "schema", "skos", "xsd", "fallraum"}

    unused = set(RECEIPT["@context"]) - prefixes - set(names_in(RECEIPT))

    # A release from secrecy names both persons; a unit is named where there is one.
    # What is left after a partial withdrawal says of what. Rooms are spoken of where there is one.
    assert unused == {"alone", "person", "released", "rest_of", "team", "unit"}


def kinds_of(node: Mapping[str, Any]) -> Sequence[str]:
    # What is only a value has a kind of its own.
    return [] if "@value" in node else list(node.get("@type", []))


def nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)
