"""Who works on a case can end and begin anew; the lead is handed over; somebody leaves their agency."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Let parts have an end, and make the table of hand-overs."""
    op.add_column("professional", sa.Column("left_at", sa.DateTime(timezone=True)))
    # Its key becomes another one, and SQLite changes none in place. Nothing leans on this table.
    op.execute("CREATE TABLE participation_kept AS SELECT * FROM participation")
    op.drop_table("participation")
    _make_participation()
    op.execute(
        "INSERT INTO participation (case_id, number, professional_id, role, since) SELECT case_id, row_number() "
        "OVER (PARTITION BY case_id ORDER BY since, professional_id), professional_id, role, since "
        "FROM participation_kept"
    )
    op.drop_table("participation_kept")
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("offered_signature", sa.String(), nullable=False),
        sa.Column("accepted_signature", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_hand_over_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_hand_over")),
    )
    op.create_index("ix_hand_over_case_id", "hand_over", ["case_id"])


def _make_participation() -> None:
    op.create_table(
        "participation",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_participation_case_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name=("fk_participation_professional_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "number", name=("pk_participation")),
    )
    op.create_index("ix_participation_professional_id", "participation", ["professional_id"])
    for name, columns, where in (
        ("uq_participation_lead", ["case_id"], "role = 'lead' AND ended_at IS NULL"),
        ("uq_participation_professional", ["case_id", "professional_id"], "ended_at IS NULL"),
    ):
        condition = sa.text(where)
        op.create_index(
            name,
            "participation",
            columns,
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )
