"""What listeners keep while the hub listens in a room, sealed, and the commands that were heard."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Make the new tables."""
    op.create_table(
        "listening",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("notebook", sa.LargeBinary()),
        sa.Column("held_by", sa.String()),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_listening_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listening"),
    )
    op.create_index("ix_listening_case_id", "listening", ["case_id"])
    op.create_table(
        "command",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_command_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_command"),
    )
    op.create_index("ix_command_case_id", "command", ["case_id"])
