"""`python -m tests.crash.hundred`: a busy office whose hub, homeserver and terminal are killed at random.

Nobody may sit without a basis for longer than five seconds beyond the outages, and nothing may be
lost. What was drawn follows from the seed that is printed; in the middle of what a process dies
depends on the machine, too.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random

from tests.crash.books import clock, read_books
from tests.crash.findings import Findings
from tests.crash.guests import guests
from tests.crash.household import Household, Victim, embedded, site
from tests.crash.office import opened
from tests.crash.reckoning import calm, reckon, verified
from tests.crash.script import Script
from tests.crash.watcher import Watcher
from tests.people import VOICE
from tests.real import RealHomeserver

# How long everything lives before something is killed, at most; in seconds, as all of these.
LONGEST_LIFE = 2.5
SHARES = {Victim.HUB: 5, Victim.HOMESERVER: 3, Victim.MACHINE: 1, Victim.TERMINAL: 1}
# How often something dies once more while it gets up, and when.
AGAIN, SOONEST, LATEST = 0.15, 0.5, 4.0

Arrangement = Callable[[Path], AbstractAsyncContextManager[Household]]
ARRANGEMENTS: dict[str, Arrangement] = {"site": site, "embedded": embedded}


async def run(folder: Path, arrangement: Arrangement, *, kills: int, seed: str) -> Findings:
    """Let an office work while everything it works with is killed so many times."""
    found, time = Findings(), clock()
    async with arrangement(folder) as household:
        hub, homeserver = household.hub.settings, RealHomeserver(household.homeserver.settings)
        people = await guests(homeserver, hub)
        watcher = Watcher(await homeserver.person("watcher", admin=True), {*people.accounts, VOICE})
        script = Script(household, Random(f"{seed} script"), people.welcome, watcher)
        async with _meanwhile(watcher.watch(), people.take_seats(watcher)):
            async with _meanwhile(script.play()):
                await _kill(household, Random(f"{seed} kills"), kills, found)
            async with opened(hub) as opened_hub:
                found.troubles += await calm(opened_hub, watcher, time)
                found.troubles += await reckon(opened_hub, script)
                books = await read_books(opened_hub)
            found.troubles += await verified(hub)
    found.asked = Counter({deed.__name__: times for deed, times in script.asked.items()})
    found.answered, found.refused = len(script.answered), script.refused
    found.troubles += [f"Dario was in {stay.room}" for stay in watcher.stays if stay.user == people.dario]
    found.judge(watcher.stays, watcher.names, books, time)
    found.count_blinks(watcher.gaps)
    return found


async def _kill(household: Household, fate: Random, kills: int, found: Findings) -> None:
    for number in range(kills):
        await asyncio.sleep(fate.uniform(0, LONGEST_LIFE))
        (victim,) = fate.choices([*SHARES], [*SHARES.values()])
        again = fate.uniform(SOONEST, LATEST) if fate.random() < AGAIN else None
        print(f"kill {number + 1}: the {victim}", flush=True)
        found.kills[victim] += 1
        outage = await household.kill(victim, again_after=again)
        found.outages += [(victim, outage)] if outage else []


@asynccontextmanager
async def _meanwhile(*doing: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """All of that goes on as long as the block lasts; if it fails, the block does."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in doing]
        yield
        for task in tasks:
            task.cancel()


def main() -> None:
    """Run it, print what was found, and end with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--arrangement", choices=ARRANGEMENTS, default="site")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="fallraum-hundred-") as folder:
        arrangement = ARRANGEMENTS[chosen.arrangement]
        found = asyncio.run(run(Path(folder), arrangement, kills=chosen.kills, seed=chosen.seed))
    print(*found.told(), sep="\n")
    sys.exit(1 if found.troubles else 0)


if __name__ == "__main__":
    main()
