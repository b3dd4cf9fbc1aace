"""How much somebody may say to the hub in which time: known in memory by whoever hears it alone."""

from datetime import datetime, timedelta
from enum import Enum, auto

from hub.identifiers import UserId

MOST_IN_A_MINUTE, A_MINUTE = 10, timedelta(minutes=1)
MOST_IN_AN_HOUR, AN_HOUR = 60, timedelta(hours=1)


class Step(Enum):
    """What becomes of one more."""

    TAKEN = auto()
    TOLD = auto()
    """It is not done, and whoever wrote it is told why."""
    LEFT = auto()
    """It is not done, and they were told before."""


class Pace:
    """Of each person in each room by itself: nobody uses up what others may."""

    def __init__(self, in_a_minute: int = MOST_IN_A_MINUTE, in_an_hour: int = MOST_IN_AN_HOUR) -> None:
        self._most = ((A_MINUTE, in_a_minute), (AN_HOUR, in_an_hour))
        self._taken: dict[tuple[str, UserId], list[datetime]] = {}
        self._told: set[tuple[str, UserId]] = set()

    def step(self, where: str, who: UserId, now: datetime) -> Step:
        """They said one more thing."""
        one = (where, who)
        if self.is_enough(where, who, now):
            is_known = one in self._told
            self._told.add(one)
            return Step.LEFT if is_known else Step.TOLD
        self.count(where, who, now)
        self._told.discard(one)
        self._told &= self._taken.keys()
        return Step.TAKEN

    def is_enough(self, where: str, who: UserId, now: datetime) -> bool:
        """Whether they may say no more for now."""
        taken = self._taken.get((where, who), [])
        return any(len(_within(taken, span, now)) >= most for span, most in self._most)

    def count(self, where: str, who: UserId, now: datetime) -> None:
        """Remember that they said something."""
        # Of whoever has said nothing for an hour nothing is kept.
        left = {other: kept for other, at in self._taken.items() if (kept := _within(at, AN_HOUR, now))}
        self._taken = left | {(where, who): [*left.get((where, who), []), now]}


def _within(taken: list[datetime], span: timedelta, now: datetime) -> list[datetime]:
    # A clock that was set back is no reason to wait for it.
    return [at for at in taken if at <= now < at + span]
