"""Several processes of one hub, on PostgreSQL: what one hears the others know, and no stranger does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest
from structlog.testing import capture_logs

from hub.db import Database
from hub.identifiers import UserId
from hub.presence.declaring import Declaring
from hub.presence.model import Relayed, Source, State, Status
from hub.presence.relay import CHANNEL, LENGTH, Relay
from hub.presence.service import PresenceService
from hub.vault import Vault
from tests.clock import Clock
from tests.databases import PostgresDatabases, opened
from tests.eventually import eventually
from tests.people import AMIRA, BO
from tests.shelves import VAULT, shelve_people

CLOCK = Clock()


class Process:
    """One of them: what it knows, and its line to the others."""

    def __init__(self, database: Database, name: str, vault: Vault = VAULT) -> None:
        self.presence = PresenceService(database, CLOCK.chance, Declaring(database, vault, CLOCK.chance))
        self.relay = Relay(database, vault, CLOCK.now, name)
        self.presence.tell_others = self.relay.tell_others
        self.heard: list[Relayed] = []

    async def take_in(self, relayed: Relayed) -> None:
        self.heard.append(relayed)
        await self.presence.take_in(relayed)

    def sees(self, user: UserId) -> State:
        return self.presence.outlook(user).shown.state


@pytest.fixture
async def database(postgresql: PostgresDatabases) -> AsyncIterator[Database]:
    """The one database of all of them."""
    async with postgresql.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        yield database


@asynccontextmanager
async def running(*processes: Process) -> AsyncIterator[None]:
    await asyncio.gather(*(process.presence.declaring.open() for process in processes))
    lines = [
        asyncio.create_task(process.relay.run(process.take_in, process.presence.catch_up))
        for process in processes
    ]
    for process in processes:
        # Once it hears another one it hears all.
        probe = Relay(process.presence.database, VAULT, CLOCK.now, "probe")
        probing = asyncio.create_task(probe.run(process.take_in, process.presence.catch_up))

        async def is_heard(process: Process = process, probe: Relay = probe) -> bool:
            probe.tell_others(Relayed(UserId("@probe:here"), Source.TYPING, is_there=True))
            return bool(process.heard)

        await eventually(is_heard)
        probing.cancel()
        await asyncio.gather(probing, return_exceptions=True)
    try:
        yield
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


async def test_what_one_process_hears_the_others_know(database: Database) -> None:
    one, other = Process(database, "one"), Process(database, "other")
    async with running(one, other):
        await one.presence.declaring.show(BO.user, is_shown=True)
        await eventually(lambda: _shown(other))

        one.presence.hear(BO.user, Source.TYPING, is_there=True)
        await eventually(lambda: other.sees(BO.user) is State.REACHABLE)

        other.presence.say(BO.user, State.BUSY, CLOCK.now() + timedelta(hours=1))
        await eventually(lambda: one.sees(BO.user) is State.BUSY)

        other.presence.take_back(BO.user)
        await eventually(lambda: one.sees(BO.user) is State.REACHABLE)

        one.presence.hear(BO.user, Source.TYPING, is_there=False)
        await eventually(lambda: other.sees(BO.user) is State.NOT_SHOWN)

        await other.presence.declaring.show(BO.user, is_shown=False)
        await eventually(lambda: not_shown(one))


async def test_a_process_that_starts_later_begins_with_nothing_known(database: Database) -> None:
    one = Process(database, "one")
    async with running(one):
        await one.presence.declaring.show(BO.user, is_shown=True)
        one.presence.hear(BO.user, Source.TYPING, is_there=True)
        late = Process(database, "late")
        async with running(late):
            assert late.sees(BO.user) is State.NOT_SHOWN


@pytest.mark.parametrize("payload", ["", "garbage", "AAAA", "ä", "x" * 7_000])
async def test_what_a_stranger_says_at_the_database_is_not_heard(database: Database, payload: str) -> None:
    one = Process(database, "one")
    with capture_logs() as logs:
        async with running(one):
            await one.presence.declaring.show(BO.user, is_shown=True)
            heard = len(one.heard)
            await _says(database, payload)

            await eventually(lambda: any(line["event"] == "not from one of us" for line in logs))

            assert len(one.heard) == heard
            assert one.sees(BO.user) is State.NOT_SHOWN


async def test_whoever_listens_at_the_database_learns_of_nobody(database: Database) -> None:
    one, told = Process(database, "one"), list[str]()
    line = await _connected(database)
    await line.add_listener(CHANNEL, lambda *heard: told.append(str(heard[-1])))
    async with running(one):
        await one.presence.declaring.show(BO.user, is_shown=True)
        one.presence.hear(BO.user, Source.TYPING, is_there=True)
        one.presence.say(BO.user, State.BUSY, CLOCK.now() + timedelta(hours=1))
        await eventually(lambda: len(told) >= 4)
    await line.close()

    assert len({len(payload) for payload in told}) == 1
    assert len(told[0]) > LENGTH
    assert not any(BO.user in payload or "busy" in payload for payload in told)


async def test_what_is_told_again_later_is_not_heard(database: Database) -> None:
    one, told = Process(database, "one"), list[str]()
    line = await _connected(database)
    await line.add_listener(CHANNEL, lambda *heard: told.append(str(heard[-1])))
    async with running(one):
        await one.presence.declaring.show(AMIRA.user, is_shown=True)
        one.presence.hear(AMIRA.user, Source.TYPING, is_there=True)
        await eventually(lambda: len(told) >= 3)
        one.presence.hear(AMIRA.user, Source.TYPING, is_there=False)
        other = Process(database, "other")
        async with running(other):
            heard = len(other.heard)
            CLOCK.push(minutes=1)
            for payload in list(told):
                await _says(database, payload)
            await asyncio.sleep(0.2)

            assert len(other.heard) == heard
    await line.close()


async def test_what_is_told_again_written_otherwise_is_not_heard(database: Database) -> None:
    one, told = Process(database, "one"), list[str]()
    line = await _connected(database)
    await line.add_listener(CHANNEL, lambda *heard: told.append(str(heard[-1])))
    async with running(one):
        other = Process(database, "other")
        async with running(other):
            del told[:]
            await one.presence.declaring.show(AMIRA.user, is_shown=True)
            await eventually(lambda: bool(told))
            await asyncio.sleep(0.2)
            heard = len(other.heard)
            for payload in (f"{told[0]}=", f"{told[0]}=="):
                await _says(database, payload)
            await asyncio.sleep(0.2)

            assert len(other.heard) == heard
    await line.close()


async def test_what_was_taken_back_while_the_line_was_down_does_not_stay(database: Database) -> None:
    one, other = Process(database, "one"), Process(database, "other")
    async with running(one, other):
        await one.presence.declaring.show(BO.user, is_shown=True)
        await one.presence.declaring.show(AMIRA.user, is_shown=True)
        await eventually(lambda: _shown(other))
        one.presence.say(BO.user, State.BUSY, CLOCK.now() + timedelta(hours=12))
        await eventually(lambda: other.sees(BO.user) is State.BUSY)
    # What the other one was told itself it knows best.
    other.presence.say(AMIRA.user, State.BUSY, CLOCK.now() + timedelta(hours=12))

    one.presence.take_back(BO.user)
    assert other.sees(BO.user) is State.BUSY

    async with running(other):
        await eventually(lambda: other.sees(BO.user) is State.NOT_SHOWN)
        assert other.sees(AMIRA.user) is State.BUSY


async def test_what_was_said_here_since_is_not_forgotten_when_the_line_stands(database: Database) -> None:
    one = Process(database, "one")
    await one.presence.declaring.show(BO.user, is_shown=True)
    until = CLOCK.now() + timedelta(hours=12)
    elsewhere = Relayed(BO.user, has_said=True, status=Status(State.BUSY, until))
    await one.presence.take_in(elsewhere)
    one.presence.say(BO.user, State.IN_CONFERENCE, until)

    await one.presence.catch_up()
    assert one.sees(BO.user) is State.IN_CONFERENCE

    await one.presence.take_in(elsewhere)
    one.presence.hear(BO.user, Source.TYPING, is_there=True)
    await one.presence.catch_up()
    assert one.sees(BO.user) is State.REACHABLE


async def test_over_what_a_line_breaks_is_told_on_the_next_one(database: Database) -> None:
    one, other = Process(database, "one"), Process(database, "other")
    async with running(other):
        async with running(one):
            await one.presence.declaring.show(BO.user, is_shown=True)
            await eventually(lambda: _shown(other))
            one.presence.say(BO.user, State.BUSY, CLOCK.now() + timedelta(hours=12))
            await eventually(lambda: other.sees(BO.user) is State.BUSY)
        one.presence.take_back(BO.user)
        async with _nobody_can_notify(database):
            with pytest.raises(ExceptionGroup):
                await one.relay.run(one.take_in, one.presence.catch_up)
        assert other.sees(BO.user) is State.BUSY

        async with running(one):
            await eventually(lambda: other.sees(BO.user) is State.NOT_SHOWN)


async def test_a_line_that_ended_is_said_to_have(database: Database) -> None:
    one = Process(database, "one")
    line = asyncio.create_task(one.relay.run(one.take_in, one.presence.catch_up))
    killer = await _connected(database)

    async def is_killed() -> bool:
        killed = await killer.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid() AND datname = current_database()"
        )
        return bool(killed)

    await eventually(is_killed)
    await killer.close()
    with pytest.raises(ExceptionGroup):
        await line


@asynccontextmanager
async def _nobody_can_notify(database: Database) -> AsyncIterator[None]:
    line, name = await _connected(database), database.url.database
    await line.execute(
        "CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'broken off'; END $$"
    )
    await line.execute(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog')
    await database.engine.dispose()
    try:
        yield
    finally:
        await line.execute(f'ALTER DATABASE "{name}" RESET search_path')
        await line.execute("DROP FUNCTION public.pg_notify(text, text)")
        await line.close()
        await database.engine.dispose()


async def _says(database: Database, payload: str) -> None:
    line = await _connected(database)
    await line.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
    await line.close()


async def _connected(database: Database) -> "asyncpg.Connection[asyncpg.Record]":
    url = database.url.set(drivername="postgresql")
    return await asyncpg.connect(url.render_as_string(hide_password=False))


async def not_shown(process: Process) -> bool:
    return not await _shown(process)


async def _shown(process: Process) -> bool:
    return process.presence.declaring.of(BO.user).is_shown
