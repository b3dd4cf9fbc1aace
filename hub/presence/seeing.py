"""What somebody sees of others at the very moment at which they are told, or ask.

It is looked up through what is shared at that instant, each time anew: nobody ever sees anything of
somebody with whom they share no case any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.chance import Chance
from hub.identifiers import CaseId, ProfessionalId, UserId
from hub.presence import rules
from hub.presence.hours import Period
from hub.presence.model import Shown
from hub.presence.once import OnceForAll
from hub.presence.service import PresenceService
from hub.presence.sharing import Colleague


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a watcher sees of somebody: who they are, their state, when next, and in which cases both are."""

    who: Colleague
    shown: Shown
    deputy: str | None
    """Who stands in for them while they are away, where the watcher shares a case with them, too."""
    next_at: datetime | None
    cases: tuple[str, ...]


class Seeing:
    """Looks up what somebody sees; what they ask, behind a fresh look at what is shared."""

    def __init__(self, presence: PresenceService, chance: Chance, refresh: OnceForAll) -> None:
        self._presence = presence
        self._chance = chance
        self._refresh = refresh

    def glimpse(self, watcher: UserId, user: UserId) -> Glimpse | None:
        """What somebody sees of somebody else now; None if they share no case, or nobody works there."""
        now, sharing = self._chance.now(), self._presence.sharing
        cases = sharing.cases_shared(watcher, user, now)
        who = next(filter(None, (sharing.colleague(user, case) for case in sorted(cases))), None)
        if not cases or who is None or watcher == user:
            return None
        shown, next_at = self._presence.seen_through(user, cases)
        deputy = self._colleague(watcher, shown.deputy, now) if shown.deputy else None
        name = deputy.person.name if deputy else None
        return Glimpse(who, shown, name, next_at, sharing.labels(cases, watcher))

    async def case_called(self, label: str, user: UserId) -> CaseId | None:
        """The case of that label, if somebody shares it with anybody."""
        await self._refresh.once()
        return self._presence.sharing.case_called(label, user, self._chance.now())

    async def seen_in(self, watcher: UserId, case: CaseId) -> list[Glimpse]:
        """What somebody sees of those with whom they share a case, through that case."""
        await self._refresh.once()
        people = self._presence.sharing.with_whom(watcher, case, self._chance.now())
        return [seen for person in sorted(people) if (seen := self.glimpse(watcher, person))]

    async def common_window(
        self, watcher: UserId, case: CaseId, people: Iterable[UserId], length: timedelta
    ) -> Period | None:
        """The first time at which all these can be reached together, by their hours, if there is one.

        And by the watcher's own, if they laid any down.
        """
        await self._refresh.once()
        windows = [self._presence.windows_of(watcher, person, case) for person in set(people)]
        own = self._presence.own_windows(watcher)
        return rules.common_window([*windows, own] if own else windows, length)

    def _colleague(self, watcher: UserId, person: ProfessionalId, now: datetime) -> Colleague | None:
        sharing = self._presence.sharing
        for user in sharing.neighbours(watcher, now):
            for case in sharing.cases_shared(watcher, user, now):
                known = sharing.colleague(user, case)
                if known is not None and known.person.id == person:
                    return known
        return None
