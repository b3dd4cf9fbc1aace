"""Wishes to be told once when some can be reached together: each agreed to be found so.

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


@dataclass(frozen=True, slots=True)
class Wish:
    """To be told once when all these of a case can be reached together; no longer than until an instant."""

    case: CaseId
    label: str
    people: frozenset[UserId]
    until: datetime


@dataclass(slots=True)
class Wishes:
    """Everybody's: one for a case, the next takes its place."""

    presence: PresenceService
    chance: Chance
    _wishes: dict[UserId, dict[CaseId, Wish]] = field(default_factory=dict)

    def keep(self, user: UserId, wish: Wish) -> Refused | None:
        """Keep a wish, if all whom it is about agreed to be found so."""
        now = self.chance.now()
        if not now < wish.until <= now + LONGEST_WISH:
            return Refused("wish-out-of-range", {"hours": str(LONGEST_WISH // timedelta(hours=1))})
        # Of whoever did not agree one learns no more than of whoever is not there.
        if not self.may_be_told(user, wish):
            return Refused("cannot-be-wished")
        self._wishes.setdefault(user, {})[wish.case] = wish
        return None

    def of(self, people: Iterable[UserId]) -> frozenset[UserId]:
        """Who has a wish about one of these, or is one of them and has any."""
        touched = frozenset(people)
        return frozenset(
            user
            for user, theirs in self._wishes.items()
            if user in touched or any(wish.people & touched for wish in theirs.values())
        )

    def come_true(self, user: UserId) -> tuple[Wish, ...]:
        """Which of somebody's wishes are true at this instant: these are wishes no longer.

        Nor are those whose time is over, or of which somebody is no longer to be found: nobody is told who.
        """
        now, theirs = self.chance.now(), self._wishes.pop(user, {})
        alive = [wish for wish in theirs.values() if now < wish.until and self.may_be_told(user, wish)]
        true = tuple(wish for wish in alive if self._is_true(wish))
        if left := {wish.case: wish for wish in alive if wish not in true}:
            self._wishes[user] = left
        return true

    def may_be_told(self, user: UserId, wish: Wish) -> bool:
        """Whether all whom a wish is about may be found by whoever wishes, at this instant."""
        there = self.presence.sharing.with_whom(user, wish.case, self.chance.now())
        return all(person in there and self.presence.may_be_wished(user, person) for person in wish.people)

    def forget_what_is_over(self) -> None:
        """Let no wish stay in memory whose time is over."""
        now = self.chance.now()
        for user, theirs in list(self._wishes.items()):
            self._wishes[user] = {case: wish for case, wish in theirs.items() if now < wish.until}
            if not self._wishes[user]:
                del self._wishes[user]

    def _is_true(self, wish: Wish) -> bool:
        states = (self.presence.outlook(person).shown.state for person in wish.people)
        return all(state is State.REACHABLE for state in states)
