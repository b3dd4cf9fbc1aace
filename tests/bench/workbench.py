"""A whole hub in a temporary folder, as `fallraum up` runs it, and people to try it with."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from nacl.signing import SigningKey
from sqlalchemy import select

from hub.assemble import Hub
from hub.canonical import signature_of
from hub.cases.model import Agency, Professional
from hub.chance import Chance
from hub.consent.model import Consent
from hub.errors import Refused
from hub.house import House
from hub.identifiers import CLIENT, AgencyId, CaseId, ConsentId, ProfessionalId, RoomId, UserId
from hub.matrix import names, walls
from hub.matrix.wire import Json, Wire, escaped
from hub.outbox import OUTBOX
from hub.rooms.model import RoomPlan
from hub.settings import Settings
from tests.bench.ledger import Ledger
from tests.people import JONAS, terms_for
from tests.signing import all_acknowledge, public

T = TypeVar("T")

V3 = "/_matrix/client/v3"
FUNCTIONS = ("Fallmanagement", "Sozialer Dienst", "Schulsozialarbeit", "Schuldnerberatung", "Wohnhilfe")
# A look and what it owes are over when nothing was asked for so long.
CALM = 0.15
QUARTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Workbench:
    """An open house, five professionals, and a ledger of every call."""

    house: House
    ledger: Ledger
    professionals: tuple[Professional, ...]

    @property
    def hub(self) -> Hub:
        """The services, as doors call them."""
        return self.house.site.hub

    @property
    def wire(self) -> Wire:
        """The hub's own line: hub and bare calls go over the same."""
        return self.house.site.wire

    @property
    def steward(self) -> UserId:
        """The account that makes rooms, invites and kicks, in the hub and bare."""
        return self.house.site.homeserver.creator

    @property
    def voice(self) -> UserId:
        """The conference voice."""
        return names.conference_voice(self.hub.server_name)

    async def new_client(self) -> UserId:
        """A client whose account exists."""
        client = names.new_client(secrets.token_hex(6), self.hub.server_name)
        await self.house.site.homeserver.ensure_user(client)
        return client

    async def new_case(self, client: UserId) -> CaseId:
        """A case on which all five work, and to which nobody has consented."""
        lead, *members = (person.user for person in self.professionals)
        opened = await self.hub.cases.open(
            JONAS.person, client=client, lead=lead, members=members, by="bench"
        )
        return must(opened).case.id

    async def consent(self, case: CaseId, *people: Professional) -> Sequence[Consent]:
        """The client consents in one act that these people's functions may see the case."""
        return must(await self.hub.consents.give(await self.signed(case, *people)))

    async def signed(self, case: CaseId, *people: Professional) -> Mapping[ConsentId, str]:
        """What the client was asked and has signed, but not handed in."""
        key, now = SigningKey.generate(), self.hub.chance.now()
        must(await self.hub.parties.pin(case, CLIENT, public(key), by=CLIENT))
        terms = [terms_for(person, now=now) for person in people]
        asked = must(await self.hub.consents.ask(case, terms, by="bench"))
        return {one.id: signature_of(one.statement, key) for one in asked}

    async def bare_room(self, *invited: UserId) -> RoomId:
        """A room like the hub's, by one call; the guard is told of it, as of the hub's."""
        plan = RoomPlan(alias=f"{names.PREFIX}bench-{secrets.token_hex(8)}", name="F-0")
        body: Json = walls.creation(plan, self.steward) | {"invite": list(invited)}
        made = await self.wire.call("POST", f"{V3}/createRoom", body, user=self.steward)
        room = RoomId(made["room_id"])
        self.hub.lists.board.hang({room: dict.fromkeys(invited)})
        return room

    async def join(self, room: RoomId, user: UserId) -> None:
        """Somebody takes the offered seat."""
        await self.wire.call("POST", f"{V3}/join/{escaped(room)}", {}, user=user)

    async def ask(self, room: RoomId, verb: str, user: UserId) -> None:
        """The steward invites or kicks somebody, bare."""
        path = f"{V3}/rooms/{escaped(room)}/{verb}"
        await self.wire.call("POST", path, {"user_id": user}, user=self.steward)

    async def quiet(self) -> None:
        """Wait until nothing is owed, and nothing was asked for a while."""
        while True:
            asked = len(self.ledger.calls)
            await asyncio.sleep(CALM)
            if asked == len(self.ledger.calls) and not await self._is_owed():
                return

    async def _is_owed(self) -> bool:
        soon = self.hub.chance.now() + timedelta(hours=1)
        async with self.hub.database.reading() as connection:
            found = await connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.due_at <= soon).limit(1))
            return found.first() is not None


@asynccontextmanager
async def open_workbench(
    folder: Path, settings: Settings | None = None, *, chance: Chance | None = None
) -> AsyncIterator[Workbench]:
    """A house that is ended behind the block; of its own, if no settings are given."""
    settings = settings or Settings(
        data=folder / "data",
        homeserver_port=_free_port(),
        door_port=_free_port(),
        database="",
        homeserver="",
    )
    async with House(settings, chance or Chance(), _silent) as house:
        ledger = Ledger(house.site.wire)
        people = tuple([await _professional(house, function) for function in FUNCTIONS])
        await all_acknowledge(house.site.hub, {person: SigningKey.generate() for person in people})
        yield Workbench(house, ledger, people)


async def _professional(house: House, function: str) -> Professional:
    hub, short = house.site.hub, function.split(maxsplit=1)[0].lower()
    agency = Agency(id=AgencyId(f"stelle-{short}"), name=f"Stelle {function}", legal_area="SGB")
    must(await hub.cases.add_agency(agency, by="bench"))
    # Accounts of the hub's own namespace: they join without the homeserver's limit for newcomers.
    user = UserId(f"@{names.PREFIX}bench-{short}:{hub.server_name}")
    await house.site.homeserver.ensure_user(user)
    return await take_in(hub, agency.id, function, user)


async def take_in(hub: Hub, agency: AgencyId, function: str, user: UserId) -> Professional:
    """A professional who has an account already."""
    person = Professional(
        id=ProfessionalId(""), agency=agency, function=function, name=f"Fachkraft {function}", user=user
    )
    return must(await hub.cases.add_professional(person, by="bench"))


def must(answer: T | Refused) -> T:
    """The answer; the bench asks for nothing that is refused."""
    if isinstance(answer, Refused):
        raise RuntimeError(f"the hub refused: {answer.reason} {dict(answer.facts)}")
    return answer


def _silent(_key: str, /, **_facts: object) -> None:
    """Nobody reads the house's own words here."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
