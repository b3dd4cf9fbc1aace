"""What was said before somebody came, and after they left, is not theirs."""

import asyncio
from typing import Any

import pytest

from hub.identifiers import RoomId
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import escaped
from tests.contract.scene import Scene, set_scene
from tests.real import Person, RealHomeserver

pytestmark = pytest.mark.homeserver


@pytest.fixture(scope="module")
def scene(real_homeserver: RealHomeserver) -> Scene:
    return asyncio.run(set_scene(real_homeserver))


async def seats(homeserver: MatrixHomeserver, room: RoomId, real: RealHomeserver, name: str) -> Person:
    person = await real.person(name)
    await homeserver.invite(room, person.user)
    await person.joins(room)
    return person


async def messages(person: Person, room: RoomId) -> list[str]:
    answer = await person.does("GET", f"/rooms/{escaped(room)}/messages?dir=b&limit=100")
    chunk: list[dict[str, Any]] = answer["chunk"]
    return [event["event_id"] for event in chunk if event["type"] == "m.room.encrypted"]


async def status(person: Person, scene: Scene, path: str, message: str) -> int:
    whole = f"/rooms/{escaped(scene.room)}/{path}".format(message=escaped(message))
    return (await person.tries("GET", whole)).status


async def test_what_was_said_before_they_came_nobody_gets(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    async with real_homeserver.hub() as homeserver:
        chloe = await seats(homeserver, scene.room, real_homeserver, "chloe")

    assert await messages(chloe, scene.room) == []
    assert await status(chloe, scene, "event/{message}", scene.message) == 404
    assert await status(chloe, scene, "context/{message}", scene.message) == 403


async def test_what_is_said_while_they_are_there_people_get(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    async with real_homeserver.hub() as homeserver:
        chloe = await seats(homeserver, scene.room, real_homeserver, "chloe")

    said = await scene.amira.says(scene.room, "while chloe is there")

    assert await messages(chloe, scene.room) == [said]


async def test_what_was_said_while_they_were_only_invited_nobody_gets(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    chloe = await real_homeserver.person("chloe")
    async with real_homeserver.hub() as homeserver:
        await homeserver.invite(scene.room, chloe.user)
    said = await scene.amira.says(scene.room, "before chloe took her seat")

    await chloe.joins(scene.room)

    assert await messages(chloe, scene.room) == []
    assert await status(chloe, scene, "event/{message}", said) == 404


@pytest.mark.parametrize("by_themselves", [True, False], ids=["left", "removed"])
async def test_who_is_out_gets_nothing_that_is_said_afterwards(
    real_homeserver: RealHomeserver, scene: Scene, by_themselves: bool
) -> None:
    async with real_homeserver.hub() as homeserver:
        chloe = await seats(homeserver, scene.room, real_homeserver, "chloe")
        await (chloe.leaves(scene.room) if by_themselves else homeserver.remove(scene.room, chloe.user))

    said = await scene.amira.says(scene.room, "after chloe was out")

    assert await status(chloe, scene, "event/{message}", said) == 404
    assert await status(chloe, scene, "context/{message}", said) == 403
    assert said not in str(await chloe.does("GET", '/sync?filter={"room":{"include_leave":true}}'))


@pytest.mark.parametrize("by_themselves", [True, False], ids=["left", "removed"])
async def test_who_is_out_can_no_longer_leaf_through_the_room(
    real_homeserver: RealHomeserver, scene: Scene, by_themselves: bool
) -> None:
    async with real_homeserver.hub() as homeserver:
        chloe = await seats(homeserver, scene.room, real_homeserver, "chloe")
        await (chloe.leaves(scene.room) if by_themselves else homeserver.remove(scene.room, chloe.user))
    # Synapse forgets the room for her in the background.
    for _ in range(100):
        if await status(chloe, scene, "messages?dir=b", "") == 403:
            break
        await asyncio.sleep(0.05)

    looks = ("messages?dir=b", "state", "state/m.room.name", "members", "joined_members")
    assert [await status(chloe, scene, path, "") for path in looks] == [403] * len(looks)


async def test_who_comes_back_gets_nothing_that_was_said_meanwhile(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    async with real_homeserver.hub() as homeserver:
        chloe = await seats(homeserver, scene.room, real_homeserver, "chloe")
        await homeserver.remove(scene.room, chloe.user)
        meanwhile = await scene.amira.says(scene.room, "while chloe was out")
        await homeserver.invite(scene.room, chloe.user)
        await chloe.joins(scene.room)
    afterwards = await scene.amira.says(scene.room, "after chloe came back")

    read = await messages(chloe, scene.room)

    assert meanwhile not in read
    assert afterwards in read
