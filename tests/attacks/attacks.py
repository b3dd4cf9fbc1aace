"""What people try: by their own clients and their own servers, as members, strangers and administrators."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.signing import SigningKey

from hub.canonical import canonical_json, encode
from hub.identifiers import RoomId
from hub.matrix.wire import escaped
from tests.attacks.scene import MEMBERS_POWER, Scene, Where
from tests.eventually import until_tired

Deed = Callable[[Scene, Where], Awaitable[bool]]
"""Somebody of one side tries it; whether their own server let them."""


@dataclass(frozen=True, slots=True)
class Attack:
    """`harm` tells whether what was wanted stands now, in the eyes of those who sit there by right."""

    name: str
    deed: Deed
    harm: Deed
    sides: tuple[Where, ...] = tuple(Where)
    is_after_removal: bool = False
    """Whether the insider was shown out before, by a hub at work."""


# Getting somebody in.


async def invite(scene: Scene, where: Where) -> bool:
    side = scene.sides[where]
    await scene.invites(side.insider, side.stranger)
    return await scene.joins(side.stranger)


async def join(scene: Scene, where: Where) -> bool:
    return await scene.joins(scene.sides[where].stranger)


async def knock(scene: Scene, where: Where) -> bool:
    side = scene.sides[where]
    await scene.writes(side.insider, "m.room.join_rules", {"join_rule": "knock"})
    await side.stranger.tries("POST", f"/knock/{escaped(scene.room)}", {})
    await scene.invites(side.insider, side.stranger)
    return await scene.joins(side.stranger)


async def third_party_invite(scene: Scene, where: Where) -> bool:
    side, key, token = scene.sides[where], SigningKey.generate(), secrets.token_hex(8)
    public = encode(bytes(key.verify_key))
    invitation = {
        "display_name": "d…@example.org",
        "public_key": public,
        "key_validity_url": "https://x.example",
        "public_keys": [{"public_key": public}],
    }
    await scene.writes(side.insider, "m.room.third_party_invite", invitation, token)
    said = {"mxid": side.stranger.user, "sender": side.insider.user, "token": token}
    signature = {"id.example": {"ed25519:0": encode(key.sign(canonical_json(said)).signature)}}
    body = {"third_party_signed": said | {"signatures": signature}}
    return (await side.stranger.tries("POST", f"/join/{escaped(scene.room)}", body)).status == 200


async def restricted_join(scene: Scene, where: Where) -> bool:
    side = scene.sides[where]
    made = await side.stranger.does("POST", "/createRoom", {"preset": "public_chat"})
    allow = [{"type": "m.room_membership", "room_id": made["room_id"]}]
    await scene.writes(side.insider, "m.room.join_rules", {"join_rule": "restricted", "allow": allow})
    return await scene.joins(side.stranger)


async def reinvite(scene: Scene, where: Where) -> bool:
    side = scene.sides[where]
    await scene.invites(side.witness, side.insider)
    return await scene.joins(side.insider)


async def admin_join(scene: Scene, where: Where) -> bool:
    body = {"user_id": scene.sides[where].stranger.user}
    path = f"/_synapse/admin/v1/join/{escaped(scene.room)}"
    return (await scene.admin.tries("POST", path, body)).status == 200


async def admin_takes_power(scene: Scene, where: Where) -> bool:
    """As an administrator whom Synapse lets act in the steward's name."""
    path = f"/_synapse/admin/v1/rooms/{escaped(scene.room)}/make_room_admin"
    await scene.admin.tries("POST", path, {})
    return await scene.joins(scene.admin)


async def _stranger_is_in(scene: Scene, where: Where) -> bool:
    return await scene.has_inside(scene.sides[where].stranger)


async def _removed_is_in(scene: Scene, where: Where) -> bool:
    return await scene.has_inside(scene.sides[where].insider)


async def _admin_is_in(scene: Scene, _where: Where) -> bool:
    return await scene.has_inside(scene.admin)


# Changing the room.


def change(kind: str, content: Callable[[Scene, Where], Mapping[str, Any]]) -> Deed:
    async def deed(scene: Scene, where: Where) -> bool:
        return await scene.writes(scene.sides[where].insider, kind, content(scene, where))

    return deed


async def upgrade(scene: Scene, where: Where) -> bool:
    insider = scene.sides[where].insider
    path = f"/rooms/{escaped(scene.room)}/upgrade"
    upgraded = await insider.tries("POST", path, {"new_version": "12"})
    elsewhere = RoomId(str(upgraded.body.get("replacement_room", "!elsewhere:x.example")))
    body = {"body": "moved", "replacement_room": elsewhere}
    return await scene.writes(insider, "m.room.tombstone", body)


def _is_changed(kind: str) -> Deed:
    async def harm(scene: Scene, where: Where) -> bool:
        if where is Where.ELSEWHERE:
            await scene.catches_up(Where.HERE)
        return await scene.author(kind) == scene.sides[where].insider.user

    return harm


# Saying something.


async def say_plainly(scene: Scene, where: Where) -> bool:
    message = {"msgtype": "m.text", "body": "Jonas kommt morgen"}
    scene.said[where] = await scene.says(scene.sides[where].insider, "m.room.message", message)
    return bool(scene.said[where])


async def write_from_old_device(scene: Scene, where: Where) -> bool:
    """Goes on writing after the withdrawal, again and again."""
    insider = scene.sides[where].insider
    await scene.withdraws(insider)

    async def is_refused() -> bool:
        scene.said[where] = await scene.says(insider)
        return not scene.said[where]

    return not await until_tired(is_refused, after=2)


async def go_on_sitting(scene: Scene, where: Where) -> bool:
    """Does nothing at all after the withdrawal."""
    await scene.withdraws(scene.sides[where].insider)
    return True


async def behind_a_cut_line(scene: Scene, where: Where) -> bool:
    """Her server hears nothing of the withdrawal, and lets her go on."""
    insider = scene.sides[where].insider
    with scene.partitioned():
        await scene.withdraws(insider)

        async def is_out_here() -> bool:
            return insider.user not in await scene.inside(Where.HERE)

        await until_tired(is_out_here, after=2)
        scene.said[where] = await scene.says(insider)
        return bool(scene.said[where]) and insider.user in await scene.inside(where)


async def _is_shown_here(scene: Scene, where: Where) -> bool:
    if where is Where.ELSEWHERE:
        await scene.catches_up(Where.HERE)
    return bool(scene.said[where]) and await scene.shows(Where.HERE, scene.said[where])


async def _goes_on(scene: Scene, where: Where) -> bool:
    return await _removed_is_in(scene, where) or await _is_shown_here(scene, where)


INVITE = Attack("a member invites a stranger, who joins", invite, _stranger_is_in)
JOIN = Attack("a stranger joins by the room's id", join, _stranger_is_in)
KNOCK = Attack("a stranger knocks, a member opens", knock, _stranger_is_in)
THIRD_PARTY = Attack(
    "a stranger joins by an invitation to an e-mail address", third_party_invite, _stranger_is_in
)
RESTRICTED = Attack(
    "a stranger joins by being in another room (restricted)", restricted_join, _stranger_is_in
)
REINVITE = Attack("a member asks in again who was removed", reinvite, _removed_is_in, is_after_removal=True)
ADMIN_JOIN = Attack(
    "an administrator of the homeserver has a stranger join", admin_join, _stranger_is_in, sides=(Where.HERE,)
)
ADMIN_POWER = Attack(
    "an administrator of the homeserver takes the steward's power, and joins",
    admin_takes_power,
    _admin_is_in,
    sides=(Where.HERE,),
)
POWER = Attack(
    "a member takes power",
    change("m.room.power_levels", lambda s, w: {"users": {s.sides[w].insider.user: MEMBERS_POWER}}),
    _is_changed("m.room.power_levels"),
)
TOMBSTONE = Attack(
    "a member upgrades the room, or sets a tombstone", upgrade, _is_changed("m.room.tombstone")
)
HISTORY = Attack(
    "a member opens the history to everybody",
    change("m.room.history_visibility", lambda _s, _w: {"history_visibility": "world_readable"}),
    _is_changed("m.room.history_visibility"),
)
ENCRYPTION = Attack(
    "a member changes the encryption",
    change("m.room.encryption", lambda _s, _w: {"algorithm": "none"}),
    _is_changed("m.room.encryption"),
)
PLAINTEXT = Attack("a member writes without encryption", say_plainly, _is_shown_here)
SITTING = Attack("who lost the consent goes on sitting there", go_on_sitting, _removed_is_in)
OLD_DEVICE = Attack(
    "who lost the consent goes on writing from an old device", write_from_old_device, _is_shown_here
)
PARTITION = Attack(
    "who lost the consent sits on a server that is cut off meanwhile",
    behind_a_cut_line,
    _goes_on,
    sides=(Where.ELSEWHERE,),
)
