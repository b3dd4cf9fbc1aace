"""How minutes are remembered: each piece sealed, and known to the audit chain by its hash."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    insert,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.canonical import UNREADABLE, sha256_of
from hub.db import METADATA
from hub.errors import NotReady
from hub.identifiers import CaseId, ConferenceId, EntryId
from hub.minutes import chain
from hub.minutes.model import Entry, Held, Kept, Objection, Piece, Version
from hub.minutes.noting import NOTED_AS, SAID
from hub.minutes.sealed import Said, read_entry, read_objection, read_version
from hub.vault import Key

ENTRIES = Table(
    "minutes_entry",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("conference_id", ForeignKey("conference.id"), nullable=False),
    Column("document", LargeBinary, nullable=False),
)
OBJECTIONS = Table(
    "minutes_objection",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("conference_id", ForeignKey("conference.id"), nullable=False),
    Column("document", LargeBinary, nullable=False),
)
VERSIONS = Table(
    "minutes_version",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("conference_id", ForeignKey("conference.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
    UniqueConstraint("conference_id", "number", name="uq_minutes_version_conference_id_number"),
)
_KINDS: Mapping[Piece, tuple[Table, Callable[[str], Said]]] = {
    Piece.ENTRY: (ENTRIES, read_entry),
    Piece.OBJECTION: (OBJECTIONS, read_objection),
    Piece.VERSION: (VERSIONS, read_version),
}


async def add(connection: AsyncConnection, said: Entry | Objection, text: str, key: Key) -> None:
    """Remember an entry or an objection; `text` is what is sealed."""
    table = ENTRIES if isinstance(said, Entry) else OBJECTIONS
    await connection.execute(insert(table).values(**_row(said, text, key)))


async def add_version(connection: AsyncConnection, version: Version, text: str, key: Key) -> None:
    """Remember a version. There is one of each number."""
    await connection.execute(insert(VERSIONS).values(number=version.number, **_row(version, text, key)))


async def remove(connection: AsyncConnection, entry: EntryId) -> None:
    """Forget an entry that its author took back."""
    await connection.execute(delete(ENTRIES).where(ENTRIES.c.id == entry))


async def of_case(connection: AsyncConnection, case: CaseId, key: Key) -> Sequence[Kept]:
    """Every piece of a case, in no order; what somebody spoilt hides none of the others."""
    kept: list[Kept] = []
    for piece, (table, _) in _KINDS.items():
        rows = await connection.execute(select(table).where(table.c.case_id == case))
        kept += [_kept(piece, row, key) for row in rows]
    return kept


async def held(
    connection: AsyncConnection, case: CaseId, key: Key, conferences: Iterable[ConferenceId]
) -> Mapping[ConferenceId, Held]:
    """What counts of each of these conferences of a case."""
    kept, told = await of_case(connection, case, key), await acts(connection, case)
    return {one: chain.held(one, kept, told) for one in conferences}


async def acts(connection: AsyncConnection, case: CaseId) -> Sequence[Act]:
    """What the audit chain tells of a case's minutes, and of who took part in its conferences."""
    entry = journal.ENTRIES.c
    deeds = or_(entry.deed.startswith(NOTED_AS), entry.deed.in_(SAID))
    return await journal.told(connection, and_(entry.case_id == case, deeds))


def _row(said: Said, text: str, key: Key) -> dict[str, Any]:
    sealed = key.seal(text, _place(said.id))
    return {"id": said.id, "case_id": said.case, "conference_id": said.conference, "document": sealed}


def _kept(piece: Piece, row: Any, key: Key) -> Kept:
    try:
        text = key.open(row.document, _place(str(row.id)))
        said = _KINDS[piece][1](text)
    except (NotReady, *UNREADABLE):
        return Kept(piece=piece, id=str(row.id), said=None)
    if isinstance(said, Version) and said.number != row.number:
        # Else none could be made of the number that stands there instead.
        return Kept(piece=piece, id=str(row.id), said=None)
    return Kept(piece=piece, id=str(row.id), said=said, sha256=sha256_of(text))


def _place(id_: str) -> str:
    return f"minutes.document:{id_}"
