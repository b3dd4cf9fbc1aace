"""What one person is to be reminded of is found without what is planned for them later."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Have the index over whose it is tell the day, too."""
    op.drop_index("ix_planned_reminder_professional_id", "planned_reminder")
    name = "ix_planned_reminder_professional_id_next_on"
    op.create_index(name, "planned_reminder", ["professional_id", "next_on"])
