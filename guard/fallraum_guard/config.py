"""What an operator sets: where the hub's door is, what opens it, and the language of refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from fallraum_guard.words import LANGUAGES

KNOWN = frozenset({"hub", "token_path", "language"})


@dataclass(frozen=True, slots=True)
class Config:
    """The three settings, read once at the homeserver's start."""

    hub: str
    token: str = field(repr=False)
    language: str


def read(settings: Mapping[str, object]) -> Config:
    """The settings, or a `ValueError` that says which of them is wrong and what it should be."""
    if unknown := settings.keys() - KNOWN:
        raise ValueError(
            f"unknown setting: {', '.join(sorted(unknown))}; known are {', '.join(sorted(KNOWN))}"
        )
    language = settings.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise ValueError(f"language: one of {', '.join(LANGUAGES)}")
    return Config(_url(settings.get("hub")), _token(settings.get("token_path")), str(language))


def _url(value: object) -> str:
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("hub: the address of the hub's web door is missing, such as https://hub.example")
    return str(value).rstrip("/")


def _token(value: object) -> str:
    if not value:
        raise ValueError("token_path: the file with the hub's guard token is missing")
    try:
        token = Path(str(value)).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"token_path: {value} cannot be read: {error}") from None
    if not token or not token.isascii() or not token.isprintable():
        raise ValueError(f"token_path: {value} holds no token")
    return token
