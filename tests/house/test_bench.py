"""Every benchmark measures something: nobody runs them daily, and what they lean on changes."""

import pytest

from tests.bench.__main__ import MEASURES, run


@pytest.mark.homeserver
@pytest.mark.parametrize("name", MEASURES)
async def test_a_benchmark_measures_something(name: str) -> None:
    found = await run([name], few=True)

    assert found
    assert all(seconds > 0 for one in found for times in (one.hub, one.bare) for seconds in times.seconds)
    assert all(one.hub.seconds and one.bare.seconds for one in found)
