"""In which language a case's client is told things, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the new column; nobody has said anything yet."""
    op.add_column("case", sa.Column("client_language", sa.LargeBinary()))
