"""Those who come with clients of their own, on a real homeserver."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bots.identity import CrossSigning
from hub.embedded.accounts import make_account
from hub.errors import Refused
from hub.identifiers import UserId
from hub.matrix.accounts import sign_in
from hub.matrix.wire import Json
from hub.tour.person import Person
from tests.peers.engine import Engine
from tests.voices.stage import V3, Stage


class Unvouched(Person):
    """Somebody whose client does not sign its own device."""

    async def _vouch(self) -> None:
        return


@dataclass(slots=True)
class Clients:
    """Those with clients of their own."""

    stage: Stage
    folder: Path
    stack: AsyncExitStack

    async def engine(self, user: UserId) -> Engine:
        """Somebody with Element Web's engine."""
        password = await self.account(user)
        engine = await self.stack.enter_async_context(Engine(user))
        await engine.sign_in(self.stage.url, password)
        return engine

    async def at_nio(self, user: UserId) -> Person:
        """Somebody with matrix-nio and an office's account."""
        person = self._person(Person, user, "own")
        await person.sign_in(password=await self.account(user))
        return person

    async def phone(self, user: UserId, device: str, identity: CrossSigning | None) -> Person:
        """A device, in matrix-nio, of somebody of the hub's own namespace."""
        await self.stage.homeserver.ensure_user(user)
        token = await sign_in(self.stage.wire, user, device)
        person = self._person(Unvouched, user, device)
        await person.sign_in(token=token, device=device)
        if identity:
            await self._vouch(identity, device)
        return person

    async def account(self, user: UserId) -> str:
        """An account on the homeserver, and its password."""
        password = await make_account(self.stage.settings, user)
        assert not isinstance(password, Refused)
        return password

    def _person(self, kind: type[Person], user: UserId, device: str) -> Person:
        person = kind(self.stage.url, user, self.folder / f"{user[1:].partition(':')[0]}-{device}")
        self.stack.push_async_callback(person.close)
        return person

    async def _vouch(self, identity: CrossSigning, device: str) -> None:
        wire, user = self.stage.wire, identity.user
        wanted: Json = {"device_keys": {user: [device]}}
        known = await wire.call("POST", f"{V3}/keys/query", wanted, user=user)
        own = {key: value for key, value in known["device_keys"][user][device].items() if key != "unsigned"}
        signed: Json = {user: {device: identity.vouch(own)}}
        await wire.call("POST", f"{V3}/keys/device_signing/upload", identity.upload(), user=user)
        await wire.call("POST", f"{V3}/keys/signatures/upload", signed, user=user)
