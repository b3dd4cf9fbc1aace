"""What people react in their direct rooms (`m.reaction`): a status of their own, and nothing else.

Matrix specification, "Event annotations and reactions". Reactions are not encrypted: what one said is taken
away as soon as it was taken in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.direct.model import Word
from hub.direct.service import DirectService
from hub.identifiers import RoomId, UserId
from hub.matrix.wire import instant_of
from hub.presence.service import PresenceService

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Reactions:
    """Takes in what was pushed."""

    direct: DirectService
    presence: PresenceService

    async def take_in(self, body: Any) -> None:
        """Do what somebody said in their own room; whatever anybody reacts elsewhere is theirs."""
        rooms = set()
        for room, sender, key, at in _reactions(body):
            if self.direct.whose(room) != sender:
                continue
            rooms.add(room)
            refused = await self.presence.react(sender, key, at)
            if refused is not None:
                facts = {"reason": refused.reason} | dict(refused.facts)
                self.direct.tell_soon(sender, Word.REFUSED, facts)
        for room in sorted(rooms):
            await self.direct.look_at(room)


def _reactions(body: Any) -> Iterator[tuple[RoomId, UserId, str, datetime]]:
    pushed = body.get("events")
    for event in pushed if isinstance(pushed, list) else ():
        if not isinstance(event, dict) or event.get("type") != "m.reaction":
            continue
        content = event.get("content")
        about = content.get("m.relates_to") if isinstance(content, dict) else None
        key = about.get("key") if isinstance(about, dict) else None
        if isinstance(key, str) and len(key) <= LONGEST_KEY:
            at = instant_of(event.get("origin_server_ts"))
            yield RoomId(str(event.get("room_id"))), UserId(str(event.get("sender"))), key, at
