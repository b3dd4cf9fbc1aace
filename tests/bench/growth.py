"""What a decision about one case costs while the number of consents of other cases grows.

Once as a gate asks, from SQLite: read the case's consents, verify their signatures, decide; once
the rule alone. The same case with the same consents each time; there is nothing to be seen of the
others if the ratio stays at one.
"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from hub.consent import store
from hub.consent.model import Basis
from hub.consent.rules import may_see
from hub.db import Database
from tests.bench.crowd import shelve_crowd
from tests.bench.deciding import decided
from tests.bench.figures import Duration, Times
from tests.bench.network import CONSENTS, invent, questions
from tests.clock import MONDAY
from tests.databases import bring_up_to_date, opened, sqlite_url
from tests.people import BO, F1

# None: what is above one is what the machine does besides.
AIM = 1.1
FEW, MORE = 100, (1_000, 10_000)
ROUNDS = 200
RULE_ROUNDS = 400


async def measure(folder: Path, *, few: bool = False) -> list[Duration]:
    """From the database, then by the rule alone; `few` times, to see whether it measures anything at all."""
    if few:
        return [*await _read(folder, (FEW, 2 * FEW), 2), *_decided((FEW, 2 * FEW), 2)]
    sizes = (FEW, *MORE)
    return [*await _read(folder, sizes, ROUNDS), *_decided(sizes, RULE_ROUNDS)]


async def _read(folder: Path, sizes: Sequence[int], rounds: int) -> list[Duration]:
    seconds: dict[int, list[float]] = {size: [] for size in sizes}
    async with AsyncExitStack() as stack:
        databases = {size: await stack.enter_async_context(_filled(folder, size)) for size in seconds}
        for _ in range(rounds):
            for size, database in databases.items():
                seconds[size].append(await _asked(database))
    return _compared("read a case and decide, among", seconds)


async def _asked(database: Database) -> float:
    began = time.perf_counter()
    async with database.reading() as connection:
        consents = await store.of_case(connection, F1)
    may = may_see(consents, BO, MONDAY)
    ended = time.perf_counter()
    if not isinstance(may, Basis):
        raise RuntimeError("who may see the case did not get to see it")
    return ended - began


def _decided(sizes: Sequence[int], rounds: int) -> list[Duration]:
    networks = {size: invent(size) for size in sizes}
    # All networks begin with the same cases.
    asked = questions(networks[FEW], FEW // CONSENTS)
    seconds: dict[int, list[float]] = {size: [] for size in networks}
    for _ in range(rounds):
        for size, network in networks.items():
            began = time.perf_counter()
            decided(network, asked)
            seconds[size].append((time.perf_counter() - began) / len(asked))
    return _compared("may_see, among", seconds)


def _compared(what: str, seconds: dict[int, list[float]]) -> list[Duration]:
    few, *more = seconds
    least = Times(f"  among {few:,} of other cases", seconds[few])
    return [Duration(Times(f"{what} {size:,}", seconds[size]), least, AIM) for size in more]


@asynccontextmanager
async def _filled(folder: Path, others: int) -> AsyncIterator[Database]:
    url = sqlite_url(folder / f"among-{others}.sqlite")
    await bring_up_to_date(url)
    async with opened(url) as database:
        async with database.writing() as connection:
            await shelve_crowd(connection, others)
        yield database
