"""What the guard holds by itself: a room without walls, a hub that never looks, people at real clients."""

import asyncio
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from nacl.signing import SigningKey

from hub.canonical import canonical_json, encode
from hub.identifiers import RoomId, UserId
from hub.matrix import names
from hub.matrix.accounts import sign_in
from hub.matrix.wire import V3, escaped
from tests.eventually import eventually
from tests.guarded import GuardedHomeserver
from tests.people import HUB
from tests.real import Answer, Person

pytestmark = pytest.mark.homeserver

CIPHERTEXT = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgAEnACgAkLmt6q"}
# Everybody may do everything, and come in.
NO_WALLS = {
    "preset": "public_chat",
    "power_level_content_override": {
        "events": {},
        **dict.fromkeys(("users_default", "events_default", "state_default", "invite", "kick", "redact"), 0),
    },
    "initial_state": [
        {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "shared"}}
    ],
}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Open:
    """An open room of the hub's; Amira and Bo sit in it, and the client has an account."""

    room: RoomId
    amira: Person
    bo: Person
    dario: Person
    jonas: Person


@pytest.fixture(scope="module")
def scene(guarded_homeserver: GuardedHomeserver) -> Open:
    return asyncio.run(set_scene(guarded_homeserver))


async def set_scene(real: GuardedHomeserver) -> Open:
    amira, bo, dario = [await real.person(name) for name in ("amira", "bo", "dario")]
    jonas = names.new_client(secrets.token_hex(6), HUB)
    async with real.hub() as homeserver, real.wire() as wire:
        await homeserver.ensure_user(jonas, "Jonas")
        client = Person(jonas, real.settings.homeserver_url, await sign_in(wire, jonas, "PHONE"))
    await real.lifts_limits(amira, bo, dario, client)
    room = await open_room(real)
    real.door.lets_in(room, amira.user, bo.user, jonas)
    for person in (amira, bo, client):
        await person.joins(room)
    return Open(room, amira, bo, dario, client)


async def open_room(real: GuardedHomeserver) -> RoomId:
    """The steward makes a room in which nothing but the guard holds anybody."""
    async with real.wire() as wire:
        made = await wire.call("POST", f"{V3}/createRoom", NO_WALLS, user=names.steward(HUB))
    return RoomId(made["room_id"])


async def says(
    person: Person, room: RoomId, kind: str = "m.room.encrypted", content: Json = CIPHERTEXT
) -> Answer:
    return await person.tries("PUT", f"/rooms/{escaped(room)}/send/{kind}/{secrets.token_hex(8)}", content)


async def members(person: Person, room: RoomId) -> set[str]:
    return set((await person.does("GET", f"/rooms/{escaped(room)}/joined_members"))["joined"])


def refused(answer: Answer, reason: str) -> bool:
    """Whether it was the guard who refused, for that reason, with a sentence of its own."""
    spoke = answer.body.get("fallraum_reason") == reason and "spam" not in str(answer.body["error"])
    return (answer.status, answer.errcode, spoke) == (403, "M_FORBIDDEN", True)


# Who sits.


async def test_whose_right_ended_says_nothing_more_although_they_still_sit_there(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    room = await open_room(guarded_homeserver)
    guarded_homeserver.door.lets_in(room, scene.amira.user, scene.bo.user)
    for person in (scene.amira, scene.bo):
        await person.joins(room)
    assert (await says(scene.bo, room)).status == 200

    guarded_homeserver.door.lets_out(room, scene.bo.user)

    assert scene.bo.user in await members(scene.amira, room)
    assert refused(await says(scene.bo, room), "not-rightful")
    assert (await says(scene.amira, room)).status == 200


async def test_an_end_that_was_known_acts_by_itself(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    room = await open_room(guarded_homeserver)
    end = datetime.now(UTC) + timedelta(seconds=2)
    guarded_homeserver.door.lets_in(room, scene.bo.user, until=end)
    await scene.bo.joins(room)
    before = await says(scene.bo, room)

    await asyncio.sleep((end - datetime.now(UTC)).total_seconds() + 0.01)

    assert before.status == 200
    assert refused(await says(scene.bo, room), "right-ended")
    await scene.bo.leaves(room)
    assert refused(await scene.bo.tries_to_join(room), "right-ended")


async def test_nobody_comes_in_who_may_not_although_the_door_stands_open(scene: Open) -> None:
    assert refused(await scene.dario.tries_to_join(scene.room), "not-rightful")
    assert scene.dario.user not in await members(scene.amira, scene.room)


async def test_nobody_comes_into_a_room_of_which_the_hub_says_nothing(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    forgotten = await open_room(guarded_homeserver)

    assert refused(await scene.dario.tries_to_join(forgotten), "not-known")


async def test_who_comes_before_the_hub_has_said_so_waits_a_moment(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    room = await open_room(guarded_homeserver)

    coming = asyncio.create_task(scene.bo.tries_to_join(room))
    await asyncio.sleep(0.3)
    guarded_homeserver.door.lets_in(room, scene.bo.user)

    assert (await coming).status == 200


async def test_by_an_invitation_to_an_address_nobody_comes_in_who_may_not(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    key, token = SigningKey.generate(), secrets.token_hex(8)
    public = encode(bytes(key.verify_key))
    invitation = {
        "display_name": "d…@example.org",
        "public_key": public,
        "key_validity_url": "https://x.example",
        # One that nobody is asked about.
        "public_keys": [{"public_key": public}],
    }
    async with guarded_homeserver.wire() as wire:
        path = f"{V3}/rooms/{escaped(scene.room)}/state/m.room.third_party_invite/{token}"
        await wire.call("PUT", path, invitation, user=names.steward(HUB))
    said = {"mxid": scene.dario.user, "sender": names.steward(HUB), "token": token}
    signature = {"id.example": {"ed25519:0": encode(key.sign(canonical_json(said)).signature)}}

    body = {"third_party_signed": said | {"signatures": signature}}
    answer = await scene.dario.tries("POST", f"/join/{escaped(scene.room)}", body)

    assert refused(answer, "not-rightful")
    assert scene.dario.user not in await members(scene.amira, scene.room)


# Who asks in.


async def test_only_the_hub_asks_in(scene: Open) -> None:
    room = escaped(scene.room)

    by_name = await scene.bo.tries("POST", f"/rooms/{room}/invite", {"user_id": scene.dario.user})
    address = {"medium": "email", "address": "dario@example.org"}
    server = {"id_server": "127.0.0.1:1", "id_access_token": "none"}
    by_mail = await scene.bo.tries("POST", f"/rooms/{room}/invite", address | server)
    public = await scene.bo.tries("PUT", f"/directory/list/room/{room}", {"visibility": "public"})

    assert refused(by_name, "invitation")
    assert refused(by_mail, "invitation")
    assert refused(public, "invitation")


async def test_a_clients_account_makes_no_room_and_asks_nobody_in(scene: Open) -> None:
    elsewhere = RoomId((await scene.dario.does("POST", "/createRoom", {"preset": "public_chat"}))["room_id"])
    await scene.jonas.joins(elsewhere)

    made = await scene.jonas.tries("POST", "/createRoom", {"preset": "private_chat"})
    asked = await scene.jonas.tries("POST", f"/rooms/{escaped(elsewhere)}/invite", {"user_id": scene.bo.user})

    assert refused(made, "client-account")
    assert refused(asked, "client-account")


async def test_nobody_but_the_hub_asks_a_client_into_any_room(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    asking = {"preset": "private_chat", "invite": [scene.jonas.user]}
    with_it = await scene.dario.tries("POST", "/createRoom", asking)
    mine = RoomId((await scene.dario.does("POST", "/createRoom", {"preset": "private_chat"}))["room_id"])
    later = await scene.dario.tries("POST", f"/rooms/{escaped(mine)}/invite", {"user_id": scene.jonas.user})
    theirs = await open_room(guarded_homeserver)

    async with guarded_homeserver.hub() as homeserver:
        await homeserver.invite(theirs, scene.jonas.user)

    assert with_it.status == 403
    assert refused(later, "client-asked")
    assert not [
        room
        for room in (await scene.jonas.does("GET", "/sync?timeout=0"))["rooms"]["invite"]
        if room != theirs
    ]


async def test_in_rooms_that_are_not_the_hubs_people_do_as_they_like(scene: Open) -> None:
    made = await scene.dario.does(
        "POST", "/createRoom", {"preset": "private_chat", "invite": [scene.bo.user]}
    )
    room = RoomId(made["room_id"])
    await scene.bo.joins(room)

    topic = await scene.dario.tries(
        "PUT", f"/rooms/{escaped(room)}/state/m.room.topic/", {"topic": "Kantine"}
    )

    assert topic.status == 200
    assert (
        await says(scene.bo, room, "m.room.message", {"msgtype": "m.text", "body": "12 Uhr?"})
    ).status == 200


# What is said.


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.message", {"msgtype": "m.text", "body": "Jonas kommt morgen"}),
        ("m.sticker", {"body": "x", "url": "mxc://x/y", "info": {}}),
        ("org.example.note", {"note": "Jonas kommt morgen"}),
        ("m.room.encrypted", {"algorithm": "none", "body": "Jonas kommt morgen"}),
    ],
)
async def test_nobody_says_anything_in_plaintext(scene: Open, kind: str, content: Json) -> None:
    assert refused(await says(scene.amira, scene.room, kind, content), "plaintext")


async def test_not_even_the_hub_says_anything_in_plaintext(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    path = f"/rooms/{escaped(scene.room)}/send/m.room.message/{secrets.token_hex(8)}"
    path += f"?user_id={escaped(names.steward(HUB))}"
    steward = Person(UserId(""), guarded_homeserver.settings.homeserver_url, _as_token(guarded_homeserver))

    answer = await steward.tries("PUT", path, {"msgtype": "m.text", "body": "Jonas kommt morgen"})

    assert refused(answer, "plaintext")


def _as_token(real: GuardedHomeserver) -> str:
    return real.settings.secret("as_token")


async def test_what_is_never_encrypted_can_be_said(scene: Open) -> None:
    said = (await says(scene.amira, scene.room)).body["event_id"]
    about = {"m.relates_to": {"rel_type": "m.annotation", "event_id": said, "key": "👍"}}

    reaction = await says(scene.bo, scene.room, "m.reaction", about)
    redaction = await scene.amira.tries("PUT", f"/rooms/{escaped(scene.room)}/redact/{escaped(said)}/1", {})

    assert (reaction.status, redaction.status) == (200, 200)


# The room's rules.


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.power_levels", {"users_default": 100}),
        ("m.room.join_rules", {"join_rule": "knock"}),
        ("m.room.history_visibility", {"history_visibility": "world_readable"}),
        ("m.room.encryption", {"algorithm": "none"}),
        ("m.room.guest_access", {"guest_access": "can_join"}),
        ("m.room.server_acl", {"allow": ["*"], "deny": []}),
        ("m.room.tombstone", {"body": "moved", "replacement_room": "!elsewhere"}),
        ("m.room.third_party_invite", {"display_name": "d", "public_key": "k"}),
        ("m.room.name", {"name": "Jonas Novak"}),
        ("m.space.child", {"via": [HUB]}),
        ("im.vector.modular.widgets", {"type": "m.custom", "url": "https://x.example"}),
    ],
)
async def test_nobody_but_the_steward_changes_a_rooms_rules(scene: Open, kind: str, content: Json) -> None:
    answer = await scene.bo.tries("PUT", f"/rooms/{escaped(scene.room)}/state/{kind}/", content)

    assert refused(answer, "room-rules")


async def test_nobody_puts_another_room_in_a_rooms_place(scene: Open) -> None:
    upgraded = await scene.bo.tries("POST", f"/rooms/{escaped(scene.room)}/upgrade", {"new_version": "11"})
    claim = {"creation_content": {"predecessor": {"room_id": scene.room, "event_id": "$x"}}}
    claimed = await scene.bo.tries("POST", "/createRoom", claim)

    assert refused(upgraded, "room-rules")
    assert refused(claimed, "room-rules")


# Who is found.


async def test_clients_and_the_hubs_own_accounts_are_found_by_no_search(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    async def found() -> list[str]:
        answer = await scene.dario.does("POST", "/user_directory/search", {"search_term": "selma"})
        return [one["user_id"] for one in answer["results"]]

    async def is_written_down() -> bool:
        return bool(await found())

    selma = await guarded_homeserver.person("selma")
    await selma.does("PUT", f"/profile/{escaped(selma.user)}/displayname", {"displayname": "Selma"})
    # Synapse of today leaves them out itself; what one of yesterday wrote down still stands there.
    write_into_directory(guarded_homeserver, scene.jonas.user, names.steward(HUB))
    await eventually(is_written_down)

    assert await found() == [selma.user]


def write_into_directory(real: GuardedHomeserver, *users: str) -> None:
    with closing(sqlite3.connect(real.settings.data / "homeserver" / "homeserver.sqlite")) as connection:
        for user in users:
            connection.execute(
                "INSERT INTO user_directory (user_id, display_name) VALUES (?, 'Selma')", [user]
            )
            connection.execute(
                "INSERT INTO user_directory_search (user_id, value) VALUES (?, 'Selma')", [user]
            )
        connection.commit()


# The hub is away.


async def test_while_the_hub_is_not_heard_nobody_new_comes_in_and_nobody_inside_is_hindered(
    guarded_homeserver: GuardedHomeserver, scene: Open
) -> None:
    real = guarded_homeserver
    chloe = await real.person("chloe")
    room = await open_room(real)
    end = datetime.now(UTC) + timedelta(seconds=6)
    real.door.lets_in(room, scene.amira.user, chloe.user)
    real.door.lets_in(room, scene.bo.user, until=end)
    for person in (scene.amira, scene.bo):
        await person.joins(room)

    real.door.close()
    try:
        await asyncio.sleep((end - datetime.now(UTC)).total_seconds() + 0.1)
        chloe_came = await chloe.tries_to_join(room)
        inside, ended = await says(scene.amira, room), await says(scene.bo, room)
        plain = await says(scene.amira, room, "m.room.message", {"msgtype": "m.text", "body": "Jonas"})
        log = real.log
    finally:
        real.door.open()

    assert refused(chloe_came, "not-known")
    assert inside.status == 200
    assert refused(ended, "right-ended")
    assert refused(plain, "plaintext")
    assert "ERROR fallraum_guard hub not heard" in log
    real.door.says({})
    assert (await chloe.tries_to_join(room)).status == 200
