"""People, agencies and clients' accounts are held against the audit chain, too, which names them by hashes.

What is there is named once more, as it is found: its first entries have no hash. Whoever has no
entry at all was not taken in by the hub, and is not named.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from hub.audit import Act, link
from hub.canonical import digest

revision = "0008"
down_revision = "0007"

AGENCIES = sa.table("agency", sa.column("id"), sa.column("kind"))
PROFESSIONALS = sa.table(
    "professional", *(sa.column(name) for name in ("id", "agency_id", "unit", "function", "user_id", "duty"))
)
CASES = sa.table("case", sa.column("id"), sa.column("client_user_id"))
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


def upgrade() -> None:
    """Name what is there."""
    for act in [*_agencies(), *_professionals(), *_cases()]:
        _append(act)


def _agencies() -> Iterator[Act]:
    for id_, kind in op.get_bind().execute(sa.select(AGENCIES).order_by(AGENCIES.c.id)).fetchall():
        yield from _again("agency.added", id_, {"id": id_, "kind": kind})


def _professionals() -> Iterator[Act]:
    rows = op.get_bind().execute(sa.select(PROFESSIONALS).order_by(PROFESSIONALS.c.id)).fetchall()
    for id_, agency, unit, function, user, duty in rows:
        said = {"id": id_, "agency": agency, "unit": unit, "function": function, "user": user}
        yield from _again("professional.added", id_, said)
        if duty != "none":
            for act in _again("professional.added", id_, {"id": id_, "duty": duty}):
                yield Act(at=act.at, actor="hub", deed="professional.entrusted", target=id_, basis=act.basis)


def _cases() -> Iterator[Act]:
    for id_, client in op.get_bind().execute(sa.select(CASES).order_by(CASES.c.id)).fetchall():
        yield from _again("case.opened", id_, {"case": id_, "client": client}, case=id_)


def _again(deed: str, target: str, said: dict[str, str], *, case: str = "") -> Iterator[Act]:
    mine = sa.and_(ENTRIES.c.target == target, ENTRIES.c.deed == deed, ENTRIES.c.case_id == case)
    first = sa.select(ENTRIES.c.at).where(mine).order_by(ENTRIES.c.number).limit(1)
    at = op.get_bind().execute(first).scalar_one_or_none()
    if at is not None:
        yield Act(at=_aware(at), actor="hub", deed=deed, case=case, target=target, basis=digest(said))


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _append(act: Act) -> None:
    number, previous = op.get_bind().execute(sa.select(HEAD.c.number, HEAD.c.hash)).one()
    entry = link(act, number=number + 1, previous=previous)
    values = {"at": act.at, "actor": act.actor, "deed": act.deed, "case_id": act.case}
    values |= {"target": act.target, "basis": act.basis, "number": entry.number}
    op.get_bind().execute(ENTRIES.insert().values(**values, previous=previous, hash=entry.hash))
    op.get_bind().execute(HEAD.update().values(number=entry.number, hash=entry.hash))
