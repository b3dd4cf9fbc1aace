"""What was written down in conferences, who objects, and the versions of the minutes, all sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_PIECES = ("minutes_entry", "minutes_objection", "minutes_version")


def upgrade() -> None:
    """Make the new tables."""
    for table in _PIECES:
        of_version = _of_version() if table == "minutes_version" else ()
        op.create_table(
            table,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("case_id", sa.String(), nullable=False),
            sa.Column("conference_id", sa.String(), nullable=False),
            sa.Column("document", sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=f"fk_{table}_case_id"),
            sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=f"fk_{table}_conference_id"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
            *of_version,
        )
        op.create_index(f"ix_{table}_case_id", table, ["case_id"])


def _of_version() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("number", sa.Integer(), nullable=False),
        sa.UniqueConstraint("conference_id", "number", name="uq_minutes_version_conference_id_number"),
    )
