"""Cases in whose rooms eight sit each: in the database, and on a homeserver that answers at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.cases.rules import opened
from hub.charter import store as charters
from hub.consent import store as consents
from hub.db import Database
from hub.effects import Debt, Reconcile, Urgency
from hub.identifiers import CaseId, ConsentId
from hub.rooms import chain, naming, rules, store
from hub.rooms.model import Room
from tests.bench.crowd import consent_to_all, file_of, row_of
from tests.clock import MONDAY
from tests.databases import bring_up_to_date, sqlite_url
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import AMIRA, BO, CHLOE, DARIO, NINA, RUTH, STEWARD, VOICE
from tests.shelves import SHELF, shelve_parts, shelve_people

# With the client and the voice that makes eight.
SEATED = (AMIRA, BO, CHLOE, DARIO, NINA, RUTH)


@dataclass(frozen=True, slots=True)
class Seated:
    """A hub of so many cases, in which everybody sits who may and nothing is left to do."""

    desk: Desk
    cases: tuple[CaseId, ...]

    def consent(self, case: CaseId) -> ConsentId:
        """The one on which Bo sits."""
        return ConsentId(f"{case}-{BO.id}")


@asynccontextmanager
async def seated(folder: Path, size: int) -> AsyncIterator[Seated]:
    """On SQLite, in a file of its own."""
    url = sqlite_url(folder / f"seated-{size}.sqlite")
    await bring_up_to_date(url)
    bell = HandBell()
    database = Database(url, ring=bell.ring)
    try:
        desk = Desk(database, bell)
        files = [file_of(number, SEATED) for number in range(size)]
        async with database.writing() as connection:
            await shelve_people(connection)
            await connection.execute(insert(cases.CASES), [row_of(file.case) for file in files])
            for file in files:
                await _seat(connection, desk, file)
        yield Seated(desk, tuple(file.case.id for file in files))
    finally:
        await database.close()


async def _seat(connection: AsyncConnection, desk: Desk, file: CaseFile) -> None:
    case, fake = file.case.id, desk.homeserver
    await journal.append(connection, opened(file, SHELF))
    await shelve_parts(connection, *file.participations)
    await consent_to_all(connection, case, SEATED)
    bound, _ = await charters.bind(connection, file, MONDAY)
    may = rules.rightful(bound, await consents.of_case(connection, case), (VOICE,), MONDAY)
    room = await fake.create_room(naming.plan(file, may, creator=STEWARD))
    for user in may:
        await fake.invite(room, user)
        fake.joins(room, user)
    made = Room(id=room, case=case, version=0)
    await store.add(connection, made)
    seats = {user: seat for user, seat in fake.seen(room).seats.items() if user != STEWARD}
    await store.write_seats(connection, room, seats)
    await journal.append(connection, chain.noted(chain.MADE, made, MONDAY))
    end = rules.next_end(may)
    assert end is not None
    await outbox.owe(connection, desk.clock.chance, Debt(Reconcile(case), end, Urgency.REMOVAL))
