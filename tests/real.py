"""A real Synapse, one for the whole session, and people who sit at clients of their own.

The guard is not in it, so that what the room's own rules hold is seen by itself; `tests.guarded` has one.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from hub.embedded.accounts import eraser, witness
from hub.embedded.child import Synapse
from hub.embedded.files import write_homeserver
from hub.identifiers import RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire, escaped
from hub.settings import Settings
from tests.people import HUB

V3 = "/_matrix/client/v3"
REGISTER = "/_synapse/admin/v1/register"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the homeserver said to somebody's attempt."""

    status: int
    body: Mapping[str, Any]

    @property
    def errcode(self) -> str:
        """Why not; empty if there is nothing to explain."""
        return str(self.body.get("errcode", ""))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account and a client; knows nothing of the hub."""

    user: UserId
    homeserver: str
    token: str = field(repr=False)

    async def tries(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Call the homeserver with one's own token; a path that is not absolute is of version 3."""
        whole = path if path.startswith("/_") else f"{V3}{path}"
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with httpx2.AsyncClient(base_url=self.homeserver, headers=headers, trust_env=False) as http:
            answer = await http.request(method, whole, json=body)
        return Answer(answer.status_code, answer.json())

    async def does(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """As `tries`, for what must succeed."""
        answer = await self.tries(method, path, body)
        assert answer.status == 200, (path, answer)
        return answer.body

    async def tries_to_join(self, room: RoomId) -> Answer:
        """Try to take a seat."""
        return await self.tries("POST", f"/join/{escaped(room)}", {})

    async def joins(self, room: RoomId) -> None:
        """Take an offered seat."""
        assert (await self.tries_to_join(room)).status == 200

    async def leaves(self, room: RoomId) -> None:
        """Leave, or refuse the invitation."""
        await self.does("POST", f"/rooms/{escaped(room)}/leave", {})

    async def says(self, room: RoomId, ciphertext: str) -> str:
        """Send an encrypted event; what is in it only clients could tell. Returns its id."""
        content = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": ciphertext}
        path = f"/rooms/{escaped(room)}/send/m.room.encrypted/{secrets.token_hex(8)}"
        return str((await self.does("PUT", path, content))["event_id"])


@dataclass(frozen=True, slots=True)
class RealHomeserver:
    """A running Synapse in the embedded homeserver's own configuration."""

    settings: Settings

    @property
    def nobody(self) -> Person:
        """Somebody with a client and without an account."""
        return Person(UserId(""), self.settings.homeserver_url, "")

    @asynccontextmanager
    async def wire(self) -> AsyncIterator[Wire]:
        """The hub's line to it."""
        wire = Wire(
            self.settings.homeserver_url,
            self.settings.secret("as_token"),
            socket=self.settings.homeserver_socket,
        )
        try:
            yield wire
        finally:
            await wire.close()

    @asynccontextmanager
    async def hub(self) -> AsyncIterator[MatrixHomeserver]:
        """It, as the hub sees it."""
        async with self.wire() as wire:
            creator = names.steward(self.settings.server_name)
            yield MatrixHomeserver(
                wire,
                creator=creator,
                farewell="Auf Wiedersehen.",
                eraser=lambda: eraser(self.settings),
                witness=lambda: witness(self.settings),
            )

    @asynccontextmanager
    async def unentitled_hub(self) -> AsyncIterator[MatrixHomeserver]:
        """As `hub`, where nobody entitled it to what administrators may, as on a site's own homeserver."""
        async with self.wire() as wire:
            creator = names.steward(self.settings.server_name)
            yield MatrixHomeserver(wire, creator=creator, farewell="Auf Wiedersehen.")

    async def make_accounts(self) -> None:
        """Make the hub's own accounts."""
        async with self.hub() as homeserver:
            server = self.settings.server_name
            for voice in (names.steward, names.conference_voice, names.monitor_voice):
                await homeserver.ensure_user(voice(server))

    async def person(self, name: str, *, admin: bool = False) -> Person:
        """Somebody new who is signed in; the account is named after them and like nobody else's."""
        # Shared-secret registration, as in hub.embedded.accounts; its answer signs in at once.
        nonce = (await self.nobody.does("GET", REGISTER))["nonce"]
        localpart, password = f"{name}-{secrets.token_hex(3)}", secrets.token_urlsafe(12)
        said = "\x00".join((nonce, localpart, password, "admin" if admin else "notadmin"))
        secret = (self.settings.data / "homeserver" / "registration_shared_secret").read_text().strip()
        request = {
            "nonce": nonce,
            "username": localpart,
            "password": password,
            "admin": admin,
            "mac": hmac.new(secret.encode(), said.encode(), hashlib.sha1).hexdigest(),
        }
        made = await self.nobody.does("POST", REGISTER, request)
        return Person(UserId(made["user_id"]), self.settings.homeserver_url, made["access_token"])

    async def lifts_limits(self, *people: Person) -> None:
        """Let people try as much and as fast as they like: their refusals must be of another kind."""
        admin = await self.person("admin", admin=True)
        for person in people:
            path = f"/_synapse/admin/v1/users/{escaped(person.user)}/override_ratelimit"
            await admin.does("POST", path, {"messages_per_second": 0, "burst_count": 0})


@contextmanager
def running_homeserver(folder: Path, **otherwise: object) -> Iterator[RealHomeserver]:
    """A Synapse for as long as the block lasts; it ends with the process, too, however that ends.

    `otherwise` is what is to stand in its configuration.
    """
    settings = new_settings(folder)
    main = write_homeserver(settings)
    main.write_text(json.dumps(json.loads(main.read_text()) | {"modules": []} | otherwise))
    with started(main):
        homeserver = RealHomeserver(settings)
        asyncio.run(homeserver.make_accounts())
        yield homeserver


def new_settings(folder: Path) -> Settings:
    """The settings of a hub that nobody else is like."""
    return Settings(data=folder, server_name=HUB, homeserver_port=free_port(), door_port=free_port())


@contextmanager
def started(main: Path) -> Iterator[Synapse]:
    """A Synapse on that configuration."""
    synapse = Synapse(main)
    # A loop of its own: every test has another one, which ends before Synapse does.
    with asyncio.Runner() as runner:
        runner.run(synapse.start())
        try:
            yield synapse
        finally:
            runner.run(synapse.stop())


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
