"""Who wants to speak while an item is talked about: said by a reaction, read by who moderates alone."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import store as cases
from hub.conference import hands, raising, running, store
from hub.conference.model import Attendance, Conference
from hub.conference.service import ConferenceService
from hub.errors import Refused
from hub.identifiers import ConferenceId, EventId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class SpeakingService:
    """The doors' way to raised hands."""

    conferences: ConferenceService

    async def react(
        self, room: RoomId, about: EventId, key: str, *, who: UserId, reaction: EventId
    ) -> str | Refused | None:
        """Raise one's hand by a reaction to the item it is at; None if it says nothing new."""
        if not raising.is_meant(key):
            return None
        here = self.conferences
        async with here.database.reading() as connection:
            asked = await hands.asked_by(connection, about)
        if asked is None:
            return None
        async with here.database.writing() as connection:
            # Held still: an item that is over by the next breath has no hands.
            await cases.get_file(connection, (await store.get(connection, asked)).case, lock=True)
            found = await here.sitting(connection, asked, room, who)
            if isinstance(found, Refused) or await hands.asked_by(connection, about) is None:
                return found if isinstance(found, Refused) else None
            one, actor, there = found
            known = await hands.of_conference(connection, one.id)
            raised = raising.raised(one, who=actor, known=known, file=there.file, now=here.chance.now())
            if isinstance(raised, str):
                await hands.add(connection, one.id, raised, reaction)
        return raised

    async def take_back(self, room: RoomId, reaction: EventId, *, who: UserId) -> str | Refused | None:
        """Take down the hand that was raised by a reaction; None if none was."""
        here = self.conferences
        async with here.database.reading() as connection:
            raised = await hands.raised_by(connection, reaction)
        if raised is None:
            return None
        conference, whose = raised
        async with here.database.writing() as connection:
            found = await here.sitting(connection, conference, room, who)
            if isinstance(found, Refused) or found[1] != whose:
                return Refused("takes-no-part")
            await hands.lower(connection, conference, whose)
        return whose

    async def waiting(self, conference: ConferenceId, *, who: UserId) -> tuple[str, ...] | Refused:
        """Who waits to speak, in order, for who moderates or leads the case."""
        async with self.conferences.database.reading() as connection:
            found = await self.conferences.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, by, there = found
            if not there.may_moderate(one, by):
                return Refused("not-moderating", {"case": there.file.case.label})
            return await self._waiting(connection, one, there)

    async def give_floor(self, conference: ConferenceId, *, who: UserId) -> str | Refused:
        """Let whoever waits longest speak, as its moderator or the lead; they wait no more."""
        async with self.conferences.database.writing() as connection:
            found = await self.conferences.moderated(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, _, there = found
            waits = await self._waiting(connection, one, there)
            speaks = waits if isinstance(waits, Refused) else raising.first(waits, there.file)
            if not isinstance(speaks, Refused):
                await hands.lower(connection, one.id, speaks)
        return speaks

    async def _waiting(
        self, connection: AsyncConnection, one: Conference, there: Attendance
    ) -> tuple[str, ...] | Refused:
        course = running.course_of(one, there.file, self.conferences.chance.now())
        if isinstance(course, Refused):
            return course
        return raising.waiting(await hands.of_conference(connection, one.id), there)
