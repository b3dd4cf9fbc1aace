"""Of what people are reminded: dates laid down by hand, what is planned, what was said, what is muted."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the new tables."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_reminder_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_case_id", "reminder", ["case_id"])
    op.create_table(
        "planned_reminder",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_planned_reminder_case_id"),
        _professional("planned_reminder"),
        sa.PrimaryKeyConstraint(
            "case_id", "kind", "subject", "professional_id", "due_on", name="pk_planned_reminder"
        ),
    )
    for column in ("next_on", "professional_id"):
        op.create_index(f"ix_planned_reminder_{column}", "planned_reminder", [column])
    _say()


def _say() -> None:
    op.create_table(
        "digest",
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("event", sa.String()),
        _professional("digest"),
        sa.PrimaryKeyConstraint("professional_id", "day", name="pk_digest"),
    )
    op.create_index("ix_digest_event", "digest", ["event"])
    op.create_table(
        "digest_item",
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_digest_item_case_id"),
        _professional("digest_item"),
        sa.PrimaryKeyConstraint("professional_id", "day", "number", name="pk_digest_item"),
    )
    op.create_index("ix_digest_item_case_id", "digest_item", ["case_id"])
    op.create_table(
        "reminder_mute",
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _professional("reminder_mute"),
        sa.PrimaryKeyConstraint("professional_id", "kind", name="pk_reminder_mute"),
    )


def _professional(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["professional_id"], ["professional.id"], name=f"fk_{table}_professional_id"
    )
