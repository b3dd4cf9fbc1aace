"""The notary signs the chain as far as it holds; what was signed cannot be rewritten or cut unnoticed."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import delete, insert, update
from structlog.testing import capture_logs

from hub import journal, notary
from hub.audit import GENESIS, Act, Broken, link
from hub.canonical import canonical_json, decode
from hub.db import Database
from hub.errors import NotReady, Refused
from hub.notary import CHECKPOINTS, Checkpoint, Notary, Verdict
from hub.signet import Signet
from hub.vault import Vault
from tests.clock import MONDAY, Clock

OURS, ANOTHER = Vault(bytes(range(32))), Vault(bytes(32))
SHUT = Vault(NotReady("vault-key-missing", file="secrets/vault_key"))


def notary_of(database: Database, vault: Vault = OURS, clock: Clock | None = None) -> Notary:
    return Notary(database, Signet(vault), (clock or Clock()).chance)


def act(number: int) -> Act:
    return Act(at=MONDAY, actor="client", deed="consent.withdrawn", case="case-1", target=f"consent-{number}")


async def happens(database: Database, *numbers: int) -> None:
    async with database.writing() as connection:
        await journal.append(connection, *map(act, numbers))


async def attested(database: Database) -> Checkpoint:
    signed = await notary_of(database).attest(whole=False)
    assert isinstance(signed, Checkpoint)
    return signed


async def verdict(database: Database, against: Checkpoint | None = None) -> Verdict:
    found = await notary_of(database).verify(against)
    assert isinstance(found, Verdict)
    return found


async def chain_is_rewritten(database: Database, *numbers: int) -> None:
    """A whole new chain that holds in itself, as somebody with the database alone can write it."""
    async with database.writing() as connection:
        await connection.execute(delete(journal.ENTRIES))
        await connection.execute(update(journal.HEAD).values(number=0, hash=GENESIS))
        await journal.append(connection, *map(act, numbers))
    async with database.reading() as connection:
        assert (await journal.check(connection))[0] is None


# Signing.


async def test_a_checkpoint_is_the_hubs_word_for_the_head_of_its_chain(database: Database) -> None:
    await happens(database, 1, 2)

    signed = await attested(database)

    async with database.reading() as connection:
        assert (signed.number, signed.hash) == await journal.head(connection)
    assert (signed.at, signed.public_key, signed.is_signed) == (MONDAY, Signet(OURS).public, True)
    assert (await verdict(database)).attested == signed


async def test_a_checkpoint_is_verified_by_an_independent_implementation(database: Database) -> None:
    await happens(database, 1)

    told = json.loads(notary.written(await attested(database)))

    signature = decode(told.pop("signature"))
    key = Ed25519PublicKey.from_public_bytes(decode(told["public_key"]))
    key.verify(signature, b"Fallraum checkpoint, version 1\n" + canonical_json(told))
    with pytest.raises(InvalidSignature):
        key.verify(signature, canonical_json(told))


async def test_a_chain_that_did_not_move_is_not_signed_again(database: Database) -> None:
    clock = Clock()
    await happens(database, 1)
    first = await notary_of(database, clock=clock).attest(whole=False)
    clock.push(minutes=5)

    assert await notary_of(database, clock=clock).attest(whole=False) == first
    assert (await verdict(database)).checkpoints == 1


async def test_where_nothing_was_done_nothing_is_signed(database: Database) -> None:
    assert await notary_of(database).attest(whole=False) is None
    assert await verdict(database) == Verdict(broken=None, head=(0, GENESIS))


async def test_each_checkpoint_goes_on_where_the_last_one_ended(database: Database) -> None:
    await happens(database, 1)
    await attested(database)
    await happens(database, 2, 3)

    second = await attested(database)

    assert second.number == 3
    assert (await verdict(database)).checkpoints == 2


async def test_two_who_attest_at_once_are_both_right(database: Database) -> None:
    await happens(database, 1)
    here, there = notary_of(database), notary_of(database)
    first = await here.attest(whole=False)
    async with database.writing() as connection:
        await connection.execute(delete(CHECKPOINTS))

    second = await there.attest(whole=False)

    assert first == second


async def test_while_the_vault_is_shut_nothing_is_signed_and_the_chain_is_still_walked(
    database: Database,
) -> None:
    await happens(database, 1)
    await attested(database)

    with pytest.raises(NotReady):
        await notary_of(database, SHUT).attest(whole=False)

    found = await notary_of(database, SHUT).verify()
    assert isinstance(found, Verdict)
    assert (found.broken, found.attested) == (None, None)


@pytest.mark.parametrize("spoilt", [{"actor": "hub"}, {"hash": GENESIS}, {"previous": GENESIS}], ids=str)
async def test_a_chain_that_does_not_hold_is_never_signed_and_raises_an_alarm(
    database: Database, spoilt: dict[str, str]
) -> None:
    await happens(database, 1)
    await attested(database)
    await happens(database, 2, 3)
    async with database.writing() as connection:
        second = update(journal.ENTRIES).where(journal.ENTRIES.c.number == 2)
        await connection.execute(second.values(**spoilt))

    with capture_logs() as logs:
        answer = await notary_of(database).attest(whole=False)

    assert answer == Broken(2, "entry changed")
    assert [(log["event"], log["number"], log["log_level"]) for log in logs] == [
        ("audit chain broken", 2, "error")
    ]
    assert (await verdict(database)).checkpoints == 1


async def test_a_chain_that_broke_long_ago_is_not_signed_by_whoever_walks_all_of_it(
    database: Database,
) -> None:
    await happens(database, 1, 2)
    await attested(database)
    await happens(database, 3)
    async with database.writing() as connection:
        first = update(journal.ENTRIES).where(journal.ENTRIES.c.number == 1)
        await connection.execute(first.values(actor="somebody"))

    assert await notary_of(database).attest(whole=True) == Broken(1, "entry changed")
    assert await notary_of(database).round(whole=True) == Broken(1, "entry changed")
    assert await notary_of(database, SHUT).round(whole=True) == Broken(1, "entry changed")


async def test_a_round_attests_and_with_a_shut_vault_only_walks(database: Database) -> None:
    await happens(database, 1)

    assert await notary_of(database, SHUT).round(whole=False) is None
    assert (await verdict(database)).checkpoints == 0
    assert await notary_of(database).round(whole=False) is None
    assert (await verdict(database)).checkpoints == 1


# Rewriting.


@pytest.mark.parametrize("numbers", [(1, 9), (9, 2), (1,), (), (1, 9, 3)], ids=str)
async def test_a_chain_rewritten_or_cut_behind_a_checkpoint_is_found_and_not_signed(
    database: Database, numbers: tuple[int, ...]
) -> None:
    await happens(database, 1, 2)
    await attested(database)

    await chain_is_rewritten(database, *numbers)

    assert (await verdict(database)).broken == Broken(2, "checkpoint differs")
    assert await notary_of(database).attest(whole=False) == Broken(2, "checkpoint differs")


async def test_a_checkpoint_kept_elsewhere_finds_it_also_if_all_here_are_gone(database: Database) -> None:
    await happens(database, 1, 2)
    kept = notary.read(notary.written(await attested(database)))
    assert isinstance(kept, Checkpoint)

    await chain_is_rewritten(database, 1, 9)
    async with database.writing() as connection:
        await connection.execute(delete(CHECKPOINTS))
    await attested(database)

    assert (await verdict(database)).broken is None
    assert (await verdict(database, kept)).broken == Broken(2, "checkpoint differs")


async def test_an_older_checkpoint_agrees_with_a_chain_that_went_on(database: Database) -> None:
    await happens(database, 1)
    kept = await attested(database)

    await happens(database, 2, 3)

    assert (await verdict(database, kept)).broken is None


@pytest.mark.parametrize(
    "forged",
    [
        {"signature": "forged"},
        {"signature": Signet(ANOTHER).sign(b"")},
        {"at": MONDAY + timedelta(days=1)},
        {"hash": GENESIS},
    ],
    ids=["no signature", "another hub's", "another time", "another hash"],
)
async def test_a_forged_checkpoint_is_found_and_nothing_is_built_on_it(
    database: Database, forged: dict[str, Any]
) -> None:
    await happens(database, 1, 2)
    await attested(database)
    async with database.writing() as connection:
        await connection.execute(update(CHECKPOINTS).values(**forged))

    assert (await verdict(database)).broken == Broken(2, "checkpoint forged")
    assert await notary_of(database).attest(whole=False) == Broken(2, "checkpoint forged")


async def test_nobody_hides_a_changed_entry_behind_a_checkpoint_of_their_own(database: Database) -> None:
    await happens(database, 1, 2)
    async with database.writing() as connection:
        first = update(journal.ENTRIES).where(journal.ENTRIES.c.number == 1)
        await connection.execute(first.values(actor="somebody"))
        _, hash_ = await journal.head(connection)
        slipped = {"number": 2, "at": MONDAY, "hash": hash_, "signature": "forged"}
        await connection.execute(insert(CHECKPOINTS).values(**slipped))

    assert await notary_of(database).attest(whole=False) == Broken(2, "checkpoint forged")
    assert (await verdict(database)).broken == Broken(1, "entry changed")


# What is kept elsewhere.


async def test_a_checkpoint_of_another_hub_is_refused(database: Database) -> None:
    await happens(database, 1)
    theirs = await notary_of(database, ANOTHER).attest(whole=False)
    assert isinstance(theirs, Checkpoint)

    assert await notary_of(database).verify(theirs) == Refused("checkpoint-of-another-hub")


SIGNED = Checkpoint(number=1, hash=link(act(1), number=1, previous=GENESIS).hash, at=MONDAY, public_key="")


def kept(**changed: object) -> str:
    signet = Signet(OURS)
    ours = replace(SIGNED, public_key=signet.public)
    told = json.loads(notary.written(replace(ours, signature=signet.sign(ours.statement))))
    return json.dumps(told | changed)


def test_a_checkpoint_comes_back_as_it_was_written() -> None:
    back = notary.read(kept())

    assert isinstance(back, Checkpoint)
    assert (back.number, back.hash, back.at, back.is_signed) == (1, SIGNED.hash, MONDAY, True)


@pytest.mark.parametrize(
    "changed",
    [{"number": 2}, {"hash": GENESIS}, {"at": "2026-11-23T09:00:00.000001+00:00"}, {"signature": "no"}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_checkpoint_with_a_changed_word_is_none(changed: dict[str, object]) -> None:
    assert notary.read(kept(**changed)) == Refused("checkpoint-not-signed")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "7", "no JSON", "[" * 100_000, kept(number="one"), kept(number=2**80), kept(at=7)],
    ids=["empty", "list", "object", "number", "words", "deep", "no number", "too large", "no time"],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    assert notary.read(text) == Refused("no-checkpoint")


def test_a_time_without_a_zone_is_no_checkpoints() -> None:
    assert notary.read(kept(at="2026-11-23T09:00:00")) == Refused("checkpoint-not-signed")
