"""On a real homeserver: who is in a room of which kind, and that nobody finds the room of two."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TypeVar

import pytest
from nacl.signing import SigningKey

from hub.assemble import Hub, assemble
from hub.cases.model import Professional
from hub.chance import Chance
from hub.consent.model import Consent
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import COMMON, TEAM, CaseId, CircleId, RoomId, UserId
from hub.matrix import names
from hub.matrix.accounts import sign_in
from hub.matrix.wire import escaped
from hub.rooms.model import Membership
from hub.vault import Vault
from tests.people import AGENCIES, AMIRA, BO, DARIO, HUB, JONAS, NINA, STEWARD, VOICE, terms_for
from tests.real import Person, RealHomeserver
from tests.signing import agree, all_acknowledge

pytestmark = pytest.mark.homeserver

T = TypeVar("T")
V1 = "/_matrix/client/v1"


@dataclass(frozen=True, slots=True)
class Rooms:
    """A case with a room of each kind: Amira and Bo may talk among themselves, Nina with the client alone."""

    hub: Hub
    case: CaseId
    client: UserId
    people: dict[str, Person]
    consents: tuple[Consent, ...]

    @property
    def side(self) -> CircleId:
        """The circle of the client and Nina."""
        return next(consent.side for consent in self.consents if consent.side is not None)

    async def room(self, circle: CircleId) -> RoomId:
        """The room of a circle."""
        room = await self.hub.rooms.of_case(self.case, circle)
        assert room is not None
        return room.id

    async def inside(self, circle: CircleId) -> set[UserId]:
        """Who is in it, or asked in."""
        seats = (await self.hub.rooms.homeserver.look(await self.room(circle))).seats
        return {user for user, seat in seats.items() if seat.membership is not Membership.DECLINED}

    def user(self, who: Professional) -> UserId:
        """Somebody's account."""
        return self.people[who.name].user


def must(answer: T | Refused) -> T:
    assert not isinstance(answer, Refused), answer
    return answer


@pytest.fixture
async def rooms(real_homeserver: RealHomeserver, database: Database) -> AsyncIterator[Rooms]:
    """A whole hub on a real homeserver; its people have come into their rooms."""
    async with real_homeserver.hub() as homeserver:
        hub = assemble(
            database=database,
            vault=Vault(bytes(range(32))),
            homeserver=homeserver,
            server_name=HUB,
            chance=Chance(),
        )
        for agency in AGENCIES:
            must(await hub.cases.add_agency(agency, by="test"))
        people: dict[str, Person] = {}
        known: dict[str, Professional] = {}
        for who in (AMIRA, BO, NINA, DARIO):
            people[who.name] = await real_homeserver.person(who.name.partition(" ")[0].lower())
            here = replace(who, user=people[who.name].user)
            known[who.name] = must(await hub.cases.add_professional(here, by="test"))
        await real_homeserver.lifts_limits(*people.values())
        amira, bo, nina = (known[who.name] for who in (AMIRA, BO, NINA))
        await all_acknowledge(hub, {person: SigningKey.generate() for person in (amira, bo, nina)})
        client = names.new_client(hub.chance.new_id()[:12], HUB)
        opened = await hub.cases.open(
            JONAS.person, client=client, lead=amira.user, members=[bo.user], by="test"
        )
        case, now = must(opened).case.id, hub.chance.now()
        terms = [terms_for(amira, now=now, team=True), terms_for(bo, now=now, team=True)]
        terms.append(terms_for(nina, now=now, alone=True))
        given = must(await agree(hub, case, SigningKey.generate(), *terms))
        await hub.rooms.reconcile(case)
        made = Rooms(hub, case, client, people, tuple(given))
        for circle, who in ((COMMON, AMIRA), (TEAM, AMIRA), (TEAM, BO), (made.side, NINA)):
            await people[who.name].joins(await made.room(circle))
        yield made


async def test_in_a_room_of_each_kind_sit_exactly_those_who_belong_there(rooms: Rooms) -> None:
    amira, bo, nina = (rooms.user(who) for who in (AMIRA, BO, NINA))

    assert await rooms.inside(COMMON) == {STEWARD, VOICE, rooms.client, amira, bo}
    assert await rooms.inside(TEAM) == {STEWARD, amira, bo}
    assert await rooms.inside(rooms.side) == {STEWARD, rooms.client, nina}


async def test_after_the_consents_ended_everybody_is_out_of_each(rooms: Rooms) -> None:
    for consent in rooms.consents:
        must(await rooms.hub.consents.withdraw(consent.id, by="client"))
    await rooms.hub.rooms.reconcile(rooms.case)

    assert await rooms.inside(COMMON) == {STEWARD, VOICE, rooms.client}
    assert await rooms.inside(TEAM) == {STEWARD}
    assert await rooms.inside(rooms.side) == {STEWARD, rooms.client}


ATTEMPTS = [
    ("GET", "/directory/room/{alias}"),
    ("POST", "/join/{alias}"),
    ("POST", "/knock/{alias}"),
    ("GET", f"{V1}/room_summary/{{alias}}"),
    ("GET", "/rooms/{room}/state"),
    ("GET", "/rooms/{room}/members"),
    ("GET", "/rooms/{room}/joined_members"),
    ("GET", "/rooms/{room}/messages?dir=b"),
    ("GET", "/rooms/{room}/state/m.room.name/"),
    ("GET", "/rooms/{room}/aliases"),
    ("GET", f"{V1}/rooms/{{room}}/hierarchy"),
]


@pytest.mark.parametrize("who", [AMIRA, DARIO], ids=lambda who: who.name)
async def test_whoever_guesses_hears_of_a_room_of_two_what_they_hear_of_none(
    rooms: Rooms, who: Professional
) -> None:
    person = rooms.people[who.name]
    # What a colleague could make a guess from: the alias of the common room, and what it is made of. The
    # room's own id is a hash of 256 bits that nobody outside is told; most calls do not even tell it then.
    guessed = f"#fallraum-{rooms.case}-{rooms.side}:{HUB}"
    invented = f"#fallraum-{'0' * 16}:{HUB}"
    nowhere = RoomId("!" + "A" * 43)
    differing = {}

    for method, path in ATTEMPTS:
        body: dict[str, object] | None = {} if method == "POST" else None
        one, other = [
            await person.tries(method, path.format(alias=escaped(alias), room=escaped(room)), body)
            for alias, room in ((guessed, await rooms.room(rooms.side)), (invented, nowhere))
        ]
        if (one.status, one.errcode) != (other.status, other.errcode):
            differing[path] = (one.status, one.errcode, other.status, other.errcode)

    assert differing == {}


async def test_it_is_in_no_list_that_a_colleague_can_ask_for(rooms: Rooms) -> None:
    amira, nina = rooms.people[AMIRA.name], rooms.user(NINA)
    side = await rooms.room(rooms.side)

    listed = await amira.does("GET", "/publicRooms")
    found = await amira.does("POST", "/user_directory/search", {"search_term": nina[1:8]})
    mine = await amira.does("GET", "/joined_rooms")
    sync = await amira.does("GET", "/sync?timeout=0")

    assert side not in str(listed)
    assert nina not in str(found)
    assert side not in str(mine)
    assert not [said for said in (side, nina) if said in str(sync)]


async def test_no_colleague_sees_that_the_client_is_talking_just_now(
    rooms: Rooms, real_homeserver: RealHomeserver
) -> None:
    # Amira sits with the client in the common room: of whoever shares one Matrix tells who is there just now.
    amira, side = rooms.people[AMIRA.name], await rooms.room(rooms.side)
    async with real_homeserver.wire() as wire:
        token = await sign_in(wire, rooms.client, "THEIRS")
    client = Person(rooms.client, amira.homeserver, token)
    for room in (await rooms.room(COMMON), side):
        await client.joins(room)
    since = (await amira.does("GET", "/sync?timeout=0"))["next_batch"]

    await client.does("GET", "/sync?timeout=0")
    await client.says(side, "nur zu Nina")

    status = await amira.tries("GET", f"/presence/{escaped(rooms.client)}/status")
    heard = await amira.does("GET", f"/sync?timeout=0&since={since}")
    assert (status.body.get("presence"), status.body.get("last_active_ago")) == ("offline", None)
    assert heard.get("presence", {}).get("events", []) == []
