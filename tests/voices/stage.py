"""Where a voice is tried: a real homeserver, rooms of the hub's making, and a line that remembers."""

import json
import secrets
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import httpx2
import vodozemac
from nacl.signing import SigningKey

from bots.identity import CrossSigning, Device
from bots.poster import Poster
from hub.db import Database
from hub.identifiers import RoomId, UserId, server_of
from hub.keyring import Keyring
from hub.matrix import names
from hub.matrix.accounts import sign_in
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Json, Wire, escaped
from hub.rooms.model import RoomPlan
from hub.settings import Settings
from hub.vault import Vault
from tests.clock import Clock
from tests.databases import SqliteFiles
from tests.voices.handset import Handset

V3 = "/_matrix/client/v3"
DEVICE = "FALLRAUM"

Forge = Callable[[str, Json], None]
"""Changes an answer about keys, as a homeserver that lies would."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, and every byte of its answer."""

    method: str
    path: str
    said: bytes
    heard: bytes

    @property
    def answer(self) -> Json:
        """What the homeserver said."""
        answer: Json = json.loads(self.heard)
        return answer

    @property
    def body(self) -> Json:
        """What it was told."""
        body: Json = json.loads(self.said)
        return body


class Recorder(httpx2.AsyncBaseTransport):
    """A line that keeps whatever went over it; on it, answers about keys can be forged."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.forge: Forge | None = None
        self._lost: list[str] = []
        self._line = httpx2.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._line.handle_async_request(request)
        heard = await answer.aread()
        path = request.url.path.removeprefix(V3)
        if self.forge and path in ("/keys/query", "/keys/claim"):
            forged = json.loads(heard)
            self.forge(path, forged)
            heard = json.dumps(forged).encode()
        self.exchanges.append(Exchange(request.method, path, request.content, heard))
        if any(lost in path for lost in self._lost):
            self._lost.clear()
            raise httpx2.ReadError("the line broke")
        return httpx2.Response(answer.status_code, content=heard)

    async def aclose(self) -> None:
        await self._line.aclose()

    def loses(self, path: str) -> None:
        """The next answer of such a path is lost; what was asked is done."""
        self._lost.append(path)

    def asked(self, method: str, path: str) -> list[Exchange]:
        """What was asked under a path, in order."""
        return [e for e in self.exchanges if e.method == method and e.path.startswith(path)]

    def forget(self) -> None:
        """What went over the line so far is of no interest."""
        self.exchanges.clear()


class Somebody(Protocol):
    """Whoever has an account."""

    @property
    def user(self) -> UserId: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """One voice, and those who come to listen to it."""

    settings: Settings
    homeserver: MatrixHomeserver
    wire: Wire
    keyring: Keyring
    line: Recorder
    voices_wire: Wire
    clock: Clock = field(default_factory=Clock)

    @property
    def url(self) -> str:
        """Where clients find the homeserver."""
        return self.settings.homeserver_url

    @property
    def server(self) -> str:
        """The homeserver's name."""
        return server_of(self.homeserver.creator)

    def new_user(self) -> UserId:
        """Somebody of the hub's own namespace whom nobody has seen before."""
        return names.new_client(secrets.token_hex(6), self.server)

    def new_office_user(self, first_name: str) -> UserId:
        """Somebody who signs in with a password, and whom nobody has seen before."""
        return UserId(f"@{first_name}-{secrets.token_hex(4)}:{self.server}")

    def new_device(self) -> Device:
        """The device of a voice that nobody has heard before."""
        return Device.new(UserId(f"@{names.PREFIX}stimme-{secrets.token_hex(6)}:{self.server}"), DEVICE)

    async def new_voice(self, device: Device | None = None) -> Poster:
        """A voice whose device is known, and vouched for by its owner."""
        device = device or self.new_device()
        await self.homeserver.ensure_user(device.user)
        voice = self.voice_of(device)
        await voice.publish()
        return voice

    def voice_of(self, device: Device) -> Poster:
        """A voice as it is after every start: the same device, and nothing remembered."""
        own = (self.homeserver.creator,)
        return Poster(self.voices_wire, device, self.keyring, self.clock.now, own=own)

    async def guest(self, *, vouched: bool = True, one_time_keys: int = 5) -> Handset:
        """Somebody new with one device."""
        identity = new_identity(self.new_user())
        return await self.phone_of(identity, "PHONE", vouched=vouched, one_time_keys=one_time_keys)

    async def phone_of(
        self, identity: CrossSigning, name: str, *, vouched: bool = True, one_time_keys: int = 5
    ) -> Handset:
        """One more device of somebody."""
        device = Device(identity.user, name, vodozemac.Account(), identity)
        return await self.handset(device, vouched=vouched, one_time_keys=one_time_keys)

    async def handset(self, device: Device, *, vouched: bool = True, one_time_keys: int = 5) -> Handset:
        """Somebody signs in with a device made of these keys, whatever they are."""
        await self.homeserver.ensure_user(device.user)
        await sign_in(self.wire, device.user, device.id)
        handset = Handset(self.wire, device)
        await handset.publish()
        await handset.offers_one_time_keys(one_time_keys)
        if vouched:
            await handset.vouch()
        return handset

    async def room(self, *people: UserId) -> RoomId:
        """A room as the hub makes them, in which these people sit."""
        alias = f"{names.PREFIX}{secrets.token_hex(8)}"
        room = await self.homeserver.create_room(RoomPlan(alias=alias, name="F-1"))
        for person in people:
            await self.homeserver.place(room, person)
        return room

    async def leaves(self, room: RoomId, person: UserId) -> None:
        """Somebody leaves by their own act."""
        await self.wire.call("POST", f"{V3}/rooms/{escaped(room)}/leave", {}, user=person)

    def circle(self, voice: Poster, *people: Somebody) -> frozenset[UserId]:
        """Those who sit rightfully: the room's holder, the voice and these people."""
        return frozenset({self.homeserver.creator, voice.user, *(person.user for person in people)})

    async def posts(self, voice: Poster, room: RoomId, text: str, *, to: Collection[Somebody]) -> Json:
        """A post from beginning to end; returns what stands in the room."""
        circle = self.circle(voice, *to)
        sealed = await voice.seal(room, circle, words(text))
        await voice.send(sealed, audience=circle, transaction=secrets.token_hex(8))
        return sealed.content

    def letters_sent(self) -> list[Exchange]:
        """The calls by which voices handed out room keys."""
        return self.line.asked("PUT", "/sendToDevice/m.room.encrypted/")

    async def said(self, room: RoomId, *, seen_by: UserId) -> list[Json]:
        """The contents of the encrypted events of a room, as somebody gets them, oldest first."""
        query = {"dir": "b", "limit": "100", "filter": json.dumps({"types": ["m.room.encrypted"]})}
        path = f"{V3}/rooms/{escaped(room)}/messages"
        answer = await self.wire.call("GET", path, user=seen_by, query=query)
        return [event["content"] for event in reversed(answer["chunk"])]


def new_identity(user: UserId) -> CrossSigning:
    """Fresh cross-signing keys."""
    return CrossSigning(user, SigningKey.generate(), SigningKey.generate())


def words(text: str) -> Json:
    """A message."""
    return {"msgtype": "m.notice", "body": text}


@asynccontextmanager
async def open_stage(settings: Settings, databases: SqliteFiles) -> AsyncIterator[Stage]:
    """A stage on a running homeserver, with a keyring that has met nobody yet."""
    line = Recorder()
    wire = Wire(settings.homeserver_url, settings.secret("as_token"))
    voices_wire = Wire(settings.homeserver_url, settings.secret("as_token"), transport=line)
    homeserver = MatrixHomeserver(
        wire, creator=names.steward(settings.server_name), farewell="Auf Wiedersehen"
    )
    await homeserver.ensure_user(homeserver.creator)
    async with databases.migrated() as url:
        database = Database(url)
        yield Stage(settings, homeserver, wire, Keyring(database, Vault(bytes(32))), line, voices_wire)
        await database.close()
    await voices_wire.close()
    await wire.close()
