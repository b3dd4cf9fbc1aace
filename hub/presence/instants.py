"""When time alone next changes something about somebody, for everybody at once."""

import heapq
from datetime import datetime

from hub.identifiers import UserId

# How many instants may wait that something else has overtaken.
MOST_STALE = 1_000


class Instants:
    """One instant for each person at most: the one that was said last."""

    def __init__(self) -> None:
        self._planned: dict[UserId, datetime] = {}
        # Also what was overtaken since, which is passed over when its time comes.
        self._due: list[tuple[datetime, UserId]] = []

    @property
    def first(self) -> datetime | None:
        """Before which nothing falls due; None: nothing ever does."""
        return self._due[0][0] if self._due else None

    def plan(self, person: UserId, at: datetime | None) -> bool:
        """Something changes about somebody at an instant; None: nothing does by time alone.

        Whether it is one for which nobody waits yet.
        """
        if at is None:
            self._planned.pop(person, None)
            return False
        if self._planned.get(person) == at:
            return False
        self._planned[person] = at
        heapq.heappush(self._due, (at, person))
        if len(self._due) > 2 * len(self._planned) + MOST_STALE:
            self._due = [(instant, who) for who, instant in self._planned.items()]
            heapq.heapify(self._due)
        return True

    def fallen(self, now: datetime) -> list[UserId]:
        """About whom something changed until now; each is told once."""
        fallen = []
        while self._due and self._due[0][0] <= now:
            at, person = heapq.heappop(self._due)
            if self._planned.get(person) == at:
                del self._planned[person]
                fallen.append(person)
        return fallen
