"""Signing JSON the Matrix way (specification, appendix "Signing JSON")."""

from collections.abc import Mapping
from typing import Any

from nacl.signing import SigningKey

from hub.canonical import canonical_json, is_signature, signature_of
from hub.matrix.wire import Json


def sign(thing: Mapping[str, Any], key: SigningKey, *, user: str, key_id: str) -> Json:
    """The thing with one more signature."""
    signature = signature_of(canonical_json(_signed_part(thing)), key)
    signatures = {who: dict(made) for who, made in thing.get("signatures", {}).items()}
    signatures.setdefault(user, {})[key_id] = signature
    return {**thing, "signatures": signatures}


def is_signed(thing: Mapping[str, Any], public: str, *, user: str, key_id: str) -> bool:
    """Whether the thing carries that signature. Whatever cannot be read is not signed."""
    try:
        signature, message = thing["signatures"][user][key_id], canonical_json(_signed_part(thing))
    except (KeyError, TypeError, ValueError, RecursionError):
        return False
    return is_signature(signature, message, public)


def _signed_part(thing: Mapping[str, Any]) -> Json:
    return {key: value for key, value in thing.items() if key not in ("signatures", "unsigned")}
