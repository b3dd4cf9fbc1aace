"""Watches until every server concerned has seen that somebody was removed, and writes down when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from hub import journal, outbox
from hub.cases import store as cases
from hub.chance import Chance
from hub.db import Database
from hub.effects import ConfirmLeave
from hub.errors import FallraumError, HomeserverRefused, Unfinished
from hub.federation import Servers, others
from hub.identifiers import CaseId
from hub.outbox import Claim
from hub.rooms import leave, store
from hub.rooms.facts import facts_of
from hub.rooms.model import Neighbour, Sighting
from hub.rooms.world import Homeserver

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Witness:
    """What the hub can know of other servers, by its own homeserver alone."""

    database: Database
    homeserver: Homeserver
    servers: Servers
    chance: Chance

    async def confirm(self, confirm: ConfirmLeave, claim: Claim) -> None:
        """Write down that a server has seen a leave; raises `Unfinished` until it has.

        Whoever is not removed any more, and whatever nobody lets the hub know, is settled unsaid.
        """
        sighting = await self._look(confirm)
        if sighting is None or sighting.is_seen:
            await self._settle(confirm, claim, is_seen=sighting is not None)
            return
        waited = max(self.chance.now() - sighting.left_at, timedelta(0))
        if waited >= leave.ALARMING:
            log.error("leave not seen", server=confirm.server, case=confirm.case, seconds=waited.seconds)
        raise Unfinished(1, leave.patience(waited))

    async def can_reach(self, one: Neighbour) -> bool | None:
        """Whether a server answers at this moment; None if nobody can know, or asks it."""
        if not one.is_allowed:
            return None
        try:
            return await self.homeserver.can_reach(one.server)
        except FallraumError:
            return None

    async def neighbours(self) -> Sequence[Neighbour]:
        """Every other server that is allowed or that somebody's account lives on."""
        async with self.database.reading() as connection:
            accounts = await cases.accounts(connection)
            waiting = Counter(one.server for one in await outbox.unconfirmed(connection))
            acts = await journal.newest(connection, leave.SEEN)
        names = sorted(self.servers.allowed | set(others(accounts, self.servers.home)) | set(waiting))
        people = Counter(server for user in accounts for server in others([user], self.servers.home))
        return [
            Neighbour(
                server=name,
                is_allowed=self.servers.knows(name),
                people=people[name],
                seen_at=max(
                    (a.at for a in acts if a.basis == leave.mark_of(name, CaseId(a.case))), default=None
                ),
                unseen=waiting[name],
            )
            for name in names
        ]

    async def _look(self, confirm: ConfirmLeave) -> Sighting | None:
        if not self.servers.knows(confirm.server):
            # Nothing is told to it any more, so it will never see anything.
            log.error("leave cannot be seen", server=confirm.server, case=confirm.case)
            return None
        try:
            return await self.homeserver.sighting(confirm.room, confirm.user, confirm.server)
        except HomeserverRefused as refusal:
            log.warning("leave unwitnessed", server=confirm.server, errcode=refusal.errcode)
            return None

    async def _settle(self, confirm: ConfirmLeave, claim: Claim, *, is_seen: bool) -> None:
        async with self.database.writing() as connection:
            room = await store.find(connection, confirm.room)
            # Whoever's claim ran out writes nothing: somebody else took it over.
            if not await outbox.settle(connection, claim) or not is_seen or room is None:
                return
            now = self.chance.now()
            facts = await facts_of(connection, room.case, voices=(), servers=self.servers, now=now)
            act = leave.seen_by(confirm.server, facts.file, room, confirm.user, now, advisers=facts.advisers)
            await journal.append(connection, act)
