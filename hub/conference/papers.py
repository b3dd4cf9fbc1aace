"""What of a conference people take along: its agenda on paper, its date for their calendars."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import store as cases
from hub.conference import dates
from hub.conference.dates import Dated
from hub.conference.model import Agenda, Conference
from hub.conference.service import ConferenceService
from hub.errors import Refused
from hub.identifiers import ConferenceId, UserId


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

    async def _dated(self, connection: AsyncConnection, one: Conference) -> Dated:
        file = await cases.get_file(connection, one.case)
        return dates.dated(file, one, await journal.acts_of(connection, one.case))
