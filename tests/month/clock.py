"""One clock for several processes, which stands still until it is pushed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hub.chance import Chance


@dataclass(frozen=True, slots=True)
class SharedClock:
    """What time it is stands in a file, so that whoever begins anew goes on at the same moment."""

    file: Path

    def now(self) -> datetime:
        """The present moment."""
        return datetime.fromisoformat(self.file.read_text())

    def push_to(self, instant: datetime) -> None:
        """Let it be that late. Nobody ever reads half an instant."""
        written = self.file.with_suffix(".new")
        written.write_text(instant.isoformat())
        written.replace(self.file)

    @property
    def chance(self) -> Chance:
        """What is handed to a hub."""
        return Chance(now=self.now)
