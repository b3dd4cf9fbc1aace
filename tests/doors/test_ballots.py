"""Answers to a poll by reactions, as the homeserver pushes them."""

from typing import NamedTuple

import httpx2
import pytest
from sqlalchemy import select

from hub.conference.model import Choice
from hub.conference.polls import POLLS
from hub.consent.model import Consent
from hub.errors import Refused
from hub.identifiers import CaseId, ConferenceId, RoomId, UserId
from tests.desk import Desk
from tests.doors.pushes import Json, pushed, reacted, taken_away
from tests.flows.test_poll import asks
from tests.people import AMIRA, BO, DARIO, ELIF, JONAS, SELMA
from web.gestures import MOST_IN_A_MINUTE

ONE, TWO = "1\ufe0f\u20e3", "2\ufe0f\u20e3"


class Asked(NamedTuple):
    """A room in which Amira, Bo and Jonas were asked which of two times suits."""

    case: CaseId
    room: RoomId
    poll: ConferenceId
    event: str
    given: list[Consent]


@pytest.fixture
async def asked(desk: Desk) -> Asked:
    case, given = await desk.seats(AMIRA, BO)
    await desk.involves(case, ELIF)
    poll = await asks(desk, case)
    async with desk.hub.database.reading() as connection:
        event = (await connection.execute(select(POLLS.c.event_id))).scalar_one()
    return Asked(case, await desk.room(case), poll.id, event, given)


def reaction(asked: Asked, who: UserId, key: object = TWO, **changed: object) -> Json:
    """How Synapse pushes that somebody reacted to what the room was asked."""
    return reacted(asked.room, asked.event, who, key, **changed)


async def yes(desk: Desk, asked: Asked) -> list[int]:
    """How many said yes to each time."""
    seen = await desk.hub.polls.tally(asked.poll, who=JONAS.user)
    assert not isinstance(seen, Refused)
    return [said[Choice.YES] for said in seen[1]]


async def test_who_sits_there_says_yes_by_a_reaction_and_takes_it_back_by_removing_it(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    by_bo, by_jonas = reaction(asked, BO.user), reaction(asked, JONAS.user)
    await pushed(door, by_bo, by_jonas, reaction(asked, JONAS.user, ONE))
    said = await yes(desk, asked)

    await pushed(door, taken_away(by_bo))

    assert said == [1, 2]
    assert await yes(desk, asked) == [1, 1]
    polls = [deed for deed in await desk.deeds() if deed.startswith("poll.")]
    assert polls == ["poll.opened", *["poll.answered"] * 3, "poll.withdrawn"]


async def test_who_does_not_sit_there_answers_nothing(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    before = await desk.deeds()

    await pushed(door, *(reaction(asked, one.user) for one in (ELIF, DARIO, SELMA)))

    assert await yes(desk, asked) == [0, 0]
    assert await desk.deeds() == before


async def test_whose_consent_ended_answers_no_more_and_takes_nothing_back(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    said = reaction(asked, BO.user)
    await pushed(door, said)
    await desk.withdraws(asked.given[1])

    await pushed(door, reaction(asked, BO.user, ONE), taken_away(said))

    assert await yes(desk, asked) == [0, 1]


async def test_who_leads_without_a_consent_answers_nothing_there(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    await desk.withdraws(asked.given[0])

    await pushed(door, reaction(asked, AMIRA.user))

    assert await yes(desk, asked) == [0, 0]


async def test_in_another_room_or_about_another_event_it_says_nothing(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    other = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$other", "key": TWO}}

    await pushed(
        door,
        reaction(asked, BO.user, room_id="!other:fallraum.localhost"),
        reaction(asked, BO.user, content=other),
    )

    assert await yes(desk, asked) == [0, 0]


async def test_nobody_takes_back_what_somebody_else_said(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    said = reaction(asked, BO.user)
    await pushed(door, said, taken_away(said, sender=AMIRA.user))

    assert await yes(desk, asked) == [0, 1]


async def test_a_push_that_comes_again_brings_nothing_back(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    said = reaction(asked, BO.user)
    await pushed(door, said)
    await pushed(door, taken_away(said))

    await pushed(door, said)

    assert await yes(desk, asked) == [0, 0]


async def test_what_is_taken_away_in_the_same_push_is_not_said(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    said = reaction(asked, BO.user)

    await pushed(door, said, taken_away(said))

    assert await yes(desk, asked) == [0, 0]
    assert "poll.answered" not in await desk.deeds()


async def test_who_says_the_same_again_and_again_says_it_once(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    await pushed(door, *(reaction(asked, BO.user, event_id=f"$r{number}") for number in range(300)))
    await pushed(door, taken_away(reaction(asked, BO.user, event_id="$r299")))

    assert await yes(desk, asked) == [0, 1]
    assert (await desk.deeds()).count("poll.answered") == 1


async def test_who_reacts_and_takes_it_away_over_and_over_is_heard_no_more_for_a_while(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    for number in range(MOST_IN_A_MINUTE + 5):
        over = reaction(asked, BO.user, event_id=f"$r{number}")
        await pushed(door, over)
        await pushed(door, taken_away(over))
    said = reaction(asked, BO.user)
    await pushed(door, said, reaction(asked, AMIRA.user))
    flooded, deeds = await yes(desk, asked), await desk.deeds()
    desk.clock.push(minutes=1)

    await pushed(door, said)

    assert (flooded, await yes(desk, asked)) == ([0, 1], [0, 2])
    assert deeds.count("poll.answered") == MOST_IN_A_MINUTE + 1
    assert deeds.count("poll.withdrawn") == MOST_IN_A_MINUTE


async def test_of_whoever_is_heard_no_more_what_is_taken_away_is_taken_back(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    first = reaction(asked, BO.user, ONE)
    await pushed(door, first)
    for number in range(MOST_IN_A_MINUTE):
        said = reaction(asked, BO.user, event_id=f"$r{number}")
        await pushed(door, said)
        await pushed(door, taken_away(said))

    await pushed(door, taken_away(first))

    assert await yes(desk, asked) == [0, 0]


@pytest.mark.parametrize("kind", [None, "m.thread", "m.reference", ["m.annotation"]])
async def test_what_is_no_annotation_is_no_answer(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient, kind: object
) -> None:
    other = {"m.relates_to": {"rel_type": kind, "event_id": asked.event, "key": TWO}}

    await pushed(door, reaction(asked, BO.user, content=other))

    assert await yes(desk, asked) == [0, 0]


async def test_when_a_time_is_fixed_nothing_is_said_any_more(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    said = reaction(asked, BO.user)
    await pushed(door, said)
    await desk.hub.polls.fix(asked.poll, 1, who=AMIRA.user)

    await pushed(door, reaction(asked, JONAS.user), taken_away(said))

    assert await yes(desk, asked) == [0, 1]


async def test_what_was_said_anew_at_the_terminal_outlives_the_reaction(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    said = reaction(asked, BO.user)
    await pushed(door, said)
    await desk.hub.polls.vote(asked.poll, 2, Choice.YES, who=BO.user)

    await pushed(door, taken_away(said))

    assert await yes(desk, asked) == [0, 1]


@pytest.mark.parametrize("key", ["👍", "3\ufe0f\u20e3", "0\ufe0f\u20e3", None, 7, ""])
async def test_what_is_no_number_of_a_time_says_nothing(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient, key: object
) -> None:
    await pushed(door, reaction(asked, BO.user, key), {"type": "m.room.redaction", "content": []})

    assert await yes(desk, asked) == [0, 0]
