"""From the commit of a withdrawal until the homeserver has confirmed the leave, beside a bare kick.

The hub's clock starts when `consents.withdraw` returns, some microseconds behind its commit, and
stops at the 200 to the courier's own kick. The bare clock is around `POST /kick`, by the same
account, over the same wire, of the same person, out of a room of the same make where the same
people sit. In each pair of rooms the five professionals leave one after the other.
"""

import time
from collections.abc import Sequence

from hub.consent.model import Consent
from hub.identifiers import RoomId, UserId
from tests.bench.figures import Duration, Times
from tests.bench.ledger import kicked
from tests.bench.workbench import Workbench, must

AIM = 1.3
CASES = 9


async def measure(bench: Workbench, *, few: bool = False) -> list[Duration]:
    """Hub and bare in turn, each from rest; `few` times, to see whether it measures anything at all."""
    hub, bare = [], []
    for _ in range(1 if few else CASES):
        consents, like = await _two_rooms(bench)
        for person, consent in zip(bench.professionals, consents, strict=True):
            hub.append(await _withdrawn(bench, consent, person.user))
            await bench.quiet()
            bare.append(await _kicked(bench, like, person.user))
            await bench.quiet()
    return [Duration(Times("withdrawal → leave confirmed", hub), Times("  bare kick", bare), AIM)]


async def _two_rooms(bench: Workbench) -> tuple[Sequence[Consent], RoomId]:
    """A case's room and a bare one, with the same people in both."""
    client = await bench.new_client()
    case = await bench.new_case(client)
    consents = await bench.consent(case, *bench.professionals)
    await bench.quiet()
    room = await bench.hub.rooms.of_case(case)
    assert room is not None
    people = [client, *(person.user for person in bench.professionals)]
    like = await bench.bare_room(bench.voice, *people)
    await bench.join(like, bench.voice)
    for user in people:
        await bench.join(room.id, user)
        await bench.join(like, user)
    await bench.quiet()
    return consents, like


async def _withdrawn(bench: Workbench, consent: Consent, user: UserId) -> float:
    asked = len(bench.ledger.calls)
    must(await bench.hub.consents.withdraw(consent.id, by="client"))
    committed = time.perf_counter()
    return await bench.ledger.until(lambda calls: user in kicked(calls), since=asked) - committed


async def _kicked(bench: Workbench, room: RoomId, user: UserId) -> float:
    began = time.perf_counter()
    await bench.ask(room, "kick", user)
    return time.perf_counter() - began
