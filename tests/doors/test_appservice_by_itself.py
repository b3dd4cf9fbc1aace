"""What members write in events reaches no database unread, and no event keeps another from being heard."""

import json

import httpx2

from tests.desk import Desk
from tests.doors.pushes import PUSH, Json, member, taken_away
from tests.doors.test_ballots import ONE, Asked, asked, reaction, yes
from tests.people import AMIRA, BO

__all__ = ["asked"]

NUL, HALF, LONG = "$a\x00b", "$\ud800", "$" + "x" * 255
HUGE = 10**4000
DEEP = json.loads('{"x":' * 900 + "1" + "}" * 900)


def absurd(asked: Asked) -> list[Json]:
    """What a homeserver may push that a member wrote, or another server."""
    good = reaction(asked, BO.user)
    bare = {"event_id": asked.event, "key": ONE}
    relations: list[object] = [
        bare,
        bare | {"rel_type": "m.thread"},
        bare | {"rel_type": ["m.annotation"]},
        bare | {"event_id": NUL},
        *(
            {"rel_type": "m.annotation", "event_id": one, "key": ONE}
            for one in (NUL, HALF, LONG, 7, None, DEEP)
        ),
        {"rel_type": "m.annotation", "event_id": asked.event, "key": "\x00"},
        {"rel_type": "m.annotation", "event_id": asked.event, "key": "\ud800"},
        DEEP,
    ]
    parts: list[Json] = [
        {name: given}
        for name, sign in (("event_id", "$"), ("sender", "@"), ("room_id", "!"))
        for given in (f"{sign}a\x00:x", f"{sign}\ud800:x", sign + "x" * 255, sign, "", None, HUGE, DEEP)
    ]
    taken = [taken_away(good, content={"redacts": one}) for one in (NUL, HALF, LONG, "a\x00b", 7, None, DEEP)]
    joined = [
        member(BO.user, "join", room=asked.room) | part
        for part in (
            {"state_key": "@a\x00:x"},
            {"content": {"membership": DEEP}},
            {"type": DEEP},
            {"type": [1]},
        )
    ]
    return [
        *(good | {"content": {"m.relates_to": relates}} for relates in relations),
        *(good | part for part in parts),
        *(taken_away(good) | part for part in parts),
        *taken,
        *joined,
    ]


def ephemeral(asked: Asked) -> list[Json]:
    """The same of what passes."""
    return [
        {"type": "m.typing", "room_id": room, "content": {"user_ids": ["@a\x00:x", "\ud800", HUGE, DEEP]}}
        for room in (asked.room, "!\x00", "!\ud800", DEEP)
    ] + [
        {"type": "m.receipt", "room_id": asked.room, "content": {NUL: {"m.read": {BO.user: {"ts": ts}}}}}
        for ts in (HUGE, -HUGE, 2**63, 1e300, float("inf"), float("nan"), True, DEEP)
    ]


async def test_behind_everything_absurd_that_a_member_writes_the_next_vote_counts(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    events = [*absurd(asked), reaction(asked, AMIRA.user, origin_server_ts=HUGE)]
    push = {"events": events, "ephemeral": ephemeral(asked), "to_device": [NUL, DEEP, {"type": HALF}]}

    answer = await door.put(PUSH, content=json.dumps(push).encode())

    assert (answer.status_code, await yes(desk, asked)) == (200, [0, 1])


async def test_a_push_is_read_however_deep_something_in_it_goes_that_a_homeserver_could_read(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    deep = b'{"content": ' + b'{"x":' * 970 + b"1" + b"}" * 971
    events = [deep, json.dumps(reaction(asked, BO.user)).encode()]

    answer = await door.put(PUSH, content=b'{"events": [' + b", ".join(events) + b"]}")

    assert (answer.status_code, await yes(desk, asked)) == (200, [0, 1])
