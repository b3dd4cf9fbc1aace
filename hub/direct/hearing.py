"""Whether the hub reads commands in a direct room: whose it is turns that on and off, and nobody else."""

from dataclasses import dataclass

from hub import journal
from hub.cases import directory
from hub.chance import Chance
from hub.db import Database
from hub.direct.service import DirectService
from hub.errors import Refused
from hub.identifiers import UserId
from hub.listening import turning
from hub.listening.model import Switch


@dataclass(frozen=True, slots=True)
class HearingService:
    """The doors' way to the switch of a direct room.

    `by` is how the chain calls whoever types it for them; without it, it is their own act.
    """

    database: Database
    chance: Chance
    direct: DirectService

    async def begin(self, user: UserId, *, by: str = "") -> Switch | Refused:
        """Have the hub listen to somebody in their direct room; it does when they were told there."""
        async with self.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("not-a-professional")
            # Whoever leaves at the same time has it ended: one after the other.
            await journal.take_turn(connection)
            is_there = await self.direct.seated_in(connection, person.id) is not None
            by = by or person.id
            return await turning.begin_alone(connection, self.chance, person.id, is_there=is_there, by=by)

    async def end(self, user: UserId, *, by: str = "") -> Switch | Refused:
        """Listen there no more: every key is destroyed with the answer."""
        async with self.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("not-a-professional")
            by = by or person.id
            on = await turning.end_alone(connection, self.chance, person.id, is_there=True, by=by)
        return on[0] if on else Refused("listening-alone-off-already")

    async def shown(self, user: UserId) -> Switch | Refused | None:
        """By which switch the hub listens to somebody alone, or is about to; None if by none."""
        async with self.database.reading() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("not-a-professional")
            return next(iter(await turning.turned_on(connection, person.id)), None)
