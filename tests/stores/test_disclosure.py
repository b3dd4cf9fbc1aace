"""Disclosures come back as they were signed, what is private is sealed, and what followed followed once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Table, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.canonical import digest, signature_of
from hub.consent.signed import written
from hub.db import Database
from hub.disclosure import proof, rules, store
from hub.disclosure.model import Answer, Contents, Deed, Disclosure, Feedback, Record, Review, ToldBefore
from hub.identifiers import CaseId, DisclosureId
from hub.law.model import Layer, Note, Way
from hub.parties import store as parties
from hub.vault import Key
from tests.clock import MONDAY
from tests.people import BO, CHLOE, F1, PAUL, case_f1, key_of
from tests.rules.passing import disclosed, in_person
from tests.shelves import shelve, shelve_key
from tests.signing import public

CONTENTS = Contents(
    themes=frozenset({"family", "health"}),
    agreed=frozenset({"family"}),
    layers=frozenset({Layer.PROFESSIONAL}),
    necessity="Blaue Flecken, dreimal – „gefallen“",
    confirmed=frozenset({Note.DANGER_SIGNS}),
    told=ToldBefore(False, "Gefahr für das Kind"),
)
FEEDBACK = Feedback(confirmed=True, acted=True, acts=False)


async def begin(database: Database) -> Key:
    """Jonas's case, with the keys of those who sign in it."""
    async with database.writing() as connection:
        key = await shelve(connection, case_f1(BO, CHLOE))
        for person in (BO, CHLOE, PAUL):
            await shelve_key(connection, person)
    return key


async def add(
    connection: AsyncConnection, key: Key, *, named: str = "disclosure-1", hours: int = 0
) -> Disclosure:
    """Chloe warns the youth office."""
    private = proof.sealed(CONTENTS, "salt")
    made = replace(
        disclosed(),
        id=DisclosureId(named),
        at=MONDAY + timedelta(hours=hours, microseconds=7),
        recipient=in_person(BO),
        contents_sha256=digest(private),
    )
    document = written(proof.document(made))
    signature = signature_of(proof.statement(document), key_of(CHLOE))
    await store.add(connection, made, document=document, contents=private, signature=signature, key=key)
    await journal.append(connection, rules.made(made))
    return made


async def answer(connection: AsyncConnection, about: Disclosure, said: Answer, key: Key) -> bool:
    """Bo answers, or Paul reviews."""
    by, deed = (PAUL, Deed.REVIEW) if isinstance(said, Review) else (BO, Deed.FEEDBACK)
    private = proof.sealed_answer(said, "salt")
    document = written(
        proof.answer_document(
            about, deed, by=by.id, at=MONDAY, basis="KKG4_4@1", contents_sha256=digest(private)
        )
    )
    signature = signature_of(proof.statement(document), key_of(by))
    await journal.append(connection, rules.answered(about, deed, by=by.id, basis="KKG4_4@1", at=MONDAY))
    return await store.add_answer(
        connection, about.id, deed, document=document, contents=private, signature=signature, key=key
    )


async def spoil(database: Database, table: Table, **values: object) -> None:
    async with database.writing() as connection:
        await connection.execute(update(table).values(values))


async def found(database: Database, key: Key) -> list[Record]:
    async with database.reading() as connection:
        return list(await store.records_of(connection, F1, key))


async def test_a_disclosure_comes_back_as_it_was_signed(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)

    async with database.reading() as connection:
        assert await store.find(connection, made.id) == made
        assert await store.of_case(connection, F1) == [made]
    assert await found(database, key) == [Record(disclosure=made, contents=CONTENTS)]


async def test_disclosures_come_oldest_first_and_each_in_its_case(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        later = await add(connection, key, named="a", hours=1)
        earlier = await add(connection, key, named="b")

    async with database.reading() as connection:
        assert await store.of_case(connection, F1) == [earlier, later]
        assert await store.of_case(connection, CaseId("case-f2")) == []
        assert await store.find(connection, DisclosureId("c")) is None


async def test_a_disclosure_belongs_to_a_case_that_exists(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = replace(disclosed(), case=CaseId("case-f2"))

        with pytest.raises(IntegrityError):
            await store.add(connection, made, document="{}", contents={}, signature="", key=key)


async def test_what_is_private_is_not_there_in_clear(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, Review(False, "zu früh"), key)

    async with database.reading() as connection:
        rows = [
            *await connection.execute(store.DISCLOSURES.select()),
            *await connection.execute(store.ANSWERS.select()),
        ]

    for secret in ("Flecken", "family", "health", "Gefahr", "danger", "secrecy", "früh"):
        assert secret.encode() not in b"".join(row.contents for row in rows)
        assert all(secret not in row.document for row in rows)


async def test_a_review_and_a_feedback_come_back_as_they_were_given(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        assert await answer(connection, made, Review(True), key)
        assert await answer(connection, made, FEEDBACK, key)

    (record,) = await found(database, key)

    assert record.review is not None
    assert (record.review.by, record.review.answer, record.review.proven) == (PAUL.id, Review(True), True)
    assert record.feedback is not None
    assert (record.feedback.by, record.feedback.answer, record.feedback.proven) == (BO.id, FEEDBACK, True)


async def test_what_followed_follows_once(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        assert not await store.has_answer(connection, made, Deed.REVIEW)
        assert await answer(connection, made, Review(True), key)

        assert not await answer(connection, made, Review(False, "doch nicht"), key)

        assert await store.has_answer(connection, made, Deed.REVIEW)
        assert not await store.has_answer(connection, made, Deed.FEEDBACK)
    (record,) = await found(database, key)
    assert record.review is not None
    assert record.review.answer == Review(True)


async def test_a_disclosure_of_somebody_without_a_key_is_not_proven(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await add(connection, key)
        await connection.execute(
            parties.SIGNING_KEYS.delete().where(parties.SIGNING_KEYS.c.owner == CHLOE.id)
        )

    (record,) = await found(database, key)

    assert not record.disclosure.proven


async def test_a_changed_letter_leaves_a_disclosure_unproven(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
    document = written(proof.document(replace(made, recipient=in_person(PAUL))))

    await spoil(database, store.DISCLOSURES, document=document)

    (record,) = await found(database, key)
    assert not record.disclosure.proven


async def test_one_disclosure_put_in_the_place_of_another_is_not_proven(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await add(connection, key)

    await spoil(database, store.DISCLOSURES, id="disclosure-2")

    async with database.reading() as connection:
        lost, moved = await store.of_case(connection, F1)
    assert {lost.id, moved.id} == {"disclosure-1", "disclosure-2"}
    assert not lost.proven
    assert not moved.proven


@pytest.mark.parametrize("document", ["", "[]", '{"id": "disclosure-1"}', "no json"])
async def test_a_disclosure_nobody_can_read_hides_none_of_the_others(
    database: Database, document: str
) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        await add(connection, key)
        await connection.execute(update(store.DISCLOSURES).values(document=document, contents=b"x"))
        whole = await add(connection, key, named="whole")

    spoilt, other = await found(database, key)

    assert (spoilt.disclosure.proven, spoilt.contents) == (False, Contents())
    assert other.disclosure == whole


async def test_contents_that_are_not_the_signed_ones_prove_nothing(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        other = proof.sealed(replace(CONTENTS, told=ToldBefore(True)), "salt")
        sealed = key.seal(written(other), f"disclosure.contents:{made.id}")
        await connection.execute(update(store.DISCLOSURES).values(contents=sealed))

    (record,) = await found(database, key)

    assert not record.disclosure.proven


async def test_an_answer_that_somebody_changed_is_not_proven(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, FEEDBACK, key)
        other = proof.sealed_answer(replace(FEEDBACK, acts=True), "salt")
        sealed = key.seal(written(other), f"disclosure_answer.{Deed.FEEDBACK}:{made.id}")
        await connection.execute(update(store.ANSWERS).values(contents=sealed))

    (record,) = await found(database, key)

    assert record.feedback is not None
    assert not record.feedback.proven


async def test_an_answer_whose_words_nobody_can_read_is_there_and_not_proven(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, FEEDBACK, key)

    await spoil(database, store.ANSWERS, contents=b"x")

    (record,) = await found(database, key)
    assert record.disclosure.proven
    assert record.feedback is not None
    assert not record.feedback.proven


@pytest.mark.parametrize("spoilt", [{"document": "no json"}, {"signature": "x"}], ids=str)
async def test_an_answer_that_nobody_gave_is_none_and_makes_room_for_the_true_one(
    database: Database, spoilt: dict[str, object]
) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, Review(True), key)
        await answer(connection, made, FEEDBACK, key)
    await spoil(database, store.ANSWERS, **spoilt)

    async with database.writing() as connection:
        has_any = [await store.has_answer(connection, made, deed) for deed in Deed]
        doubted = await store.doubtful(connection, F1)
        await store.clear_for(connection, made, Deed.REVIEW)
        assert await answer(connection, made, Review(False, "zu früh"), key)

    (record,) = await found(database, key)
    assert (has_any, doubted) == ([False, False], [made])
    assert record.review is not None
    assert (record.review.answer, record.feedback) == (Review(False, "zu früh"), None)


async def test_no_room_is_made_where_an_answer_stands_that_was_given(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, Review(True), key)

        await store.clear_for(connection, made, Deed.REVIEW)

        assert await store.has_answer(connection, made, Deed.REVIEW)


async def test_what_the_chain_does_not_tell_of_is_not_proven(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, Review(True), key)
        # As if it had never been told; the chain itself does not hold any more.
        await connection.execute(delete(journal.ENTRIES).where(journal.ENTRIES.c.target == made.id))

        assert await store.doubtful(connection, F1) == [replace(made, proven=False)]
        assert not await store.has_answer(connection, made, Deed.REVIEW)


async def test_a_key_that_was_exchanged_signs_no_disclosure(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        keys = parties.SIGNING_KEYS
        await connection.execute(delete(keys).where(keys.c.owner == BO.id))
        forged = update(keys).where(keys.c.owner == CHLOE.id).values(public_key=public(key_of(BO)))
        await connection.execute(forged)
        text = proof.statement(written(proof.document(made)))
        await connection.execute(update(store.DISCLOSURES).values(signature=signature_of(text, key_of(BO))))

    (record,) = await found(database, key)

    assert not record.disclosure.proven


async def test_what_waits_for_a_review_is_what_nobody_reviewed_or_can_vouch_for(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        reviewed = await add(connection, key)
        waiting = await add(connection, key, named="disclosure-2")
        gone = await add(connection, key, named="disclosure-3")
        await answer(connection, reviewed, Review(True), key)
        await connection.execute(delete(store.DISCLOSURES).where(store.DISCLOSURES.c.id == gone.id))

        assert [one.id for one in await store.unreviewed(connection, F1)] == [waiting.id, gone.id]
        assert [one.id for one in await store.doubtful(connection, F1)] == [gone.id]


async def test_a_newer_programs_answers_are_left_alone(database: Database) -> None:
    key = await begin(database)
    async with database.writing() as connection:
        made = await add(connection, key)
        await answer(connection, made, FEEDBACK, key)

    await spoil(database, store.ANSWERS, deed="appealed")

    (record,) = await found(database, key)
    assert (record.disclosure, record.feedback) == (made, None)


async def test_a_shared_disclosure_is_read_by_its_way(database: Database) -> None:
    key = await begin(database)
    private = proof.sealed(Contents(), "salt")
    made = replace(disclosed(Way.SHARE), contents_sha256=digest(private))
    document = written(proof.document(made))
    async with database.writing() as connection:
        signature = signature_of(proof.statement(document), key_of(CHLOE))
        await store.add(connection, made, document=document, contents=private, signature=signature, key=key)
        await journal.append(connection, rules.made(made))

    assert await found(database, key) == [Record(disclosure=made, contents=Contents())]
