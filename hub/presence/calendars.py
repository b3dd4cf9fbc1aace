"""Calendars that people keep elsewhere: followed for as long as they are shown, by their times alone.

What was read is in memory, and counts until it is an hour old. Nothing of it is written down or logged,
the address neither, which opens somebody's calendar to whoever knows it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.chance import Chance
from hub.errors import Refused
from hub.identifiers import UserId
from hub.presence import rules
from hub.presence.hours import Period
from hub.presence.model import Declared
from hub.presence.service import PresenceService
from hub.presence.world import Diaries

READ_EVERY = timedelta(minutes=15)
# Whoever begins to be shown is soon read for the first time.
LOOKED_EVERY = timedelta(seconds=15)
# How many are read at once; with the pause behind each of them the others spread by themselves.
AT_ONCE = 4
# Who asks the hub to call somebody cannot have it call as often as they like.
MOST_TRIES, TRIES_WITHIN = 6, timedelta(minutes=10)


@dataclass(slots=True)
class Calendars:
    """Whose calendar is read when."""

    presence: PresenceService
    diaries: Diaries
    chance: Chance
    at_once: int = AT_ONCE
    # When the calendar at which address was last looked at for whom.
    _looked_at: dict[UserId, tuple[str, datetime]] = field(default_factory=dict, repr=False)
    _tries: dict[UserId, list[datetime]] = field(default_factory=dict)
    # Whose could not be read the last time: perhaps it takes long, so the others go first.
    _unread: set[UserId] = field(default_factory=set)

    async def follow(self, user: UserId, address: str) -> Declared | Refused:
        """Have one's calendar followed from now on, if it can be read now; an empty address ends it."""
        address = address.strip()
        if refused := await self.presence.declaring.may_lay_down(user):
            return refused
        if not address:
            return await self.presence.declaring.keep_calendar(user, "")
        if not self._may_try(user):
            return Refused("calendar-too-often", _how_often())
        now = self.chance.now()
        found = await self._read(address, now, is_awaited=True)
        if isinstance(found, Refused):
            return found
        said = await self.presence.declaring.keep_calendar(user, address)
        if not isinstance(said, Refused):
            self._looked_at[user] = (address, now)
            self._unread.discard(user)
            self.presence.be_busy(user, address, found, now)
        return said

    async def run(self) -> None:
        """Read again and again, until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(LOOKED_EVERY.total_seconds())

    async def round(self) -> None:
        """Read every calendar that was not looked at for a while."""
        followed = self.presence.declaring.calendars()
        # Of whoever is followed no more nothing is kept.
        self._looked_at = {
            user: (address, at)
            for user, (address, at) in self._looked_at.items()
            if followed.get(user) == address
        }
        self._unread &= followed.keys()
        now = self.chance.now()
        self._tries = {user: tries for user in self._tries if (tries := self._recent(user, now))}
        turns = asyncio.Semaphore(self.at_once)
        async with asyncio.TaskGroup() as group:
            for user in sorted(followed, key=self._unread.__contains__):
                if self._is_due(user, now):
                    group.create_task(self._look(user, followed[user], turns))

    async def _look(self, user: UserId, address: str, turns: asyncio.Semaphore) -> None:
        async with turns:
            # They may have hidden while others had their turn.
            if self.presence.declaring.calendars().get(user) != address:
                return
            now = self.chance.now()
            # Before anything can go wrong: nobody's calendar is a reason to read no other one.
            self._looked_at[user] = (address, now)
            self._unread.add(user)
            found = await self._read(address, now)
            # What cannot be read now counts as it was read last, until that is too old.
            if not isinstance(found, Refused):
                self._unread.discard(user)
                self.presence.be_busy(user, address, found, now)

    async def _read(
        self, address: str, now: datetime, *, is_awaited: bool = False
    ) -> Sequence[Period] | Refused:
        ends_at = now + timedelta(days=rules.HORIZON)
        return await self.diaries.busy(address, now, ends_at, is_awaited=is_awaited)

    def _is_due(self, user: UserId, now: datetime) -> bool:
        known = self._looked_at.get(user)
        # A clock that was set back is no reason to wait for it.
        return known is None or not known[1] <= now < known[1] + READ_EVERY

    def _may_try(self, user: UserId) -> bool:
        now = self.chance.now()
        tries = self._recent(user, now)
        if len(tries) >= MOST_TRIES:
            return False
        self._tries[user] = [*tries, now]
        return True

    def _recent(self, user: UserId, now: datetime) -> list[datetime]:
        return [at for at in self._tries.get(user, ()) if at <= now < at + TRIES_WITHIN]


def _how_often() -> dict[str, str]:
    return {"most": str(MOST_TRIES), "minutes": f"{TRIES_WITHIN.total_seconds() / 60:.0f}"}
