"""`python -m tests.bench`: measures, prints a table, and judges nothing by its exit status.

Other work on the same machine slows both sides alike: the two are measured in turn, and only
their ratio within one run counts. With names as arguments only these are measured, with `--few` a
handful of everything: that tells whether it measures anything, and nothing else.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from pathlib import Path

import structlog
from rich.console import Console

from tests.bench import (
    deciding,
    federated,
    growth,
    guarding,
    opening,
    posting,
    reminding,
    sweeping,
    watching,
    withdrawal,
)
from tests.bench.figures import Comparison, table
from tests.bench.workbench import Workbench, open_workbench

LONGEST_RUN = 1800
IN_A_HOUSE = ("withdrawal", "opening", "posting", "mautrix")
MEASURES = ("deciding", "growth", "guarding", "sweeping", "watching", *IN_A_HOUSE, "reminding", "federated")


async def run(wanted: Collection[str], *, few: bool = False) -> list[Comparison]:
    """What needs no hub first: it is measured while nothing else runs here.

    `few` of everything, to see whether it measures anything at all.
    """
    found: list[Comparison] = []
    with tempfile.TemporaryDirectory(prefix="fallraum-bench-") as name:
        folder = Path(name)
        async with asyncio.timeout(LONGEST_RUN):
            if "deciding" in wanted:
                found += deciding.measure(few=few)
            if "growth" in wanted:
                found += await growth.measure(folder, few=few)
            if "guarding" in wanted:
                found += await guarding.measure(folder, few=few)
            if "sweeping" in wanted:
                found += await sweeping.measure(folder, few=few)
            if "watching" in wanted:
                found += await watching.measure(folder, few=few)
            if set(wanted) & set(IN_A_HOUSE):
                found += await _in_a_house(wanted, folder, few=few)
            if "reminding" in wanted:
                found += await reminding.measure(folder, few=few)
            if "federated" in wanted:
                found += await federated.measure(folder, few=few)
    return found


async def _in_a_house(wanted: Collection[str], folder: Path, *, few: bool) -> list[Comparison]:
    """One hub for everything, ended in any case."""
    found: list[Comparison] = []
    async with open_workbench(folder) as bench:
        if "withdrawal" in wanted:
            found += await withdrawal.measure(bench, few=few)
        if "opening" in wanted:
            found += await opening.measure(bench, few=few)
        if "posting" in wanted:
            found += await posting.measure(bench, folder, few=few)
        if "mautrix" in wanted:
            found += await _beside_mautrix(bench, folder, few=few)
    return found


async def _beside_mautrix(bench: Workbench, folder: Path, *, few: bool) -> Sequence[Comparison]:
    if find_spec("olm") is None:
        print("mautrix is not measured: there is no wheel of python-olm for this Python", file=sys.stderr)
        return []
    from tests.bench import beside_mautrix

    return await beside_mautrix.measure(bench, folder, few=few)


def main() -> None:
    """Measure what is named, or everything."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    few = "--few" in sys.argv[1:]
    wanted = [name for name in sys.argv[1:] if name != "--few"] or list(MEASURES)
    if unknown := set(wanted) - set(MEASURES):
        sys.exit(f"cannot measure {', '.join(sorted(unknown))}; known: {', '.join(MEASURES)}")
    Console(highlight=False).print(table(asyncio.run(run(wanted, few=few))))


if __name__ == "__main__":
    main()
