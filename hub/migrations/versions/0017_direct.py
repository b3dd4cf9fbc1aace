"""Who wants a direct room, and which it is, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the new table."""
    op.create_table(
        "direct_room",
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("room", sa.LargeBinary()),
        sa.Column("is_greeted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_direct_room_professional_id"
        ),
        sa.PrimaryKeyConstraint("professional_id", name="pk_direct_room"),
    )
