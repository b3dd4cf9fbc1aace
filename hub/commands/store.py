"""Which commands were heard, by hashes alone, and what is to be answered, sealed."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands.model import Answer, Owed
from hub.commands.rules import MEMORY, STALE
from hub.db import METADATA, Instant, insert_first
from hub.identifiers import CaseId, CircleId, CommandId, UserId
from hub.vault import Key

COMMANDS = Table(
    "command",
    METADATA,
    Column("id", String, primary_key=True),
    # None for what was said to somebody alone and is about no case of which they may hear.
    Column("case_id", ForeignKey("case.id"), index=True),
    Column("heard_at", Instant, nullable=False),
    Column("answer", LargeBinary),
)
# Instead of what was answered, once it was.
SAID = b""


async def mark(connection: AsyncConnection, command: CommandId, case: CaseId, now: datetime) -> bool:
    """Remember that a command was done; no if it was before."""
    return await insert_first(connection, COMMANDS, id=command, case_id=case or None, heard_at=now)


async def answer(connection: AsyncConnection, command: CommandId, owed: Owed, key: Key) -> bool:
    """Keep what is to be answered; no if that was decided before."""
    said = {"key": owed.answer.key, "facts": dict(owed.answer.facts)}
    kept = {"circle": owed.circle, "to": owed.to, "label": owed.label} | said
    sealed = key.seal(json.dumps(kept), _place(command))
    new = update(COMMANDS).where((COMMANDS.c.id == command) & COMMANDS.c.answer.is_(None))
    return (await connection.execute(new.values(answer=sealed))).rowcount == 1


async def is_answered(connection: AsyncConnection, command: CommandId) -> bool:
    """Whether it was decided what to answer."""
    query = select(COMMANDS.c.id).where((COMMANDS.c.id == command) & COMMANDS.c.answer.is_not(None))
    return (await connection.execute(query)).first() is not None


async def owed(connection: AsyncConnection, command: CommandId, key: Key) -> Owed | None:
    """What is to be answered; None if that is forgotten."""
    row = (await connection.execute(select(COMMANDS).where(COMMANDS.c.id == command))).one_or_none()
    return _owed(row, key) if row is not None and row.answer else None


async def said(connection: AsyncConnection, command: CommandId) -> None:
    """Destroy what was to be answered; that it was decided stays known."""
    await connection.execute(update(COMMANDS).where(COMMANDS.c.id == command).values(answer=SAID))


async def forget(connection: AsyncConnection, now: datetime) -> None:
    """Forget what nobody waits for, and then that it was ever heard."""
    stale = COMMANDS.c.answer.is_not(None) & (COMMANDS.c.heard_at <= now - STALE)
    await connection.execute(delete(COMMANDS).where(COMMANDS.c.heard_at <= now - MEMORY))
    await connection.execute(update(COMMANDS).where(stale, COMMANDS.c.answer != SAID).values(answer=SAID))


def _owed(row: Any, key: Key) -> Owed:
    kept = json.loads(key.open(row.answer, _place(row.id)))
    said = Answer(key=kept["key"], facts=kept["facts"])
    return Owed(
        circle=CircleId(kept["circle"]),
        to=UserId(kept["to"]),
        heard_at=row.heard_at,
        answer=said,
        # What was kept before there were direct rooms that are listened to says none.
        label=kept.get("label", ""),
    )


def _place(command: str) -> str:
    return f"command.answer:{command}"
