"""When the world is broken, nobody new gets in, everybody who must leave leaves, and all heals by itself."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from hub.errors import Unfinished
from hub.rooms.drift import Fault
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, HUB, JONAS, JUGENDAMT_SERVER

HALF_A_SECOND = timedelta(seconds=0.5)


async def test_one_failing_removal_blocks_no_other(desk: Desk) -> None:
    case, given = await desk.seats(AMIRA, BO, CHLOE)
    desk.homeserver.refuses(BO.user)

    for consent in given:
        await desk.withdraws(consent)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_one_failing_removal_blocks_no_admission(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    desk.homeserver.refuses(BO.user)

    await desk.withdraws(his)
    await desk.consents(case, CHLOE)
    await desk.works_off()

    assert CHLOE.user in await desk.inside(case)


async def test_a_removal_that_failed_is_tried_again_until_it_is_done(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.refuses(BO.user)
    await desk.withdraws(his)
    await desk.works_off()

    desk.homeserver.gives_in(BO.user)
    desk.clock.push(seconds=1)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_one_failing_admission_blocks_no_other(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)

    await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_who_could_not_be_reached_is_invited_when_their_server_is_back(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    await desk.consents(case, BO)
    await desk.works_off()

    desk.homeserver.reaches(JUGENDAMT_SERVER)
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_who_could_never_be_reached_is_not_invited_after_the_consent_ended(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    his = await desk.consents(case, BO)
    await desk.works_off()
    await desk.withdraws(his)

    desk.homeserver.reaches(JUGENDAMT_SERVER)
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_with_the_homeserver_down_patience_grows(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    desk.homeserver.goes_down()

    tries: list[int] = []
    for wait in (0.5, 1, 2, 4):
        await desk.works_off()
        tries.append(len(desk.homeserver.calls))
        desk.clock.push(seconds=wait, microseconds=-1)
        await desk.works_off()
        tries.append(len(desk.homeserver.calls))
        desk.clock.push(microseconds=1)

    assert tries == [1, 1, 2, 2, 3, 3, 4, 4]


async def test_nobody_waits_longer_than_a_minute(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    desk.homeserver.goes_down()
    for _ in range(20):
        await desk.works_off()
        desk.clock.push(minutes=1)
    tries = len(desk.homeserver.calls)

    desk.homeserver.comes_back()
    await desk.works_off()

    assert tries == 20
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_when_the_homeserver_is_back_nobody_needs_to_wait(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.goes_down()
    await desk.withdraws(his)
    for _ in range(8):
        await desk.works_off()
        desk.clock.push(minutes=1)
    await desk.works_off()

    desk.homeserver.comes_back()
    await desk.courier.catch_up()
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_a_busy_homeserver_is_left_in_peace_for_as_long_as_it_asked(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    desk.homeserver.is_busy(timedelta(seconds=7))
    await desk.works_off()
    calls = len(desk.homeserver.calls)
    desk.homeserver.comes_back()

    desk.clock.push(seconds=7, microseconds=-1)
    await desk.works_off()
    too_early = len(desk.homeserver.calls)
    desk.clock.push(microseconds=1)
    await desk.works_off()

    assert (calls, too_early) == (1, 1)
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_what_a_busy_homeserver_put_off_does_not_put_off_a_withdrawal(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    desk.homeserver.is_busy(timedelta(hours=1))
    await desk.consents(case, CHLOE)
    await desk.works_off()
    desk.homeserver.comes_back()

    await desk.withdraws(his)
    await desk.works_off()

    assert BO.user not in await desk.inside(case)


@pytest.mark.parametrize("verb", ["create_room", "place", "invite"])
async def test_an_admission_whose_answer_was_lost_is_not_done_twice(desk: Desk, verb: str) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    desk.homeserver.loses_the_answer(verb)
    await desk.works_off()

    desk.clock.push(seconds=1)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert len(set(desk.homeserver.called("create_room"))) == 1
    assert (await desk.deeds()).count("seat.offered") == 2


async def test_a_removal_whose_answer_was_lost_is_noticed_and_announced_once(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    desk.homeserver.loses_the_answer("remove")
    await desk.withdraws(his)
    await desk.works_off()

    desk.clock.push(seconds=1)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}
    assert desk.homeserver.called("remove") == [BO.user]
    assert len(desk.speaker.departures) == 1


async def test_into_a_room_whose_walls_do_not_stand_nobody_is_let(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.wall_falls(await desk.room(case), "m.room.join_rules")
    await desk.involves(case, CHLOE)

    await desk.consents(case, CHLOE)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_from_a_room_whose_walls_do_not_stand_people_are_still_removed(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.wall_falls(await desk.room(case), "m.room.join_rules")

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_when_the_walls_stand_again_people_are_let_in(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.wall_falls(room, "m.room.join_rules")
    await desk.involves(case, CHLOE)
    await desk.consents(case, CHLOE)
    await desk.works_off()

    desk.homeserver.wall_stands_again(room, "m.room.join_rules")
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}


async def test_a_look_that_leaves_something_undone_says_how_much(desk: Desk) -> None:
    case, given = await desk.seats(AMIRA, BO, CHLOE)
    for person in (BO, CHLOE):
        desk.homeserver.refuses(person.user)
    for consent in given:
        await desk.withdraws(consent)

    with pytest.raises(Unfinished) as unfinished:
        await desk.hub.rooms.reconcile(case)

    assert str(unfinished.value).startswith("2 ")
    assert unfinished.value.is_urgent


async def test_dario_gets_nothing_from_any_trouble(desk: Desk) -> None:
    case = await desk.opens_case(BO, DARIO)
    await desk.consents(case, BO)

    for verb in ("create_room", "look", "place", "invite"):
        desk.homeserver.loses_the_answer(verb)
        await desk.works_off()
        desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_removal_does_not_wait_for_the_invitations_of_its_case(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.works_off()
    asked = len(desk.homeserver.called("invite"))
    # Both are due when the courier comes; the removal is claimed first, and invites nobody.
    await desk.withdraws(his)
    await desk.consents(case, CHLOE)

    await desk.hub.rooms.reconcile(case, admit=False)

    assert await desk.inside(case) == {JONAS.user}
    assert len(desk.homeserver.called("invite")) == asked


async def test_whom_a_removal_passed_over_is_admitted_by_a_look_of_its_own(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.withdraws(his)
    await desk.consents(case, CHLOE)

    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_admissions_that_are_owed_already_are_not_owed_twice(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    await desk.consents(case, BO)
    await desk.works_off()
    before = await desk.owed(case)

    for _ in range(3):
        await desk.hub.rooms.reconcile(case, admit=False)

    assert await desk.owed(case) == before


# Alarms.


async def alarmed(desk: Desk, attempts: int) -> list[dict[str, object]]:
    """The removals of which so many attempts say that they are not confirmed."""
    with capture_logs() as logs:
        for _ in range(attempts):
            await desk.works_off()
            desk.clock.push(minutes=1)
    return [dict(log) for log in logs if log["event"] == "removal not confirmed"]


async def test_a_removal_that_is_answered_well_and_without_effect_becomes_an_alarm_with_the_server(
    desk: Desk,
) -> None:
    case, (his,) = await desk.seats(BO)
    desk.homeserver.only_nods(BO.user)
    await desk.withdraws(his)

    too_early, alarms = await alarmed(desk, 4), await alarmed(desk, 1)

    assert too_early == []
    assert [(alarm["server"], alarm["log_level"]) for alarm in alarms] == [(JUGENDAMT_SERVER, "error")]
    assert BO.user not in str(alarms)
    (unconfirmed,) = (await desk.hub.survey.of(case)).of(Fault.UNCONFIRMED)
    assert unconfirmed.attempts == 5


async def test_a_homeserver_that_does_not_answer_a_withdrawal_becomes_an_alarm_too(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)
    desk.homeserver.goes_down()

    alarms = await alarmed(desk, 5)

    assert [alarm["server"] for alarm in alarms] == [HUB]
    desk.homeserver.comes_back()
    assert await alarmed(desk, 2) == []
    assert await desk.inside(case) == {JONAS.user}
    assert (await desk.hub.survey.of(case)).findings == ()


async def test_whoever_blocks_invitations_is_asked_ever_more_rarely_and_the_others_come_in(
    desk: Desk,
) -> None:
    case = await desk.opens_case(BO, CHLOE)
    desk.homeserver.refuses(BO.user)
    await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    for _ in range(8):
        await desk.works_off()
        desk.clock.push(minutes=10)
    asked = len(desk.homeserver.called("invite"))

    for _ in range(60):
        await desk.works_off()
        desk.clock.push(minutes=1)

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}
    assert 1 <= len(desk.homeserver.called("invite")) - asked <= 7
    missing, overdue = (await desk.hub.survey.of(case)).findings
    assert (missing.fault, missing.user) == (Fault.MISSING, BO.user)
    assert "M_FORBIDDEN" in overdue.what
    assert await alarmed(desk, 1) == []


async def test_whoever_blocks_invitations_does_not_make_a_withdrawal_wait(desk: Desk) -> None:
    case, (hers,) = await desk.seats(CHLOE)
    await desk.involves(case, BO)
    desk.homeserver.refuses(BO.user)
    await desk.consents(case, BO)
    for _ in range(12):
        await desk.works_off()
        desk.clock.push(minutes=10)

    await desk.withdraws(hers)
    await desk.works_off()

    assert CHLOE.user not in await desk.inside(case)


async def test_a_token_that_is_not_known_any_more_is_an_alarm_and_loses_nobody(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.knows_no_token()
    await desk.withdraws(his)

    with capture_logs() as logs:
        await desk.works_off()

    assert "token unknown to the homeserver" in [log["event"] for log in logs]
    assert await desk.room(case) == room
    desk.homeserver.knows_the_token()
    desk.clock.push(minutes=1)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}
