"""How consents are remembered: the signed document, what is private sealed, and events that only grow."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.canonical import UNREADABLE
from hub.consent import chain, proof
from hub.consent.model import Consent, Deed, Event
from hub.consent.rules import NOTED_AS
from hub.db import METADATA, Instant, InstantIfAny
from hub.identifiers import SIDE_PREFIX, AgencyId, CaseId, ConsentId
from hub.journal import CASE
from hub.parties import store as parties
from hub.vault import Key

CONSENTS = Table(
    "consent_record",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    # The very text that was signed; nothing of it is kept a second time.
    Column("document", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
)

EVENTS = Table(
    "consent_event",
    METADATA,
    Column("consent_id", ForeignKey("consent_record.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("deed", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("signature", String, nullable=False),
    Column("successor", String),
)

_AT = type_coerce(EVENTS.c.at, InstantIfAny()).label("at")
_EVENT = tuple(_AT if column is EVENTS.c.at else column for column in EVENTS.c)


async def add(
    connection: AsyncConnection,
    id_: ConsentId,
    case_: CaseId,
    *,
    document: str,
    contents: Mapping[str, Any],
    key: Key,
) -> None:
    """Remember what is asked for."""
    sealed = key.seal(json.dumps(contents), _place(id_))
    values = {"id": id_, "case_id": case_, "document": document, "contents": sealed}
    await connection.execute(insert(CONSENTS).values(values))


async def add_event(connection: AsyncConnection, consent: ConsentId, event: Event) -> None:
    """Remember what was done to a record."""
    await connection.execute(
        insert(EVENTS).values(
            consent_id=consent,
            number=event.number,
            at=event.at,
            deed=event.deed,
            actor=event.actor,
            signature=event.signature,
            successor=event.successor,
        )
    )


async def events_of(connection: AsyncConnection, consent: ConsentId) -> Sequence[Event]:
    """What was done to a record, in order. Raises ValueError for what no program of ours wrote."""
    query = select(EVENTS).where(EVENTS.c.consent_id == consent).order_by(EVENTS.c.number)
    return [_event(row) for row in await connection.execute(query)]


async def next_number(connection: AsyncConnection, consent: ConsentId) -> int:
    """The number of whatever is done to a record next."""
    mine = select(func.max(EVENTS.c.number)).where(EVENTS.c.consent_id == consent)
    return int((await connection.execute(mine)).scalar_one() or 0) + 1


async def cases_with_sides(connection: AsyncConnection, agency: AgencyId) -> Sequence[CaseId]:
    """Of which cases the client ever wanted to talk with somebody of an agency alone, as it stands there."""
    # Whoever talks with them alone need not work on the case, so no part in it leads there.
    query = select(CONSENTS.c.case_id, CONSENTS.c.document).where(
        CONSENTS.c.document.contains(f'"side":"{SIDE_PREFIX}', autoescape=True)
    )
    rows = (await connection.execute(query)).all()
    return sorted({CaseId(row.case_id) for row in rows if f'"agency":"{agency}"' in row.document})


async def is_kept(connection: AsyncConnection, consent: ConsentId) -> bool:
    """Whether there is a record of that id."""
    query = select(CONSENTS.c.id).where(CONSENTS.c.id == consent)
    return (await connection.execute(query)).first() is not None


async def document_of(connection: AsyncConnection, consent: ConsentId) -> str:
    """The text that is signed."""
    query = select(CONSENTS.c.document).where(CONSENTS.c.id == consent)
    return str((await connection.execute(query)).scalar_one())


async def contents_of(connection: AsyncConnection, consent: ConsentId, key: Key) -> Mapping[str, Any]:
    """What is private of a record."""
    query = select(CONSENTS.c.contents).where(CONSENTS.c.id == consent)
    opened: Mapping[str, Any] = json.loads(
        key.open((await connection.execute(query)).scalar_one(), _place(consent))
    )
    return opened


async def find_case_of(connection: AsyncConnection, consent: ConsentId) -> CaseId | None:
    """The case a consent belongs to."""
    query = select(CONSENTS.c.case_id).where(CONSENTS.c.id == consent)
    found = (await connection.execute(query)).scalar_one_or_none()
    return CaseId(found) if found else None


def told(*also: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where the chain tells of a `CASE`, of its people and parties, and of its consents.

    And of deeds that begin with `also`.
    """
    return parties.told(NOTED_AS, *also)


_TELLING = journal.telling(*told())
# One query for the records: it stands between every withdrawal and its effect.
_RECORDS = (
    select(CONSENTS.c.id, CONSENTS.c.document, *_EVENT)
    .outerjoin(EVENTS, EVENTS.c.consent_id == CONSENTS.c.id)
    .where(CONSENTS.c.case_id == CASE)
    .order_by(CONSENTS.c.id, EVENTS.c.number)
)


async def of_case(
    connection: AsyncConnection, case_: CaseId, acts: Sequence[Act] | None = None
) -> Sequence[Consent]:
    """Every consent of a case in the order of its beginning, each believed as far as it is proven.

    Each is held against the audit chain, also those of which nothing is left but the chain's word;
    `acts` is what it tells (`told`), where it is at hand.
    """
    rows = (await connection.execute(_RECORDS, {CASE.key: case_})).all()
    # And then one for what the chain tells: of these records, their signers' keys, and who speaks for whom.
    acts = await journal.told_of(connection, _TELLING, case=case_) if acts is None else acts
    chained = chain.told(acts)
    if not rows and not chained:
        return []
    keys = await parties.keys_of_case(connection, case_, acts)
    # Where nobody speaks for another one, no removal waits for those who could.
    is_for_others = any('"guardianship":"' in str(row.document) for row in rows)
    speaking = await parties.guardianships(connection, case_, acts) if is_for_others else ()
    vouched = {g.id: g for g in speaking}
    mine_of = groupby(rows, key=lambda row: row.id)
    records = [chain.held(_written(list(mine)), case_, chained) for _, mine in mine_of]
    records += chain.missing({record.id for record in records}, chained)
    return sorted(proof.read(case_, records, keys, vouched), key=lambda c: (c.valid_from, c.id))


def _written(rows: Sequence[Any]) -> proof.Written:
    id_, document = ConsentId(str(rows[0].id)), str(rows[0].document)
    try:
        events = [_event(row) for row in rows if row.number is not None]
    except UNREADABLE:
        # Written by a newer program, or by somebody else: no other consent may suffer for it.
        return proof.Written(id_, document, None)
    return proof.Written(id_, document, events)


def _event(row: Any) -> Event:
    if row.at is None:
        raise ValueError("an event that happened at no time")
    return Event(
        number=int(row.number),
        at=row.at,
        deed=Deed(row.deed),
        actor=str(row.actor),
        signature=str(row.signature),
        successor=None if row.successor is None else ConsentId(str(row.successor)),
    )


def _place(consent: str) -> str:
    return f"consent_record.contents:{consent}"
