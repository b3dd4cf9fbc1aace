"""Sockets in folders that only their owner may enter: how processes of one machine trust each other."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def reachable(socket: Path) -> Iterator[str]:
    """A path to a socket that is short enough for the kernel, for as long as the block lasts.

    A socket's path may have 107 bytes (unix(7)); through its opened folder it always has fewer.
    """
    folder = os.open(socket.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{socket.name}"
    finally:
        os.close(folder)
