"""How a receipt is signed, and how anybody holds one against a hub's published key – with nothing else."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hub.canonical import UNREADABLE, canonical_json, decode, encode, is_signature
from hub.receipts.model import Seal, Verdict
from hub.signet import Signet

RECEIPT = Seal("dpv:ConsentReceipt", b"Fallraum receipt, version 1\n")


def statement(receipt: Mapping[str, Any], seal: Seal = RECEIPT) -> bytes:
    """The very bytes under which the hub's signature stands: all of a receipt but its proof."""
    said = {name: value for name, value in receipt.items() if name != "proof"}
    return seal.preamble + canonical_json(said)


def signed(receipt: Mapping[str, Any], signet: Signet, seal: Seal = RECEIPT) -> dict[str, Any]:
    """A receipt with the hub's signature. Raises `NotReady` while the vault is shut."""
    return dict(receipt) | {"proof": _proof(signet.public, signet.sign(statement(receipt, seal)))}


def written(receipt: Mapping[str, Any]) -> str:
    """A receipt as a file holds it."""
    return json.dumps(receipt, ensure_ascii=False, indent=2) + "\n"


def read(file: bytes, seal: Seal = RECEIPT) -> dict[str, Any] | None:
    """The receipt, or what else bears that seal, in a file; None if there is none."""
    try:
        receipt = json.loads(file.decode(), object_pairs_hook=_without_doubles)
        is_one = receipt["@type"] == seal.type and isinstance(receipt["proof"], dict)
    except UNREADABLE:
        return None
    return dict(receipt) if is_one else None


def verdict(receipt: Mapping[str, Any] | None, public_key: str, seal: Seal = RECEIPT) -> Verdict:
    """Whether that hub said exactly this."""
    if receipt is None:
        return Verdict.NOT_A_RECEIPT
    try:
        message, by = statement(receipt, seal), receipt["proof"]["public_key"]
        is_whole = _is_proof(receipt["proof"], message, by)
    except UNREADABLE:
        return Verdict.CHANGED
    if not is_whole:
        return Verdict.CHANGED
    return Verdict.HOLDS if by == public_key else Verdict.ANOTHER_HUB


def _proof(public_key: str, signature: str) -> dict[str, str]:
    return {"@type": "fallraum:Ed25519", "public_key": public_key, "signature": signature}


def _is_proof(given: Mapping[str, Any], message: bytes, by: str) -> bool:
    signature = given["signature"]
    # Base64 can be written in several ways; only one of them counts, or a byte could be changed.
    is_plain = encode(decode(signature)) == signature and encode(decode(by)) == by
    return is_plain and given == _proof(by, signature) and is_signature(signature, message, by)


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    # Two readers of one file must not read two different things.
    read_once = dict(pairs)
    if len(read_once) != len(pairs):
        raise ValueError("a name stands there twice")
    return read_once
