"""What the hub still owes the world: debts written with their cause, claimed by a lease."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, get_args

import structlog
from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from hub.chance import Chance
from hub.db import METADATA, Database, Instant, InstantIfAny, wake_after
from hub.effects import (
    AnnounceRoster,
    ConfirmLeave,
    Debt,
    Effect,
    Monitor,
    Reconcile,
    SeeToDirect,
    Standing,
    Urgency,
)
from hub.identifiers import CaseId, DebtId

# A courier gives up before this (`courier.LONGEST_DEED`); one that dies gives its work back after it.
LEASE = timedelta(seconds=60)
A_MOMENT = timedelta(seconds=1)
FIRST_PATIENCE = timedelta(seconds=0.5)
LONGEST_PATIENCE = timedelta(seconds=60)
# The longest that a homeserver may ask us to wait, and that we leave somebody alone who said no.
LONGEST_WAIT = timedelta(hours=1)
# From this attempt on, some seconds after the first, a removal that fails is an alarm.
ALARMING = 5


def _called(effect: type[Effect]) -> str:
    return re.sub(r"(?<=.)(?=[A-Z])", "-", effect.__name__).lower()


# `PostAgenda` is written down as `post-agenda`: a new name for an effect takes a migration.
KINDS: dict[str, type[Effect]] = {_called(effect): effect for effect in get_args(Effect)}
_KIND_OF = {effect: kind for kind, effect in KINDS.items()}

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("case_id", String, nullable=False, index=True),
    Column("ids", Text, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claimed_by", String),
    # Why it waits; such words name nobody.
    Column("trouble", String, nullable=False, server_default=""),
    # A post, encrypted once: repeating it repeats these very bytes.
    Column("sealed", Text),
    Index("ix_outbox_due_at_urgency", "due_at", "urgency"),
)

log = structlog.get_logger()
_WORDS = tuple(column for column in OUTBOX.c if column is not OUTBOX.c.due_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A debt one courier works on until its lease runs out."""

    id: DebtId
    effect: Effect
    urgency: Urgency
    attempts: int
    sealed: str | None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a debt waits for its next attempt, and why; such words name nobody."""

    time: timedelta
    why: str


async def owe(connection: AsyncConnection, chance: Chance, *debts: Debt) -> None:
    """Write debts in the transaction of their cause; its commit wakes the courier."""
    now = chance.now()
    for debt in debts:
        # Also when it leans on a debt that is there: a courier may have passed that one by, locked.
        await wake_after(connection)
        if await _is_owed_already(connection, debt, now):
            continue
        await connection.execute(
            insert(OUTBOX).values(
                id=chance.new_id(),
                kind=_KIND_OF[type(debt.effect)],
                case_id=debt.effect.case,
                ids=_written(debt.effect),
                urgency=debt.urgency,
                due_at=debt.due_at,
            )
        )


async def _is_owed_already(connection: AsyncConnection, debt: Debt, now: datetime) -> bool:
    # What nobody has begun will see what we are about to commit. The row stays locked until then, so
    # nobody begins it before.
    match debt.effect:
        case Reconcile(case_) if debt.due_at <= now:
            # What is due at once leans on nothing that is due by the clock alone: it may be set back.
            owed = _unbegun_look(case_, debt.urgency).where(OUTBOX.c.due_at <= debt.due_at)
        case AnnounceRoster() as announce:
            # What was sealed already says who was there then.
            owed = _owed(announce).where(
                OUTBOX.c.claimed_by.is_(None), OUTBOX.c.sealed.is_(None), OUTBOX.c.due_at <= debt.due_at
            )
        case SeeToDirect() as look if debt.due_at <= now:
            owed = _owed(look).where(
                OUTBOX.c.urgency == debt.urgency,
                OUTBOX.c.claimed_by.is_(None),
                # One that waits for its turn comes soon enough.
                OUTBOX.c.due_at <= debt.due_at + A_MOMENT,
            )
        case Monitor() as look:
            owed = _owed(look).where(OUTBOX.c.claimed_by.is_(None), OUTBOX.c.due_at <= debt.due_at)
        case _:
            return False
    return (await connection.execute(owed.with_for_update(skip_locked=True))).first() is not None


async def claim(
    connection: AsyncConnection,
    *,
    courier: str,
    now: datetime,
    most: int,
    busy: Collection[CaseId] = (),
    removals_only: bool = False,
) -> list[Claim]:
    """Claim up to `most` due debts by pushing their due date forward, the most urgent first.

    Cases in `busy` wait, except for removals: those wait for nothing. What nobody can read is told
    and passed over until its lease runs out, so that it holds up nothing.
    """
    claims: list[Claim] = []
    while rows := await _take(
        connection,
        courier=courier,
        now=now,
        most=most - len(claims),
        busy=busy,
        removals_only=removals_only,
    ):
        readable = [claim for row in rows if (claim := _claim_if_any(row))]
        claims += readable
        if len(readable) == len(rows):
            break
        for unread in {row.id for row in rows} - {claim.id for claim in readable}:
            log.error("debt unreadable", id=unread)
    return sorted(claims, key=lambda claim: claim.urgency)


async def _take(
    connection: AsyncConnection,
    *,
    courier: str,
    now: datetime,
    most: int,
    busy: Collection[CaseId],
    removals_only: bool,
) -> Sequence[Any]:
    asked = {
        "now": now,
        "most": most,
        "courier": courier,
        "lease": now + LEASE,
        "removal_too_late": now + 2 * LEASE,
        "too_late": now + 2 * LONGEST_WAIT,
    }
    taking, others = (_TAKE_REMOVALS, {}) if removals_only else (_TAKE, {"busy": list(busy)})
    rows: Sequence[Any] = (await connection.execute(taking, asked | others)).all()
    return rows


def _taking(open_to_us: ColumnElement[bool]) -> ReturningUpdate[Any]:
    # Nothing that was tried waits that long: the clock was set back meanwhile.
    for_removals, for_others = (bindparam(name, type_=Instant()) for name in ("removal_too_late", "too_late"))
    too_late = case((_REMOVAL, for_removals), else_=for_others)
    stranded = (OUTBOX.c.attempts > 0) & (OUTBOX.c.due_at > too_late)
    due = (
        select(OUTBOX.c.id)
        .where(or_(OUTBOX.c.due_at <= bindparam("now"), stranded), open_to_us)
        # What failed again and again stands behind what was never tried; only removals pass it.
        .order_by(_REMOVAL.desc(), OUTBOX.c.attempts, OUTBOX.c.urgency, OUTBOX.c.due_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        # Chosen once: PostgreSQL may otherwise choose anew for every row, and claim beyond the limit.
        .cte("due")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    new = {
        "due_at": bindparam("lease"),
        "attempts": OUTBOX.c.attempts + 1,
        "claimed_by": bindparam("courier"),
    }
    return update(OUTBOX).where(OUTBOX.c.id.in_(select(due.c.id))).values(new).returning(*_WORDS)


_REMOVAL = OUTBOX.c.urgency == Urgency.REMOVAL
_TAKE_REMOVALS = _taking(_REMOVAL)
_TAKE = _taking(or_(_REMOVAL, OUTBOX.c.case_id.not_in(bindparam("busy", expanding=True))))


async def settle(connection: AsyncConnection, claim: Claim) -> bool:
    """The debt is paid; no, and of no effect, if the claim ran out and somebody else took it over."""
    return (await connection.execute(delete(OUTBOX).where(_held(claim)))).rowcount == 1


async def settle_alone(database: Database, claim: Claim) -> None:
    """Take a debt off the list where nothing else is to be noted of it."""
    async with database.writing() as connection:
        await settle(connection, claim)


async def postpone(connection: AsyncConnection, claim: Claim, until: datetime, why: str = "") -> None:
    """Give a claimed debt back, due again at `until`; of no effect if the claim ran out."""
    back = update(OUTBOX).where(_held(claim))
    await connection.execute(back.values(due_at=until, claimed_by=None, trouble=why))


async def keep_sealed(connection: AsyncConnection, claim: Claim, sealed: str) -> bool:
    """Remember the encrypted bytes of a post before they are sent; no if the claim ran out."""
    kept = await connection.execute(update(OUTBOX).where(_held(claim)).values(sealed=sealed))
    return kept.rowcount == 1


async def throw_away(connection: AsyncConnection, claim: Claim) -> bool:
    """Destroy what was kept sealed: it is true no longer, and nobody may ever get to see it; no as above."""
    thrown = await connection.execute(update(OUTBOX).where(_held(claim)).values(sealed=None))
    return thrown.rowcount == 1


async def has_look(connection: AsyncConnection, case_: CaseId, urgency: Urgency, *, by: datetime) -> bool:
    """Whether a look of that urgency at a case is owed by that instant, or waits to be tried again."""
    owed = _unbegun_look(case_, urgency).where(or_(OUTBOX.c.due_at <= by, OUTBOX.c.attempts > 0))
    return (await connection.execute(owed)).first() is not None


async def is_looked_at(connection: AsyncConnection, case_: CaseId, now: datetime) -> bool:
    """Whether a look at a case is due, under way or waits to be tried again: it can change or make a room."""
    begun = or_(OUTBOX.c.due_at <= now, OUTBOX.c.attempts > 0)
    return (await connection.execute(_look(case_).where(begun))).first() is not None


async def hasten(
    connection: AsyncConnection, *, courier: str, in_hand: Collection[DebtId], now: datetime
) -> None:
    """Make everything due now that was tried and waits, for the world came back.

    What stands under the courier's own name but is not in its hands was claimed by a predecessor
    that died. Claims of others are left alone: somebody is working on them.
    """
    await wake_after(connection)
    dead = (OUTBOX.c.claimed_by == courier) & OUTBOX.c.id.not_in(in_hand)
    waiting = OUTBOX.c.claimed_by.is_(None) & (OUTBOX.c.attempts > 0) & (OUTBOX.c.due_at > now)
    back = update(OUTBOX).where(or_(dead, waiting)).values(due_at=now, claimed_by=None)
    await connection.execute(back)


async def next_due(connection: AsyncConnection, *, after: datetime) -> datetime | None:
    """When the next debt falls due after an instant, if there is any, and if it can be read."""
    due_at = type_coerce(OUTBOX.c.due_at, InstantIfAny())
    query = select(due_at).where(OUTBOX.c.due_at > after).order_by(OUTBOX.c.due_at).limit(1)
    return (await connection.execute(query)).scalar_one_or_none()


async def of_case(connection: AsyncConnection, case_: CaseId) -> Sequence[Effect]:
    """What is still owed to a case, the next due first."""
    query = select(*_WORDS).where(OUTBOX.c.case_id == case_).order_by(OUTBOX.c.due_at)
    rows = await connection.execute(query)
    return [claim.effect for row in rows if (claim := _claim_if_any(row))]


async def standing(connection: AsyncConnection, case_: CaseId) -> Sequence[Standing]:
    """What is owed to a case as it stands, the next due first."""
    due_at = type_coerce(OUTBOX.c.due_at, InstantIfAny()).label("due_at")
    query = select(*_WORDS, due_at).where(OUTBOX.c.case_id == case_).order_by(OUTBOX.c.due_at)
    rows = (await connection.execute(query)).all()
    return [_standing(row, claim) for row in rows if (claim := _claim_if_any(row)) and row.due_at]


async def beyond(connection: AsyncConnection, known: Collection[CaseId]) -> Sequence[Standing]:
    """What is owed to cases that are not known any more, or to none, as it stands."""
    due_at = type_coerce(OUTBOX.c.due_at, InstantIfAny()).label("due_at")
    # Only what was tried: what is due later in each case there is stays where it is.
    query = select(*_WORDS, due_at).where(OUTBOX.c.attempts > 0).order_by(OUTBOX.c.due_at)
    rows = [row for row in await connection.execute(query) if row.case_id not in known]
    return [_standing(row, claim) for row in rows if (claim := _claim_if_any(row)) and row.due_at]


def _standing(row: Any, claim: Claim) -> Standing:
    return Standing(
        effect=claim.effect,
        urgency=claim.urgency,
        due_at=row.due_at,
        attempts=claim.attempts,
        is_claimed=row.claimed_by is not None,
        trouble=row.trouble,
    )


async def unconfirmed(connection: AsyncConnection) -> Sequence[ConfirmLeave]:
    """Which leaves some server has not been found to have seen yet."""
    query = select(*_WORDS).where(OUTBOX.c.kind == _KIND_OF[ConfirmLeave])
    claims = [_claim_if_any(row) for row in await connection.execute(query)]
    return [claim.effect for claim in claims if claim and isinstance(claim.effect, ConfirmLeave)]


def patience(attempts: int, *, longest: timedelta = LONGEST_PATIENCE) -> timedelta:
    """How long to wait after the given number of failed attempts: 0.5 s, doubling, at most `longest`."""
    doublings = max(0, min(attempts - 1, 13))
    return min(FIRST_PATIENCE * (1 << doublings), longest)


def _look(case_: CaseId) -> Select[tuple[str]]:
    return _owed(Reconcile(case_))


def _owed(effect: Effect) -> Select[tuple[str]]:
    query = select(OUTBOX.c.id).where(
        OUTBOX.c.kind == _KIND_OF[type(effect)],
        OUTBOX.c.case_id == effect.case,
        # To the letter: nobody leans on what no courier can read.
        OUTBOX.c.ids == _written(effect),
    )
    return query.limit(1)


def _unbegun_look(case_: CaseId, urgency: Urgency) -> Select[tuple[str]]:
    return _look(case_).where(OUTBOX.c.urgency == urgency, OUTBOX.c.claimed_by.is_(None))


def _held(claim: Claim) -> ColumnElement[bool]:
    # Every claim counts one attempt more: whoever's count is old no longer holds the debt. Nor does
    # anybody hold one that was given back: others may lean on it, because nobody has begun it.
    same = (OUTBOX.c.id == claim.id) & (OUTBOX.c.attempts == claim.attempts)
    return same & OUTBOX.c.claimed_by.is_not(None)


def _written(effect: Effect) -> str:
    return json.dumps(asdict(effect))


def _claim_if_any(row: Any) -> Claim | None:
    # A newer program may have owed what this one does not know, or somebody spoilt it.
    try:
        effect = KINDS[row.kind](**json.loads(row.ids))
        urgency = Urgency(row.urgency)
        are_names = all(isinstance(name, str) for name in asdict(effect).values())
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not are_names or effect.case != row.case_id:
        return None
    return Claim(id=DebtId(row.id), effect=effect, urgency=urgency, attempts=row.attempts, sealed=row.sealed)
