"""What people react (`m.reaction`): in direct rooms a status, or what becomes of a digest; else gestures.

Matrix specification, "Event annotations and reactions". Reactions are not encrypted: what one said is taken
away as soon as it was taken in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hub.direct.model import Word
from hub.direct.service import DirectService
from hub.direct.telling import Telling
from hub.errors import Refused
from hub.identifiers import EventId, RoomId, UserId
from hub.matrix.wire import instant_of
from hub.monitoring.model import Answered
from hub.monitoring.service import MonitoringService
from hub.presence.reactions import is_hiding
from hub.presence.service import PresenceService
from web.gestures import Gestures

LONGEST_KEY = 60
# What was said longer ago says nothing of now.
FRESH = timedelta(minutes=5)
# Whoever is not understood again and again is told so once in a while.
BETWEEN_ANSWERS = timedelta(minutes=1)


@dataclass(slots=True)
class Reactions:
    """Takes in what was pushed."""

    direct: DirectService
    telling: Telling
    presence: PresenceService
    monitoring: MonitoringService
    gestures: Gestures
    _heard: dict[EventId, datetime] = field(default_factory=dict)
    _answered: dict[UserId, datetime] = field(default_factory=dict)

    async def take_in(self, body: Any) -> None:
        """Do what somebody said in their own room, once; elsewhere it may be a gesture."""
        rooms, answers, now = set(), {}, self.presence.chance.now()
        self._heard = {event: at for event, at in self._heard.items() if abs(now - at) < 2 * FRESH}
        for event in _events(body):
            # As they came: what is said and taken away in one push is not said.
            if event.get("type") == "m.room.redaction":
                await self.gestures.take_back(event)
                continue
            one = _reaction(event)
            if one is None:
                continue
            if self.direct.whose(one.room) is None:
                await self.gestures.take_in(one.room, one.about, one.key, who=one.sender, event=one.event)
                continue
            if self.direct.whose(one.room) != one.sender:
                continue
            rooms.add(one.room)
            if one.event in self._heard:
                continue
            answer = await self._react(one, now)
            self._heard[one.event] = now
            if answer is not None:
                answers[one.sender] = answer
        for sender, answer in answers.items():
            self._tell(sender, answer, now)
        for room in sorted(rooms):
            await self.direct.look_at(room)

    async def _react(self, one: "_Reaction", now: datetime) -> Answered | Refused | None:
        # A digest says by itself of when it is: what is said of it counts also if it comes late.
        answered = await self.monitoring.react(one.sender, one.key, one.about)
        if answered is not None:
            return answered
        # A homeserver pushes again what it could not push before: meanwhile they may have said otherwise. But
        # whoever wants to be hidden is.
        if abs(now - one.at) >= FRESH and not is_hiding(one.key):
            return Refused("reaction-too-late")
        return await self.presence.react(one.sender, one.key, one.at)

    def _tell(self, sender: UserId, answer: Answered | Refused, now: datetime) -> None:
        if isinstance(answer, Answered):
            self.telling.tell_soon(sender, Word.REMINDED, {"answer": answer.answer})
            return
        self._answered = {user: at for user, at in self._answered.items() if abs(now - at) < BETWEEN_ANSWERS}
        if sender not in self._answered:
            self._answered[sender] = now
            self.telling.tell_soon(sender, Word.REFUSED, {"reason": answer.reason} | dict(answer.facts))


@dataclass(frozen=True, slots=True)
class _Reaction:
    event: EventId
    about: EventId
    room: RoomId
    sender: UserId
    key: str
    at: datetime


def _events(body: Any) -> Iterator[dict[str, Any]]:
    pushed = body.get("events")
    for event in pushed if isinstance(pushed, list) else ():
        if isinstance(event, dict):
            yield event


def _reaction(event: dict[str, Any]) -> _Reaction | None:
    content = event.get("content") if event.get("type") == "m.reaction" else None
    about = content.get("m.relates_to") if isinstance(content, dict) else None
    key = about.get("key") if isinstance(about, dict) else None
    if not isinstance(about, dict) or not isinstance(key, str) or len(key) > LONGEST_KEY:
        return None
    id_, room, sender = (str(event.get(name)) for name in ("event_id", "room_id", "sender"))
    return _Reaction(
        event=EventId(id_),
        about=EventId(str(about.get("event_id"))),
        room=RoomId(room),
        sender=UserId(sender),
        key=key,
        at=instant_of(event.get("origin_server_ts")),
    )
