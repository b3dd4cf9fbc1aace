"""The hub may listen in a professional's direct room, too; what is said there may be of no case."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Let what a listener keeps, and a command that was heard, be of no case."""
    with op.batch_alter_table("listening") as listening:
        listening.alter_column("case_id", existing_type=sa.String(), nullable=True)
        listening.add_column(sa.Column("professional_id", sa.String()))
        listening.create_foreign_key(
            "fk_listening_professional_id", "professional", ["professional_id"], ["id"]
        )
    op.create_index("ix_listening_professional_id", "listening", ["professional_id"])
    with op.batch_alter_table("command") as command:
        command.alter_column("case_id", existing_type=sa.String(), nullable=True)
