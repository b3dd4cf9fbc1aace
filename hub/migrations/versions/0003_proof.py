"""What is told is held against the audit chain, which names keys by their fingerprints and is attested.

Keys that were pinned before are named once more, as they are found: their first entries have no
fingerprint.
"""

from collections.abc import Iterator
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from hub.audit import Act, link
from hub.canonical import fingerprint, is_public_key

revision = "0003"
down_revision = "0002"

KEYS = sa.table(
    "signing_key",
    sa.column("owner"),
    sa.column("public_key"),
    sa.column("pinned_at", sa.DateTime(timezone=True)),
)
HEAD = sa.table("audit_head", sa.column("number"), sa.column("hash"))
ENTRIES = sa.table(
    "audit_entry",
    sa.column("number"),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor"),
    sa.column("deed"),
    sa.column("case_id"),
    sa.column("target"),
    sa.column("basis"),
    sa.column("previous"),
    sa.column("hash"),
)


def upgrade() -> None:
    """Make the new index and tables, and name the keys that are there."""
    op.create_index("ix_audit_entry_target_deed", "audit_entry", ["target", "deed"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=("pk_checkpoint")),
    )
    op.create_table(
        "retrieval",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_retrieval")),
    )
    op.create_index("ix_retrieval_at", "retrieval", ["at"], unique=False)
    op.create_index("ix_retrieval_case_id", "retrieval", ["case_id"], unique=False)
    for act in _pinned():
        _append(act)


def _pinned() -> Iterator[Act]:
    for owner, key, at in op.get_bind().execute(sa.select(KEYS).order_by(KEYS.c.owner)).fetchall():
        if not is_public_key(key):
            continue
        # As the store names owners: a client by their case, a professional by their id.
        who, _, case = owner.partition(":")
        yield Act(
            at=at if at.tzinfo else at.replace(tzinfo=UTC),
            actor="hub",
            deed="key.pinned",
            case=case,
            target=who,
            basis=fingerprint(key),
        )


def _append(act: Act) -> None:
    number, previous = op.get_bind().execute(sa.select(HEAD.c.number, HEAD.c.hash)).one()
    entry = link(act, number=number + 1, previous=previous)
    values = {"at": act.at, "actor": act.actor, "deed": act.deed, "case_id": act.case}
    values |= {"target": act.target, "basis": act.basis, "number": entry.number}
    op.get_bind().execute(ENTRIES.insert().values(**values, previous=previous, hash=entry.hash))
    op.get_bind().execute(HEAD.update().values(number=entry.number, hash=entry.hash))
