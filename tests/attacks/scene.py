"""A case's room with people of two homeservers in it, and what each of the two servers makes of it."""

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from hub.assemble import Site
from hub.errors import Refused
from hub.identifiers import CaseId, ConsentId, RoomId, UserId
from hub.matrix import names, walls
from hub.matrix.wire import V3, escaped
from hub.rooms.drift import Fault
from hub.rooms.model import RoomPlan
from tests.attacks.town import Town
from tests.eventually import eventually
from tests.real import Person

MESSAGE = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgAEnACgAkLmt6q"}
# Only says that it ended; the machine may be busy.
LONGEST = 30.0
MEMBERS_POWER = 50
# Everybody may come in and do everything; but nobody outranks anybody.
OPEN: Mapping[str, Mapping[str, Any]] = {
    "m.room.power_levels": {"users_default": MEMBERS_POWER, "state_default": 0, "invite": 0},
    "m.room.join_rules": {"join_rule": "public"},
}
# How the hub made it.
MADE: Mapping[str, Mapping[str, Any]] = {
    "m.room.power_levels": walls.POWER_LEVELS,
    **{rule["type"]: rule["content"] for rule in walls.creation(RoomPlan("", ""), "")["initial_state"]},
}


class Where(Enum):
    """On whose homeserver somebody has an account."""

    HERE = "on the hub's server"
    ELSEWHERE = "on another server"


@dataclass(frozen=True, slots=True)
class Side:
    """The people of one homeserver: two who may sit in the room, and one whom nobody named."""

    witness: Person
    insider: Person
    stranger: Person


@dataclass(frozen=True, slots=True)
class Scene:
    """A room as it is made, and those who will act in it."""

    site: Site
    town: Town
    case: CaseId
    room: RoomId
    sides: Mapping[Where, Side]
    admin: Person
    consents: Mapping[UserId, ConsentId]
    rightful: set[UserId]
    said: dict[Where, str] = field(default_factory=dict)
    """What was last said by whom one watches, on each side."""

    # What the hub does.

    async def opens_the_walls(self) -> None:
        """The steward's own account lets everybody do everything."""
        await self._rule(OPEN)
        await eventually(self.is_agreed, within=LONGEST)

    async def closes_the_walls(self) -> None:
        """The steward's own account sets them up as they were made, as far as they were changed."""
        broken = await self.broken()
        await self._rule({kind: content for kind, content in MADE.items() if kind in broken})

    async def withdraws(self, person: Person) -> None:
        """The client takes back the consent by which somebody sits there; fine if that is done."""
        if person.user not in self.rightful:
            return
        ended = await self.site.hub.consents.withdraw(self.consents[person.user], by="client")
        assert not isinstance(ended, Refused)
        self.rightful.discard(person.user)

    # What people do.

    async def comes(self, person: Person) -> None:
        """Somebody takes the seat that the hub offers them."""
        await eventually(lambda: self.joins(person), within=LONGEST)

    async def says(
        self, person: Person, kind: str = "m.room.encrypted", content: Mapping[str, Any] = MESSAGE
    ) -> str:
        """Somebody tries to say something; the event's id, empty if their own server refuses."""
        path = f"/rooms/{escaped(self.room)}/send/{kind}/{secrets.token_hex(8)}"
        return str((await person.tries("PUT", path, content)).body.get("event_id", ""))

    async def writes(self, person: Person, kind: str, content: Mapping[str, Any], key: str = "") -> bool:
        """Somebody tries to change the room's state; whether their own server lets them."""
        path = f"/rooms/{escaped(self.room)}/state/{kind}/{escaped(key)}"
        return (await person.tries("PUT", path, content)).status == 200

    async def invites(self, person: Person, whom: Person) -> bool:
        """Somebody tries to ask somebody in."""
        path = f"/rooms/{escaped(self.room)}/invite"
        return (await person.tries("POST", path, {"user_id": whom.user})).status == 200

    async def joins(self, person: Person) -> bool:
        """Somebody tries to take a seat, whoever offered it."""
        return (await person.tries_to_join(self.room)).status == 200

    def partitioned(self) -> AbstractContextManager[None]:
        """No server reaches the other."""
        return self.town.partitioned()

    # What is to be seen.

    async def inside(self, where: Where) -> set[UserId]:
        """Who sits there or is asked in, as that server tells somebody who sits there by right."""
        path = f"/rooms/{escaped(self.room)}/members"
        told = await self.sides[where].witness.does("GET", path)
        standing = {"join", "invite"}
        return {e["state_key"] for e in told["chunk"] if e["content"]["membership"] in standing}

    async def is_as_it_must_be(self) -> bool:
        """Whether exactly the rightful are inside, on both servers."""
        return await self.has(self.rightful)

    async def has(self, people: set[UserId]) -> bool:
        """Whether exactly those are inside, on both servers."""
        views = await asyncio.gather(*(self.inside(where) for where in Where))
        return all(view == people for view in views)

    async def has_inside(self, person: Person) -> bool:
        """Whether any of the two servers still takes somebody for a member."""
        views = await asyncio.gather(*(self.inside(where) for where in Where))
        return any(person.user in view for view in views)

    async def author(self, kind: str) -> str:
        """Who wrote a rule of the room, as the hub's server knows it; nobody if there is none."""
        path = f"/rooms/{escaped(self.room)}/state/{kind}/?format=event"
        return str((await self.sides[Where.HERE].witness.tries("GET", path)).body.get("sender", ""))

    async def shows(self, where: Where, event: str) -> bool:
        """Whether a server shows an event to somebody who sits there."""
        path = f"/rooms/{escaped(self.room)}/event/{escaped(event)}"
        return (await self.sides[where].witness.tries("GET", path)).status == 200

    async def catches_up(self, where: Where) -> None:
        """Wait until one server knows of all that people of the other one have said so far."""
        (other,) = set(Where) - {where}
        said = await self.says(self.sides[other].witness)
        await eventually(lambda: self.shows(where, said), within=LONGEST)

    async def broken(self) -> Collection[str]:
        """Which walls do not stand, as the hub finds."""
        return [found.what for found in (await self.site.hub.survey.of(self.case)).of(Fault.WALL)]

    @property
    def is_whole(self) -> bool:
        """Whether everybody sits there who ever did."""
        return self.consents.keys() <= self.rightful

    async def is_agreed(self) -> bool:
        """Whether both servers know the same rules: where members could write some, they may differ."""
        here, elsewhere = await asyncio.gather(*(self._rules(side.witness) for side in self.sides.values()))
        return here == elsewhere

    async def _rules(self, person: Person) -> Sequence[Mapping[str, Any]]:
        path = f"/rooms/{escaped(self.room)}/state"
        return [await person.does("GET", f"{path}/{kind}/") for kind in MADE]

    async def _rule(self, rules: Mapping[str, Mapping[str, Any]]) -> None:
        steward = names.steward(self.site.hub.server_name)
        for kind, content in rules.items():
            path = f"{V3}/rooms/{escaped(self.room)}/state/{kind}/"
            await self.site.wire.call("PUT", path, dict(content), user=steward)
