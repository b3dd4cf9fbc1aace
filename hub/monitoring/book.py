"""The kinds of reminders that come with the hub, from files: `kinds/<code>-<version>.toml`.

A published version never changes; of each code the newest version counts.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hub.catalogue import LANGUAGES, say
from hub.errors import Refused
from hub.monitoring import kind
from hub.monitoring.model import Kind

_FOLDER = Path(__file__).parent / "kinds"


@cache
def known_kinds() -> Mapping[str, Kind]:
    """Every kind by its code. A file that is not as it must be is an assertion."""
    files = sorted(_FOLDER.glob("*.toml"))
    codes = {file.stem.rpartition("-")[0] for file in files}
    texts = {code for code in codes if all(_has_text(language, code) for language in LANGUAGES)}
    known: dict[str, Kind] = {}
    for file in files:
        read = kind.read(file.read_text(encoding="utf-8"), known_texts=texts)
        assert not isinstance(read, Refused), f"{file.name}: {read}"
        assert file.name == f"{read.id}.toml", f"{file.name}: holds {read.id}"
        before = known.get(read.id.code)
        known[read.id.code] = read if before is None else max(before, read, key=lambda one: one.id)
    return known


def _has_text(language: str, code: str) -> bool:
    # A text that is missing is said by its key.
    return say(language, f"remind-{code}") != f"remind-{code}"
