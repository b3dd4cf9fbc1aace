"""Rooms are held against the audit chain, too, which names them by hashes; debts say why they wait.

What is there is named as it is found. Of a case that the chain does not know no room is named.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from hub.audit import Act, link
from hub.canonical import digest

revision = "0011"
down_revision = "0009"

ROOMS = sa.table("room", *(sa.column(name) for name in ("id", "case_id", "circle")))
HEAD = sa.table("audit_head", sa.column("number"), sa.column("hash"))
ENTRIES = sa.table(
    "audit_entry",
    sa.column("at", sa.DateTime(timezone=True)),
    *(sa.column(n) for n in ("number", "actor", "deed", "case_id", "target", "basis", "previous", "hash")),
)


def upgrade() -> None:
    """Name what is there."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("trouble", sa.String, nullable=False, server_default=""))
    for act in _rooms():
        _append(act)


def _rooms() -> Iterator[Act]:
    rows = op.get_bind().execute(sa.select(ROOMS).order_by(ROOMS.c.id)).fetchall()
    for room, case, circle in rows:
        at = _opened_at(case)
        if at is not None:
            basis = digest({"case": case, "circle": circle, "room": room})
            yield Act(at=at, actor="hub", deed="room.made", case=case, target=circle or case, basis=basis)


def _opened_at(case: str) -> datetime | None:
    opening = sa.and_(ENTRIES.c.case_id == case, ENTRIES.c.deed == "case.opened")
    first = sa.select(ENTRIES.c.at).where(opening).order_by(ENTRIES.c.number).limit(1)
    at: datetime | None = op.get_bind().execute(first).scalar_one_or_none()
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def _append(act: Act) -> None:
    number, previous = op.get_bind().execute(sa.select(HEAD.c.number, HEAD.c.hash)).one()
    entry = link(act, number=number + 1, previous=previous)
    values = {"at": act.at, "actor": act.actor, "deed": act.deed, "case_id": act.case}
    values |= {"target": act.target, "basis": act.basis, "number": entry.number}
    op.get_bind().execute(ENTRIES.insert().values(**values, previous=previous, hash=entry.hash))
    op.get_bind().execute(HEAD.update().values(number=entry.number, hash=entry.hash))
