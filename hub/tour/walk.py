"""Steps, observations and how long each took: what the tour prints is what it saw."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from rich.console import Console

from hub.catalogue import say
from hub.errors import FallraumError

# An observation that has not come true by then is counted as false.
PATIENCE = 20.0

Look = Callable[[], Awaitable[bool]]


class Walk:
    """Prints steps and observations, and remembers whether each held."""

    def __init__(self, console: Console, language: str) -> None:
        self._console = console
        self._language = language
        self._steps = 0
        self.held = 0
        self.failed = 0

    def step(self, key: str, /, **facts: object) -> None:
        """Begin a step."""
        self._steps += 1
        text = say(self._language, f"tour-{key}", **facts)
        self._console.print(f"\n[bold]{self._steps}. [/bold]", end="")
        self._console.print(text, style="bold", markup=False)

    def saw(self, truth: bool, key: str, /, *, seconds: float | None = None, **facts: object) -> None:
        """Write down an observation."""
        text = say(self._language, f"tour-{key}", **facts)
        took = f"  ({seconds * 1000:.0f} ms)" if seconds is not None else ""
        mark, style = ("✓", "green") if truth else ("✗", "bold red")
        self._console.print(f"   {mark} ", style=style, end="")
        self._console.print(f"{text}{took}", markup=False)
        if truth:
            self.held += 1
        else:
            self.failed += 1

    async def see(self, observe: Look, key: str, /, *, patience: float = PATIENCE, **facts: object) -> float:
        """Look until it is so, or patience ends; returns how long it took, in seconds."""
        began = time.monotonic()
        truth = await self.rest(observe, patience=patience)
        seconds = time.monotonic() - began
        self.saw(truth, key, seconds=seconds, **facts)
        return seconds

    async def rest(self, observe: Look, *, patience: float = PATIENCE) -> bool:
        """Look until it is so, or patience ends; whether it is."""
        began = time.monotonic()
        truth = False
        while not truth and time.monotonic() - began < patience:
            # The homeserver may be down just now: that is no observation at all.
            with suppress(FallraumError):
                truth = await observe()
            if not truth:
                await asyncio.sleep(0.02)
        return truth
