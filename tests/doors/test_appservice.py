"""The homeserver's door: what is pushed in is a reason to look, once."""

import httpx2
import pytest

from hub.cases.model import Professional
from hub.effects import Urgency
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.doors.pushes import PUSH, has_room, heard, member, rule, urgencies
from tests.people import BO, CHLOE, DARIO, ELIF, JONAS, STEWARD


@pytest.mark.parametrize("membership", ["invite", "join"])
@pytest.mark.parametrize("person", [DARIO, ELIF], ids=["Dario", "Elif"])
async def test_who_was_let_in_behind_the_hubs_back_is_removed(
    desk: Desk, door: httpx2.AsyncClient, person: Professional, membership: str
) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.lets_in(room, person.user, Membership.JOINED)

    answer = await door.put(PUSH, json={"events": [member(person.user, membership, room=room)]})
    await desk.works_off()

    assert (answer.status_code, answer.json()) == (200, {})
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_that_somebody_came_is_written_down(desk: Desk, door: httpx2.AsyncClient) -> None:
    case = await desk.opens_case(CHLOE)
    await desk.consents(case, CHLOE)
    await desk.works_off()
    room = await desk.room(case)
    desk.homeserver.joins(room, CHLOE.user)

    await door.put(PUSH, json={"events": [member(CHLOE.user, "join", room=room)]})
    await desk.works_off()

    assert (await desk.known_seats(case))[CHLOE.user].membership is Membership.JOINED


async def test_a_push_is_stored_together_with_what_is_owed_because_of_it(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    await has_room(desk)

    answer = await door.put(PUSH, json={"events": [member(DARIO.user, "join")]})

    assert answer.status_code == 200
    assert (await heard(desk), await urgencies(desk)) == (["17"], [Urgency.REMOVAL])


async def test_a_repeated_push_is_answered_and_changes_nothing(desk: Desk, door: httpx2.AsyncClient) -> None:
    case, _ = await desk.seats(BO)
    push = {"events": [member(DARIO.user, "join", room=await desk.room(case))]}
    await door.put(PUSH, json=push)
    await desk.works_off()
    owed = await urgencies(desk)

    answer = await door.put(PUSH, json=push)

    assert answer.status_code == 200
    assert (await heard(desk)).count("17") == 1
    assert await urgencies(desk) == owed


async def test_a_push_about_a_room_nobody_here_made_owes_nothing(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    await has_room(desk)

    answer = await door.put(PUSH, json={"events": [member(DARIO.user, "join", room="!elsewhere:hub")]})

    assert answer.status_code == 200
    assert (await heard(desk), await urgencies(desk)) == (["17"], [])


async def test_of_a_push_in_which_nobody_comes_or_goes_nothing_is_written_down(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    push = {"events": [], "ephemeral": [{"type": "m.typing"}], "de.example.future": {}}

    answer = await door.put(PUSH, json=push)

    assert answer.status_code == 200
    assert (await heard(desk), await urgencies(desk)) == ([], [])


@pytest.mark.parametrize("transaction", ["%00", "x" * 2000, "%F0%9F%8F%A0", "a%20b", "%ED%A0%80"])
async def test_a_push_of_any_name_is_heard_once(
    desk: Desk, door: httpx2.AsyncClient, transaction: str
) -> None:
    for _ in range(2):
        push = {"events": [member(BO.user, "join")]}
        answer = await door.put(f"/_matrix/app/v1/transactions/{transaction}", json=push)
        assert answer.status_code == 200

    assert len(await heard(desk)) == 1


@pytest.mark.parametrize("path", ["users/@fallraum-k-1:hub", "rooms/%23fallraum-1:hub"])
async def test_no_account_and_no_room_comes_to_be_because_somebody_asks(
    desk: Desk, door: httpx2.AsyncClient, path: str
) -> None:
    answer = await door.get(f"/_matrix/app/v1/{path}")

    assert answer.status_code == 404
    assert desk.homeserver.calls == []


RULES = (
    "m.room.power_levels",
    "m.room.join_rules",
    "m.room.tombstone",
    "m.room.encryption",
    "m.room.history_visibility",
    "m.room.canonical_alias",
    "m.room.server_acl",
)


@pytest.mark.parametrize("kind", RULES)
async def test_a_rule_that_somebody_else_wrote_is_looked_at_at_once(
    desk: Desk, door: httpx2.AsyncClient, kind: str
) -> None:
    await has_room(desk)

    answer = await door.put(PUSH, json={"events": [rule(kind, DARIO.user)]})

    assert (answer.status_code, await urgencies(desk)) == (200, [Urgency.REMOVAL])


@pytest.mark.parametrize("membership", ["knock", "invite", "join"])
async def test_whatever_a_stranger_does_in_a_room_is_looked_at_at_once(
    desk: Desk, door: httpx2.AsyncClient, membership: str
) -> None:
    await has_room(desk)

    await door.put(PUSH, json={"events": [member(DARIO.user, membership)]})

    assert await urgencies(desk) == [Urgency.REMOVAL]


async def test_who_was_banned_by_somebody_else_is_looked_at(desk: Desk, door: httpx2.AsyncClient) -> None:
    case, _ = await desk.seats(BO)
    before = len(await urgencies(desk))

    await door.put(PUSH, json={"events": [member(BO.user, "ban", room=await desk.room(case))]})

    assert (await urgencies(desk)).count(Urgency.ADMISSION) == len(await urgencies(desk)) - before == 1


@pytest.mark.parametrize("kind", RULES)
async def test_what_the_steward_writes_and_what_is_no_rule_is_no_news(
    desk: Desk, door: httpx2.AsyncClient, kind: str
) -> None:
    await has_room(desk)
    said = [
        rule(kind, STEWARD),
        rule("m.room.pinned_events", DARIO.user),
        rule(kind, DARIO.user, room="!x:y"),
    ]
    nowhere = {key: value for key, value in rule(kind, DARIO.user).items() if key != "state_key"}

    answer = await door.put(PUSH, json={"events": [*said, nowhere]})

    assert (answer.status_code, await urgencies(desk)) == (200, [])
