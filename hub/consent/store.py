"""How consents are remembered: the signed document, what is private sealed, and events that only grow."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases.store import PARTICIPATIONS
from hub.consent import proof
from hub.consent.model import CLIENT, Consent, Deed, Event
from hub.db import METADATA, Instant, insert_first
from hub.identifiers import CaseId, ConsentId, ProfessionalId
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
)

SIGNING_KEYS = Table(
    "signing_key",
    METADATA,
    Column("owner", String, primary_key=True),
    Column("public_key", String, nullable=False, unique=True),
    Column("pinned_at", Instant, nullable=False),
)


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


async def of_case(connection: AsyncConnection, case_: CaseId) -> Sequence[Consent]:
    """Every consent of a case in the order of its beginning, each believed as far as it is proven."""
    signer = case((EVENTS.c.actor == CLIENT, literal(_client(case_))), else_=EVENTS.c.actor)
    # One query: it stands between every withdrawal and its effect.
    whole = (
        select(CONSENTS.c.id, CONSENTS.c.document, EVENTS, SIGNING_KEYS.c.public_key)
        .outerjoin(EVENTS, EVENTS.c.consent_id == CONSENTS.c.id)
        .outerjoin(
            PARTICIPATIONS,
            and_(PARTICIPATIONS.c.case_id == case_, PARTICIPATIONS.c.professional_id == EVENTS.c.actor),
        )
        # The keys of those who can sign in this case: its client, and who works on it.
        .outerjoin(
            SIGNING_KEYS,
            and_(
                SIGNING_KEYS.c.owner == signer,
                or_(EVENTS.c.actor == CLIENT, PARTICIPATIONS.c.professional_id.is_not(None)),
            ),
        )
        .where(CONSENTS.c.case_id == case_)
        .order_by(CONSENTS.c.id, EVENTS.c.number)
    )
    rows = (await connection.execute(whole)).all()
    consents = [_consent(case_, list(mine)) for _, mine in groupby(rows, key=lambda row: row.id)]
    return sorted(consents, key=lambda c: (c.valid_from, c.id))


async def pin(connection: AsyncConnection, owner: str, public_key: str, at: datetime) -> bool:
    """Remember somebody's key; no if they have one: a key once pinned stays."""
    return await insert_first(connection, SIGNING_KEYS, owner=owner, public_key=public_key, pinned_at=at)


async def pin_client(connection: AsyncConnection, case_: CaseId, public_key: str, at: datetime) -> bool:
    """As `pin`, for the client of a case."""
    return await pin(connection, _client(case_), public_key, at)


async def pinned(connection: AsyncConnection, actor: str, case_: CaseId) -> str | None:
    """The pinned key of somebody who acts in a case."""
    owner = _client(case_) if actor == CLIENT else actor
    query = select(SIGNING_KEYS.c.public_key).where(SIGNING_KEYS.c.owner == owner)
    found = (await connection.execute(query)).scalar_one_or_none()
    return None if found is None else str(found)


async def is_pinned(connection: AsyncConnection, public_key: str) -> bool:
    """Whether anybody has that key."""
    query = select(SIGNING_KEYS.c.owner).where(SIGNING_KEYS.c.public_key == public_key)
    return (await connection.execute(query)).first() is not None


async def owner_of(connection: AsyncConnection, public_key: str) -> ProfessionalId | None:
    """The professional who has that key."""
    query = select(SIGNING_KEYS.c.owner).where(SIGNING_KEYS.c.public_key == public_key)
    found = (await connection.execute(query)).scalar_one_or_none()
    if found is None or found.startswith(f"{CLIENT}:"):
        return None
    return ProfessionalId(found)


def _consent(case_: CaseId, rows: Sequence[Any]) -> Consent:
    id_ = ConsentId(rows[0].id)
    try:
        events = [_event(row) for row in rows if row.number is not None]
    except (ValueError, TypeError):
        # Written by a newer program, or by somebody else: no other consent may suffer for it.
        return proof.unreadable(id_, case_)
    keys = {r.actor: str(r.public_key) for r in rows if r.public_key is not None}
    return proof.read(id_, case_, rows[0].document, events, keys)


def _event(row: Any) -> Event:
    return Event(
        number=int(row.number), at=row.at, deed=Deed(row.deed), actor=row.actor, signature=row.signature
    )


def _client(case_: CaseId) -> str:
    return f"{CLIENT}:{case_}"


def _place(consent: str) -> str:
    return f"consent_record.contents:{consent}"
