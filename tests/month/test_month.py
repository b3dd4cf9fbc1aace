"""A month of three cases, read along by clients nobody here wrote, is what is written beside this."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.federated import Federated, federated_homeservers
from tests.month.bots import Fate
from tests.month.hundred import EXPECTED, played
from tests.peers.engine import is_installed
from tests.postgres import Cluster

# `make soak` kills them a hundred times.
KILLS = 5

pytestmark = [pytest.mark.homeserver, pytest.mark.peers]


@pytest.fixture(autouse=True)
def engine_is_installed() -> None:
    """A desk may lack Node's packages, CI may not."""
    if not is_installed() and "CI" not in os.environ:
        pytest.skip("the Node peer is not installed: make setup-test")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Federated]:
    """Two homeservers that nobody else has ever spoken to."""
    for folder in ("month", "servers"):
        (tmp_path / folder).mkdir()
    with federated_homeservers(tmp_path / "servers") as found:
        yield found


async def test_everybody_reads_what_they_may_though_the_bots_die_on_the_way(
    both: Federated, postgres_cluster: Cluster, tmp_path: Path
) -> None:
    fate = Fate(kills=KILLS, seed="month")

    said = await played(both, postgres_cluster, tmp_path / "month", fate)

    assert said == EXPECTED.read_text()
    assert fate.left <= 0
