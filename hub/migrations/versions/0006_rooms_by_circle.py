"""A case has a room for what concerns everybody, and may have one more for each theme.

The rooms there are become those in common; consents signed before name no themes' circles.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Let a case have a room for each circle."""
    # SQLite makes the table anew, and will not let go of the old one while seats lean on it.
    op.execute("CREATE TABLE seat_kept AS SELECT * FROM seat")
    op.execute("DELETE FROM seat")
    with op.batch_alter_table("room") as room:
        room.add_column(sa.Column("circle", sa.String(), nullable=False, server_default=""))
        room.drop_constraint("uq_room_case_id", type_="unique")
        room.create_unique_constraint("uq_room_case_id_circle", ["case_id", "circle"])
    with op.batch_alter_table("room") as room:
        room.alter_column("circle", server_default=None)
    op.execute("INSERT INTO seat SELECT * FROM seat_kept")
    op.execute("DROP TABLE seat_kept")
