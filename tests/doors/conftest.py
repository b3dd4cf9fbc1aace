"""The doors of a hub: the web door as those who knock on it find it, and a terminal."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
import structlog
from starlette.applications import Starlette

from tests.desk import Desk
from tests.doors.lines import Feed, serving
from tests.doors.office import Type, furnish
from tests.doors.pushes import GUARD_TOKEN, TOKEN
from tests.fakes.sign_in import FakeSignIn
from web.app import application
from web.live import Lines


@pytest.fixture
def sign_in() -> FakeSignIn:
    """The homeserver that people get their tokens from."""
    return FakeSignIn()


@pytest.fixture
def lines(desk: Desk, sign_in: FakeSignIn) -> Lines:
    """The live feed of that hub."""
    return Lines(desk.hub.presence, desk.hub.feed, desk.hub.direct, desk.hub.calendars, sign_in)


@pytest.fixture
def app(desk: Desk, lines: Lines) -> Starlette:
    """The whole web door."""
    hub = desk.hub
    tokens = {"hs_token": TOKEN, "guard_token": GUARD_TOKEN}
    return application(hub, lines, **tokens)


@pytest.fixture
async def feed(app: Starlette, sign_in: FakeSignIn, desk: Desk) -> AsyncIterator[Feed]:
    """A hub with its live feed."""
    await desk.hub.presence.declaring.open()
    async with serving(app, sign_in) as serving_:
        yield serving_


@pytest.fixture
async def door(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with the homeserver's token."""
    # What the application raises is an answer of 500, as it is behind a real server.
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://door", headers=headers) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a hub that nobody has started yet."""
    return tmp_path / "data"


@pytest.fixture
def typed(folder: Path) -> Iterator[Type]:
    """A terminal in that folder."""
    yield Type(folder)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network in which Amira, Elif and Bo work, and case F-1 that Amira leads with Bo and Elif."""
    home = tmp_path_factory.mktemp("office")
    furnish(Type(home / "data"))
    structlog.reset_defaults()
    return home


@pytest.fixture
def office(typed: Type, furnished: Path) -> Type:
    """That network, for one test alone."""
    shutil.copytree(furnished, typed.keys, dirs_exist_ok=True)
    return typed
