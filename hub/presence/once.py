"""What many ask for at the same moment, done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable


class OnceForAll:
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
