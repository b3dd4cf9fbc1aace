"""Minutes come back letter by letter, sealed; one spoilt row hides none of the others."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hub.conference import store as conferences
from hub.db import Database
from hub.minutes import store
from hub.minutes.model import DRAFT, Kept
from hub.minutes.sealed import written
from hub.minutes.store import ENTRIES, VERSIONS
from hub.vault import Key
from tests.people import F1
from tests.rules.minuting import CONFERENCE, FILE, entry, objection, version
from tests.shelves import VAULT, shelve


async def add(database: Database) -> Key:
    async with database.writing() as connection:
        key = await shelve(connection, FILE)
        await conferences.add(connection, CONFERENCE, (), key)
        for said in (entry(1), entry(2), objection(1)):
            await store.add(connection, said, written(said, "salt"), key)
        await store.add_version(connection, version(), written(version(), "salt"), key)
    return key


async def of_case(database: Database) -> dict[str, Kept]:
    async with database.reading() as connection:
        key = await VAULT.key_of(connection, F1)
        return {one.id: one for one in await store.of_case(connection, F1, key)}


async def test_each_piece_comes_back_as_it_was_written_down(database: Database) -> None:
    await add(database)

    said = {id_: one.said for id_, one in (await of_case(database)).items()}

    assert said == {one.id: one for one in (entry(1), entry(2), objection(1), version())}


async def test_what_is_sealed_in_one_row_cannot_be_moved_to_another(database: Database) -> None:
    await add(database)

    async with database.writing() as connection:
        sealed = select(ENTRIES.c.document).where(ENTRIES.c.id == entry(1).id).scalar_subquery()
        await connection.execute(update(ENTRIES).where(ENTRIES.c.id == entry(2).id).values(document=sealed))

    found = await of_case(database)
    assert found[entry(2).id].said is None
    assert found[entry(1).id].said == entry(1)


@pytest.mark.parametrize("text", ["", "null", "[]", '{"id": 1}', "[" * 100_000])
async def test_what_somebody_spoilt_hides_none_of_the_others(database: Database, text: str) -> None:
    key = await add(database)

    async with database.writing() as connection:
        spoilt = key.seal(text, f"minutes.document:{entry(1).id}")
        await connection.execute(update(ENTRIES).where(ENTRIES.c.id == entry(1).id).values(document=spoilt))

    found = await of_case(database)
    assert found[entry(1).id].said is None
    assert len([one for one in found.values() if one.said]) == 3


async def test_there_is_one_version_of_each_number(database: Database) -> None:
    key = await add(database)
    again = version(DRAFT, id="other-conference-1")

    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await store.add_version(connection, again, written(again, "salt"), key)

    async with database.reading() as connection:
        assert len((await connection.execute(select(VERSIONS.c.id))).all()) == 1


async def test_what_was_taken_back_is_gone(database: Database) -> None:
    await add(database)

    async with database.writing() as connection:
        await store.remove(connection, entry(1).id)

    assert entry(1).id not in await of_case(database)
