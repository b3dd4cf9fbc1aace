"""What clients were told in their own room, and on which days."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "client_digest",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_said", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_client_digest_case_id"),
        sa.PrimaryKeyConstraint("case_id", "day", name="pk_client_digest"),
    )
    op.create_table(
        "client_digest_item",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_client_digest_item_case_id"),
        sa.PrimaryKeyConstraint("case_id", "day", "kind", "subject", name="pk_client_digest_item"),
    )
