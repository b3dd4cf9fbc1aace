"""One form in which two parties sign the same thing, and whether they did; Ed25519 through PyNaCl.

Canonical JSON as in the Matrix specification (appendix "Signing JSON"), unpadded Base64 as there.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import nacl.exceptions
from nacl.signing import SigningKey, VerifyKey

# What a client that reads numbers as doubles can hold (specification, "Canonical JSON").
LARGEST_INTEGER = 2**53 - 1
# What reading somebody else's writing may raise.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


def encode(raw: bytes) -> str:
    """Unpadded Base64, as Matrix writes keys and signatures."""
    return base64.b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read unpadded Base64; raises ValueError if it is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def instant(at: datetime) -> str:
    """An instant as it is signed: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """Read an instant; raises ValueError if it is none, as a time without a zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone is no instant")
    return at


def canonical_json(value: object) -> bytes:
    """The one form in which two parties sign the same thing; it knows no fractions."""
    _refuse_unsignable(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def digest(value: object) -> str:
    """By which hash a value is named where it must not stand itself (SHA-256 of its canonical JSON)."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def sha256_of(text: str) -> str:
    """By which hash a text is named that somebody was shown, or that was signed."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def is_public_key(text: str) -> bool:
    """Whether it is an Ed25519 public key, written in the one way that counts."""
    try:
        return encode(bytes(VerifyKey(decode(text)))) == text
    except (TypeError, ValueError, nacl.exceptions.CryptoError):
        return False


def fingerprint(public: str) -> str:
    """By which hash (SHA-256 of its bytes) a key is named; raises ValueError if it is none."""
    if not is_public_key(public):
        raise ValueError("no public key")
    return hashlib.sha256(decode(public)).hexdigest()


def signature_of(message: bytes, key: SigningKey) -> str:
    """Somebody's signature under a message."""
    return encode(key.sign(message).signature)


def is_signature(signature: str, message: bytes, public: str) -> bool:
    """Whether it is that key's signature under that message. What cannot be read is none."""
    try:
        VerifyKey(decode(public)).verify(message, decode(signature))
    except (TypeError, ValueError, nacl.exceptions.CryptoError):
        return False
    return True


def is_by(who: str, signature: str, message: bytes, keys: Mapping[str, str]) -> bool:
    """Whether somebody signed a message with the key that is pinned as theirs."""
    return who in keys and is_signature(signature, message, keys[who])


def is_by_two(
    message: bytes,
    one: Iterable[tuple[str, str]],
    other: Iterable[tuple[str, str]],
    keys: Mapping[str, str],
) -> bool:
    """Whether two people, each with a key of their own, signed a message (the principle of four eyes).

    `one` and `other` are (who, signature); the two keys are compared by their bytes, because one key
    can be written in several ways.
    """
    first, second = (
        {who for who, signature in side if is_by(who, signature, message, keys)} for side in (one, other)
    )
    return any(decode(keys[a]) != decode(keys[b]) for a in first for b in second if a != b)


def is_sha256(text: str) -> bool:
    """Whether it is a SHA-256 as we write it: 64 small hexadecimal digits."""
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


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
