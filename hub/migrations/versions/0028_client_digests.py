"""On which days clients were told something in their own room."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "client_digest",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("print", sa.String(), server_default="", nullable=False),
        sa.Column("is_said", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_client_digest_case_id"),
        sa.PrimaryKeyConstraint("case_id", "day", name="pk_client_digest"),
    )
