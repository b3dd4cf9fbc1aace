"""Agencies have a kind, and professionals may have a duty.

Agencies of before have an unknown kind, on which nothing is permitted until somebody says it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("agency", sa.Column("kind", sa.String(), nullable=False, server_default="unknown"))
    op.add_column("professional", sa.Column("duty", sa.String(), nullable=False, server_default="none"))
