"""How cases are remembered, and who works on them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    distinct,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.cases import chain
from hub.cases.directory import PERSON, PROFESSIONALS, professional_in
from hub.cases.model import (
    About,
    Case,
    CaseFile,
    Contradiction,
    Participation,
    Personalia,
    Role,
)
from hub.cases.rules import ERASED, NOTED_AS, OPENED
from hub.db import METADATA, Instant, InstantIfAny
from hub.identifiers import AgencyId, CaseId, ProfessionalId, UserId
from hub.journal import CASE, ENTRIES, NEVER
from hub.vault import Key

CASES = Table(
    "case",
    METADATA,
    Column("id", String, primary_key=True),
    Column("label", String, nullable=False, unique=True),
    Column("client_user_id", String, nullable=False, unique=True),
    Column("client_name", LargeBinary, nullable=False),
    # Nobody asked for it in the first version.
    Column("client_born", LargeBinary),
    # In which language they are told things: it hints at where somebody comes from.
    Column("client_language", LargeBinary),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

PARTICIPATIONS = Table(
    "participation",
    METADATA,
    Column("case_id", ForeignKey("case.id"), primary_key=True),
    # Somebody may come again, or in another role: what was stays.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("professional_id", ForeignKey("professional.id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
)
_OPENED_AT, _CLOSED_AT, _SINCE, _ENDED_AT = (
    type_coerce(c, InstantIfAny()).label(c.name)
    for c in (CASES.c.opened_at, CASES.c.closed_at, PARTICIPATIONS.c.since, PARTICIPATIONS.c.ended_at)
)
_IS_CLOSED = CASES.c.closed_at.is_not(None).label("is_closed")
_CASE = (CASES.c.id, CASES.c.label, CASES.c.client_user_id, _OPENED_AT, _CLOSED_AT, _IS_CLOSED)
_HAS_ENDED = PARTICIPATIONS.c.ended_at.is_not(None).label("has_ended")
_PART = (
    PARTICIPATIONS.c.professional_id.label("part_of"),
    PARTICIPATIONS.c.role,
    _SINCE,
    _ENDED_AT,
    _HAS_ENDED,
)
# One language as long as another one: nobody tells by the length.
_LANGUAGE = 16
# One query: it stands between every withdrawal and its effect.
_FILE = (
    select(*_CASE, *_PART, *PERSON)
    .outerjoin(PARTICIPATIONS, PARTICIPATIONS.c.case_id == CASES.c.id)
    .outerjoin(PROFESSIONALS, PROFESSIONALS.c.id == PARTICIPATIONS.c.professional_id)
    .where(CASES.c.id == CASE)
    .order_by(PARTICIPATIONS.c.since, PARTICIPATIONS.c.number)
)
_RUNS = PARTICIPATIONS.c.ended_at.is_(None)
_LEADS = and_(PARTICIPATIONS.c.role == "lead", _RUNS)
# Two who open the same door at once must not both become lead, nor anybody come in twice.
Index(
    "uq_participation_lead",
    PARTICIPATIONS.c.case_id,
    unique=True,
    sqlite_where=_LEADS,
    postgresql_where=_LEADS,
)
Index(
    "uq_participation_professional",
    PARTICIPATIONS.c.case_id,
    PARTICIPATIONS.c.professional_id,
    unique=True,
    sqlite_where=_RUNS,
    postgresql_where=_RUNS,
)


async def accounts(connection: AsyncConnection) -> Sequence[UserId]:
    """The account of every professional."""
    rows = await connection.execute(select(PROFESSIONALS.c.user_id).order_by(PROFESSIONALS.c.user_id))
    return [UserId(str(user)) for user in rows.scalars()]


async def open_cases_of(
    connection: AsyncConnection, agency: AgencyId, *, after: CaseId, most: int
) -> Sequence[CaseId]:
    """The next open cases on which somebody of that agency works, in the order of their ids."""
    query = (
        select(PARTICIPATIONS.c.case_id)
        .join(PROFESSIONALS)
        .join(CASES)
        .where(PROFESSIONALS.c.agency_id == agency, CASES.c.closed_at.is_(None))
        .where(PARTICIPATIONS.c.case_id > after)
        .distinct()
        .order_by(PARTICIPATIONS.c.case_id)
        .limit(most)
    )
    return [CaseId(id_) for id_ in (await connection.execute(query)).scalars()]


async def add_case(connection: AsyncConnection, case: Case, client: Personalia, key: Key) -> None:
    """Remember a case; who its client is, is sealed."""
    await connection.execute(
        insert(CASES).values(
            id=case.id,
            label=case.label,
            client_user_id=case.client,
            client_name=key.seal(client.name, _place(case.id, "name")),
            client_born=key.seal(client.born.isoformat(), _place(case.id, "born")),
            opened_at=case.opened_at,
            closed_at=case.closed_at,
        )
    )


async def add_participation(connection: AsyncConnection, part: Participation) -> None:
    """Remember that a professional works on a case."""
    mine = PARTICIPATIONS.c.case_id == part.case
    last = select(func.coalesce(func.max(PARTICIPATIONS.c.number), 0)).where(mine)
    await connection.execute(
        insert(PARTICIPATIONS).values(
            case_id=part.case,
            number=last.scalar_subquery() + 1,
            professional_id=part.professional.id,
            role=part.role,
            since=part.since,
        )
    )


async def end_participation(connection: AsyncConnection, part: Participation) -> None:
    """Remember when somebody's work on a case ended."""
    theirs = and_(
        PARTICIPATIONS.c.case_id == part.case,
        PARTICIPATIONS.c.professional_id == part.professional.id,
        _RUNS,
    )
    await connection.execute(update(PARTICIPATIONS).where(theirs).values(ended_at=part.ended_at))


async def worked_on(connection: AsyncConnection, professional: ProfessionalId) -> Sequence[CaseId]:
    """The cases that somebody works on, always in one order: in which everybody takes them."""
    theirs = (
        select(PARTICIPATIONS.c.case_id)
        .join(CASES, CASES.c.id == PARTICIPATIONS.c.case_id)
        .where(PARTICIPATIONS.c.professional_id == professional, _RUNS, CASES.c.closed_at.is_(None))
        .order_by(PARTICIPATIONS.c.case_id)
    )
    return [CaseId(id_) for id_ in (await connection.execute(theirs)).scalars()]


async def called(connection: AsyncConnection, professional: ProfessionalId) -> Mapping[str, CaseId]:
    """The cases that somebody works on, as `worked_on`, by their labels."""
    theirs = (
        select(CASES.c.label, CASES.c.id)
        .join(PARTICIPATIONS, CASES.c.id == PARTICIPATIONS.c.case_id)
        .where(PARTICIPATIONS.c.professional_id == professional, _RUNS, CASES.c.closed_at.is_(None))
        .order_by(CASES.c.id)
    )
    return {str(row.label): CaseId(row.id) for row in await connection.execute(theirs)}


async def close_case(connection: AsyncConnection, case: CaseId, at: datetime) -> None:
    """Remember that a case was closed."""
    await connection.execute(update(CASES).where(CASES.c.id == case).values(closed_at=at))


async def count_cases(connection: AsyncConnection) -> int:
    """How many cases were ever opened. The chain remembers also those that were erased."""
    # An opening of the first version is told twice: it was named again with its client's account.
    opened = select(func.count(distinct(ENTRIES.c.target))).where(ENTRIES.c.deed == OPENED)
    return (await connection.execute(opened)).scalar_one()


async def has_case(connection: AsyncConnection, client: UserId) -> bool:
    """Whether that account is the client of a case."""
    query = select(CASES.c.id).where(CASES.c.client_user_id == client)
    return (await connection.execute(query)).first() is not None


async def known_among(connection: AsyncConnection, ids: frozenset[CaseId]) -> frozenset[CaseId]:
    """Those of these cases that were not erased."""
    rows = await connection.execute(select(CASES.c.id).where(CASES.c.id.in_(ids)))
    return frozenset(CaseId(row.id) for row in rows)


async def labels(connection: AsyncConnection, ids: frozenset[CaseId]) -> Mapping[CaseId, str]:
    """How these cases are called."""
    rows = await connection.execute(select(CASES.c.id, CASES.c.label).where(CASES.c.id.in_(ids)))
    return {CaseId(row.id): row.label for row in rows}


async def find_by_label(connection: AsyncConnection, label: str) -> Case | None:
    """The case a person calls by its label, such as F-1."""
    row = (await connection.execute(select(*_CASE).where(CASES.c.label == label))).one_or_none()
    return _case(row) if row else None


async def all_cases(connection: AsyncConnection) -> Sequence[Case]:
    """Every case, oldest first."""
    rows = await connection.execute(select(*_CASE).order_by(CASES.c.opened_at, CASES.c.id))
    return [_case(row) for row in rows]


async def lost_cases(connection: AsyncConnection) -> Sequence[CaseId]:
    """Cases that nobody erased, by the chain's word, and that are gone all the same.

    Walks the chain: not for what others wait for.
    """
    erased = select(ENTRIES.c.target).where(ENTRIES.c.deed == ERASED)
    gone = (
        select(ENTRIES.c.target)
        .distinct()
        .where(ENTRIES.c.deed == OPENED)
        .where(ENTRIES.c.target.not_in(select(CASES.c.id)), ENTRIES.c.target.not_in(erased))
    )
    return sorted(CaseId(id_) for id_ in (await connection.execute(gone)).scalars())


async def client_name(connection: AsyncConnection, case: CaseId, key: Key) -> str:
    """The name of a case's client."""
    query = select(CASES.c.client_name).where(CASES.c.id == case)
    return key.open((await connection.execute(query)).scalar_one(), _place(case, "name"))


async def client_born(connection: AsyncConnection, case: CaseId, key: Key) -> date | None:
    """When a case's client was born, if that is known."""
    query = select(CASES.c.client_born).where(CASES.c.id == case)
    sealed = (await connection.execute(query)).scalar_one()
    return None if sealed is None else date.fromisoformat(key.open(sealed, _place(case, "born")))


async def learn_birthday(connection: AsyncConnection, case: CaseId, born: date, key: Key) -> bool:
    """Remember when a client was born; no if it is known already."""
    unknown = (CASES.c.id == case) & CASES.c.client_born.is_(None)
    sealed = key.seal(born.isoformat(), _place(case, "born"))
    learnt = await connection.execute(update(CASES).where(unknown).values(client_born=sealed))
    return learnt.rowcount == 1


async def client_language(connection: AsyncConnection, case: CaseId, key: Key) -> str | None:
    """In which language a case's client is told things, if anybody said so."""
    query = select(CASES.c.client_language).where(CASES.c.id == case)
    sealed = (await connection.execute(query)).scalar_one()
    return None if sealed is None else key.open(sealed, _place(case, "language")).strip()


async def note_language(connection: AsyncConnection, case: CaseId, language: str, key: Key) -> None:
    """Remember in which language a case's client is told things."""
    sealed = key.seal(language.ljust(_LANGUAGE), _place(case, "language"))
    await connection.execute(update(CASES).where(CASES.c.id == case).values(client_language=sealed))


async def get_file(
    connection: AsyncConnection, case: CaseId, *, lock: bool = False, acts: Sequence[Act] | None = None
) -> CaseFile:
    """A case with those who work on it, held against the chain; `acts` is what it tells, where it is at hand.

    `lock` holds it still until the transaction ends. (On SQLite a writing transaction is alone anyway.)
    """
    if lock:
        # A statement of its own: what is joined to a row would be read as it was before the wait.
        await connection.execute(select(CASES.c.id).where(CASES.c.id == case).with_for_update())
    rows = (await connection.execute(_FILE, {CASE.key: case})).all()
    if not rows:
        raise NoResultFound
    parts = tuple(_participation(row) for row in rows if row.part_of is not None)
    acts = await journal.told_of(connection, _TELLING, case=case) if acts is None else acts
    return chain.held(CaseFile(case=_case(rows[0]), participations=parts), acts)


def told(*also: str, of_staff: Collection[str] = ()) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where the chain tells of a `CASE` and of who works on it.

    And what else: deeds in the case that begin with `also`, deeds `of_staff` that concern no case.
    """
    staff = select(PARTICIPATIONS.c.professional_id).where(PARTICIPATIONS.c.case_id == CASE)
    wanted = or_(*(ENTRIES.c.deed.startswith(words) for words in (NOTED_AS, *also)))
    # To ask here for what concerns no case would lead both databases to all of that.
    theirs = and_(ENTRIES.c.target.in_(staff), ENTRIES.c.deed.in_([*chain.OF_PEOPLE, *of_staff]))
    return and_(ENTRIES.c.case_id == CASE, wanted), theirs


_TELLING = journal.telling(*told())


async def contradictions(connection: AsyncConnection) -> Sequence[Contradiction]:
    """All that the chain tells otherwise of cases and of who works on them."""
    files = [await get_file(connection, case.id) for case in await all_cases(connection)]
    lost = [Contradiction(About.LOST, id_, id_[:8]) for id_ in await lost_cases(connection)]
    return [*lost, *(one for file in files for one in chain.contradictions(file))]


def _case(row: Any) -> Case:
    return Case(
        id=CaseId(str(row.id)),
        label=str(row.label),
        client=UserId(str(row.client_user_id)),
        opened_at=row.opened_at or NEVER,
        # Also if nobody can read when: to open a case again, it takes more than a spoilt end.
        closed_at=row.closed_at or (NEVER if row.is_closed else None),
    )


# On SQLite a column holds whatever somebody put there. What is no word of ours is read as the least.


def _participation(row: Any) -> Participation:
    return Participation(
        case=CaseId(str(row.id)),
        professional=professional_in(row),
        role=Role(row.role) if row.role in tuple(Role) else Role.MEMBER,
        since=row.since or NEVER,
        # Also if nobody can read when: what ended does not begin again by being spoilt.
        ended_at=row.ended_at or (NEVER if row.has_ended else None),
    )


def _place(case: CaseId, what: str) -> str:
    return f"case.client_{what}:{case}"
