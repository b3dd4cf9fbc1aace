"""Who shares an active case with whom at an instant: the one gate to what is shown of anybody.

In memory, for it is asked for every watcher and every sign; drawn from the same facts as the guard's
lists, case by case, so that what it costs does not grow with cases that nobody shares.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.cases.model import Agency, Professional
from hub.identifiers import CaseId, RoomId, UserId
from hub.rooms.model import List


@dataclass(frozen=True, slots=True)
class Colleague:
    """A professional and where they work, as everybody who shares a case with them knows anyway."""

    person: Professional
    agency: Agency


@dataclass(frozen=True, slots=True)
class Circles:
    """Of a case: what it is called, the circles of those who may hear the same, and who they are."""

    label: str
    lists: tuple[List, ...]
    colleagues: Mapping[UserId, Colleague] = field(default_factory=dict)
    sides: tuple[List, ...] = ()
    """The circles of two: whoever is in no other one does not learn which case it is."""
    rooms: frozenset[RoomId] = frozenset()
    """The rooms of the others: who types in a room of two is a sign for nobody."""

    @property
    def all_lists(self) -> tuple[List, ...]:
        """Every circle."""
        return (*self.lists, *self.sides)

    @property
    def everybody(self) -> frozenset[UserId]:
        """Who is in any circle, whether that holds now or not."""
        return frozenset(user for circle in self.all_lists for user in circle)

    def knows_case(self, user: UserId) -> bool:
        """Whether somebody may know which case it is."""
        return any(user in circle for circle in self.lists)


class Sharing:
    """The circles of every case in which there are any; whoever is in none shares nothing."""

    def __init__(self) -> None:
        self._circles: dict[CaseId, Circles] = {}
        self._cases: dict[UserId, set[CaseId]] = {}
        self._rooms: set[RoomId] = set()

    def draw(self, case: CaseId, circles: Circles | None) -> frozenset[UserId]:
        """Put circles in the place of what was known of a case; None if it is over.

        Tells whom that may be about.
        """
        before = self._circles.pop(case, None)
        self._rooms -= before.rooms if before else set()
        for user in before.everybody if before else ():
            self._cases[user].discard(case)
            if not self._cases[user]:
                del self._cases[user]
        if circles is not None:
            self._circles[case] = circles
            self._rooms |= circles.rooms
            for user in circles.everybody:
                self._cases.setdefault(user, set()).add(case)
        both = (known.everybody for known in (before, circles) if known is not None)
        return frozenset().union(*both) if before != circles else frozenset()

    def cases_shared(self, one: UserId, other: UserId, now: datetime) -> frozenset[CaseId]:
        """The cases in which both may hear the same at an instant."""
        both = self._cases.get(one, set()) & self._cases.get(other, set())
        return frozenset(case for case in both if self._meet(case, one, other, now))

    def with_whom(self, user: UserId, case: CaseId, now: datetime) -> frozenset[UserId]:
        """Who else may hear in a case what somebody may hear there; nobody, if they may hear nothing."""
        known = self._circles.get(case)
        theirs = [_there(circle, now) for circle in known.all_lists if user in circle] if known else []
        return frozenset().union(*(there for there in theirs if user in there)) - {user}

    def neighbours(self, user: UserId, now: datetime) -> frozenset[UserId]:
        """Everybody who shares any case with somebody."""
        return frozenset().union(*(self.with_whom(user, case, now) for case in self._cases.get(user, set())))

    def colleague(self, user: UserId, case: CaseId) -> Colleague | None:
        """Who somebody is in a case; None if they are no professional."""
        known = self._circles.get(case)
        return known.colleagues.get(user) if known else None

    def cases_of(self, user: UserId) -> frozenset[CaseId]:
        """The cases in which somebody may hear anything, or could have until a moment ago."""
        return frozenset(self._cases.get(user, set()))

    def labels(self, cases: Iterable[CaseId], user: UserId) -> tuple[str, ...]:
        """What these cases are called, as far as somebody may know which they are."""
        known = (self._circles[case] for case in cases if case in self._circles)
        return tuple(sorted(circles.label for circles in known if circles.knows_case(user)))

    def is_common(self, room: RoomId) -> bool:
        """Whether a room is one of a case's, and no room of two."""
        return room in self._rooms

    def case_called(self, label: str, user: UserId, now: datetime) -> CaseId | None:
        """The case of that label, if somebody shares it with anybody."""
        theirs = (case for case in self._cases.get(user, set()) if self.with_whom(user, case, now))
        return next((case for case in theirs if self.labels([case], user) == (label,)), None)

    def next_end(self, user: UserId, now: datetime) -> datetime | None:
        """When time alone next ends what somebody may hear."""
        lists = (circle for case in self._cases.get(user, set()) for circle in self._circles[case].all_lists)
        ends = (circle.get(user) for circle in lists)
        return min((until for until in ends if until is not None and until > now), default=None)

    def _meet(self, case: CaseId, one: UserId, other: UserId, now: datetime) -> bool:
        circles = self._circles[case].all_lists
        return any(_is_in(one, circle, now) and _is_in(other, circle, now) for circle in circles)


def _there(circle: List, now: datetime) -> frozenset[UserId]:
    return frozenset(user for user in circle if _is_in(user, circle, now))


def _is_in(user: UserId, circle: List, now: datetime) -> bool:
    until = circle.get(user, now)
    return until is None or now < until
