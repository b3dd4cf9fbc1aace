"""The web door of a hub, as those who knock on it find it."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.desk import Desk
from tests.doors.pushes import TOKEN
from web.app import application


@pytest.fixture
async def door(desk: Desk) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with the homeserver's token."""
    # What the application raises is an answer of 500, as it is behind a real server.
    app = application(desk.hub.rooms, hs_token=TOKEN)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://door", headers=headers) as client:
        yield client
