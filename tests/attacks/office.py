"""A whole hub on its homeserver: services, web door, lists; whether a courier carries each test says."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import uvicorn
from nacl.signing import SigningKey

from hub.assemble import Site, open_site
from hub.cases.model import Professional
from hub.chance import Chance
from hub.embedded.files import GUARD_TOKEN, SERVICE
from hub.errors import Refused
from hub.identifiers import CaseId, ProfessionalId, RoomId, UserId
from hub.matrix import names
from hub.matrix.openid import OpenIdDesk
from tests.attacks.attacks import Attack
from tests.attacks.scene import LONGEST, Scene, Side, Where
from tests.attacks.table import Walls
from tests.attacks.town import Town
from tests.eventually import eventually, until_tired
from tests.fakes.speaker import RecordingSpeaker
from tests.people import AGENCIES, BO, JONAS, terms_for
from tests.real import Person, RealHomeserver
from tests.signing import agree, all_acknowledge
from web.app import application
from web.live import Lines

# How long two servers may take to agree; else another room is made, which takes as long.
SOON = 3.0


@dataclass(frozen=True, slots=True)
class Office:
    """Two professionals on each of two homeservers, and whoever else tries to get at their cases."""

    site: Site
    town: Town
    sides: dict[Where, Side]
    admin: Person
    professionals: Sequence[Professional]
    _last: dict[Walls, Scene] = field(default_factory=dict)

    @asynccontextmanager
    async def standing(self, walls: Walls, attack: Attack) -> AsyncIterator[Scene]:
        """A room for an attack, in which just these walls stand."""
        async with AsyncExitStack() as stack:
            courier = await stack.enter_async_context(AsyncExitStack())
            await courier.enter_async_context(self.at_work())
            scene = self._last[walls] = await self._as_made(self._last.get(walls), attack)
            if not walls.with_reconciler:
                await courier.aclose()
            yield scene

    async def _as_made(self, last: Scene | None, attack: Attack) -> Scene:
        # To seat people takes longer than most attacks; a room that was put right is as good as new.
        is_good = last is not None and await _is_put_right(last, attack)
        scene = last if last is not None and is_good else await self.seated()
        if attack.is_after_removal:
            for where in attack.sides:
                await scene.withdraws(scene.sides[where].insider)
        await eventually(scene.is_as_it_must_be, within=LONGEST)
        return scene

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """The courier performs what is owed: the reconciler is on."""
        courier = self.site.hub.courier("attacks", RecordingSpeaker(), self.site.bell)
        await courier.catch_up()
        work = asyncio.create_task(courier.run())
        try:
            yield
        finally:
            courier.stop()
            await work

    async def seated(self) -> Scene:
        """A new case in whose room witnesses and insiders sit; to be called while the hub is at work."""
        hub = self.site.hub
        client = names.new_client(hub.chance.new_id()[:12], hub.server_name)
        case = await self._opened(client)
        terms = [terms_for(person, now=datetime.now(UTC)) for person in self.professionals]
        given = await agree(hub, case, SigningKey.generate(), *terms)
        assert not isinstance(given, Refused)
        users = [person.user for person in self.professionals]
        voices = {names.steward(hub.server_name), names.conference_voice(hub.server_name)}
        scene = Scene(
            self.site,
            self.town,
            case,
            await self._room(case),
            self.sides,
            self.admin,
            dict(zip(users, (one.id for one in given), strict=True)),
            {client, *users, *voices},
        )
        people = [person for side in self.sides.values() for person in (side.witness, side.insider)]
        await asyncio.gather(*(scene.comes(person) for person in people))
        await eventually(scene.is_as_it_must_be, within=LONGEST)
        return scene

    async def _opened(self, client: UserId) -> CaseId:
        lead, *members = (person.user for person in self.professionals)
        opened = await self.site.hub.cases.open(
            JONAS.person, client=client, lead=lead, members=members, by="test"
        )
        assert not isinstance(opened, Refused)
        return opened.case.id

    async def _room(self, case: CaseId) -> RoomId:
        rooms = self.site.hub.rooms

        async def is_made() -> bool:
            return await rooms.of_case(case) is not None

        await eventually(is_made, within=LONGEST)
        room = await rooms.of_case(case)
        assert room is not None
        return room.id


@asynccontextmanager
async def open_office(town: Town, homeserver: RealHomeserver) -> AsyncIterator[Office]:
    """The hub of one of the two homeservers, and its people."""
    site = await open_site(homeserver.settings, Chance())
    site.bell.hang()
    door = _door(site)
    parts = [asyncio.create_task(door.serve()), asyncio.create_task(site.hub.lists.run(site.bell.ear()))]
    try:
        await eventually(lambda: door.started)
        await site.homeserver.ask_for_pushes(SERVICE, site.hub.chance.new_id())
        sides = {Where.HERE: await _side(homeserver), Where.ELSEWHERE: await _side(town.agency)}
        everybody = [person for side in sides.values() for person in (side.witness, side.insider)]
        people = [await _taken_in(site, person, number) for number, person in enumerate(everybody)]
        await all_acknowledge(site.hub, {person: SigningKey.generate() for person in people})
        yield Office(site, town, sides, await homeserver.person("admin", admin=True), people)
    finally:
        door.should_exit = True
        site.hub.lists.board.close()
        parts[1].cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        site.bell.take_down()
        await site.close()


async def _is_put_right(scene: Scene, attack: Attack) -> bool:
    if not scene.is_whole and not attack.is_after_removal:
        return False
    await scene.closes_the_walls()
    # What each of them says comes after all that it knows: two stories of one room become one.
    for where in (Where.ELSEWHERE, Where.HERE):
        await scene.catches_up(where)
    return await until_tired(scene.is_agreed, after=SOON) and not await scene.broken()


async def _side(homeserver: RealHomeserver) -> Side:
    return Side(*[await homeserver.person(name) for name in ("witness", "insider", "stranger")])


async def _taken_in(site: Site, person: Person, number: int) -> Professional:
    agency = AGENCIES[number]
    await site.hub.cases.add_agency(agency, by="test")
    described = replace(
        BO, id=ProfessionalId(""), agency=agency.id, user=person.user, function=f"Funktion {number}"
    )
    added = await site.hub.cases.add_professional(described, by="test")
    assert not isinstance(added, Refused)
    return added


def _door(site: Site) -> "_Door":
    settings = site.settings
    app = application(
        site.hub,
        Lines(
            site.hub.presence,
            site.hub.feed,
            site.hub.direct,
            site.hub.calendars,
            OpenIdDesk(site.hub.server_name, {site.hub.server_name: site.wire}),
        ),
        hs_token=settings.secret("hs_token"),
        guard_token=settings.secret(GUARD_TOKEN),
    )
    return _Door(
        uvicorn.Config(app, port=settings.door_port, log_config=None, access_log=False, lifespan="off")
    )


class _Door(uvicorn.Server):
    """Signals are pytest's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
