"""One homeserver that outlives every hub, and for each hub that dies a folder and a case of its own."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import TypeVar

from nacl.signing import SigningKey

from hub import journal
from hub.assemble import Site, open_site
from hub.cases.model import Professional
from hub.chance import Chance
from hub.consent.model import Consent
from hub.courier import Courier
from hub.errors import Refused
from hub.identifiers import CaseId, ConsentId, RoomId, UserId
from hub.matrix import names
from hub.rooms.noting import GATHERING
from hub.settings import Settings, prepare_folder
from hub.tour.person import Person
from tests.crash.mortal_hub import COURIER, raise_site_voices
from tests.fakes.speaker import RecordingSpeaker
from tests.people import AMIRA, BO, HUB, JOBCENTER, JONAS, JUGENDAMT, key_of, terms_for
from tests.real import RealHomeserver
from tests.signing import agree, all_acknowledge

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SeatedCase:
    """A case with its room, in which lead and member sit; its hub is down at the moment."""

    settings: Settings
    id: CaseId
    room: RoomId
    client: UserId
    lead: UserId
    member: UserId
    members_consent: ConsentId
    entries: int
    """How many entries the audit chain has."""


@dataclass(frozen=True, slots=True)
class Office:
    """Two people at clients of their own, and a hub's folder that is copied for each death."""

    settings: Settings
    lead: Person
    member: Person

    async def seated_case(self, folder: Path) -> SeatedCase:
        """Open a case in a copy of the folder, and seat lead and member in its room."""
        shutil.copytree(self.settings.data, folder)
        settings = self.settings.model_copy(update={"data": folder})
        client, lead, member = names.new_client(token_hex(6), HUB), self.lead.user, self.member.user
        async with opened(settings) as site:
            hub = site.hub
            file = await hub.cases.open(JONAS.person, client=client, lead=lead, members=[member], by="test")
            case = must(file).case.id
            key = SigningKey.generate()
            await _consent(site, case, key, AMIRA)
            consent = await _consent(site, case, key, BO)
            await hub.courier("clerk", RecordingSpeaker(), site.bell).work_off()
            room = await hub.rooms.of_case(case)
            assert room is not None
            for person in (self.lead, self.member):
                await person.join(room.id)
            # The homeserver would push that they came; nobody listens to it here.
            await hub.rooms.reconcile(case)
            await _when_all_have_come(hub.courier("clerk", RecordingSpeaker(), site.bell)).work_off()
            async with hub.database.reading() as connection:
                entries, _ = await journal.head(connection)
        self.lead.read.clear()
        return SeatedCase(settings, case, room.id, client, lead, member, consent.id, entries)

    async def lead_reads(self) -> list[str]:
        """What the lead's own client has decrypted since the case was opened."""
        await self.lead.catch_up()
        return self.lead.read


@asynccontextmanager
async def open_office(homeserver: RealHomeserver, folder: Path) -> AsyncIterator[Office]:
    """Raise everything that all cases share."""
    # Another folder than the homeserver's own: to this hub it is a site's.
    elsewhere = {"data": folder / "data", "homeserver": homeserver.settings.homeserver_url}
    settings = homeserver.settings.model_copy(update=elsewhere)
    prepare_folder(settings.data)
    shutil.copytree(homeserver.settings.data / "secrets", settings.data / "secrets")
    async with _at_their_client(homeserver, AMIRA) as lead, _at_their_client(homeserver, BO) as member:
        # Whoever is to be observed has an account here, wherever the cast has theirs.
        here = (replace(AMIRA, user=lead.user), replace(BO, user=member.user))
        async with opened(settings) as site:
            await raise_site_voices(site)
            for agency in (JOBCENTER, JUGENDAMT):
                must(await site.hub.cases.add_agency(agency, by="test"))
            known = [must(await site.hub.cases.add_professional(person, by="test")) for person in here]
            await all_acknowledge(site.hub, {person: key_of(person) for person in known})
        yield Office(settings, lead, member)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Site]:
    """The hub of a data folder, in this process."""
    site = await open_site(settings, Chance())
    try:
        yield site
    finally:
        await site.close()


async def start_again(site: Site) -> None:
    """What `fallraum up` does after a crash, until nothing is due any more."""
    courier = _when_all_have_come(site.hub.courier(COURIER, await raise_site_voices(site), site.bell))
    await courier.catch_up()
    await courier.work_off()


def _when_all_have_come(courier: Courier) -> Courier:
    """A courier whose clock is so far ahead that it waits for nobody else before it says who is there."""
    courier.chance = Chance(now=lambda: datetime.now(UTC) + GATHERING)
    return courier


def must(answer: T | Refused) -> T:
    """The answer, which was no refusal."""
    assert not isinstance(answer, Refused), answer
    return answer


async def _consent(site: Site, case: CaseId, key: SigningKey, person: Professional) -> Consent:
    terms = terms_for(person, now=site.hub.chance.now())
    return must(await agree(site.hub, case, key, terms))[0]


@asynccontextmanager
async def _at_their_client(homeserver: RealHomeserver, who: Professional) -> AsyncIterator[Person]:
    account = await homeserver.person(who.name.partition(" ")[0].lower())
    # They join more rooms in a minute than anybody does in a week.
    await homeserver.lifts_limits(account)
    device = (await account.does("GET", "/account/whoami"))["device_id"]
    with TemporaryDirectory() as folder:
        person = Person(homeserver.settings.homeserver_url, account.user, Path(folder))
        await person.sign_in(token=account.token, device=device)
        yield person
        await person.close()
