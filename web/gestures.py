"""What people react in rooms of cases, and take away again: 1️⃣ … to a poll, ➕ to an agenda, ✋ to an item.

Everything else that anybody reacts there is theirs. Nobody is told of a refusal: all there would see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from hub.chance import Chance
from hub.errors import Refused
from hub.identifiers import EventId, RoomId, UserId

# As long as a homeserver may push again what it pushed before.
REMEMBERED = timedelta(hours=1)

log = structlog.get_logger()


class Hearer(Protocol):
    """Understands one kind of them."""

    async def react(
        self, room: RoomId, about: EventId, key: str, *, who: UserId, reaction: EventId
    ) -> object:
        """Do what somebody said by a reaction; None if it was nothing of that kind."""
        ...

    async def take_back(self, room: RoomId, reaction: EventId, *, who: UserId) -> object:
        """Take back what was said by a reaction; None if nothing of that kind was."""
        ...


@dataclass(slots=True)
class Gestures:
    """Takes them in."""

    chance: Chance
    hearers: Sequence[Hearer]
    _heard: dict[EventId, datetime] = field(default_factory=dict)

    async def take_in(self, room: RoomId, about: EventId, key: str, *, who: UserId, event: EventId) -> None:
        """Take a reaction in, once: a push that comes again brings back nothing that was taken away."""
        now = self.chance.now()
        self._heard = {one: at for one, at in self._heard.items() if abs(now - at) < REMEMBERED}
        if event in self._heard:
            return
        for hearer in self.hearers:
            answer = await hearer.react(room, about, key, who=who, reaction=event)
            if answer is not None:
                self._heard[event] = now
                _note(answer)

    async def take_back(self, pushed: Any) -> None:
        """Take in that somebody took an event away, if something was said by it."""
        content = pushed.get("content")
        taken = content.get("redacts") if isinstance(content, dict) else None
        room, who = (str(pushed.get(name)) for name in ("room_id", "sender"))
        if isinstance(taken, str):
            for hearer in self.hearers:
                _note(await hearer.take_back(RoomId(room), EventId(taken), who=UserId(who)))


def _note(answer: object) -> None:
    if isinstance(answer, Refused):
        log.info("gesture refused", reason=answer.reason)
