"""Consents become records that are signed, with events that only grow.

Consents of the first version were signed by nobody, so they count no more: they must be asked anew.
Whoever sits by one of them leaves; what was done stays in the audit chain.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables, and let go of the old one."""
    op.create_table(
        "consent_record",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_consent_record_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_consent_record")),
    )
    op.create_index(("ix_consent_record_case_id"), "consent_record", ["case_id"], unique=False)
    op.create_table(
        "consent_event",
        sa.Column("consent_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent_record.id"], name=("fk_consent_event_consent_id")),
        sa.PrimaryKeyConstraint("consent_id", "number", name=("pk_consent_event")),
    )
    op.create_table(
        "signing_key",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=("pk_signing_key")),
        sa.UniqueConstraint("public_key", name=("uq_signing_key_public_key")),
    )
    _owe_a_look_at_every_room()
    op.drop_index(("ix_consent_case_id"), table_name="consent")
    op.drop_table("consent")


def _owe_a_look_at_every_room() -> None:
    # As `outbox.owe` writes it: those who sit by an unsigned consent must leave at once.
    rooms = op.get_bind().execute(sa.text("SELECT case_id FROM room")).fetchall()
    outbox = sa.table(
        "outbox",
        sa.column("id"),
        sa.column("kind"),
        sa.column("case_id"),
        sa.column("ids"),
        sa.column("urgency"),
        sa.column("due_at", sa.DateTime(timezone=True)),
        sa.column("attempts"),
    )
    for (case,) in rooms:
        op.get_bind().execute(
            outbox.insert().values(
                id=f"0002-{case}",
                kind="reconcile",
                case_id=case,
                ids=f'{{"case": "{case}"}}',
                urgency=0,
                due_at=datetime(2000, 1, 1, tzinfo=UTC),
                attempts=0,
            )
        )
