"""Waiting for what others do meanwhile, no longer than it takes."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

PATIENCE = 10.0


async def eventually(holds: Callable[[], bool | Awaitable[bool]], *, within: float = PATIENCE) -> None:
    """Return as soon as it holds; fail if it does not within some seconds."""
    async with asyncio.timeout(within):
        while not await _ask(holds):  # noqa: ASYNC110 – what is waited for has no event
            await asyncio.sleep(0.005)


async def until_tired(holds: Callable[[], bool | Awaitable[bool]], *, after: float) -> bool:
    """As `eventually`, for what may never come to hold: whether it did."""
    try:
        await eventually(holds, within=after)
    except TimeoutError:
        return False
    return True


async def _ask(holds: Callable[[], bool | Awaitable[bool]]) -> bool:
    answer = holds()
    return await answer if inspect.isawaitable(answer) else answer
