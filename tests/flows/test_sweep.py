"""The sweep finds what no push and no debt tells of, has it mended, and throws nobody out in a rush."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from hub.cases.model import Professional
from hub.consent.store import CONSENTS, EVENTS
from hub.effects import Reconcile
from hub.errors import HomeserverUnavailable
from hub.identifiers import CaseId
from hub.outbox import OUTBOX
from hub.rooms.drift import NOTICE, Fault
from hub.rooms.model import Membership
from hub.rooms.store import ROOMS, SEATS
from hub.sweep import Swept
from tests.desk import Desk
from tests.flows.test_people_forged import somebody_writes
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, KATJA, SELMA, STEWARD


async def sweeps(desk: Desk) -> Swept:
    """One sweep, and what is owed because of it."""
    swept = await desk.hub.sweep.round()
    await desk.works_off()
    return swept


async def faults(desk: Desk, case: CaseId) -> list[Fault]:
    """What a check of a case finds."""
    return [one.fault for one in (await desk.hub.survey.of(case)).findings]


async def test_where_all_is_as_it_must_be_nothing_is_found_and_nothing_done(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    owed, calls = await desk.owed(case), len(desk.homeserver.calls)

    swept = await sweeps(desk)

    assert (swept.cases, swept.drifted, swept.unseen) == (1, 0, 0)
    assert await faults(desk, case) == []
    assert await desk.owed(case) == owed
    assert [call.verb for call in desk.homeserver.calls[calls:]] == ["holder", "look", "look"]


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
@pytest.mark.parametrize("standing", [Membership.INVITED, Membership.JOINED])
async def test_a_stranger_whose_push_was_lost_is_removed(
    desk: Desk, person: Professional, standing: Membership
) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.lets_in(await desk.room(case), person.user, standing)

    assert await faults(desk, case) == [Fault.STRAY]
    await sweeps(desk)

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await faults(desk, case) == []


async def test_who_still_sits_because_the_debt_was_deleted_is_removed(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)
    await somebody_writes(desk, delete(OUTBOX))

    (stray,) = (await desk.hub.survey.of(case)).of(Fault.STRAY)
    await sweeps(desk)

    assert (stray.user, stray.has_ended) == (BO.user, True)
    assert await desk.inside(case) == {JONAS.user}


async def test_an_end_whose_debt_was_deleted_is_owed_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await somebody_writes(desk, delete(OUTBOX))

    assert await faults(desk, case) == [Fault.FORGOTTEN]
    await sweeps(desk)
    assert await faults(desk, case) == []
    desk.clock.push(days=91)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_somebody_in_the_room_of_a_closed_case_is_removed(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    desk.homeserver.lets_in(await desk.room(case), BO.user, Membership.JOINED)

    await sweeps(desk)

    assert await desk.inside(case) == set()


async def test_a_room_whose_row_was_deleted_is_found_by_its_name(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    room = await desk.room(case)
    await desk.withdraws(his)
    await somebody_writes(desk, delete(OUTBOX), delete(SEATS), delete(ROOMS))

    assert set(await faults(desk, case)) == {Fault.UNLISTED, Fault.STRAY}
    await sweeps(desk)

    assert await desk.room(case) == room
    assert await desk.inside(case) == {JONAS.user}


async def test_who_was_never_asked_in_is(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await somebody_writes(desk, delete(OUTBOX))

    assert Fault.UNMADE in await faults(desk, case)
    await sweeps(desk)

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_that_somebody_came_is_written_down_although_nobody_told(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await desk.works_off()
    desk.homeserver.joins(await desk.room(case), BO.user)

    assert await faults(desk, case) == []
    await sweeps(desk)

    assert (await desk.known_seats(case))[BO.user].membership is Membership.JOINED


async def test_a_room_that_was_deleted_is_made_anew(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.is_purged(await desk.room(case))

    assert await faults(desk, case) == [Fault.GONE]
    await sweeps(desk)

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_what_nobody_can_look_at_is_told_and_hides_no_other(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    other, _ = await desk.seats(CHLOE, client=SELMA)
    desk.homeserver.loses_sight_of(await desk.room(case))
    desk.homeserver.lets_in(await desk.room(other), DARIO.user)

    assert await faults(desk, case) == [Fault.UNSEEN]
    swept = await sweeps(desk)

    assert swept.unseen == 1
    assert await desk.inside(other) == {SELMA.user, CHLOE.user}
    desk.homeserver.sees_again(await desk.room(case))
    assert await faults(desk, case) == []


async def test_with_the_homeserver_down_nothing_is_found(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    owed = await desk.owed(case)
    desk.homeserver.goes_down()

    with pytest.raises(HomeserverUnavailable):
        await desk.hub.sweep.round()

    assert await desk.owed(case) == owed


async def test_a_wall_that_does_not_stand_is_found(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.wall_falls(await desk.room(case), "m.room.encryption")

    assert await faults(desk, case) == [Fault.WALL]


async def test_a_repeated_sweep_owes_nothing_twice(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    desk.homeserver.refuses(BO.user)
    await desk.consents(case, BO)
    await desk.works_off()
    owed = len(await desk.owed(case))

    for _ in range(3):
        await desk.hub.sweep.round()

    assert len(await desk.owed(case)) == owed


# Many at once.


async def three_cases(desk: Desk) -> list[CaseId]:
    """In which six sit by consent."""
    people = [(client, (BO, CHLOE)) for client in (JONAS, SELMA, KATJA)]
    return [(await desk.seats(*them, client=client))[0] for client, them in people]


async def the_key_files_are_damaged(desk: Desk) -> None:
    """No consent is proven any more, and nobody took one back."""
    await somebody_writes(desk, update(EVENTS).values(signature="damaged"))


async def test_before_many_lose_their_seat_without_an_end_there_is_notice(desk: Desk) -> None:
    cases = await three_cases(desk)
    await the_key_files_are_damaged(desk)

    with capture_logs() as logs:
        swept = await sweeps(desk)

    sitting = [len(await desk.inside(case)) for case in cases]
    assert sitting == [1, 3, 3]
    assert (swept.surprises, swept.announced) == (6, 4)
    assert [log["case"] for log in logs if log["event"] == "many would be removed"] == cases[1:]
    assert (await desk.hub.survey.of(cases[1])).notice_until == desk.clock.now() + NOTICE


async def test_what_is_put_right_in_time_removes_nobody(desk: Desk) -> None:
    cases = await three_cases(desk)
    async with desk.hub.database.reading() as connection:
        rows = [row._mapping for row in await connection.execute(EVENTS.select())]
    await the_key_files_are_damaged(desk)
    await sweeps(desk)

    for row in rows:
        mine = (EVENTS.c.consent_id == row["consent_id"]) & (EVENTS.c.number == row["number"])
        await somebody_writes(desk, update(EVENTS).where(mine).values(signature=row["signature"]))
    desk.clock.push(seconds=NOTICE.total_seconds() + 1)
    await desk.works_off()

    assert [len(await desk.inside(case)) for case in cases[1:]] == [3, 3]


async def test_the_notice_is_short_and_no_second_sweep_makes_it_longer_or_shorter(desk: Desk) -> None:
    cases = await three_cases(desk)
    await the_key_files_are_damaged(desk)
    await sweeps(desk)

    desk.clock.push(seconds=NOTICE.total_seconds() - 1)
    await sweeps(desk)
    before = [len(await desk.inside(case)) for case in cases]
    desk.clock.push(seconds=1)
    await desk.works_off()

    assert before == [1, 3, 3]
    assert [len(await desk.inside(case)) for case in cases] == [1, 1, 1]


async def test_no_end_waits_for_a_notice(desk: Desk) -> None:
    told = [await desk.seats(BO, CHLOE, client=client) for client in (JONAS, SELMA, KATJA)]
    for _, given in told:
        for consent in given:
            await desk.withdraws(consent)
    await somebody_writes(desk, delete(OUTBOX))

    swept = await sweeps(desk)

    assert (swept.surprises, swept.announced) == (0, 0)
    assert [len(await desk.inside(case)) for case, _ in told] == [1, 1, 1]


async def test_a_withdrawal_waits_for_no_notice(desk: Desk) -> None:
    told = [await desk.seats(BO, CHLOE, client=client) for client in (JONAS, SELMA, KATJA)]
    await the_key_files_are_damaged(desk)
    await sweeps(desk)
    case, (his, _) = told[2]

    await desk.withdraws(his)
    await desk.works_off()

    assert BO.user not in await desk.inside(case)


async def test_a_stranger_the_homeserver_tells_of_waits_for_no_notice(desk: Desk) -> None:
    cases = await three_cases(desk)
    await the_key_files_are_damaged(desk)
    await sweeps(desk)
    room = await desk.room(cases[2])
    desk.homeserver.lets_in(room, DARIO.user)

    await desk.hears(room, DARIO.user, Membership.INVITED)
    await desk.works_off()

    assert DARIO.user not in await desk.inside(cases[2])


async def test_an_end_to_come_is_no_notice_by_which_a_stranger_may_stay(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO, lasts=timedelta(minutes=9))
    await desk.works_off()
    await desk.everybody_comes(case)
    desk.homeserver.lets_in(await desk.room(case), DARIO.user)

    with capture_logs() as logs:
        swept = await sweeps(desk)

    assert swept.announced == 0
    assert "many would be removed" not in [log["event"] for log in logs]
    assert await desk.inside(case) == {JONAS.user, BO.user}


# Spoilt rows, and time.


async def test_a_case_nobody_can_read_hides_no_other(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    other, _ = await desk.seats(AMIRA, client=SELMA)
    await somebody_writes(desk, update(CONSENTS).where(CONSENTS.c.case_id == case).values(document="{"))
    desk.homeserver.lets_in(await desk.room(other), DARIO.user)

    await sweeps(desk)

    assert DARIO.user not in await desk.inside(other)
    assert STEWARD in desk.homeserver.seen(await desk.room(other)).seats


async def test_a_hurried_sweep_begins_anew(desk: Desk) -> None:
    for client in (JONAS, SELMA):
        await desk.seats(BO, client=client)
    desk.hub.sweep.hurry()

    swept = await desk.hub.sweep.round(timedelta(hours=1))

    assert swept.cases == 1


async def goes_on(desk: Desk) -> "asyncio.Task[None]":
    """The sweep as a hub keeps it running, a moment after its start."""
    sweeping = asyncio.create_task(desk.hub.sweep.run(timedelta(minutes=15)))
    await asyncio.sleep(0.3)
    return sweeping


async def test_where_there_is_nothing_to_sweep_it_rests(desk: Desk) -> None:
    sweeping = await goes_on(desk)
    sweeping.cancel()

    assert [call.verb for call in desk.homeserver.calls] == ["holder", "holder"]


async def test_it_begins_with_the_hub_and_again_when_the_homeserver_is_back(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.goes_down()
    desk.homeserver.lets_in(room, DARIO.user)
    sweeping = await goes_on(desk)
    owed = Reconcile(case) in [claim.effect for claim in await desk.debts(case)]

    desk.homeserver.comes_back()
    desk.hub.sweep.hurry()
    await asyncio.sleep(0.3)
    await desk.works_off()
    sweeping.cancel()

    assert not owed
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_token_that_is_not_known_any_more_is_an_alarm_of_the_sweep_too(desk: Desk) -> None:
    desk.homeserver.knows_no_token()

    with capture_logs() as logs:
        sweeping = await goes_on(desk)
    sweeping.cancel()

    assert "token unknown to the homeserver" in [log["event"] for log in logs]
