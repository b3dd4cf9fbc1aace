"""What professionals lay down about when they can be reached, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the new table."""
    op.create_table(
        "reachability",
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("declared", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_reachability_professional_id"
        ),
        sa.PrimaryKeyConstraint("professional_id", name="pk_reachability"),
    )
