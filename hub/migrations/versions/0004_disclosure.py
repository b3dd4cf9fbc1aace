"""What was passed on is recorded; agencies have a kind and professionals may have a duty.

Agencies of before have an unknown kind, on which nothing is permitted until somebody says it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns, and make the tables."""
    op.add_column("agency", sa.Column("kind", sa.String(), nullable=False, server_default="unknown"))
    op.add_column("professional", sa.Column("duty", sa.String(), nullable=False, server_default="none"))
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_disclosure_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_disclosure")),
    )
    op.create_index(("ix_disclosure_case_id"), "disclosure", ["case_id"], unique=False)
    op.create_table(
        "disclosure_answer",
        sa.Column("disclosure_id", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=("fk_disclosure_answer_disclosure_id")
        ),
        sa.PrimaryKeyConstraint("disclosure_id", "deed", name=("pk_disclosure_answer")),
    )
