"""The cast as a database holds it."""

from dataclasses import asdict

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.vault import Key, Vault
from tests.people import AGENCIES, JONAS, PROFESSIONALS

VAULT = Vault(bytes(range(32)))


async def shelve_people(connection: AsyncConnection) -> None:
    """Write down every agency and every professional of the cast, in two strokes."""
    await connection.execute(insert(cases.AGENCIES), [asdict(agency) for agency in AGENCIES])
    people = [
        {
            "id": p.id,
            "agency_id": p.agency,
            "function": p.function,
            "name": p.name,
            "user_id": p.user,
            "duty": p.duty,
        }
        for p in PROFESSIONALS
    ]
    await connection.execute(insert(cases.PROFESSIONALS), people)


async def shelve_case(connection: AsyncConnection, file: CaseFile) -> Key:
    """Write down a case and its key, of people who are written down already; returns the key."""
    key = await VAULT.new_case(connection, file.case.id)
    await cases.add_case(connection, file.case, JONAS.name, key)
    for part in file.participations:
        await cases.add_participation(connection, part)
    return key


async def shelve(connection: AsyncConnection, file: CaseFile) -> Key:
    """Write down a case and everybody before it; returns its key."""
    await shelve_people(connection)
    return await shelve_case(connection, file)
