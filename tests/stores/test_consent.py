"""Consents come back as they were given, their purpose is sealed, the first withdrawal stands."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.consent import store
from hub.consent.model import Consent
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import AgencyId, CaseId, ConsentId
from hub.vault import Key
from tests.clock import MONDAY
from tests.people import BO, CHLOE, F1, case_f1, consent_for
from tests.shelves import VAULT, shelve

PURPOSE = "Wohnen und Ausbildung gemeinsam planen"
A_MOMENT = timedelta(microseconds=1)


async def add(database: Database, *consents: Consent) -> Key:
    async with database.writing() as connection:
        key = await shelve(connection, case_f1(BO, CHLOE))
        for consent in consents:
            await store.add(connection, consent, PURPOSE, key)
    return key


@pytest.mark.parametrize("withdrawn_at", [None, MONDAY + A_MOMENT])
async def test_a_consent_comes_back_as_it_was_given(database: Database, withdrawn_at: None) -> None:
    consent = consent_for(
        BO,
        begins=MONDAY + timedelta(microseconds=123456),
        lasts=timedelta(days=90, microseconds=1),
        given_at=MONDAY - A_MOMENT,
        withdrawn_at=withdrawn_at,
    )

    await add(database, consent)

    async with database.reading() as connection:
        assert await store.of_case(connection, F1) == [consent]


async def test_consents_come_oldest_first(database: Database) -> None:
    newest, oldest = consent_for(BO, named="a", begins=MONDAY + A_MOMENT), consent_for(CHLOE, named="b")

    await add(database, newest, oldest)

    async with database.reading() as connection:
        assert await store.of_case(connection, F1) == [oldest, newest]
        assert await store.of_case(connection, CaseId("case-f2")) == []


async def test_a_purpose_opens_with_the_key_of_its_case(database: Database) -> None:
    consent = consent_for(BO)

    key = await add(database, consent)

    async with database.reading() as connection:
        assert await store.purpose_of(connection, consent.id, key) == PURPOSE


async def test_a_purpose_opens_with_no_other_key(database: Database) -> None:
    consent = consent_for(BO)
    await add(database, consent)

    async with database.writing() as connection:
        other = await VAULT.new_case(connection, CaseId("case-f2"))
        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await store.purpose_of(connection, consent.id, other)


async def test_a_purpose_moved_to_another_consent_does_not_open(database: Database) -> None:
    his, hers = consent_for(BO), consent_for(CHLOE)
    key = await add(database, his, hers)

    async with database.writing() as connection:
        purpose = select(store.CONSENTS.c.purpose).where(store.CONSENTS.c.id == his.id)
        moved = (await connection.execute(purpose)).scalar_one()
        row = store.CONSENTS.update().where(store.CONSENTS.c.id == hers.id)
        await connection.execute(row.values(purpose=moved))

        with pytest.raises(NotReady, match=r"vault-key-does-not-fit.*consent\.purpose"):
            await store.purpose_of(connection, hers.id, key)


async def test_the_first_withdrawal_stands(database: Database) -> None:
    consent = consent_for(BO)
    await add(database, consent)

    async with database.writing() as connection:
        await store.withdraw(connection, consent.id, MONDAY + A_MOMENT)
        await store.withdraw(connection, consent.id, MONDAY + 2 * A_MOMENT)

    async with database.reading() as connection:
        (found,) = await store.of_case(connection, F1)
    assert found == replace(consent, withdrawn_at=MONDAY + A_MOMENT)


async def test_withdrawing_one_consent_leaves_the_others(database: Database) -> None:
    his, hers = consent_for(BO), consent_for(CHLOE)
    await add(database, his, hers)

    async with database.writing() as connection:
        await store.withdraw(connection, his.id, MONDAY)

    async with database.reading() as connection:
        assert hers in await store.of_case(connection, F1)


async def test_a_consent_knows_its_case(database: Database) -> None:
    consent = consent_for(BO)
    await add(database, consent)

    async with database.reading() as connection:
        assert await store.find_case_of(connection, consent.id) == F1
        assert await store.find_case_of(connection, ConsentId("consent-of-nobody")) is None


async def test_one_consent_is_remembered_once(database: Database) -> None:
    consent = consent_for(BO)
    key = await add(database, consent)

    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await store.add(connection, consent, PURPOSE, key)


@pytest.mark.parametrize("nowhere", ["case", "agency"])
async def test_a_consent_names_what_exists(database: Database, nowhere: str) -> None:
    consent = consent_for(BO)
    strange = {
        "case": replace(consent, case=CaseId("case-f9")),
        "agency": replace(consent, recipient=replace(consent.recipient, agency=AgencyId("sozialamt"))),
    }
    key = await add(database)

    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await store.add(connection, strange[nowhere], PURPOSE, key)
