"""What was said in a month, as everybody who could read it read it."""

import asyncio
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.identifiers import RoomId, UserId
from hub.matrix.wire import Json, escaped
from tests.month.world import World

HOME = ZoneInfo("Europe/Berlin")
# The homeservers' own clocks cannot be pushed: since when somebody sits there, they say.
SINCE = re.compile(r"(?<=dabei seit )\d\d\.\d\d\.\d{4}")
# How long what was sent may be under way to another homeserver.
PATIENCE = 20


@dataclass(frozen=True, order=True)
class Said:
    """One message, as it is read; `readers` is who could."""

    at: datetime
    sender: str
    body: str
    readers: tuple[str, ...]

    def told(self) -> str:
        """A line with when, who and to whom, and the text beneath."""
        when = self.at.astimezone(HOME).strftime("%Y-%m-%d %H:%M")
        text = "\n".join(f"    {line}".rstrip() for line in SINCE.sub("[Tag]", self.body).splitlines())
        return f"{when} {self.sender} → {', '.join(self.readers)}\n{text}"


async def transcript(world: World) -> str:
    """Every room with every word in it, in the order in which it was said."""
    parts = []
    rooms = sorted((await world.rooms()).items(), key=lambda one: one[1])
    for room, title in rooms:
        said = [one.told() for one in await _said_in(world, room)]
        parts.append("\n\n".join([f"# {title}", *said]))
    return "\n\n".join(parts) + "\n"


async def _said_in(world: World, room: RoomId) -> Sequence[Said]:
    timeline = await _timeline(world, room)
    posts = [event for event in timeline if event["type"] == "m.room.encrypted"]
    heard = {user: await _heard(world, user, room, _while_there(timeline, user)) for user in world.readers}
    said = []
    for post in posts:
        read = {user: texts[post["event_id"]] for user, texts in heard.items() if post["event_id"] in texts}
        bodies = set(read.values())
        assert len(bodies) == 1, f"of one message several were read: {bodies}"
        readers = tuple(sorted(world.name_of(user) for user in read))
        sender = world.name_of(UserId(post["sender"]))
        said.append(Said(_moment(world, post["origin_server_ts"] / 1000), sender, bodies.pop(), readers))
    # Several work at the same time: what is said at one moment has no order.
    return sorted(said)


async def _heard(world: World, user: UserId, room: RoomId, theirs: set[str]) -> Mapping[str, str]:
    """What somebody read in a room: all of what was said while they sat there, and nothing else."""
    if not theirs:
        return {}
    heard = await world.readers[user].heard_in(room, len(theirs))
    for _ in range(PATIENCE):
        if theirs <= heard.keys():
            break
        await asyncio.sleep(1)
        heard = await world.readers[user].heard_in(room, len(theirs))
    missing = theirs - heard.keys()
    assert not missing, f"{world.name_of(user)} could not read {len(missing)} of {len(theirs)} messages"
    return heard


def _while_there(timeline: Sequence[Json], user: UserId) -> set[str]:
    is_there, found = False, set()
    for event in timeline:
        if event["type"] == "m.room.member" and event["state_key"] == user:
            is_there = event["content"]["membership"] == "join"
        elif is_there and event["type"] == "m.room.encrypted":
            found.add(event["event_id"])
    return found


async def _timeline(world: World, room: RoomId) -> Sequence[Json]:
    path = f"/_matrix/client/v3/rooms/{escaped(room)}/messages"
    query = {"dir": "f", "limit": "1000"}
    answer = await world.site.wire.call("GET", path, user=world.site.homeserver.creator, query=query)
    timeline: Sequence[Json] = answer["chunk"]
    return timeline


def _moment(world: World, real: float) -> datetime:
    begun = [moment[0] for moment in world.moments]
    return world.moments[bisect_right(begun, real) - 1][1]
