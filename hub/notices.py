"""The texts clients are shown before they consent: by template, version, level and language.

A published text never changes; a better one is another version. What was shown is proven by its hash.
"""

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "locales" / "notices"


def text_of(template: str, version: int, level: str, language: str) -> str | None:
    """The text, to the letter; None if there is none like that."""
    names = {file.name: file for file in _FOLDER.iterdir()}
    file = names.get(f"{template}-{version}.{level}.{language}.txt")
    return file.read_text(encoding="utf-8") if file else None


def newest(template: str, level: str, language: str) -> int | None:
    """The newest version of a text; None if there is none in that level and language."""
    named = re.compile(rf"{re.escape(template)}-(\d+)\.{re.escape(level)}\.{re.escape(language)}\.txt")
    found = (named.fullmatch(file.name) for file in _FOLDER.iterdir())
    return max((int(one[1]) for one in found if one), default=None)
