"""From the commit of a withdrawal until the person's own, other homeserver has shown them out.

Two real homeservers, and four people of the agency's in each case. The hub's clock starts when
`consents.withdraw` returns; it stops once at the 200 to the courier's kick, and once when the
person's own `/sync`, at their own server, tells them that they left. The bare clocks start before
`POST /kick` by the same account, over the same wire, out of a room of the same make. Hub and bare
take turns, each from rest. The last rows are what the hub wrote down itself: it looks at its own
homeserver's books, so it knows a little later than the people concerned.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
from nacl.signing import SigningKey

from hub.audit import with_causes
from hub.cases.model import Agency, AgencyKind, Professional
from hub.consent.model import Consent
from hub.embedded.child import Synapse
from hub.identifiers import AgencyId, CaseId, RoomId
from hub.rooms.leave import SEEN
from tests.bench.figures import Duration, Times
from tests.bench.ledger import kicked
from tests.bench.workbench import FUNCTIONS, Workbench, must, open_workbench, take_in
from tests.federated import door_of, federating_settings, write_agency
from tests.real import V3, Person, RealHomeserver
from tests.signing import acknowledges

AIM = 1.3
WITHDRAWALS = 200
# Bounded: on a machine that is busy with other things it measures fewer.
LONGEST = 1000


@dataclass(slots=True)
class Watch:
    """Somebody at their own server, waiting there for what happens to them."""

    person: Person
    http: httpx2.AsyncClient
    since: str = ""

    async def until_out(self, room: RoomId) -> float:
        """When their server told them that they are out of a room."""
        while room not in await self.catch_up(wait=20):
            pass
        return time.perf_counter()

    async def catch_up(self, *, wait: int = 0) -> Sequence[str]:
        """Take in what happened, or wait some seconds for something; tells which rooms they left."""
        query = {"timeout": str(1000 * wait)} | ({"since": self.since} if self.since else {})
        told = (await self.http.get(f"{V3}/sync", params=query)).raise_for_status().json()
        self.since = told["next_batch"]
        return list(told.get("rooms", {}).get("leave", {}))


@dataclass(slots=True)
class _Found:
    hub_left: list[float]
    bare_left: list[float]
    hub_seen: list[float]
    bare_seen: list[float]
    written: list[float]


async def measure(folder: Path, *, few: bool = False) -> list[Duration]:
    """Hub and bare in turn, each from rest, until there are enough or the time is up.

    `few`, to see whether it measures anything at all.
    """
    withdrawals = 1 if few else WITHDRAWALS
    found = _Found([], [], [], [], [])
    hubs, agencys = federating_settings(folder)
    with door_of(hubs), door_of(agencys):
        async with (
            _running(Synapse(write_agency(agencys))),
            open_workbench(folder, hubs) as whole,
            _people(whole, RealHomeserver(agencys)) as (bench, watches),
        ):
            began = time.monotonic()
            while len(found.hub_seen) < withdrawals and time.monotonic() - began < LONGEST:
                await _one_case(bench, watches, found)
    return [
        Duration(
            Times("withdrawal → leave confirmed", found.hub_left), Times("  bare kick", found.bare_left), AIM
        ),
        Duration(
            Times("withdrawal → seen elsewhere", found.hub_seen), Times("  bare kick", found.bare_seen), AIM
        ),
        Duration(Times("withdrawal → written down", found.written), Times("  bare kick", found.bare_seen)),
    ]


async def _one_case(bench: Workbench, watches: Sequence[Watch], found: _Found) -> None:
    case, consents, like = await _two_rooms(bench, watches)
    for person, watch, consent in zip(bench.professionals, watches, consents, strict=True):
        await _withdrawn(bench, consent, person, watch, await _room_of(bench, case), found)
        await bench.quiet()
        await _kicked(bench, like, person, watch, found)
        await bench.quiet()
    acts = with_causes(await bench.hub.cases.acts(case))
    found.written += [one.latency.total_seconds() for one in acts if one.act.deed == SEEN and one.latency]


async def _two_rooms(bench: Workbench, watches: Sequence[Watch]) -> tuple[CaseId, Sequence[Consent], RoomId]:
    """A case's room and a bare one, with the same people in both."""
    client = await bench.new_client()
    case = await bench.new_case(client)
    consents = await bench.consent(case, *bench.professionals)
    await bench.quiet()
    like = await bench.bare_room(bench.voice, client)
    await bench.join(like, bench.voice)
    for room in (await _room_of(bench, case), like):
        await bench.join(room, client)
    for watch in watches:
        await bench.ask(like, "invite", watch.person.user)
        for room in (await _room_of(bench, case), like):
            await watch.person.joins(room)
    await bench.quiet()
    return case, consents, like


async def _withdrawn(
    bench: Workbench, consent: Consent, person: Professional, watch: Watch, room: RoomId, found: _Found
) -> None:
    await watch.catch_up()
    asked, out = len(bench.ledger.calls), asyncio.create_task(watch.until_out(room))
    # The long poll must stand before anything happens.
    await asyncio.sleep(0.05)
    must(await bench.hub.consents.withdraw(consent.id, by="client"))
    committed = time.perf_counter()
    left = await bench.ledger.until(lambda calls: person.user in kicked(calls), since=asked)
    found.hub_left.append(left - committed)
    found.hub_seen.append(await out - committed)


async def _kicked(bench: Workbench, like: RoomId, person: Professional, watch: Watch, found: _Found) -> None:
    await watch.catch_up()
    out = asyncio.create_task(watch.until_out(like))
    await asyncio.sleep(0.05)
    began = time.perf_counter()
    await bench.ask(like, "kick", person.user)
    found.bare_left.append(time.perf_counter() - began)
    found.bare_seen.append(await out - began)


async def _room_of(bench: Workbench, case: CaseId) -> RoomId:
    room = await bench.hub.rooms.of_case(case)
    assert room is not None
    return room.id


@asynccontextmanager
async def _running(synapse: Synapse) -> AsyncIterator[None]:
    await synapse.start()
    try:
        yield
    finally:
        await synapse.stop()


@asynccontextmanager
async def _people(
    whole: Workbench, agency: RealHomeserver
) -> AsyncIterator[tuple[Workbench, Sequence[Watch]]]:
    """Four colleagues who work at the agency, each waiting at their own server."""
    # Of a kind to which the charter is open: it was published before.
    far = Agency(id=AgencyId("fern"), name="Stelle nebenan", legal_area="SGB", kind=AgencyKind.PROVIDER)
    must(await whole.hub.cases.add_agency(far, by="bench"))
    async with AsyncExitStack() as stack:
        watches, people = [], []
        for function in FUNCTIONS[1:]:
            person = await agency.person(function.split(maxsplit=1)[0].lower())
            people.append(await take_in(whole.hub, far.id, function, person.user))
            http = httpx2.AsyncClient(
                base_url=person.homeserver,
                headers={"Authorization": f"Bearer {person.token}"},
                timeout=60,
                trust_env=False,
            )
            watches.append(Watch(person, await stack.enter_async_context(http)))
        await acknowledges(whole.hub, people[0], SigningKey.generate())
        yield replace(whole, professionals=tuple(people)), watches
