"""Which rooms count as walled: every missing or weaker wall is named."""

from typing import Any

import pytest

from hub.matrix import walls
from hub.rooms.model import RoomPlan

STEWARD = "@fallraum-steward:hub.example"


def state() -> list[dict[str, Any]]:
    """The state of a room as the hub makes it."""
    made = walls.creation(RoomPlan(alias="fallraum-1", name="F-1"))
    created = {"room_version": made["room_version"]}
    levels = {"type": "m.room.power_levels", "content": made["power_level_content_override"]}
    return [
        {"type": "m.room.create", "state_key": "", "sender": STEWARD, "content": created},
        {**levels, "state_key": "", "sender": STEWARD},
        *({**event, "sender": STEWARD} for event in made["initial_state"]),
    ]


def changed(kind: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    """That state with one event's content replaced."""
    return [{**event, "content": content} if event["type"] == kind else event for event in state()]


def test_a_room_as_it_is_made_has_no_flaw() -> None:
    assert walls.flaws(state(), STEWARD) == ()


@pytest.mark.parametrize(
    "kind",
    [
        "m.room.create",
        "m.room.encryption",
        "m.room.guest_access",
        "m.room.history_visibility",
        "m.room.join_rules",
        "m.room.power_levels",
    ],
)
def test_a_missing_wall_is_a_flaw(kind: str) -> None:
    without = [event for event in state() if event["type"] != kind]

    assert walls.flaws(without, STEWARD) == (kind,)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.join_rules", {"join_rule": "restricted", "allow": []}),
        ("m.room.join_rules", {"join_rule": "knock"}),
        ("m.room.history_visibility", {"history_visibility": "shared"}),
        ("m.room.encryption", {"algorithm": "m.none"}),
        ("m.room.guest_access", {"guest_access": "can_join"}),
        ("m.room.create", {"room_version": "11"}),
        ("m.room.create", {"room_version": "12", "additional_creators": ["@mallory:x"]}),
        ("m.room.power_levels", {**walls.POWER_LEVELS, "invite": 0}),
        ("m.room.power_levels", {**walls.POWER_LEVELS, "users": {"@amira:hub": 100}}),
        ("m.room.power_levels", {**walls.POWER_LEVELS, "users_default": 100}),
        (
            "m.room.power_levels",
            {**walls.POWER_LEVELS, "events": {**walls.POWER_LEVELS["events"], "m.room.name": 0}},
        ),
    ],
)
def test_a_weaker_wall_is_a_flaw(kind: str, content: dict[str, Any]) -> None:
    assert walls.flaws(changed(kind, content), STEWARD) == (kind,)


def test_a_room_made_by_somebody_else_is_flawed() -> None:
    assert "m.room.create" in walls.flaws(state(), "@somebody:else")


def test_a_tombstone_ends_a_room_whose_walls_go_on_standing() -> None:
    stone = {"type": "m.room.tombstone", "state_key": "", "sender": STEWARD, "content": {}}

    assert walls.is_ended([*state(), stone])
    assert not walls.is_ended(state())
    assert not walls.is_ended([*state(), stone | {"state_key": "somewhere else"}])
    assert walls.flaws([*state(), stone], STEWARD) == ()


def test_the_name_of_a_room_is_the_pseudonym_and_nothing_else() -> None:
    made = walls.creation(RoomPlan(alias="fallraum-1", name="F-1"))

    assert made["name"] == "F-1"
    assert "topic" not in made


@pytest.mark.parametrize("kind", ["m.room.power_levels", "m.room.canonical_alias", "m.room.name"])
def test_a_rule_that_somebody_else_wrote_is_a_flaw_whatever_it_says(kind: str) -> None:
    mine = {event["type"]: event["content"] for event in state()}
    theirs = {"type": kind, "state_key": "", "sender": "@mallory:x", "content": mine.get(kind, {})}

    assert walls.flaws([*state(), theirs], STEWARD) == (kind,)
