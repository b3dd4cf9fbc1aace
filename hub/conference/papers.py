"""What of a conference people take along: its agenda on paper, its date for their calendars."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.conference import dates, store
from hub.conference.dates import Dated
from hub.conference.model import Conference
from hub.conference.service import ConferenceService
from hub.conference.told import Agenda
from hub.effects import AttachAgenda, AttachDate
from hub.errors import Refused
from hub.identifiers import ConferenceId, UserId
from hub.outbox import Claim


@dataclass(frozen=True, slots=True)
class PaperService:
    """The doors' way to what is printed of conferences, or put into a calendar."""

    conferences: ConferenceService

    async def agenda(self, conference: ConferenceId, *, who: UserId) -> Agenda | Refused:
        """The agenda as it stands now, for somebody who may take part."""
        here = self.conferences
        async with here.database.reading() as connection:
            found = await here.taking_part(connection, conference, who)
            if isinstance(found, Refused):
                return found
            one, _, there = found
            return await here.drawn(connection, one, there)

    async def date(self, conference: ConferenceId, *, who: UserId) -> Dated | Refused:
        """The date as it stands now, for somebody who may take part."""
        async with self.conferences.database.reading() as connection:
            found = await self.conferences.taking_part(connection, conference, who)
            return found if isinstance(found, Refused) else await self._dated(connection, found[0])

    async def agenda_owed(self, attach: AttachAgenda) -> Agenda | None:
        """The agenda to put into the room as a file, or None if it is no longer worth it."""
        here = self.conferences
        async with here.database.reading() as connection:
            file = await cases.get_file(connection, attach.case)
            one = await store.get(connection, attach.conference)
            if not dates.agenda_still_worth_attaching(one, file, here.chance.now()):
                return None
            return await here.drawn(connection, one, await here.attendance(connection, one))

    async def date_owed(self, attach: AttachDate) -> Dated | None:
        """The date to put into the room, or None if it is no longer worth it."""
        async with self.conferences.database.reading() as connection:
            date = await self._dated(connection, await store.get(connection, attach.conference))
        return date if dates.still_worth_attaching(date, self.conferences.chance.now()) else None

    async def mark_attached(self, attached: Agenda | Dated, claim: Claim) -> None:
        """It stands in the room: note it and settle the debt in one breath."""
        now = self.conferences.chance.now()
        if isinstance(attached, Dated):
            act = dates.date_attached(attached, now)
        else:
            act = dates.agenda_attached(attached.conference, now)
        async with self.conferences.database.writing() as connection:
            if await outbox.settle(connection, claim):
                await journal.append(connection, act)

    async def _dated(self, connection: AsyncConnection, one: Conference) -> Dated:
        file = await cases.get_file(connection, one.case)
        return dates.dated(file, one, await journal.acts_of(connection, one.case))
