"""What people react in rooms of cases: 1️⃣ … to a poll is a yes, and taken away it is none any more.

Everything else that anybody reacts there is theirs. Nobody is told of a refusal: all there would see it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from hub.conference.planning import PollService
from hub.errors import Refused
from hub.identifiers import EventId, RoomId, UserId

# As long as a homeserver may push again what it pushed before.
REMEMBERED = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(slots=True)
class Ballots:
    """Takes in answers to polls."""

    polls: PollService
    _heard: dict[EventId, datetime] = field(default_factory=dict)

    async def take_in(self, room: RoomId, about: EventId, key: str, *, who: UserId, event: EventId) -> None:
        """Take a reaction in, once: a push that comes again brings back nothing that was taken away."""
        now = self.polls.conferences.chance.now()
        self._heard = {one: at for one, at in self._heard.items() if abs(now - at) < REMEMBERED}
        if event not in self._heard:
            self._heard[event] = now
            _note(await self.polls.react(room, about, key, who=who, reaction=event))

    async def take_back(self, pushed: Any) -> None:
        """Take in that somebody took an event away, if that was an answer."""
        content = pushed.get("content")
        taken = content.get("redacts") if isinstance(content, dict) else None
        room, who = (str(pushed.get(name)) for name in ("room_id", "sender"))
        if isinstance(taken, str):
            _note(await self.polls.take_back(RoomId(room), EventId(taken), who=UserId(who)))


def _note(answer: object) -> None:
    if isinstance(answer, Refused):
        log.info("ballot refused", reason=answer.reason)
