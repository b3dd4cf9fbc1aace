"""What people react in rooms of cases, and take away again: 1️⃣ … to a poll, ➕ to an agenda, ✋ to an item.

Everything else that anybody reacts there is theirs. Nobody is told of a refusal: all there would see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from hub.chance import Chance
from hub.errors import Refused
from hub.identifiers import EventId, RoomId, UserId
from hub.pace import Pace
from web.pushed import Reacted, TakenAway

# As long as a homeserver may push again what it pushed before.
REMEMBERED = timedelta(hours=1)
# Of one person in one room: a poll has ten times, and whoever mistook them may answer all anew.
MOST_IN_A_MINUTE, MOST_IN_AN_HOUR = 30, 120

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
    pace: Pace = field(default_factory=lambda: Pace(MOST_IN_A_MINUTE, MOST_IN_AN_HOUR))
    _heard: dict[EventId, datetime] = field(default_factory=dict)

    async def take_in(self, one: Reacted) -> None:
        """Take a reaction in, once: a push that comes again brings back nothing that was taken away.

        Of whoever reacts over and over the rest is not heard: each may be an entry in the chain.
        """
        now = self.chance.now()
        self._heard = {event: at for event, at in self._heard.items() if abs(now - at) < REMEMBERED}
        if one.event in self._heard or self.pace.is_enough(one.room, one.sender, now):
            return
        for hearer in self.hearers:
            answer = await hearer.react(one.room, one.about, one.key, who=one.sender, reaction=one.event)
            if answer is not None:
                # Not before: what failed is heard when it is pushed again.
                self._heard[one.event] = now
                self.pace.count(one.room, one.sender, now)
                _note(answer)

    async def take_back(self, taken: TakenAway) -> None:
        """Take in that somebody took an event away, however often: nothing holds against their will."""
        for hearer in self.hearers:
            _note(await hearer.take_back(taken.room, taken.event, who=taken.sender))


def _note(answer: object) -> None:
    if isinstance(answer, Refused):
        log.info("gesture refused", reason=answer.reason)
