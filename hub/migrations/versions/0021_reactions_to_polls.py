"""As which event a room was asked for a date, and by which reaction somebody answered."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the columns."""
    for table in ("conference_poll", "conference_vote"):
        op.add_column(table, sa.Column("event_id", sa.String()))
        op.create_index(f"ix_{table}_event_id", table, ["event_id"])
