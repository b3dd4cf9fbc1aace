"""The same stage thrice: the fake, and (marker `homeserver`) a real Synapse without and with the guard."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.stages import FakeStage, RealStage, Stage
from tests.real import RealHomeserver

REAL = ("real", "guarded")


@pytest.fixture(params=["fake", *(pytest.param(kind, marks=pytest.mark.homeserver) for kind in REAL)])
def real_one(request: pytest.FixtureRequest) -> RealHomeserver | None:
    """The real homeserver, when it is its turn."""
    if request.param == "fake":
        return None
    real: RealHomeserver = request.getfixturevalue(f"{request.param}_homeserver")
    return real


@pytest.fixture
async def stage(real_one: RealHomeserver | None) -> AsyncIterator[Stage]:
    """Where the contract is played."""
    if real_one is None:
        yield FakeStage()
        return
    async with real_one.hub() as homeserver:
        yield RealStage(real_one, homeserver)
