"""What people lay down about themselves: read at the start, written one after the other, asked in memory.

Whoever wants to be seen less is seen less at once, however long it takes to write that down.
"""

import asyncio
from collections.abc import Callable, Mapping
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
from hub.presence.hours import read_week
from hub.presence.model import NOTHING_DECLARED, Absence, Declared
from hub.vault import Vault

Change = Callable[[Declared], Declared]
Changed = Callable[[UserId, Declared, Declared], None]
Written = Callable[[UserId], None]


def nobody_minds(_user: UserId, _before: Declared, _now: Declared) -> None:
    """As long as nothing rests on it."""


def nobody_reads_it(_user: UserId) -> None:
    """As long as this is the only process."""


@dataclass(slots=True)
class Declaring:
    """Takes in what people lay down about themselves, and says what holds of it."""

    database: Database
    vault: Vault
    chance: Chance
    is_on: bool = True
    """Whether anybody can be shown on this hub at all."""
    changed: Changed = nobody_minds
    """Hears whose it is, what they had laid down, and what holds from now on."""
    written: Written = nobody_reads_it
    """Hears whose was written: other processes must read it again."""
    _declared: dict[UserId, Declared] = field(default_factory=dict)
    _people: dict[UserId, Professional] = field(default_factory=dict)
    _held: dict[UserId, list[Change]] = field(default_factory=dict)
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
                self._take_in(person, said)
            for gone in self._declared.keys() - {person.user for person in everybody}:
                before = self._declared.pop(gone)
                del self._people[gone]
                self.changed(gone, before, NOTHING_DECLARED)

    # What holds.

    def of(self, user: UserId) -> Declared:
        """What somebody laid down."""
        return self._declared.get(user, NOTHING_DECLARED)

    def findable(self) -> list[Professional]:
        """Who agreed that it may be found out whether somebody of their function can be reached."""
        return [person for user, person in self._people.items() if self._declared[user].is_findable]

    def calendars(self) -> Mapping[UserId, str]:
        """Whose calendar is to be read, and where it stands: of those who are shown, and of nobody else."""
        said = self._declared.items()
        return {user: one.calendar for user, one in said if one.is_shown and one.calendar}

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

    # What people lay down.

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
            self._take_in(person, self._declared[user])

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
        self._take_in(person, said)
        self.written(user)
        return said

    def _take_in(self, person: Professional, laid_down: Declared) -> None:
        user, said = person.user, laid_down
        for change in self._held.get(user, ()):
            said = change(said)
        before = self._declared.get(user)
        self._declared[user], self._people[user] = said, person
        if said != before:
            self.changed(user, before or NOTHING_DECLARED, said)


def _without_what_is_over(said: Declared, there: frozenset[CaseId], now: datetime) -> Declared:
    is_over = said.absence is not None and said.absence.until <= now
    # Of a case that was erased nothing is left here either.
    return replace(said, hidden_in=there, absence=None if is_over else said.absence)
