"""How replies in writing are remembered; what they say is sealed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conference.model import Reply
from hub.conference.store import CONFERENCES
from hub.db import METADATA, Instant
from hub.identifiers import ConferenceId
from hub.vault import Key

REPLIES = Table(
    "conference_reply",
    METADATA,
    Column("conference_id", ForeignKey("conference.id"), primary_key=True),
    Column("item", Integer, primary_key=True, autoincrement=False),
    Column("author", String, primary_key=True),
    Column("paragraphs", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)


async def put(connection: AsyncConnection, reply: Reply, key: Key) -> None:
    """Remember a reply in the place of what its author said before."""
    mine = (REPLIES.c.conference_id == reply.conference) & (REPLIES.c.item == reply.item)
    await connection.execute(delete(REPLIES).where(mine, REPLIES.c.author == reply.author))
    await connection.execute(
        insert(REPLIES).values(
            conference_id=reply.conference,
            item=reply.item,
            author=reply.author,
            paragraphs=key.seal(json.dumps(reply.paragraphs), _place(reply)),
            at=reply.at,
        )
    )


async def of_conference(connection: AsyncConnection, id_: ConferenceId, key: Key) -> Sequence[Reply]:
    """Every reply, item by item, in the order in which they came."""
    mine = select(REPLIES).where(REPLIES.c.conference_id == id_)
    rows = await connection.execute(mine.order_by(REPLIES.c.item, REPLIES.c.at, REPLIES.c.author))
    found = []
    for row in rows:
        bare = Reply(
            conference=ConferenceId(row.conference_id),
            item=row.item,
            author=row.author,
            paragraphs=(),
            at=row.at,
        )
        said = json.loads(key.open(row.paragraphs, _place(bare)))
        found.append(replace(bare, paragraphs=tuple(map(str, said))))
    return found


async def end(connection: AsyncConnection, id_: ConferenceId, at: datetime) -> bool:
    """Remember that a conference in writing is over; no if that was known."""
    mine = (CONFERENCES.c.id == id_) & CONFERENCES.c.ended_at.is_(None)
    return (await connection.execute(update(CONFERENCES).where(mine).values(ended_at=at))).rowcount == 1


def _place(reply: Reply) -> str:
    return f"conference_reply.paragraphs:{reply.conference}:{reply.item}:{reply.author}"
