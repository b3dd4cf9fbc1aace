"""Every benchmark measures something: nobody runs them daily, and what they lean on changes."""

import asyncio
import re
import sys
from importlib.util import find_spec

import pytest

# Not imported: what they compare with is loaded with warnings that are errors here.
MEASURES = (
    *("deciding", "growth", "guarding", "sweeping", "watching"),
    *("withdrawal", "opening", "posting", "mautrix", "reminding", "federated"),
)
NO_WHEEL = pytest.mark.skipif(
    find_spec("olm") is None, reason="there is no wheel of python-olm for this Python"
)


async def bench(*arguments: str) -> tuple[int | None, str]:
    """What `python -m tests.bench` prints, and how it ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.bench", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


@pytest.mark.homeserver
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=NO_WHEEL) if name == "mautrix" else name for name in MEASURES]
)
async def test_a_benchmark_measures_something(name: str) -> None:
    status, said = await bench("--few", name)

    assert status == 0, said
    assert re.search(r"met", said), said


async def test_these_are_all_there_are() -> None:
    status, said = await bench("everything")

    assert status == 1
    assert said.strip().endswith(f"known: {', '.join(MEASURES)}")
