"""Birthdays, units, and the client's side: children, parents, and who may speak for whom.

Consents of the version before say nothing about whom they are about, nor whose yes it took: their
text is another one, so they count no more and must be asked for anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the new tables and columns."""
    op.add_column("case", sa.Column("client_born", sa.LargeBinary()))
    op.add_column("professional", sa.Column("unit", sa.String(), nullable=False, server_default=""))
    op.add_column("consent_event", sa.Column("successor", sa.String()))
    op.create_table(
        "party",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_party_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_party")),
    )
    op.create_index(("ix_party_case_id"), "party", ["case_id"], unique=False)
    op.create_table(
        "guardianship",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("guardian", sa.String(), nullable=False),
        sa.Column("custody", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_signature", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_signature", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_guardianship_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_guardianship")),
    )
    op.create_index(("ix_guardianship_case_id"), "guardianship", ["case_id"], unique=False)
