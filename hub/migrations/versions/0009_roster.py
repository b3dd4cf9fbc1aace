"""What a room is about is said together with who is there: what is owed already is owed as that."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Both name a case and a circle, so what is owed stays as it is written."""
    op.execute("UPDATE outbox SET kind = 'announce-roster' WHERE kind = 'announce-theme'")
