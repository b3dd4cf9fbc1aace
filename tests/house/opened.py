"""A whole hub, opened on a data folder as `fallraum up` opens it, and people at clients of their own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import structlog

from hub.chance import Chance
from hub.house import House
from hub.identifiers import UserId
from hub.matrix.accounts import sign_in
from hub.settings import Settings
from hub.tour.person import Person
from tests.house.story import Story
from tests.people import HUB
from tests.real import free_port

LOG = "hub.log"
PATIENCE = 30.0


@contextmanager
def written_down(data: Path) -> Iterator[None]:
    """What the hub says goes into a file among its own, and nothing of it is held back."""
    data.mkdir(mode=0o700)
    with (data / LOG).open("w") as file:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(file))
        try:
            yield
        finally:
            structlog.reset_defaults()


@asynccontextmanager
async def open_house(data: Path) -> AsyncIterator[House]:
    """A hub with its homeserver, as `fallraum up` runs them."""
    log = structlog.get_logger()
    settings = Settings(
        data=data,
        homeserver_port=free_port(),
        door_port=free_port(),
        database="",
        homeserver="",
        server_name=HUB,
    )
    async with House(settings, Chance(), log.info) as house:
        yield house


async def signed_in(story: Story, user: UserId, folder: Path) -> Person:
    """Somebody with a client of their own."""
    site = story.house.site
    token = await sign_in(site.wire, user, "PHONE")
    person = Person(site.settings.homeserver_url, user, folder)
    await person.sign_in(token=token, device="PHONE")
    return person
