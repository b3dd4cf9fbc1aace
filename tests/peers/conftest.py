"""A stage for every test of the peers."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import SqliteFiles
from tests.real import RealHomeserver
from tests.voices.stage import Stage, open_stage


@pytest.fixture
async def stage(real_homeserver: RealHomeserver, sqlite: SqliteFiles) -> AsyncIterator[Stage]:
    """A real homeserver, and a keyring that has met nobody yet."""
    async with open_stage(real_homeserver.settings, sqlite) as opened:
        yield opened
