"""What people react (`m.reaction`): in direct rooms a status, what becomes of a digest, or whether the hub
listens there; else gestures.

Reactions are not encrypted: what one said is taken
away as soon as it was taken in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.direct.hearing import HearingService
from hub.direct.model import Word
from hub.direct.rules import TURNS
from hub.direct.service import DirectService
from hub.direct.telling import Telling
from hub.errors import Refused
from hub.identifiers import EventId, RoomId, UserId
from hub.listening.model import Switch
from hub.monitoring.model import Answered
from hub.monitoring.service import MonitoringService
from hub.pace import Pace
from hub.presence.reactions import FRESH, bare, is_hiding, is_too_late
from hub.presence.service import PresenceService
from web.gestures import Gestures
from web.pushed import Reacted, TakenAway, by_itself

# Whoever is not understood again and again is told so once in a while.
BETWEEN_ANSWERS = timedelta(minutes=1)
# How often one person turns listening on or off: each is an entry in the chain, for ever.
MOST_TURNS_IN_A_MINUTE, MOST_TURNS_IN_AN_HOUR = 6, 20


@dataclass(slots=True)
class Reactions:
    """Takes in what was pushed."""

    direct: DirectService
    hearing: HearingService
    telling: Telling
    presence: PresenceService
    monitoring: MonitoringService
    gestures: Gestures
    turns: Pace = field(default_factory=lambda: Pace(MOST_TURNS_IN_A_MINUTE, MOST_TURNS_IN_AN_HOUR))
    _heard: dict[EventId, datetime] = field(default_factory=dict)
    _answered: dict[UserId, datetime] = field(default_factory=dict)

    async def take_in(self, pushed: Sequence[Reacted | TakenAway]) -> None:
        """Do what somebody said in their direct room, once; elsewhere it may be a gesture.

        What they took away again in the same push they did not say, except that they want to be hidden, or
        to be listened to no more.
        """
        now = self.presence.chance.now()
        self._heard = {event: at for event, at in self._heard.items() if abs(now - at) < 2 * FRESH}
        unsaid = {(one.room, one.sender, one.event) for one in pushed if isinstance(one, TakenAway)}
        rooms: set[RoomId] = set()
        answers: dict[UserId, Answered | Refused] = {}
        for one in pushed:
            with by_itself():
                if isinstance(one, TakenAway):
                    await self.gestures.take_back(one)
                    continue
                is_said = (one.room, one.sender, one.event) not in unsaid
                whose = self.direct.whose(one.room)
                if whose is None and is_said:
                    await self.gestures.take_in(one)
                elif whose == one.sender:
                    rooms.add(one.room)
                    if (is_said or _shuts(one.key)) and (answer := await self._react(one, now)):
                        answers[one.sender] = answer
        for sender, answer in answers.items():
            self._tell(sender, answer, now)
        for room in sorted(rooms):
            await self.direct.look_at(room)

    async def _react(self, one: Reacted, now: datetime) -> Answered | Refused | None:
        if one.event in self._heard:
            return None
        # A digest says by itself of when it is: what is said of it counts also if it comes late.
        answer = await self.monitoring.react(one.sender, one.key, one.about)
        if answer is None and bare(one.key) in TURNS:
            answer = await self._turn(one, is_on=TURNS[bare(one.key)], now=now)
        elif answer is None:
            answer = await self.presence.react(one.sender, one.key, one.at)
        self._heard[one.event] = now
        return answer

    async def _turn(self, one: Reacted, *, is_on: bool, now: datetime) -> Refused | None:
        # What comes late turns it off, and does not turn it on.
        if is_on and is_too_late(one.key, one.at, now):
            return Refused("reaction-too-late")
        # Of more than that nobody is told; while it is on, it is turned off however often they turned it.
        is_enough = self.turns.is_enough(one.room, one.sender, now)
        if is_enough and (is_on or not isinstance(await self.hearing.shown(one.sender), Switch)):
            return None
        turned = await (self.hearing.begin(one.sender) if is_on else self.hearing.end(one.sender))
        self.turns.count(one.room, one.sender, now)
        return turned if isinstance(turned, Refused) else None

    def _tell(self, sender: UserId, answer: Answered | Refused, now: datetime) -> None:
        if isinstance(answer, Answered):
            self.telling.tell_soon(sender, Word.REMINDED, {"answer": answer.answer})
            return
        self._answered = {user: at for user, at in self._answered.items() if abs(now - at) < BETWEEN_ANSWERS}
        if sender not in self._answered:
            self._answered[sender] = now
            self.telling.tell_soon(sender, Word.REFUSED, {"reason": answer.reason} | dict(answer.facts))


def _shuts(key: str) -> bool:
    return is_hiding(key) or TURNS.get(bare(key)) is False
