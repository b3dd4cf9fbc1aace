"""A whole `fallraum up`: a process like an operator's, on a folder like an operator's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.settings import Settings

Hub = subprocess.Popen[bytes]

FALLRAUM = Path(sys.executable).with_name("fallraum")
# What it says when everything is there.
RUNNING = "Fallraum is running"
_SET = {"data", "homeserver", "server_name", "homeserver_port", "door_port"}


def environment(settings: Settings) -> dict[str, str]:
    """What makes `fallraum` work with these settings, and speak English."""
    said = {
        f"FALLRAUM_{name.upper()}": str(value) for name, value in settings.model_dump(include=_SET).items()
    }
    return os.environ | said | {"FALLRAUM_LANGUAGE": "en"}


@contextmanager
def up(settings: Settings) -> Iterator[Hub]:
    """`fallraum up` on that folder, ended whatever happens."""
    with (
        log_of(settings).open("ab") as log,
        subprocess.Popen([FALLRAUM, "up"], env=environment(settings), stdout=log, stderr=log) as hub,
    ):
        try:
            yield hub
        finally:
            hub.kill()


def log_of(settings: Settings) -> Path:
    """What every hub on that folder has said, one after the other."""
    return settings.data.with_suffix(".log")


def homeserver_of(hub: Hub) -> int | None:
    """The process of the hub's own homeserver, if it has one just now."""
    listed = Path(f"/proc/{hub.pid}/task/{hub.pid}/children")
    children = listed.read_text().split() if listed.exists() else []
    assert len(children) <= 1
    return int(children[0]) if children else None


def has_ended(process: int) -> bool:
    """Whether a process is over."""
    # One whose end nobody has asked for yet is dead all the same (state Z).
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(") ")[2].startswith("Z")
