"""The stage with a second homeserver: once in the fake, once with a real one that federates."""

import secrets
from typing import Protocol

from hub.identifiers import RoomId, UserId
from hub.rooms.world import Homeserver
from tests.contract.stages import FakeStage, RealStage, Stage
from tests.federated import Federated
from tests.people import JUGENDAMT_SERVER


class FarStage(Stage, Protocol):
    """As a stage, and people of another server that can go away."""

    elsewhere: str

    async def arrives_elsewhere(self, name: str) -> UserId:
        """Somebody new has an account on the other server."""
        ...

    async def says(self, room: RoomId, user: UserId) -> None:
        """Somebody says something in a room."""
        ...

    def goes_away(self) -> None:
        """The other server can be reached by nobody."""
        ...

    def comes_back(self) -> None:
        """It can again."""
        ...

    def entitles_nobody(self) -> None:
        """The hub is not let know what other servers have received."""
        ...


class FakeFarStage(FakeStage):
    """The homeserver of the stories, and what it says of the youth office's."""

    elsewhere = JUGENDAMT_SERVER

    async def arrives_elsewhere(self, name: str) -> UserId:
        return UserId(f"@{name}-{secrets.token_hex(3)}:{self.elsewhere}")

    async def says(self, room: RoomId, user: UserId) -> None:
        self._fake.says(room)

    def goes_away(self) -> None:
        self._fake.cannot_reach(self.elsewhere)

    def comes_back(self) -> None:
        self._fake.reaches(self.elsewhere)

    def entitles_nobody(self) -> None:
        self._fake.entitles_nobody()


class RealFarStage(RealStage):
    """Two Synapses."""

    def __init__(self, both: Federated, homeserver: Homeserver, unentitled: Homeserver) -> None:
        super().__init__(both.hub, homeserver)
        self.elsewhere = both.agency.settings.server_name
        self._both = both
        self._unentitled = unentitled

    async def arrives_elsewhere(self, name: str) -> UserId:
        person = await self._both.agency.person(name)
        self._people[person.user] = person
        return person.user

    async def says(self, room: RoomId, user: UserId) -> None:
        await self._people[user].says(room, "…")

    def goes_away(self) -> None:
        self._both.partition()

    def comes_back(self) -> None:
        self._both.heal()

    def entitles_nobody(self) -> None:
        self.homeserver = self._unentitled
