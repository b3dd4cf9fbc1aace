"""What people entered is unreadable without the right key at the right place."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, NoResultFound

from hub.conference import store as conferences
from hub.conference.model import Conference
from hub.consent import signed
from hub.consent import store as consents
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import CaseId, ConferenceId, ConsentId
from hub.keyring import Keyring
from hub.vault import CASE_KEYS, Key, Vault, unlock
from tests.clock import MONDAY
from tests.databases import SqliteFiles
from tests.people import AMIRA, BO, F1, JONAS, STEWARD, case_f1, terms_for
from tests.shelves import VAULT, shelve

PLACE = "consent.purpose:1"
TEXT = "Wohnen – und Ausbildung 🏠"
KEY = Key(bytes(range(32)))


@pytest.mark.parametrize("text", ["", "a", TEXT, "x" * 100_000, "\x00"])
def test_a_text_opens_where_it_was_sealed(text: str) -> None:
    assert KEY.open(KEY.seal(text, PLACE), PLACE) == text


def test_a_text_opens_in_no_other_place() -> None:
    sealed = KEY.seal(TEXT, PLACE)

    with pytest.raises(NotReady, match="vault-key-does-not-fit"):
        KEY.open(sealed, "consent.purpose:2")


def test_a_text_opens_with_no_other_key() -> None:
    sealed = KEY.seal(TEXT, PLACE)

    with pytest.raises(NotReady, match="vault-key-does-not-fit"):
        Key(bytes(32)).open(sealed, PLACE)


@pytest.mark.parametrize("position", [0, 23, 24, -17, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    sealed = bytearray(KEY.seal(TEXT, PLACE))
    sealed[position] ^= 1

    with pytest.raises(NotReady, match="vault-key-does-not-fit"):
        KEY.open(bytes(sealed), PLACE)


@pytest.mark.parametrize("length", [0, 1, 23, 24, 25, 39])
def test_a_torn_text_is_noticed(length: int) -> None:
    sealed = KEY.seal(TEXT, PLACE)

    with pytest.raises(NotReady, match="vault-key-does-not-fit"):
        KEY.open(sealed[:length], PLACE)


def test_the_refusal_names_the_kind_of_place_and_no_record() -> None:
    with pytest.raises(NotReady) as refusal:
        KEY.open(b"x" * 60, "consent.purpose:secret-id")

    assert refusal.value.facts == {"place": "consent.purpose"}


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert KEY.seal(TEXT, PLACE) != KEY.seal(TEXT, PLACE)


def test_a_key_shows_nothing_of_itself() -> None:
    assert repr(KEY) == "Key(…)"
    assert "Key(…)" in repr(VAULT.hub)


async def test_a_cases_key_is_the_same_every_time(database: Database) -> None:
    async with database.writing() as connection:
        made = await VAULT.new_case(connection, F1)

    async with database.reading() as connection:
        found = await VAULT.key_of(connection, F1)

    assert found == made


async def test_two_cases_have_different_keys(database: Database) -> None:
    async with database.writing() as connection:
        keys = [await VAULT.new_case(connection, CaseId(f"case-{n}")) for n in range(2)]

    assert keys[0] != keys[1]


async def test_a_case_gets_one_key_only(database: Database) -> None:
    async with database.writing() as connection:
        await VAULT.new_case(connection, F1)

        with pytest.raises(IntegrityError):
            await VAULT.new_case(connection, F1)


async def test_a_case_without_a_key_has_none(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(NoResultFound):
            await VAULT.key_of(connection, F1)


async def test_a_cases_key_does_not_open_with_another_hubs_key(database: Database) -> None:
    async with database.writing() as connection:
        await VAULT.new_case(connection, F1)

    async with database.reading() as connection:
        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await Vault(bytes(32)).key_of(connection, F1)


async def test_a_key_moved_to_another_case_does_not_open(database: Database) -> None:
    async with database.writing() as connection:
        await VAULT.new_case(connection, F1)
        await connection.execute(CASE_KEYS.update().values(case_id="case-f2"))

    async with database.reading() as connection:
        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await VAULT.key_of(connection, CaseId("case-f2"))


async def test_nothing_people_entered_can_be_read_in_the_file(sqlite: SqliteFiles, tmp_path: Path) -> None:
    async with sqlite.migrated() as url:
        database = Database(url)
        await _enter_everything(database)

        on_disk = _everything_in(tmp_path)
        await database.close()

    assert b"case-f1" in on_disk
    for secret in (JONAS.name, "Wohnen und Ausbildung", "Schulden", "device-secret"):
        assert secret.encode() not in on_disk


def _everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def _enter_everything(database: Database) -> None:
    conference = Conference(
        id=ConferenceId("conference-1"),
        case=F1,
        begins_at=MONDAY,
        lasts=timedelta(hours=1),
        moderator=AMIRA.id,
        called_at=MONDAY,
    )
    async with database.writing() as connection:
        key = await shelve(connection, case_f1(BO))
        contents = signed.contents(terms_for(BO), "salt")
        await consents.add(connection, ConsentId("1"), F1, document="{}", contents=contents, key=key)
        await conferences.add(connection, conference, ["Schulden"], key)
    await Keyring(database, VAULT).keep_first(STEWARD, "device-secret")


# The key of a whole database.


def no_key(_make: bool) -> bytes:
    raise NotReady("vault-key-missing", file="secrets/vault_key")


async def test_while_nothing_is_sealed_a_key_may_be_made(database: Database) -> None:
    asked: list[bool] = []

    def read_key(make: bool) -> bytes:
        asked.append(make)
        return bytes(32)

    async with database.reading() as connection:
        vault = await unlock(connection, read_key)

    assert asked == [True]
    assert vault.trouble is None


async def test_once_something_is_sealed_no_key_is_made(database: Database) -> None:
    asked: list[bool] = []

    def read_key(make: bool) -> bytes:
        asked.append(make)
        return bytes(range(32))

    async with database.writing() as connection:
        await VAULT.new_case(connection, F1)
        vault = await unlock(connection, read_key)

        assert asked == [False]
        assert vault.trouble is None
        assert await vault.key_of(connection, F1) == await VAULT.key_of(connection, F1)


@pytest.mark.parametrize(
    ("read_key", "reason"),
    [(no_key, "vault-key-missing"), (lambda _make: bytes(32), "vault-key-does-not-fit")],
)
async def test_without_the_right_key_the_vault_is_shut_and_says_why(
    database: Database, read_key: Callable[[bool], bytes], reason: str
) -> None:
    async with database.writing() as connection:
        await VAULT.new_case(connection, F1)
        vault = await unlock(connection, read_key)

        with pytest.raises(NotReady, match=reason):
            await vault.key_of(connection, F1)
        with pytest.raises(NotReady, match=reason):
            await vault.new_case(connection, CaseId("case-f2"))
    assert vault.trouble is not None
    assert vault.trouble.reason == reason


async def test_a_spoilt_row_shuts_its_own_case_and_not_the_vault(database: Database) -> None:
    cases = [CaseId("case-f0"), F1, CaseId("case-f2")]
    async with database.writing() as connection:
        for case in cases:
            await VAULT.new_case(connection, case)
        spoilt = update(CASE_KEYS).where(CASE_KEYS.c.case_id != F1).values(wrapped=b"x")
        await connection.execute(spoilt)

        vault = await unlock(connection, lambda _make: bytes(range(32)))

        assert vault.trouble is None
        assert await vault.key_of(connection, F1) == await VAULT.key_of(connection, F1)
        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await vault.key_of(connection, cases[0])


@pytest.mark.parametrize("key", [bytes(range(32)), bytes(32)], ids=["the right one", "another"])
async def test_beside_nothing_but_spoilt_rows_no_key_is_made_and_none_fits(
    database: Database, key: bytes
) -> None:
    asked: list[bool] = []

    def read_key(make: bool) -> bytes:
        asked.append(make)
        return key

    async with database.writing() as connection:
        await VAULT.new_case(connection, F1)
        await connection.execute(update(CASE_KEYS).values(wrapped=b"x"))
        vault = await unlock(connection, read_key)

    assert asked == [False]
    assert vault.trouble is not None


@pytest.mark.parametrize("reason", ["secret-open-to-others", "secret-damaged"])
async def test_a_key_file_that_cannot_be_trusted_shuts_the_vault(database: Database, reason: str) -> None:
    def read_key(_make: bool) -> bytes:
        raise NotReady(reason, file="secrets/vault_key")

    async with database.reading() as connection:
        vault = await unlock(connection, read_key)

    with pytest.raises(NotReady, match=reason):
        _ = vault.hub


async def test_where_a_voice_keeps_secrets_no_key_is_made_although_there_is_no_case(
    database: Database,
) -> None:
    async with database.reading() as connection:
        vault = await unlock(connection, key_if_made, is_in_use=True)

    assert vault.trouble is not None


def key_if_made(make: bool) -> bytes:
    return bytes(32) if make else no_key(make)
