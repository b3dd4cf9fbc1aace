"""How receipts are remembered: sealed, as they were handed out."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import METADATA, Instant
from hub.identifiers import CaseId, ConsentId, ReceiptId
from hub.receipts.model import Receipt
from hub.vault import Key

RECEIPTS = Table(
    "receipt",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("consent_id", ForeignKey("consent_record.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


async def add(connection: AsyncConnection, receipt: Receipt, key: Key) -> None:
    """Remember a receipt to the letter."""
    await connection.execute(
        insert(RECEIPTS).values(
            id=receipt.id,
            case_id=receipt.case,
            consent_id=receipt.consent,
            made_at=receipt.made_at,
            content=key.seal(json.dumps(receipt.content, ensure_ascii=False), _place(receipt.id)),
        )
    )


async def of_case(
    connection: AsyncConnection, case: CaseId, key: Key, *, of: Collection[ConsentId] | None = None
) -> Sequence[Receipt]:
    """Every receipt of a case, or of some of its consents, oldest first; no other one is opened."""
    query = select(RECEIPTS).where(RECEIPTS.c.case_id == case).order_by(RECEIPTS.c.made_at, RECEIPTS.c.id)
    if of is not None:
        query = query.where(RECEIPTS.c.consent_id.in_(of))
    return [_receipt(row, key) for row in await connection.execute(query)]


def _receipt(row: Any, key: Key) -> Receipt:
    return Receipt(
        id=ReceiptId(row.id),
        case=CaseId(row.case_id),
        consent=ConsentId(row.consent_id),
        made_at=row.made_at,
        content=json.loads(key.open(row.content, _place(row.id))),
    )


def _place(receipt: str) -> str:
    return f"receipt.content:{receipt}"
