"""A person's client that writes where the hub listens, at the level of Olm and Megolm."""

import json
from typing import Any

import vodozemac

from bots.identity import OLM, Device
from bots.notebook import Notebook
from bots.readers import Reader
from hub.canonical import encode
from hub.identifiers import RoomId, UserId
from hub.matrix.walls import MEGOLM
from hub.matrix.wire import Json


class Pen:
    """Writes letters and messages, also such as no client would."""

    def __init__(self, user: UserId, room: RoomId) -> None:
        self.device = Device.new(user, "LAPTOP")
        self.user = user
        self.room = room
        self.group = vodozemac.GroupSession()
        self._session: vodozemac.Session | None = None

    @property
    def reader(self) -> Reader:
        """The device, as its owner vouches for it."""
        return Reader(self.user, self.device.id, self.device.ed25519, self.device.curve25519)

    def begins(self, book: Notebook) -> None:
        """Begin a session, as with a one-time key from the homeserver."""
        offered = book.unpublished()
        keys = offered["one_time_keys"] or offered["fallback_keys"]
        name, key = next(iter(keys.items()))
        assert name.startswith("signed_curve25519:")
        theirs = vodozemac.Curve25519PublicKey.from_base64(book.device.curve25519)
        one_time = vodozemac.Curve25519PublicKey.from_base64(key["key"])
        self._session = self.device.account.create_outbound_session(theirs, one_time)

    def letter(self, book: Notebook, **otherwise: Any) -> Json:
        """The key of the group session, in a letter; whatever is said `otherwise` is put in its place."""
        if self._session is None:
            self.begins(book)
        assert self._session is not None
        opened = {
            "type": "m.room_key",
            "sender": self.user,
            "recipient": book.device.user,
            "recipient_keys": {"ed25519": book.device.ed25519},
            "keys": {"ed25519": self.device.ed25519},
            "content": self.key(),
        }
        kind, body = self._session.encrypt(json.dumps(opened | otherwise).encode()).to_parts()
        mine = {"type": kind, "body": encode(body)}
        sender_key = self.device.curve25519
        return {"algorithm": OLM, "sender_key": sender_key, "ciphertext": {book.device.curve25519: mine}}

    def key(self) -> Json:
        """The group session's key from here on."""
        session_key = self.group.session_key.to_base64()
        named = {"algorithm": MEGOLM, "room_id": self.room, "session_id": self.group.session_id}
        return named | {"session_key": session_key}

    def says(self, text: str, **otherwise: Any) -> Json:
        """The content of an encrypted event."""
        plain = {
            "type": "m.room.message",
            "room_id": self.room,
            "content": {"msgtype": "m.text", "body": text},
        }
        ciphertext = self.group.encrypt(json.dumps(plain | otherwise).encode()).to_base64()
        return {"algorithm": MEGOLM, "session_id": self.group.session_id, "ciphertext": ciphertext}
