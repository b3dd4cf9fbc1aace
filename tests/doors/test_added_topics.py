"""Topics without words: named by ➕ on the agenda, as the homeserver pushes it."""

from datetime import timedelta
from typing import NamedTuple

import httpx2
import pytest
from sqlalchemy import select

from hub.conference.model import Conference
from hub.conference.rules import MOST_TOPICS
from hub.conference.store import CONFERENCES, TOPICS
from hub.conference.told import Agenda
from hub.consent.model import Consent
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, RoomId, UserId
from tests.desk import Desk
from tests.doors.pushes import Json, pushed, reacted, taken_away
from tests.flows.test_themes import about_school
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA, STEWARD, VOICE

PLUS = "➕"
WORDS = [(AMIRA.id, "Wohnung")]


class Posted(NamedTuple):
    """A room in which Amira, Bo and Jonas read an agenda."""

    case: CaseId
    room: RoomId
    one: Conference
    event: str
    given: list[Consent]


@pytest.fixture
async def posted(desk: Desk) -> Posted:
    case, given = await desk.seats(AMIRA, BO)
    await desk.involves(case, ELIF)
    one = await desk.calls_conference(case)
    await desk.works_off()
    return Posted(case, await desk.room(case), one, await newest(desk), given)


async def newest(desk: Desk) -> str:
    async with desk.hub.database.reading() as connection:
        return str((await connection.execute(select(CONFERENCES.c.agenda_event_id))).scalar_one())


def plus(posted: Posted, who: UserId, key: object = PLUS, **changed: object) -> Json:
    return reacted(posted.room, posted.event, who, key, **changed)


async def topics(desk: Desk, posted: Posted) -> list[tuple[str, str | None]]:
    found = await desk.hub.conferences.topics(posted.one.id, who=AMIRA.user)
    assert not isinstance(found, Refused)
    return [(topic.author, topic.text) for topic in found]


async def agenda(desk: Desk, posted: Posted) -> Agenda:
    found = await desk.hub.papers.agenda(posted.one.id, who=AMIRA.user)
    assert not isinstance(found, Refused)
    return found


async def named(desk: Desk) -> list[str]:
    return [deed for deed in await desk.deeds() if deed.startswith("topic.")]


async def test_who_sits_there_adds_a_topic_by_a_reaction_and_takes_it_back_by_removing_it(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    by_bo, by_jonas = plus(posted, BO.user), plus(posted, JONAS.user)
    await pushed(door, by_bo, by_jonas)
    before, drawn = await topics(desk, posted), await agenda(desk, posted)

    await pushed(door, taken_away(by_bo))

    assert before == [*WORDS, (BO.id, None), (CLIENT, None)]
    assert (drawn.topics, drawn.unsaid) == (("Wohnung",), (BO, None))
    assert await topics(desk, posted) == [*WORDS, (CLIENT, None)]
    assert await named(desk) == ["topic.named", "topic.named", "topic.withdrawn"]


async def test_a_second_plus_is_silence_and_many_are_one(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    await pushed(door, *(plus(posted, BO.user, event_id=f"${number}") for number in range(150)))
    await pushed(door, taken_away(plus(posted, BO.user, event_id="$7")))

    assert await topics(desk, posted) == [*WORDS, (BO.id, None)]
    assert await named(desk) == ["topic.named"]


@pytest.mark.parametrize("who", [ELIF.user, DARIO.user, SELMA.user, STEWARD, VOICE])
async def test_who_does_not_sit_there_and_the_voices_add_nothing(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient, who: UserId
) -> None:
    await pushed(door, plus(posted, who))

    assert await topics(desk, posted) == WORDS
    assert await named(desk) == []


async def test_whose_consent_ended_adds_nothing_takes_nothing_back_and_is_not_named(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    said = plus(posted, BO.user)
    await pushed(door, said)
    await desk.withdraws(posted.given[1])

    await pushed(door, plus(posted, BO.user, event_id="$again"), taken_away(said))

    assert await topics(desk, posted) == [*WORDS, (BO.id, None)]
    assert (await agenda(desk, posted)).unsaid == ()


async def test_who_leads_without_a_consent_adds_nothing_there(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    await desk.withdraws(posted.given[0])

    await pushed(door, plus(posted, AMIRA.user))

    assert await topics(desk, posted) == WORDS


async def test_a_guest_of_another_room_adds_nothing_from_there(desk: Desk, door: httpx2.AsyncClient) -> None:
    case, given = await about_school(desk)
    one = await desk.calls_conference(case)
    await desk.works_off()
    here = Posted(case, await desk.room(case), one, await newest(desk), given)
    school = await desk.room(case, "school")

    await pushed(door, *(plus(here, who.user, room_id=school) for who in (CHLOE, BO)), plus(here, CHLOE.user))

    assert CHLOE.user in await desk.inside(case, "school")
    assert await topics(desk, here) == WORDS


async def test_about_another_event_or_an_older_agenda_it_says_nothing(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    await desk.hub.conferences.name_topic(posted.one.id, "Meine Lehre", who=JONAS.user)
    desk.clock.push(days=6)
    await desk.works_off()
    other = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$other", "key": PLUS}}

    # Whoever moderates may still add: what is missing is the post.
    await pushed(door, plus(posted, AMIRA.user), plus(posted, AMIRA.user, content=other))
    before = await named(desk)
    await pushed(door, plus(posted._replace(event=await newest(desk)), AMIRA.user))

    assert before == ["topic.named"]
    assert await named(desk) == ["topic.named"] * 2


async def test_a_push_that_comes_again_brings_nothing_back(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    said = plus(posted, BO.user)
    await pushed(door, said)
    await pushed(door, taken_away(said))

    await pushed(door, said)

    assert await topics(desk, posted) == WORDS


async def test_nobody_takes_back_what_somebody_else_added(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    said = plus(posted, BO.user)

    await pushed(door, said, *(taken_away(said, sender=who) for who in (AMIRA.user, VOICE, DARIO.user)))

    assert await topics(desk, posted) == [*WORDS, (BO.id, None)]


async def test_once_the_agenda_stands_nothing_is_added_or_taken_back(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    said = plus(posted, BO.user)
    await pushed(door, said)
    desk.clock.push(days=6)

    await pushed(door, plus(posted, JONAS.user), taken_away(said))

    assert await topics(desk, posted) == [*WORDS, (BO.id, None)]


async def test_of_what_was_cancelled_or_of_a_full_agenda_nothing_is_added(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    for number in range(MOST_TOPICS - 1):
        await desk.hub.conferences.name_topic(posted.one.id, f"Thema {number}", who=AMIRA.user)
    await pushed(door, plus(posted, BO.user))
    full = len(await topics(desk, posted))
    await desk.hub.conferences.withdraw_topic(posted.one.id, 1, who=AMIRA.user)
    await desk.hub.conferences.cancel(posted.one.id, "krank", who=AMIRA.user)

    await pushed(door, plus(posted, JONAS.user))

    assert (full, len(await topics(desk, posted))) == (MOST_TOPICS, MOST_TOPICS - 1)


async def test_a_topic_without_words_is_taken_back_at_the_terminal_as_well(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    said = plus(posted, BO.user)
    await pushed(door, said)

    await desk.hub.conferences.withdraw_topic(posted.one.id, 2, who=BO.user)
    await pushed(door, taken_away(said))

    assert await topics(desk, posted) == WORDS
    assert await named(desk) == ["topic.named", "topic.withdrawn"]


async def test_on_the_eve_the_agenda_is_posted_again_for_a_topic_without_words(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    await pushed(door, plus(posted, JONAS.user))
    desk.clock.push(days=6)
    await desk.works_off()

    first, second = [agenda for _, agenda in desk.speaker.agendas.values()]
    assert (first.unsaid, second.unsaid) == ((), (None,))
    assert first.invites_until == posted.one.begins_at - timedelta(days=1)
    assert second.invites_until is None


async def test_where_there_are_no_words_nothing_is_made_up_and_kept(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    await pushed(door, plus(posted, BO.user))

    async with desk.hub.database.reading() as connection:
        kept = (await connection.execute(select(TOPICS.c.text).where(TOPICS.c.author == BO.id))).scalars()

    assert list(kept) == [None]


async def test_what_is_taken_away_in_the_same_push_names_nothing(
    desk: Desk, posted: Posted, door: httpx2.AsyncClient
) -> None:
    by_bo, before = plus(posted, BO.user), await named(desk)

    await pushed(door, by_bo, taken_away(by_bo))

    assert (await topics(desk, posted), await named(desk)) == (WORDS, before)
