"""How consents are remembered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.consent.model import Consent, Recipient
from hub.db import METADATA, Instant
from hub.identifiers import AgencyId, CaseId, ConsentId
from hub.vault import Key

CONSENTS = Table(
    "consent",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("function", String, nullable=False),
    Column("purpose", LargeBinary, nullable=False),
    Column("valid_from", Instant, nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
)


async def add(connection: AsyncConnection, consent: Consent, purpose: str, key: Key) -> None:
    """Remember a consent, its purpose sealed."""
    await connection.execute(
        insert(CONSENTS).values(
            id=consent.id,
            case_id=consent.case,
            agency_id=consent.recipient.agency,
            function=consent.recipient.function,
            purpose=key.seal(purpose, _place(consent.id)),
            valid_from=consent.valid_from,
            valid_until=consent.valid_until,
            given_at=consent.given_at,
            withdrawn_at=consent.withdrawn_at,
        )
    )


async def purpose_of(connection: AsyncConnection, consent: ConsentId, key: Key) -> str:
    """What a consent was given for."""
    query = select(CONSENTS.c.purpose).where(CONSENTS.c.id == consent)
    return key.open((await connection.execute(query)).scalar_one(), _place(consent))


async def withdraw(connection: AsyncConnection, consent: ConsentId, at: datetime) -> None:
    """Remember a withdrawal."""
    mine = (CONSENTS.c.id == consent) & CONSENTS.c.withdrawn_at.is_(None)
    await connection.execute(update(CONSENTS).where(mine).values(withdrawn_at=at))


async def find_case_of(connection: AsyncConnection, consent: ConsentId) -> CaseId | None:
    """The case a consent belongs to."""
    query = select(CONSENTS.c.case_id).where(CONSENTS.c.id == consent)
    found = (await connection.execute(query)).scalar_one_or_none()
    return CaseId(found) if found else None


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Consent]:
    """Every consent ever given in a case, oldest first."""
    query = select(CONSENTS).where(CONSENTS.c.case_id == case).order_by(CONSENTS.c.given_at, CONSENTS.c.id)
    return [_consent(row) for row in await connection.execute(query)]


def _consent(row: Any) -> Consent:
    return Consent(
        id=ConsentId(row.id),
        case=CaseId(row.case_id),
        recipient=Recipient(AgencyId(row.agency_id), row.function),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
    )


def _place(consent: str) -> str:
    return f"consent.purpose:{consent}"
