"""How the end of a case is remembered: each deed as it was signed, what is private of it sealed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.canonical import UNREADABLE, sha256_of
from hub.closing import chain, proof
from hub.closing.model import ClosingNote, Signed
from hub.closing.rules import NOTED_AS
from hub.db import METADATA
from hub.errors import NotReady
from hub.identifiers import CaseId, ClosingId
from hub.parties import store as parties
from hub.vault import Key

CLOSINGS = Table(
    "closing",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    # The very text that was signed; nothing of it is kept a second time.
    Column("document", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    Column("signature", String, nullable=False),
)


async def add(
    connection: AsyncConnection,
    one: Signed,
    *,
    document: str,
    contents: Mapping[str, Any],
    signature: str,
    key: Key,
) -> None:
    """Remember a deed."""
    await connection.execute(
        insert(CLOSINGS).values(
            id=one.id,
            case_id=one.case,
            document=document,
            contents=key.seal(json.dumps(contents), _place(one.id)),
            signature=signature,
        )
    )


_TELLING = journal.telling(*parties.told(NOTED_AS))


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Signed]:
    """What was signed at the end of a case, oldest first, held against the chain; needs no key."""
    acts = await journal.told_of(connection, _TELLING, case=case)
    keys = await parties.keys_of_case(connection, case, acts)
    rows = await connection.execute(select(CLOSINGS).where(CLOSINGS.c.case_id == case))
    read = [(_read(row, case, keys), sha256_of(str(row.document))) for row in rows]
    found = [chain.held(one, sha256, acts) for one, sha256 in read if one is not None]
    return sorted(found, key=lambda one: (one.at, one.id))


async def note(connection: AsyncConnection, noted: Signed, key: Key) -> ClosingNote | None:
    """What a closing note says; None if nobody can read it any more, or it is not what was signed."""
    query = select(CLOSINGS.c.contents).where(CLOSINGS.c.id == noted.id)
    sealed = (await connection.execute(query)).scalar_one()
    try:
        return proof.opened_note(noted, json.loads(key.open(sealed, _place(noted.id))))
    except (NotReady, *UNREADABLE):
        return None


def _read(row: Any, case: CaseId, keys: Mapping[str, str]) -> Signed | None:
    # On SQLite a column holds whatever somebody put there.
    return proof.read(ClosingId(str(row.id)), case, str(row.document), str(row.signature), keys)


def _place(id_: str) -> str:
    return f"closing.contents:{id_}"
