"""A homeserver forgets a room with everything that was said in it, and does so for nobody else."""

import sqlite3

import pytest

from hub.embedded.accounts import eraser
from hub.errors import HomeserverRefused, RoomGone
from hub.identifiers import RoomId, UserId
from hub.matrix import names
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire
from tests.contract.scene import set_scene
from tests.contract.stages import Stage, new_plan
from tests.eventually import eventually
from tests.people import HUB
from tests.real import RealHomeserver

# Synapse's own books keep the ids of rooms, and in one of them who was a member, beyond any purge.
BOOKKEEPING = {"background_updates", "current_state_delta_stream", "scheduled_tasks"}


async def test_a_room_is_forgotten_in_the_end_and_a_repeat_changes_nothing(stage: Stage) -> None:
    plan = new_plan()
    room = await stage.homeserver.create_room(plan)

    at_once = await stage.homeserver.forget(room)
    await eventually(lambda: stage.homeserver.forget(room), within=30)

    assert not at_once
    assert await stage.homeserver.forget(room)
    assert await stage.homeserver.find_room(plan) is None
    with pytest.raises(RoomGone):
        await stage.homeserver.look(room)


async def test_where_a_room_was_forgotten_another_can_be_made_by_the_same_name(stage: Stage) -> None:
    plan = new_plan()
    room = await stage.homeserver.create_room(plan)
    await eventually(lambda: stage.homeserver.forget(room), within=30)

    again = await stage.homeserver.create_room(plan)

    assert again != room
    assert (await stage.homeserver.look(again)).flaws == ()


@pytest.mark.homeserver
async def test_whoever_has_no_token_learns_nothing_of_a_room_that_is_there(
    real_homeserver: RealHomeserver,
) -> None:
    async with real_homeserver.hub() as homeserver:
        room = await homeserver.create_room(new_plan())
    settings = real_homeserver.settings
    wire = Wire(settings.homeserver_url, "rotated", socket=settings.homeserver_socket)
    stranger = MatrixHomeserver(wire, creator=names.steward(HUB), farewell="")

    with pytest.raises(HomeserverRefused) as refused:
        await stranger.look(room)
    await wire.close()

    assert refused.value.is_about_token
    assert not isinstance(refused.value, RoomGone)


async def test_a_room_that_never_was_is_forgotten(stage: Stage) -> None:
    assert await stage.homeserver.forget(RoomId(f"!never:{HUB}"))


@pytest.mark.homeserver
async def test_nothing_of_what_was_said_is_left_on_the_homeserver(real_homeserver: RealHomeserver) -> None:
    scene = await set_scene(real_homeserver)
    assert words_left(real_homeserver, "said while bo was there")

    async with real_homeserver.hub() as homeserver:
        for user in (scene.amira.user, scene.bo.user, UserId(names.conference_voice(HUB))):
            await homeserver.remove(scene.room, user)
        await eventually(lambda: homeserver.forget(scene.room), within=30)

    assert words_left(real_homeserver, "said while bo was there") == []
    # Its locks it lets go of a moment later.
    await eventually(lambda: set(words_left(real_homeserver, scene.room)) <= BOOKKEEPING)


@pytest.mark.homeserver
async def test_the_account_that_erases_is_made_once_and_its_token_is_its_owners_alone(
    real_homeserver: RealHomeserver,
) -> None:
    tokens = {await eraser(real_homeserver.settings) for _ in range(2)}

    kept = real_homeserver.settings.data / "homeserver" / "eraser_token"
    assert tokens == {kept.read_text()}
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.homeserver
async def test_a_homeserver_that_entitled_nobody_refuses(real_homeserver: RealHomeserver) -> None:
    async with real_homeserver.unentitled_hub() as homeserver:
        room = await homeserver.create_room(new_plan())

        with pytest.raises(HomeserverRefused, match="403"):
            await homeserver.forget(room)


def words_left(real: RealHomeserver, *words: str) -> list[str]:
    """In which tables of the homeserver one of these words stands."""
    found = []
    with sqlite3.connect(real.settings.data / "homeserver" / "homeserver.sqlite") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            if any(word in str(row) for row in rows for word in words):
                found.append(table)
    connection.close()
    return found
