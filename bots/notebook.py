"""What one listener keeps: its device, Olm sessions towards it, and keys that open nothing read before.

All that comes in was written by somebody else. What is not exactly as it must be leaves no trace.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

import nacl.utils
import vodozemac

from bots.identity import OLM, Device
from bots.readers import Reader
from hub.canonical import UNREADABLE, canonical_json, decode
from hub.identifiers import RoomId, UserId
from hub.matrix.walls import MEGOLM
from hub.matrix.wire import Json

# A room key with the sender's device keys beside it takes some 3,000.
LONGEST_LETTER = 16_384
# An event has 65,536 bytes at most (specification, "Size limits").
LONGEST_MESSAGE = 65_536
# Of each device; a client begins a new session when it has lost the last one.
MOST_SESSIONS = 4
# Of each person: nobody's devices crowd out those of others.
MOST_DEVICES = 20
# Of each person; a client begins a new key every hundred messages, or every week.
MOST_KEYS = 50
ENOUGH_ONE_TIME_KEYS = 25

# Whose device, and its Curve25519 key.
_Device = tuple[UserId, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A room key as it came, from whom it claims to be; who that is, is asked of their devices."""

    sender: UserId
    curve25519: str
    ed25519: str
    session_id: str
    session_key: str = field(repr=False)

    def is_from(self, reader: Reader) -> bool:
        """Whether a device that its owner vouches for wrote it."""
        return (reader.user, reader.curve25519, reader.ed25519) == (
            self.sender,
            self.curve25519,
            self.ed25519,
        )


class Notebook:
    """The whole state of a listener. It is sealed where it is kept, and gone with the switch."""

    def __init__(self, device: Device, room: RoomId, since: str = "") -> None:
        self.device = device
        self.room = room
        self.since = since
        self._sessions: dict[_Device, list[vodozemac.Session]] = {}
        # Begun by letters of which is not known yet whether anybody vouches for who wrote them; kept nowhere.
        self._begun: dict[_Device, list[vodozemac.Session]] = {}
        # By who handed it on, too: everybody in the room has everybody's keys.
        self._keys: dict[tuple[UserId, str], vodozemac.InboundGroupSession] = {}

    # What comes in.

    def open_letter(self, sender: UserId, content: object) -> Letter | None:
        """Decrypt a letter to this device; None if it is no room key for its room."""
        try:
            sender_key, message = self._envelope(content)
            opened = self._decrypt((sender, sender_key), message)
            return self._letter(sender, sender_key, json.loads(opened)) if opened is not None else None
        except UNREADABLE:
            return None

    def keep_sessions(self, trusted: Collection[Reader]) -> None:
        """Keep the sessions that were begun by devices their owners vouch for, and forget all others."""
        vouched = {(reader.user, reader.curve25519) for reader in trusted}
        for device, sessions in self._begun.items():
            if device in vouched:
                # Whoever wrote last is forgotten last.
                known = self._sessions.pop(device, [])
                self._sessions[device] = [*known, *sessions][-MOST_SESSIONS:]
                theirs = [one for one in self._sessions if one[0] == device[0]]
                for one in theirs[:-MOST_DEVICES]:
                    del self._sessions[one]
        self._begun.clear()

    def take_key(self, letter: Letter) -> bool:
        """Keep a room key. One that is here stays as it is: nothing that was read can be read again."""
        try:
            session = vodozemac.InboundGroupSession(vodozemac.SessionKey(letter.session_key))
        except UNREADABLE:
            return False
        named = (letter.sender, letter.session_id)
        if session.session_id != letter.session_id or named in self._keys:
            return False
        theirs = [one for one in self._keys if one[0] == letter.sender]
        for one in theirs[: max(0, len(theirs) + 1 - MOST_KEYS)]:
            del self._keys[one]
        self._keys[named] = session
        return True

    def read(self, sender: UserId, content: object) -> Json | None:
        """The content of a message that its key's owner wrote into this room; each is read once."""
        try:
            return self._read(sender, content)
        except UNREADABLE:
            return None

    # One-time keys, so that clients can open sessions towards the device.

    def replenish(self, offered: int, *, has_fallback: bool) -> bool:
        """Make new one-time keys if few are left, and a fallback key if it is used; whether any is new."""
        account, few = self.device.account, offered < ENOUGH_ONE_TIME_KEYS
        if few and not account.one_time_keys:
            account.generate_one_time_keys(account.max_number_of_one_time_keys - offered)
        if not has_fallback and not account.fallback_key:  # type: ignore[attr-defined]
            account.generate_fallback_key()  # type: ignore[attr-defined]
        return few or not has_fallback

    def unpublished(self) -> Json:
        """The body of `POST /keys/upload` that offers what was made."""
        account = self.device.account
        fallback = account.fallback_key  # type: ignore[attr-defined]
        one_time = {id_: {"key": key.to_base64()} for id_, key in account.one_time_keys.items()}
        last = {id_: {"key": key.to_base64(), "fallback": True} for id_, key in fallback.items()}
        return {"one_time_keys": self._offered(one_time), "fallback_keys": self._offered(last)}

    def were_published(self) -> None:
        """The homeserver has them."""
        self.device.account.mark_keys_as_published()

    # How it is kept.

    def dump(self) -> str:
        """Everything, to be kept sealed."""
        pickle_key = nacl.utils.random(32)
        return json.dumps(
            {
                "device": self.device.secrets(),
                "room": self.room,
                "since": self.since,
                "pickle_key": pickle_key.hex(),
                "sessions": [
                    [*device, [one.pickle(pickle_key) for one in known]]
                    for device, known in self._sessions.items()
                ],
                "keys": [[*named, session.pickle(pickle_key)] for named, session in self._keys.items()],
            }
        )

    @classmethod
    def load(cls, user: UserId, text: str) -> "Notebook":
        """Read the kept form."""
        kept = json.loads(text)
        secret = bytes.fromhex(kept["pickle_key"])
        book = cls(Device.from_secrets(user, kept["device"]), RoomId(kept["room"]), kept["since"])
        for sender, sender_key, sessions in kept["sessions"]:
            opened = [vodozemac.Session.from_pickle(one, secret) for one in sessions]
            book._sessions[UserId(sender), sender_key] = opened
        for sender, id_, pickled in kept["keys"]:
            session = vodozemac.InboundGroupSession.from_pickle(pickled, secret)
            book._keys[UserId(sender), id_] = session
        return book

    def _offered(self, keys: dict[str, Json]) -> Json:
        return {f"signed_curve25519:{id_}": self._signed(key) for id_, key in keys.items()}

    def _signed(self, key: Json) -> Json:
        own = self.device.account.sign(canonical_json(key)).to_base64()
        return key | {"signatures": {self.device.user: {f"ed25519:{self.device.id}": own}}}

    def _envelope(self, content: object) -> tuple[str, vodozemac.AnyOlmMessage]:
        if not isinstance(content, dict) or content["algorithm"] != OLM:
            raise ValueError("no letter")
        sender_key, mine = content["sender_key"], content["ciphertext"][self.device.curve25519]
        kind, body = mine["type"], mine["body"]
        if kind not in (0, 1) or not isinstance(body, str) or len(body) > LONGEST_LETTER:
            raise ValueError("no letter")
        vodozemac.Curve25519PublicKey.from_base64(sender_key)
        return sender_key, vodozemac.AnyOlmMessage.from_parts(kind, decode(body))

    def _decrypt(self, device: _Device, message: vodozemac.AnyOlmMessage) -> bytes | None:
        known: list[vodozemac.Session] = [*self._sessions.get(device, []), *self._begun.get(device, [])]
        first = message.to_pre_key()
        for session in known:
            if first is None:
                try:
                    return session.decrypt(message)
                except ValueError:
                    continue
            if session.session_matches(first):
                return session.decrypt(message)
        if first is None:
            return None
        theirs = vodozemac.Curve25519PublicKey.from_base64(device[1])
        session, opened = self.device.account.create_inbound_session(theirs, first)
        self._begun.setdefault(device, []).append(session)
        return opened

    def _letter(self, sender: UserId, sender_key: str, opened: Json) -> Letter | None:
        key = opened["content"]
        is_ours = (
            opened["type"] == "m.room_key"
            and opened["sender"] == sender
            and opened["recipient"] == self.device.user
            and opened["recipient_keys"]["ed25519"] == self.device.ed25519
            and key["algorithm"] == MEGOLM
            and key["room_id"] == self.room
        )
        texts = (opened["keys"]["ed25519"], key["session_id"], key["session_key"])
        if not is_ours or not all(isinstance(one, str) for one in texts):
            return None
        return Letter(sender, sender_key, *texts)

    def _read(self, sender: UserId, content: object) -> Json | None:
        if not isinstance(content, dict) or content["algorithm"] != MEGOLM:
            return None
        named, ciphertext = (sender, content["session_id"]), content["ciphertext"]
        held = self._keys.get(named)
        if held is None or len(ciphertext) > LONGEST_MESSAGE:
            return None
        opened = held.decrypt(vodozemac.MegolmMessage.from_base64(ciphertext))
        # From here on the key opens what comes after this message alone: no replay, and nothing said before.
        further = held.export_at(opened.message_index + 1)
        if further is None:
            del self._keys[named]
        else:
            self._keys[named] = vodozemac.InboundGroupSession.import_session(further)
        plain: Json = json.loads(opened.plaintext)
        if plain["room_id"] != self.room or plain["type"] != "m.room.message":
            return None
        said = plain["content"]
        return said if isinstance(said, dict) else None
