"""Conferences come back as they were called; what people want to talk about is sealed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from hub.conference import store
from hub.conference.model import Conference, Topic
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import CaseId, ConferenceId, EventId
from hub.vault import Key
from tests.clock import MONDAY
from tests.people import AMIRA, F1, case_f1
from tests.shelves import VAULT, shelve

CONFERENCE = Conference(
    id=ConferenceId("conference-1"),
    case=F1,
    begins_at=MONDAY + timedelta(days=7, microseconds=1),
    lasts=timedelta(minutes=75),
    moderator=AMIRA.id,
    called_at=MONDAY,
)
TOPICS = ("Übergang „Schule – Beruf“", 'a "quoted" word', "\\", "Wohnung")


async def add(database: Database) -> Key:
    async with database.writing() as connection:
        key = await shelve(connection, case_f1())
        await store.add(connection, CONFERENCE, TOPICS, key)
    return key


async def test_a_conference_comes_back_as_it_was_called(database: Database) -> None:
    await add(database)

    async with database.reading() as connection:
        assert await store.get(connection, CONFERENCE.id) == CONFERENCE


async def test_the_conferences_of_a_case_stand_in_the_order_in_which_they_begin(database: Database) -> None:
    key = await add(database)
    sooner = replace(
        CONFERENCE, id=ConferenceId("conference-2"), begins_at=CONFERENCE.begins_at - timedelta(days=1)
    )
    async with database.writing() as connection:
        await store.add(connection, sooner, (), key)

    async with database.reading() as connection:
        assert await store.of_case(connection, F1) == [sooner, CONFERENCE]
        assert await store.of_case(connection, CaseId("case-f2")) == []


async def test_asking_for_a_conference_nobody_called_fails(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(NoResultFound):
            await store.get(connection, ConferenceId("conference-9"))


async def test_topics_come_back_letter_by_letter_and_in_order(database: Database) -> None:
    key = await add(database)

    async with database.reading() as connection:
        assert await store.topics(connection, CONFERENCE.id, key) == list(TOPICS)


async def test_topics_open_with_no_other_key(database: Database) -> None:
    await add(database)

    async with database.writing() as connection:
        other = await VAULT.new_case(connection, CaseId("case-f2"))
        with pytest.raises(NotReady, match="vault-key-does-not-fit"):
            await store.topics(connection, CONFERENCE.id, other)


async def test_a_topic_without_words_is_found_by_its_reaction_and_is_in_nobodys_words(
    database: Database,
) -> None:
    await add(database)
    unsaid = Topic(conference=CONFERENCE.id, number=9, author=AMIRA.id, text=None, added_at=MONDAY)

    async with database.writing() as connection:
        key = await VAULT.key_of(connection, CONFERENCE.case)
        await store.add_topic(connection, unsaid, key, EventId("$plus"))
        await store.mark_posted(connection, CONFERENCE.id, MONDAY, "print", EventId("$agenda"))

        assert (await store.topics_of(connection, CONFERENCE, key))[-1] == unsaid
        assert await store.topics(connection, CONFERENCE.id, key) == list(TOPICS)
        assert await store.named_by(connection, EventId("$plus")) == (CONFERENCE.id, 9)
        assert await store.named_by(connection, EventId("$agenda")) is None
        assert await store.posted_as(connection, EventId("$agenda")) == CONFERENCE.id
        assert await store.posted_as(connection, EventId("$plus")) is None


async def test_that_an_agenda_was_posted_is_remembered(database: Database) -> None:
    at = MONDAY + timedelta(seconds=1, microseconds=1)
    await add(database)

    async with database.writing() as connection:
        await store.mark_posted(connection, CONFERENCE.id, at)

    async with database.reading() as connection:
        assert (await store.get(connection, CONFERENCE.id)).agenda_posted_at == at
