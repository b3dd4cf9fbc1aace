"""A search that finds nothing proves nothing, unless it finds what is there."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.tour.scan import files_with

WORD = "Mietrückstand – Birkenhof"
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "JSON": lambda text: json.dumps({"topic": text}).encode(),
    "Base64": lambda text: base64.b64encode(text.encode()),
    "Base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()),
    "Base64 of JSON": lambda text: base64.b64encode(json.dumps([text]).encode()),
    "Base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16")),
    "hexadecimal": lambda text: text.encode().hex().encode(),
}


@pytest.mark.parametrize("around", range(4))
@pytest.mark.parametrize("write", WRITTEN.values(), ids=list(WRITTEN))
def test_a_word_is_found_in_every_form(tmp_path: Path, write: Callable[[str], bytes], around: int) -> None:
    text = "ä" * around + "x" * around + WORD + "y" * around
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_bytes(b"\x00\xff" + write(text) + b"\x00")
    (tmp_path / "other").write_bytes(write("Mietvertrag"))

    assert files_with(tmp_path, [WORD]) == ["below/file"]


def test_a_part_of_a_word_is_not_the_word(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(base64.b64encode(WORD[:-2].encode()) + WORD[1:].encode())

    assert files_with(tmp_path, [WORD]) == []
