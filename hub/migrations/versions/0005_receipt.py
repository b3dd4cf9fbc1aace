"""Receipts of consents are kept as they were handed out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the new table."""
    op.create_table(
        "receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("consent_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_receipt_case_id")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent_record.id"], name=("fk_receipt_consent_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_receipt")),
    )
    op.create_index(("ix_receipt_case_id"), "receipt", ["case_id"], unique=False)
