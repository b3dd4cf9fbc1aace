"""Where time and chance come from: handed in everywhere, taken from the machine only here."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Chance:
    """`now()` is an aware instant in UTC, `new_id()` 128 random bits in hexadecimal."""

    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id
