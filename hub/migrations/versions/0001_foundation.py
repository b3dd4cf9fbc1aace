"""The foundation: cases, consents, rooms, conferences, the audit chain, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and the chain's first head."""
    op.create_table(
        "agency",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("legal_area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_agency")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=("pk_audit_entry")),
    )
    op.create_index(("ix_audit_entry_case_id"), "audit_entry", ["case_id"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_audit_head")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("client_user_id", sa.String(), nullable=False),
        sa.Column("client_name", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_case")),
        sa.UniqueConstraint("client_user_id", name=("uq_case_client_user_id")),
        sa.UniqueConstraint("label", name=("uq_case_label")),
    )
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=("pk_case_key")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_outbox")),
    )
    op.create_index(("ix_outbox_case_id"), "outbox", ["case_id"], unique=False)
    op.create_index("ix_outbox_due_at_urgency", "outbox", ["due_at", "urgency"], unique=False)
    op.create_table(
        "pinned_identity",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("master_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=("pk_pinned_identity")),
    )
    op.create_table(
        "push",
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("events", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", "events", name=("pk_push")),
    )
    op.create_index(("ix_push_at"), "push", ["at"], unique=False)
    op.create_table(
        "voice_device",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=("pk_voice_device")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=("fk_consent_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_consent_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_consent")),
    )
    op.create_index(("ix_consent_case_id"), "consent", ["case_id"], unique=False)
    op.create_table(
        "professional",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=("fk_professional_agency_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_professional")),
        sa.UniqueConstraint("user_id", name=("uq_professional_user_id")),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_room_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_room")),
        sa.UniqueConstraint("case_id", name=("uq_room_case_id")),
    )
    op.create_table(
        "conference",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.String(), nullable=False),
        sa.Column("topics", sa.LargeBinary(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agenda_posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_conference_case_id")),
        sa.ForeignKeyConstraint(["moderator_id"], ["professional.id"], name=("fk_conference_moderator_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_conference")),
    )
    op.create_index(("ix_conference_case_id"), "conference", ["case_id"], unique=False)
    op.create_table(
        "participation",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_participation_case_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name=("fk_participation_professional_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "professional_id", name=("pk_participation")),
    )
    op.create_index(
        "uq_participation_lead",
        "participation",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("role = 'lead'"),
        postgresql_where=sa.text("role = 'lead'"),
    )
    op.create_table(
        "seat",
        sa.Column("room_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("membership", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=("fk_seat_room_id")),
        sa.PrimaryKeyConstraint("room_id", "user_id", name=("pk_seat")),
    )
    op.execute(f"INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '{'0' * 64}')")
