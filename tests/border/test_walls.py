"""Which rooms count as walled: every missing or weaker wall is named."""

from typing import Any

import pytest

from hub.matrix import walls
from hub.rooms.model import RoomPlan

STEWARD = "@fallraum-steward:hub.example"
MONITOR = "@fallraum-monitor:hub.example"
HUSHED = walls.hushed(STEWARD)
# As such rooms were made when their creator alone spoke there.
OF_BEFORE = HUSHED | {
    "users": {},
    "events": {kind: level for kind, level in HUSHED["events"].items() if kind != "m.room.encrypted"},
}


def state() -> list[dict[str, Any]]:
    """The state of a room as the hub makes it."""
    made = walls.creation(RoomPlan(alias="fallraum-1", name="F-1"), STEWARD)
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
        ("m.room.power_levels", {**walls.POWER_LEVELS, "users": {MONITOR: 50}}),
        ("m.room.power_levels", {**HUSHED, "users": {MONITOR: 100}}),
        ("m.room.power_levels", {**HUSHED, "users": {MONITOR: 50, "@amira:hub.example": 50}}),
        ("m.room.power_levels", {**HUSHED, "users": {"@fallraum-monitor:elsewhere.example": 50}}),
        ("m.room.power_levels", {**HUSHED, "users_default": 50}),
        ("m.room.power_levels", {**HUSHED, "events_default": 0}),
        ("m.room.power_levels", {**HUSHED, "events": {**HUSHED["events"], "m.room.encrypted": 25}}),
        ("m.room.power_levels", {**walls.heard(STEWARD), "events_default": 0}),
        ("m.room.power_levels", {**OF_BEFORE, "events_default": 50}),
    ],
)
def test_a_weaker_wall_is_a_flaw(kind: str, content: dict[str, Any]) -> None:
    assert walls.flaws(changed(kind, content), STEWARD) == (kind,)


@pytest.mark.parametrize(("levels", "is_outdated"), [(HUSHED, False), (OF_BEFORE, True), ({}, False)])
def test_a_hushed_room_whose_creator_alone_speaks_is_of_before_and_walled_all_the_same(
    levels: dict[str, Any], is_outdated: bool
) -> None:
    hushed = changed("m.room.power_levels", levels or walls.POWER_LEVELS)

    assert walls.flaws(hushed, STEWARD) == ()
    assert walls.is_outdated(hushed) is is_outdated


@pytest.mark.parametrize(("levels", "is_heard"), [(walls.heard(STEWARD), True), (HUSHED, False), ({}, False)])
def test_a_hushed_room_in_which_the_hub_hears_people_is_walled_and_told_from_others(
    levels: dict[str, Any], is_heard: bool
) -> None:
    there = changed("m.room.power_levels", levels or walls.POWER_LEVELS)

    assert walls.flaws(there, STEWARD) == ()
    assert walls.is_heard(there, STEWARD) is is_heard


def test_where_the_hub_hears_people_they_write_what_is_sealed_and_nothing_else_beside_reactions() -> None:
    heard = walls.heard(STEWARD)

    free = {kind for kind, level in heard["events"].items() if level == heard["users_default"]}
    assert free == {"m.room.encrypted", "m.reaction", "m.room.redaction"}
    assert heard | {"events": HUSHED["events"]} == HUSHED


def test_where_the_hub_alone_writes_its_voice_writes_what_is_sealed_and_nothing_else() -> None:
    made = walls.creation(RoomPlan(alias="fallraum-1", name="F-1", is_hushed=True), STEWARD)
    levels = made["power_level_content_override"]
    may = {kind for kind, level in levels["events"].items() if level <= levels["users"][MONITOR]}

    assert levels["users"] == {MONITOR: 50}
    assert may == {"m.room.encrypted", "m.reaction", "m.room.redaction"}
    others = ("events_default", "state_default", "invite", "kick", "ban", "redact")
    assert {levels[key] for key in others} == {100}


def test_a_room_made_by_somebody_else_is_flawed() -> None:
    assert "m.room.create" in walls.flaws(state(), "@somebody:else")


def test_a_tombstone_ends_a_room_whose_walls_go_on_standing() -> None:
    stone = {"type": "m.room.tombstone", "state_key": "", "sender": STEWARD, "content": {}}

    assert walls.is_ended([*state(), stone])
    assert not walls.is_ended(state())
    assert not walls.is_ended([*state(), stone | {"state_key": "somewhere else"}])
    assert walls.flaws([*state(), stone], STEWARD) == ()


def test_the_name_of_a_room_is_the_pseudonym_and_nothing_else() -> None:
    made = walls.creation(RoomPlan(alias="fallraum-1", name="F-1"), STEWARD)

    assert made["name"] == "F-1"
    assert "topic" not in made


@pytest.mark.parametrize("kind", ["m.room.power_levels", "m.room.canonical_alias", "m.room.name"])
def test_a_rule_that_somebody_else_wrote_is_a_flaw_whatever_it_says(kind: str) -> None:
    mine = {event["type"]: event["content"] for event in state()}
    theirs = {"type": kind, "state_key": "", "sender": "@mallory:x", "content": mine.get(kind, {})}

    assert walls.flaws([*state(), theirs], STEWARD) == (kind,)
