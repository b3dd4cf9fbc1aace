"""Files that a command leaves behind: for their owner only, and never in the place of another one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hub.errors import Refused
from hub.terminal import speech


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A new file to write into; if what is to be written never comes, there is no file."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        speech.refuse(Refused("unwritable-file", {"file": str(path), "why": error.strerror or ""}))
    try:
        with os.fdopen(descriptor, "wb") as opened:
            yield opened
    except BaseException:
        path.unlink()
        raise


def content_of(path: Path) -> bytes:
    """What stands in a file that somebody named."""
    try:
        return path.read_bytes()
    except OSError as error:
        speech.refuse(Refused("unreadable-file", {"file": str(path), "why": error.strerror or ""}))
