"""The same stage twice: the fake, and, with the marker `homeserver`, a real Synapse."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.stages import FakeStage, RealStage, Stage
from tests.real import RealHomeserver


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.homeserver)])
def real_one(request: pytest.FixtureRequest) -> RealHomeserver | None:
    """The real homeserver, when it is its turn."""
    if request.param == "fake":
        return None
    real: RealHomeserver = request.getfixturevalue("real_homeserver")
    return real


@pytest.fixture
async def stage(real_one: RealHomeserver | None) -> AsyncIterator[Stage]:
    """Where the contract is played."""
    if real_one is None:
        yield FakeStage()
        return
    async with real_one.hub() as homeserver:
        yield RealStage(real_one, homeserver)
