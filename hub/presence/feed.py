"""Who watches, and who of them is woken when: states, never events; gated at the very moment of telling.

For each watcher (`watcher`) only *whom* something may have changed about is remembered, never what: what
they are told is looked up (`seeing`) when they are told it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from hub.chance import Chance
from hub.errors import Refused
from hub.identifiers import UserId
from hub.presence.instants import Instants
from hub.presence.once import OnceForAll
from hub.presence.seeing import Glimpse, Seeing
from hub.presence.service import PresenceService
from hub.presence.watcher import News, Watcher
from hub.presence.wishes import Wish, Wishes

# A clock may be set; nothing that time alone changes is told later than this.
LONGEST_NAP = timedelta(seconds=15)
FORGOTTEN_EVERY = timedelta(seconds=60)

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
        self._refresh = OnceForAll(bring_up_to_date)
        self.seeing = Seeing(presence, chance, self._refresh)
        self._watchers: dict[UserId, set[Watcher]] = {}
        # Whoever was told of somebody must learn that they see nothing of them any more.
        self._told_of: dict[UserId, set[Watcher]] = {}
        # When time alone next changes what is seen of whom.
        self._instants = Instants()
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
        watcher.wake()
        return watcher

    def watch_again(self, watcher: Watcher) -> None:
        """Go on where a broken line ended: the next news is what is otherwise since."""
        self._watchers.setdefault(watcher.user, set()).add(watcher)
        self._remember(watcher, watcher.told)
        people = self.presence.sharing.neighbours(watcher.user, self.chance.now())
        self._touch(watcher, {*people, *watcher.told})

    def unwatch(self, watcher: Watcher) -> None:
        """Watch no longer."""
        theirs = self._watchers.get(watcher.user, set())
        theirs.discard(watcher)
        if not theirs:
            self._watchers.pop(watcher.user, None)
        self._forget_told(watcher, watcher.told)

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
                self._touch(watcher, list(watcher.told))

    def _touch(self, watcher: Watcher, people: Iterable[UserId]) -> None:
        # Something may have changed about these: they look when what is shared is up to date, all at once.
        watcher.touch(people)
        self._waking.add(watcher)
        if self._rousing is None:
            self._rousing = asyncio.create_task(self._rouse())

    async def _rouse(self) -> None:
        try:
            while self._waking:
                waking, self._waking = self._waking, set()
                is_fresh = await self._is_up_to_date()
                for watcher in waking:
                    watcher.is_fresh = is_fresh
                    watcher.wake()
                # Whoever can look does so before we go on; whoever must wait brings it up to date then.
                await asyncio.sleep(0)
                for watcher in waking:
                    watcher.is_fresh = False
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

    async def look(self, watcher: Watcher) -> News | None:
        """What is new to a watcher at this instant; None if nothing is."""
        if not watcher.is_fresh:
            await self._refresh.once()
        watcher.is_fresh = False
        # From here on nothing waits: what is told is what was true when it was looked up.
        self._grant()
        touched, true = watcher.begin_to_look()
        news = watcher.take_in(self._looked_up(watcher, touched), self._still_true(watcher, true))
        if news is not None:
            self._remember(watcher, news.seen)
            self._forget_told(watcher, news.gone)
        return news

    def pass_time(self) -> None:
        """Something may have changed by time alone since the last time."""
        fallen = self._instants.fallen(self.chance.now())
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
                await self.presence.declaring.open()
                self.presence.forget_what_is_over()
                self.wishes.forget_what_is_over()
                forgotten_at = now
            first = self._instants.first
            nap = LONGEST_NAP if first is None else min(first - now, LONGEST_NAP)
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

    def _looked_up(self, watcher: Watcher, touched: Iterable[UserId]) -> Mapping[UserId, Glimpse | None]:
        sharing, user = self.presence.sharing, watcher.user
        people = sharing.neighbours(user, self.chance.now()) if watcher.is_new else touched
        return {person: self.seeing.glimpse(user, person) for person in people}

    def _still_true(self, watcher: Watcher, true: Sequence[Wish]) -> tuple[Wish, ...]:
        return tuple(wish for wish in true if self.wishes.may_be_told(watcher.user, wish))

    def _remember(self, watcher: Watcher, people: Iterable[UserId]) -> None:
        for person in people:
            self._told_of.setdefault(person, set()).add(watcher)

    def _forget_told(self, watcher: Watcher, people: Iterable[UserId]) -> None:
        for person in people:
            told = self._told_of.get(person, set())
            told.discard(watcher)
            if not told:
                self._told_of.pop(person, None)

    def _plan(self, person: UserId) -> None:
        now = self.chance.now()
        instants = (self.presence.changes_at(person), self.presence.sharing.next_end(person, now))
        at = min((instant for instant in instants if instant is not None), default=None)
        if self._instants.plan(person, at):
            self._replan.set()
