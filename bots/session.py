"""One Megolm session for one room: who has its key, and when it must be given up."""

import json
from collections.abc import Collection
from datetime import datetime

import vodozemac

from bots.identity import OLM, Device
from bots.readers import Reader
from bots.signing import is_signed
from hub.canonical import encode
from hub.identifiers import RoomId, UserId
from hub.matrix.walls import LONGEST_SESSION, MEGOLM, MOST_MESSAGES
from hub.matrix.wire import Json


class RoomSession:
    """An outbound session. It lives in memory only: after a restart a new one is begun, so no
    message index is ever used twice.
    """

    def __init__(self, device: Device, room: RoomId, now: datetime) -> None:
        self._device = device
        self._room = room
        self._born = now
        self._session = vodozemac.GroupSession()
        self._spoken = 0
        self._holders: set[Reader] = set()
        self._told: set[tuple[str, UserId, str]] = set()

    def is_fit(self, readers: frozenset[Reader], now: datetime) -> bool:
        """Whether the next post may use it: not if somebody holds its key who reads no more."""
        fresh = self._spoken < MOST_MESSAGES and now - self._born < LONGEST_SESSION
        return fresh and self._holders <= readers

    def without_key(self, readers: frozenset[Reader]) -> list[Reader]:
        """Who still needs the key."""
        return sorted(readers - self._holders)

    def has_key(self, readers: list[Reader]) -> None:
        """The key was delivered."""
        self._holders.update(readers)

    def not_told(self, code: str, devices: Collection[tuple[UserId, str]]) -> list[tuple[UserId, str]]:
        """Which devices have not been told yet for what reason they do not get the key."""
        return sorted(device for device in set(devices) if (code, *device) not in self._told)

    def has_told(self, code: str, devices: Collection[tuple[UserId, str]]) -> None:
        """They were told."""
        self._told.update((code, *device) for device in devices)

    def key(self) -> Json:
        """The key, from the next message on."""
        return {
            "algorithm": MEGOLM,
            "room_id": self._room,
            "session_id": self._session.session_id,
            "session_key": self._session.session_key.to_base64(),
        }

    def withheld(self, code: str, reason: str) -> Json:
        """What a device is told that does not get the key (specification: `m.room_key.withheld`)."""
        told = {
            "algorithm": MEGOLM,
            "sender_key": self._device.curve25519,
            "from_device": self._device.id,
            "code": code,
            "reason": reason,
        }
        if code == "m.no_olm":
            return told
        return told | {"room_id": self._room, "session_id": self._session.session_id}

    def encrypt(self, content: Json) -> Json:
        """The content of an `m.room.encrypted` event that holds an `m.room.message`."""
        plain = {"type": "m.room.message", "content": content, "room_id": self._room}
        ciphertext = self._session.encrypt(json.dumps(plain).encode()).to_base64()
        self._spoken += 1
        return {
            "algorithm": MEGOLM,
            "ciphertext": ciphertext,
            "session_id": self._session.session_id,
            "sender_key": self._device.curve25519,
            "device_id": self._device.id,
        }


def wrap_for(device: Device, reader: Reader, one_time_key: object, content: Json) -> Json | None:
    """Encrypt a room key for one device with Olm; None if its one-time key cannot be trusted.

    The Olm session dies here: what anybody answers on it can never be read by the voice.
    """
    public = _one_time_key(reader, one_time_key)
    if public is None:
        return None
    try:
        theirs = vodozemac.Curve25519PublicKey.from_base64(reader.curve25519)
        key = vodozemac.Curve25519PublicKey.from_base64(public)
        session = device.account.create_outbound_session(theirs, key)
    except ValueError:
        return None
    letter = {
        "type": "m.room_key",
        "content": content,
        "sender": device.user,
        "recipient": reader.user,
        "recipient_keys": {"ed25519": reader.ed25519},
        "keys": {"ed25519": device.ed25519},
        # MSC4147: the reader can check who wrote without having asked the server before.
        "sender_device_keys": device.keys(),
    }
    kind, body = session.encrypt(json.dumps(letter).encode()).to_parts()
    return {
        "algorithm": OLM,
        "sender_key": device.curve25519,
        "ciphertext": {reader.curve25519: {"type": kind, "body": encode(body)}},
    }


def _one_time_key(reader: Reader, answer: object) -> str | None:
    if not isinstance(answer, dict) or len(answer) != 1:
        return None
    key = next(iter(answer.values()))
    key_id = f"ed25519:{reader.device}"
    if not isinstance(key, dict) or not is_signed(key, reader.ed25519, user=reader.user, key_id=key_id):
        return None
    public = key.get("key")
    return public if isinstance(public, str) else None
