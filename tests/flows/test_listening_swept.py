"""What a listener of a direct room kept: in no file of the database any more, however listening ended."""

from pathlib import Path

import pytest
from sqlalchemy import select

from hub.errors import Refused
from hub.listening.model import Switch
from hub.listening.store import LISTENING
from tests.desk import Desk
from tests.flows.test_direct import comes, room_of, sees_to_all
from tests.people import BO

KEPT = "the key to one message", "the key to the next"


async def listening(desk: Desk) -> Switch:
    """Bo sits in a room of their own, and the hub listens there."""
    await comes(desk, BO.user)
    assert not isinstance(await desk.hub.hearing.begin(BO.user), Refused)
    await desk.works_off()
    (switch,) = await desk.hub.listening.held("one")
    return switch


async def sealed(desk: Desk, switch: Switch, text: str) -> bytes:
    """Its listener writes something down; returns how that lies there."""
    assert await desk.hub.listening.write(switch, "one", text)
    async with desk.hub.database.reading() as connection:
        kept: bytes = (await connection.execute(select(LISTENING.c.notebook))).scalar_one()
    return kept


def files(desk: Desk) -> bytes:
    """Everything that the database left on the disk."""
    file = desk.hub.database.url.database
    assert file is not None
    return b"".join(one.read_bytes() for one in Path(file).parent.glob(f"{Path(file).name}*"))


@pytest.mark.parametrize("how", ["turned off", "left their room", "room gone", "left their agency"])
async def test_when_it_ends_no_file_of_the_database_holds_what_it_kept(desk: Desk, how: str) -> None:
    if not desk.hub.database.is_sqlite:
        pytest.skip("PostgreSQL keeps deleted rows until its next VACUUM")
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    kept = [await sealed(desk, switch, text) for text in KEPT]
    assert all(one in files(desk) for one in kept[1:])
    desk.clock.push(minutes=1)

    match how:
        case "turned off":
            await desk.hub.hearing.end(BO.user)
        case "left their room":
            desk.homeserver.leaves(room, BO.user)
            await sees_to_all(desk)
        case "room gone":
            desk.homeserver.is_purged(room)
            await sees_to_all(desk)
        case _:
            await desk.hub.cases.leave(BO.user, by="test")
            await desk.works_off()

    assert [one for one in kept if one in files(desk)] == []
