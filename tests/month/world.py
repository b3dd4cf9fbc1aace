"""Three cases on two real homeservers, a clock that is pushed, bots that work, and people who read along."""

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import time
from typing import TypeVar

from hub.assemble import Site, open_site
from hub.cases.model import Professional
from hub.embedded.accounts import make_account
from hub.errors import Refused
from hub.identifiers import CaseId, RoomId, UserId
from hub.matrix import names
from hub.matrix.accounts import sign_in
from hub.rooms.model import Membership
from hub.settings import Settings
from tests.federated import Federated
from tests.month.bots import Bots, Fate, bots
from tests.month.clock import SharedClock
from tests.month.readers import AtElement, AtNio, Reader
from tests.people import AGENCIES, AMIRA, BO, CHLOE, DARIO, JONAS, LENA, SELMA, Guest, key_of
from tests.signing import all_acknowledge

T = TypeVar("T")

PHONE = "PHONE"
# They share the work.
PROCESSES = 2
# Whoever is asked in comes, the hub says who is there, and that is all: more rounds are a quarrel.
MOST_ROUNDS = 12


@dataclass(slots=True)
class World:
    """The hub of a month as its people see it, and how it is told what they do."""

    site: Site
    clock: SharedClock
    bots: Bots
    people: Mapping[str, Professional]
    clients: Mapping[str, Guest]
    readers: Mapping[UserId, Reader]
    cases: dict[str, CaseId] = field(default_factory=dict)
    moments: list[tuple[float, datetime]] = field(default_factory=list)
    """When, by the clock on the wall, which moment of the month began."""

    def name_of(self, user: UserId) -> str:
        """How the transcript calls somebody."""
        known = {person.user: name for name, person in self.people.items()}
        known |= {guest.user: name for name, guest in self.clients.items()}
        return known.get(user, user[1:].partition(":")[0])

    async def comes(self, at: datetime) -> None:
        """It is that late, and what is due is done."""
        self.clock.push_to(at)
        self.moments.append((time(), at))
        await self.settles()

    async def settles(self) -> None:
        """Everything due is done, everybody asked in has come, and everybody has looked."""
        for _ in range(MOST_ROUNDS):
            await self.bots.work()
            if not await self._take_seats():
                break
        else:
            raise AssertionError("the hub asks people in again and again")
        for reader in self.readers.values():
            await reader.look()

    async def rooms(self) -> Mapping[RoomId, str]:
        """Every room there is, and what the transcript calls it."""
        hub, found = self.site.hub, {}
        for label, case in self.cases.items():
            rosters = [*await hub.rooms.rosters(case), *await hub.rooms.side_rosters(case)]
            themes = await hub.consents.themes(case)
            for roster in rosters:
                if room := await hub.rooms.of_case(case, roster.circle):
                    found[room.id] = f"{label} · {roster.kind} {themes.get(roster.circle, '')}".rstrip()
        for name, person in self.people.items():
            if there := await hub.direct.of(person.user):
                found[there.room] = f"{name} · direct"
        return found

    async def _take_seats(self) -> bool:
        came = False
        for room in await self.rooms():
            for user, seat in (await self.site.homeserver.look(room)).seats.items():
                if seat.membership is Membership.INVITED:
                    await self.readers[user].join(room)
                    came = True
        # The homeserver would push that they came; nobody listens to it here.
        if came:
            for case in self.cases.values():
                await self.site.hub.rooms.reconcile(case)
            await self.site.hub.direct.part()
        return came


def must(answer: T | Refused) -> T:
    """The answer, which was no refusal."""
    assert not isinstance(answer, Refused), answer
    return answer


@asynccontextmanager
async def world(
    both: Federated, database: str, folder: Path, begins_at: datetime, fate: Fate
) -> AsyncIterator[World]:
    """A hub on the first of the two homeservers; one agency's people live on the second."""
    otherwise = {"data": folder / "hub", "homeserver": both.hub.settings.homeserver_url, "database": database}
    settings = both.hub.settings.model_copy(update=otherwise)
    _share_secrets(both.hub.settings, settings)
    clock = SharedClock(folder / "clock")
    clock.push_to(begins_at)
    async with AsyncExitStack() as stack:
        site = await open_site(settings, clock.chance)
        stack.push_async_callback(site.close)
        here, there = settings.server_name, both.agency.settings.server_name
        people = {
            "Amira": replace(AMIRA, user=UserId(f"@amira:{here}")),
            "Bo": replace(BO, user=UserId(f"@bo:{there}")),
            "Chloe": replace(CHLOE, user=UserId(f"@chloe:{here}")),
            "Dario": replace(DARIO, user=UserId(f"@dario:{here}")),
        }
        clients = {
            name: replace(guest, user=names.new_client(f"{number:012x}", here))
            for number, (name, guest) in enumerate({"Jonas": JONAS, "Selma": SELMA, "Lena": LENA}.items())
        }
        readers: dict[UserId, Reader] = {}
        for name, person in people.items():
            home = both.agency.settings if name == "Bo" else both.hub.settings
            readers[person.user] = await _at_their_client(
                stack, home, person.user, folder, at_element=name == "Amira"
            )
        for guest in clients.values():
            readers[guest.user] = await _at_their_phone(stack, site, settings, guest.user, folder)
        working = stack.enter_context(bots(settings, clock, fate, count=PROCESSES))
        known = World(site, clock, working, await _made_known(site, people), clients, readers)
        yield known


async def _made_known(site: Site, people: Mapping[str, Professional]) -> Mapping[str, Professional]:
    for agency in AGENCIES:
        must(await site.hub.cases.add_agency(agency, by="test"))
    known = {
        name: must(await site.hub.cases.add_professional(one, by="test")) for name, one in people.items()
    }
    await all_acknowledge(site.hub, {person: key_of(person) for person in known.values()})
    return known


async def _at_their_client(
    stack: AsyncExitStack, home: Settings, user: UserId, folder: Path, *, at_element: bool
) -> Reader:
    password = must(await make_account(home, user))
    if at_element:
        engine = await stack.enter_async_context(AtElement(user))
        await engine.sign_in(home.homeserver_url, password)
        return engine
    person = AtNio(home.homeserver_url, user, folder / user[1:].partition(":")[0])
    stack.push_async_callback(person.close)
    await person.sign_in(password=password)
    return person


async def _at_their_phone(
    stack: AsyncExitStack, site: Site, settings: Settings, user: UserId, folder: Path
) -> Reader:
    await site.homeserver.ensure_user(user)
    token = await sign_in(site.wire, user, PHONE)
    phone = AtNio(settings.homeserver_url, user, folder / user[1:].partition(":")[0])
    stack.push_async_callback(phone.close)
    await phone.sign_in(token=token, device=PHONE)
    return phone


def _share_secrets(homeservers: Settings, hubs: Settings) -> None:
    hubs.data.mkdir(mode=0o700)
    shutil.copytree(homeservers.data / "secrets", hubs.data / "secrets")
