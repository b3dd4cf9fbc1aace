"""A whole hub with people on two homeservers: what ended here ends there, whatever the other one does."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import pytest
from nacl.signing import SigningKey
from structlog.testing import capture_logs

from hub.assemble import Hub, assemble
from hub.audit import with_causes
from hub.bell import DataFolderBell
from hub.cases.model import Personalia, Professional
from hub.chance import Chance
from hub.consent.model import Consent
from hub.db import Database
from hub.errors import Refused, Unfinished
from hub.identifiers import CaseId, ProfessionalId, RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import escaped
from hub.rooms import leave
from hub.vault import Vault
from tests.databases import SqliteFiles
from tests.eventually import eventually
from tests.fakes.speaker import RecordingSpeaker
from tests.federated import Federated
from tests.people import AGENCIES, BO, JONAS, terms_for
from tests.real import Person
from tests.relay import Line
from tests.signing import agree, all_acknowledge

pytestmark = pytest.mark.homeserver
# Nobody listens there, and nobody ever will.
NOWHERE = "localhost:1"


@dataclass(frozen=True, slots=True)
class Story:
    """A hub at work on the first of the two homeservers, and a case in it."""

    hub: Hub
    homeserver: MatrixHomeserver
    case: CaseId
    professionals: Sequence[Professional]

    async def room(self) -> RoomId:
        """The case's room, as soon as there is one."""
        await eventually(self._is_made)
        room = await self.hub.rooms.of_case(self.case)
        assert room is not None
        return room.id

    async def consents(self, *people: Professional) -> Sequence[Consent]:
        """The client lets these people hear what concerns everybody, in one act."""
        terms = [terms_for(person, now=datetime.now(UTC)) for person in people]
        given = await agree(self.hub, self.case, SigningKey.generate(), *terms)
        assert not isinstance(given, Refused)
        return given

    async def withdraws(self, consent: Consent) -> None:
        """The client takes it back."""
        assert not isinstance(await self.hub.consents.withdraw(consent.id, by="client"), Refused)

    async def is_inside(self, user: UserId) -> bool:
        """Whether somebody sits in the room or is asked in, on the hub's server."""
        seat = (await self.homeserver.look(await self.room())).seats.get(user)
        return seat is not None and seat.is_inside

    async def seen(self) -> Sequence[float]:
        """How long after the withdrawal each leave was seen elsewhere, in seconds."""
        acts = with_causes(await self.hub.cases.acts(self.case))
        return [one.latency.total_seconds() for one in acts if one.act.deed == leave.SEEN and one.latency]

    async def _is_made(self) -> bool:
        return await self.hub.rooms.of_case(self.case) is not None


@asynccontextmanager
async def story(both: Federated, sqlite: SqliteFiles, *accounts: UserId) -> AsyncIterator[Story]:
    """Professionals with these accounts work on a case; the first one leads it. The courier works."""
    async with sqlite.migrated() as url, both.hub.hub() as homeserver:
        bell = DataFolderBell(sqlite.folder)
        bell.hang()
        database = Database(url, ring=bell.ring)
        hub = assemble(
            database=database,
            vault=Vault(bytes(range(32))),
            homeserver=homeserver,
            server_name=both.hub.settings.server_name,
            federation=(*both.hub.settings.federation, NOWHERE),
            chance=Chance(),
        )
        people = [await _taken_in(hub, user, number) for number, user in enumerate(accounts)]
        await all_acknowledge(hub, {person: SigningKey.generate() for person in people})
        lead, *members = (person.user for person in people)
        client = names.new_client(hub.chance.new_id()[:12], hub.server_name)
        personalia = Personalia(JONAS.person.name, JONAS.person.born)
        opened = await hub.cases.open(personalia, client=client, lead=lead, members=members, by="test")
        assert not isinstance(opened, Refused)
        courier = hub.courier("test", RecordingSpeaker(), bell)
        work = asyncio.create_task(courier.run())
        try:
            yield Story(hub, homeserver, opened.case.id, people)
        finally:
            courier.stop()
            await work
            bell.take_down()
            await hub.feed.rest()
            await database.close()


async def _taken_in(hub: Hub, user: UserId, number: int) -> Professional:
    agency = AGENCIES[number % len(AGENCIES)]
    await hub.cases.add_agency(agency, by="test")
    described = replace(BO, id=ProfessionalId(""), agency=agency.id, user=user, function=f"Funktion {number}")
    added = await hub.cases.add_professional(described, by="test")
    assert not isinstance(added, Refused)
    return added


async def seated(told: Story, *people: Person) -> Sequence[Consent]:
    """Everybody is asked in and takes the seat."""
    given = await told.consents(*told.professionals)
    room = await told.room()
    for person in people:
        await eventually(partial(told.is_inside, person.user))
        await person.joins(room)
    # Whoever cannot be asked in is asked again by another look.
    with contextlib.suppress(Unfinished):
        await told.hub.rooms.reconcile(told.case)
    return given


async def reads(person: Person, room: RoomId) -> bool:
    """Whether her own server takes her for a member."""
    path = f"/rooms/{escaped(room)}/state/m.room.member/{escaped(person.user)}"
    answer = await person.tries("GET", path)
    return answer.status == 200 and answer.body.get("membership") == "join"


async def test_who_loses_the_consent_is_out_on_both_servers_and_the_chain_says_how_soon(
    federated: Federated, sqlite: SqliteFiles
) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    async with story(federated, sqlite, amira.user, bo.user) as told:
        _, bos = await seated(told, amira, bo)
        room = await told.room()

        await told.withdraws(bos)

        await eventually(lambda: _is_out(bo, room))
        await eventually(lambda: _is_seen(told, 1))
        assert not await told.is_inside(bo.user)
        assert await told.is_inside(amira.user)
        (latency,) = await told.seen()
        assert latency < 10


@pytest.mark.parametrize("line", [Line.CUT, Line.SILENT])
async def test_a_server_partitioned_during_the_withdrawal_learns_of_it_when_it_is_back(
    federated: Federated, sqlite: SqliteFiles, line: Line
) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    async with story(federated, sqlite, amira.user, bo.user) as told:
        _, bos = await seated(told, amira, bo)
        room = await told.room()
        await eventually(lambda: _has_all(told, room, bo))
        with federated.partitioned(line):
            await _goes_promptly(told, bo, bos)
            assert await reads(bo, room), "her server cannot know yet"
            assert await told.seen() == []

        healed = time.perf_counter()
        await eventually(lambda: _is_out(bo, room), within=60)
        print(f"{line.name}: {time.perf_counter() - healed:.1f} s after the line was mended")
        await eventually(lambda: _is_seen(told, 1), within=60)


@pytest.mark.parametrize("line", [Line.CUT, Line.SILENT])
async def test_one_that_missed_what_was_said_and_done_before_learns_of_it_too_but_nothing_is_claimed(
    federated: Federated, sqlite: SqliteFiles, line: Line
) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    chloe = await federated.hub.person("chloe")
    async with story(federated, sqlite, amira.user, bo.user, chloe.user) as told:
        _, bos, chloes = await seated(told, amira, bo, chloe)
        room = await told.room()
        with capture_logs() as logs, federated.partitioned(line):
            await amira.says(room, "…")
            await told.withdraws(chloes)
            await _goes_promptly(told, bo, bos)
            await eventually(lambda: any(log["event"] == "leave uncertain" for log in logs))

        await eventually(lambda: _is_out(bo, room), within=60)
        assert not await told.is_inside(chloe.user)
        assert await told.seen() == []


async def test_who_came_while_others_came_and_talked_and_must_go_at_once_is_out_on_both_servers(
    federated: Federated, sqlite: SqliteFiles
) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    chloe = await federated.hub.person("chloe")
    async with story(federated, sqlite, amira.user, bo.user, chloe.user) as told:
        _, bos, _ = await told.consents(*told.professionals)
        room = await told.room()
        for person in (amira, bo, chloe):
            await eventually(partial(told.is_inside, person.user))
        await amira.joins(room)
        await asyncio.gather(bo.joins(room), chloe.joins(room), _talks(amira, room))

        await told.withdraws(bos)

        await eventually(lambda: _is_out(bo, room))
        await eventually(lambda: _is_seen(told, 1))


async def test_an_unknown_server_keeps_nobody_else_waiting(federated: Federated, sqlite: SqliteFiles) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    nobody = UserId(f"@kim:{NOWHERE}")
    async with story(federated, sqlite, amira.user, nobody, bo.user) as told:
        began = time.perf_counter()
        await seated(told, amira, bo)

        assert time.perf_counter() - began < 10
        assert not await told.is_inside(nobody)
        servers = {one.server: one for one in await told.hub.witness.neighbours()}
        assert await told.hub.witness.can_reach(servers[NOWHERE]) is False
        assert await told.hub.witness.can_reach(servers[bo.user.partition(":")[2]]) is True


async def test_whoever_blocks_invitations_stays_out_and_keeps_nobody_else_out(
    federated: Federated, sqlite: SqliteFiles
) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    shy = await federated.agency.person("shy")
    path = f"/user/{escaped(shy.user)}/account_data/m.invite_permission_config"
    await shy.does("PUT", path, {"default_action": "block"})
    async with story(federated, sqlite, amira.user, shy.user, bo.user) as told:
        await seated(told, amira, bo)

        assert not await told.is_inside(shy.user)
        assert await told.is_inside(bo.user)


async def _goes_promptly(told: Story, person: Person, consent: Consent) -> None:
    began = time.perf_counter()
    await told.withdraws(consent)
    await eventually(lambda: _nobody_of(told, person))
    assert time.perf_counter() - began < 5, "a silent server delayed somebody's removal"


async def _has_all(told: Story, room: RoomId, person: Person) -> bool:
    return await told.homeserver.catch_up(room, [person.user], datetime.now(UTC)) is True


async def _talks(person: Person, room: RoomId) -> None:
    for word in range(6):
        await person.says(room, str(word))


async def _is_out(person: Person, room: RoomId) -> bool:
    return not await reads(person, room)


async def _nobody_of(told: Story, *people: Person) -> bool:
    return not any([await told.is_inside(person.user) for person in people])


async def _is_seen(told: Story, times: int) -> bool:
    return len(await told.seen()) >= times
