"""Three homeservers and a hub on two of them, for all attacks; and at the end how long each took."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.attacks.office import Office, open_office
from tests.attacks.town import Town, open_town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The homeservers of both hubs, and an agency's."""
    async with open_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def guarded(town: Town) -> AsyncIterator[Office]:
    """A hub whose homeserver has the guard in it."""
    async with open_office(town, town.guarded) as office:
        yield office


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bare(town: Town) -> AsyncIterator[Office]:
    """A hub whose homeserver has no guard."""
    async with open_office(town, town.bare) as office:
        yield office


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each attack what came of it, and when."""
    passed = terminalreporter.stats.get("passed", [])
    told = [words for one in passed for name, words in one.user_properties if name == "attack"]
    if told:
        terminalreporter.section("attacks")
    for words in told:
        terminalreporter.write_line(f"attack: {words}")
