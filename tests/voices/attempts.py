"""Letters that people's clients write to a voice, and all one could try to open them."""

from collections.abc import Callable
from functools import partial

import vodozemac

from bots.identity import Device
from hub.canonical import decode
from hub.matrix.wire import Json
from tests.voices.stage import Exchange


def letters_to(device: Device, exchanges: list[Exchange]) -> list[Json]:
    """The letters to a voice's device among all it was ever sent."""
    synced = (exchange.answer for exchange in exchanges if exchange.path == "/sync")
    events = (event for answer in synced for event in answer.get("to_device", {}).get("events", []))
    contents = (event["content"] for event in events if event["type"] == "m.room.encrypted")
    return [content for content in contents if device.curve25519 in content["ciphertext"]]


def opened_by(device: Device, letter: Json, exchanges: list[Exchange]) -> bool:
    """Try it with what a voice keeps and was sent: as a first letter, and on sessions made again."""
    message = envelope(letter, device)
    sender = vodozemac.Curve25519PublicKey.from_base64(letter["sender_key"])
    attempts: list[Callable[[], object]] = [partial(_as_first_letter, device, sender, message)]
    for one_time_key in _claimed(exchanges):
        session = device.account.create_outbound_session(sender, one_time_key)
        attempts.append(partial(session.decrypt, message))
    return any(_succeeds(attempt) for attempt in attempts)


def envelope(letter: Json, device: Device) -> vodozemac.AnyOlmMessage:
    """The part of a letter that is for this device."""
    mine = letter["ciphertext"][device.curve25519]
    return vodozemac.AnyOlmMessage.from_parts(mine["type"], decode(mine["body"]))


def _as_first_letter(
    device: Device, sender: vodozemac.Curve25519PublicKey, message: vodozemac.AnyOlmMessage
) -> None:
    first = message.to_pre_key()
    if first is None:
        raise vodozemac.OlmDecryptionException("an answer on a session that is gone")
    device.account.create_inbound_session(sender, first)


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (vodozemac.OlmDecryptionException, vodozemac.SessionCreationException):
        return False
    return True


def _claimed(exchanges: list[Exchange]) -> list[vodozemac.Curve25519PublicKey]:
    """Every one-time key the voice ever got."""
    answers = (exchange.answer for exchange in exchanges if exchange.path == "/keys/claim")
    devices = (
        keys for found in answers for user in found["one_time_keys"].values() for keys in user.values()
    )
    publics = (key["key"] for keys in devices for key in keys.values())
    return [vodozemac.Curve25519PublicKey.from_base64(public) for public in publics]
