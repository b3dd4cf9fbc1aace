"""All listeners of this process: one task for each switch that it holds."""

import asyncio
from dataclasses import dataclass, field

import structlog

from bots.listener import Listener, Over
from bots.poster import Pins
from hub.catalogue import say
from hub.commands.service import CommandService
from hub.errors import FallraumError
from hub.identifiers import SwitchId, UserId
from hub.listening.model import Switch, listener
from hub.listening.service import ListeningService
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire

# How soon a switch that was turned is noticed; each time the lease of the others is renewed.
BETWEEN_LOOKS = 5.0
# Before a listener that failed tries again.
A_WHILE = 5.0

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Ears:
    """Keeps a listener for each switch that is on and that no other process holds."""

    listening: ListeningService
    commands: CommandService
    homeserver: MatrixHomeserver
    wire: Wire
    pins: Pins
    home: str
    name: str
    language: str
    _at_work: dict[SwitchId, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self) -> None:
        """Keep at it until cancelled."""
        try:
            while True:
                await self._look()
                await asyncio.sleep(BETWEEN_LOOKS)
        finally:
            for task in self._at_work.values():
                task.cancel()
            await asyncio.gather(*self._at_work.values(), return_exceptions=True)
            self._at_work.clear()

    async def _look(self) -> None:
        held = {one.id: one for one in await self.listening.held(self.name)}
        for id_, task in list(self._at_work.items()):
            if id_ not in held or task.done():
                task.cancel()
                del self._at_work[id_]
        for id_, switch in held.items():
            if id_ not in self._at_work:
                self._at_work[id_] = asyncio.create_task(self._listen(switch))

    async def _listen(self, switch: Switch) -> None:
        while True:
            try:
                await self._attend(switch)
            except Over:
                return
            except FallraumError as error:
                log.warning("not listening", switch=switch.id, error=type(error).__name__)
            except Exception as error:
                # Whatever somebody sent: it is read anew from what was kept, and no other room is deaf.
                log.error("listener failed", switch=switch.id, error=type(error).__name__)
            await asyncio.sleep(A_WHILE)

    async def _attend(self, switch: Switch) -> None:
        one = await self.listener(switch)
        if one is None:
            return
        await one.arrive()
        while True:
            await one.round()

    async def listener(self, switch: Switch) -> Listener | None:
        """Who listens for a switch; None while there is no room, or nobody may listen there."""
        room = await self.commands.room(switch)
        if room is None:
            return None
        user: UserId = listener(switch.id, self.home)
        await self.homeserver.ensure_user(user, say(self.language, "voice-listener"))
        return Listener(
            switch=switch,
            user=user,
            room=room,
            name=self.name,
            wire=self.wire,
            pins=self.pins,
            shelf=self.listening,
            commands=self.commands,
        )
