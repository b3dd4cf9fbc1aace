"""The write-only poster: encrypts for those who may read, sends the same bytes until they stand.

Before each post it asks the homeserver afresh who sits in the room and which devices they have.
It refuses to speak where the room is not encrypted or anybody sits who may not.
"""

import asyncio
import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bots.identity import Device
from bots.publishing import publish
from bots.readers import Reader, Readers, readers
from bots.session import RoomSession, wrap_for
from hub.canonical import decode, encode
from hub.errors import HomeserverRefused, WorldBroken
from hub.identifiers import EventId, RoomId, UserId, server_of
from hub.listening.model import is_listener
from hub.matrix import walls
from hub.matrix.wire import V3, Json, Wire, escaped, object_of, text_of

# A homeserver takes 65,536 bytes a request in the worst case; an Olm letter has some 2,000.
LETTERS_PER_CALL = 20
# How far back we look for our own words after a failure.
LOOK_BACK = 50
# A homeserver gives 100 letters a time.
MOST_EMPTYINGS = 30

log = structlog.get_logger()


class MayNotSpeak(WorldBroken):
    """The room is not fit to be spoken into now; the reconciler is about to mend it."""


class FileGone(WorldBroken):
    """Where a file was to lie nothing can be put any more: the homeserver kept the place too short."""


class Pins(Protocol):
    """The master keys that people were first seen with."""

    async def known(self, users: Collection[UserId]) -> Mapping[UserId, str]:
        """The pinned keys of those users."""
        ...

    async def pin(self, masters: Mapping[UserId, str]) -> None:
        """Remember keys seen for the first time."""
        ...


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An encrypted file, and where on the homeserver it is to lie. What opens it stands in the post alone."""

    medium: str
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A post as it is sent, for whom it was encrypted, and the file that goes with it."""

    room: RoomId
    content: Json
    audience: frozenset[UserId]
    enclosed: Enclosed | None = None
    unreached: frozenset[UserId] = frozenset()
    """Who sits there and has no device that can read it; known while it is new."""

    @property
    def fingerprint(self) -> str:
        """What tells these bytes from any others of the same debt."""
        return hashlib.sha256(self.content["ciphertext"].encode()).hexdigest()[:16]

    def dump(self) -> str:
        """The form in which it is kept with its debt."""
        kept = {"room": self.room, "content": self.content, "audience": sorted(self.audience)}
        if self.enclosed:
            kept["medium"], kept["file"] = self.enclosed.medium, encode(self.enclosed.ciphertext)
        return json.dumps(kept)

    @classmethod
    def load(cls, text: str) -> "Sealed":
        """Read the kept form."""
        kept = json.loads(text)
        audience = frozenset(UserId(user) for user in kept["audience"])
        enclosed = Enclosed(kept["medium"], decode(kept["file"])) if "medium" in kept else None
        return cls(RoomId(kept["room"]), kept["content"], audience, enclosed)


class Poster:
    """One voice's way into rooms."""

    def __init__(
        self,
        wire: Wire,
        device: Device,
        pins: Pins,
        now: Callable[[], datetime],
        *,
        own: Collection[UserId] = (),
    ) -> None:
        """`own` are the hub's voices: they sit in the room and are never given a key."""
        self._wire = wire
        self._device = device
        self._pins = pins
        self._now = now
        self._own = {device.user, *own}
        self._sessions: dict[RoomId, RoomSession] = {}
        self._locks: defaultdict[RoomId, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def user(self) -> UserId:
        """The account that speaks."""
        return self._device.user

    async def publish(self) -> None:
        """Make the device known, vouched for by its owner, and empty its letter box."""
        await publish(self._wire, self._device)
        await self._empty_letter_box()

    async def seal(self, room: RoomId, audience: frozenset[UserId], content: Json) -> Sealed:
        """Encrypt a message for everybody in the room, if exactly fitting people sit there."""
        async with self._locks[room]:
            joined, found = await self._who_reads(room, audience)
            session = self._sessions.get(room)
            if session is None or not session.is_fit(found.trusted, self._now()):
                session = RoomSession(self._device, room, self._now())
                self._sessions[room] = session
            try:
                await self._withhold(session, found.untrusted, "m.unverified")
                await self._hand_out_key(session, found.trusted)
            except BaseException:
                # Who got the key is not known now: this session never speaks again.
                del self._sessions[room]
                raise
            lacking = session.without_key(found.trusted)
            reached = {reader.user for reader in found.trusted if reader not in lacking}
            unreached = frozenset(self._others(joined) - reached)
            return Sealed(room, session.encrypt(content), frozenset(joined), unreached=unreached)

    async def send(self, sealed: Sealed, *, audience: frozenset[UserId], transaction: str) -> EventId:
        """Send sealed words; the same transaction sends the same words once."""
        async with self._locks[sealed.room]:
            await self._joined(sealed.room, audience)
            path = f"/rooms/{escaped(sealed.room)}/send/m.room.encrypted/{escaped(transaction)}"
            return EventId((await self._call("PUT", path, sealed.content))["event_id"])

    async def reserve(self) -> str:
        """A place on the homeserver at which one file may lie, as its id there."""
        answer = await self._wire.call(
            "POST", "/_matrix/media/v1/create", {}, user=self.user, device=self._device.id
        )
        return text_of(answer, "content_uri").rpartition("/")[2]

    def uri(self, medium: str) -> str:
        """How people's clients find a file."""
        return f"mxc://{server_of(self.user)}/{medium}"

    async def upload(self, enclosed: Enclosed) -> None:
        """Put an encrypted file where it is to lie; fine if it lies there."""
        where = f"/_matrix/media/v3/upload/{escaped(server_of(self.user))}/{escaped(enclosed.medium)}"
        try:
            await self._wire.upload(where, enclosed.ciphertext, user=self.user, device=self._device.id)
        except HomeserverRefused as refusal:
            if refusal.status == 404:
                raise FileGone("the place of a file is gone") from None
            if refusal.errcode != "M_CANNOT_OVERWRITE_MEDIA":
                raise

    async def said_as(self, sealed: Sealed) -> EventId | None:
        """As which event these very bytes stand in the room already."""
        path = f"/rooms/{escaped(sealed.room)}/messages"
        only_mine = json.dumps({"senders": [self.user], "types": ["m.room.encrypted"]})
        query = {"dir": "b", "limit": str(LOOK_BACK), "filter": only_mine}
        answer = await self._wire.call(
            "GET", f"{V3}{path}", user=self.user, device=self._device.id, query=query
        )
        mine = sealed.content["ciphertext"]
        found = (one for one in answer.get("chunk", []) if one["content"].get("ciphertext") == mine)
        return next((EventId(one["event_id"]) for one in found), None)

    async def _who_reads(self, room: RoomId, audience: frozenset[UserId]) -> tuple[set[UserId], Readers]:
        query: Json = {"device_keys": {user: [] for user in sorted(self._others(audience))}}
        encryption, joined, keys, pinned = await asyncio.gather(
            self._encryption(room),
            self._joined(room, audience),
            self._call("POST", "/keys/query", query),
            self._pins.known(audience),
        )
        if encryption.get("algorithm") != walls.MEGOLM:
            raise MayNotSpeak("the room is not encrypted")
        others = self._others(joined)
        # Checking signatures is work; meanwhile others go on.
        found = await asyncio.to_thread(readers, keys, sorted(others), pinned)
        new = {user: key for user, key in found.masters.items() if user not in pinned}
        if new:
            await self._pins.pin(new)
        if found.changed:
            log.warning("identity changed", users=len(found.changed), room=room)
        return joined, found

    def _others(self, people: Collection[UserId]) -> set[UserId]:
        # Where the hub reads commands it need not read its own words.
        home = server_of(self.user)
        return {user for user in people if user not in self._own and not is_listener(user, home)}

    async def _encryption(self, room: RoomId) -> Json:
        try:
            return await self._call("GET", f"/rooms/{escaped(room)}/state/m.room.encryption/")
        except HomeserverRefused as refusal:
            raise MayNotSpeak(f"cannot see whether the room is encrypted: {refusal.errcode}") from None

    async def _joined(self, room: RoomId, audience: frozenset[UserId]) -> set[UserId]:
        try:
            answer = await self._call("GET", f"/rooms/{escaped(room)}/joined_members")
        except HomeserverRefused as refusal:
            raise MayNotSpeak(f"not seated: {refusal.errcode}") from None
        joined = {UserId(user) for user in object_of(answer, "joined")}
        if joined - audience:
            raise MayNotSpeak(f"{len(joined - audience)} person(s) in the room who may not be there")
        return joined

    async def _hand_out_key(self, session: RoomSession, trusted: frozenset[Reader]) -> None:
        waiting = session.without_key(trusted)
        if not waiting:
            return
        wanted: Json = defaultdict(dict)
        for reader in waiting:
            wanted[reader.user][reader.device] = "signed_curve25519"
        answer = await self._call("POST", "/keys/claim", {"one_time_keys": wanted})
        claimed, key = answer.get("one_time_keys", {}), session.key()
        letters: dict[Reader, Json] = {}
        for reader in waiting:
            one_time_key = claimed.get(reader.user, {}).get(reader.device)
            letter = wrap_for(self._device, reader, one_time_key, key)
            if letter is not None:
                letters[reader] = letter
        await self._deliver("m.room.encrypted", {(r.user, r.device): c for r, c in letters.items()})
        session.has_key(list(letters))
        without = {(r.user, r.device) for r in waiting if r not in letters}
        await self._withhold(session, without, "m.no_olm")

    async def _withhold(
        self, session: RoomSession, devices: Collection[tuple[UserId, str]], code: str
    ) -> None:
        told = session.withheld(code, "not cross-signed" if code == "m.unverified" else "no one-time key")
        waiting = session.not_told(code, devices)
        await self._deliver("m.room_key.withheld", dict.fromkeys(waiting, told))
        session.has_told(code, waiting)

    async def _deliver(self, kind: str, letters: Mapping[tuple[UserId, str], Json]) -> None:
        addressed = list(letters.items())
        for start in range(0, len(addressed), LETTERS_PER_CALL):
            messages: Json = defaultdict(dict)
            for (user, device), content in addressed[start : start + LETTERS_PER_CALL]:
                messages[user][device] = content
            path = f"/sendToDevice/{kind}/{uuid.uuid4().hex}"
            await self._call("PUT", path, {"messages": messages})

    async def _empty_letter_box(self) -> None:
        # People's clients answer on the sessions we opened; nobody will ever read those answers.
        nothing = {"types": [], "limit": 0}
        only_letters = {"room": {"rooms": []}, "presence": nothing, "account_data": nothing}
        query = {"filter": json.dumps(only_letters), "timeout": "0", "set_presence": "offline"}
        since = ""
        # Bounded: whoever fills the box must not be able to keep the voice from starting.
        for _ in range(MOST_EMPTYINGS):
            asked = query | ({"since": since} if since else {})
            answer = await self._wire.call(
                "GET", f"{V3}/sync", user=self.user, device=self._device.id, query=asked
            )
            letters = answer.get("to_device", {}).get("events", [])
            if since and not letters:
                return
            since = text_of(answer, "next_batch")

    async def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Json:
        return await self._wire.call(method, f"{V3}{path}", body, user=self.user, device=self._device.id)
