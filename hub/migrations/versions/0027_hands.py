"""Who wants to speak to the item it is at, and as which event that was told."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Make the table, and add the column."""
    op.add_column("conference", sa.Column("item_event_id", sa.String()))
    op.create_index("ix_conference_item_event_id", "conference", ["item_event_id"])
    op.create_table(
        "conference_hand",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name="fk_conference_hand_conference_id"
        ),
        sa.PrimaryKeyConstraint("conference_id", "who", name="pk_conference_hand"),
    )
    op.create_index("ix_conference_hand_event_id", "conference_hand", ["event_id"])
