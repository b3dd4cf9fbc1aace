"""Who may sit where, as the hub said last, and how long that holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

# The lease of a guard that has never heard anything.
FIRST_LEASE = 30.0

Seats = Mapping[str, float]
"""Who may sit in a room: each user id with the instant at which that ends, in seconds since 1970."""


@dataclass(slots=True)
class Lists:
    """The lists, by room. Times handed in here are the machine's stopwatch, in seconds.

    `position` tells the hub what is known here already. A list holds for its `lease` from when it
    was heard; `heard_at` is at first when somebody began to listen.
    """

    heard_at: float
    position: str = ""
    lease: float = FIRST_LEASE
    rooms: dict[str, Seats] = field(default_factory=dict)

    def seats(self, room: str) -> Seats | None:
        """Who may sit in a room; None if the hub has said nothing of it."""
        return self.rooms.get(room)

    def is_fresh(self, now: float) -> bool:
        """Whether what is known here still holds."""
        return bool(self.position) and now <= self.heard_at + self.lease

    def silent_for(self, now: float) -> float:
        """How long the hub has said nothing; 0 while its last word holds."""
        return max(0.0, now - self.heard_at) if now > self.heard_at + self.lease else 0.0

    def take(self, answer: object, now: float) -> None:
        """Take over what the hub answered: all of it, or, if it is not an answer, `ValueError`."""
        told = _object(answer)
        position, lease = told.get("position"), _number(told.get("lease"))
        rooms = {room: None if seats is None else _seats(seats) for room, seats in _rooms(told).items()}
        if not isinstance(position, str) or not position:
            raise ValueError("no position")
        known = {} if told.get("whole") else self.rooms
        # At once and whole: nobody is ever judged by half a list.
        self.rooms = {room: seats for room, seats in (known | rooms).items() if seats is not None}
        self.position, self.lease, self.heard_at = position, lease, now


def _rooms(told: Mapping[str, object]) -> Mapping[str, object]:
    return _object(told.get("rooms"))


def _seats(told: object) -> Seats:
    # Without an end of its own it lasts until the hub says otherwise.
    return {user: inf if until is None else _number(until) / 1000 for user, until in _object(told).items()}


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError("not an object")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return float(value)
