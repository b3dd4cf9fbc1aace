"""A voice writes and cannot read: not with all it keeps, not with all it was ever sent.

People's clients do write to it: they answer on the Olm session by which the voice handed them its
key. That session was destroyed when the key was sealed, and nobody can open another one.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nio
import pytest
import vodozemac

from bots.identity import Device
from bots.readers import readers
from bots.voices import Voices, raise_voices
from hub.chance import Chance
from hub.identifiers import CaseId, RoomId
from hub.matrix.accounts import sign_in
from hub.matrix.wire import Json
from hub.tour.person import Person
from tests.people import MONITOR, STEWARD, VOICE
from tests.voices.attempts import envelope, letters_to, opened_by
from tests.voices.stage import DEVICE, V3, Stage

pytestmark = pytest.mark.homeserver

SECRET = "Das sage ich nur euch"


class Talker(Person):
    """Somebody who also says something."""

    async def say(self, room: RoomId, text: str) -> None:
        """Write into a room, encrypted for every device in it."""
        content = {"msgtype": "m.text", "body": text}
        answer = await self._client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        assert isinstance(answer, nio.RoomSendResponse)


class Hoard:
    """An Olm account that keeps the sessions it made: what the voices' own one must not do."""

    def __init__(self, account: vodozemac.Account) -> None:
        self.kept: list[vodozemac.Session] = []
        self._account = account

    def create_outbound_session(
        self, theirs: vodozemac.Curve25519PublicKey, one_time_key: vodozemac.Curve25519PublicKey
    ) -> vodozemac.Session:
        session = self._account.create_outbound_session(theirs, one_time_key)
        self.kept.append(session)
        return session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._account, name)


@pytest.fixture
async def amira(stage: Stage, tmp_path: Path) -> AsyncIterator[Talker]:
    user = stage.new_user()
    await stage.homeserver.ensure_user(user)
    token = await sign_in(stage.wire, user, "LAPTOP")
    person = Talker(stage.url, user, tmp_path / "amira")
    await person.sign_in(token=token, device="LAPTOP")
    yield person
    await person.close()


async def test_each_of_the_hubs_voices_is_vouched_for_and_has_a_letter_box_that_nobody_can_write_to(
    stage: Stage,
) -> None:
    voices = await raised(stage)
    users = [voice.user for voice in (voices.steward, voices.conference, voices.monitor)]

    keys = await stage.wire.call(
        "POST",
        f"{V3}/keys/query",
        {"device_keys": {user: [] for user in users}},
        user=users[0],
        device=DEVICE,
    )
    wanted = {"one_time_keys": {user: {DEVICE: "signed_curve25519"} for user in users}}
    claimed = await stage.wire.call("POST", f"{V3}/keys/claim", wanted, user=users[0], device=DEVICE)

    assert users == [STEWARD, VOICE, MONITOR]
    assert {(one.user, one.device) for one in readers(keys, users, {}).trusted} == {
        (user, DEVICE) for user in users
    }
    assert not any(claimed["one_time_keys"].values())


async def test_what_one_voice_says_no_other_gets_a_key_for(stage: Stage, amira: Talker) -> None:
    voices = await raised(stage)
    room = await stage.room(voices.conference.user, voices.monitor.user, amira.user)
    circle = stage.circle(voices.monitor, amira) | {voices.conference.user}
    stage.line.forget()

    sealed = await voices.monitor.seal(room, circle, {"msgtype": "m.notice", "body": SECRET})
    await voices.monitor.send(sealed, audience=circle, transaction="1")
    await amira.catch_up()

    assert amira.read == [SECRET]
    given = [set(json.loads(one.said)["messages"]) for one in stage.letters_sent()]
    assert given == [{amira.user}]


async def raised(stage: Stage) -> Voices:
    async def nowhere(_room: RoomId) -> None:
        return None

    async def german(_case: CaseId) -> str:
        return ""

    return await raise_voices(
        stage.homeserver,
        stage.voices_wire,
        stage.keyring,
        steward=STEWARD,
        conference=VOICE,
        monitor=MONITOR,
        chance=Chance(),
        language="de",
        listeners_in=nowhere,
        language_of=german,
    )


async def test_with_all_it_has_a_voice_cannot_read_what_people_write(stage: Stage, amira: Talker) -> None:
    device = stage.new_device()
    said, letters = await _amira_answers(stage, device, amira)

    kept = Device.from_secrets(device.user, device.secrets())

    assert letters, "her client wrote to the voice"
    assert {letter["algorithm"] for letter in letters} == {"m.olm.v1.curve25519-aes-sha2"}
    assert not [letter for letter in letters if opened_by(kept, letter, stage.line.exchanges)]
    # Neither the key's name nor the words came over the line in any other way.
    heard = b"".join(exchange.heard for exchange in stage.line.exchanges)
    assert said["session_id"].encode() not in heard
    assert SECRET.encode() not in heard


async def test_it_could_if_it_kept_the_sessions_it_opened(stage: Stage, amira: Talker) -> None:
    clean = stage.new_device()
    hoard = Hoard(clean.account)
    careless = Device(clean.user, DEVICE, hoard, clean.cross_signing)  # type: ignore[arg-type]
    said, letters = await _amira_answers(stage, careless, amira)

    (letter,) = letters
    key = json.loads(hoard.kept[0].decrypt(envelope(letter, clean)))["content"]

    session = vodozemac.InboundGroupSession(vodozemac.SessionKey(key["session_key"]))
    message = vodozemac.MegolmMessage.from_base64(said["ciphertext"])
    assert SECRET in session.decrypt(message).plaintext.decode()


async def test_its_letter_box_is_empty_after_each_start(stage: Stage, amira: Talker) -> None:
    device = stage.new_device()
    voice = await stage.new_voice(device)
    room = await stage.room(voice.user, amira.user)
    await stage.posts(voice, room, "Tagesordnung", to=(amira,))
    await amira.catch_up()
    await amira.say(room, SECRET)
    assert await _waiting(stage, device, patience=1)

    await stage.voice_of(device).publish()

    assert not await _waiting(stage, device, patience=2)


async def _amira_answers(stage: Stage, device: Device, amira: Talker) -> tuple[Json, list[Json]]:
    """A voice posts, she answers, it is started anew: what she said, and her letters to it."""
    voice = await stage.new_voice(device)
    room = await stage.room(voice.user, amira.user)
    await stage.posts(voice, room, "Tagesordnung", to=(amira,))
    await amira.catch_up()
    assert amira.read == ["Tagesordnung"]
    await amira.say(room, SECRET)

    await stage.voice_of(device).publish()
    await stage.posts(stage.voice_of(device), room, "Protokoll", to=(amira,))

    of_hers = [said for said in await stage.said(room, seen_by=amira.user) if said["device_id"] == "LAPTOP"]
    (said,) = of_hers
    return said, letters_to(device, stage.line.exchanges)


async def _waiting(stage: Stage, device: Device, *, patience: int) -> list[Json]:
    """What is in a voice's letter box. The same question twice would be answered from memory."""
    query = {"filter": '{"room":{"rooms":[]}}', "timeout": str(patience)}
    answer = await stage.wire.call("GET", f"{V3}/sync", user=device.user, device=device.id, query=query)
    letters: list[Json] = answer.get("to_device", {}).get("events", [])
    return letters
