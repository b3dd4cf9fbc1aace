"""Receipts come back to the letter, sealed with their case's key and bound to their place."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hub.consent import store as consents
from hub.consent.model import Deed
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import CLIENT, CaseId, ConsentId, ReceiptId
from hub.receipts import store
from hub.receipts.model import Receipt
from hub.vault import Key
from tests.clock import MONDAY
from tests.evidence import HIS, given
from tests.people import BO, F1, case_f1
from tests.shelves import VAULT, shelve

FIRST = Receipt(
    id=ReceiptId("receipt-1"),
    case=F1,
    consent=HIS,
    made_at=MONDAY,
    content={"record": {"purpose": "Schuldenregulierung Sternwarte – für später"}},
)
SECOND = replace(
    FIRST, id=ReceiptId("receipt-2"), made_at=MONDAY + timedelta(days=1), content={"a": [1, True]}
)


async def begin(database: Database) -> Key:
    """Jonas's case with a consent, of which receipts can be made."""
    record = given((Deed.WITHDRAW, CLIENT))
    async with database.writing() as connection:
        key = await shelve(connection, case_f1(BO))
        await consents.add(connection, HIS, F1, document=record.document, contents=record.contents, key=key)
        for event in record.events:
            await consents.add_event(connection, HIS, event)
    return key


async def test_receipts_come_back_to_the_letter_and_oldest_first(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await store.add(connection, SECOND, key)
        await store.add(connection, FIRST, key)

    async with database.reading() as connection:
        assert await store.of_case(connection, F1, key) == [FIRST, SECOND]
        assert await store.of_case(connection, CaseId("case-f2"), key) == []


async def test_a_receipt_is_sealed_with_the_key_of_its_case(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await store.add(connection, FIRST, key)
        other = await VAULT.new_case(connection, CaseId("case-f2"))

        sealed = (await connection.execute(select(store.RECEIPTS.c.content))).scalar_one()
        assert b"Sternwarte" not in sealed
        with pytest.raises(NotReady, match=r"vault-key-does-not-fit.*receipt\.content"):
            await store.of_case(connection, F1, other)


async def test_a_receipt_moved_to_another_ones_place_does_not_open(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await store.add(connection, FIRST, key)
        await connection.execute(update(store.RECEIPTS).values(id="receipt-9"))

        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await store.of_case(connection, F1, key)


async def test_a_receipt_is_remembered_once_and_of_a_consent_that_there_is(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await store.add(connection, FIRST, key)
    for wrong in (FIRST, replace(SECOND, consent=ConsentId("consent-of-nobody"))):
        with pytest.raises(IntegrityError):
            async with database.writing() as connection:
                await store.add(connection, wrong, key)


async def test_the_events_of_a_consent_come_in_their_order_and_to_the_letter(database: Database) -> None:
    await begin(database)

    async with database.reading() as connection:
        assert tuple(await consents.events_of(connection, HIS)) == given((Deed.WITHDRAW, CLIENT)).events
