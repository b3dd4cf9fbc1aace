"""Calendars that stand somewhere outside, without an outside."""

from collections.abc import Sequence
from datetime import datetime

from hub.errors import Refused
from hub.presence.hours import Period

AWAY = Refused("calendar-away")


class FakeDiaries:
    """By address: the times that are taken, or why nobody can tell. Where nothing stands, it is away."""

    def __init__(self) -> None:
        self.standing: dict[str, Sequence[Period] | Refused] = {}
        self.asked: list[str] = []
        self.awaited: list[str] = []

    def stands(self, address: str, *times: Period) -> None:
        """From now on these times stand there."""
        self.standing[address] = times

    def goes_away(self, address: str) -> None:
        """From now on nothing is found there."""
        self.standing[address] = AWAY

    async def busy(
        self, address: str, begins_at: datetime, ends_at: datetime, *, is_awaited: bool = False
    ) -> Sequence[Period] | Refused:
        """What stands there between two instants."""
        self.asked.append(address)
        if is_awaited:
            self.awaited.append(address)
        found = self.standing.get(address, AWAY)
        if isinstance(found, Refused):
            return found
        return [one for one in found if one.begins < ends_at and one.ends > begins_at]
