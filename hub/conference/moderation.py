"""How whoever moderates leads a conference: one transaction per call, as everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.conference import hands, running, store
from hub.conference.model import Conference
from hub.conference.rules import LONGEST_CONFERENCE
from hub.conference.service import ConferenceService
from hub.conference.told import AlmostOver, Ended, Turn
from hub.effects import Debt, SayItem, WarnOfTime, monitoring
from hub.errors import Refused
from hub.identifiers import ConferenceId, EventId, UserId
from hub.outbox import Claim

Owed = Callable[[Conference, datetime], tuple[Debt, ...]]


@dataclass(frozen=True, slots=True)
class ModerationService:
    """The doors' way to a running conference."""

    conferences: ConferenceService

    async def begin(self, conference: ConferenceId, *, who: UserId) -> Conference | Refused:
        """Begin with the first item."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            items = await self.conferences.items(connection, one)
            new = running.begun(one, items, file=there.file, now=now)
            done = await self._go(connection, one, new, running.said_next)
            if isinstance(done, Conference):
                await journal.append(connection, running.noted(done, "conference.begun", by, now))
        return done

    async def step(
        self, conference: ConferenceId, *, seen: int, who: UserId, back: bool = False
    ) -> Conference | Refused:
        """Go on to the next item, or back; `seen` is the turn whoever says so had before them."""
        now, by = self.conferences.chance.now(), -1 if back else 1
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, _, there = found
            items = await self.conferences.items(connection, one)
            new = running.stepped(one, items, by=by, seen=seen, file=there.file, now=now)
            return await self._go(connection, one, new, running.said_next)

    async def extend(self, conference: ConferenceId, minutes: int, *, who: UserId) -> Conference | Refused:
        """Give the item more time."""
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, _, there = found
            now = self.conferences.chance.now()
            new = running.extended(one, minutes, file=there.file, now=now)
            return await self._go(connection, one, new, running.warned_next)

    async def end(self, conference: ConferenceId, *, who: UserId) -> Conference | Refused:
        """End it."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            new = running.ended(one, file=there.file, now=now)
            done = await self._go(connection, one, new, running.said_next)
            if isinstance(done, Conference):
                await outbox.owe(connection, self.conferences.chance, monitoring(done.case, now))
                await journal.append(connection, running.noted(done, "conference.ended", by, now))
        return done

    async def take_over(self, conference: ConferenceId, *, who: UserId) -> Conference | Refused:
        """Moderate from now on, as who leads the case."""
        now = self.conferences.chance.now()
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            lead = there.file.lead
            if lead is None or lead.id != by:
                return Refused("not-the-lead", {"case": there.file.case.label})
            await store.set_moderator(connection, one.id, lead.id)
            await outbox.owe(connection, self.conferences.chance, monitoring(one.case, now))
            await journal.append(connection, running.noted(one, "conference.moderated", by, now))
            return await store.get(connection, one.id)

    async def turn(self, say: SayItem) -> Turn | Ended | None:
        """What is to be said of an item, or None if it is no longer worth it."""
        async with self.conferences.database.reading() as connection:
            file = await cases.get_file(connection, say.case)
            one = await store.get(connection, say.conference)
            said, _ = await store.told_turns(connection, one.id)
            course = one.course
            if course is None or not running.still_worth_saying(one, file, say.turn, said):
                return None
            if one.ended_at is not None:
                return Ended(conference=one)
            items = await self.conferences.items(connection, one)
            there = await self.conferences.attendance(connection, one)
        return Turn(
            conference=one,
            number=course.item,
            item=items[course.item - 1],
            minutes=course.minutes,
            following=items[course.item] if course.item < len(items) else None,
            order=there.present,
            is_first=course.turn == 1,
        )

    async def warning(self, warn: WarnOfTime) -> AlmostOver | None:
        """What is to be said of the time, or None if it is no longer worth it."""
        now = self.conferences.chance.now()
        async with self.conferences.database.reading() as connection:
            file = await cases.get_file(connection, warn.case)
            one = await store.get(connection, warn.conference)
            _, warned = await store.told_turns(connection, one.id)
            course = one.course
            if course is None or not running.still_worth_warning(one, file, warn.turn, warned, now):
                return None
            items = await self.conferences.items(connection, one)
        return AlmostOver(conference=one, number=course.item, item=items[course.item - 1])

    async def mark_said(self, effect: SayItem | WarnOfTime, claim: Claim, event: EventId) -> None:
        """The room was told: remember it, of an item as which event, and settle the debt in one breath."""
        async with self.conferences.database.writing() as connection:
            if not await outbox.settle(connection, claim):
                return
            if isinstance(effect, SayItem):
                await store.mark_said(connection, effect.conference, int(effect.turn), event)
            else:
                await store.mark_warned(connection, effect.conference, int(effect.turn))

    async def _go(
        self,
        connection: AsyncConnection,
        one: Conference,
        new: Conference | Refused,
        owed: Owed,
    ) -> Conference | Refused:
        if isinstance(new, Refused):
            return new
        turn = one.course.turn if one.course else 0
        if not await store.run(connection, new, seen=turn):
            return Refused("conference-moved-on", {"item": str(one.course.item if one.course else 0)})
        chance = self.conferences.chance
        await outbox.owe(connection, chance, *owed(new, chance.now()))
        if new.course is None or new.course.turn != turn:
            # Who wanted to speak to an item that is over is nobody's business any more.
            await hands.forget(connection, new.id, chance.now() - LONGEST_CONFERENCE)
        return new
