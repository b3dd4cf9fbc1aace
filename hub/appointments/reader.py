"""A calendar at an address that somebody typed: fetched, read apart, and only its times come back."""

from collections.abc import Sequence
from datetime import datetime

from hub.appointments.apart import Apart
from hub.errors import Refused
from hub.outside.fetching import Outside
from hub.presence.hours import Period


class Appointments:
    """What `hub.presence` asks for calendars."""

    def __init__(self, outside: Outside, apart: Apart) -> None:
        self._outside = outside
        self._apart = apart

    async def busy(
        self, address: str, begins_at: datetime, ends_at: datetime, *, is_awaited: bool = False
    ) -> Sequence[Period] | Refused:
        """When whoever keeps the calendar at an address is busy between two instants, or why nobody knows."""
        text = await self._outside.fetch(address)
        if isinstance(text, Refused):
            return text
        return await self._apart.busy(text, begins_at, ends_at, is_awaited=is_awaited)
