"""Posts a second in the steady state, beside a bare send of as many bytes.

Six people with one device each. The hub's clock is around `seal` and `send`; the bare one around
`PUT …/send/m.room.encrypted`, by the same account and device, into the same room.
"""

import secrets
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bots.poster import Poster
from bots.voices import DEVICE
from hub.canonical import encode
from hub.identifiers import RoomId, UserId
from hub.matrix.accounts import sign_in
from hub.matrix.wire import Json, escaped
from hub.tour.person import Person
from tests.bench.figures import Rate, Times
from tests.bench.workbench import V3, Workbench

AIM = 0.5
ROUNDS = 120
WARMING_UP = 5
WORDS = "Nächste Fallkonferenz: Dienstag, 10 Uhr. Bitte bringen Sie den Mietvertrag mit."


async def measure(bench: Workbench, folder: Path, *, few: bool = False) -> list[Rate]:
    """Hub and bare in turn; the session is given up once on the way, as after every 100 posts.

    `few` times, to see whether it measures anything at all.
    """
    async with AsyncExitStack() as stack:
        people = [await signed_in(bench, await bench.new_client(), folder, stack) for _ in range(6)]
        users = [person.user for person in people]
        room = await bench.bare_room(*users, bench.voice)
        await bench.join(room, bench.voice)
        for person in people:
            await person.join(room)
        await bench.quiet()
        hub, bare = await _in_turn(
            bench, room, frozenset((*users, bench.voice, bench.steward)), rounds=2 if few else ROUNDS
        )
        await people[0].catch_up()
        if WORDS not in people[0].read:
            raise RuntimeError("nobody could read what was posted")
    return [Rate(Times("seal and send a post", hub), Times("  bare send of like bytes", bare), AIM)]


async def _in_turn(
    bench: Workbench, room: RoomId, audience: frozenset[UserId], rounds: int
) -> tuple[list[float], list[float]]:
    assert bench.house.voices is not None
    voice, hub, bare = bench.house.voices.conference, [], []
    for turn in range(WARMING_UP + rounds):
        seconds, content = await posted(voice, room, audience)
        by_hand = await _sent(bench, room, content)
        if turn >= WARMING_UP:
            hub.append(seconds)
            bare.append(by_hand)
    return hub, bare


async def posted(voice: Poster, room: RoomId, audience: frozenset[UserId]) -> tuple[float, Json]:
    """How long a post of the hub's took, and what was sent."""
    message = {"msgtype": "m.notice", "body": WORDS, "m.mentions": {}}
    began = time.perf_counter()
    sealed = await voice.seal(room, audience, message)
    await voice.send(sealed, audience=audience, transaction=secrets.token_hex(16))
    return time.perf_counter() - began, sealed.content


async def _sent(bench: Workbench, room: RoomId, like: Json) -> float:
    nonsense = encode(secrets.token_bytes(len(like["ciphertext"])))[: len(like["ciphertext"])]
    path = f"{V3}/rooms/{escaped(room)}/send/m.room.encrypted/{secrets.token_hex(16)}"
    body = like | {"ciphertext": nonsense}
    began = time.perf_counter()
    await bench.wire.call("PUT", path, body, user=bench.voice, device=DEVICE)
    return time.perf_counter() - began


async def signed_in(bench: Workbench, user: UserId, folder: Path, stack: AsyncExitStack) -> Person:
    """Somebody who has an account, with a device that they vouch for."""
    token = await sign_in(bench.wire, user, "PHONE")
    person = Person(bench.house.settings.homeserver_url, user, folder / "clients" / secrets.token_hex(4))
    stack.push_async_callback(person.close)
    await person.sign_in(token=token, device="PHONE")
    return person
