"""What is agreed on in a case: tasks, goals, gaps, supports and what is reported of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the new tables."""
    _make(
        "task",
        sa.Column("owner_id", sa.String()),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
        sa.Column("dropped_by", sa.String()),
        sa.Column("reason", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["owner_id"], ["professional.id"], name="fk_task_owner_id"),
    )
    _make(
        "goal",
        sa.Column("criterion", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
    )
    _make("gap")
    _make(
        "support",
        sa.Column("responsible_id", sa.String(), nullable=False),
        sa.Column("begun", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["responsible_id"], ["professional.id"], name="fk_support_responsible_id"),
    )
    op.create_table(
        "support_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("support_id", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.LargeBinary()),
        sa.Column("decision", sa.String()),
        sa.Column("answered_by", sa.String()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["support_id"], ["support.id"], name="fk_support_report_support_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_report"),
    )
    op.create_index("ix_support_report_support_id", "support_report", ["support_id"], unique=False)


def _make(name: str, *more: "sa.Column[object] | sa.Constraint") -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conference", sa.String()),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.String()),
        *more,
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=f"fk_{name}_case_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_case_id", name, ["case_id"], unique=False)
