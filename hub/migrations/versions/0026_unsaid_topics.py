"""As which event an agenda was posted, topics without words, and by which reaction one was named."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the columns, and let a topic have no words."""
    op.add_column("conference", sa.Column("agenda_event_id", sa.String()))
    op.create_index("ix_conference_agenda_event_id", "conference", ["agenda_event_id"])
    with op.batch_alter_table("conference_topic") as topic:
        topic.alter_column("text", existing_type=sa.LargeBinary(), nullable=True)
    op.add_column("conference_topic", sa.Column("event_id", sa.String()))
    op.create_index("ix_conference_topic_event_id", "conference_topic", ["event_id"])
