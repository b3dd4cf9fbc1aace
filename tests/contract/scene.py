"""A case's room on a real homeserver: Amira and Bo sit in it, Dario does not."""

from dataclasses import dataclass

from hub.identifiers import RoomId
from hub.matrix import names
from hub.matrix.wire import escaped
from tests.contract.stages import new_plan
from tests.people import HUB
from tests.real import Person, RealHomeserver


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what an attempt may be about."""

    room: RoomId
    alias: str
    amira: Person
    bo: Person
    dario: Person
    nobody: Person
    message: str
    """The id of something Amira said while Bo was there."""

    def path(self, path: str) -> str:
        """A path with the scene's names in it, such as `/rooms/{room}/invite`."""
        return path.format(
            room=escaped(self.room),
            alias=escaped(self.alias),
            amira=escaped(self.amira.user),
            bo=escaped(self.bo.user),
            dario=escaped(self.dario.user),
            message=escaped(self.message),
        )


async def set_scene(real: RealHomeserver) -> Scene:
    """Make the room as the hub does, and let people take their seats."""
    amira, bo, dario = [await real.person(name) for name in ("amira", "bo", "dario")]
    await real.lifts_limits(bo, dario)
    plan = new_plan()
    async with real.hub() as homeserver:
        room = await homeserver.create_room(plan)
        await homeserver.place(room, names.conference_voice(HUB))
        for person in (amira, bo):
            await homeserver.invite(room, person.user)
            await person.joins(room)
    return Scene(
        room=room,
        alias=f"#{plan.alias}:{HUB}",
        amira=amira,
        bo=bo,
        dario=dario,
        nobody=real.nobody,
        message=await amira.says(room, "said while bo was there"),
    )
