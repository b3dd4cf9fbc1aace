"""Topics have authors; conferences are moved and cancelled.

Those of conferences that were called before stay where they are, sealed: no migration has the key of a case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the new tables."""
    with op.batch_alter_table("conference") as conference:
        conference.alter_column("topics", existing_type=sa.LargeBinary(), nullable=True)
        for name, usual in (("template", "case-1"), ("form", "meeting")):
            conference.add_column(sa.Column(name, sa.String(), nullable=False, server_default=usual))
        for name in ("circle", "agenda_print"):
            conference.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        for instant in ("checked_at", "opened_at", "begun_at", "ended_at", "cancelled_at"):
            conference.add_column(sa.Column(instant, sa.DateTime(timezone=True)))
        for number in ("item", "item_minutes", "turn", "said", "warned"):
            conference.add_column(sa.Column(number, sa.Integer(), nullable=False, server_default="0"))
        conference.add_column(sa.Column("item_since", sa.DateTime(timezone=True)))
        conference.add_column(
            sa.Column("is_change_untold", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        for sealed in ("reason", "invitation"):
            conference.add_column(sa.Column(sealed, sa.LargeBinary()))
    op.create_table(
        "conference_topic",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name="fk_conference_topic_conference_id"
        ),
        sa.PrimaryKeyConstraint("conference_id", "number", name="pk_conference_topic"),
    )
    op.create_table(
        "conference_template",
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_conference_template_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "code", "version", name="pk_conference_template"),
    )
    op.create_table(
        "conference_reply",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("paragraphs", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name="fk_conference_reply_conference_id"
        ),
        sa.PrimaryKeyConstraint("conference_id", "item", "author", name="pk_conference_reply"),
    )
    op.create_table(
        "conference_poll",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("moderator_id", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_conference_poll_case_id"),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["professional.id"], name="fk_conference_poll_moderator_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conference_poll"),
    )
    op.create_index("ix_conference_poll_case_id", "conference_poll", ["case_id"])
    op.create_table(
        "conference_vote",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("option", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("voter", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["conference_poll.id"], name="fk_conference_vote_poll_id"),
        sa.PrimaryKeyConstraint("poll_id", "option", "voter", name="pk_conference_vote"),
    )
