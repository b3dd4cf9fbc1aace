"""On SQLite a column holds whatever somebody put there: one spoilt record hides no other."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from hub import journal
from hub.audit import Broken
from hub.db import Database
from hub.parties import store as parties
from tests.databases import SqliteFiles, opened
from tests.people import BO, CHLOE, F1, JONAS, case_f1
from tests.rules.test_parties import guardianship
from tests.shelves import shelve, shelve_client_key
from tests.stores.test_consent import HERS, HIS, found, give


@pytest.fixture
async def spoilable(sqlite: SqliteFiles) -> AsyncIterator[Database]:
    """Jonas's case with two consents that are proven."""
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            key = await shelve(connection, case_f1(BO, CHLOE))
            await shelve_client_key(connection, F1, JONAS)
            await give(connection, HIS, BO, key)
            await give(connection, HERS, CHLOE, key)
        yield database


async def spoil(database: Database, statement: str) -> None:
    async with database.writing() as connection:
        # As somebody with a tool would do it, who cares for no rule of ours.
        await connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        done = await connection.execute(text(statement))
        assert done.rowcount == 1


ONE_EVENT = f"WHERE consent_id = '{HIS}' AND number = 2"
NO_TEXT = "CAST(x'ff' AS TEXT)"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE consent_event SET at = 'yesterday' {ONE_EVENT}",
        f"UPDATE consent_event SET at = x'00ff' {ONE_EVENT}",
        f"UPDATE consent_event SET at = 1e999 {ONE_EVENT}",
        f"UPDATE consent_event SET number = 'two' {ONE_EVENT}",
        f"UPDATE consent_event SET number = 1e999 {ONE_EVENT}",
        f"UPDATE consent_event SET deed = {NO_TEXT} {ONE_EVENT}",
        f"UPDATE consent_event SET deed = x'ff' {ONE_EVENT}",
        f"UPDATE consent_event SET actor = {NO_TEXT} {ONE_EVENT}",
        f"UPDATE consent_event SET signature = {NO_TEXT} {ONE_EVENT}",
        f"UPDATE consent_event SET signature = x'ff' {ONE_EVENT}",
        f"UPDATE consent_record SET document = {NO_TEXT} WHERE id = '{HIS}'",
        f"UPDATE consent_record SET document = document || {NO_TEXT} WHERE id = '{HIS}'",
        f"UPDATE consent_record SET document = CAST(document AS BLOB) WHERE id = '{HIS}'",
        f"UPDATE audit_entry SET at = 'yesterday' WHERE target = '{HIS}' AND deed = 'consent.given'",
        f"UPDATE audit_entry SET actor = {NO_TEXT} WHERE target = '{HIS}' AND deed = 'consent.given'",
        f"UPDATE audit_entry SET basis = x'ff' WHERE target = '{HIS}' AND deed = 'consent.given'",
    ],
)
async def test_one_spoilt_record_counts_for_nobody_and_hides_no_other(
    spoilable: Database, statement: str
) -> None:
    await spoil(spoilable, statement)

    assert {consent.id: consent.proven for consent in await found(spoilable)} == {HIS: False, HERS: True}


@pytest.mark.parametrize("name", [NO_TEXT, "CAST('consent-bo' AS BLOB)"])
async def test_a_record_whose_name_was_spoilt_hides_no_other(spoilable: Database, name: str) -> None:
    async with spoilable.writing() as connection:
        await connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table, column in (("consent_record", "id"), ("consent_event", "consent_id")):
            await connection.execute(text(f"UPDATE {table} SET {column} = {name} WHERE {column} = '{HIS}'"))

    read = {consent.id: consent.proven for consent in await found(spoilable)}

    assert read.pop(HERS)
    assert not any(read.values())
    assert HIS in read


async def test_a_spoilt_key_proves_nothing_and_hinders_no_reading(spoilable: Database) -> None:
    await spoil(spoilable, f"UPDATE signing_key SET public_key = {NO_TEXT} WHERE owner = 'client:{F1}'")

    assert [consent.proven for consent in await found(spoilable)] == [False, False]
    async with spoilable.reading() as connection:
        assert await parties.pinned(connection, "client", F1) is None


@pytest.mark.parametrize(
    "spoilt",
    ["at = 'yesterday'", f"actor = {NO_TEXT}", "target = x'ff'", "hash = x'ff'", "previous = x'ff'"],
)
async def test_a_spoilt_entry_is_found_like_any_other_that_was_changed(
    spoilable: Database, spoilt: str
) -> None:
    await spoil(spoilable, f"UPDATE audit_entry SET {spoilt} WHERE number = 3")

    async with spoilable.reading() as connection:
        broken, _ = await journal.check(connection)

    assert broken == Broken(3, "entry changed")


@pytest.mark.parametrize("spoilt", ["until = 'never'", "custody = x'ff'", "ended_at = 'yesterday'"])
async def test_a_spoilt_guardianship_is_nobodys_and_hinders_no_reading(
    spoilable: Database, spoilt: str
) -> None:
    async with spoilable.writing() as connection:
        await parties.add_guardianship(connection, guardianship(), "no signature")
    await spoil(spoilable, f"UPDATE guardianship SET {spoilt}")

    async with spoilable.reading() as connection:
        found_ = await parties.guardianships(connection, F1)

    assert not any(one.vouched for one in found_)
    assert [consent.proven for consent in await found(spoilable)] == [True, True]
