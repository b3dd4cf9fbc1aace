"""Three homeservers: a hub's with the guard in it, another's without, an agency's that speaks to both."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.embedded.child import Synapse
from hub.settings import Settings
from tests.federated import IN_A_HURRY, Network, door_of, write_agency, written
from tests.real import RealHomeserver, free_port
from tests.relay import Line, Relay


@dataclass(frozen=True, slots=True)
class Town:
    """`guarded` and `bare` are each the homeserver of a hub; whose people may come from the `agency`'s."""

    guarded: RealHomeserver
    bare: RealHomeserver
    agency: RealHomeserver
    _lines: Sequence[Relay]

    @contextmanager
    def partitioned(self) -> Iterator[None]:
        """No server reaches another one for as long as the block lasts. None is told of it."""
        for line in self._lines:
            line.becomes(Line.CUT)
        try:
            yield
        finally:
            for line in self._lines:
                line.becomes(Line.OPEN)


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    """All three, for as long as the block lasts."""
    network = Network(folder)
    guarded, bare, agency = (f"localhost:{free_port()}" for _ in range(3))
    hubs = [
        network.settings(folder / part, name, allowed=agency, door_port=free_port())
        for part, name in (("guarded", guarded), ("bare", bare))
    ]
    agencys = network.settings(folder / "agency", agency, allowed=guarded, door_port=free_port())
    mains = [
        written(hubs[0], IN_A_HURRY),
        written(hubs[1], IN_A_HURRY | {"modules": []}),
        write_agency(agencys),
    ]
    async with AsyncExitStack() as stack:
        lines = [stack.enter_context(door_of(one)) for one in (*hubs, agencys)]
        # At once: each takes its time to start.
        await asyncio.gather(*(stack.enter_async_context(_running(main)) for main in mains))
        with_guard, without = [await _with_accounts(one) for one in hubs]
        yield Town(with_guard, without, RealHomeserver(agencys), lines)


async def _with_accounts(settings: Settings) -> RealHomeserver:
    homeserver = RealHomeserver(settings)
    await homeserver.make_accounts()
    return homeserver


@asynccontextmanager
async def _running(main: Path) -> AsyncIterator[None]:
    synapse = Synapse(main)
    await synapse.start()
    try:
        yield
    finally:
        await synapse.stop()
