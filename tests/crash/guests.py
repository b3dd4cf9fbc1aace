"""People at clients of their own: those who may be asked in, and Dario."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx2

from hub.cases.model import Professional
from hub.identifiers import UserId
from hub.settings import Settings
from tests.crash.office import must, opened
from tests.crash.watcher import Watcher
from tests.people import AGENCIES, AMIRA, BO, CHLOE, DARIO, NINA, RUTH, key_of
from tests.real import Person, RealHomeserver
from tests.signing import all_acknowledge


@dataclass(frozen=True, slots=True)
class Guests:
    """Everybody with an account and a client, and who of them the office may ask in."""

    accounts: Mapping[UserId, Person]
    welcome: list[Professional]
    dario: UserId
    """The hub knows him, but nobody ever consents to him: he must get nothing."""

    async def take_seats(self, watcher: Watcher) -> None:
        """Whoever is offered a seat takes it, if the homeserver lets them."""
        while True:
            user, room = await watcher.invited.get()
            if user in self.accounts:
                with contextlib.suppress(httpx2.TransportError):
                    await self.accounts[user].tries_to_join(room)


async def guests(homeserver: RealHomeserver, hub: Settings) -> Guests:
    """Give them accounts, and make them known to the hub."""
    accounts, known = {}, []
    async with opened(hub) as site:
        for agency in AGENCIES:
            must(await site.hub.cases.add_agency(agency, by="test"))
        for who in (AMIRA, BO, CHLOE, NINA, RUTH, DARIO):
            account = await homeserver.person(who.name.partition(" ")[0].lower())
            accounts[account.user] = account
            here = replace(who, user=account.user)
            known.append(must(await site.hub.cases.add_professional(here, by="test")))
        # Before any case is opened: nobody is kept out for want of the charter, Dario neither.
        speakers = {person.agency: person for person in known}.values()
        await all_acknowledge(site.hub, {person: key_of(person) for person in speakers})
    await homeserver.lifts_limits(*accounts.values())
    return Guests(accounts, known[:-1], known[-1].user)
