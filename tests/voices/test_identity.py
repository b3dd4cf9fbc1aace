"""Who a voice is: a device its owner vouches for, towards which nobody can open a session."""

import json

import pytest
from nacl.signing import SigningKey

from bots.identity import CrossSigning, Device
from bots.readers import readers
from bots.signing import is_signed
from hub.canonical import encode
from hub.identifiers import UserId
from hub.matrix.wire import Json
from tests.people import MONITOR, STEWARD, VOICE


def answer_about(device: Device) -> Json:
    """What a homeserver tells others who ask for the voice's keys."""
    upload = device.cross_signing.upload()
    return {
        "master_keys": {device.user: upload["master_key"]},
        "self_signing_keys": {device.user: upload["self_signing_key"]},
        "device_keys": {device.user: {device.id: device.keys()}},
    }


def public(key: SigningKey) -> str:
    return encode(bytes(key.verify_key))


@pytest.mark.parametrize("user", [STEWARD, VOICE, MONITOR])
def test_others_find_a_voice_that_its_owner_vouches_for(user: UserId) -> None:
    voice = Device.new(user, "FALLRAUM")

    found = readers(answer_about(voice), [user], {})

    [reader] = found.trusted
    assert (reader.user, reader.device) == (user, "FALLRAUM")
    assert (reader.ed25519, reader.curve25519) == (voice.ed25519, voice.curve25519)
    assert found.untrusted == frozenset()


def test_a_device_is_signed_by_itself_and_by_its_owner() -> None:
    voice = Device.new(VOICE, "FALLRAUM")
    keys, owner = voice.keys(), public(voice.cross_signing.self_signing)

    assert set(keys["signatures"][VOICE]) == {"ed25519:FALLRAUM", f"ed25519:{owner}"}
    assert is_signed(keys, voice.ed25519, user=VOICE, key_id="ed25519:FALLRAUM")
    assert is_signed(keys, owner, user=VOICE, key_id=f"ed25519:{owner}")


def test_the_owners_key_for_devices_is_signed_by_the_master_key() -> None:
    signing = Device.new(VOICE, "FALLRAUM").cross_signing
    master = public(signing.master)

    upload = signing.upload()

    assert upload["master_key"] == {
        "user_id": VOICE,
        "usage": ["master"],
        "keys": {f"ed25519:{master}": master},
    }
    assert upload["self_signing_key"]["usage"] == ["self_signing"]
    assert is_signed(upload["self_signing_key"], master, user=VOICE, key_id=f"ed25519:{master}")


def test_a_voice_tells_what_it_speaks() -> None:
    keys = Device.new(VOICE, "FALLRAUM").keys()

    # Specification, "Messaging Algorithms".
    assert keys["algorithms"] == ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"]
    assert set(keys["keys"]) == {"ed25519:FALLRAUM", "curve25519:FALLRAUM"}


def test_nobody_can_open_a_session_towards_a_voice() -> None:
    voice = Device.new(VOICE, "FALLRAUM")

    published = json.dumps([voice.keys(), voice.cross_signing.upload()])

    assert voice.account.one_time_keys == {}
    assert "one_time_key" not in published
    assert "fallback_key" not in published


def test_no_secret_is_published_or_shown() -> None:
    voice = Device.new(VOICE, "FALLRAUM")
    seeds = [bytes(voice.cross_signing.master), bytes(voice.cross_signing.self_signing)]

    shown = json.dumps([voice.keys(), voice.cross_signing.upload()]) + repr([voice, voice.cross_signing])

    for seed in seeds:
        assert seed.hex() not in shown
        assert encode(seed) not in shown
        assert str(seed) not in shown


def test_a_kept_device_is_the_same_device_again() -> None:
    voice = Device.new(VOICE, "FALLRAUM")

    again = Device.from_secrets(VOICE, voice.secrets())

    assert again.id == "FALLRAUM"
    assert again.keys() == voice.keys()
    assert again.cross_signing.upload() == voice.cross_signing.upload()


def test_a_device_can_be_kept_again_and_again() -> None:
    voice = Device.new(VOICE, "FALLRAUM")

    again = Device.from_secrets(VOICE, Device.from_secrets(VOICE, voice.secrets()).secrets())

    assert again.keys() == voice.keys()


def test_the_account_is_kept_under_a_new_key_each_time() -> None:
    voice = Device.new(VOICE, "FALLRAUM")

    once, twice = json.loads(voice.secrets()), json.loads(voice.secrets())

    assert once["pickle_key"] != twice["pickle_key"]
    assert once["account"] != twice["account"]


@pytest.mark.parametrize("other", [STEWARD, VOICE])
def test_no_two_devices_share_a_key(other: UserId) -> None:
    one, two = Device.new(VOICE, "FALLRAUM"), Device.new(other, "FALLRAUM")

    keys = [
        (d.curve25519, d.ed25519, public(d.cross_signing.master), public(d.cross_signing.self_signing))
        for d in (one, two)
    ]

    assert len({key for of_one in keys for key in of_one}) == 8


def test_an_owner_vouches_for_nobody_elses_device() -> None:
    voice, stranger = Device.new(VOICE, "FALLRAUM"), Device.new(STEWARD, "FALLRAUM")
    forged = answer_about(voice)

    forged["device_keys"][VOICE]["FALLRAUM"] = voice.cross_signing.vouch(stranger.keys())

    assert readers(forged, [VOICE], {}).trusted == frozenset()


def test_vouching_keeps_the_devices_own_signature() -> None:
    voice = Device.new(VOICE, "FALLRAUM")
    other_owner = CrossSigning(VOICE, SigningKey.generate(), SigningKey.generate())

    twice = other_owner.vouch(voice.keys())

    assert is_signed(twice, voice.ed25519, user=VOICE, key_id="ed25519:FALLRAUM")
    assert len(twice["signatures"][VOICE]) == 3
