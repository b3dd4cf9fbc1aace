"""A whole `fallraum up` is killed: nothing of it lives on, and the next one goes on where it was."""

import asyncio
import os
import socket
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from hub.assemble import Site
from hub.consent.model import Consent
from hub.settings import Settings, prepare_folder
from tests.crash.office import must, opened
from tests.crash.whole_hub import Hub, has_ended, homeserver_of, up
from tests.people import AMIRA, HUB, JOBCENTER, JONAS, key_of, terms_for
from tests.real import free_port
from tests.signing import agree, all_acknowledge

pytestmark = [pytest.mark.crash, pytest.mark.homeserver]

T = TypeVar("T")

PATIENCE = 60.0
# The kernel ends a child together with its parent; this is for a busy machine.
AT_ONCE = 5.0


def test_nothing_outlives_a_killed_hub_and_the_next_one_goes_on(settings: Settings) -> None:
    consent = beside(settings, lead_may_sit)
    with up(settings) as hub:
        while_up(hub, lambda: beside(settings, knows_that_lead_is_inside))
        before = beside(settings, cases_and_rooms)
        kill_and_see_everything_end(hub, settings)
    beside(settings, lambda site: site.hub.consents.withdraw(consent.id, by="client"))

    with up(settings) as again:
        while_up(again, lambda: not beside(settings, knows_that_lead_is_inside))

    assert len(before) == 1
    assert beside(settings, cases_and_rooms) == before


def test_a_hub_killed_in_its_very_first_start_can_be_started(settings: Settings) -> None:
    database = settings.data / "homeserver" / "homeserver.sqlite"
    beside(settings, lead_may_sit)
    with up(settings) as hub:
        # The homeserver makes its tables in several steps: this is between the first two.
        while_up(hub, lambda: has_tables(database), every=0.001)
        kill_and_see_everything_end(hub, settings)

    with up(settings) as again:
        while_up(again, lambda: beside(settings, knows_that_lead_is_inside))


def test_a_socket_whose_dead_maker_has_lent_its_number_to_another_is_no_hindrance(settings: Settings) -> None:
    beside(settings, lead_may_sit)
    home = settings.data / "homeserver"
    (home / "hub.sock").touch()
    # Kept by the process of that number; ours is surely alive.
    (home / "hub.sock.lock").symlink_to(str(os.getpid()))

    with up(settings) as hub:
        while_up(hub, lambda: beside(settings, knows_that_lead_is_inside))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office of its own."""
    return Settings(
        data=tmp_path / "data",
        database="",
        homeserver="",
        server_name=HUB,
        homeserver_port=free_port(),
        door_port=free_port(),
    )


def beside(settings: Settings, work: Callable[[Site], Awaitable[T]]) -> T:
    """Do something as a command at the terminal does it, whether a hub runs on the folder or not."""

    async def run() -> T:
        async with opened(settings) as site:
            return await work(site)

    prepare_folder(settings.data)
    return asyncio.run(run())


async def lead_may_sit(site: Site) -> Consent:
    """A case, and the consent by which its lead may sit in its room."""
    must(await site.hub.cases.add_agency(JOBCENTER, by="test"))
    lead = must(await site.hub.cases.add_professional(AMIRA, by="test"))
    await all_acknowledge(site.hub, {lead: key_of(lead)})
    file = await site.hub.cases.open(JONAS.person, client=JONAS.user, lead=AMIRA.user, by="test")
    terms = terms_for(AMIRA, now=site.hub.chance.now())
    return must(await agree(site.hub, must(file).case.id, JONAS.key, terms))[0]


async def knows_that_lead_is_inside(site: Site) -> bool:
    (case,) = await site.hub.cases.all()
    seats = (await site.hub.rooms.roster(case.id)).seats
    return AMIRA.user in seats


async def cases_and_rooms(site: Site) -> set[tuple[str, str]]:
    cases = await site.hub.cases.all()
    rooms = [await site.hub.rooms.of_case(case.id) for case in cases]
    return {(room.case, room.id) for room in rooms if room}


def while_up(hub: Hub, holds: Callable[[], bool], *, every: float = 0.3) -> None:
    """Look until it is so; a hub that has ended will not bring it about."""

    def seen() -> bool:
        assert hub.poll() is None, "the hub has ended by itself"
        return holds()

    eventually(seen, within=PATIENCE, every=every)


def eventually(holds: Callable[[], bool], *, within: float, every: float = 0.02) -> None:
    """Look until it is so."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within
        time.sleep(every)


def kill_and_see_everything_end(hub: Hub, settings: Settings) -> None:
    """Kill the hub's process, and no other."""
    homeserver = homeserver_of(hub)
    assert homeserver is not None
    hub.kill()
    hub.wait()
    eventually(lambda: has_ended(homeserver), within=AT_ONCE)
    eventually(lambda: is_silent(settings.homeserver_port), within=AT_ONCE)
    eventually(lambda: is_silent(settings.door_port), within=AT_ONCE)


def has_tables(database: Path) -> bool:
    if not database.exists():
        return False
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT name FROM sqlite_master").fetchone() is not None


def is_silent(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
