"""The doors of a hub: the web door as those who knock on it find it, and a terminal."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
import structlog

from tests.desk import Desk
from tests.doors.office import SCAN, Type
from tests.doors.pushes import GUARD_TOKEN, TOKEN
from web.app import application


@pytest.fixture
async def door(desk: Desk) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with the homeserver's token."""
    # What the application raises is an answer of 500, as it is behind a real server.
    app = application(desk.hub.rooms, desk.hub.lists.board, hs_token=TOKEN, guard_token=GUARD_TOKEN)
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


@pytest.fixture
def office(typed: Type) -> Type:
    """A network in which Amira, Elif and Bo work, and case F-1 that Amira leads with Bo and Elif."""
    for agency, area in (("jobcenter", "SGB II"), ("jugendamt", "SGB VIII")):
        assert typed("agency", "add", agency, "--name", agency.title(), "--legal-area", area).exit_code == 0
    for user, name, agency, function in (
        ("amira", "Amira Kaya", "jobcenter", "Fallmanagement"),
        ("elif", "Elif Demir", "jobcenter", "Leistung"),
        ("@bo:jugendamt.example", "Bo Lindner", "jugendamt", "Allgemeiner Sozialer Dienst"),
    ):
        added = typed("professional", "add", user, "--name", name, "--agency", agency, "--function", function)
        assert added.exit_code == 0
    people = ("--lead", "amira", "--member", "elif", "--member", "@bo:jugendamt.example")
    assert typed("case", "open", *people, says="Jonas Novak\n2007-05-31\n").exit_code == 0
    for user, who in (("amira", "amira"), ("elif", "elif"), ("@bo:jugendamt.example", "bo")):
        assert typed("professional", "key", user, *typed.key(who)).exit_code == 0
    assert typed("charter", "publish").exit_code == 0
    for who in ("amira", "bo"):
        assert typed("charter", "acknowledge", "1", *typed.key(who)).exit_code == 0
    (typed.keys / "scan.pdf").write_bytes(SCAN)
    return typed
