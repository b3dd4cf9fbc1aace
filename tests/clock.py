"""A clock one can push, and chance that always falls the same way."""

from datetime import UTC, datetime, timedelta

from hub.chance import Chance

# When every story begins: a Monday, ten o'clock in Musterstadt.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is pushed."""

    def __init__(self, begins_at: datetime = MONDAY) -> None:
        self._now = begins_at
        self._ids_given = 0

    def now(self) -> datetime:
        """The present moment."""
        return self._now

    def push(self, **by: float) -> datetime:
        """Let time pass, as in `clock.push(days=90)`; returns the new present."""
        self._now += timedelta(**by)
        return self._now

    def new_id(self) -> str:
        """As long as a real one; already its first eight digits differ from every other's."""
        self._ids_given += 1
        return f"{self._ids_given:08x}{'0' * 24}"

    @property
    def chance(self) -> Chance:
        """What is handed to a hub."""
        return Chance(now=self.now, new_id=self.new_id)
