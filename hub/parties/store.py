"""How parties, guardianships and pinned keys are remembered."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.cases import chain as case_chain
from hub.cases import store as cases
from hub.cases.model import Personalia
from hub.cases.rules import LEFT
from hub.db import METADATA, Instant, InstantIfAny, insert_first
from hub.errors import NotReady
from hub.identifiers import CLIENT, CaseId, GuardianshipId, PartyId, ProfessionalId, is_party
from hub.journal import CASE
from hub.parties import chain, proof
from hub.parties.model import Custody, Guardianship, Named, Party
from hub.vault import Key

PARTIES = Table(
    "party",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("person", LargeBinary, nullable=False),
)

GUARDIANSHIPS = Table(
    "guardianship",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    Column("subject", String, nullable=False),
    Column("guardian", String, nullable=False),
    Column("custody", String, nullable=False),
    Column("until", Instant, nullable=False),
    Column("public_key", String, nullable=False),
    Column("evidence", String, nullable=False),
    Column("recorded_by", String, nullable=False),
    Column("recorded_signature", String, nullable=False),
    Column("confirmed_by", String, nullable=False, default=""),
    Column("confirmed_signature", String, nullable=False, default=""),
    Column("ended_at", Instant),
)

SIGNING_KEYS = Table(
    "signing_key",
    METADATA,
    Column("owner", String, primary_key=True),
    Column("public_key", String, nullable=False, unique=True),
    Column("pinned_at", Instant, nullable=False),
)

_TIMES = (GUARDIANSHIPS.c.until, GUARDIANSHIPS.c.ended_at)
_GUARDIANSHIP = tuple(
    type_coerce(c, InstantIfAny()).label(c.name) if c in set(_TIMES) else c for c in GUARDIANSHIPS.c
)


# Parties.


async def add(connection: AsyncConnection, party: Party, person: Personalia, key: Key) -> None:
    """Remember a party; who they are is sealed."""
    text = json.dumps({"name": person.name, "born": person.born.isoformat()})
    sealed = key.seal(text, _place(party.id))
    await connection.execute(insert(PARTIES).values(id=party.id, case_id=party.case, person=sealed))


async def of_case(connection: AsyncConnection, case: CaseId, key: Key) -> Sequence[Named]:
    """Every party of a case but the client, with name and birthday, if these can still be read."""
    query = select(PARTIES).where(PARTIES.c.case_id == case).order_by(PARTIES.c.id)
    return [Named(_party(row), _person_if_any(row, key)) for row in await connection.execute(query)]


async def belongs(connection: AsyncConnection, case: CaseId, party: PartyId) -> bool:
    """Whether a party stands on the client's side of that case."""
    theirs = select(PARTIES.c.id).where(PARTIES.c.case_id == case, PARTIES.c.id == party)
    return party == CLIENT or (await connection.execute(theirs)).first() is not None


async def find_born(connection: AsyncConnection, case: CaseId, party: PartyId, key: Key) -> date | None:
    """When a party of a case was born; None if nobody knows any more, or if they do not belong to it."""
    if party == CLIENT:
        return await cases.client_born(connection, case, key)
    query = select(PARTIES).where(PARTIES.c.case_id == case, PARTIES.c.id == party)
    row = (await connection.execute(query)).one_or_none()
    person = _person_if_any(row, key) if row else None
    return person.born if person else None


# Guardianships.


async def add_guardianship(connection: AsyncConnection, described: Guardianship, signature: str) -> None:
    """Remember what one professional took down; it counts when another one has confirmed it."""
    await connection.execute(
        insert(GUARDIANSHIPS).values(
            id=described.id,
            case_id=described.case,
            subject=described.subject,
            guardian=described.guardian,
            custody=described.custody,
            until=described.until,
            public_key=described.public_key,
            evidence=described.evidence,
            recorded_by=described.recorded_by,
            recorded_signature=signature,
        )
    )


async def confirm_guardianship(
    connection: AsyncConnection, id_: GuardianshipId, *, by: str, signature: str
) -> None:
    """Remember that a second professional vouches for it."""
    values = {"confirmed_by": by, "confirmed_signature": signature}
    await connection.execute(update(GUARDIANSHIPS).where(GUARDIANSHIPS.c.id == id_).values(values))


async def end_guardianship(connection: AsyncConnection, id_: GuardianshipId, at: datetime) -> None:
    """Remember that somebody no longer speaks for another one."""
    await connection.execute(update(GUARDIANSHIPS).where(GUARDIANSHIPS.c.id == id_).values(ended_at=at))


async def case_of_guardianship(connection: AsyncConnection, id_: GuardianshipId) -> CaseId | None:
    """The case a guardianship belongs to."""
    query = select(GUARDIANSHIPS.c.case_id).where(GUARDIANSHIPS.c.id == id_)
    found = (await connection.execute(query)).scalar_one_or_none()
    return None if found is None else CaseId(found)


async def guardianships(
    connection: AsyncConnection, case: CaseId, acts: Sequence[Act] | None = None
) -> Sequence[Guardianship]:
    """Every guardianship of a case, each believed only if two professionals signed it.

    `acts` is what the chain tells of the case (`told`), where it is at hand. What cannot be read is
    nobody's guardianship, and hides no other.
    """
    query = select(*_GUARDIANSHIP).where(GUARDIANSHIPS.c.case_id == case).order_by(GUARDIANSHIPS.c.id)
    rows = (await connection.execute(query)).all()
    if not rows:
        return []
    acts = await journal.told_of(connection, _TELLING, case=case) if acts is None else acts
    keys = await keys_of_case(connection, case, acts)
    return [chain.held(one, acts) for row in rows if (one := _guardianship_if_any(row, keys))]


# Whose key is whose.


async def pin(
    connection: AsyncConnection, owner: PartyId | ProfessionalId, case: CaseId, public_key: str, at: datetime
) -> bool:
    """Remember the key of a party or a professional; no if they have one: a key once pinned stays."""
    return await insert_first(
        connection, SIGNING_KEYS, owner=_owner(owner, case), public_key=public_key, pinned_at=at
    )


async def pinned(connection: AsyncConnection, actor: str, case: CaseId) -> str | None:
    """The pinned key of somebody who acts in a case, if the audit chain knows it as theirs.

    None of somebody who left their agency: it signs nothing more. What it signed stays proven.
    """
    query = select(SIGNING_KEYS.c.public_key).where(SIGNING_KEYS.c.owner == _owner(actor, case))
    found = (await connection.execute(query)).scalar_one_or_none()
    entry = journal.ENTRIES.c
    # A professional's is pinned for no case; they need not work on this one.
    where = entry.case_id == case if is_party(actor) else entry.target == actor
    acts = await journal.told(connection, and_(where, entry.deed.in_([chain.KEY_PINNED, LEFT])))
    has_left = any(act.deed == LEFT for act in acts)
    return None if has_left else chain.vouched({actor: str(found)}, acts).get(actor)


async def keys_of(connection: AsyncConnection, owners: Collection[str]) -> Mapping[str, str]:
    """The keys of professionals, also of those who left, as far as the chain knows them as theirs."""
    query = select(SIGNING_KEYS.c.owner, SIGNING_KEYS.c.public_key).where(SIGNING_KEYS.c.owner.in_(owners))
    rows, entry = await connection.execute(query), journal.ENTRIES.c
    acts = await journal.told(connection, and_(entry.target.in_(owners), entry.deed == chain.KEY_PINNED))
    return chain.vouched({str(row.owner): str(row.public_key) for row in rows}, acts)


async def is_pinned(connection: AsyncConnection, public_key: str) -> bool:
    """Whether anybody has that key."""
    query = select(SIGNING_KEYS.c.owner).where(SIGNING_KEYS.c.public_key == public_key)
    return (await connection.execute(query)).first() is not None


async def owner_of(connection: AsyncConnection, public_key: str) -> ProfessionalId | None:
    """The professional who has that key."""
    query = select(SIGNING_KEYS.c.owner).where(SIGNING_KEYS.c.public_key == public_key)
    found = (await connection.execute(query)).scalar_one_or_none()
    return None if found is None or ":" in found else ProfessionalId(found)


def told(*also: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """As for cases; and where the chain tells whose key is whose, and who no longer speaks for whom.

    And of deeds that begin with `also`.
    """
    # A professional's key is pinned for no case.
    return cases.told(chain.KEY_PINNED, chain.ENDED, *also, of_staff=[chain.KEY_PINNED])


_TELLING = journal.telling(*told())


async def unpin(connection: AsyncConnection, case: CaseId) -> None:
    """Forget the keys of those who had one for an erased case only: its parties."""
    entry = journal.ENTRIES.c
    here = and_(entry.case_id == case, entry.deed == chain.KEY_PINNED)
    owners = [_owner(act.target, case) for act in await journal.told(connection, here)]
    await connection.execute(delete(SIGNING_KEYS).where(SIGNING_KEYS.c.owner.in_(owners)))


_CLIENT: BindParameter[Any] = bindparam("client")
_KEYS = select(SIGNING_KEYS.c.owner, SIGNING_KEYS.c.public_key).where(
    or_(
        SIGNING_KEYS.c.owner == _CLIENT,
        SIGNING_KEYS.c.owner.in_(
            select(cases.PARTICIPATIONS.c.professional_id).where(cases.PARTICIPATIONS.c.case_id == CASE)
        ),
        SIGNING_KEYS.c.owner.in_(select(PARTIES.c.id).where(PARTIES.c.case_id == CASE)),
    )
)


async def keys_of_case(
    connection: AsyncConnection, case: CaseId, acts: Sequence[Act] | None = None
) -> Mapping[str, str]:
    """The keys of those who can sign in a case, by actor: its parties, and who works on it.

    Those alone that the chain knows as theirs; `acts` is what it tells of the case (`told`), where it
    is at hand.
    """
    acts = await journal.told_of(connection, _TELLING, case=case) if acts is None else acts
    client = _owner(CLIENT, case)
    rows = await connection.execute(_KEYS, {CASE.key: case, _CLIENT.key: client})
    pinned = {CLIENT if row.owner == client else str(row.owner): str(row.public_key) for row in rows}
    # Whom somebody slipped into the case signs nothing in it.
    staff = case_chain.staff(acts)
    theirs = {who: key for who, key in pinned.items() if is_party(who) or who in staff}
    return chain.vouched(theirs, acts)


def _owner(actor: str, case: CaseId) -> str:
    return f"{CLIENT}:{case}" if actor == CLIENT else actor


def _party(row: Any) -> Party:
    return Party(id=PartyId(row.id), case=CaseId(row.case_id))


def _person_if_any(row: Any, key: Key) -> Personalia | None:
    # What somebody spoilt must hide none of the others; only the key writes what then can be read.
    try:
        known = json.loads(key.open(row.person, _place(row.id)))
    except NotReady:
        return None
    return Personalia(known["name"], date.fromisoformat(known["born"]))


def _guardianship_if_any(row: Any, keys: Mapping[str, str]) -> Guardianship | None:
    try:
        return _guardianship(row, keys) if row.until is not None else None
    except (ValueError, TypeError):
        return None


def _guardianship(row: Any, keys: Mapping[str, str]) -> Guardianship:
    described = Guardianship(
        id=GuardianshipId(row.id),
        case=CaseId(row.case_id),
        subject=PartyId(row.subject),
        guardian=PartyId(row.guardian),
        custody=Custody(row.custody),
        until=row.until,
        public_key=row.public_key,
        evidence=row.evidence,
        recorded_by=row.recorded_by,
        confirmed_by=row.confirmed_by,
        ended_at=row.ended_at,
        vouched=False,
    )
    signatures = {row.recorded_by: row.recorded_signature, row.confirmed_by: row.confirmed_signature}
    return replace(described, vouched=proof.is_vouched(described, signatures, keys))


def _place(party: str) -> str:
    return f"party.person:{party}"
