"""Who listens says so again in good time, and writes nothing while there is nothing to say."""

import asyncio

from sqlalchemy import update

from hub.errors import Refused
from hub.identifiers import SwitchId
from hub.listening.rules import LEASE
from hub.listening.store import LISTENING
from tests.desk import Desk
from tests.flows.test_direct import comes
from tests.people import AMIRA, BO

HALF = LEASE.total_seconds() / 2


async def listening(desk: Desk) -> set[SwitchId]:
    """The hub listens in a case's room, and in Bo's own."""
    case, _ = await desk.seats(AMIRA, BO)
    await comes(desk, BO.user)
    begun = [
        await desk.hub.listening.begin(case, who=AMIRA.user, by="test"),
        await desk.hub.hearing.begin(BO.user),
    ]
    await desk.works_off()
    return {one.id for one in begun if not isinstance(one, Refused)}


async def held(desk: Desk, by: str) -> set[SwitchId]:
    return {one.id for one in await desk.hub.listening.held(by)}


async def test_a_look_at_what_is_held_already_waits_for_no_writer(desk: Desk) -> None:
    both = await listening(desk)
    assert await held(desk, "one") == both

    async with desk.hub.database.writing() as connection:
        await connection.execute(update(LISTENING).values(held_by=LISTENING.c.held_by))
        again = await asyncio.wait_for(held(desk, "one"), 5)
        other = await asyncio.wait_for(held(desk, "two"), 5)

    assert (again, other) == (both, set())


async def test_it_is_held_anew_when_half_its_time_is_over_and_then_for_all_of_it(desk: Desk) -> None:
    both = await listening(desk)
    await held(desk, "one")
    desk.clock.push(seconds=HALF)
    renewed = await held(desk, "one")
    desk.clock.push(seconds=2 * HALF - 1)
    still = await held(desk, "two")
    desk.clock.push(seconds=1)

    assert (renewed, still) == (both, set())
    assert await held(desk, "two") == both
    assert await held(desk, "one") == set()


async def test_what_was_ended_is_held_by_nobody(desk: Desk) -> None:
    both = await listening(desk)
    await held(desk, "one")
    ended = await desk.hub.hearing.end(BO.user)

    assert not isinstance(ended, Refused)
    assert await held(desk, "one") == both - {ended.id}
