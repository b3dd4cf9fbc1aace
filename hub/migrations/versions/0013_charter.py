"""Agencies are bound by a charter, or their people sit nowhere.

Whoever is there has so long to acknowledge one: an update throws nobody out unannounced. That is told to
the chain, and a look is owed at its end.
"""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from hub.audit import Act, link

revision = "0013"
down_revision = "0012"

DEFERRAL = timedelta(days=56)
AGENCIES = sa.table("agency", sa.column("id"))
HEAD = sa.table("audit_head", sa.column("number"), sa.column("hash"))
ENTRIES = sa.table(
    "audit_entry",
    sa.column("number"),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor"),
    sa.column("deed"),
    sa.column("case_id"),
    sa.column("target"),
    sa.column("basis"),
    sa.column("previous"),
    sa.column("hash"),
)
OUTBOX = sa.table(
    "outbox",
    sa.column("id"),
    sa.column("kind"),
    sa.column("case_id"),
    sa.column("ids"),
    sa.column("urgency"),
    sa.column("due_at", sa.DateTime(timezone=True)),
    sa.column("attempts"),
)


def upgrade() -> None:
    """Make the tables, and give those who are there their time."""
    op.create_table(
        "charter",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_charter"),
    )
    op.create_table(
        "charter_acknowledgement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("charter_sha256", sa.String(length=64), nullable=False),
        sa.Column("professional_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_charter_acknowledgement_agency_id"),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_charter_acknowledgement_professional_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_charter_acknowledgement"),
    )
    op.create_index(
        "ix_charter_acknowledgement_agency_id", "charter_acknowledgement", ["agency_id"], unique=False
    )
    now = datetime.now(UTC)
    for (agency,) in op.get_bind().execute(sa.select(AGENCIES.c.id).order_by(AGENCIES.c.id)).fetchall():
        _append(Act(at=now, actor="hub", deed="charter.deferred", target=agency))
        _owe(agency, now + DEFERRAL)


def _owe(agency: str, due_at: datetime) -> None:
    debt = {"id": uuid4().hex, "kind": "apply-charter", "case_id": "", "due_at": due_at}
    debt |= {"ids": json.dumps({"agency": agency, "case": ""}), "urgency": 0, "attempts": 0}
    op.get_bind().execute(OUTBOX.insert().values(**debt))


def _append(act: Act) -> None:
    number, previous = op.get_bind().execute(sa.select(HEAD.c.number, HEAD.c.hash)).one()
    entry = link(act, number=number + 1, previous=previous)
    values = {"at": act.at, "actor": act.actor, "deed": act.deed, "case_id": act.case}
    values |= {"target": act.target, "basis": act.basis, "number": entry.number}
    op.get_bind().execute(ENTRIES.insert().values(**values, previous=previous, hash=entry.hash))
    op.get_bind().execute(HEAD.update().values(number=entry.number, hash=entry.hash))
