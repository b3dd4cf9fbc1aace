"""Whoever sits in the room names topics, and the client does; nobody else even learns of the conference."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from hub.cases.model import Professional
from hub.conference import store
from hub.conference.model import Conference, Topic
from hub.conference.store import CONFERENCES, TOPICS
from hub.errors import Refused
from hub.identifiers import CLIENT, ConferenceId, UserId
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, HUB, JONAS

NO = Refused("takes-no-part")


async def names(desk: Desk, one: Conference, who: UserId, text: str = "Ausbildung") -> Topic | Refused:
    return await desk.hub.conferences.name_topic(one.id, text, who=who)


async def topics(desk: Desk, one: Conference) -> list[tuple[str, str | None]]:
    found = await desk.hub.conferences.topics(one.id, who=AMIRA.user)
    assert not isinstance(found, Refused)
    return [(topic.author, topic.text) for topic in found]


async def test_the_client_and_who_sits_with_them_name_topics(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)

    await names(desk, one, JONAS.user, "Meine Lehre")
    await names(desk, one, BO.user, "Hilfe ab Mai")

    assert await topics(desk, one) == [
        (AMIRA.id, "Wohnung"),
        (CLIENT, "Meine Lehre"),
        (BO.id, "Hilfe ab Mai"),
    ]


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_who_does_not_sit_there_is_refused_and_learns_nothing(desk: Desk, person: Professional) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)
    stranger, nowhere = UserId(f"@stranger:{HUB}"), ConferenceId("nowhere")

    assert await names(desk, one, person.user) == NO
    assert await names(desk, one, stranger) == NO
    assert await desk.hub.conferences.topics(one.id, who=person.user) == NO
    assert await desk.hub.conferences.withdraw_topic(one.id, 1, who=person.user) == NO
    assert await desk.hub.conferences.topics(nowhere, who=AMIRA.user) == NO
    assert await topics(desk, one) == [(AMIRA.id, "Wohnung")]


async def test_whose_consent_ended_names_no_topic_and_reads_none(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)
    await names(desk, one, BO.user, "Hilfe ab Mai")

    await desk.withdraws(his)

    assert await names(desk, one, BO.user) == NO
    assert await desk.hub.conferences.topics(one.id, who=BO.user) == NO
    assert await desk.hub.conferences.withdraw_topic(one.id, 2, who=BO.user) == NO
    # What he named stays: others prepared themselves for it.
    assert (BO.id, "Hilfe ab Mai") in await topics(desk, one)


async def test_a_topic_is_withdrawn_by_whoever_named_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)
    one = await desk.calls_conference(case)
    named = await names(desk, one, CHLOE.user)
    assert not isinstance(named, Refused)

    by_another = await desk.hub.conferences.withdraw_topic(one.id, named.number, who=BO.user)
    await desk.hub.conferences.withdraw_topic(one.id, named.number, who=CHLOE.user)

    assert by_another == Refused("unknown-topic", {"number": "2"})
    assert await topics(desk, one) == [(AMIRA.id, "Wohnung")]
    assert (await desk.deeds())[-2:] == ["topic.named", "topic.withdrawn"]


async def test_the_agenda_stands_a_day_before_but_for_the_moderator(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)

    desk.clock.push(days=6)

    assert await names(desk, one, BO.user) == Refused("agenda-stands", {"case": "F-1"})
    assert isinstance(await names(desk, one, AMIRA.user), Topic)


async def test_in_a_case_that_was_closed_meanwhile_nothing_is_named(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)

    await desk.hub.cases.close(case, by="test")

    assert await names(desk, one, BO.user) == NO
    assert await names(desk, one, AMIRA.user) == Refused("case-closed", {"case": "F-1"})


async def test_what_somebody_wants_to_talk_about_stands_nowhere_in_clear(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)
    await names(desk, one, BO.user, "Mietschulden")

    async with desk.hub.database.reading() as connection:
        rows = (await connection.execute(select(TOPICS))).all()

    assert len(rows) == 2
    assert "Mietschulden" not in str(rows)
    assert "Mietschulden" not in str(await desk.entries())


async def test_topics_of_the_time_before_stay_readable_and_are_their_moderators(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    old = ConferenceId("conference-of-before")
    async with desk.hub.database.writing() as connection:
        key = await desk.hub.vault.key_of(connection, case)
        sealed = key.seal(json.dumps(["Wohnung", "Schulden"]), f"conference.topics:{old}")
        now = desk.clock.now()
        row = {"id": old, "case_id": case, "begins_at": now + timedelta(days=7), "minutes": 60}
        row |= {"moderator_id": AMIRA.id, "topics": sealed, "called_at": now}
        await connection.execute(insert(CONFERENCES).values(row))
        one = await store.get(connection, old)

    before = await topics(desk, one)
    await names(desk, one, BO.user)
    await desk.hub.conferences.withdraw_topic(old, 1, who=AMIRA.user)

    assert before == [(AMIRA.id, "Wohnung"), (AMIRA.id, "Schulden")]
    assert await topics(desk, one) == [(AMIRA.id, "Schulden"), (BO.id, "Ausbildung")]


async def test_a_topic_that_somebody_spoilt_hides_no_conference(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(TOPICS).values(text=b"spoilt"))
        key = await desk.hub.vault.key_of(connection, case)

        assert await store.topics_if_any(connection, one.id, key) is None
        assert await store.of_case(connection, case) == [one]
