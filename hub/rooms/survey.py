"""A look at every room of a case that changes nothing: in the database as little as in the world."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from hub import outbox
from hub.chance import Chance
from hub.db import Database
from hub.errors import FallraumError, RoomGone
from hub.federation import Servers
from hub.identifiers import COMMON, CaseId, CircleId, UserId
from hub.rooms import drift, naming, rules
from hub.rooms.drift import Drift, Fault, Finding, Sight
from hub.rooms.facts import Facts, facts_of
from hub.rooms.model import Seen, is_private
from hub.rooms.world import Homeserver

# A debt that is due so long ago and that nobody has begun waits for a hub that does not run.
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Survey:
    """One call to the homeserver for each room, and for each that may have been."""

    database: Database
    homeserver: Homeserver
    voices: Collection[UserId]
    servers: Servers
    chance: Chance

    async def of(self, case: CaseId) -> Drift:
        """What is not as it must be in a case."""
        now = self.chance.now()
        async with self.database.reading() as connection:
            facts = await facts_of(connection, case, voices=self.voices, servers=self.servers, now=now)
            owed = await outbox.standing(connection, case)
        sights = await asyncio.gather(*(self._see(facts, circle) for circle in _searched(facts)))
        creator = self.homeserver.creator
        in_rooms = [*(f for one in sights for f in self._compared(facts, one)), *_untold(facts)]
        return Drift(
            case=case,
            label=facts.file.case.label,
            findings=(
                *in_rooms,
                *drift.lacking(case, facts.rights, facts.given, owed, now),
                *drift.waiting(
                    owed,
                    now,
                    patience=LATE,
                    alarming=outbox.ALARMING,
                    rooms={known.room.id: circle for circle, known in facts.rooms.items()},
                    ears=[one.user for one in facts.file.listeners if is_private(one.circle)],
                    is_private=drift.is_about_two(in_rooms),
                ),
            ),
            owing=drift.forgotten(case, list(facts.rights.values()), facts.given, owed, now),
            notice_until=drift.notice_until(owed, now, ends=drift.ends(facts.rights, facts.given)),
            is_stale=any(drift.is_stale(one, creator=creator, now=now) for one in sights),
        )

    async def beyond(self, known: Collection[CaseId]) -> Sequence[Finding]:
        """What waits longer than it should and is of none of these cases: of an erased one, or of none."""
        async with self.database.reading() as connection:
            owed = await outbox.beyond(connection, known)
        return list(drift.waiting(owed, self.chance.now(), patience=LATE, alarming=outbox.ALARMING))

    def _compared(self, facts: Facts, sight: Sight) -> Sequence[Finding]:
        now, creator = self.chance.now(), self.homeserver.creator
        found = drift.compare(
            facts.file, facts.given, sight, creator=creator, now=now, advisers=facts.advisers
        )
        return list(found)

    async def _see(self, facts: Facts, circle: CircleId) -> Sight:
        trouble, seen = "", None
        try:
            seen = await self._seen(facts, circle)
        except RoomGone:
            seen = None
        except FallraumError as error:
            trouble = str(error)
        return Sight(
            circle=circle,
            may=facts.may(circle),
            known=facts.known(circle),
            is_listed=circle in facts.rooms,
            is_wanted=circle in rules.wanted(facts.rights),
            seen=seen,
            trouble=trouble,
        )

    async def _seen(self, facts: Facts, circle: CircleId) -> Seen | None:
        if circle in facts.rooms:
            return await self.homeserver.look(facts.rooms[circle].room.id)
        creator = self.homeserver.creator
        plan = naming.plan(facts.file, facts.may(circle), creator=creator, circle=circle)
        found = await self.homeserver.room_named(plan)
        return await self.homeserver.look(found) if found else None


def _searched(facts: Facts) -> Sequence[CircleId]:
    # As the look that mends it: wherever there is a room, must be one, or can have been one.
    been = {c for c in facts.rights if rules.may_have_had_room(c, facts.given)}
    return sorted({COMMON, *facts.rooms} | rules.wanted(facts.rights) | been)


def _untold(facts: Facts) -> Sequence[Finding]:
    rooms = (*facts.told.moved, *facts.told.doubted)
    return [
        Finding(
            fault=Fault.UNTOLD,
            room=naming.name_of(facts.file.case, room.circle),
            is_private=is_private(room.circle),
        )
        for room in rooms
    ]
