"""Keeps the board equal to who may sit, case by case, with the audit chain as the log of what changed."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases.rules import LEFT
from hub.chance import Chance
from hub.charter.chain import DEEDS
from hub.db import Database
from hub.federation import Servers
from hub.identifiers import CaseId, RoomId, UserId
from hub.rooms import rules, store
from hub.rooms.board import Board
from hub.rooms.facts import Facts, facts_of
from hub.rooms.model import List

# A ring can be lost; and whoever vouches for a board looks at the books several times in a lease.
LONGEST_NAP = timedelta(seconds=5)
# The same ring wakes the courier: it asks the homeserver to remove somebody first, and while the
# homeserver is busy with that the guard hears of it. To draw at once would make a removal wait.
AFTER_YOU = timedelta(milliseconds=50)
ALARMED_EVERY = timedelta(hours=1)
# What is done in the whole network may end a right in any case.
NETWORK_WIDE = frozenset({*DEEDS, LEFT})

log = structlog.get_logger()


class Ear(Protocol):
    """Hears a commit that may have changed something."""

    async def wait(self, longest: timedelta) -> None:
        """Return when it rings, or after `longest`."""
        ...


class Audience(Protocol):
    """Whoever else wants to know who may sit in the rooms of a case, at the same moment as the guard."""

    async def draw(self, connection: AsyncConnection, case: CaseId, facts: Facts | None) -> None:
        """Take in what is true of a case now; None if it has no room, or nobody can tell who may be there."""
        ...


Further = Callable[[], Awaitable[Mapping[RoomId, List]]]
"""The lists of rooms that are of no case."""


async def no_further() -> Mapping[RoomId, List]:
    """There are no others."""
    return {}


class Nobody:
    """Nobody else wants to know."""

    async def draw(self, connection: AsyncConnection, case: CaseId, facts: Facts | None) -> None:
        """Take nothing in."""


@dataclass(slots=True)
class Lists:
    """Whatever process commits a change: it stands in the chain, and names its case.

    Rows of rooms that were dropped or found again have no entry of their own; counting finds them.
    """

    database: Database
    voices: Collection[UserId]
    servers: Servers
    chance: Chance
    board: Board
    audience: Audience = field(default_factory=Nobody)
    further: Further = no_further
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _reached: int | None = None
    _cases: dict[RoomId, CaseId] = field(default_factory=dict)
    _begins: dict[CaseId, datetime] = field(default_factory=dict)
    _unread: set[CaseId] = field(default_factory=set)
    _further: frozenset[RoomId] = frozenset()
    _alarmed_at: timedelta | None = None

    async def run(self, ear: Ear) -> None:
        """Keep at it until cancelled."""
        while True:
            await self._draw_further()
            await self.catch_up()
            self._listen_for_a_guard()
            await ear.wait(self._nap())
            await asyncio.sleep(AFTER_YOU.total_seconds())

    async def catch_up(self) -> None:
        """Hang out what changed since the last time; the first time, everything."""
        async with self._turn:
            # What was committed while others were drawn is drawn, too: whoever waits relies on all of it.
            while (reached := await self._draw_what_changed()) != self._reached:
                self._reached = reached
            self.board.confirm()

    async def _draw_further(self) -> None:
        # What is a case's room is none of these, whatever anybody says.
        lists = {room: its for room, its in (await self.further()).items() if room not in self._cases}
        gone = self._further - lists.keys() - self._cases.keys()
        self._further = frozenset(lists)
        self.board.hang(lists | dict.fromkeys(gone))

    async def _draw_what_changed(self) -> int:
        async with self.database.reading() as connection:
            reached, changed = await self._changed(connection)
        for case in sorted(changed | self._begun() | self._unread):
            await self._draw_if_any(case)
        return reached

    async def _changed(self, connection: AsyncConnection) -> tuple[int, set[CaseId]]:
        reached, _ = await journal.head(connection)
        changed: set[CaseId] = set()
        if self._reached is not None:
            news = await journal.entries(connection, after=self._reached)
            changed = {CaseId(entry.act.case) for entry in news if entry.act.case}
            if any(entry.act.deed in NETWORK_WIDE for entry in news):
                changed |= set(self._cases.values())
        if self._reached is None or await store.count(connection) != len(self._cases):
            there = await store.cases_of_rooms(connection)
            changed |= {case for _, case in there.items() ^ self._cases.items()}
        return reached, changed

    def _begun(self) -> set[CaseId]:
        now = self.chance.now()
        return {case for case, begins in self._begins.items() if begins <= now}

    async def _draw_if_any(self, case: CaseId) -> None:
        # One case in which nothing can be read must not make the lists of all others old. Of its own
        # rooms the guard knows nothing then: nobody new gets in, nobody inside is hindered.
        try:
            await self._draw(case)
        except Exception as error:
            if case not in self._unread:
                log.error("list not drawn", case=case, error=type(error).__name__)
            self._unread.add(case)
            self.board.hang(dict.fromkeys(room for room, its in self._cases.items() if its == case))
            await self._draw_nobody(case)
        else:
            self._unread.discard(case)

    async def _draw(self, case: CaseId) -> None:
        now = self.chance.now()
        async with self.database.reading() as connection:
            # Most cases of a network have a room or none; without one there is nothing to decide.
            is_there = bool(await store.of_case(connection, case))
            facts = await self._facts(connection, case, now) if is_there else None
            await self.audience.draw(connection, case, facts)
        rooms = (
            {known.room.id: rules.listed(facts.may(c)) for c, known in facts.rooms.items()} if facts else {}
        )
        gone = {room for room, its in self._cases.items() if its == case} - rooms.keys()
        self.board.hang(rooms | dict.fromkeys(gone))
        for room in gone:
            del self._cases[room]
        self._cases |= dict.fromkeys(rooms, case)
        # An end stands in the list and acts by itself; a beginning does not.
        begins = rules.next_beginning(facts.given, now) if facts else None
        if begins is None:
            self._begins.pop(case, None)
        else:
            self._begins[case] = begins

    async def _draw_nobody(self, case: CaseId) -> None:
        async with self.database.reading() as connection:
            await self.audience.draw(connection, case, None)

    async def _facts(self, connection: AsyncConnection, case: CaseId, now: datetime) -> Facts:
        return await facts_of(connection, case, voices=self.voices, servers=self.servers, now=now)

    def _nap(self) -> timedelta:
        begins = min(self._begins.values(), default=None)
        if begins is None:
            return LONGEST_NAP
        return max(timedelta(0), min(begins - self.chance.now(), LONGEST_NAP))

    def _listen_for_a_guard(self) -> None:
        unread = self.board.unread_for
        if unread <= self.board.lease:
            if self._alarmed_at is not None:
                log.info("guard heard again")
            self._alarmed_at = None
        elif self._alarmed_at is None or unread - self._alarmed_at >= ALARMED_EVERY:
            self._alarmed_at = unread
            log.error("guard silent", seconds=round(unread.total_seconds()))
