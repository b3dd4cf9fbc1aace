"""Migrations lead to exactly the tables the code knows, or change nothing and say why."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, column, delete, insert, table, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.audit import GENESIS, Act
from hub.canonical import fingerprint
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.cases.rules import AGENCY_ADDED, ENTRUSTED, added, agency_noted, involved
from hub.cases.rules import opened as opened_
from hub.charter import store as charters
from hub.charter.rules import bound
from hub.db import Database, Instant
from hub.effects import ApplyCharter, Urgency
from hub.errors import NotReady
from hub.identifiers import CLIENT, CaseId
from hub.migrations import run
from hub.migrations.run import migrate, newest
from hub.migrations.tables import METADATA
from hub.parties.store import pin, pinned
from tests.clock import MONDAY
from tests.databases import DatabaseServer, PostgresDatabases, opened, sqlite_url
from tests.people import AGENCIES, AMIRA, BO, DARIO, F1, JONAS, PAUL, PROFESSIONALS, case_f1, key_of
from tests.shelves import VAULT, shelve_cast
from tests.signing import public


@pytest.fixture
async def empty(server: DatabaseServer) -> AsyncIterator[Database]:
    async with server.empty() as url, opened(url) as database:
        yield database


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
    return list(compare_metadata(context, METADATA))


async def revision(database: Database) -> object:
    async with database.reading() as connection:
        return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()


async def reach(database: Database, number: str) -> None:
    """A database as an earlier version left it."""

    def upgrade(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(run.__file__).parent))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, number)

    async with database.writing() as connection:
        await connection.run_sync(upgrade)


async def stamp(database: Database, number: str) -> None:
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})


async def test_migrations_lead_to_the_tables_the_code_knows(empty: Database) -> None:
    await migrate(empty)

    async with empty.reading() as connection:
        assert await connection.run_sync(differences) == []
    assert await revision(empty) == newest()


async def test_a_migrated_database_has_the_beginning_of_an_audit_chain(empty: Database) -> None:
    await migrate(empty)

    async with empty.reading() as connection:
        assert await journal.head(connection) == (0, GENESIS)


async def test_migrating_twice_changes_nothing(empty: Database) -> None:
    await migrate(empty)
    async with empty.writing() as connection:
        await journal.append(connection, Act(at=MONDAY, actor="hub", deed="test"))
        head = await journal.head(connection)

    await migrate(empty)

    async with empty.reading() as connection:
        assert await journal.head(connection) == head
        assert await connection.run_sync(differences) == []


async def test_keys_pinned_before_the_chain_named_them_still_sign(empty: Database) -> None:
    await reach(empty, "0002")
    client, hers = public(JONAS.key), public(key_of(AMIRA))
    async with empty.writing() as connection:
        await pin(connection, CLIENT, F1, client, MONDAY)
        await pin(connection, AMIRA.id, CaseId(""), hers, MONDAY)
        await pin(connection, BO.id, CaseId(""), "no key", MONDAY)
        await journal.append(connection, Act(at=MONDAY, actor="client", deed="key.pinned", target=AMIRA.id))

    await migrate(empty)

    async with empty.reading() as connection:
        assert (await journal.check(connection))[0] is None
        assert await pinned(connection, CLIENT, F1) == client
        acts = [entry.act for entry in await journal.entries(connection)]
    assert [(act.target, act.case, act.basis) for act in acts[1:]] == [
        (CLIENT, F1, fingerprint(client)),
        (AMIRA.id, "", fingerprint(hers)),
    ]


async def shelve_of_before(connection: AsyncConnection, file: CaseFile) -> None:
    """As `shelve`, in the tables of 0007."""
    people = [asdict(p) | {"agency_id": p.agency, "user_id": p.user} for p in PROFESSIONALS]
    part = table(
        "participation", *map(column, ("case_id", "professional_id", "role")), column("since", Instant)
    )
    names = ("id", "agency_id", "function", "name", "user_id", "unit", "duty")
    professional = table("professional", *map(column, names))
    await connection.execute(insert(directory.AGENCIES), [asdict(agency) for agency in AGENCIES])
    rows = [{name: person[name] for name in names} for person in people]
    await connection.execute(insert(professional), rows)
    key = await VAULT.new_case(connection, file.case.id)
    await cases.add_case(connection, file.case, JONAS.person, key)
    for one in file.participations:
        values = {"case_id": one.case, "professional_id": one.professional.id, "role": one.role.value}
        await connection.execute(insert(part).values(values | {"since": one.since}))
    await journal.append(
        connection,
        *(agency_noted(agency, AGENCY_ADDED, "test", MONDAY) for agency in AGENCIES),
        *(act for person in PROFESSIONALS for act in added(person, "test", MONDAY)),
        opened_(file, "test"),
        *(involved(one, "test") for one in file.participations),
    )


async def test_people_and_clients_of_before_are_as_the_chain_tells_and_whom_it_never_knew_is_not(
    empty: Database,
) -> None:
    await reach(empty, "0007")
    file = case_f1(BO)
    async with empty.writing() as connection:
        await shelve_of_before(connection, file)
        # Nothing was named by a hash, and no duty was noted when somebody came with one.
        await connection.execute(delete(journal.ENTRIES).where(journal.ENTRIES.c.target == DARIO.id))
        await connection.execute(delete(journal.ENTRIES).where(journal.ENTRIES.c.deed == ENTRUSTED))
        acts = [replace(entry.act, basis="") for entry in await journal.entries(connection)]
        await connection.execute(delete(journal.ENTRIES))
        await connection.execute(update(journal.HEAD).values(number=0, hash=GENESIS))
        await journal.append(connection, *acts)

    await migrate(empty)

    async with empty.reading() as connection:
        assert (await journal.check(connection))[0] is None
        assert await cases.get_file(connection, F1) == replace(file, bound={})
        assert await directory.find_professional(connection, PAUL.user) == PAUL
        assert list(await directory.agencies(connection)) == sorted(AGENCIES, key=lambda agency: agency.id)
        assert await cases.contradictions(connection) == []
        assert [one.id for one in await directory.contradictions(connection)] == [DARIO.id]
        assert await cases.count_cases(connection) == 1


async def test_agencies_of_before_there_were_charters_keep_their_seats_for_eight_weeks(
    empty: Database,
) -> None:
    await reach(empty, "0012")
    async with empty.writing() as connection:
        await shelve_cast(connection)

    await migrate(empty)

    now, eight_weeks = datetime.now(UTC), timedelta(days=56)
    async with empty.reading() as connection:
        assert (await journal.check(connection))[0] is None
        until = bound(await charters.book(connection), now)
        assert until.keys() == {agency.id for agency in AGENCIES}
        assert all(now < end <= now + eight_weeks for end in until.values())
        assert bound(await charters.book(connection), now + eight_weeks) == {}
    async with empty.writing() as connection:
        claims = await outbox.claim(connection, courier="test", now=now + eight_weeks, most=10)
    assert {claim.effect for claim in claims} == {ApplyCharter(agency.id) for agency in AGENCIES}
    assert {claim.urgency for claim in claims} == {Urgency.REMOVAL}


async def test_whoever_comes_after_the_update_has_no_eight_weeks(empty: Database) -> None:
    await migrate(empty)
    async with empty.writing() as connection:
        await shelve_cast(connection)
        assert bound(await charters.book(connection), MONDAY) == {}


async def test_two_hubs_that_start_at_once_migrate_once(server: DatabaseServer) -> None:
    async with server.empty() as url, opened(url) as one, opened(url) as other:
        await asyncio.gather(migrate(one), migrate(other))

        assert await revision(one) == newest()
        async with other.reading() as connection:
            assert await connection.run_sync(differences) == []


async def test_a_database_newer_than_the_code_is_left_alone(empty: Database) -> None:
    await migrate(empty)
    await stamp(empty, "9999")

    with pytest.raises(NotReady) as no:
        await migrate(empty)

    assert no.value.reason == "database-newer"
    assert no.value.facts == {"database": "9999", "code": newest()}
    assert await revision(empty) == "9999"


async def test_a_migration_that_fails_leaves_nothing_of_itself(empty: Database) -> None:
    # Somebody else's table stands in the way of the foundation's last one.
    async with empty.writing() as connection:
        await connection.execute(text("CREATE TABLE seat (id INTEGER)"))

    with pytest.raises(NotReady, match="database-not-usable"):
        await migrate(empty)

    async with empty.reading() as connection:
        tables = await connection.run_sync(lambda c: c.dialect.get_table_names(c))
    assert tables == ["seat"]


async def test_a_file_that_is_no_database_is_not_usable(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite"
    file.write_text("This is a letter. " * 1000)

    async with opened(sqlite_url(file)) as database:
        with pytest.raises(NotReady, match=r"database-not-usable.*file is not a database"):
            await migrate(database)

    assert file.read_text().startswith("This is a letter.")


async def test_a_folder_that_does_not_exist_is_not_usable(tmp_path: Path) -> None:
    async with opened(sqlite_url(tmp_path / "absent" / "hub.sqlite")) as database:
        with pytest.raises(NotReady, match=r"database-not-usable.*unable to open"):
            await migrate(database)


async def test_a_database_nobody_made_is_not_usable(postgresql: PostgresDatabases) -> None:
    async with postgresql.empty() as url:
        absent = Database(url)
        url_of_nothing = absent.url.set(database="absent")

        async with opened(url_of_nothing.render_as_string(hide_password=False)) as database:
            with pytest.raises(NotReady, match=r"database-not-usable.*does not exist"):
                await migrate(database)


async def test_a_server_nobody_started_is_not_usable(tmp_path: Path) -> None:
    url = f"postgresql+asyncpg://fallraum@/hub?host={tmp_path}"

    async with opened(url) as database:
        with pytest.raises(NotReady, match="database-not-usable"):
            await migrate(database)
