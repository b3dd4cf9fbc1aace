"""On a real homeserver, with a client that is not ours: commands are done; switched off, nothing is read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import nio
import pytest
from nacl.signing import SigningKey

from bots.ears import Ears
from bots.listener import MOST_EVENTS, MOST_LETTERS, Listener, Over
from bots.notebook import Notebook
from bots.voices import raise_voices
from hub.assemble import Hub, assemble
from hub.chance import Chance
from hub.commands.model import Heard
from hub.commands.service import CommandService
from hub.courier import Courier
from hub.db import Database
from hub.embedded.accounts import make_account
from hub.errors import HomeserverRefused, Refused, WorldBroken
from hub.identifiers import CaseId, RoomId, UserId
from hub.listening.model import Deed, Switch, is_listener
from hub.listening.rules import LEASE
from hub.matrix import names
from hub.matrix.wire import V3, Json, escaped
from hub.tour.person import Person
from hub.vault import Vault
from tests.databases import PostgresDatabases, opened
from tests.eventually import eventually
from tests.fakes.bell import HandBell
from tests.people import AGENCIES, AMIRA, HUB, JONAS, terms_for
from tests.signing import agree, all_acknowledge
from tests.voices.stage import Stage, new_identity
from tests.voices.test_bilingual_post import in_room, owed, read

pytestmark = pytest.mark.homeserver

T = TypeVar("T")
OLM = "m.olm.v1.curve25519-aes-sha2"
HOSTILE: tuple[Json, ...] = (
    {},
    {"algorithm": OLM, "sender_key": 7, "ciphertext": []},
    {"algorithm": OLM, "sender_key": "A" * 43, "ciphertext": {"x": {"type": 0}}},
    {"algorithm": "m.unknown", "ciphertext": "x" * 60_000},
)


class Talker(Person):
    """Somebody who also says something."""

    async def say(self, room: RoomId, text: str, kind: object = "m.text") -> None:
        """Write into a room, encrypted for every device in it."""
        await self.catch_up()
        content = {"msgtype": kind, "body": text}
        answer = await self._client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        assert isinstance(answer, nio.RoomSendResponse)


@dataclass(frozen=True, slots=True)
class Stumbling:
    """Does what people ask for, and breaks whenever somebody needs help."""

    commands: CommandService

    async def audience(self, switch: Switch) -> frozenset[UserId]:
        """As ever."""
        return await self.commands.audience(switch)

    async def hear(self, switch: Switch, heard: Heard) -> None:
        """As ever, unless it breaks."""
        if heard.body == "!hilfe":
            raise RuntimeError(heard.body)
        await self.commands.hear(switch, heard)


@dataclass(frozen=True, slots=True)
class Office:
    """A whole hub on a real homeserver; Amira sits at her own client in the room of her case."""

    stage: Stage
    hub: Hub
    courier: Courier
    ears: Ears
    amira: Talker
    case: CaseId
    room: RoomId

    async def listens(self) -> tuple[Switch, Listener]:
        """Amira turns it on, the room is told, and the listener has arrived."""
        must(await self.hub.listening.begin(self.case, who=self.amira.user, by="test"))
        await self.courier.work_off()
        (switch,) = await self.hub.listening.held("one")
        listener = await self.ears.listener(switch)
        assert listener is not None
        await listener.arrive()
        await listener.round(0)
        return switch, listener

    async def has(self, tasks: int) -> bool:
        """Whether there are so many."""
        return await self.tasks() == tasks

    async def said(self) -> list[Json]:
        """What Amira wrote there, as it stands on the homeserver, oldest first."""
        device = self.amira._client.device_id
        all_ = await self.stage.said(self.room, seen_by=self.stage.homeserver.creator)
        return [one for one in all_ if one["device_id"] == device]

    async def tasks(self) -> int:
        """How many tasks there are."""
        plan = must(await self.hub.plans.seen_by(self.case, self.amira.user))
        return len(plan.tasks)


def must(answer: T | Refused) -> T:
    assert not isinstance(answer, Refused), answer
    return answer


@asynccontextmanager
async def open_office(
    stage: Stage, database: Database, folder: Path, chance: Chance
) -> AsyncIterator[Office]:
    """An office whose hub keeps everything in that database."""
    hub = assembled(stage, database, chance)
    for agency in AGENCIES:
        must(await hub.cases.add_agency(agency, by="test"))
    user = stage.new_office_user("amira")
    password = must(await make_account(stage.settings, user))
    lead = must(await hub.cases.add_professional(replace(AMIRA, user=user), by="test"))
    await all_acknowledge(hub, {lead: SigningKey.generate()})
    client = names.new_client(chance.new_id()[:12], HUB)
    opened = must(await hub.cases.open(JONAS.person, client=client, lead=user, members=[], by="test"))
    terms = terms_for(lead, now=chance.now(), lasts=timedelta(days=90))
    must(await agree(hub, opened.case.id, SigningKey.generate(), terms))
    await hub.rooms.reconcile(opened.case.id)
    room = await hub.rooms.of_case(opened.case.id)
    assert room is not None
    async with AsyncExitStack() as stack:
        amira = Talker(stage.url, user, folder / "amira")
        stack.push_async_callback(amira.close)
        await amira.sign_in(password=password)
        await amira.join(room.id)
        await hub.rooms.reconcile(opened.case.id)
        courier, ears = await process(stage, hub, "one", chance)
        yield Office(stage, hub, courier, ears, amira, opened.case.id, room.id)


def assembled(stage: Stage, database: Database, chance: Chance) -> Hub:
    return assemble(
        database=database,
        vault=Vault(bytes(32)),
        homeserver=stage.homeserver,
        server_name=HUB,
        chance=chance,
    )


async def process(stage: Stage, hub: Hub, name: str, chance: Chance) -> tuple[Courier, Ears]:
    """One process of a hub: who pays its debts, and who listens."""
    voices = await raise_voices(
        stage.homeserver,
        stage.wire,
        hub.keyring,
        steward=stage.homeserver.creator,
        conference=names.conference_voice(HUB),
        monitor=names.monitor_voice(HUB),
        chance=chance,
        language="de",
        listeners_in=hub.listeners_in,
        language_of=hub.languages.of,
    )
    ears = Ears(
        listening=hub.listening,
        commands=hub.commands,
        homeserver=stage.homeserver,
        wire=stage.voices_wire,
        pins=hub.keyring,
        home=HUB,
        name=name,
        language="de",
    )
    return hub.courier(name, voices, HandBell()), ears


@pytest.fixture
async def office(stage: Stage, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(stage, stage.keyring.database, tmp_path, Chance()) as office:
        yield office


async def test_a_command_from_a_client_that_is_not_ours_is_done_once_and_answered(office: Office) -> None:
    _, listener = await office.listens()

    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Antrag stellen")
    await office.amira.say(office.room, "Das ist nur für euch")
    kept = await office.hub.listening.notebook(listener.switch)
    assert kept is not None
    await listener.round(0)
    # As if killed before it wrote down how far it came: begun anew, it hears the same again.
    assert await office.hub.listening.write(listener.switch, "one", kept)
    again = await office.ears.listener(listener.switch)
    assert again is not None
    await again.arrive()
    await again.round(0)
    await office.courier.work_off()
    await again.round(0)
    await office.amira.catch_up()

    # The hub's own words are not for it: no voice ever gave it a key.
    assert again._book is not None
    assert len(again._book._sessions) == 1
    said = "\n".join(office.amira.read)
    assert await office.tasks() == 1
    assert "liest der Fallraum ab jetzt mit" in said
    assert said.count("Die Aufgabe ist eingetragen, bis 31.03.2027") == 1
    path = f"{V3}/profile/{escaped(listener.user)}/displayname"
    profile = await office.stage.wire.call("GET", path, user=office.stage.homeserver.creator)
    assert "Bot" in profile["displayname"]


async def test_what_no_client_would_write_deafens_nobody_and_nothing_is_read_twice(office: Office) -> None:
    _, listener = await office.listens()
    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Davor")
    hostile: list[object] = [[], {}, 7, None]
    for kind in hostile:
        await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Falsch", kind)
    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Danach")

    await listener.round(0)

    kept = await office.hub.listening.notebook(listener.switch)
    assert kept is not None
    copy = Notebook.load(listener.user, kept)
    assert await office.tasks() == 2
    assert [copy.read(office.amira.user, one) for one in await office.said()] == [None] * 6


async def test_an_event_that_fails_is_skipped_and_the_others_are_heard(office: Office) -> None:
    _, listener = await office.listens()
    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Davor")
    await office.amira.say(office.room, "!hilfe")
    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Danach")
    listener.commands = Stumbling(office.hub.commands)

    await listener.round(0)
    await listener.round(0)

    kept = await office.hub.listening.notebook(listener.switch)
    assert kept is not None
    copy = Notebook.load(listener.user, kept)
    assert await office.tasks() == 2
    assert [copy.read(office.amira.user, one) for one in await office.said()] == [None] * 3


@pytest.mark.parametrize("device", ["nobody vouches for it", "no one-time key", "none"])
async def test_the_room_counts_as_told_only_when_everybody_who_sits_there_can_read_it(
    stage: Stage, device: str
) -> None:
    voice, amira, jonas = await stage.new_voice(), await stage.guest(), new_identity(stage.new_user())
    if device == "none":
        await stage.homeserver.ensure_user(jonas.user)
    else:
        has_keys = device != "no one-time key"
        await stage.phone_of(jonas, "OLD", vouched=not has_keys, one_time_keys=5 * has_keys)
    room = await stage.room(voice.user, jonas.user, amira.user)
    voices, circle = in_room(stage, voice, room, jonas, there=(jonas, amira))
    claim = await owed(stage)

    with pytest.raises(WorldBroken, match="1 person"):
        await voices.announce_listening(claim, circle, Deed.BEGUN)
    meanwhile = await stage.said(room, seen_by=amira.user)
    phone = await stage.phone_of(jonas, "NEW")
    await voices.announce_listening(claim, circle, Deed.BEGUN)

    assert meanwhile == []
    assert "liest der Fallraum ab jetzt mit" in await read(stage, room, phone)


async def test_switched_off_it_can_read_nothing_that_is_said_afterwards(office: Office) -> None:
    switch, listener = await office.listens()
    await office.amira.say(office.room, "!hilfe")
    await listener.round(0)
    # Even whoever had taken a copy of all its keys a moment before.
    copy = listener._book
    assert copy is not None
    (before,) = await office.said()

    must(await office.hub.listening.end(office.case, who=office.amira.user, by="test"))
    await office.courier.work_off()
    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Danach")

    after = (await office.said())[-1]
    assert (copy.read(office.amira.user, before), copy.read(office.amira.user, after)) == (None, None)
    assert after["session_id"] != before["session_id"]
    assert await office.hub.listening.notebook(switch) is None
    with pytest.raises(Over):
        await listener._keep(copy)
    with pytest.raises(HomeserverRefused):
        await office.stage.wire.call("GET", f"{V3}/devices/FALLRAUM", user=listener.user)
    seats = (await office.stage.homeserver.look(office.room)).seats
    assert not [user for user, seat in seats.items() if is_listener(user, HUB) and seat.is_inside]
    assert await office.tasks() == 0
    await office.amira.catch_up()
    assert "Seine Schlüssel sind vernichtet" in "\n".join(office.amira.read)


async def test_drained_of_its_one_time_keys_and_under_hostile_letters_it_hears_who_comes(
    office: Office,
) -> None:
    _, listener = await office.listens()
    stranger = await office.stage.guest()
    wanted: Json = {"one_time_keys": {listener.user: {"FALLRAUM": "signed_curve25519"}}}
    claimed: Json = {}
    for _ in range(55):
        claimed = await stranger.call("POST", "/keys/claim", wanted)
    (last,) = claimed["one_time_keys"][listener.user]["FALLRAUM"].values()
    for number, content in enumerate(HOSTILE):
        path, letter = f"/sendToDevice/m.room.encrypted/{number}", {listener.user: {"FALLRAUM": content}}
        await stranger.call("PUT", path, {"messages": letter})
        assert await office.amira.attempt("PUT", path, {"messages": letter}) == 200

    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Antrag stellen")
    await listener.round(0)
    renewed = await stranger.call("POST", "/keys/claim", wanted)

    assert last.get("fallback") is True
    assert await office.tasks() == 1
    (key,) = renewed["one_time_keys"][listener.user]["FALLRAUM"].values()
    assert "fallback" not in key


async def test_what_somebody_floods_the_room_and_the_letter_box_with_hides_no_command(office: Office) -> None:
    _, listener = await office.listens()
    hostile = await office.stage.guest()
    for number in range(MOST_LETTERS + 10):
        letter: Json = {listener.user: {"FALLRAUM": {}}}
        path = f"/sendToDevice/m.room.encrypted/{number}"
        await hostile.call("PUT", path, {"messages": letter})

    await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Antrag stellen")
    for number in range(MOST_EVENTS + 10):
        path = f"/rooms/{escaped(office.room)}/send/m.room.encrypted/{number}"
        await office.stage.wire.call("PUT", f"{V3}{path}", {}, user=office.stage.homeserver.creator)
    await listener.round(0)

    assert await office.tasks() == 1


async def test_of_two_processes_one_listens_and_when_it_is_killed_the_other_one_goes_on(
    stage: Stage, postgresql: PostgresDatabases, tmp_path: Path
) -> None:
    passed = timedelta()
    chance = Chance(now=lambda: datetime.now(UTC) + passed)
    async with (
        postgresql.migrated() as url,
        opened(url) as database,
        opened(url) as another,
        open_office(stage, database, tmp_path, chance) as office,
    ):
        hub = assembled(stage, another, chance)
        courier, second = await process(stage, hub, "two", chance)
        must(await office.hub.listening.begin(office.case, who=office.amira.user, by="test"))
        await office.courier.work_off()
        stage.line.forget()
        running = {ears.name: asyncio.create_task(ears.run()) for ears in (office.ears, second)}
        # Its device, and then its one-time keys.
        await eventually(lambda: len(stage.line.asked("POST", "/keys/upload")) > 1, within=30)
        await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Vorher")
        await eventually(lambda: office.has(1), within=30)
        at_work = [ears for ears in (office.ears, second) if ears._at_work]

        (killed,) = at_work
        running.pop(killed.name).cancel()
        await office.amira.say(office.room, "!aufgabe bis 31.3.2027 Nachher")
        passed = LEASE + timedelta(seconds=1)
        await eventually(lambda: office.has(2), within=30)
        (switch,) = must(await hub.listening.shown(office.case, who=office.amira.user))
        # What was killed, and woke again, is nobody any more.
        late = (
            await killed.listening.held(killed.name),
            await killed.listening.write(switch, killed.name, ""),
        )
        await asyncio.gather(office.courier.work_off(), courier.work_off())
        await office.amira.catch_up()
        (survivor,) = running.values()
        survivor.cancel()
        await asyncio.gather(survivor, return_exceptions=True)

    said = "\n".join(office.amira.read)
    assert late == ([], False)
    assert said.count("Die Aufgabe ist eingetragen, bis 31.03.2027") == 2
