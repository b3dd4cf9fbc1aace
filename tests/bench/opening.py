"""From the client's consents until everybody is invited, beside the bare calls for the same room.

Five professionals work on the case; the client consents to all of them in one act. The clock starts
at its commit and stops when the homeserver has confirmed all six invitations and the conference
voice's seat. The bare side is the quickest way to the same room: one `POST /createRoom` that names
all seven, and the voice's join. All accounts exist before, on both sides.
"""

import time

from tests.bench.figures import Duration, Times
from tests.bench.ledger import brought_in, seated
from tests.bench.workbench import Workbench

AIM = 1.2
ROUNDS = 16


async def measure(bench: Workbench, *, few: bool = False) -> list[Duration]:
    """Hub and bare in turn, each from rest; `few` times, to see whether it measures anything at all."""
    opened, bare = [], []
    for _ in range(2 if few else ROUNDS):
        opened.append(await _opened(bench))
        await bench.quiet()
        bare.append(await _made(bench))
        await bench.quiet()
    by_hand = Times("  bare createRoom, join of the voice", bare)
    return [Duration(Times("consents → everybody invited", opened), by_hand, AIM)]


async def _opened(bench: Workbench) -> float:
    client = await bench.new_client()
    case = await bench.new_case(client)
    everybody = {client, *(person.user for person in bench.professionals)}
    asked = len(bench.ledger.calls)
    await bench.consent(case, *bench.professionals)
    committed = time.perf_counter()
    ended = await bench.ledger.until(
        lambda calls: everybody <= brought_in(calls) and bench.voice in seated(calls), since=asked
    )
    return ended - committed


async def _made(bench: Workbench) -> float:
    client = await bench.new_client()
    invited = (client, *(person.user for person in bench.professionals))
    began = time.perf_counter()
    room = await bench.bare_room(*invited, bench.voice)
    await bench.join(room, bench.voice)
    return time.perf_counter() - began
