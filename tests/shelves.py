"""The cast as a database holds it."""

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.canonical import fingerprint, signature_of
from hub.cases import directory, rules
from hub.cases import store as cases
from hub.cases.model import CaseFile, Participation, Professional
from hub.charter import rules as charter_rules
from hub.charter import signed
from hub.charter import store as charters
from hub.charter.draft import template
from hub.charter.model import Acknowledgement, Charter, Member
from hub.charter.store import Seal
from hub.consent import store as consents
from hub.consent.model import Event
from hub.consent.rules import noted
from hub.identifiers import CLIENT, AcknowledgementId, CaseId, ConsentId
from hub.parties import store as parties
from hub.parties.chain import KEY_PINNED
from hub.signet import Signet
from hub.vault import Key, Vault
from tests.clock import MONDAY
from tests.people import AGENCIES, HEADS, JONAS, PROFESSIONALS, Guest, key_of
from tests.signing import public

VAULT = Vault(bytes(range(32)))
SIGNET = Signet(VAULT)
# Who did what was done before a story begins.
SHELF = "shelf"
# Also before every clock that is set back in a story.
LONG_AGO = MONDAY - timedelta(days=365)


async def shelve_people(connection: AsyncConnection) -> None:
    """Write down the cast, and that the agencies are bound by the charter of their network."""
    await shelve_cast(connection)
    await shelve_charter(connection)


async def shelve_cast(connection: AsyncConnection) -> None:
    """Write down every agency and every professional of the cast, and tell the chain of them."""
    await connection.execute(insert(directory.AGENCIES), [asdict(agency) for agency in AGENCIES])
    everybody = (*PROFESSIONALS, *HEADS)
    people = [asdict(p) | {"agency_id": p.agency, "user_id": p.user} for p in everybody]
    for person in people:
        del person["agency"], person["user"]
    await connection.execute(insert(directory.PROFESSIONALS), people)
    added = [rules.agency_noted(agency, rules.AGENCY_ADDED, SHELF, MONDAY) for agency in AGENCIES]
    added += [act for person in everybody for act in rules.added(person, SHELF, MONDAY)]
    await journal.append(connection, *added)


async def shelve_charter(connection: AsyncConnection) -> None:
    """Write down the charter, which every agency acknowledged long before a story begins."""
    published = Charter(
        version=1,
        wording=template("de"),
        members=tuple(Member(agency.id, agency.name, agency.kind) for agency in AGENCIES),
        published_at=LONG_AGO,
        binds_from=LONG_AGO,
    )
    text = signed.written(published)
    sha256, _ = signed.read(text)
    seal = Seal(SIGNET.sign(signed.statement(text)), SIGNET.public)
    await charters.add(connection, published.version, text, seal)
    await journal.append(connection, charter_rules.published(sha256, SHELF, LONG_AGO))
    for head in HEADS:
        await shelve_key(connection, head)
        await shelve_acknowledgement(connection, head, sha256)


async def shelve_acknowledgement(connection: AsyncConnection, person: Professional, sha256: str) -> None:
    """Write down that somebody with a key acknowledged the charter, and tell the chain of it."""
    one = Acknowledgement(
        id=AcknowledgementId(f"acknowledgement-{person.agency}"),
        agency=person.agency,
        version=1,
        charter_sha256=sha256,
        by=person.id,
        at=LONG_AGO,
    )
    signature = signature_of(signed.acknowledging(one), key_of(person))
    await charters.add_acknowledgement(connection, one, signature)
    await journal.append(connection, charter_rules.acknowledged(one, signed.sha256_of(one)))


async def shelve_case(connection: AsyncConnection, file: CaseFile) -> Key:
    """Write down a case and its key, of people who are written down already; returns the key."""
    key = await VAULT.new_case(connection, file.case.id)
    await cases.add_case(connection, file.case, JONAS.person, key)
    await journal.append(connection, rules.opened(file, SHELF))
    await shelve_parts(connection, *file.participations)
    return key


async def shelve_parts(connection: AsyncConnection, *parts: Participation) -> None:
    """Write down who works on a case, and tell the chain of it."""
    for part in parts:
        await cases.add_participation(connection, part)
    await journal.append(connection, *(rules.involved(part, SHELF) for part in parts))


async def shelve(connection: AsyncConnection, file: CaseFile) -> Key:
    """Write down a case and everybody before it; returns its key."""
    await shelve_people(connection)
    return await shelve_case(connection, file)


async def shelve_event(connection: AsyncConnection, consent: ConsentId, case: CaseId, event: Event) -> None:
    """Write down what was done to a consent, and tell the chain of it."""
    await consents.add_event(connection, consent, event)
    await journal.append(connection, noted(consent, case, event))


async def shelve_key(connection: AsyncConnection, person: Professional) -> None:
    """Write down a professional's key, and tell the chain of it."""
    key = public(key_of(person))
    assert await parties.pin(connection, person.id, CaseId(""), key, MONDAY)
    await journal.append(connection, pinned(person.id, key))


async def shelve_client_key(connection: AsyncConnection, case: CaseId, client: Guest) -> None:
    """As `shelve_key`, for the client of a case."""
    key = public(client.key)
    assert await parties.pin(connection, CLIENT, case, key, MONDAY)
    await journal.append(connection, pinned(CLIENT, key, case=case))


def pinned(owner: str, key: str, *, case: str = "") -> Act:
    """What the chain tells of a key that was pinned."""
    basis = fingerprint(key)
    return Act(at=MONDAY, actor=SHELF, deed=KEY_PINNED, case=case, target=owner, basis=basis)
