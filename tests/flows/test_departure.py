"""Those who stay are told once that somebody left, in neutral words, if it is still so."""

import pytest

from tests.desk import Desk
from tests.people import BO, CHLOE, DARIO, JONAS, STEWARD, VOICE


async def test_a_departure_is_announced_once(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)

    await desk.withdraws(hers)
    for _ in range(3):
        await desk.works_off()
        desk.clock.push(hours=1)
        await desk.hub.rooms.reconcile(case)

    (departure,) = desk.speaker.departures.values()
    assert departure.professional.user == CHLOE.user


async def test_a_departure_is_announced_to_those_who_stay(desk: Desk) -> None:
    _, (_, hers) = await desk.seats(BO, CHLOE)

    await desk.withdraws(hers)
    await desk.works_off()

    (departure,) = desk.speaker.departures.values()
    assert departure.circle.audience == {JONAS.user, BO.user, VOICE, STEWARD}


async def test_an_expiry_is_announced_like_a_withdrawal(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    desk.clock.push(days=90)
    await desk.works_off()

    assert [d.professional.user for d in desk.speaker.departures.values()] == [BO.user]
    assert await desk.inside(case) == {JONAS.user}


async def test_who_left_by_themselves_is_announced_too(desk: Desk) -> None:
    case, _ = await desk.seats(BO, CHLOE)
    room = await desk.room(case)

    desk.homeserver.leaves(room, CHLOE.user)
    await desk.hears(room, CHLOE.user, None)
    await desk.works_off()

    assert [d.professional.user for d in desk.speaker.departures.values()] == [CHLOE.user]


async def test_who_was_only_invited_never_belonged_and_is_not_announced(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO)
    hers = await desk.consents(case, CHLOE)
    await desk.works_off()

    await desk.withdraws(hers)
    await desk.works_off()

    assert desk.speaker.departures == {}


async def test_who_was_let_in_behind_the_hubs_back_is_removed_without_a_word(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.lets_in(await desk.room(case), DARIO.user)

    await desk.hub.rooms.reconcile(case)
    await desk.works_off()

    assert DARIO.user not in await desk.inside(case)
    assert desk.speaker.departures == {}


async def test_who_is_back_before_it_was_said_is_not_announced(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    desk.speaker.falls_silent()
    await desk.withdraws(his)
    await desk.works_off()

    desk.clock.push(seconds=1)
    await desk.consents(case, BO)
    await desk.hub.rooms.reconcile(case)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert desk.speaker.departures == {}
    assert BO.user in await desk.inside(case)


async def test_a_departure_nobody_heard_is_announced_when_the_voices_are_back(desk: Desk) -> None:
    _, (his, _) = await desk.seats(BO, CHLOE)
    desk.speaker.falls_silent()
    await desk.withdraws(his)
    await desk.works_off()

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert len(desk.speaker.departures) == 1


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_who_comes_and_goes_is_announced_each_time(desk: Desk, times: int) -> None:
    case = await desk.opens_case(BO)

    for _ in range(times):
        desk.clock.push(days=1)
        his = await desk.consents(case, BO)
        await desk.works_off()
        await desk.everybody_comes(case)
        await desk.withdraws(his)
        await desk.works_off()

    assert len(desk.speaker.departures) == times
