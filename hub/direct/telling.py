"""What the hub says to one person alone, in their direct room: now, or not at all."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from hub.direct.model import DirectRoom, Word
from hub.direct.service import DirectService
from hub.identifiers import UserId

IsStillSo = Callable[[], Awaitable[bool]]

log = structlog.get_logger()


class Voice(Protocol):
    """Who says something there that is worth saying now or not at all."""

    async def say_now(
        self, there: DirectRoom, word: Word, facts: Mapping[str, str], is_still_so: IsStillSo
    ) -> bool:
        """Say it in passing, if right before it is sent it still is so; whether it was said."""
        ...


async def always() -> bool:
    """What is so whatever happens meanwhile."""
    return True


@dataclass(slots=True)
class Telling:
    """The way of all that is said there in passing."""

    direct: DirectService
    voice: Voice | None = None
    """Until it is raised nothing is said."""
    _telling: set[asyncio.Task[None]] = field(default_factory=set)

    async def tell(
        self, user: UserId, word: Word, facts: Mapping[str, str], is_still_so: IsStillSo = always
    ) -> None:
        """Say something to somebody alone, now or not at all; of no effect if they have no direct room."""
        there = await self.direct.of(user)
        if there is None or self.voice is None:
            return
        try:
            is_said = await self.voice.say_now(there, word, facts, is_still_so)
        except Exception as error:
            # Whatever it was: nobody waits for this, and it is worth nothing later.
            log.warning("not said", word=word, error=type(error).__name__)
            return
        if is_said:
            await self.direct.take_away_later(there)

    def tell_soon(
        self, user: UserId, word: Word, facts: Mapping[str, str], is_still_so: IsStillSo = always
    ) -> None:
        """As `tell`, while whoever calls goes on."""
        telling = asyncio.create_task(self.tell(user, word, facts, is_still_so))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def rest(self) -> None:
        """Wait until all that was to be told soon was said, or could not be."""
        await asyncio.gather(*self._telling)
