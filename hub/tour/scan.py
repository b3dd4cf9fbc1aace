"""Looking for words in everything that was written to disk, in whatever form they could stand there."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_with(folder: Path, words: Iterable[str]) -> list[str]:
    """The files below a folder in which any of the words stands, in any of its forms."""
    needles = {form for word in words for form in forms(word)}
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _has(path.read_bytes(), needles)
    ]


def forms(word: str) -> Iterator[bytes]:
    """A word as bytes: in UTF-8 and UTF-16, as JSON escapes it, and each of them in hex and Base64."""
    for text in (word, json.dumps(word)[1:-1]):
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = text.encode(code)
            yield from (raw, raw.hex().encode(), raw.hex().upper().encode())
            for before in range(3):
                inside = _inside_base64(raw, before)
                yield from (inside, inside.translate(_URL_SAFE))


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _inside_base64(raw: bytes, before: int) -> bytes:
    """How it looks in the Base64 of something longer, so many bytes behind a multiple of three."""
    encoded = base64.b64encode(bytes(before) + raw)
    # The first and the last letters depend on the neighbours, too.
    first = (0, 2, 3)[before]
    last = len(encoded) - (0, 3, 2)[(before + len(raw)) % 3]
    return encoded[first:last]


def _has(content: bytes, needles: Iterable[bytes]) -> bool:
    return any(needle in content for needle in needles)
