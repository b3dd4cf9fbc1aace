"""What people see of the hub's words in clients of their own: Element Web's engine, and matrix-nio.

The engine runs in its strict mode: what comes from a device its owner did not sign is not read.
"""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from nacl.signing import SigningKey

from bots.poster import Poster
from bots.publishing import ensure_device
from bots.voices import raise_voices
from hub.assemble import Hub, assemble
from hub.bell import DataFolderBell
from hub.cases.model import Professional
from hub.chance import Chance
from hub.consent.model import Consent
from hub.courier import Courier
from hub.errors import Refused
from hub.identifiers import CaseId, RoomId, UserId
from hub.matrix import names
from hub.matrix.wire import Json
from hub.tour.person import Person
from tests.peers.clients import Clients
from tests.peers.engine import FOLDER, is_installed
from tests.people import AGENCIES, AMIRA, BO, CHLOE, JONAS, key_of, terms_for
from tests.signing import agree, all_acknowledge
from tests.voices.attempts import letters_to, opened_by
from tests.voices.stage import V3, Stage, new_identity

pytestmark = [pytest.mark.homeserver, pytest.mark.peers]

T = TypeVar("T")

TOPIC = "Mietrückstand bei der Gesellschaft Birkenhof"


@pytest.fixture(scope="module", autouse=True)
def engine_is_installed() -> None:
    """A desk may lack Node's packages, CI may not."""
    if is_installed():
        return
    missing = f"the Node peer is not installed in {FOLDER}: make setup-test"
    if "CI" in os.environ:
        pytest.fail(missing)
    pytest.skip(missing)


class UnvouchedVoice(Poster):
    """A voice as a bot without cross-signing is: its device is known, and nobody vouches for it."""

    async def publish(self) -> None:
        await ensure_device(self._wire, self._device)
        keys = self._device.keys()
        own = {
            self.user: {
                f"ed25519:{self._device.id}": keys["signatures"][self.user][f"ed25519:{self._device.id}"]
            }
        }
        await self._call("POST", "/keys/upload", {"device_keys": keys | {"signatures": own}})


@pytest.fixture
async def clients(stage: Stage, tmp_path: Path) -> AsyncIterator[Clients]:
    async with AsyncExitStack() as stack:
        yield Clients(stage, tmp_path / "clients", stack)


async def test_agenda_and_departure_are_read_by_everybody_s_own_client(
    stage: Stage, clients: Clients, tmp_path: Path
) -> None:
    office = await _open_office(stage, tmp_path)
    amira, bo, chloe = (_here(person, stage) for person in (AMIRA, BO, CHLOE))
    case, consents = await office.jonas_consents_to(amira, bo, chloe)
    room = await office.room_of(case)
    engine = await clients.engine(amira.user)
    at_nio = [await clients.at_nio(person.user) for person in (bo, chloe)]
    await engine.join(room)
    for person in at_nio:
        await person.join(room)
    await office.hub.rooms.reconcile(case)

    await office.calls_conference(case, moderator=amira)

    agenda, *files = await engine.read(room, 3)
    for message in (agenda, *files):
        assert (message["failed"], message["shield"]) == (None, "none")
        assert message["sender"] == names.conference_voice(stage.server)
    assert TOPIC in agenda["body"]
    said = [agenda["body"], *(file["body"] for file in files)]
    for person in at_nio:
        await person.catch_up()
        assert person.read == said

    await office.jonas_withdraws(consents[1])

    *_, departure = await engine.read(room, 4)
    assert (departure["failed"], departure["shield"]) == (None, "none")
    assert departure["sender"] == names.steward(stage.server)
    assert "Bo Lindner (Allgemeiner Sozialer Dienst)" in departure["body"]
    of_bo, of_chloe = at_nio
    await of_chloe.catch_up()
    assert of_chloe.read == [*said, departure["body"]]
    await of_bo.catch_up()
    assert of_bo.read == said
    assert departure["event_id"] in await _posts(of_chloe, room)
    assert departure["event_id"] not in await _posts(of_bo, room)


async def test_a_voice_nobody_vouches_for_is_not_read(stage: Stage, clients: Clients) -> None:
    device = stage.new_device()
    await stage.homeserver.ensure_user(device.user)
    voice = UnvouchedVoice(stage.voices_wire, device, stage.keyring, stage.clock.now)
    await voice.publish()
    amira, jonas = stage.new_office_user("amira"), new_identity(stage.new_user())
    engine, phone = await clients.engine(amira), await clients.phone(jonas.user, "PHONE", jonas)
    room = await stage.room(voice.user, jonas.user)
    await stage.homeserver.invite(room, amira)
    await engine.join(room)

    await stage.posts(voice, room, TOPIC, to=(engine, phone))

    (message,) = await engine.read(room, patience=10)
    assert message["failed"] == "UNSIGNED_SENDER_DEVICE"
    assert (message["body"], message["shield"]) == (None, None)
    # The key was there: a client that asks for no signature reads.
    await phone.catch_up()
    assert phone.read == [TOPIC]


async def test_a_member_whose_device_nobody_vouches_for_gets_no_key(stage: Stage, clients: Clients) -> None:
    voice, amira = await stage.new_voice(), stage.new_office_user("amira")
    engine = await clients.engine(amira)
    jonas, lena = new_identity(stage.new_user()), new_identity(stage.new_user())
    vouched = await clients.phone(jonas.user, "PHONE", jonas)
    unvouched = await clients.phone(lena.user, "PHONE", None)
    room = await stage.room(voice.user, jonas.user, lena.user)
    await stage.homeserver.invite(room, amira)
    await engine.join(room)

    content = await stage.posts(voice, room, TOPIC, to=(engine, vouched, unvouched))

    (message,) = await engine.read(room)
    assert (message["failed"], message["shield"], message["body"]) == (None, "none", TOPIC)
    await vouched.catch_up()
    assert vouched.read == [TOPIC]
    (told,) = await _letters(stage, lena.user)
    assert told["type"] == "m.room_key.withheld"
    assert (told["content"]["code"], told["content"]["session_id"]) == ("m.unverified", content["session_id"])
    await unvouched.catch_up()
    assert (unvouched.read, unvouched.unreadable) == ([], 1)


async def test_whoever_left_cannot_read_on_and_whoever_comes_reads_from_then(
    stage: Stage, clients: Clients
) -> None:
    voice, amira = await stage.new_voice(), stage.new_office_user("amira")
    engine = await clients.engine(amira)
    jonas, dario = new_identity(stage.new_user()), new_identity(stage.new_user())
    phone = await clients.phone(jonas.user, "PHONE", jonas)
    of_dario = await clients.phone(dario.user, "LAPTOP", dario)
    room = await stage.room(voice.user, jonas.user, dario.user)
    await stage.homeserver.invite(room, amira)
    await engine.join(room)
    first = await stage.posts(voice, room, "eins", to=(engine, phone, of_dario))
    await of_dario.catch_up()

    await stage.leaves(room, dario.user)
    second = await stage.posts(voice, room, "zwei", to=(engine, phone))
    tablet = await clients.phone(jonas.user, "TABLET", jonas)
    third = await stage.posts(voice, room, "drei", to=(engine, phone))

    assert first["session_id"] != second["session_id"]
    messages = await engine.read(room, 3)
    assert [(m["body"], m["failed"], m["shield"]) for m in messages] == [
        ("eins", None, "none"),
        ("zwei", None, "none"),
        ("drei", None, "none"),
    ]
    # Somebody hands him the events that the homeserver gives him no more.
    handed = {event["content"]["ciphertext"]: event for event in await phone.sees(room) if _is_post(event)}
    await of_dario.catch_up()
    posts = [handed[content["ciphertext"]] for content in (first, second, third)]
    assert [of_dario.can_decrypt(post, room) for post in posts] == [True, False, False]
    await tablet.catch_up()
    assert [tablet.can_decrypt(post, room) for post in posts] == [False, False, True]


async def test_what_the_engine_writes_to_a_voice_the_voice_cannot_open(
    stage: Stage, clients: Clients
) -> None:
    device, amira = stage.new_device(), stage.new_office_user("amira")
    voice, engine = await stage.new_voice(device), await clients.engine(amira)
    room = await stage.room(voice.user)
    await stage.homeserver.invite(room, amira)
    await engine.join(room)
    await stage.posts(voice, room, TOPIC, to=(engine,))
    await engine.read(room)

    await engine.say(room, "Das sage ich nur euch")
    await stage.voice_of(device).publish()

    letters = letters_to(device, stage.line.exchanges)
    assert letters, "the engine wrote to the voice"
    assert not [letter for letter in letters if opened_by(device, letter, stage.line.exchanges)]


@dataclass(frozen=True, slots=True)
class Office:
    """A hub whose courier works when it is told to."""

    hub: Hub
    courier: Courier
    client: UserId

    async def jonas_consents_to(self, *people: Professional) -> tuple[CaseId, list[Consent]]:
        """A case of these people, the first of whom leads; each may see it."""
        for agency in AGENCIES:
            must(await self.hub.cases.add_agency(agency, by="test"))
        known = [must(await self.hub.cases.add_professional(person, by="test")) for person in people]
        await all_acknowledge(self.hub, {person: key_of(person) for person in known})
        lead, *members = (person.user for person in people)
        opened = await self.hub.cases.open(
            JONAS.person, client=self.client, lead=lead, members=members, by="test"
        )
        case = must(opened).case.id
        now = self.hub.chance.now()
        terms = [terms_for(person, now=now) for person in people]
        consents = must(await agree(self.hub, case, SigningKey.generate(), *terms))
        await self.courier.work_off()
        return case, list(consents)

    async def room_of(self, case: CaseId) -> RoomId:
        """The room of a case that has one."""
        room = await self.hub.rooms.of_case(case)
        assert room is not None
        return room.id

    async def calls_conference(self, case: CaseId, *, moderator: Professional) -> None:
        """A conference is called, and its agenda posted."""
        called = await self.hub.conferences.call(
            case,
            begins_at=self.hub.chance.now() + timedelta(days=7),
            lasts=timedelta(hours=1),
            moderator=moderator.user,
            topics=[TOPIC],
            by="test",
        )
        must(called)
        await self.courier.work_off()

    async def jonas_withdraws(self, consent: Consent) -> None:
        """A consent ends, and what follows from it is done."""
        must(await self.hub.consents.withdraw(consent.id, by="client"))
        await self.courier.work_off()


async def _open_office(stage: Stage, folder: Path) -> Office:
    hub = assemble(
        database=stage.keyring.database,
        vault=stage.keyring.vault,
        homeserver=stage.homeserver,
        server_name=stage.server,
        chance=Chance(),
    )
    voices = await raise_voices(
        stage.homeserver,
        stage.voices_wire,
        stage.keyring,
        steward=names.steward(stage.server),
        conference=names.conference_voice(stage.server),
        monitor=names.monitor_voice(stage.server),
        chance=hub.chance,
        language="de",
        listeners_in=hub.listeners_in,
        language_of=hub.languages.of,
    )
    return Office(hub, hub.courier("test", voices, DataFolderBell(folder)), stage.new_user())


def _here(person: Professional, stage: Stage) -> Professional:
    """The person with a fresh account on the one homeserver of this test."""
    first = person.name.partition(" ")[0].lower()
    return replace(person, user=stage.new_office_user(first))


def must(answer: T | Refused) -> T:
    assert not isinstance(answer, Refused), answer
    return answer


def _is_post(event: Json) -> bool:
    return bool(event["type"] == "m.room.encrypted")


async def _posts(person: Person, room: RoomId) -> list[str]:
    return [event["event_id"] for event in await person.sees(room) if _is_post(event)]


async def _letters(stage: Stage, user: UserId) -> list[Json]:
    """What waits for a device that has not looked yet."""
    query = {"filter": '{"room":{"rooms":[]}}', "timeout": "0"}
    answer = await stage.wire.call("GET", f"{V3}/sync", user=user, device="PHONE", query=query)
    letters: list[Json] = answer.get("to_device", {}).get("events", [])
    return letters
