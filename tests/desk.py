"""A whole hub on one desk: a real database, a fake homeserver, a recording speaker, a pushed clock."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime, timedelta

from hub import journal, outbox
from hub.assemble import Hub, assemble
from hub.audit import Broken, Entry
from hub.cases.model import Professional
from hub.conference.model import Conference
from hub.consent.model import ORGANISATION, Answer, Consent, Terms
from hub.courier import Bell
from hub.db import Database
from hub.effects import Effect
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import CaseId, CircleId, RoomId, UserId
from hub.outbox import Claim
from hub.rooms.model import Membership, Observation, Room, Seat
from hub.vault import Vault
from tests.clock import Clock
from tests.fakes.diaries import FakeDiaries
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.speaker import RecordingSpeaker
from tests.people import (
    AMIRA,
    HEADS,
    HUB,
    JONAS,
    MOSTLY,
    SERVERS,
    STEWARD,
    VOICE,
    Guest,
    key_of_account,
    terms_for,
)
from tests.shelves import SHELF
from tests.signing import agree

QUARTER = timedelta(days=90)
# Whose deeds no story tells.
BEFORE = {SHELF, *(head.id for head in HEADS)}


class Desk:
    """The hub, its small world, and the verbs in which stories are told."""

    def __init__(self, database: Database, bell: Bell) -> None:
        self.clock = Clock()
        self.bell = bell
        self.homeserver = FakeHomeserver(creator=STEWARD, now=self.clock.now)
        self.speaker = RecordingSpeaker()
        self.diaries = FakeDiaries()
        self.hub: Hub = self._assembled(database, SERVERS)
        self.courier = self.hub.courier("desk", self.speaker, bell)

    def _assembled(self, database: Database, servers: Servers) -> Hub:
        return assemble(
            database=database,
            vault=Vault(bytes(range(32))),
            homeserver=self.homeserver,
            server_name=HUB,
            federation=servers.allowed,
            chance=self.clock.chance,
            name="desk",
            diaries=self.diaries,
        )

    async def restarts(self, servers: Servers) -> None:
        """The hub is started anew, with another list of servers."""
        await self.hub.feed.rest()
        self.hub = self._assembled(self.hub.database, servers)
        self.courier = self.hub.courier("desk", self.speaker, self.bell)
        await self.hub.rooms.part()

    # What people do.

    async def opens_case(self, *members: Professional, client: Guest = JONAS) -> CaseId:
        """Open a case led by Amira, on which those professionals work too."""
        opened = await self.hub.cases.open(
            client.person,
            client=client.user,
            lead=AMIRA.user,
            members=[member.user for member in members],
            by="test",
        )
        assert not isinstance(opened, Refused)
        return opened.case.id

    async def involves(self, case: CaseId, person: Professional) -> None:
        """Let somebody work on the case."""
        part = await self.hub.cases.involve(case, person.user, by="test")
        assert not isinstance(part, Refused)

    async def consents(
        self,
        case: CaseId,
        person: Professional,
        *,
        begins: datetime | None = None,
        lasts: timedelta = QUARTER,
        themes: Mapping[str, Answer] = MOSTLY,
        team: bool = False,
        alone: bool = False,
    ) -> Consent:
        """The client consents that this person's function may see the case, or talk with them alone."""
        now = self.clock.now()
        terms = terms_for(person, now=now, begins=begins, lasts=lasts, themes=themes, team=team, alone=alone)
        given = await self.agrees(case, terms)
        assert not isinstance(given, Refused)
        return given

    async def agrees(self, case: CaseId, terms: Terms) -> Consent | Refused:
        """The client is asked, and signs on their own device."""
        client = (await self.hub.rooms.roster(case)).file.case.client
        given = await agree(self.hub, case, key_of_account(client), terms)
        return given if isinstance(given, Refused) else given[0]

    async def withdraws(self, consent: Consent) -> None:
        """The client takes a consent back."""
        ended = await self.hub.consents.withdraw(consent.id, by="client")
        assert not isinstance(ended, Refused)

    async def seats(self, *people: Professional, client: Guest = JONAS) -> tuple[CaseId, list[Consent]]:
        """A case in whose room those people sit together with its client."""
        case = await self.opens_case(*(p for p in people if p != AMIRA), client=client)
        given = [await self.consents(case, person) for person in people]
        await self.works_off()
        await self.everybody_comes(case)
        return case, given

    async def everybody_comes(self, case: CaseId) -> None:
        """Whoever is invited takes the seat, and the hub has seen it."""
        for room in await self._rooms(case):
            for user, seat in self.homeserver.seen(room).seats.items():
                if seat.membership is Membership.INVITED:
                    self.homeserver.joins(room, user)
        await self.hub.rooms.reconcile(case)

    async def calls_conference(self, case: CaseId, *, in_days: float = 7) -> Conference:
        """Amira calls a conference."""
        called = await self.hub.conferences.call(
            case,
            begins_at=self.clock.now() + timedelta(days=in_days),
            lasts=timedelta(minutes=60),
            moderator=AMIRA.user,
            topics=["Wohnung"],
            by="test",
        )
        assert not isinstance(called, Refused)
        return called

    # What the hub does.

    async def works_off(self) -> None:
        """Perform everything that is due."""
        await self.courier.work_off()

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator["asyncio.Task[None]"]:
        """The courier performs what is due while something else happens."""
        work = asyncio.create_task(self.works_off())
        try:
            yield work
        finally:
            await work

    async def hears(
        self, room: RoomId, user: UserId, membership: Membership | None, *, push: str = ""
    ) -> None:
        """The homeserver pushes that somebody's standing may have changed."""
        observed = Observation(room, user, membership)
        await self.hub.rooms.observe(push or self.clock.new_id(), [observed])

    # What a story looks at.

    async def room(self, case: CaseId, about: str = ORGANISATION) -> RoomId:
        """The case's room about a theme; about what concerns everybody, if nothing else is said."""
        room = await self.find_room(case, about)
        assert room is not None
        return room.id

    async def find_room(self, case: CaseId, about: str = ORGANISATION) -> Room | None:
        """As `room`, if there is one."""
        return await self.hub.rooms.of_case(case, await self.circle(case, about))

    async def circle(self, case: CaseId, about: str) -> CircleId:
        """How the case calls those who may hear a theme."""
        themes = await self.hub.consents.themes(case)
        return next(circle for circle, theme in themes.items() if theme == about)

    async def inside(self, case: CaseId, about: str = ORGANISATION) -> set[UserId]:
        """Who reads, or could by one act of their own; the hub's own accounts apart."""
        return self._inside(await self.room(case, about))

    async def inside_of(self, case: CaseId, circle: CircleId) -> set[UserId]:
        """As `inside`, in the room of a circle that is no theme's; nobody while there is none."""
        room = await self.hub.rooms.of_case(case, circle)
        return self._inside(room.id) if room else set()

    def _inside(self, room: RoomId) -> set[UserId]:
        seats = self.homeserver.seen(room).seats
        return {user for user, seat in seats.items() if seat.is_inside} - {STEWARD, VOICE}

    async def known_seats(self, case: CaseId) -> dict[UserId, Seat]:
        """What the hub wrote down about its room."""
        return dict((await self.hub.rooms.roster(case)).seats)

    async def _rooms(self, case: CaseId) -> list[RoomId]:
        rosters = [*await self.hub.rooms.rosters(case), *await self.hub.rooms.side_rosters(case)]
        rooms = [await self.hub.rooms.of_case(case, roster.circle) for roster in rosters]
        return [room.id for room in rooms if room]

    async def owed(self, case: CaseId) -> Collection[Effect]:
        """What is still owed to a case."""
        async with self.hub.database.reading() as connection:
            return await outbox.of_case(connection, case)

    async def debts(self, case: CaseId) -> Collection[Claim]:
        """What is owed to a case now, as a courier would claim it; nothing of it is performed."""
        async with self.hub.database.writing() as connection:
            later = self.clock.now() + timedelta(hours=2)
            claims = await outbox.claim(connection, courier="nobody", now=later, most=1000)
            await connection.rollback()
        return [claim for claim in claims if claim.effect.case == case]

    async def entries(self) -> Collection[Entry]:
        """The audit chain since the story began."""
        async with self.hub.database.reading() as connection:
            return [one for one in await journal.entries(connection) if one.act.actor not in BEFORE]

    async def deeds(self) -> list[str]:
        """What the audit chain says was done, oldest first."""
        return [entry.act.deed for entry in await self.entries()]

    async def broken(self) -> Broken | None:
        """Where the audit chain does not hold."""
        async with self.hub.database.reading() as connection:
            return (await journal.check(connection))[0]
