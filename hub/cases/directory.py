"""How agencies and professionals are remembered: who is in the network."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Select,
    String,
    Table,
    and_,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.cases import chain
from hub.cases.model import About, Agency, AgencyKind, Contradiction, Duty, Professional
from hub.db import METADATA, Instant, InstantIfAny
from hub.identifiers import AgencyId, ProfessionalId, UserId
from hub.journal import ENTRIES

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
# What makes a professional, also where somebody else's query joins it.
PERSON = (
    PROFESSIONALS.c.id.label("professional_id"),
    PROFESSIONALS.c.agency_id,
    PROFESSIONALS.c.function,
    PROFESSIONALS.c.name,
    PROFESSIONALS.c.user_id,
    PROFESSIONALS.c.unit,
    PROFESSIONALS.c.duty,
    type_coerce(PROFESSIONALS.c.left_at, InstantIfAny()).label("left_at"),
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


async def get_professional(connection: AsyncConnection, id_: ProfessionalId) -> Professional:
    """The professional of that id, whatever the chain tells: for their name, and for no right."""
    query = select(*PERSON).where(PROFESSIONALS.c.id == id_)
    return professional_in((await connection.execute(query)).one())


async def find_professional_of(connection: AsyncConnection, id_: ProfessionalId) -> Professional | None:
    """The professional of that id, if there is one and the chain tells the same of them; none who left."""
    return _there(await find_ever(connection, id_))


async def find_ever(connection: AsyncConnection, id_: ProfessionalId) -> Professional | None:
    """As `find_professional_of`, also if they left: for who they were, and for no right."""
    return await _find(connection, PROFESSIONALS.c.id == id_)


async def told_among(
    connection: AsyncConnection, ids: Select[tuple[str]]
) -> Mapping[ProfessionalId, Professional]:
    """Those of these professionals of whom the chain tells the same, and who have not left."""
    rows = (await connection.execute(select(*PERSON).where(PROFESSIONALS.c.id.in_(ids)))).all()
    acts: dict[str, list[Act]] = {}
    for act in await journal.told(connection, _entries(chain.OF_PEOPLE, ids)):
        acts.setdefault(act.target, []).append(act)
    people = [person for row in rows if (person := _there(professional_in(row)))]
    return {person.id: person for person in people if chain.is_told(person, acts.get(person.id, []))}


async def has_function(connection: AsyncConnection, agency: AgencyId, function: str) -> bool:
    """Whether anybody in that agency works in that function."""
    mine = (PROFESSIONALS.c.agency_id == agency) & (PROFESSIONALS.c.function == function)
    here = select(PROFESSIONALS.c.id).where(mine, PROFESSIONALS.c.left_at.is_(None))
    return (await connection.execute(here.limit(1))).first() is not None


async def contradictions(connection: AsyncConnection) -> Sequence[Contradiction]:
    """All that the chain tells otherwise of people and of agencies."""
    everybody = await connection.execute(select(*PERSON).order_by(PROFESSIONALS.c.id))
    people = [professional_in(row) for row in everybody]
    said = await journal.told(connection, _entries(chain.OF_PEOPLE, select(PROFESSIONALS.c.id)))
    rows, acts = await _agencies(connection)
    false = [one for one in people if not chain.is_told(one, said)]
    return [
        *(Contradiction(About.PROFESSIONAL, one.id, one.name) for one in false),
        *(Contradiction(About.AGENCY, a.id, a.name) for a in rows if not chain.is_kind_told(a, acts)),
    ]


async def _find(connection: AsyncConnection, whose: ColumnElement[bool]) -> Professional | None:
    row = (await connection.execute(select(*PERSON).where(whose))).one_or_none()
    if row is None:
        return None
    person = professional_in(row)
    acts = await journal.told(connection, _entries(chain.OF_PEOPLE, [person.id]))
    return person if chain.is_told(person, acts) else None


async def _agencies(connection: AsyncConnection) -> tuple[Sequence[Agency], Sequence[Act]]:
    rows = await connection.execute(select(AGENCIES).order_by(AGENCIES.c.id))
    acts = await journal.told(connection, _entries(chain.OF_AGENCIES, select(AGENCIES.c.id)))
    return [_agency(row) for row in rows], acts


def _entries(deeds: Iterable[str], targets: Sequence[str] | Select[tuple[str]]) -> ColumnElement[bool]:
    return and_(ENTRIES.c.target.in_(targets), ENTRIES.c.deed.in_(list(deeds)))


# On SQLite a column holds whatever somebody put there. What is no word of ours is read as the least.


def _agency(row: Any) -> Agency:
    kind = AgencyKind(row.kind) if row.kind in tuple(AgencyKind) else AgencyKind.UNKNOWN
    return Agency(id=AgencyId(str(row.id)), name=str(row.name), legal_area=str(row.legal_area), kind=kind)


def professional_in(row: Any) -> Professional:
    """The professional of whom a row with the columns of `PERSON` tells, whatever the chain does."""
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


def _there(person: Professional | None) -> Professional | None:
    return person if person is not None and person.left_at is None else None
