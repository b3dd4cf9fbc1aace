"""How many commands somebody may give in which time: known in memory by whoever listens, and nowhere else."""

from datetime import datetime, timedelta
from enum import Enum, auto

from hub.identifiers import SwitchId, UserId

MOST_IN_A_MINUTE, A_MINUTE = 10, timedelta(minutes=1)
MOST_IN_AN_HOUR, AN_HOUR = 60, timedelta(hours=1)


class Step(Enum):
    """What becomes of one more command."""

    TAKEN = auto()
    TOLD = auto()
    """It is not done, and whoever wrote it is told why."""
    LEFT = auto()
    """It is not done, and they were told before."""


class Pace:
    """Of each person in each room by itself: nobody uses up what others may."""

    def __init__(self) -> None:
        self._taken: dict[tuple[SwitchId, UserId], list[datetime]] = {}
        self._told: set[tuple[SwitchId, UserId]] = set()

    def step(self, switch: SwitchId, who: UserId, now: datetime) -> Step:
        """They gave one more command."""
        one = (switch, who)
        taken = _recent(self._taken.get(one, []), now)
        if _is_enough(taken, now):
            is_known = one in self._told
            self._told.add(one)
            return Step.LEFT if is_known else Step.TOLD
        self._told.discard(one)
        # Of whoever has said nothing for an hour nothing is kept.
        left = {other: kept for other, at in self._taken.items() if (kept := _recent(at, now))}
        self._taken = left | {one: [*taken, now]}
        self._told &= self._taken.keys()
        return Step.TAKEN


def _is_enough(taken: list[datetime], now: datetime) -> bool:
    in_a_minute = [at for at in taken if now < at + A_MINUTE]
    return len(taken) >= MOST_IN_AN_HOUR or len(in_a_minute) >= MOST_IN_A_MINUTE


def _recent(taken: list[datetime], now: datetime) -> list[datetime]:
    # A clock that was set back is no reason to wait for it.
    return [at for at in taken if at <= now < at + AN_HOUR]
