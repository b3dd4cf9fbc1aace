"""The poster against a real homeserver: to whom it speaks, to whom not, and what it cannot do."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import vodozemac

from bots.identity import CrossSigning, Device
from bots.poster import LETTERS_PER_CALL, MayNotSpeak
from hub.canonical import canonical_json
from hub.identifiers import UserId
from hub.matrix.walls import MOST_MESSAGES
from hub.matrix.wire import Json, escaped
from tests.voices.handset import Handset
from tests.voices.stage import DEVICE, V3, Stage, new_identity, words

pytestmark = pytest.mark.homeserver


# Where it does not speak.


async def test_it_refuses_a_room_whose_encryption_is_off(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    off = f"{V3}/rooms/{escaped(room)}/state/m.room.encryption/"
    await stage.wire.call("PUT", off, {}, user=stage.homeserver.creator)

    with pytest.raises(MayNotSpeak, match="not encrypted"):
        await voice.seal(room, stage.circle(voice, jonas), words("Tagesordnung"))

    assert not await stage.said(room, seen_by=jonas.user)
    assert not stage.letters_sent()


async def test_it_refuses_a_room_where_it_does_not_sit(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(jonas.user)

    with pytest.raises(MayNotSpeak):
        await voice.seal(room, stage.circle(voice, jonas), words("Tagesordnung"))


async def test_it_encrypts_nothing_while_somebody_sits_there_who_may_not(stage: Stage) -> None:
    voice, jonas, dario = await stage.new_voice(), await stage.guest(), await stage.guest()
    room = await stage.room(voice.user, jonas.user, dario.user)

    with pytest.raises(MayNotSpeak, match="1 person"):
        await voice.seal(room, stage.circle(voice, jonas), words("Tagesordnung"))

    assert not stage.letters_sent()
    assert not stage.line.asked("POST", "/keys/claim")
    assert not await stage.said(room, seen_by=jonas.user)


async def test_it_sends_nothing_when_somebody_came_after_it_encrypted(stage: Stage) -> None:
    voice, jonas, dario = await stage.new_voice(), await stage.guest(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    circle = stage.circle(voice, jonas)
    sealed = await voice.seal(room, circle, words("Tagesordnung"))
    await stage.homeserver.place(room, dario.user)

    with pytest.raises(MayNotSpeak):
        await voice.send(sealed, audience=circle, transaction="t-1")

    assert not await stage.said(room, seen_by=jonas.user)


async def test_whoever_is_only_invited_gets_no_key_and_keeps_nobody_silent(stage: Stage) -> None:
    voice, jonas, dario = await stage.new_voice(), await stage.guest(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    await stage.homeserver.invite(room, dario.user)

    content = await stage.posts(voice, room, "Tagesordnung", to=(jonas,))

    assert await _reads(jonas, content) == "Tagesordnung"
    assert not await dario.letters()


# What it says once.


async def test_the_same_transaction_is_one_event_and_another_one_is_another(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    circle = stage.circle(voice, jonas)
    sealed = await voice.seal(room, circle, words("Tagesordnung"))

    await voice.send(sealed, audience=circle, transaction="t-1")
    await voice.send(sealed, audience=circle, transaction="t-1")
    assert len(await stage.said(room, seen_by=jonas.user)) == 1

    await voice.send(sealed, audience=circle, transaction="t-2")
    assert len(await stage.said(room, seen_by=jonas.user)) == 2


async def test_it_knows_what_it_has_said_also_after_a_restart(stage: Stage) -> None:
    device = stage.new_device()
    voice, jonas = await stage.new_voice(device), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    circle = stage.circle(voice, jonas)
    said = await voice.seal(room, circle, words("Tagesordnung"))
    unsaid = await voice.seal(room, circle, words("Tagesordnung"))
    await voice.send(said, audience=circle, transaction="t-1")

    restarted = stage.voice_of(Device.from_secrets(device.user, device.secrets()))

    assert await restarted.said_as(said)
    assert not await restarted.said_as(unsaid)


# Who gets the key.


async def test_a_changed_identity_gets_no_key_until_it_is_trusted_anew(stage: Stage) -> None:
    voice, jonas, amira = await stage.new_voice(), await stage.guest(), await stage.guest()
    room = await stage.room(voice.user, jonas.user, amira.user)
    first = await stage.posts(voice, room, "eins", to=(jonas, amira))
    assert await _reads(jonas, first) == "eins"

    await jonas.identity_is_reset(new_identity(jonas.user))
    second = await stage.posts(voice, room, "zwei", to=(jonas, amira))

    assert second["session_id"] != first["session_id"]
    assert await _reads(jonas, second) is None
    assert await _reads(amira, second) == "zwei"

    assert await stage.keyring.trust_anew(jonas.user)
    third = await stage.posts(voice, room, "drei", to=(jonas, amira))

    assert await _reads(jonas, third) == "drei"
    assert await _reads(jonas, second) is None


async def test_an_identity_is_pinned_at_the_first_post_and_not_before(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    await jonas.identity_is_reset(new_identity(jonas.user))

    content = await stage.posts(voice, room, "Tagesordnung", to=(jonas,))

    assert await _reads(jonas, content) == "Tagesordnung"


async def test_a_device_nobody_vouches_for_gets_no_key_and_is_told(stage: Stage) -> None:
    voice, jonas, amira = await stage.new_voice(), await stage.guest(), await stage.guest(vouched=False)
    room = await stage.room(voice.user, jonas.user, amira.user)

    content = await stage.posts(voice, room, "Tagesordnung", to=(jonas, amira))

    assert await _reads(jonas, content) == "Tagesordnung"
    assert await _reads(amira, content) is None
    (told,) = amira.withheld
    assert (told["code"], told["session_id"]) == ("m.unverified", content["session_id"])

    await amira.vouch()
    assert await _reads(amira, await stage.posts(voice, room, "Nachtrag", to=(jonas, amira))) == "Nachtrag"


async def test_a_device_that_comes_later_and_is_not_vouched_for_is_told_too(stage: Stage) -> None:
    voice, identity = await stage.new_voice(), new_identity(stage.new_user())
    first_phone = await stage.phone_of(identity, "PHONE")
    room = await stage.room(voice.user, identity.user)
    await stage.posts(voice, room, "eins", to=(first_phone,))
    new_phone = await stage.phone_of(identity, "TABLET", vouched=False)

    content = await stage.posts(voice, room, "zwei", to=(first_phone,))

    assert await _reads(first_phone, content) == "zwei"
    assert await _reads(new_phone, content) is None
    assert [told["code"] for told in new_phone.withheld] == ["m.unverified"]


async def test_more_devices_than_go_into_one_letter_are_all_served(stage: Stage) -> None:
    voice, identity = await stage.new_voice(), new_identity(stage.new_user())
    phones = [await stage.phone_of(identity, f"PHONE{n}") for n in range(LETTERS_PER_CALL + 3)]
    room = await stage.room(voice.user, identity.user)
    stage.line.forget()

    content = await stage.posts(voice, room, "Tagesordnung", to=(phones[0],))

    calls = [sum(map(len, sent.body["messages"].values())) for sent in stage.letters_sent()]
    assert calls == [LETTERS_PER_CALL, 3]
    assert {await _reads(phone, content) for phone in phones} == {"Tagesordnung"}


async def test_a_device_without_one_time_keys_is_told_and_reads_as_soon_as_it_has_some(stage: Stage) -> None:
    voice, jonas, amira = await stage.new_voice(), await stage.guest(), await stage.guest(one_time_keys=0)
    room = await stage.room(voice.user, jonas.user, amira.user)

    first = await stage.posts(voice, room, "eins", to=(jonas, amira))

    assert await _reads(jonas, first) == "eins"
    assert await _reads(amira, first) is None
    assert [told["code"] for told in amira.withheld] == ["m.no_olm"]

    await amira.offers_one_time_keys(1)
    second = await stage.posts(voice, room, "zwei", to=(jonas, amira))
    assert await _reads(amira, second) == "zwei"
    # The key is handed out from the present message on.
    assert await _reads(amira, first) is None


async def test_a_device_with_nonsense_for_a_key_keeps_nobody_from_reading(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    device = _new_device(new_identity(stage.new_user()), "PHONE")
    device.curve25519 = "nonsense"
    dario = await stage.handset(device)
    room = await stage.room(voice.user, jonas.user, dario.user)

    content = await stage.posts(voice, room, "Tagesordnung", to=(jonas, dario))

    assert await _reads(jonas, content) == "Tagesordnung"


async def test_a_device_that_offers_nonsense_keeps_nobody_from_reading(stage: Stage) -> None:
    voice, jonas, dario = await stage.new_voice(), await stage.guest(), await stage.guest(one_time_keys=0)
    await dario.offers({"AAAAAQ": "A"})
    room = await stage.room(voice.user, jonas.user, dario.user)

    content = await stage.posts(voice, room, "Tagesordnung", to=(jonas, dario))

    assert await _reads(jonas, content) == "Tagesordnung"


async def test_a_session_is_given_up_after_its_last_message(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    circle = stage.circle(voice, jonas)

    sealed = [await voice.seal(room, circle, words(str(n))) for n in range(MOST_MESSAGES + 1)]

    sessions = [post.content["session_id"] for post in sealed]
    assert len(set(sessions[:MOST_MESSAGES])) == 1
    assert sessions[MOST_MESSAGES] != sessions[0]
    assert await _reads(jonas, sealed[0].content) == "0"
    assert await _reads(jonas, sealed[MOST_MESSAGES].content) == str(MOST_MESSAGES)


async def test_a_session_is_given_up_after_a_week(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)

    first = await stage.posts(voice, room, "eins", to=(jonas,))
    stage.clock.push(days=6)
    second = await stage.posts(voice, room, "zwei", to=(jonas,))
    stage.clock.push(days=1)
    third = await stage.posts(voice, room, "drei", to=(jonas,))

    assert first["session_id"] == second["session_id"] != third["session_id"]


# What it believes of a homeserver that lies.


@dataclass(frozen=True, slots=True)
class Wiretap:
    """A homeserver that would read along: it passes a device of its own off as somebody's."""

    victim: Handset
    device: Device
    also: Callable[[Json], None] = lambda _keys: None

    def __call__(self, path: str, answer: Json) -> None:
        if path == "/keys/query":
            answer["device_keys"][self.victim.user][self.device.id] = self.device.keys()
            self.also(answer)
        elif path == "/keys/claim":
            answer["one_time_keys"][self.victim.user] = {self.device.id: self._one_time_key()}

    def _one_time_key(self) -> Json:
        account = self.device.account
        account.generate_one_time_keys(1)
        (key,) = account.one_time_keys.values()
        bare = {"key": key.to_base64()}
        signature = account.sign(canonical_json(bare)).to_base64()
        signed = {self.victim.user: {f"ed25519:{self.device.id}": signature}}
        return {"signed_curve25519:AAAAAQ": bare | {"signatures": signed}}


def _of_another_owner(jonas: Handset) -> Wiretap:
    """In the place of his, and signed with other keys than his."""
    return Wiretap(jonas, _new_device(new_identity(jonas.user), jonas.id))


def _of_another_owner_shown_beside_it(jonas: Handset) -> Wiretap:
    """The same, and the other key is shown as his; only his master key did not sign that."""
    identity = new_identity(jonas.user)
    shown = {jonas.user: identity.upload()["self_signing_key"]}
    return Wiretap(
        jonas, _new_device(identity, jonas.id), lambda keys: keys["self_signing_keys"].update(shown)
    )


def _of_another_name(jonas: Handset) -> Wiretap:
    """One device more, which he never signed in on."""
    return Wiretap(jonas, _new_device(new_identity(jonas.user), "WIRETAP"))


def _of_somebody_else(jonas: Handset) -> Wiretap:
    """A device that is signed well, only by Dario, with Dario's keys beside it."""
    dario = new_identity(UserId("@dario:fallraum.localhost"))

    def show(keys: Json) -> None:
        keys["self_signing_keys"][jonas.user] = dario.upload()["self_signing_key"]
        keys["master_keys"][jonas.user] = dario.upload()["master_key"]

    return Wiretap(jonas, _new_device(dario, "WIRETAP"), show)


@pytest.mark.parametrize(
    "wiretap", [_of_another_owner, _of_another_owner_shown_beside_it, _of_another_name, _of_somebody_else]
)
async def test_a_device_the_homeserver_slips_in_gets_no_key(
    stage: Stage, wiretap: Callable[[Handset], Wiretap]
) -> None:
    voice, jonas, amira = await stage.new_voice(), await stage.guest(), await stage.guest()
    room = await stage.room(voice.user, jonas.user, amira.user)
    listening = wiretap(jonas)
    stage.line.forge = listening

    content = await stage.posts(voice, room, "Tagesordnung", to=(jonas, amira))

    assert await _reads(amira, content) == "Tagesordnung"
    assert listening.device.id not in _served(stage, jonas)


async def test_a_device_its_owner_vouched_for_would_get_the_key_from_such_a_homeserver(stage: Stage) -> None:
    voice, identity = await stage.new_voice(), new_identity(stage.new_user())
    jonas = await stage.phone_of(identity, "PHONE")
    room = await stage.room(voice.user, jonas.user)
    stage.line.forge = Wiretap(jonas, _new_device(identity, "TABLET"))

    await stage.posts(voice, room, "Tagesordnung", to=(jonas,))

    assert "TABLET" in _served(stage, jonas)


# What it cannot do: read.


async def test_nobody_can_open_a_session_towards_it(stage: Stage) -> None:
    voice, jonas = await stage.new_voice(), await stage.guest()
    room = await stage.room(voice.user, jonas.user)
    await stage.posts(voice, room, "Tagesordnung", to=(jonas,))

    assert await _claimed(stage, voice.user, DEVICE, by=jonas) == {}
    # So that the answer means something: others can be reached.
    assert await _claimed(stage, jonas.user, jonas.id, by=jonas)


def _new_device(identity: CrossSigning, name: str) -> Device:
    return Device(identity.user, name, vodozemac.Account(), identity)


def _served(stage: Stage, person: Handset) -> set[str]:
    """The devices in whose name letters with the key were sent off."""
    return {name for sent in stage.letters_sent() for name in sent.body["messages"].get(person.user, {})}


async def _reads(handset: Handset, content: Json) -> str | None:
    await handset.opens_its_letters()
    return handset.reads(content)


async def _claimed(stage: Stage, user: UserId, device: str, *, by: Handset) -> Json:
    wanted = {"one_time_keys": {user: {device: "signed_curve25519"}}}
    answer = await by.call("POST", "/keys/claim", wanted)
    claimed: Json = answer["one_time_keys"].get(user, {}).get(device, {})
    return claimed
