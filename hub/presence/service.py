"""Presence: the signs of people, what they say of themselves, and what of it is shown to whom.

What they laid down (`declaring`) lasts. Everything else is in memory, as the instant at which it ceases to
count, and gone with the process: a restart begins with nothing known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.cases import directory
from hub.chance import Chance
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.presence import rules
from hub.presence.declaring import Declaring
from hub.presence.hours import Period
from hub.presence.model import (
    NOT_SHOWN,
    NOTHING_KNOWN,
    Declared,
    Live,
    Relayed,
    Shown,
    Source,
    State,
    Status,
)
from hub.presence.reactions import BeAway, BeSeen, Say, SayNothing, is_too_late, meant
from hub.presence.sharing import Sharing

Touched = Callable[[Iterable[UserId]], None]
TellOthers = Callable[[Relayed], None]


def nobody_listens(_people: Iterable[UserId]) -> None:
    """As long as nobody watches."""


def nobody_else(_relayed: Relayed) -> None:
    """As long as this is the only process."""


@dataclass(slots=True)
class PresenceService:
    """The doors' way to what is known of people, and to what may be seen of them."""

    database: Database
    chance: Chance
    declaring: Declaring
    sharing: Sharing = field(default_factory=Sharing)
    touched: Touched = nobody_listens
    tell_others: TellOthers = nobody_else
    _live: dict[UserId, Live] = field(default_factory=dict)
    _outlooks: dict[UserId, rules.Outlook] = field(default_factory=dict)
    # Whose status another process told.
    _said_elsewhere: set[UserId] = field(default_factory=set)

    def __post_init__(self) -> None:
        """What is laid down changes what is shown, and other processes must hear that it was."""
        self.declaring.changed = self._declared
        self.declaring.written = self._written

    async def catch_up(self) -> None:
        """The line to the other processes stands: what they laid down is read, what they said forgotten.

        Nobody here heard whether it was taken back meanwhile: unknown is no.
        """
        for user in list(self._said_elsewhere):
            self._take_said(user, None)
        await self.declaring.open()

    def _declared(self, user: UserId, before: Declared, said: Declared) -> None:
        self._outlooks.pop(user, None)
        if said.calendar != before.calendar and user in self._live:
            # What stands in one calendar says nothing of another one.
            self._live[user] = replace(self._live[user], busy=(), busy_until=None)
        if not said.is_shown:
            # Of whoever is not shown nothing is kept.
            self._live.pop(user, None)
            self._said_elsewhere.discard(user)
        self.touched([user])

    def _written(self, user: UserId) -> None:
        self.tell_others(Relayed(user))

    # What people say, and signs of them.

    async def react(self, user: UserId, key: str, at: datetime) -> Refused | None:
        """Take in what somebody said of themselves, at an instant, by a reaction in their direct room."""
        if is_too_late(key, at, self.chance.now()):
            return Refused("reaction-too-late")
        done: object = None
        match meant(key, at):
            case Say(state, until):
                done = self.say(user, state, until)
            case SayNothing():
                self.take_back(user)
            case BeSeen(is_shown):
                done = await self.declaring.show(user, is_shown=is_shown)
            case BeAway(until):
                done = await self.declaring.be_away(user, until)
            case None:
                done = Refused("reaction-not-understood")
        return done if isinstance(done, Refused) else None

    def say(self, user: UserId, state: State, until: datetime) -> Status | Refused:
        """Say of oneself for a while that one can be reached, is busy, or in conference."""
        now = self.chance.now()
        if state not in rules.MAY_BE_SAID:
            return Refused("unknown-status", {"given": state})
        if not now < until <= now + rules.LONGEST_STATUS:
            hours = rules.LONGEST_STATUS.total_seconds() / 3600
            return Refused("status-out-of-range", {"hours": f"{hours:.0f}"})
        if not self.declaring.is_on:
            return Refused("presence-off")
        if not self._is_shown(user):
            return Refused("not-shown-yet")
        status = Status(state, until)
        self._take_said(user, status)
        self.tell_others(Relayed(user, has_said=True, status=status))
        return status

    def take_back(self, user: UserId) -> None:
        """Say nothing of oneself any more."""
        self._take_said(user, None)
        self.tell_others(Relayed(user, has_said=True))

    def hear(self, user: UserId, source: Source, *, is_there: bool) -> None:
        """Take in a sign of somebody; of whoever is not shown none is kept."""
        if not self._is_shown(user):
            return
        is_news = rules.is_news(self._known(user), source, self.chance.now(), is_there=is_there)
        self._take_sign(user, source, is_there=is_there)
        if is_news:
            self.tell_others(Relayed(user, source, is_there))

    def be_busy(self, user: UserId, address: str, busy: Iterable[Period], read_at: datetime) -> None:
        """Take in what was read in somebody's calendar, if they are shown and it is still theirs."""
        if self.declaring.calendars().get(user) == address:
            self._know(user, rules.busied(self._known(user), busy, read_at, self.chance.now()))

    async def take_in(self, relayed: Relayed) -> None:
        """Take in what another process of this hub told."""
        if relayed.source is not None:
            self._take_sign(relayed.user, relayed.source, is_there=relayed.is_there)
        elif relayed.has_said:
            self._take_said(relayed.user, relayed.status, is_from_elsewhere=True)
        else:
            await self.declaring.open()

    def _take_sign(self, user: UserId, source: Source, *, is_there: bool) -> None:
        if self._is_shown(user):
            self._know(user, rules.signed(self._known(user), source, self.chance.now(), is_there=is_there))

    def _take_said(self, user: UserId, status: Status | None, *, is_from_elsewhere: bool = False) -> None:
        self._said_elsewhere.discard(user)
        if self._is_shown(user):
            if status is not None and is_from_elsewhere:
                self._said_elsewhere.add(user)
            self._know(user, rules.said(self._known(user), status, self.chance.now()))

    def forget_what_is_over(self) -> None:
        """Let nothing stay in memory that no longer means anything."""
        now = self.chance.now()
        self._outlooks.clear()
        for user in list(self._live):
            self._know(user, rules.live_at(self._live[user], now))
        self._said_elsewhere &= self._live.keys()

    # What is shown.

    def seen_through(self, user: UserId, cases: frozenset[CaseId]) -> tuple[Shown, datetime | None]:
        """What who shares these cases with somebody sees of them, and when they can be reached next."""
        if not self._is_seen_through(user, cases):
            return NOT_SHOWN, None
        outlook = self.outlook(user)
        return outlook.shown, outlook.next_at

    async def functions_reachable(self, asker: UserId) -> tuple[str, ...] | Refused:
        """Functions of which somebody can be reached now who agreed to be found so; never who it is."""
        async with self.database.reading() as connection:
            if await directory.find_professional(connection, asker) is None:
                return Refused("not-a-professional")
        findable = (
            rules.Findable(person.function, person.agency, self.outlook(person.user).shown.state)
            for person in self.declaring.findable()
            if person.user != asker
        )
        return rules.functions_reachable(findable)

    def may_be_wished(self, watcher: UserId, user: UserId) -> bool:
        """Whether somebody agreed to be found by who shares a case with them, and is seen by this one."""
        said = self.declaring.of(user)
        cases = self.sharing.cases_shared(watcher, user, self.chance.now())
        return said.is_shown and said.is_findable and self._is_seen_through(user, cases)

    def own_windows(self, user: UserId) -> list[Period]:
        """When somebody can be reached, for themselves."""
        declared = self.declaring.of(user)
        return rules.windows(replace(declared, is_shown=True), self._known(user), self.chance.now())

    def windows_of(self, watcher: UserId, user: UserId, case: CaseId) -> list[Period]:
        """When somebody can be reached, for somebody who sees them through a case; else never."""
        now = self.chance.now()
        if user not in self.sharing.with_whom(watcher, case, now):
            return []
        # Through whichever case they are seen: else one could tell in which they hide.
        if not self._is_seen_through(user, self.sharing.cases_shared(watcher, user, now)):
            return []
        return rules.windows(self.declaring.of(user), self._known(user), now)

    def changes_at(self, user: UserId) -> datetime | None:
        """When time alone may next change what is seen of somebody."""
        return self.outlook(user).until

    def outlook(self, user: UserId) -> rules.Outlook:
        """What is to be seen of somebody now, by whoever may see it at all."""
        # Asked for every watcher, and the same for all of them until something changes.
        now, known = self.chance.now(), self._outlooks.get(user)
        if known is None or not known.holds(now):
            known = rules.outlook(self.declaring.of(user), self._known(user), now)
            self._outlooks[user] = known
        return known

    def _is_seen_through(self, user: UserId, cases: frozenset[CaseId]) -> bool:
        return bool(cases - self.declaring.of(user).hidden_in)

    def _is_shown(self, user: UserId) -> bool:
        return self.declaring.of(user).is_shown

    def _known(self, user: UserId) -> Live:
        return self._live.get(user, NOTHING_KNOWN)

    def _know(self, user: UserId, live: Live) -> None:
        before = self._known(user)
        if live == NOTHING_KNOWN:
            self._live.pop(user, None)
        else:
            self._live[user] = live
        # That a sign goes on is no news to anybody: only what becomes visible is.
        now = self.chance.now()
        declared = self.declaring.of(user)
        self._outlooks.pop(user, None)
        is_seen = rules.shown(declared, before, now) != rules.shown(declared, live, now)
        # An appointment ahead changes when they can be reached next, and what time alone will change.
        if is_seen or before.busy != live.busy:
            self.touched([user])
