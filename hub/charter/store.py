"""How versions of the charter and their acknowledgements are remembered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.canonical import LARGEST_INTEGER, UNREADABLE
from hub.cases import directory
from hub.cases.model import CaseFile, Contradiction
from hub.charter import chain, rules, signed
from hub.charter.model import Acknowledgement, Book
from hub.db import METADATA, Instant, InstantIfAny
from hub.identifiers import AcknowledgementId, AgencyId, ProfessionalId
from hub.parties.chain import KEY_PINNED, vouched
from hub.parties.store import SIGNING_KEYS

CHARTERS = Table(
    "charter",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    # The hub's, for whoever holds a copy; no gate asks for it, for it takes the vault's key.
    Column("signature", String, nullable=False),
    Column("public_key", String, nullable=False),
)

ACKNOWLEDGEMENTS = Table(
    "charter_acknowledgement",
    METADATA,
    Column("id", String, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("charter_sha256", String(64), nullable=False),
    Column("professional_id", ForeignKey("professional.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("signature", String, nullable=False),
    Column("ends_at", Instant),
)
_TIMES = (ACKNOWLEDGEMENTS.c.at, ACKNOWLEDGEMENTS.c.ends_at)
_ACKNOWLEDGEMENT = tuple(
    type_coerce(c, InstantIfAny()).label(c.name) if c in set(_TIMES) else c for c in ACKNOWLEDGEMENTS.c
)


_DOCUMENTS = select(CHARTERS.c.version, CHARTERS.c.document)
# With their signers' keys, by one query: it stands between every withdrawal and its effect.
_WORDS = (
    select(*_ACKNOWLEDGEMENT, SIGNING_KEYS.c.public_key)
    .outerjoin(SIGNING_KEYS, SIGNING_KEYS.c.owner == ACKNOWLEDGEMENTS.c.professional_id)
    .order_by(ACKNOWLEDGEMENTS.c.at, ACKNOWLEDGEMENTS.c.id)
)
_TARGETS: BindParameter[Any] = bindparam("targets", expanding=True)
_TELLING = journal.telling(
    and_(
        journal.ENTRIES.c.target.in_(_TARGETS),
        journal.ENTRIES.c.deed.in_([*chain.DEEDS, KEY_PINNED]),
    )
)
_AGENCIES: BindParameter[Any] = bindparam("agencies", expanding=True)
_WORDS_OF = _WORDS.where(ACKNOWLEDGEMENTS.c.agency_id.in_(_AGENCIES))


@dataclass(frozen=True, slots=True)
class _Word:
    said: Acknowledgement
    signature: str
    key: str

    def read(self, keys: Mapping[str, str]) -> Acknowledgement:
        # That its signer worked for that agency was asked at the door, and stands in the chain.
        key = keys.get(self.said.by)
        is_theirs = key is not None and signed.is_signed(self.said, self.signature, key)
        return replace(self.said, proven=is_theirs)


@dataclass(frozen=True, slots=True)
class Seal:
    """The hub's signature under a version, and the key it is verified with."""

    signature: str
    public_key: str


async def add(connection: AsyncConnection, version: int, document: str, seal: Seal) -> None:
    """Remember a version; it never changes."""
    values = {"version": version, "document": document}
    values |= {"signature": seal.signature, "public_key": seal.public_key}
    await connection.execute(insert(CHARTERS).values(values))


async def seal_of(connection: AsyncConnection, version: int) -> Seal:
    """What the hub signed a version with."""
    row = (await connection.execute(select(CHARTERS).where(CHARTERS.c.version == version))).one()
    return Seal(str(row.signature), str(row.public_key))


async def add_acknowledgement(connection: AsyncConnection, one: Acknowledgement, signature: str) -> None:
    """Remember that an agency acknowledges a version."""
    await connection.execute(
        insert(ACKNOWLEDGEMENTS).values(
            id=one.id,
            agency_id=one.agency,
            version=one.version,
            charter_sha256=one.charter_sha256,
            professional_id=one.by,
            at=one.at,
            signature=signature,
        )
    )


async def end(connection: AsyncConnection, agency: AgencyId, at: datetime) -> None:
    """Remember to when an agency leaves; what ends before that stays as it is."""
    mine, ends_at = ACKNOWLEDGEMENTS.c.agency_id == agency, ACKNOWLEDGEMENTS.c.ends_at
    later = ends_at.is_(None) | (ends_at > at)
    await connection.execute(update(ACKNOWLEDGEMENTS).where(mine, later).values(ends_at=at))


async def book(connection: AsyncConnection, agencies: Collection[AgencyId] | None = None) -> Book:
    """Every version, and the acknowledgements of these agencies or of all, as far as they are proven."""
    charters = await connection.execute(_DOCUMENTS)
    rows = {row.version: _charter_if_any(row) for row in charters.all()}
    words = await _words(connection, agencies)
    acts = await _told(connection, agencies, {word.said.by for word in words})
    readable = {version: charter for version, charter in rows.items() if charter is not None}
    known = chain.versions(readable, acts)
    keys = vouched({word.said.by: word.key for word in words}, acts)
    mine = tuple(chain.held(word.read(keys), known, acts) for word in words)
    return Book(
        versions=known,
        acknowledgements=mine,
        deferrals=chain.deferrals(acts),
        contradictions=chain.contradictions(rows, known, mine, acts),
    )


async def bind(
    connection: AsyncConnection, file: CaseFile, now: datetime, *, also: Collection[AgencyId] = ()
) -> tuple[CaseFile, Sequence[Contradiction]]:
    """A case of which is known which of its agencies, and of others, are bound; and what the chain tells
    otherwise about that.
    """
    agencies = {*also, *(part.professional.agency for part in file.participations)}
    known = await book(connection, agencies)
    return replace(file, bound=rules.bound(known, now)), known.contradictions


async def _words(connection: AsyncConnection, agencies: Collection[AgencyId] | None) -> Sequence[_Word]:
    if agencies is None:
        rows = (await connection.execute(_WORDS)).all()
    else:
        rows = (await connection.execute(_WORDS_OF, {_AGENCIES.key: list(agencies)})).all()
    return [word for row in rows if (word := _word_if_any(row))]


async def _told(
    connection: AsyncConnection, agencies: Collection[AgencyId] | None, staff: Collection[ProfessionalId]
) -> Sequence[Act]:
    everybody = (
        (await connection.execute(select(directory.AGENCIES.c.id))).scalars() if agencies is None else ()
    )
    targets = [rules.TARGET, *(everybody if agencies is None else agencies), *staff]
    return await journal.told_of(connection, _TELLING, targets=targets)


# On SQLite a column holds whatever somebody put there. What cannot be read counts for nobody, by itself.


def _charter_if_any(row: Any) -> chain.Written | None:
    try:
        return signed.read(str(row.document))
    except UNREADABLE:
        return None


def _word_if_any(row: Any) -> _Word | None:
    # No word can be signed of a number that large, and none was.
    if row.at is None or not isinstance(row.version, int) or abs(row.version) > LARGEST_INTEGER:
        return None
    said = Acknowledgement(
        id=AcknowledgementId(str(row.id)),
        agency=AgencyId(str(row.agency_id)),
        version=row.version,
        charter_sha256=str(row.charter_sha256),
        by=ProfessionalId(str(row.professional_id)),
        at=row.at,
        ends_at=row.ends_at,
    )
    return _Word(said, str(row.signature), str(row.public_key))
