"""How cases, agencies and professionals are remembered."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Select,
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
from hub.cases.model import (
    About,
    Agency,
    AgencyKind,
    Case,
    CaseFile,
    Contradiction,
    Duty,
    Participation,
    Personalia,
    Professional,
    Role,
)
from hub.cases.rules import NOTED_AS, OPENED
from hub.db import METADATA, Instant, InstantIfAny
from hub.identifiers import AgencyId, CaseId, ProfessionalId, UserId
from hub.journal import ENTRIES, NEVER
from hub.vault import Key

AGENCIES = Table(
    "agency",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("legal_area", String, nullable=False),
    Column("kind", String, nullable=False),
)

PROFESSIONALS = Table(
    "professional",
    METADATA,
    Column("id", String, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("function", String, nullable=False),
    Column("name", String, nullable=False),
    Column("user_id", String, nullable=False, unique=True),
    Column("unit", String, nullable=False, server_default=""),
    Column("duty", String, nullable=False),
    Column("left_at", Instant),
)

CASES = Table(
    "case",
    METADATA,
    Column("id", String, primary_key=True),
    Column("label", String, nullable=False, unique=True),
    Column("client_user_id", String, nullable=False, unique=True),
    Column("client_name", LargeBinary, nullable=False),
    # Nobody asked for it in the first version.
    Column("client_born", LargeBinary),
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
_TIMES = (
    CASES.c.opened_at,
    CASES.c.closed_at,
    PARTICIPATIONS.c.since,
    PARTICIPATIONS.c.ended_at,
    PROFESSIONALS.c.left_at,
)
_OPENED_AT, _CLOSED_AT, _SINCE, _ENDED_AT, _LEFT_AT = (
    type_coerce(c, InstantIfAny()).label(c.name) for c in _TIMES
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
_PERSON = (
    PROFESSIONALS.c.id.label("professional_id"),
    PROFESSIONALS.c.agency_id,
    PROFESSIONALS.c.function,
    PROFESSIONALS.c.name,
    PROFESSIONALS.c.user_id,
    PROFESSIONALS.c.unit,
    PROFESSIONALS.c.duty,
    _LEFT_AT,
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


async def add_agency(connection: AsyncConnection, agency: Agency) -> None:
    """Remember an agency."""
    values = {"id": agency.id, "name": agency.name, "legal_area": agency.legal_area, "kind": agency.kind}
    await connection.execute(insert(AGENCIES).values(values))


async def find_agency(connection: AsyncConnection, agency: AgencyId) -> Agency | None:
    """The agency of that short name; of the kind that the chain tells, else of none."""
    query = select(AGENCIES).where(AGENCIES.c.id == agency)
    row = (await connection.execute(query)).one_or_none()
    acts = await journal.told(connection, _entries(chain.OF_AGENCIES, [agency])) if row else []
    return chain.held_agency(_agency(row), acts) if row else None


async def agencies(connection: AsyncConnection) -> Sequence[Agency]:
    """Every agency of the network, as `find_agency`."""
    rows, acts = await _agencies(connection)
    return [chain.held_agency(one, acts) for one in rows]


async def set_kind(connection: AsyncConnection, agency: AgencyId, kind: AgencyKind) -> None:
    """Remember what the law takes an agency for."""
    await connection.execute(update(AGENCIES).where(AGENCIES.c.id == agency).values(kind=kind))


async def set_duty(connection: AsyncConnection, professional: ProfessionalId, duty: Duty) -> None:
    """Remember what somebody is answerable for in the network."""
    mine = PROFESSIONALS.c.id == professional
    await connection.execute(update(PROFESSIONALS).where(mine).values(duty=duty))


async def add_professional(connection: AsyncConnection, professional: Professional) -> None:
    """Remember a professional."""
    await connection.execute(
        insert(PROFESSIONALS).values(
            id=professional.id,
            agency_id=professional.agency,
            function=professional.function,
            name=professional.name,
            user_id=professional.user,
            unit=professional.unit,
            duty=professional.duty,
        )
    )


async def set_left(connection: AsyncConnection, professional: ProfessionalId, at: datetime) -> None:
    """Remember that somebody left their agency."""
    mine = PROFESSIONALS.c.id == professional
    await connection.execute(update(PROFESSIONALS).where(mine).values(left_at=at))


async def find_professional(connection: AsyncConnection, user: UserId) -> Professional | None:
    """The professional who has that Matrix account, if the chain tells the same of them; none who left."""
    return _there(await _find(connection, PROFESSIONALS.c.user_id == user))


async def has_account(connection: AsyncConnection, user: UserId) -> bool:
    """Whether that account stands there as some professional's, whatever the chain tells."""
    query = select(PROFESSIONALS.c.id).where(PROFESSIONALS.c.user_id == user)
    return (await connection.execute(query)).first() is not None


async def accounts(connection: AsyncConnection) -> Sequence[UserId]:
    """The account of every professional."""
    rows = await connection.execute(select(PROFESSIONALS.c.user_id).order_by(PROFESSIONALS.c.user_id))
    return [UserId(str(user)) for user in rows.scalars()]


async def get_professional(connection: AsyncConnection, id_: ProfessionalId) -> Professional:
    """The professional of that id, whatever the chain tells: for their name, and for no right."""
    query = select(*_PERSON).where(PROFESSIONALS.c.id == id_)
    return _professional((await connection.execute(query)).one())


async def find_professional_of(connection: AsyncConnection, id_: ProfessionalId) -> Professional | None:
    """The professional of that id, if there is one and the chain tells the same of them; none who left."""
    return _there(await find_ever(connection, id_))


async def find_ever(connection: AsyncConnection, id_: ProfessionalId) -> Professional | None:
    """As `find_professional_of`, also if they left: for who they were, and for no right."""
    return await _find(connection, PROFESSIONALS.c.id == id_)


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


async def has_function(connection: AsyncConnection, agency: AgencyId, function: str) -> bool:
    """Whether anybody in that agency works in that function."""
    mine = (PROFESSIONALS.c.agency_id == agency) & (PROFESSIONALS.c.function == function)
    here = select(PROFESSIONALS.c.id).where(mine, PROFESSIONALS.c.left_at.is_(None))
    return (await connection.execute(here.limit(1))).first() is not None


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


async def find_by_label(connection: AsyncConnection, label: str) -> Case | None:
    """The case a person calls by its label, such as F-1."""
    row = (await connection.execute(select(*_CASE).where(CASES.c.label == label))).one_or_none()
    return _case(row) if row else None


async def all_cases(connection: AsyncConnection) -> Sequence[Case]:
    """Every case, oldest first."""
    rows = await connection.execute(select(*_CASE).order_by(CASES.c.opened_at, CASES.c.id))
    return [_case(row) for row in rows]


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


async def get_file(
    connection: AsyncConnection, case: CaseId, *, lock: bool = False, acts: Sequence[Act] | None = None
) -> CaseFile:
    """A case with those who work on it, held against the chain; `acts` is what it tells, where it is at hand.

    `lock` holds it still until the transaction ends. (On SQLite a writing transaction is alone anyway.)
    """
    if lock:
        # A statement of its own: what is joined to a row would be read as it was before the wait.
        await connection.execute(select(CASES.c.id).where(CASES.c.id == case).with_for_update())
    # One query: it stands between every withdrawal and its effect.
    whole = (
        select(*_CASE, *_PART, *_PERSON)
        .outerjoin(PARTICIPATIONS, PARTICIPATIONS.c.case_id == CASES.c.id)
        .outerjoin(PROFESSIONALS, PROFESSIONALS.c.id == PARTICIPATIONS.c.professional_id)
        .where(CASES.c.id == case)
        .order_by(PARTICIPATIONS.c.since, PARTICIPATIONS.c.number)
    )
    rows = (await connection.execute(whole)).all()
    if not rows:
        raise NoResultFound
    parts = tuple(_participation(row) for row in rows if row.part_of is not None)
    acts = await journal.told(connection, *told(case)) if acts is None else acts
    return chain.held(CaseFile(case=_case(rows[0]), participations=parts), acts)


def told(
    case: CaseId, *also: str, of_staff: Collection[str] = ()
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where the chain tells of a case and of who works on it.

    And what else: deeds in the case that begin with `also`, deeds `of_staff` that concern no case.
    """
    staff = select(PARTICIPATIONS.c.professional_id).where(PARTICIPATIONS.c.case_id == case)
    wanted = or_(*(ENTRIES.c.deed.startswith(words) for words in (NOTED_AS, *also)))
    # To ask here for what concerns no case would lead both databases to all of that.
    theirs = and_(ENTRIES.c.target.in_(staff), ENTRIES.c.deed.in_([*chain.OF_PEOPLE, *of_staff]))
    return and_(ENTRIES.c.case_id == case, wanted), theirs


async def contradictions(connection: AsyncConnection) -> Sequence[Contradiction]:
    """All that the chain tells otherwise: of cases, of who works on them, of people and of agencies."""
    files = [await get_file(connection, case.id) for case in await all_cases(connection)]
    everybody = await connection.execute(select(*_PERSON).order_by(PROFESSIONALS.c.id))
    people = [_professional(row) for row in everybody]
    said = await journal.told(connection, _entries(chain.OF_PEOPLE, select(PROFESSIONALS.c.id)))
    rows, acts = await _agencies(connection)
    false = [one for one in people if not chain.is_told(one, said)]
    return [
        *(one for file in files for one in chain.contradictions(file)),
        *(Contradiction(About.PROFESSIONAL, one.id, one.name) for one in false),
        *(Contradiction(About.AGENCY, a.id, a.name) for a in rows if not chain.is_kind_told(a, acts)),
    ]


async def _find(connection: AsyncConnection, whose: ColumnElement[bool]) -> Professional | None:
    row = (await connection.execute(select(*_PERSON).where(whose))).one_or_none()
    if row is None:
        return None
    person = _professional(row)
    acts = await journal.told(connection, _entries(chain.OF_PEOPLE, [person.id]))
    return person if chain.is_told(person, acts) else None


async def _agencies(connection: AsyncConnection) -> tuple[Sequence[Agency], Sequence[Act]]:
    rows = await connection.execute(select(AGENCIES).order_by(AGENCIES.c.id))
    acts = await journal.told(connection, _entries(chain.OF_AGENCIES, select(AGENCIES.c.id)))
    return [_agency(row) for row in rows], acts


def _entries(deeds: Iterable[str], targets: Sequence[str] | Select[tuple[str]]) -> ColumnElement[bool]:
    return and_(ENTRIES.c.target.in_(targets), ENTRIES.c.deed.in_(list(deeds)))


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


def _agency(row: Any) -> Agency:
    kind = AgencyKind(row.kind) if row.kind in tuple(AgencyKind) else AgencyKind.UNKNOWN
    return Agency(id=AgencyId(str(row.id)), name=str(row.name), legal_area=str(row.legal_area), kind=kind)


def _professional(row: Any) -> Professional:
    return Professional(
        id=ProfessionalId(str(row.professional_id)),
        agency=AgencyId(str(row.agency_id)),
        function=str(row.function),
        name=str(row.name),
        user=UserId(str(row.user_id)),
        unit=str(row.unit),
        duty=Duty(row.duty) if row.duty in tuple(Duty) else Duty.NONE,
        left_at=row.left_at,
    )


def _participation(row: Any) -> Participation:
    return Participation(
        case=CaseId(str(row.id)),
        professional=_professional(row),
        role=Role(row.role) if row.role in tuple(Role) else Role.MEMBER,
        since=row.since or NEVER,
        # Also if nobody can read when: what ended does not begin again by being spoilt.
        ended_at=row.ended_at or (NEVER if row.has_ended else None),
    )


def _there(person: Professional | None) -> Professional | None:
    return person if person is not None and person.left_at is None else None


def _place(case: CaseId, what: str) -> str:
    return f"case.client_{what}:{case}"
