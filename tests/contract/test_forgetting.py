"""A homeserver forgets a room with everything that was said in it, and does so for nobody else."""

import secrets
import sqlite3
from pathlib import Path

import httpx2
import pytest

from hub.embedded.accounts import eraser
from hub.errors import HomeserverRefused, RoomGone
from hub.identifiers import RoomId, SwitchId, UserId
from hub.listening.model import listener
from hub.matrix import names
from hub.matrix.accounts import sign_in
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import Wire
from hub.rooms.model import Membership
from tests.contract.scene import set_scene
from tests.contract.stages import Stage, new_plan, standing
from tests.eventually import eventually
from tests.people import HUB
from tests.real import Person, RealHomeserver

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


async def test_a_tombstone_is_seen_and_a_repeat_changes_nothing(stage: Stage) -> None:
    room = await stage.homeserver.create_room(new_plan())
    before = (await stage.homeserver.look(room)).is_ended

    await stage.homeserver.end(room)
    await stage.homeserver.end(room)
    after = await stage.homeserver.look(room)

    assert not before
    assert after.is_ended
    # A wall that stood goes on standing: a closed room is no alarm.
    assert after.flaws == ()


async def test_a_room_with_a_tombstone_is_forgotten_like_any_other(stage: Stage) -> None:
    room = await stage.homeserver.create_room(new_plan())
    await stage.homeserver.end(room)

    await eventually(lambda: stage.homeserver.forget(room), within=30)

    assert await stage.homeserver.forget(room)


async def test_an_account_that_never_was_is_forgotten(stage: Stage) -> None:
    assert await stage.homeserver.forget_account(names.new_client("never", HUB))


async def test_an_account_is_forgotten_in_the_end_and_a_repeat_changes_nothing(stage: Stage) -> None:
    client = names.new_client(secrets.token_hex(6), HUB)
    room = await stage.homeserver.create_room(new_plan(client))

    await eventually(lambda: stage.homeserver.forget_account(client), within=30)

    assert await stage.homeserver.forget_account(client)
    # Deactivated, they have left every room by themselves.
    assert await standing(stage, room, client) in (None, Membership.DECLINED)


async def test_an_account_that_never_was_is_over_and_one_that_is_over_stays_so(stage: Stage) -> None:
    was = listener(SwitchId(secrets.token_hex(16)), HUB)
    await stage.homeserver.create_room(new_plan(was))

    await stage.homeserver.end_account(listener(SwitchId(secrets.token_hex(16)), HUB))
    await stage.homeserver.end_account(was)
    await stage.homeserver.end_account(was)


@pytest.mark.homeserver
async def test_that_an_account_is_not_ended_is_no_success(real_homeserver: RealHomeserver) -> None:
    async with real_homeserver.hub() as homeserver:
        # As where the namespace was taken away from the hub: it may not act as this one.
        theirs = (await real_homeserver.person("kept")).user

        with pytest.raises(HomeserverRefused):
            await homeserver.end_account(theirs)


@pytest.mark.homeserver
async def test_a_client_who_uploaded_something_has_neither_account_nor_files_any_more(
    real_homeserver: RealHomeserver,
) -> None:
    client = names.new_client(secrets.token_hex(6), HUB)
    async with real_homeserver.wire() as wire, real_homeserver.hub() as homeserver:
        await homeserver.ensure_user(client, "Jonas Novak")
        token = await sign_in(wire, client, "PHONE")
        them = Person(client, real_homeserver.settings.homeserver_url, token)
        await uploads(them, b"a photograph of a letter")
        kept = files_with(real_homeserver, b"a photograph of a letter")

        at_once = await homeserver.forget_account(client)
        await eventually(lambda: homeserver.forget_account(client), within=30)

    assert kept
    assert not at_once
    assert files_with(real_homeserver, b"a photograph of a letter") == []
    assert (await them.tries("GET", "/account/whoami")).status == 401
    assert words_left(real_homeserver, "Jonas Novak") == []
    # That there was an account of that pseudonym Synapse remembers, so that nobody ever gets it again.
    assert "users" in words_left(real_homeserver, client)


@pytest.mark.homeserver
async def test_a_file_of_a_voice_is_forgotten_and_a_repeat_changes_nothing(
    real_homeserver: RealHomeserver,
) -> None:
    words = b"the ciphertext of an agenda " + secrets.token_bytes(8)
    async with real_homeserver.wire() as wire, real_homeserver.hub() as homeserver:
        await homeserver.ensure_user(homeserver.creator)
        made = await wire.call("POST", "/_matrix/media/v1/create", {}, user=homeserver.creator)
        medium = str(made["content_uri"]).rpartition("/")[2]
        where = f"/_matrix/media/v3/upload/{HUB}/{medium}"
        await sign_in(wire, homeserver.creator, "FALLRAUM")
        await wire.upload(where, words, user=homeserver.creator, device="FALLRAUM")
        kept = files_with(real_homeserver, words)

        await homeserver.forget_file(medium)
        await homeserver.forget_file(medium)

    assert len(kept) == 1
    assert files_with(real_homeserver, words) == []


@pytest.mark.homeserver
async def test_a_homeserver_that_entitled_nobody_ends_the_account_and_keeps_the_files(
    real_homeserver: RealHomeserver,
) -> None:
    client = names.new_client(secrets.token_hex(6), HUB)
    async with real_homeserver.wire() as wire, real_homeserver.unentitled_hub() as homeserver:
        await homeserver.ensure_user(client)
        token = await sign_in(wire, client, "PHONE")
        them = Person(client, real_homeserver.settings.homeserver_url, token)

        with pytest.raises(HomeserverRefused, match="403"):
            await homeserver.forget_account(client)

        assert (await them.tries("GET", "/account/whoami")).status == 401


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


async def uploads(person: Person, content: bytes) -> None:
    """Send a file to the homeserver, as a client does before it mentions it in a room."""
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/octet-stream"}
    async with httpx2.AsyncClient(base_url=person.homeserver, headers=headers, trust_env=False) as http:
        answer = await http.post("/_matrix/media/v3/upload", content=content)
    assert answer.status_code == 200, answer.text


def files_with(real: RealHomeserver, content: bytes) -> list[Path]:
    """In which of the homeserver's files that stands; its database apart."""
    folder = real.settings.data / "homeserver"
    files = (path for path in folder.rglob("*") if path.is_file() and ".sqlite" not in path.name)
    return [path for path in files if content in path.read_bytes()]


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
