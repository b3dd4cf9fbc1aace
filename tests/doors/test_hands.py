"""Hands that are raised by ✋ on the item a conference is at, as the homeserver pushes it."""

from typing import NamedTuple

import httpx2
import pytest
from sqlalchemy import func, select

from hub.conference.hands import HANDS
from hub.conference.model import Conference
from hub.conference.store import CONFERENCES
from hub.consent.model import Consent
from hub.errors import Refused
from hub.identifiers import CLIENT, RoomId, UserId
from tests.desk import Desk
from tests.doors.pushes import Json, pushed, reacted, taken_away
from tests.flows.test_themes import about_school
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA, STEWARD, VOICE

HAND = "✋"
NOT_RUNNING = Refused("conference-not-running", {"case": "F-1"})
NOT_MODERATING = Refused("not-moderating", {"case": "F-1"})


class Item(NamedTuple):
    """A room in which a conference is at its first item, and that was said."""

    room: RoomId
    one: Conference
    event: str
    given: list[Consent]


@pytest.fixture
async def item(desk: Desk) -> Item:
    case, given = await desk.seats(AMIRA, BO, CHLOE)
    await desk.involves(case, ELIF)
    return await begins(desk, await desk.calls_conference(case, in_days=1), given)


async def begins(desk: Desk, one: Conference, given: list[Consent]) -> Item:
    await desk.works_off()
    desk.clock.push(days=1)
    await desk.hub.moderation.begin(one.id, who=AMIRA.user)
    await desk.works_off()
    return Item(await desk.room(one.case), one, await said(desk), given)


async def said(desk: Desk) -> str:
    """As which event the newest item was said."""
    async with desk.hub.database.reading() as connection:
        return str((await connection.execute(select(CONFERENCES.c.item_event_id))).scalar_one())


async def goes_on(desk: Desk, item: Item, *, seen: int = 1) -> None:
    await desk.hub.moderation.step(item.one.id, seen=seen, who=AMIRA.user)
    await desk.works_off()


def hand(item: Item, who: UserId, key: object = HAND, **changed: object) -> Json:
    return reacted(item.room, item.event, who, key, **changed)


async def waiting(desk: Desk, item: Item) -> tuple[str, ...] | Refused:
    return await desk.hub.speaking.waiting(item.one.id, who=AMIRA.user)


async def kept(desk: Desk) -> int:
    """How many hands the hub remembers."""
    async with desk.hub.database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(HANDS))).scalar_one())


async def test_the_moderator_sees_who_raised_their_hands_in_which_order(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    by_chloe = hand(item, CHLOE.user)
    await pushed(door, by_chloe, hand(item, JONAS.user, "✋🏽"), hand(item, BO.user))
    before = await waiting(desk, item)

    await pushed(door, taken_away(by_chloe))

    assert before == (CHLOE.id, CLIENT, BO.id)
    assert await waiting(desk, item) == (CLIENT, BO.id)


async def test_nobody_but_who_moderates_sees_them_or_gives_the_floor(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    await pushed(door, hand(item, JONAS.user))
    speaking = desk.hub.speaking

    for who, no in ((BO, NOT_MODERATING), (ELIF, Refused("takes-no-part"))):
        assert await speaking.waiting(item.one.id, who=who.user) == no
        assert await speaking.give_floor(item.one.id, who=who.user) == no
    assert await speaking.waiting(item.one.id, who=JONAS.user) == NOT_MODERATING
    assert await waiting(desk, item) == (CLIENT,)


async def test_the_floor_is_given_to_the_first_who_waits_no_more_and_may_ask_again(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    await pushed(door, hand(item, BO.user), hand(item, JONAS.user))

    first = await desk.hub.speaking.give_floor(item.one.id, who=AMIRA.user)
    await pushed(door, hand(item, BO.user, event_id="$again"))

    assert first == BO.id
    assert await waiting(desk, item) == (CLIENT, BO.id)


async def test_where_nobody_waits_that_is_said(desk: Desk, item: Item) -> None:
    answer = await desk.hub.speaking.give_floor(item.one.id, who=AMIRA.user)

    assert answer == Refused("no-hand-raised", {"case": "F-1"})


async def test_a_hand_is_gone_with_its_item_also_where_one_goes_back(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    await pushed(door, hand(item, BO.user))
    await goes_on(desk, item)
    on_the_next = (await waiting(desk, item), await kept(desk))

    await desk.hub.moderation.step(item.one.id, seen=2, who=AMIRA.user, back=True)
    await desk.works_off()

    assert on_the_next == ((), 0)
    assert await waiting(desk, item) == ()


async def test_more_time_leaves_the_hands_where_they_are(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    await pushed(door, hand(item, BO.user))

    await desk.hub.moderation.extend(item.one.id, 5, who=AMIRA.user)

    assert await waiting(desk, item) == (BO.id,)


async def test_about_an_older_item_the_agenda_or_any_other_event_it_says_nothing(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    # Gone on, and not said yet: nobody can mean the next one.
    await desk.hub.moderation.step(item.one.id, seen=1, who=AMIRA.user)
    await pushed(door, hand(item, BO.user))
    await desk.works_off()
    async with desk.hub.database.reading() as connection:
        agenda = (await connection.execute(select(CONFERENCES.c.agenda_event_id))).scalar_one()

    for number, event in enumerate((item.event, agenda, "$other")):
        await pushed(door, hand(item._replace(event=event), BO.user, event_id=f"${number}"))

    assert (await waiting(desk, item), await kept(desk)) == ((), 0)
    await pushed(door, hand(item._replace(event=await said(desk)), BO.user, event_id="$now"))
    assert await waiting(desk, item) == (BO.id,)


async def test_at_the_end_nothing_of_it_stays(desk: Desk, item: Item, door: httpx2.AsyncClient) -> None:
    before = await desk.deeds()
    await pushed(door, hand(item, BO.user), hand(item, JONAS.user))
    await desk.hub.speaking.give_floor(item.one.id, who=AMIRA.user)

    await desk.hub.moderation.end(item.one.id, who=AMIRA.user)
    await desk.works_off()
    await pushed(door, hand(item._replace(event=await said(desk)), CHLOE.user))

    assert (await waiting(desk, item), await kept(desk)) == (NOT_RUNNING, 0)
    assert await desk.deeds() == [*before, "conference.ended"]


async def test_hands_of_a_conference_that_nobody_ended_are_forgotten_when_another_goes_on(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    await pushed(door, hand(item, BO.user))
    desk.clock.push(hours=9)
    forgotten = await waiting(desk, item)

    other = await desk.calls_conference(item.one.case, in_days=1)
    desk.clock.push(days=1)
    await desk.hub.moderation.begin(other.id, who=AMIRA.user)

    assert forgotten == NOT_RUNNING
    assert await kept(desk) == 0


async def test_whose_consent_ended_raises_no_hand_and_waits_no_more(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    by_bo = hand(item, BO.user)
    await pushed(door, by_bo, hand(item, JONAS.user))
    await desk.withdraws(item.given[1])
    await desk.withdraws(item.given[2])

    await pushed(door, hand(item, CHLOE.user), taken_away(by_bo))

    assert await waiting(desk, item) == (CLIENT,)
    assert await desk.hub.speaking.give_floor(item.one.id, who=AMIRA.user) == CLIENT


@pytest.mark.parametrize("who", [ELIF.user, DARIO.user, SELMA.user, STEWARD, VOICE])
async def test_who_does_not_sit_there_and_the_voices_raise_no_hand(
    desk: Desk, item: Item, door: httpx2.AsyncClient, who: UserId
) -> None:
    await pushed(door, hand(item, who))

    assert await kept(desk) == 0


async def test_a_guest_of_another_room_raises_no_hand_from_there(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    case, given = await about_school(desk)
    here = await begins(desk, await desk.calls_conference(case, in_days=1), given)
    school = await desk.room(case, "school")

    await pushed(door, *(hand(here, who.user, room_id=school) for who in (CHLOE, BO)), hand(here, CHLOE.user))

    assert await kept(desk) == 0


async def test_nobody_takes_down_what_somebody_else_raised(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    by_bo = hand(item, BO.user)

    await pushed(door, by_bo, *(taken_away(by_bo, sender=who) for who in (AMIRA.user, VOICE, DARIO.user)))

    assert await waiting(desk, item) == (BO.id,)


async def test_a_push_that_comes_again_raises_no_hand_that_was_taken_down_or_heard(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    by_bo, by_jonas = hand(item, BO.user), hand(item, JONAS.user)
    await pushed(door, by_bo, by_jonas)
    await desk.hub.speaking.give_floor(item.one.id, who=AMIRA.user)
    await pushed(door, taken_away(by_jonas))

    await pushed(door, by_bo, by_jonas)

    assert await waiting(desk, item) == ()


async def test_many_hands_of_one_person_are_one_and_keep_its_place(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    many = [hand(item, BO.user, event_id=f"${number}") for number in range(150)]

    await pushed(door, many[0], hand(item, JONAS.user), *many[1:])

    assert (await waiting(desk, item), await kept(desk)) == ((BO.id, CLIENT), 2)


async def test_what_is_taken_away_in_the_same_push_raises_no_hand(
    desk: Desk, item: Item, door: httpx2.AsyncClient
) -> None:
    by_bo = hand(item, BO.user)

    await pushed(door, by_bo, hand(item, JONAS.user), taken_away(by_bo))

    assert await waiting(desk, item) == (CLIENT,)
