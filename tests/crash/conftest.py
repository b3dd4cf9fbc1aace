"""The people who see every hub of these tests die."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.crash.office import Office, SeatedCase, open_office
from tests.real import RealHomeserver


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def office(
    real_homeserver: RealHomeserver, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """One office for all deaths."""
    async with open_office(real_homeserver, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def case(office: Office, tmp_path_factory: pytest.TempPathFactory) -> SeatedCase:
    """A case of its own for each death."""
    return await office.seated_case(tmp_path_factory.mktemp("hub") / "data")
