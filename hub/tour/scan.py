"""Looking for words in everything that was written to disk."""

from collections.abc import Iterable
from pathlib import Path


def files_with(folder: Path, words: Iterable[str]) -> list[str]:
    """The files below a folder in which any of the words stands, in UTF-8 or UTF-16."""
    needles = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _has(path.read_bytes(), needles)
    ]


def _has(content: bytes, needles: list[bytes]) -> bool:
    return any(needle in content for needle in needles)
