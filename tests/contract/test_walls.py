"""What the room's own rules refuse, tried by people at real clients: no attempt changes anything."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from hub.matrix import names
from hub.rooms.model import Seen
from tests.contract.scene import Scene, set_scene
from tests.people import HUB, STEWARD
from tests.real import Person, RealHomeserver

pytestmark = pytest.mark.homeserver

Body = Mapping[str, Any] | None
STATE = "/rooms/{room}/state/"
V1 = "/_matrix/client/v1"


@pytest.fixture(scope="module")
def scene(real_homeserver: RealHomeserver) -> Scene:
    """One room for all attempts: each must leave it as it was."""
    return asyncio.run(set_scene(real_homeserver))


async def seen(real: RealHomeserver, scene: Scene) -> Seen:
    async with real.hub() as homeserver:
        return await homeserver.look(scene.room)


async def attempt(
    real: RealHomeserver, scene: Scene, person: Person, method: str, path: str, body: Body
) -> tuple[int, str]:
    """Try it; whatever the answer, the room must be as before."""
    before = await seen(real, scene)

    answer = await person.tries(method, scene.path(path), _filled(scene, body))

    assert await seen(real, scene) == before
    assert before.flaws == ()
    return answer.status, answer.errcode


def _filled(scene: Scene, body: Body) -> Body:
    known: dict[str, str] = {"{room}": scene.room, "{alias}": scene.alias}
    known |= {"{dario}": scene.dario.user, "{amira}": scene.amira.user, "{bo}": scene.bo.user}
    return {key: known.get(str(value), value) for key, value in body.items()} if body is not None else None


MEMBERSHIP: list[tuple[str, str, Body]] = [
    ("POST", "/rooms/{room}/invite", {"user_id": "{dario}"}),
    ("PUT", STATE + "m.room.member/{dario}", {"membership": "invite"}),
    ("PUT", STATE + "m.room.member/{dario}", {"membership": "join"}),
    ("PUT", STATE + "m.room.third_party_invite/token", {"display_name": "d", "public_key": "k"}),
    ("POST", "/rooms/{room}/kick", {"user_id": "{amira}"}),
    ("POST", "/rooms/{room}/kick", {"user_id": STEWARD}),
    ("POST", "/rooms/{room}/kick", {"user_id": names.conference_voice(HUB)}),
    ("PUT", STATE + "m.room.member/{amira}", {"membership": "leave"}),
    ("POST", "/rooms/{room}/ban", {"user_id": "{amira}"}),
    ("POST", "/rooms/{room}/ban", {"user_id": "{dario}"}),
    ("POST", "/rooms/{room}/unban", {"user_id": "{dario}"}),
]

RULES: list[tuple[str, str, Body]] = [
    ("PUT", STATE + "m.room.power_levels/", {"users": {}, "users_default": 100}),
    ("PUT", STATE + "m.room.name/", {"name": "Jonas Novak"}),
    ("PUT", STATE + "m.room.topic/", {"topic": "Jonas Novak"}),
    ("PUT", STATE + "m.room.avatar/", {"url": "mxc://fallraum.localhost/face"}),
    ("PUT", STATE + "m.room.join_rules/", {"join_rule": "public"}),
    ("PUT", STATE + "m.room.join_rules/", {"join_rule": "knock"}),
    ("PUT", STATE + "m.room.join_rules/", {"join_rule": "restricted", "allow": []}),
    ("PUT", STATE + "m.room.history_visibility/", {"history_visibility": "world_readable"}),
    ("PUT", STATE + "m.room.history_visibility/", {"history_visibility": "shared"}),
    ("PUT", STATE + "m.room.guest_access/", {"guest_access": "can_join"}),
    ("PUT", STATE + "m.room.encryption/", {"algorithm": "none"}),
    ("PUT", STATE + "m.room.encryption/", {}),
    ("PUT", STATE + "m.room.server_acl/", {"allow": ["*"], "deny": []}),
    ("PUT", STATE + "m.room.canonical_alias/", {"alias": "{alias}"}),
    ("PUT", STATE + "m.room.pinned_events/", {"pinned": []}),
    ("PUT", STATE + "m.room.tombstone/", {"body": "moved", "replacement_room": f"!elsewhere:{HUB}"}),
    ("PUT", STATE + "m.space.child/{room}", {"via": [HUB]}),
    ("PUT", STATE + "m.space.parent/{room}", {"via": [HUB]}),
    ("PUT", STATE + "im.vector.modular.widgets/w", {"type": "m.custom", "url": "https://x.example"}),
    ("PUT", STATE + "org.matrix.msc3401.call/c", {}),
    ("PUT", STATE + "org.example.anything/", {"anything": 1}),
    ("POST", "/rooms/{room}/upgrade", {"new_version": "11"}),
    ("PUT", "/rooms/{room}/redact/{message}/1", {}),
    ("DELETE", "/directory/room/{alias}", None),
    ("PUT", "/directory/list/room/{room}", {"visibility": "public"}),
]


@pytest.mark.parametrize(("method", "path", "body"), MEMBERSHIP, ids=str)
async def test_who_sits_in_the_room_lets_nobody_in_and_throws_nobody_out(
    real_homeserver: RealHomeserver, scene: Scene, method: str, path: str, body: Body
) -> None:
    assert await attempt(real_homeserver, scene, scene.bo, method, path, body) == (403, "M_FORBIDDEN")


@pytest.mark.parametrize(("method", "path", "body"), RULES, ids=str)
async def test_who_sits_in_the_room_changes_none_of_its_rules(
    real_homeserver: RealHomeserver, scene: Scene, method: str, path: str, body: Body
) -> None:
    assert await attempt(real_homeserver, scene, scene.bo, method, path, body) == (403, "M_FORBIDDEN")


async def test_who_sits_in_the_room_gives_it_no_second_name(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    path, body = f"/directory/room/%23jonas-novak%3A{HUB}", {"room_id": "{room}"}

    status, _ = await attempt(real_homeserver, scene, scene.bo, "PUT", path, body)

    assert status == 403
    assert (await scene.dario.tries("GET", path)).status == 404


async def test_nobody_is_asked_in_through_a_server_that_a_guest_chose(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    invited = {
        "id_server": "localhost:1",
        "id_access_token": "t",
        "medium": "email",
        "address": "d@x.example",
    }

    status, _ = await attempt(real_homeserver, scene, scene.bo, "POST", "/rooms/{room}/invite", invited)

    # Refused before that server is told the room's name, not because it did not answer.
    assert status == 403


async def test_nobody_gives_the_room_a_second_beginning(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    path, body = STATE + "m.room.create/", {"additional_creators": ["{bo}"]}

    status, _ = await attempt(real_homeserver, scene, scene.bo, "PUT", path, body)

    # Synapse 1.163 stumbles over it instead of saying no.
    assert status in (400, 403, 500)


async def test_who_may_call_as_somebody_else_is_the_hub_alone(
    real_homeserver: RealHomeserver, scene: Scene
) -> None:
    answer = await attempt(real_homeserver, scene, scene.bo, "POST", "/join/{room}?user_id={dario}", {})

    # The name is ignored: this was Bo, joining where he sits.
    assert answer == (200, "")


STRANGER: list[tuple[str, str, Body, tuple[int, str]]] = [
    *(
        (method, path, body, (403, "M_FORBIDDEN"))
        for method, path, body in (
            # Coming in.
            ("POST", "/join/{room}", {}),
            ("POST", "/rooms/{room}/join", {}),
            ("POST", "/join/{alias}", {}),
            ("POST", "/knock/{room}", {}),
            ("POST", "/knock/{alias}", {}),
            ("POST", "/rooms/{room}/invite", {"user_id": "{dario}"}),
            ("PUT", STATE + "m.room.member/{dario}", {"membership": "join"}),
            ("PUT", STATE + "m.room.member/{dario}", {"membership": "knock"}),
            ("POST", "/_synapse/admin/v1/join/{room}", {"user_id": "{dario}"}),
            # Reading.
            ("GET", "/rooms/{room}/messages?dir=b", None),
            ("GET", "/rooms/{room}/context/{message}", None),
            ("GET", "/rooms/{room}/initialSync", None),
            ("GET", "/events?room_id={room}", None),
            ("GET", V1 + "/rooms/{room}/relations/{message}", None),
            ("GET", V1 + "/rooms/{room}/threads", None),
            ("GET", V1 + "/rooms/{room}/timestamp_to_event?ts=0&dir=f", None),
            # Learning who is there and what it is about.
            ("GET", "/rooms/{room}/state", None),
            ("GET", STATE + "m.room.name/", None),
            ("GET", STATE + "m.room.create/", None),
            ("GET", STATE + "m.room.member/{bo}", None),
            ("GET", "/rooms/{room}/members", None),
            ("GET", "/rooms/{room}/joined_members", None),
            ("GET", "/rooms/{room}/aliases", None),
            ("GET", V1 + "/rooms/{room}/hierarchy", None),
            ("GET", "/profile/{bo}", None),
            ("GET", "/_synapse/admin/v1/rooms/{room}", None),
            # Speaking.
            ("PUT", "/rooms/{room}/send/m.room.message/1", {"msgtype": "m.text", "body": "hello"}),
            ("PUT", "/rooms/{room}/send/m.room.encrypted/2", {"algorithm": "m.megolm.v1.aes-sha2"}),
            ("PUT", "/rooms/{room}/typing/{dario}", {"typing": True, "timeout": 1000}),
            ("POST", "/rooms/{room}/receipt/m.read/{message}", {}),
            ("PUT", "/rooms/{room}/redact/{message}/3", {}),
            ("POST", "/rooms/{room}/upgrade", {"new_version": "11"}),
            ("PUT", f"/directory/room/%23offener-fall-2%3A{HUB}", {"room_id": "{room}"}),
        )
    ),
    ("GET", "/rooms/{room}/event/{message}", None, (404, "M_NOT_FOUND")),
    ("POST", "/rooms/{room}/report/{message}", {}, (404, "M_NOT_FOUND")),
    # What is said of everybody: offline.
    ("GET", "/presence/{bo}/status", None, (200, "")),
]


@pytest.mark.parametrize(("method", "path", "body", "refusal"), STRANGER, ids=str)
async def test_dario_neither_comes_in_nor_learns_anything(
    real_homeserver: RealHomeserver,
    scene: Scene,
    method: str,
    path: str,
    body: Body,
    refusal: tuple[int, str],
) -> None:
    assert await attempt(real_homeserver, scene, scene.dario, method, path, body) == refusal


@pytest.mark.parametrize(("method", "path", "body", "_refusal"), STRANGER, ids=str)
async def test_somebody_without_an_account_does_not_even_get_a_refusal_of_the_room(
    real_homeserver: RealHomeserver,
    scene: Scene,
    method: str,
    path: str,
    body: Body,
    _refusal: tuple[int, str],
) -> None:
    answer = await attempt(real_homeserver, scene, scene.nobody, method, path, body)

    assert answer == (401, "M_MISSING_TOKEN")


@pytest.mark.parametrize("who", ["dario", "nobody"])
async def test_there_is_no_summary_of_the_room(
    real_homeserver: RealHomeserver, scene: Scene, who: str
) -> None:
    person = {"dario": scene.dario, "nobody": scene.nobody}[who]

    answer = await attempt(real_homeserver, scene, person, "GET", V1 + "/room_summary/{room}", None)

    assert answer == (404, "M_NOT_FOUND")


async def test_the_room_is_in_no_directory(real_homeserver: RealHomeserver, scene: Scene) -> None:
    rooms = await scene.dario.does("GET", "/publicRooms")
    named = await scene.dario.does("POST", "/publicRooms", {"filter": {"generic_search_term": "F-1"}})
    people = await scene.dario.does("POST", "/user_directory/search", {"search_term": "bo"})
    words = {"search_categories": {"room_events": {"search_term": "F-1", "keys": ["room.name"]}}}
    found = await scene.dario.does("POST", "/search", words)

    assert (rooms["chunk"], named["chunk"], people["results"]) == ([], [], [])
    assert found["search_categories"]["room_events"]["count"] == 0


async def test_dario_hears_nothing_of_the_room(scene: Scene) -> None:
    synced = await scene.dario.does("GET", "/sync?timeout=0")

    assert scene.room not in str(synced)


@pytest.mark.parametrize(
    "name", [names.STEWARD, names.CONFERENCE, names.MONITOR, f"{names.CLIENT_PREFIX}5d1f0a7c93be"]
)
async def test_nobody_becomes_one_of_the_hubs_accounts(scene: Scene, name: str) -> None:
    as_service = {"type": "m.login.application_service", "identifier": {"type": "m.id.user", "user": name}}
    by_password = {**as_service, "type": "m.login.password", "password": ""}

    answers = [
        await scene.nobody.tries("POST", "/register", {"username": name, "password": "password"}),
        await scene.nobody.tries("POST", "/login", as_service),
        await scene.nobody.tries("POST", "/login", by_password),
    ]

    assert [answer.status for answer in answers] == [403, 401, 403]
