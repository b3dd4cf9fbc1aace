"""A bell that remembers how long it was to be listened to."""

import asyncio
from datetime import timedelta


class HandBell:
    """Wakes whoever waits when it is rung, and never by itself: time stands still here."""

    def __init__(self) -> None:
        self.waits: list[timedelta] = []
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rung.set()

    def is_forgotten(self) -> None:
        """Whoever rang it before, nobody remembers."""
        self._rung.clear()

    async def wait(self, longest: timedelta) -> None:
        """Return when it rings, or at once if there was nothing to wait for."""
        self.waits.append(longest)
        if longest > timedelta(0):
            await self._rung.wait()
        else:
            await asyncio.sleep(0)
        self._rung.clear()
