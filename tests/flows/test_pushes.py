"""A push is a hint, never a fact: it may be late, repeated, out of order, or about somebody else's room."""

from datetime import timedelta

import pytest

from hub.effects import Reconcile
from hub.identifiers import RoomId
from hub.rooms.model import Membership, Observation
from tests.desk import Desk
from tests.people import BO, CHLOE, DARIO, JONAS, STEWARD, VOICE


@pytest.mark.parametrize("standing", [Membership.INVITED, Membership.JOINED])
async def test_who_was_let_in_behind_the_hubs_back_is_removed(desk: Desk, standing: Membership) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.lets_in(room, DARIO.user, standing)

    await desk.hears(room, DARIO.user, standing)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_who_was_let_in_without_a_push_is_removed_by_the_next_look(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.lets_in(await desk.room(case), DARIO.user, Membership.JOINED)

    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_repeated_push_changes_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.lets_in(room, DARIO.user)
    await desk.hears(room, DARIO.user, Membership.INVITED, push="17")
    await desk.works_off()
    calls, entries = len(desk.homeserver.calls), len(await desk.entries())

    await desk.hears(room, DARIO.user, Membership.INVITED, push="17")
    await desk.works_off()

    assert [one for one in await desk.owed(case) if isinstance(one, Reconcile)] == [Reconcile(case)]
    assert (len(desk.homeserver.calls), len(await desk.entries())) == (calls, entries)


async def test_one_push_may_tell_of_many(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    for user in (DARIO.user, CHLOE.user):
        desk.homeserver.lets_in(room, user)

    told = [Observation(room, user, Membership.INVITED) for user in (DARIO.user, CHLOE.user)]
    await desk.hub.rooms.observe("17", told)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_push_about_a_room_nobody_here_made_is_ignored(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    owed = await desk.owed(case)

    await desk.hears(RoomId("!elsewhere:jugendamt.localhost"), DARIO.user, Membership.JOINED)

    assert await desk.owed(case) == owed


@pytest.mark.parametrize("standing", [Membership.INVITED, Membership.JOINED, None])
async def test_what_the_hubs_steward_does_is_no_news(desk: Desk, standing: Membership | None) -> None:
    case, _ = await desk.seats(BO)
    owed = await desk.owed(case)

    await desk.hears(await desk.room(case), STEWARD, standing)

    assert await desk.owed(case) == owed


async def test_what_the_hub_knows_already_is_no_news(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    owed = await desk.owed(case)

    for user in (JONAS.user, BO.user, VOICE):
        await desk.hears(await desk.room(case), user, Membership.JOINED)

    assert await desk.owed(case) == owed


async def test_a_late_push_of_an_invitation_removes_nobody_who_may_sit(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)

    await desk.hears(room, BO.user, Membership.INVITED)
    await desk.hears(room, BO.user, None)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert desk.homeserver.called("remove") == []


async def test_a_late_push_of_a_joining_brings_nobody_back(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)
    await desk.withdraws(hers)
    await desk.works_off()
    asked_in = desk.homeserver.called("invite")

    await desk.hears(await desk.room(case), CHLOE.user, Membership.JOINED)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert desk.homeserver.called("invite") == asked_in


async def test_late_pushes_do_not_announce_a_departure_twice(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)
    room = await desk.room(case)
    await desk.withdraws(hers)
    await desk.works_off()

    for standing in (Membership.JOINED, None, Membership.INVITED, Membership.JOINED, None):
        await desk.hears(room, CHLOE.user, standing)
        await desk.works_off()

    assert len(desk.speaker.departures) == 1
    assert (await desk.deeds()).count("seat.ended") == 1


async def test_a_push_that_nobody_repeats_any_more_is_forgotten(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    await desk.hears(room, JONAS.user, Membership.JOINED, push="17")
    desk.clock.push(days=31)
    await desk.hears(room, JONAS.user, Membership.JOINED, push="18")

    desk.homeserver.lets_in(room, DARIO.user)
    await desk.hears(room, DARIO.user, Membership.INVITED, push="17")
    await desk.works_off()

    assert DARIO.user not in await desk.inside(case)


async def test_the_hub_writes_down_when_somebody_came(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await desk.works_off()
    desk.clock.push(minutes=5, milliseconds=1)

    await desk.everybody_comes(case)

    seat = (await desk.known_seats(case))[BO.user]
    assert seat.membership is Membership.JOINED
    assert desk.clock.now() - seat.since == timedelta(0)
