"""What is known of those who may take part in a case's conferences, at one instant."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.conference.model import Attendance, Conference, Poll
from hub.consent.model import Basis
from hub.federation import Servers
from hub.identifiers import COMMON, CaseId, CircleId, RoomId, UserId
from hub.rooms import store as rooms
from hub.rooms.facts import facts_of


async def attendance(
    connection: AsyncConnection,
    case: CaseId,
    *,
    servers: Servers,
    now: datetime,
    circle: CircleId = COMMON,
) -> Attendance:
    """Read it as for the room itself: on consent, charter and what the chain tells."""
    known = await facts_of(connection, case, voices=(), servers=servers, now=now)
    return Attendance(
        file=known.file,
        may=frozenset(known.may(circle)),
        until={user: one.until for user, one in known.may(circle).items() if isinstance(one, Basis)},
        agencies={agency.id: agency for agency in await directory.agencies(connection)},
    )


async def sits_in(
    connection: AsyncConnection, room: RoomId, one: Conference | Poll, there: Attendance, who: UserId
) -> bool:
    """Whether somebody may sit in a room, and it is the very one that a conference is about.

    Who leads the case without a seat reacts nowhere.
    """
    held_in = await rooms.find_of_case(connection, one.case, one.circle)
    return held_in is not None and held_in.id == room and who in there.may
