"""What a full sweep costs for each case, how that grows, and whether a withdrawal waits for it.

Cases with eight seats each on SQLite, and a homeserver that answers at once: what is measured is the
hub's own work in processor time, without rest between cases. A withdrawal is timed from the door until
the homeserver was asked to remove, in turn without a sweep beside it and with one, at the greatest pace
a running hub ever has: after a start. (Otherwise it spreads a sweep over its period.)
"""

import asyncio
import time
from pathlib import Path

from hub.errors import Refused
from hub.sweep import SOON
from tests.bench.figures import Duration, Times
from tests.bench.seated import Seated, seated
from tests.people import BO

# Per case, and above one only by what the machine does besides.
GROWTH = 1.1
BESIDE = 1.3
FEW, MANY = 500, 2_000
# Before the long one and behind it: as many cases together as in that.
SWEEPS = MANY // FEW // 2
WITHDRAWALS = 20


async def measure(folder: Path, *, few: bool = False) -> list[Duration]:
    """The growth, then a withdrawal beside the longer sweep.

    With `few` cases, to see whether it measures anything at all.
    """
    less, more = (10, 120) if few else (FEW, MANY)
    async with seated(folder, less) as shorter, seated(folder, more) as longer:
        small = [await _swept(shorter) for _ in range(SWEEPS)]
        large = [await _swept(longer)]
        small += [await _swept(shorter) for _ in range(SWEEPS)]
        return [
            Duration(
                Times(f"sweep, per case of {more:,}", large), Times(f"  per case of {less:,}", small), GROWTH
            ),
            await _beside(longer, 1 if few else WITHDRAWALS),
        ]


async def _swept(seated: Seated) -> float:
    # The processor's time, of all threads: a sweep is long, and others work on the same machine.
    began = time.process_time()
    swept = await seated.desk.hub.sweep.round()
    each = (time.process_time() - began) / len(seated.cases)
    if (swept.cases, swept.drifted, swept.unseen) != (len(seated.cases), 0, 0):
        raise RuntimeError(f"nothing drifted, and yet: {swept}")
    return each


async def _beside(seated: Seated, withdrawals: int) -> Duration:
    carrying = asyncio.create_task(seated.desk.courier.run())
    alone, beside = [], []
    for number in range(withdrawals):
        alone.append(await _withdrawn(seated, 2 * number))
        sweeping = asyncio.create_task(seated.desk.hub.sweep.round(SOON))
        # Not before it is well under way.
        await asyncio.sleep(0.2)
        beside.append(await _withdrawn(seated, 2 * number + 1))
        if sweeping.done():
            raise RuntimeError("the sweep was over before the withdrawal")
        sweeping.cancel()
        await asyncio.wait([sweeping])
    seated.desk.courier.stop()
    await carrying
    return Duration(Times("withdrawal beside a sweep", beside), Times("  without", alone), BESIDE)


async def _withdrawn(seated: Seated, number: int) -> float:
    case, fake = seated.cases[number], seated.desk.homeserver
    pause = fake.pauses_at("remove")
    pause.go_on.set()
    began = time.perf_counter()
    ended = await seated.desk.hub.consents.withdraw(seated.consent(case), by="client")
    if isinstance(ended, Refused):
        raise RuntimeError(f"the hub refused: {ended.reason}")
    await pause.reached.wait()
    took = time.perf_counter() - began
    # Its look ends, and owes nothing that would meet the next one.
    await asyncio.sleep(0.1)
    if fake.called("remove")[-1] != BO.user:
        raise RuntimeError("somebody else was removed")
    return took
