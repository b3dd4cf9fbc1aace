"""A voice stays who it is, and whom it has met it recognises."""

import asyncio

import pytest
from sqlalchemy import select

from hub.db import Database
from hub.errors import NotReady
from hub.keyring import DEVICES, Keyring
from hub.vault import Vault
from tests.people import AMIRA, BO, CHLOE, STEWARD, VOICE
from tests.shelves import VAULT


async def test_the_secrets_kept_first_count(database: Database) -> None:
    keyring = Keyring(database, VAULT)

    first = await keyring.keep_first(STEWARD, "first")
    second = await keyring.keep_first(STEWARD, "second")

    assert (first, second) == ("first", "first")


async def test_each_voice_has_its_own_secrets(database: Database) -> None:
    keyring = Keyring(database, VAULT)

    await keyring.keep_first(STEWARD, "of the steward")
    await keyring.keep_first(VOICE, "of the voice")

    assert await keyring.keep_first(STEWARD, "") == "of the steward"
    assert await keyring.keep_first(VOICE, "") == "of the voice"


async def test_of_two_hubs_that_start_at_once_both_get_the_same_secrets(database: Database) -> None:
    keyring = Keyring(database, VAULT)

    kept = await asyncio.gather(*(keyring.keep_first(STEWARD, f"of hub {n}") for n in range(5)))

    assert len(set(kept)) == 1


async def test_secrets_do_not_open_with_another_hubs_key(database: Database) -> None:
    await Keyring(database, VAULT).keep_first(STEWARD, "secret")

    stranger = Keyring(database, Vault(bytes(32)))

    with pytest.raises(NotReady, match="vault-key-does-not-fit"):
        await stranger.keep_first(STEWARD, "other")


async def test_secrets_moved_to_another_voice_do_not_open(database: Database) -> None:
    keyring = Keyring(database, VAULT)
    await keyring.keep_first(STEWARD, "secret")

    async with database.writing() as connection:
        await connection.execute(DEVICES.update().values(user_id=VOICE))

    with pytest.raises(NotReady, match="vault-key-does-not-fit"):
        await keyring.keep_first(VOICE, "other")


async def test_secrets_are_stored_unreadable(database: Database) -> None:
    await Keyring(database, VAULT).keep_first(STEWARD, "do-not-read-me")

    async with database.reading() as connection:
        (stored,) = (await connection.execute(select(DEVICES.c.secrets))).scalars()

    assert b"do-not-read-me" not in stored


async def test_an_identity_once_pinned_stays(database: Database) -> None:
    keyring = Keyring(database, VAULT)
    await keyring.pin({AMIRA.user: "amiras-first-key"})

    await keyring.pin({AMIRA.user: "another-key", BO.user: "bos-key"})

    known = await keyring.known([AMIRA.user, BO.user])
    assert known == {AMIRA.user: "amiras-first-key", BO.user: "bos-key"}


async def test_one_identity_is_pinned_when_two_are_seen_at_once(database: Database) -> None:
    keyring = Keyring(database, VAULT)

    await asyncio.gather(*(keyring.pin({AMIRA.user: f"key-{n}"}) for n in range(5)))

    assert len(await keyring.known([AMIRA.user])) == 1


async def test_only_those_asked_for_are_told(database: Database) -> None:
    keyring = Keyring(database, VAULT)
    await keyring.pin({AMIRA.user: "amiras-key", BO.user: "bos-key"})

    assert await keyring.known([BO.user, CHLOE.user]) == {BO.user: "bos-key"}
    assert await keyring.known([]) == {}


async def test_the_next_identity_counts_once_the_old_one_is_given_up(database: Database) -> None:
    keyring = Keyring(database, VAULT)
    await keyring.pin({AMIRA.user: "lost-key", BO.user: "bos-key"})

    given_up = await keyring.trust_anew(AMIRA.user)
    await keyring.pin({AMIRA.user: "new-key"})

    assert given_up
    assert await keyring.known([AMIRA.user, BO.user]) == {AMIRA.user: "new-key", BO.user: "bos-key"}


async def test_nothing_is_given_up_of_somebody_never_met(database: Database) -> None:
    assert not await Keyring(database, VAULT).trust_anew(CHLOE.user)
