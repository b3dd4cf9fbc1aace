"""What is known of those who may take part in a case's conferences, at one instant."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import directory
from hub.conference.model import Attendance
from hub.consent.model import Basis
from hub.federation import Servers
from hub.identifiers import COMMON, CaseId, CircleId
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
