"""The room rules that bind everybody, people of other servers too (Matrix room version 12)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hub.identifiers import UserId, server_of
from hub.matrix import names
from hub.rooms.model import RoomPlan

ROOM_VERSION = "12"
MEGOLM = "m.megolm.v1.aes-sha2"
TOMBSTONE = "m.room.tombstone"

# No human ever has more than 0. The creator stands above all numbers in room version 12.
_HUB_ONLY = 100
# A voice writes by it where people do not, and does nothing else.
_VOICE = 50
ENCRYPTED = "m.room.encrypted"
LEVELS = "m.room.power_levels"
# What only the hub writes in a room's state.
PINNED = (
    "m.room.avatar",
    "m.room.canonical_alias",
    "m.room.encryption",
    "m.room.guest_access",
    "m.room.history_visibility",
    "m.room.join_rules",
    "m.room.name",
    LEVELS,
    "m.room.server_acl",
    "m.room.third_party_invite",
    TOMBSTONE,
    "m.room.topic",
    "m.space.child",
    "m.space.parent",
)
POWER_LEVELS: dict[str, Any] = {
    "users": {},
    "users_default": 0,
    "events": dict.fromkeys(PINNED, _HUB_ONLY),
    "events_default": 0,
    "state_default": _HUB_ONLY,
    "invite": _HUB_ONLY,
    "kick": _HUB_ONLY,
    "ban": _HUB_ONLY,
    "redact": _HUB_ONLY,
    "notifications": {"room": _HUB_ONLY},
}
# Where the creator alone wrote, as such rooms were made before: people react, and take that back.
_CREATOR_ALONE: dict[str, Any] = POWER_LEVELS | {
    "events": POWER_LEVELS["events"] | {"m.reaction": 0, "m.room.redaction": 0},
    "events_default": _HUB_ONLY,
}
# How long a sender may keep to one key: people's clients read it in the room, the hub's voices here.
LONGEST_SESSION = timedelta(days=7)
MOST_MESSAGES = 100
ENCRYPTION = {
    "algorithm": MEGOLM,
    "rotation_period_ms": LONGEST_SESSION // timedelta(milliseconds=1),
    "rotation_period_msgs": MOST_MESSAGES,
}

_RULES: dict[str, dict[str, Any]] = {
    "m.room.encryption": ENCRYPTION,
    "m.room.join_rules": {"join_rule": "invite"},
    # Not `shared`: what was said before somebody came, and after they left, is not theirs.
    "m.room.history_visibility": {"history_visibility": "joined"},
    "m.room.guest_access": {"guest_access": "forbidden"},
}


def hushed(creator: str) -> dict[str, Any]:
    """The levels where the hub alone writes: people react, and a voice says what is sealed."""
    voice = names.monitor_voice(server_of(UserId(creator)))
    events = _CREATOR_ALONE["events"] | {ENCRYPTED: _VOICE}
    return _CREATOR_ALONE | {"users": {voice: _VOICE}, "events": events}


def heard(creator: str) -> dict[str, Any]:
    """The levels where the hub reads commands in a hushed room: people write there, too, sealed."""
    levels = hushed(creator)
    return levels | {"events": levels["events"] | {ENCRYPTED: 0}}


def creation(plan: RoomPlan, creator: str) -> dict[str, Any]:
    """The body of `POST /createRoom`: every wall stands before the first guest is asked in.

    Preset `private_chat`: `trusted_private_chat` would make every invitee a creator whom nobody
    can ever remove.
    """
    return {
        "room_version": ROOM_VERSION,
        "preset": "private_chat",
        "visibility": "private",
        "name": plan.name,
        "invite": list(plan.guests),
        "room_alias_name": plan.alias,
        "power_level_content_override": hushed(creator) if plan.is_hushed else POWER_LEVELS,
        "initial_state": [
            {"type": kind, "state_key": "", "content": content} for kind, content in _RULES.items()
        ],
    }


def flaws(state: Iterable[dict[str, Any]], creator: str) -> tuple[str, ...]:
    """Which walls do not stand in a room's current state, by the type of their event."""
    current = {event["type"]: event for event in state if event.get("state_key") == ""}
    broken = [kind for kind, content in _RULES.items() if _content(current, kind) != content]
    others = (kind for kind in PINNED if kind in current and current[kind].get("sender") != creator)
    broken += others
    levels = _content(current, LEVELS)
    if not any(_stand(levels, wanted) for wanted in _walled(creator)):
        broken.append(LEVELS)
    created = current.get("m.room.create", {})
    if created.get("sender") != creator or not _sole_creator(created.get("content", {})):
        broken.append("m.room.create")
    return tuple(sorted(set(broken)))


def is_outdated(state: Iterable[dict[str, Any]]) -> bool:
    """Whether a room's current state lets only its creator write, as was the rule before."""
    current = {event["type"]: event for event in state if event.get("state_key") == ""}
    return _stand(_content(current, LEVELS), _CREATOR_ALONE)


def is_heard(state: Iterable[dict[str, Any]], creator: str) -> bool:
    """Whether a room's current state lets people write where else the hub alone does."""
    current = {event["type"]: event for event in state if event.get("state_key") == ""}
    return _stand(_content(current, LEVELS), heard(creator))


def is_ended(state: Iterable[dict[str, Any]]) -> bool:
    """Whether a tombstone stands in a room's current state."""
    return any(event["type"] == TOMBSTONE and event.get("state_key") == "" for event in state)


def _walled(creator: str) -> tuple[dict[str, Any], ...]:
    return POWER_LEVELS, hushed(creator), heard(creator), _CREATOR_ALONE


def _content(current: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
    content: dict[str, Any] = current.get(kind, {}).get("content", {})
    return content


def _stand(levels: dict[str, Any], wanted: dict[str, Any]) -> bool:
    # The preset may add events of its own, never lower one of ours.
    events = levels.get("events", {})
    same = all(levels.get(key) == value for key, value in wanted.items() if key != "events")
    return same and all(events.get(kind) == level for kind, level in wanted["events"].items())


def _sole_creator(content: dict[str, Any]) -> bool:
    return content.get("room_version") == ROOM_VERSION and not content.get("additional_creators")
