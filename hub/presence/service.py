"""Presence: what people lay down and say, the signs of them, and what of it is shown to whom.

Everything but what somebody laid down is in memory, as the instant at which it ceases to count, and
gone with the process: a restart begins with nothing known.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import Professional
from hub.chance import Chance
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.presence import rules, store
from hub.presence.hours import Period, read_week
from hub.presence.model import (
    NOT_SHOWN,
    NOTHING_DECLARED,
    NOTHING_KNOWN,
    Absence,
    Declared,
    Live,
    Passed,
    Shown,
    Source,
    State,
    Status,
)
from hub.presence.reactions import BeAway, BeSeen, Say, SayNothing, meant
from hub.presence.sharing import Sharing
from hub.vault import Vault

Touched = Callable[[Iterable[UserId]], None]
Change = Callable[[Declared], Declared]
PassOn = Callable[[Passed], None]


def nobody_listens(_people: Iterable[UserId]) -> None:
    """As long as nobody watches."""


def nobody_else(_passed: Passed) -> None:
    """As long as this is the only process."""


@dataclass(slots=True)
class PresenceService:
    """The doors' way to what is known of people, and to what may be seen of them."""

    database: Database
    vault: Vault
    chance: Chance
    is_on: bool = True
    sharing: Sharing = field(default_factory=Sharing)
    touched: Touched = nobody_listens
    pass_on: PassOn = nobody_else
    _declared: dict[UserId, Declared] = field(default_factory=dict)
    _people: dict[UserId, Professional] = field(default_factory=dict)
    _held: dict[UserId, list[Change]] = field(default_factory=dict)
    _live: dict[UserId, Live] = field(default_factory=dict)
    _outlooks: dict[UserId, rules.Outlook] = field(default_factory=dict)
    # Whose status another process passed on.
    _said_elsewhere: set[UserId] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _writing: set[asyncio.Task[Declared | Refused]] = field(default_factory=set)

    async def open(self) -> None:
        """Read what everybody laid down, also again; with a shut vault, or switched off, nobody is shown.

        Another process may have written since, and whoever left is shown no more.
        """
        if self.vault.trouble or not self.is_on:
            return
        async with self._turn:
            async with self.database.reading() as connection:
                everybody = await store.all_declared(connection, self.vault.hub)
                has_of_who_left = await store.has_of_who_left(connection)
            if has_of_who_left:
                async with self.database.writing() as connection:
                    await store.forget_who_left(connection)
            for person, said in everybody.items():
                self._take_declared(person, said)
            for gone in self._declared.keys() - {person.user for person in everybody}:
                del self._declared[gone], self._people[gone]
                self._forget(gone)

    async def catch_up(self) -> None:
        """The line to the other processes stands: what they laid down is read, what they said forgotten.

        Nobody here heard whether it was taken back meanwhile: unknown is no.
        """
        for user in list(self._said_elsewhere):
            self._take_said(user, None)
        await self.open()

    # What people lay down.

    async def declared(self, user: UserId) -> Declared:
        """What somebody laid down."""
        return self._declared.get(user, NOTHING_DECLARED)

    async def show(self, user: UserId, *, is_shown: bool) -> Declared | Refused:
        """Be seen from now on by those who share a case with one, or no longer."""
        return await self._lay_down(
            user, lambda known: replace(known, is_shown=is_shown), is_stricter=not is_shown
        )

    async def be_findable(self, user: UserId, *, is_findable: bool) -> Declared | Refused:
        """Let anybody in the network learn that somebody of one's function can be reached, or no longer."""
        return await self._lay_down(
            user, lambda known: replace(known, is_findable=is_findable), is_stricter=not is_findable
        )

    async def hide_in(self, user: UserId, case: CaseId, *, is_hidden: bool) -> Declared | Refused:
        """Be seen by nobody through one case, or again."""

        def change(known: Declared) -> Declared:
            hidden = known.hidden_in | {case} if is_hidden else known.hidden_in - {case}
            return replace(known, hidden_in=hidden)

        return await self._lay_down(user, change, is_stricter=is_hidden)

    async def keep_hours(self, user: UserId, typed: str, land: str) -> Declared | Refused:
        """Lay down when one can be reached in an ordinary week; empty: no hours."""
        week = read_week(typed, land) if typed.strip() else None
        if isinstance(week, Refused):
            return week
        return await self._lay_down(user, lambda known: replace(known, week=week))

    async def be_away(
        self, user: UserId, until: datetime | None, deputy: UserId | None = None
    ) -> Declared | Refused:
        """Be away until an instant, and say who stands in; None: be back."""
        now, stands_in = self.chance.now(), None
        if until is not None and not now < until <= now + rules.LONGEST_ABSENCE:
            return Refused("absence-out-of-range", {"days": str(rules.LONGEST_ABSENCE.days)})
        if until is not None and deputy is not None:
            async with self.database.reading() as connection:
                mine = await directory.find_professional(connection, user)
                stands_in = await directory.find_professional(connection, deputy)
            # Of whoever works elsewhere one need not even learn that they exist.
            if stands_in is None or mine is None or stands_in.agency != mine.agency or stands_in == mine:
                return Refused("unknown-deputy", {"user": deputy})
        absence = Absence(until, stands_in.id if stands_in else None) if until else None
        return await self._lay_down(user, lambda known: replace(known, absence=absence))

    async def keep_calendar(self, user: UserId, address: str) -> Declared | Refused:
        """Lay down where a calendar of one's own stands; empty: none."""
        return await self._lay_down(user, lambda known: replace(known, calendar=address))

    async def may_lay_down(self, user: UserId) -> Refused | None:
        """Why somebody can lay down nothing about themselves, if they cannot."""
        if not self.is_on:
            return Refused("presence-off")
        if trouble := self.vault.trouble:
            return Refused(f"not-ready-{trouble.reason}", trouble.facts)
        async with self.database.reading() as connection:
            if await directory.find_professional(connection, user) is None:
                return Refused("not-a-professional")
        return None

    async def _lay_down(
        self, user: UserId, change: Change, *, is_stricter: bool | None = None
    ) -> Declared | Refused:
        if is_stricter:
            self._hold(user, change)
        if refused := await self.may_lay_down(user):
            return refused
        # Also if their line breaks over it: what is written is taken in.
        writing = asyncio.create_task(self._write(user, change, lets_go=is_stricter is False))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        return await asyncio.shield(writing)

    def _hold(self, user: UserId, change: Change) -> None:
        # Whoever hides is hidden at once, however long the database takes, and also if it fails.
        if (person := self._people.get(user)) is not None:
            self._held.setdefault(user, []).append(change)
            self._take_declared(person, self._declared[user])

    async def _write(self, user: UserId, change: Change, *, lets_go: bool) -> Declared | Refused:
        # One after the other: what is in memory is what was written last.
        async with self._turn:
            return await self._write_in_turn(user, change, lets_go=lets_go)

    async def _write_in_turn(self, user: UserId, change: Change, *, lets_go: bool) -> Declared | Refused:
        key = self.vault.hub
        async with self.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("not-a-professional")
            known = change(await store.declared(connection, person.id, key))
            there = await cases.known_among(connection, known.hidden_in)
            said = _without_what_is_over(known, there, self.chance.now())
            await store.lay_down(connection, person.id, said, key)
        # What is written need not be held; who wants to be seen again lets go of all.
        held = [] if lets_go else [one for one in self._held.get(user, ()) if one is not change]
        self._held[user] = held
        self._take_declared(person, said)
        self.pass_on(Passed(user))
        return said

    def _take_declared(self, person: Professional, laid_down: Declared) -> None:
        user, said = person.user, laid_down
        for change in self._held.get(user, ()):
            said = change(said)
        before = self._declared.get(user, NOTHING_DECLARED)
        is_same = user in self._declared and before == said
        self._declared[user], self._people[user] = said, person
        if is_same:
            return
        self._outlooks.pop(user, None)
        if said.calendar != before.calendar and user in self._live:
            # What stands in one calendar says nothing of another one.
            self._live[user] = replace(self._live[user], busy=(), busy_until=None)
        if said.is_shown:
            self.touched([user])
        else:
            self._forget(user)

    def _forget(self, user: UserId) -> None:
        # Of whoever is not shown nothing is kept.
        self._live.pop(user, None)
        self._said_elsewhere.discard(user)
        self._outlooks.pop(user, None)
        self.touched([user])

    # What people say, and signs of them.

    async def react(self, user: UserId, key: str, at: datetime) -> Refused | None:
        """Take in what somebody said of themselves, at an instant, by a reaction in their direct room."""
        done: object = None
        match meant(key, at):
            case Say(state, until):
                done = self.say(user, state, until)
            case SayNothing():
                self.take_back(user)
            case BeSeen(is_shown):
                done = await self.show(user, is_shown=is_shown)
            case BeAway(until):
                done = await self.be_away(user, until)
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
        if not self.is_on:
            return Refused("presence-off")
        if not self._is_shown(user):
            return Refused("not-shown-yet")
        status = Status(state, until)
        self._take_said(user, status)
        self.pass_on(Passed(user, has_said=True, status=status))
        return status

    def take_back(self, user: UserId) -> None:
        """Say nothing of oneself any more."""
        self._take_said(user, None)
        self.pass_on(Passed(user, has_said=True))

    def hear(self, user: UserId, source: Source, *, is_there: bool) -> None:
        """Take in a sign of somebody; of whoever is not shown none is kept."""
        if not self._is_shown(user):
            return
        is_news = rules.is_news(self._known(user), source, self.chance.now(), is_there=is_there)
        self._take_sign(user, source, is_there=is_there)
        if is_news:
            self.pass_on(Passed(user, source, is_there))

    def calendars(self) -> Mapping[UserId, str]:
        """Whose calendar is to be read, and where it stands: of those who are shown, and of nobody else."""
        said = self._declared.items()
        return {user: one.calendar for user, one in said if one.is_shown and one.calendar}

    def be_busy(self, user: UserId, address: str, busy: Iterable[Period], read_at: datetime) -> None:
        """Take in what was read in somebody's calendar, if they are shown and it is still theirs."""
        if self.calendars().get(user) == address:
            self._know(user, rules.busied(self._known(user), busy, read_at, self.chance.now()))

    async def take_in(self, passed: Passed) -> None:
        """Take in what another process of this hub passed on."""
        if passed.source is not None:
            self._take_sign(passed.user, passed.source, is_there=passed.is_there)
        elif passed.has_said:
            self._take_said(passed.user, passed.status, is_from_elsewhere=True)
        else:
            await self.open()

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

    def shown_to(self, watcher: UserId, user: UserId) -> Shown | None:
        """What somebody sees of somebody else now; None if they share no case now."""
        cases = self.sharing.cases_shared(watcher, user, self.chance.now())
        return self.seen_through(user, cases)[0] if cases and watcher != user else None

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
            rules.Findable(person.function, person.agency, self.outlook(user).shown.state)
            for user, person in self._people.items()
            if self._declared[user].is_findable and user != asker
        )
        return rules.functions_reachable(findable)

    def may_be_wished(self, watcher: UserId, user: UserId) -> bool:
        """Whether somebody agreed to be found by who shares a case with them, and is seen by this one."""
        said = self._declared.get(user, NOTHING_DECLARED)
        cases = self.sharing.cases_shared(watcher, user, self.chance.now())
        return said.is_shown and said.is_findable and self._is_seen_through(user, cases)

    def own_windows(self, user: UserId) -> list[Period]:
        """When somebody can be reached, for themselves."""
        declared = self._declared.get(user, NOTHING_DECLARED)
        return rules.windows(replace(declared, is_shown=True), self._known(user), self.chance.now())

    def windows_of(self, watcher: UserId, user: UserId, case: CaseId) -> list[Period]:
        """When somebody can be reached, for somebody who sees them through a case; else never."""
        now = self.chance.now()
        if user not in self.sharing.with_whom(watcher, case, now):
            return []
        # Through whichever case they are seen: else one could tell in which they hide.
        if not self._is_seen_through(user, self.sharing.cases_shared(watcher, user, now)):
            return []
        return rules.windows(self._declared.get(user, NOTHING_DECLARED), self._known(user), now)

    def changes_at(self, user: UserId) -> datetime | None:
        """When time alone may next change what is seen of somebody."""
        return self.outlook(user).until

    def outlook(self, user: UserId) -> rules.Outlook:
        """What is to be seen of somebody now, by whoever may see it at all."""
        # Asked for every watcher, and the same for all of them until something changes.
        now, known = self.chance.now(), self._outlooks.get(user)
        if known is None or not known.holds(now):
            known = rules.outlook(self._declared.get(user, NOTHING_DECLARED), self._known(user), now)
            self._outlooks[user] = known
        return known

    def _is_seen_through(self, user: UserId, cases: frozenset[CaseId]) -> bool:
        return bool(cases - self._declared.get(user, NOTHING_DECLARED).hidden_in)

    def _is_shown(self, user: UserId) -> bool:
        return self._declared.get(user, NOTHING_DECLARED).is_shown

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
        declared = self._declared.get(user, NOTHING_DECLARED)
        self._outlooks.pop(user, None)
        is_seen = rules.shown(declared, before, now) != rules.shown(declared, live, now)
        # An appointment ahead changes when they can be reached next, and what time alone will change.
        if is_seen or before.busy != live.busy:
            self.touched([user])


def _without_what_is_over(said: Declared, there: frozenset[CaseId], now: datetime) -> Declared:
    is_over = said.absence is not None and said.absence.until <= now
    # Of a case that was erased nothing is left here either.
    return replace(said, hidden_in=there, absence=None if is_over else said.absence)
