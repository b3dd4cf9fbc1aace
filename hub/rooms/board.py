"""Where the lists of who may sit where hang out for the guard; it reads them by a long poll."""

import asyncio
import contextlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hub.identifiers import RoomId
from hub.rooms.model import List

# How long a guard may rely on what it read.
LEASE = timedelta(seconds=30)
# A guard asks several times in a lease.
LONGEST_WAIT = timedelta(seconds=20)
_NUMBER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What hangs out, or what changed of it; None for a room that is no more.

    `position` is named by who asks next. With `is_whole` nothing else hangs out.
    """

    position: str
    is_whole: bool
    rooms: Mapping[RoomId, List | None]
    lease: timedelta


class Board:
    """In memory only, and drawn anew at every start: the database is where rights are kept."""

    def __init__(self, name: str, *, lease: timedelta = LEASE) -> None:
        """`name` is like no other board's, so that nobody takes its positions for another one's."""
        self.lease = lease
        self._name = name
        self._lists: dict[RoomId, tuple[int, List | None]] = {}
        self._changes = 0
        self._news = asyncio.Event()
        self._confirmed_at: float | None = None
        self._read_at = time.monotonic()
        self._is_closed = False

    def hang(self, lists: Mapping[RoomId, List | None]) -> None:
        """Hang out the lists of some rooms, or take them down; whoever waits reads what is new."""
        new = {room: list_ for room, list_ in lists.items() if self._now(room) != list_}
        if not new:
            return
        self._changes += 1
        self._lists |= {room: (self._changes, list_) for room, list_ in new.items()}
        if self._confirmed_at is not None:
            # Before that it is being drawn, and nobody reads half of it.
            self._wake()

    def confirm(self) -> None:
        """All that hangs here was true just now."""
        if self._confirmed_at is None:
            self._wake()
        self._confirmed_at = time.monotonic()

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._is_closed = True
        self._wake()

    @property
    def unread_for(self) -> timedelta:
        """How long nobody has read here."""
        return timedelta(seconds=time.monotonic() - self._read_at)

    @property
    def position(self) -> str:
        """What whoever has read everything names when they ask next."""
        return f"{self._name}.{self._changes}"

    async def read(self, since: str, *, longest: timedelta) -> Notice | None:
        """What is new since a position, waiting for it if need be; everything if the position is not known.

        None while nobody vouches for what hangs here: who cannot read the books must not seem to know.
        """
        self._read_at = time.monotonic()
        if not self._is_closed and (since == self.position or self._confirmed_at is None):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(longest, LONGEST_WAIT).total_seconds()):
                    await self._news.wait()
        self._read_at = time.monotonic()
        return self._notice(since) if self._is_vouched_for() else None

    def _notice(self, since: str) -> Notice:
        known = self._change_at(since)
        news = {room: list_ for room, (change, list_) in self._lists.items() if change > (known or 0)}
        is_whole = known is None
        if is_whole:
            news = {room: list_ for room, list_ in news.items() if list_ is not None}
        return Notice(position=self.position, is_whole=is_whole, rooms=news, lease=self.lease)

    def _change_at(self, position: str) -> int | None:
        name, _, number = position.partition(".")
        is_ours = name == self._name and _NUMBER.fullmatch(number)
        return int(number) if is_ours and int(number) <= self._changes else None

    def _is_vouched_for(self) -> bool:
        if self._is_closed or self._confirmed_at is None:
            return False
        return time.monotonic() - self._confirmed_at < self.lease.total_seconds() / 2

    def _now(self, room: RoomId) -> List | None:
        return self._lists[room][1] if room in self._lists else None

    def _wake(self) -> None:
        # Whoever comes to wait from now on waits for other news.
        self._news.set()
        self._news = asyncio.Event()
