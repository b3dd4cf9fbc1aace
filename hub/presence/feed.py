"""Who watches, and what is new for them: states, never events; gated at the very moment of telling.

For each watcher only *whom* something may have changed about is remembered, never what: what they are
told is looked up when they are told it, through what is shared at that instant. So nobody is ever told
of somebody with whom nothing is shared any more, and no queue can grow beyond the people one shares.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from hub.chance import Chance
from hub.errors import Refused
from hub.identifiers import CaseId, ProfessionalId, UserId
from hub.presence import rules
from hub.presence.hours import Period
from hub.presence.model import Shown
from hub.presence.service import PresenceService
from hub.presence.sharing import Colleague
from hub.presence.wishes import Wish, Wishes

# A clock may be set; nothing that time alone changes is told later than this.
LONGEST_NAP = timedelta(seconds=15)
FORGOTTEN_EVERY = timedelta(seconds=60)
# How many instants may wait that something else has overtaken.
MOST_STALE = 1_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What a watcher sees of somebody: who they are, their state, when next, and in which cases both are."""

    who: Colleague
    shown: Shown
    deputy: str | None
    """Who stands in for them while they are away, where the watcher shares a case with them, too."""
    next_at: datetime | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a watcher: of whom they see what now, and of whom they see nothing any more.

    And the wishes that came true.
    """

    seen: Mapping[UserId, Sight]
    gone: frozenset[UserId]
    is_whole: bool = False
    together: tuple[Wish, ...] = ()


@dataclass(eq=False, slots=True)
class Watcher:
    """Somebody who watches, on one line."""

    user: UserId
    _touched: set[UserId] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _told: dict[UserId, Sight] = field(default_factory=dict)
    _true: list[Wish] = field(default_factory=list)
    _is_new: bool = True
    # Whether what is shared was brought up to date for them just now.
    _is_fresh: bool = False

    def hear_of(self, wish: Wish) -> None:
        """A wish of theirs came true."""
        self._true.append(wish)
        self._wake.set()


MayBeTold = Callable[[], Awaitable[bool]]
TellAlone = Callable[[UserId, Wish, MayBeTold], None]


def nobody_else_is_told(_user: UserId, _wish: Wish, _may_be_told: MayBeTold) -> None:
    """As long as there is no voice that tells one person alone."""


class Feed:
    """Everybody who watches in this process."""

    def __init__(
        self, presence: PresenceService, chance: Chance, bring_up_to_date: Callable[[], Awaitable[None]]
    ) -> None:
        """`bring_up_to_date` returns when what is shared is known as of a moment after it was called."""
        self.presence = presence
        self.chance = chance
        self._refresh = Together(bring_up_to_date)
        self._watchers: dict[UserId, set[Watcher]] = {}
        # Whoever was told of somebody must learn that they see nothing of them any more.
        self._told_of: dict[UserId, set[Watcher]] = {}
        self._due: list[tuple[datetime, UserId]] = []
        self._planned: dict[UserId, datetime] = {}
        self._replan = asyncio.Event()
        self._waking: set[Watcher] = set()
        self._rousing: asyncio.Task[None] | None = None
        self.wishes = Wishes(presence, chance)
        # A voice that tells somebody alone, right before which it is asked whether it still may.
        self.tell_alone: TellAlone = nobody_else_is_told
        self._wishers: set[UserId] = set()
        presence.touched = self.touched

    def watch(self, user: UserId) -> Watcher:
        """Begin to watch; the first news is everything there is to see."""
        watcher = Watcher(user)
        self._watchers.setdefault(user, set()).add(watcher)
        watcher._wake.set()
        return watcher

    def watch_again(self, watcher: Watcher) -> None:
        """Go on where a broken line ended: the next news is what is otherwise since."""
        self._watchers.setdefault(watcher.user, set()).add(watcher)
        self._remember(watcher, watcher._told, frozenset())
        people = self.presence.sharing.neighbours(watcher.user, self.chance.now())
        self._touch(watcher, {*people, *watcher._told})

    def unwatch(self, watcher: Watcher) -> None:
        """Watch no longer."""
        theirs = self._watchers.get(watcher.user, set())
        theirs.discard(watcher)
        if not theirs:
            self._watchers.pop(watcher.user, None)
        for person in watcher._told:
            self._forget_told(person, watcher)

    def touched(self, people: Iterable[UserId]) -> None:
        """Something may have changed about these, for whoever shares a case with them."""
        people = list(people)
        self._see_wishes_of(people)
        for person in people:
            self._plan(person)
            # Whoever shares a case with somebody was told of them, shown or not; or is about to be.
            for watcher in self._told_of.get(person, ()):
                self._touch(watcher, [person])

    def redrawn(self, people: frozenset[UserId]) -> None:
        """Who shares something with whom may have changed among these."""
        self._see_wishes_of(people)
        for person in people & self._watchers.keys():
            for watcher in self._watchers[person]:
                self._touch(watcher, people)
        for person in people:
            self._plan(person)

    def _over(self, people: Iterable[UserId]) -> None:
        # A right of theirs may have ended, so what they saw of others.
        for person in people:
            for watcher in self._watchers.get(person, ()):
                self._touch(watcher, list(watcher._told))

    def _touch(self, watcher: Watcher, people: Iterable[UserId]) -> None:
        # Something may have changed about these: they look when what is shared is up to date, all at once.
        watcher._touched.update(people)
        self._waking.add(watcher)
        if self._rousing is None:
            self._rousing = asyncio.create_task(self._rouse())

    async def _rouse(self) -> None:
        try:
            while self._waking:
                waking, self._waking = self._waking, set()
                is_fresh = await self._is_up_to_date()
                for watcher in waking:
                    watcher._is_fresh = is_fresh
                    watcher._wake.set()
                # Whoever can look does so before we go on; whoever must wait brings it up to date then.
                await asyncio.sleep(0)
                for watcher in waking:
                    watcher._is_fresh = False
        finally:
            self._rousing = None

    async def rest(self) -> None:
        """Wait until nobody is being woken, and nothing is looked up for them any more."""
        if self._rousing is not None:
            await asyncio.gather(self._rousing, return_exceptions=True)
        await self._refresh.rest()

    async def _is_up_to_date(self) -> bool:
        try:
            await self._refresh.once()
        except Exception:
            # Whoever looks tries it themselves, and is told.
            return False
        return True

    def wish(self, user: UserId, wish: Wish) -> Refused | None:
        """Tell somebody once when all these can be reached together, if each agreed to be found so.

        On every line of theirs, and alone. One wish for a case; the next takes its place.
        """
        refused = self.wishes.keep(user, wish)
        if refused is None:
            self._wishers.add(user)
            self._replan.set()
            for watcher in self._watchers.get(user, ()):
                self._touch(watcher, wish.people)
        return refused

    async def touching(self, watcher: Watcher) -> None:
        """Wait until something may be new to a watcher."""
        await watcher._wake.wait()

    async def look(self, watcher: Watcher) -> News | None:
        """What is new to a watcher at this instant; None if nothing is."""
        if not watcher._is_fresh:
            await self._refresh.once()
        watcher._is_fresh = False
        # From here on nothing waits: what is told is what was true when it was looked up.
        self._grant()
        watcher._wake.clear()
        touched, watcher._touched = watcher._touched, set()
        return self._whole(watcher) if watcher._is_new else self._changed(watcher, touched)

    def sight(self, watcher: UserId, user: UserId) -> Sight | None:
        """What somebody sees of somebody else now; None if they share no case, or nobody works there."""
        now, sharing = self.chance.now(), self.presence.sharing
        cases = sharing.cases_shared(watcher, user, now)
        who = next(filter(None, (sharing.colleague(user, case) for case in sorted(cases))), None)
        if not cases or who is None or watcher == user:
            return None
        shown, next_at = self.presence.seen_through(user, cases)
        deputy = self._colleague(watcher, shown.deputy, now) if shown.deputy else None
        name = deputy.person.name if deputy else None
        return Sight(who, shown, name, next_at, sharing.labels(cases, watcher))

    async def case_called(self, label: str, user: UserId) -> CaseId | None:
        """The case of that label, if somebody shares it with anybody."""
        await self._refresh.once()
        return self.presence.sharing.case_called(label, user, self.chance.now())

    async def seen_in(self, watcher: UserId, case: CaseId) -> list[Sight]:
        """What somebody sees of those with whom they share a case, through that case."""
        await self._refresh.once()
        people = self.presence.sharing.with_whom(watcher, case, self.chance.now())
        return [sight for person in sorted(people) if (sight := self.sight(watcher, person))]

    async def common_window(
        self, watcher: UserId, case: CaseId, people: Iterable[UserId], length: timedelta
    ) -> Period | None:
        """The first time at which all these can be reached together, by their hours, if there is one.

        And by the watcher's own, if they laid any down.
        """
        await self._refresh.once()
        windows = [self.presence.windows_of(watcher, person, case) for person in set(people)]
        own = self.presence.own_windows(watcher)
        return rules.common_window([*windows, own] if own else windows, length)

    def pass_time(self) -> None:
        """Something may have changed by time alone since the last time."""
        fallen = self._fallen_due(self.chance.now())
        self.touched(fallen)
        self._over(fallen)

    async def run(self) -> None:
        """Tell what time alone changes, and forget what is over, until cancelled."""
        forgotten_at = self.chance.now()
        while True:
            now = self.chance.now()
            self.pass_time()
            if self._wishers:
                await self.grant()
            if not timedelta(0) <= now - forgotten_at < FORGOTTEN_EVERY:
                await self.presence.open()
                self.presence.forget_what_is_over()
                self.wishes.forget_what_is_over()
                forgotten_at = now
            nap = min(self._due[0][0] - now, LONGEST_NAP) if self._due else LONGEST_NAP
            self._replan.clear()
            try:
                async with asyncio.timeout(max(nap.total_seconds(), 0.001)):
                    await self._replan.wait()
            except TimeoutError:
                pass

    async def grant(self) -> None:
        """Tell whoever has a wish that is true now."""
        await self._refresh.once()
        self._grant()

    async def _may_still_be_told(self, user: UserId, wish: Wish) -> bool:
        await self._refresh.once()
        return self.wishes.may_be_told(user, wish)

    def _see_wishes_of(self, people: Iterable[UserId]) -> None:
        if wishers := self.wishes.of(people):
            self._wishers |= wishers
            self._replan.set()

    def _grant(self) -> None:
        wishers, self._wishers = self._wishers, set()
        for user in wishers:
            for wish in self.wishes.come_true(user):
                for watcher in self._watchers.get(user, ()):
                    watcher.hear_of(wish)
                self.tell_alone(user, wish, partial(self._may_still_be_told, user, wish))

    def _true(self, watcher: Watcher) -> tuple[Wish, ...]:
        true, watcher._true = watcher._true, []
        return tuple(wish for wish in true if self.wishes.may_be_told(watcher.user, wish))

    def _whole(self, watcher: Watcher) -> News:
        people = self.presence.sharing.neighbours(watcher.user, self.chance.now())
        seen = {person: sight for person in people if (sight := self.sight(watcher.user, person))}
        watcher._is_new = False
        self._remember(watcher, seen, frozenset())
        return News(seen, frozenset(), is_whole=True, together=self._true(watcher))

    def _changed(self, watcher: Watcher, touched: set[UserId]) -> News | None:
        now_seen = {person: self.sight(watcher.user, person) for person in touched}
        seen = {
            p: sight for p, sight in now_seen.items() if sight is not None and watcher._told.get(p) != sight
        }
        gone = frozenset(p for p, sight in now_seen.items() if sight is None and p in watcher._told)
        self._remember(watcher, seen, gone)
        together = self._true(watcher)
        return News(seen, gone, together=together) if seen or gone or together else None

    def _remember(self, watcher: Watcher, seen: Mapping[UserId, Sight], gone: frozenset[UserId]) -> None:
        watcher._told |= seen
        for person in seen:
            self._told_of.setdefault(person, set()).add(watcher)
        for person in gone:
            del watcher._told[person]
            self._forget_told(person, watcher)

    def _forget_told(self, person: UserId, watcher: Watcher) -> None:
        told = self._told_of.get(person, set())
        told.discard(watcher)
        if not told:
            self._told_of.pop(person, None)

    def _colleague(self, watcher: UserId, person: ProfessionalId, now: datetime) -> Colleague | None:
        sharing = self.presence.sharing
        for user in sharing.neighbours(watcher, now):
            for case in sharing.cases_shared(watcher, user, now):
                known = sharing.colleague(user, case)
                if known is not None and known.person.id == person:
                    return known
        return None

    # What time alone changes.

    def _plan(self, person: UserId) -> None:
        now = self.chance.now()
        instants = (self.presence.changes_at(person), self.presence.sharing.next_end(person, now))
        at = min((instant for instant in instants if instant is not None), default=None)
        if at is None:
            self._planned.pop(person, None)
        elif self._planned.get(person) != at:
            self._planned[person] = at
            heapq.heappush(self._due, (at, person))
            if len(self._due) > 2 * len(self._planned) + MOST_STALE:
                self._due = [(instant, who) for who, instant in self._planned.items()]
                heapq.heapify(self._due)
            self._replan.set()

    def _fallen_due(self, now: datetime) -> list[UserId]:
        fallen = []
        while self._due and self._due[0][0] <= now:
            at, person = heapq.heappop(self._due)
            if self._planned.get(person) == at:
                del self._planned[person]
                fallen.append(person)
        return fallen


class Together:
    """Does something once for all who ask while it has not begun yet."""

    def __init__(self, do: Callable[[], Awaitable[None]]) -> None:
        self._do = do
        self._waiting: asyncio.Task[None] | None = None
        self._doing: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    async def once(self) -> None:
        """Return when it was done, from a beginning that lies behind this call."""
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._next())
            self._doing.add(self._waiting)
            self._waiting.add_done_callback(self._doing.discard)
        await asyncio.shield(self._waiting)

    async def rest(self) -> None:
        """Wait until it is not being done: whoever asked may have been called away."""
        if self._doing:
            await asyncio.gather(*self._doing, return_exceptions=True)

    async def _next(self) -> None:
        async with self._turn:
            # Whoever asks from here on asks for the next one.
            self._waiting = None
            await self._do()
