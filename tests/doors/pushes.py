"""What homeservers push, and what is left of it in the hub."""

from typing import Any

import httpx2
from sqlalchemy import select

from hub import journal
from hub.identifiers import RoomId, UserId
from hub.outbox import OUTBOX
from hub.rooms import store
from hub.rooms.chain import MADE, noted
from hub.rooms.model import Room
from hub.rooms.store import PUSHES
from tests.desk import Desk
from tests.people import BO, F1, case_f1
from tests.shelves import shelve_case

TOKEN = "3c0a0e8b"
GUARD_TOKEN = "77d1f0b2"
PUSH = "/_matrix/app/v1/transactions/17"
ROOM = RoomId("!abc:fallraum.localhost")

Json = dict[str, Any]


def member(user: UserId, membership: str, *, room: str = ROOM) -> Json:
    """How Synapse pushes that somebody's standing changed."""
    return {
        "type": "m.room.member",
        "room_id": room,
        "state_key": user,
        "sender": user,
        "event_id": "$event",
        "origin_server_ts": 1_795_424_400_000,
        "content": {"membership": membership, "displayname": "X"},
        "unsigned": {"age": 12},
    }


def rule(kind: str, by: UserId, *, room: str = ROOM) -> Json:
    """How Synapse pushes that somebody wrote a rule of a room."""
    said = {"type": kind, "state_key": "", "sender": by, "content": {}}
    return member(by, "", room=room) | said


def reacted(room: str, about: str, who: UserId, key: object, **changed: object) -> Json:
    """How it pushes that somebody reacted to an event."""
    return {
        "type": "m.reaction",
        "room_id": room,
        "sender": who,
        "event_id": f"${who}-{key!a}",
        "origin_server_ts": 1_795_424_400_000,
        "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": about, "key": key}},
    } | changed


def taken_away(reacted: Json, **changed: object) -> Json:
    """How it pushes that they removed it."""
    content = {"redacts": reacted["event_id"]}
    return reacted | {"type": "m.room.redaction", "event_id": "$gone", "content": content} | changed


async def pushed(door: httpx2.AsyncClient, *events: object) -> None:
    """The homeserver pushes events, and is thanked."""
    assert (await door.put(PUSH, json={"events": list(events)})).status_code == 200


async def has_room(desk: Desk) -> None:
    """Case F-1 has a room, and nobody was ever seen in it."""
    async with desk.hub.database.writing() as connection:
        await shelve_case(connection, case_f1(BO))
        room = Room(id=ROOM, case=F1, version=0)
        await store.add(connection, room)
        await journal.append(connection, noted(MADE, room, desk.clock.now()))


async def heard(desk: Desk) -> list[str]:
    """The pushes that were stored."""
    async with desk.hub.database.reading() as connection:
        return list((await connection.execute(select(PUSHES.c.transaction_id))).scalars())


async def urgencies(desk: Desk) -> list[int]:
    """How urgent everything is that is owed."""
    async with desk.hub.database.reading() as connection:
        return list((await connection.execute(select(OUTBOX.c.urgency))).scalars())
