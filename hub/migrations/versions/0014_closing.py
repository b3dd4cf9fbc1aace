"""What is signed at the end of a case: its closing note, and which agency has its part in its own file."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the new table."""
    op.create_table(
        "closing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_closing_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_closing")),
    )
    op.create_index(("ix_closing_case_id"), "closing", ["case_id"], unique=False)
