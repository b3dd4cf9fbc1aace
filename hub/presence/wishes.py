"""Wishes to be told once when two or more can be reached together, if each agreed to be found so.

Kept in memory for whoever wished, whether they have a line just then or not; gone with the process.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.chance import Chance
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.presence.model import State
from hub.presence.service import PresenceService

# Whoever still wants it tomorrow says so again.
LONGEST_WISH = timedelta(hours=12)
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """To be told once when all these of a case can be reached together; no longer than until an instant."""

    case: CaseId
    label: str
    people: frozenset[UserId]
    until: datetime


@dataclass(slots=True)
class _Kept:
    """A wish, and whether it ever was not true: only what becomes true is told."""

    wish: Wish
    was_untrue: bool


@dataclass(slots=True)
class Wishes:
    """Everybody's: one for a case, the next takes its place."""

    presence: PresenceService
    chance: Chance
    _wishes: dict[UserId, dict[CaseId, _Kept]] = field(default_factory=dict)

    def keep(self, user: UserId, wish: Wish) -> Refused | None:
        """Keep a wish about people with whom somebody shares a case.

        Whether these agreed to be found so, and whether they hide, is asked when it would come true: else
        one could learn it by wishing.
        """
        now = self.chance.now()
        if not now < wish.until <= now + LONGEST_WISH:
            return Refused("wish-out-of-range", {"hours": str(LONGEST_WISH // timedelta(hours=1))})
        if len(wish.people) < FEWEST:
            # Whoever could wish for one alone would be told when that one comes.
            return Refused("wish-for-one")
        if not self._are_there(user, wish):
            return Refused("cannot-be-wished")
        is_true = self.may_be_told(user, wish) and self._is_true(wish)
        self._wishes.setdefault(user, {})[wish.case] = _Kept(wish, was_untrue=not is_true)
        return None

    def of(self, people: Iterable[UserId]) -> frozenset[UserId]:
        """Who has a wish about one of these, or is one of them and has any."""
        touched = frozenset(people)
        return frozenset(
            user
            for user, theirs in self._wishes.items()
            if user in touched or any(kept.wish.people & touched for kept in theirs.values())
        )

    def come_true(self, user: UserId) -> tuple[Wish, ...]:
        """Which of somebody's wishes have become true: these are wishes no longer.

        Nor are those whose time is over, or about somebody with whom they share that case no more.
        """
        now, true, left = self.chance.now(), [], {}
        for case, kept in self._wishes.pop(user, {}).items():
            if now >= kept.wish.until or not self._are_there(user, kept.wish):
                continue
            is_true = self.may_be_told(user, kept.wish) and self._is_true(kept.wish)
            if is_true and kept.was_untrue:
                true.append(kept.wish)
            else:
                left[case] = _Kept(kept.wish, was_untrue=kept.was_untrue or not is_true)
        if left:
            self._wishes[user] = left
        return tuple(true)

    def may_be_told(self, user: UserId, wish: Wish) -> bool:
        """Whether all whom a wish is about may be found by whoever wishes, at this instant."""
        found = (self.presence.may_be_wished(user, person) for person in wish.people)
        return self._are_there(user, wish) and all(found)

    def forget_what_is_over(self) -> None:
        """Let no wish stay in memory whose time is over."""
        now = self.chance.now()
        for user, theirs in list(self._wishes.items()):
            self._wishes[user] = {case: kept for case, kept in theirs.items() if now < kept.wish.until}
            if not self._wishes[user]:
                del self._wishes[user]

    def _are_there(self, user: UserId, wish: Wish) -> bool:
        return wish.people <= self.presence.sharing.with_whom(user, wish.case, self.chance.now())

    def _is_true(self, wish: Wish) -> bool:
        states = (self.presence.outlook(person).shown.state for person in wish.people)
        return all(state is State.REACHABLE for state in states)
