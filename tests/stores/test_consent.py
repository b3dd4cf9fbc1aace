"""Consents come back as they were signed, what is private is sealed, and events only grow."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from nacl.signing import SigningKey
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.canonical import signature_of
from hub.cases import store as cases
from hub.cases.model import Professional
from hub.consent import signed, store
from hub.consent.model import Consent, Deed, Event, Form, State, Terms
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import CLIENT, CaseId, ConsentId
from hub.parties import store as parties
from hub.vault import Key
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, JONAS, SELMA, case_f1, key_of, terms_for
from tests.shelves import VAULT, shelve, shelve_client_key, shelve_event, shelve_key
from tests.signing import public, written

A_MOMENT = timedelta(microseconds=1)
HIS, HERS = ConsentId("consent-bo"), ConsentId("consent-chloe")


async def begin(database: Database) -> Key:
    """Jonas's case, with his key pinned."""
    async with database.writing() as connection:
        key = await shelve(connection, case_f1(BO, CHLOE))
        await shelve_client_key(connection, F1, JONAS)
    return key


async def give(
    connection: AsyncConnection, id_: ConsentId, person: Professional, key: Key, terms: Terms | None = None
) -> str:
    """Jonas is asked, and signs; returns what he signed."""
    terms = terms or terms_for(person)
    private = signed.contents(terms, "salt")
    text = written(id_, terms)
    await store.add(connection, id_, F1, document=text, contents=private, key=key)
    await shelve_event(connection, id_, F1, event(1, Deed.REQUEST, AMIRA.id))
    signature = signature_of(signed.statement(text), JONAS.key)
    await shelve_event(connection, id_, F1, event(2, Deed.GIVE, CLIENT, signature=signature))
    return text


def event(number: int, deed: Deed, actor: str, *, signature: str = "") -> Event:
    return Event(number=number, at=MONDAY + number * A_MOMENT, deed=deed, actor=actor, signature=signature)


async def found(database: Database) -> list[Consent]:
    async with database.reading() as connection:
        return list(await store.of_case(connection, F1))


async def test_a_consent_comes_back_as_it_was_signed(database: Database) -> None:
    key = await begin(database)
    terms = terms_for(BO, begins=MONDAY + timedelta(microseconds=123456))
    async with database.writing() as connection:
        await give(connection, HIS, BO, key, terms)

    (consent,) = await found(database)

    assert (consent.id, consent.case, consent.state, consent.proven) == (HIS, F1, State.GIVEN, True)
    assert (consent.valid_from, consent.valid_until) == (terms.valid_from, terms.valid_until)
    assert consent.recipient == terms.recipient
    assert (consent.given_at, consent.ended_at) == (MONDAY + 2 * A_MOMENT, None)


async def test_consents_come_in_the_order_of_their_beginning(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key, terms_for(BO, begins=MONDAY + A_MOMENT))
        await give(connection, HERS, CHLOE, key)

    assert [consent.id for consent in await found(database)] == [HERS, HIS]
    async with database.reading() as connection:
        assert await store.of_case(connection, CaseId("case-f2")) == []


async def test_an_end_is_one_more_event(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        await shelve_event(connection, HIS, F1, event(3, Deed.WITHDRAW, CLIENT))
        assert await store.next_number(connection, HIS) == 4

    (consent,) = await found(database)

    assert (consent.state, consent.ended_at) == (State.WITHDRAWN, MONDAY + 3 * A_MOMENT)


async def test_no_two_events_have_one_number(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)

        with pytest.raises(IntegrityError):
            await store.add_event(connection, HIS, event(2, Deed.WITHDRAW, CLIENT))


async def test_what_is_private_opens_with_the_key_of_its_case(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)

    async with database.reading() as connection:
        opened = await store.contents_of(connection, HIS, key)

    assert opened["purpose"] == terms_for(BO).purpose
    assert opened["themes"] == {"organisation": "yes", "housing": "yes", "health": "no"}


async def test_what_is_private_opens_with_no_other_key(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        other = await VAULT.new_case(connection, CaseId("case-f2"))

        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await store.contents_of(connection, HIS, other)


async def test_what_is_private_moved_to_another_consent_does_not_open(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        await give(connection, HERS, CHLOE, key)
        mine = select(store.CONSENTS.c.contents).where(store.CONSENTS.c.id == HIS)
        moved = (await connection.execute(mine)).scalar_one()
        row = update(store.CONSENTS).where(store.CONSENTS.c.id == HERS)
        await connection.execute(row.values(contents=moved))

        with pytest.raises(NotReady, match=r"vault-key-does-not-fit.*consent_record\.contents"):
            await store.contents_of(connection, HERS, key)


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ('"agency":"jugendamt"', '"agency":"neustart-ev"'),
        ('"in_common":true', '"in_common":false'),
        ('"circles":["', '"circles":["0123456789abcdef","'),
    ],
)
async def test_a_consent_altered_in_the_database_proves_nothing(
    database: Database, was: str, is_now: str
) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        text = await give(connection, HIS, BO, key)
        assert was in text
        await connection.execute(update(store.CONSENTS).values(document=text.replace(was, is_now)))

    (consent,) = await found(database)

    assert not consent.proven


async def test_a_consent_written_straight_into_the_database_proves_nothing(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        await connection.execute(
            update(store.EVENTS).where(store.EVENTS.c.number == 2).values(signature="forged")
        )

    (consent,) = await found(database)

    assert (consent.state, consent.proven) == (State.GIVEN, False)


async def test_a_document_that_cannot_be_read_hides_no_other(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        await give(connection, HERS, CHLOE, key)
        row = update(store.CONSENTS).where(store.CONSENTS.c.id == HIS)
        await connection.execute(row.values(document="no document"))

    assert {consent.id: consent.proven for consent in await found(database)} == {HIS: False, HERS: True}


async def test_a_consent_knows_its_case(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)

    async with database.reading() as connection:
        assert await store.find_case_of(connection, HIS) == F1
        assert await store.find_case_of(connection, ConsentId("consent-of-nobody")) is None


async def test_one_consent_is_remembered_once(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)

        with pytest.raises(IntegrityError):
            await give(connection, HIS, BO, key)


async def test_a_consent_of_a_case_that_does_not_exist_is_not_kept(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await store.add(connection, HIS, CaseId("case-f9"), document="{}", contents={}, key=key)


# Keys.


async def test_a_key_once_pinned_stays(database: Database) -> None:
    await begin(database)

    async with database.writing() as connection:
        assert not await parties.pin(connection, CLIENT, F1, public(key_of(AMIRA)), MONDAY)
        assert await parties.pinned(connection, CLIENT, F1) == public(JONAS.key)


async def test_a_client_has_a_key_for_their_own_case_only(database: Database) -> None:
    await begin(database)

    async with database.reading() as connection:
        assert await parties.pinned(connection, CLIENT, CaseId("case-f2")) is None


async def test_a_professional_is_found_by_their_key_and_a_client_is_not(database: Database) -> None:
    await begin(database)

    async with database.writing() as connection:
        assert await parties.pin(connection, AMIRA.id, F1, public(key_of(AMIRA)), MONDAY)
        assert await parties.owner_of(connection, public(key_of(AMIRA))) == AMIRA.id
        assert await parties.owner_of(connection, public(JONAS.key)) is None
        assert await parties.owner_of(connection, public(key_of(BO))) is None


async def test_a_key_belongs_to_one_person(database: Database) -> None:
    await begin(database)

    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await parties.pin(connection, AMIRA.id, F1, public(JONAS.key), MONDAY)


async def test_a_consent_is_believed_again_once_it_is_as_it_was_signed(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        text = await give(connection, HIS, BO, key)
        await connection.execute(update(store.CONSENTS).values(document=text + " "))
    (altered,) = await found(database)

    async with database.writing() as connection:
        await connection.execute(update(store.CONSENTS).values(document=text))

    (consent,) = await found(database)
    assert not altered.proven
    assert consent == replace(altered, proven=True)


# What somebody wrote straight into the database.


async def test_a_deed_that_nobody_knows_hides_no_other_consent_and_gives_nothing(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        await give(connection, HERS, CHLOE, key)
        row = update(store.EVENTS).where(store.EVENTS.c.consent_id == HIS, store.EVENTS.c.number == 2)
        await connection.execute(row.values(deed="paused"))

    assert {consent.id: consent.proven for consent in await found(database)} == {HIS: False, HERS: True}


@pytest.mark.parametrize(
    "changed",
    [{"deed": "deferred"}, {"deed": "requested"}, {"number": -5}, {"number": 7}],
    ids=str,
)
async def test_a_withdrawal_that_was_rewritten_gives_nothing_back(
    database: Database, changed: dict[str, object]
) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await give(connection, HIS, BO, key)
        await shelve_event(connection, HIS, F1, event(3, Deed.WITHDRAW, CLIENT))
        row = update(store.EVENTS).where(store.EVENTS.c.number == 3)
        await connection.execute(row.values(**changed))

    (consent,) = await found(database)

    assert not (consent.state is State.GIVEN and consent.proven)


async def take_down(connection: AsyncConnection, key: Key, signers: Mapping[str, SigningKey]) -> None:
    """A paper that the first records and the second confirms, whoever they are."""
    terms = replace(terms_for(BO), form=Form.PAPER, evidence="ab" * 32)
    private = signed.contents(terms, "salt")
    text = written(HIS, terms)
    await store.add(connection, HIS, F1, document=text, contents=private, key=key)
    for number, (deed, (actor, signer)) in enumerate(
        zip((Deed.RECORD, Deed.CONFIRM), signers.items(), strict=True), 1
    ):
        signature = signature_of(signed.statement(text), signer)
        await shelve_event(connection, HIS, F1, event(number, deed, actor, signature=signature))


@pytest.mark.parametrize(("second", "counts"), [(BO, True), (DARIO, False)], ids=["on the case", "not on it"])
async def test_on_paper_the_key_of_who_works_on_the_case_counts_and_no_others(
    database: Database, second: Professional, counts: bool
) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        for who in (AMIRA, second):
            await shelve_key(connection, who)
        await take_down(connection, key, {who.id: key_of(who) for who in (AMIRA, second)})

    (consent,) = await found(database)

    assert (consent.state, consent.proven) == (State.GIVEN, counts)


async def test_the_key_of_somebody_slipped_into_the_case_counts_for_nothing(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        for who in (AMIRA, DARIO):
            await shelve_key(connection, who)
        await cases.add_participation(connection, case_f1(DARIO).participations[1])
        await take_down(connection, key, {who.id: key_of(who) for who in (AMIRA, DARIO)})

    (consent,) = await found(database)

    assert not consent.proven


async def test_the_key_of_another_cases_client_counts_for_nothing(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await shelve_key(connection, AMIRA)
        await shelve_client_key(connection, CaseId("case-f2"), SELMA)
        await take_down(connection, key, {AMIRA.id: key_of(AMIRA), f"{CLIENT}:case-f2": SELMA.key})

    (consent,) = await found(database)

    assert not consent.proven
