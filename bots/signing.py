"""Signing JSON the Matrix way (specification, appendix "Signing JSON"), with PyNaCl."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import nacl.exceptions
from nacl.signing import SigningKey, VerifyKey

from hub.matrix.wire import Json

# What a client that reads numbers as doubles can hold (specification, "Canonical JSON").
LARGEST_INTEGER = 2**53 - 1


def encode(raw: bytes) -> str:
    """Unpadded Base64, as Matrix writes keys and signatures."""
    return base64.b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read unpadded Base64; raises ValueError if it is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def canonical_json(value: object) -> bytes:
    """The one form in which two parties sign the same thing; it knows no fractions."""
    _refuse_unsignable(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def sign(thing: Mapping[str, Any], key: SigningKey, *, user: str, key_id: str) -> Json:
    """The thing with one more signature."""
    signature = encode(key.sign(canonical_json(_signed_part(thing))).signature)
    signatures = {who: dict(made) for who, made in thing.get("signatures", {}).items()}
    signatures.setdefault(user, {})[key_id] = signature
    return {**thing, "signatures": signatures}


def is_signed(thing: Mapping[str, Any], public: str, *, user: str, key_id: str) -> bool:
    """Whether the thing carries that signature. Whatever cannot be read is not signed."""
    try:
        signature = decode(thing["signatures"][user][key_id])
        VerifyKey(decode(public)).verify(canonical_json(_signed_part(thing)), signature)
    except (KeyError, TypeError, ValueError, RecursionError, nacl.exceptions.CryptoError):
        return False
    return True


def _signed_part(thing: Mapping[str, Any]) -> Json:
    return {key: value for key, value in thing.items() if key not in ("signatures", "unsigned")}


def _refuse_unsignable(value: object) -> None:
    if isinstance(value, float):
        raise ValueError("canonical JSON knows no fractions")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError("canonical JSON knows no integer that large")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_unsignable(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_unsignable(inner)
