"""The world outside, as presence needs it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hub.errors import Refused
from hub.presence.hours import Period


class Diaries(Protocol):
    """Calendars that people keep elsewhere."""

    async def busy(
        self, address: str, begins_at: datetime, ends_at: datetime, *, is_awaited: bool = False
    ) -> Sequence[Period] | Refused:
        """The times between two instants that are taken by the calendar at an address, and no more of it.

        Refuses what is no address or one inside a network, is away, too large or unreadable. Raises nothing.
        What somebody waits for goes before the rest.
        """
        ...
