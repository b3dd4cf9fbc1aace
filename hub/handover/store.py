"""How hand-overs are remembered: the text that both signed, and the reason, sealed."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.canonical import digest
from hub.cases.model import Case, Contradiction
from hub.cases.rules import HANDED_OVER_AS
from hub.db import METADATA, Instant, InstantIfAny
from hub.errors import NotReady
from hub.handover import chain, proof
from hub.handover.model import Decision, Deed, HandOver
from hub.handover.proof import Written
from hub.identifiers import CaseId, HandOverId
from hub.journal import NEVER
from hub.parties import store as parties
from hub.vault import Key

HAND_OVERS = Table(
    "hand_over",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    # The very text that was signed; nothing of it is kept a second time.
    Column("document", Text, nullable=False),
    Column("reason", LargeBinary),
    Column("offered_signature", String, nullable=False),
    Column("accepted_signature", String, nullable=False, default=""),
    Column("outcome", String, nullable=False, default=""),
    Column("decided_by", String, nullable=False, default=""),
    Column("decided_at", Instant),
)
_DECIDED_AT = type_coerce(HAND_OVERS.c.decided_at, InstantIfAny()).label("decided_at")
_WORDS = tuple(_DECIDED_AT if column is HAND_OVERS.c.decided_at else column for column in HAND_OVERS.c)


async def add(
    connection: AsyncConnection, found: HandOver, *, signature: str, reason: bytes | None = None
) -> None:
    """Remember an offer; its reason was sealed by `sealed`."""
    await connection.execute(
        insert(HAND_OVERS).values(
            id=found.id,
            case_id=found.case,
            document=proof.document(found),
            reason=reason,
            offered_signature=signature,
        )
    )


async def decide(
    connection: AsyncConnection, id_: HandOverId, decision: Decision, *, signature: str = ""
) -> None:
    """Remember what became of an offer."""
    values = {"outcome": decision.deed, "decided_by": decision.by, "decided_at": decision.at}
    row = update(HAND_OVERS).where(HAND_OVERS.c.id == id_)
    await connection.execute(row.values(values | {"accepted_signature": signature}))


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[HandOver]:
    """Every hand-over of a case, oldest first, each believed as far as it is proven."""
    return (await _held(connection, case))[0]


async def contradictions(connection: AsyncConnection, case: Case) -> Sequence[Contradiction]:
    """The hand-overs of a case that nobody signed like that, or of which the chain tells otherwise."""
    found, gone = await _held(connection, case.id)
    return chain.contradictions(case.label, found, gone)


def sealed(reason: str, salt: str, key: Key, id_: HandOverId) -> tuple[bytes, str]:
    """A reason as it is kept, and the hash by which it is signed; the salt keeps it from being guessed."""
    private = {"reason": reason, "salt": salt}
    return key.seal(json.dumps(private), _place(id_)), digest(private)


async def reason_of(connection: AsyncConnection, found: HandOver, key: Key) -> str | None:
    """Why it was offered, if that was said, and is what was signed."""
    query = select(HAND_OVERS.c.reason).where(HAND_OVERS.c.id == found.id)
    kept = (await connection.execute(query)).scalar_one()
    try:
        private = json.loads(key.open(kept, _place(found.id))) if kept is not None else {}
    except NotReady:
        # What somebody spoilt hides none of the others.
        return None
    return str(private["reason"]) if digest(private) == found.reason_sha256 else None


async def _held(connection: AsyncConnection, case: CaseId) -> tuple[Sequence[HandOver], Sequence[HandOverId]]:
    rows = await connection.execute(select(*_WORDS).where(HAND_OVERS.c.case_id == case))
    written, entry = [_written(row) for row in rows], journal.ENTRIES.c
    acts = await journal.told(connection, and_(entry.case_id == case, entry.deed.startswith(HANDED_OVER_AS)))
    said = [proof.said_by(one) for one in written]
    # Whoever signed need not work on the case any more, nor in their agency.
    keys = await parties.keys_of(connection, {who for one in said for who in (one.by, one.to)})
    found = [chain.held(one, keys, acts) for one in written]
    gone = chain.missing({one.id for one in found}, acts)
    return sorted(found, key=lambda one: (one.at, one.id)), gone


def _written(row: Any) -> Written:
    return Written(
        id=HandOverId(str(row.id)),
        case=CaseId(str(row.case_id)),
        document=str(row.document),
        offered=str(row.offered_signature),
        accepted=str(row.accepted_signature),
        decision=_decision(row),
    )


def _decision(row: Any) -> Decision | None:
    if not row.outcome:
        return None
    # What is no word of ours was decided by nobody at no time: no entry of the chain tells that.
    deed = Deed(row.outcome) if row.outcome in tuple(Deed) else Deed.DECLINE
    return Decision(deed, str(row.decided_by), row.decided_at or NEVER)


def _place(id_: str) -> str:
    return f"hand_over.reason:{id_}"
