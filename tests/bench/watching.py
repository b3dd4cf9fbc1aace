"""How soon somebody who watches hears that somebody can be reached, and what many who watch cost.

From the moment a sign arrives at the door for the homeserver's pushes until the message is on the
watcher's socket; beside it Synapse's own presence, from `PUT /presence` until the `/sync` of somebody who
shares a room returns with it. One change to everybody who watches, each the client of a case of their own
with the same professional, beside `websockets.broadcast` of the same bytes to as many; both until the last
has read it, in one process. The hub's own work for a sign, while there are more and more cases that nobody
here shares.
"""

import asyncio
import gc
import json
import resource
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import httpx2
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

from hub.cases.model import Agency
from hub.identifiers import AgencyId, CaseId, UserId
from hub.matrix import names
from hub.presence.model import Source, State
from hub.presence.sharing import Circles, Colleague
from hub.rooms.model import RoomPlan
from tests.bench.figures import Comparison, Duration, Rate, Size, Times
from tests.bench.seated import Seated, seated
from tests.desk import Desk
from tests.doors.lines import Feed as Door
from tests.doors.lines import Line, serving
from tests.doors.pushes import GUARD_TOKEN, PUSH, TOKEN
from tests.fakes.sign_in import FakeSignIn
from tests.people import BO, HUB
from tests.real import V3, Person, RealHomeserver, running_homeserver
from web.app import application
from web.live import Lines

# Not slower than Synapse's own.
PUSHED = 1.0
FANNED = 0.7
WATCHERS, ROUNDS = 2_000, 20
SIGNS = 100
# None: what is above one is what the machine does besides.
GROWTH = 1.1
FEW, MANY = 100, 10_000
LOOKS = 2_000
LATER = timedelta(hours=1)
# Shares one case.
WATCHER = UserId(f"@fallraum-client-0:{HUB}")


async def measure(folder: Path, *, few: bool = False) -> list[Comparison]:
    """One after the other; `few` of everything, to see whether it measures anything at all."""
    watchers, rounds, signs, looks = (10, 2, 2, 10) if few else (WATCHERS, ROUNDS, SIGNS, LOOKS)
    async with seated(folder, watchers) as crowd, _open(crowd.desk) as door:
        fanned = await _fan_out(crowd, door, rounds)
        pushed = await _pushed(crowd, door, signs)
    among = await _among_others(folder, looks)
    own = await _by_synapse(folder / "synapse", signs)
    return [
        Duration(Times("sign at the door → on the watcher's socket", pushed), own, PUSHED),
        *fanned,
        Duration(among[1], among[0], GROWTH),
    ]


@asynccontextmanager
async def _open(desk: Desk) -> AsyncIterator[Door]:
    """The whole web door, for as many as come at once."""
    sign_in, hub = FakeSignIn(), desk.hub
    lines = Lines(hub.presence, hub.feed, hub.direct, hub.calendars, sign_in, at_once=10 * WATCHERS)
    tokens = {"hs_token": TOKEN, "guard_token": GUARD_TOKEN}
    app = application(hub, lines, **tokens)
    await hub.presence.declaring.show(BO.user, is_shown=True)
    await hub.lists.catch_up()
    # As the house does when it is up.
    gc.collect()
    gc.freeze()
    async with serving(app, sign_in) as door:
        yield door


# One change for everybody.


async def _fan_out(crowd: Seated, door: Door, rounds: int) -> list[Comparison]:
    watching = [UserId(f"@fallraum-client-{number}:{HUB}") for number in range(len(crowd.cases))]
    before = _memory()
    async with _broadcasting(len(watching)) as (servers, clients), AsyncExitStack() as stack:
        # Both are there at once: what one let go of would be taken by the other.
        bare_size = (_memory() - before) / len(clients)
        before = _memory()
        lines = [await stack.enter_async_context(door.line(user)) for user in watching]
        first = [await line.hears("whole") for line in lines]
        hub_size = (_memory() - before) / len(lines)
        hub = [await _told(crowd.desk, lines, number) for number in range(rounds)]
        (bos,) = (person for person in first[0]["people"] if person["name"] == BO.name)
        message = json.dumps({"type": "change", "seq": 1, "people": [bos], "gone": []})
        bare = [await _broadcast(servers, clients, message) for _ in range(rounds)]
    each = 1 / len(watching)
    return [
        Rate(
            Times(f"a change to {len(watching):,} who watch, each", [seconds * each for seconds in hub]),
            Times("  websockets.broadcast", [seconds * each for seconds in bare]),
            FANNED,
        ),
        Size("a line, both its ends", hub_size, "  websockets", bare_size),
    ]


async def _told(desk: Desk, lines: Sequence[Line], number: int) -> float:
    state = State.BUSY if number % 2 else State.IN_CONFERENCE
    began = time.perf_counter()
    desk.hub.presence.say(BO.user, state, desk.clock.now() + LATER)
    await asyncio.gather(*(line.hears("change") for line in lines))
    return time.perf_counter() - began


@asynccontextmanager
async def _broadcasting(
    size: int,
) -> AsyncIterator[tuple[Sequence[ServerConnection], Sequence[Line]]]:
    servers: list[ServerConnection] = []

    async def stay(connection: ServerConnection) -> None:
        servers.append(connection)
        await connection.wait_closed()

    async with serve(stay, "127.0.0.1", 0, compression=None) as server, AsyncExitStack() as stack:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        clients = [
            await stack.enter_async_context(connect(url, proxy=None, compression=None)) for _ in range(size)
        ]
        # Read in the same way as what the hub tells.
        yield servers, [Line(client, {}) for client in clients]


async def _broadcast(servers: Sequence[ServerConnection], clients: Sequence[Line], message: str) -> float:
    began = time.perf_counter()
    broadcast(servers, message)
    await asyncio.gather(*(client.hears("change") for client in clients))
    return time.perf_counter() - began


def _memory() -> float:
    gc.collect()
    # What the process holds now (Linux, proc(5): resident pages).
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return float(pages * resource.getpagesize())


# One sign for one who watches.


async def _pushed(crowd: Seated, door: Door, signs: int) -> list[float]:
    desk, taken = crowd.desk, []
    presence = desk.hub.presence
    found = await desk.hub.rooms.of_case(crowd.cases[0])
    assert found is not None
    room = found.id
    presence.take_back(BO.user)
    client = httpx2.AsyncClient(
        base_url=door.url.replace("ws://", "http://").rsplit("/", 1)[0],
        headers={"Authorization": f"Bearer {TOKEN}"},
        trust_env=False,
    )
    async with client as homeserver, door.line(WATCHER) as line:
        await line.hears("whole")
        for number in range(signs):
            typing = {"type": "m.typing", "room_id": room, "content": {"user_ids": [BO.user]}}
            began = time.perf_counter()
            pushing = homeserver.put(f"{PUSH}-{number}", json={"events": [], "ephemeral": [typing]})
            push = asyncio.create_task(pushing)
            await line.until(BO.name, "reachable")
            taken.append(time.perf_counter() - began)
            await push
            presence.hear(BO.user, Source.TYPING, is_there=False)
            await line.until(BO.name, "not-shown")
    return taken


async def _by_synapse(folder: Path, signs: int) -> Times:
    """By `PUT /presence` of one and `/sync` of another one who shares a room."""
    stack = ExitStack()
    # It has a loop of its own to start and to end in.
    unlimited = {"per_user": {"per_second": 1_000, "burst_count": 1_000}}
    running = running_homeserver(folder, presence={"enabled": True}, rc_presence=unlimited)
    real = await asyncio.to_thread(stack.enter_context, running)
    try:
        return Times("  Synapse's own presence, by /sync", await _synapse_tells(real, signs))
    finally:
        await asyncio.to_thread(stack.close)


async def _synapse_tells(real: RealHomeserver, signs: int) -> list[float]:
    taken = []
    amira, bo = await real.person("amira"), await real.person("bo")
    async with real.hub() as homeserver:
        alias = f"{names.PREFIX}bench-{secrets.token_hex(8)}"
        room = await homeserver.create_room(RoomPlan(alias=alias, name="F-0"))
        for person in (amira, bo):
            await homeserver.invite(room, person.user)
            await person.joins(room)
    async with _client(amira) as watching, _client(bo) as coming:
        since = await _synced(watching, "")
        for number in range(signs):
            state = "unavailable" if number % 2 else "online"
            hearing = asyncio.create_task(_heard(watching, since, bo.user, state))
            # The long poll must stand before anything happens.
            await asyncio.sleep(0.05)
            began = time.perf_counter()
            answer = await coming.put(f"{V3}/presence/{bo.user}/status", json={"presence": state})
            answer.raise_for_status()
            since, heard_at = await hearing
            taken.append(heard_at - began)
    return taken


def _client(person: Person) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx2.AsyncClient(base_url=person.homeserver, headers=headers, timeout=60, trust_env=False)


async def _synced(client: httpx2.AsyncClient, since: str) -> str:
    query = {"timeout": "0"} | ({"since": since} if since else {})
    return str((await client.get(f"{V3}/sync", params=query)).raise_for_status().json()["next_batch"])


async def _heard(client: httpx2.AsyncClient, since: str, user: UserId, state: str) -> tuple[str, float]:
    while True:
        query = {"timeout": "20000", "since": since, "set_presence": "offline"}
        told = (await client.get(f"{V3}/sync", params=query)).raise_for_status().json()
        since = told["next_batch"]
        events = told.get("presence", {}).get("events", [])
        if any(e["sender"] == user and e["content"].get("presence") == state for e in events):
            return since, time.perf_counter()


# The hub's own work, among others.


async def _among_others(folder: Path, looks: int) -> list[Times]:
    """Turn by turn among few and among many, so that both have whatever else the machine does."""
    async with AsyncExitStack() as stack:
        looking = []
        for size in (FEW, MANY):
            apart = folder / f"among-{size}"
            apart.mkdir()
            crowd = await stack.enter_async_context(seated(apart, 1))
            looking.append(await _among(crowd.desk, size))
        taken: list[list[float]] = [[], []]
        for number in range(looks):
            for look, times in zip(looking, taken, strict=True):
                times.append(await look(is_there=number % 2 == 0))
    names = (f"  a sign, among {FEW:,} cases of others", f"a sign, among {MANY:,} cases of others")
    return [Times(name, times) for name, times in zip(names, taken, strict=True)]


class _Look(Protocol):
    async def __call__(self, *, is_there: bool) -> float: ...


async def _among(desk: Desk, size: int) -> _Look:
    """One watcher and one who comes or goes, while so many cases of others are known."""
    presence, feed = desk.hub.presence, desk.hub.feed
    await presence.declaring.show(BO.user, is_shown=True)
    await desk.hub.lists.catch_up()
    agency = Agency(id=AgencyId("andere"), name="Andere", legal_area="")
    for number in range(size):
        users = [UserId(f"@other-{number}-{n}:{HUB}") for n in range(8)]
        people = {user: Colleague(BO, agency) for user in users}
        others = Circles(f"X-{number}", (dict.fromkeys(users),), people)
        presence.sharing.draw(CaseId(f"others-{number}"), others)
    watcher = feed.watch(WATCHER)
    await feed.look(watcher)

    async def look(*, is_there: bool) -> float:
        began = time.perf_counter()
        presence.hear(BO.user, Source.TYPING, is_there=is_there)
        if await feed.look(watcher) is None:
            raise RuntimeError("nothing was new")
        return time.perf_counter() - began

    return look
