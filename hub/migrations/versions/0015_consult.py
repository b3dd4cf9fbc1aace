"""What specialists are asked with pseudonyms, and what they answer."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the new tables."""
    op.create_table(
        "question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=("fk_question_case_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_question")),
    )
    op.create_index("ix_question_case_id", "question", ["case_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("contents", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=("fk_answer_question_id")),
        sa.PrimaryKeyConstraint("question_id", name=("pk_answer")),
    )
