"""The courier works until it is stopped, sleeps when nothing is due, and lets nothing block the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from hub import outbox
from hub.chance import Chance
from hub.courier import LONGEST_SLEEP, Courier
from hub.effects import Debt, Reconcile, Urgency
from hub.identifiers import CaseId
from hub.matrix import names
from hub.outbox import LEASE
from tests.desk import Desk
from tests.eventually import eventually
from tests.fakes.bell import HandBell
from tests.fakes.speaker import RecordingSpeaker
from tests.people import BO, CHLOE, HUB, JONAS, Guest


@asynccontextmanager
async def at_work(courier: Courier) -> AsyncIterator[asyncio.Task[None]]:
    """A courier that works while the block lasts."""
    running = asyncio.create_task(courier.run())
    try:
        yield running
    finally:
        courier.stop()
        await asyncio.wait_for(running, 10)


async def nothing_is_due(desk: Desk) -> bool:
    async with desk.hub.database.writing() as connection:
        # What is in hand is due again when its lease is over.
        is_in_hand = outbox.OUTBOX.c.attempts > 0
        due = is_in_hand | (outbox.OUTBOX.c.due_at <= desk.clock.now())
        return (await connection.execute(outbox.OUTBOX.select().where(due))).first() is None


async def test_what_comes_to_be_owed_is_done_at_once(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    async with at_work(desk.courier):
        await desk.consents(case, BO)
        await eventually(lambda: nothing_is_due(desk))

    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_with_nothing_to_do_the_courier_sleeps_its_longest(desk: Desk, bell: HandBell) -> None:
    async with at_work(desk.courier):
        await eventually(lambda: len(bell.waits) > 0)

    assert bell.waits[0] == LONGEST_SLEEP


async def test_the_courier_sleeps_until_the_next_debt_falls_due(desk: Desk, bell: HandBell) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO, begins=desk.clock.now() + timedelta(seconds=7))
    await desk.works_off()

    async with at_work(desk.courier):
        await eventually(lambda: len(bell.waits) > 0)

    assert bell.waits[0] == timedelta(seconds=7)


async def test_an_expiry_is_noticed_without_anybody_ringing(desk: Desk, bell: HandBell) -> None:
    case, _ = await desk.seats(BO)

    async with at_work(desk.courier):
        await eventually(lambda: len(bell.waits) > 0)
        desk.clock.push(days=90)
        bell.ring()  # A bell that is waited for rings by itself after the time it was told.
        await eventually(lambda: nothing_is_due(desk))

    assert await desk.inside(case) == {JONAS.user}


async def test_what_falls_due_while_the_courier_falls_asleep_is_not_slept_over(
    desk: Desk, bell: HandBell
) -> None:
    # Between two looks at this clock a millisecond passes: the debt falls due right behind the claim.
    case = await desk.opens_case(BO)
    await desk.consents(case, BO, begins=desk.clock.now() + timedelta(microseconds=500))
    bell.is_forgotten()

    def ticking() -> datetime:
        return desk.clock.push(milliseconds=1) - timedelta(milliseconds=1)

    desk.courier.chance = Chance(now=ticking, new_id=desk.clock.new_id)
    async with at_work(desk.courier):
        await eventually(lambda: len(bell.waits) > 0)

    assert bell.waits[0] < LONGEST_SLEEP or BO.user in desk.homeserver.called("invite")


async def test_a_busy_case_does_not_keep_the_courier_awake(desk: Desk, bell: HandBell) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    pause = desk.homeserver.pauses_at("invite")

    async with at_work(desk.courier):
        await pause.reached.wait()
        await desk.calls_conference(case)
        before = len(bell.waits)
        await asyncio.sleep(0.2)
        meanwhile = len(bell.waits) - before
        pause.go_on.set()
        await eventually(lambda: len(desk.speaker.agendas) == 1)

    assert meanwhile <= 5


async def test_a_removal_does_not_wait_for_its_busy_case(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    await desk.consents(case, CHLOE)
    pause = desk.homeserver.pauses_at("invite")

    async with at_work(desk.courier):
        await pause.reached.wait()
        await desk.withdraws(his)
        await eventually(lambda: BO.user in desk.homeserver.called("remove"))
        pause.go_on.set()
        await eventually(lambda: nothing_is_due(desk))

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_a_removal_does_not_wait_for_any_number_of_slow_admissions(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    pauses = [desk.homeserver.pauses_at("create_room") for _ in range(10)]
    for number in range(10):
        guest = Guest(f"Guest {number}", names.new_client(f"{number:012x}", HUB), JONAS.born)
        await desk.consents(await desk.opens_case(CHLOE, client=guest), CHLOE)

    async with at_work(desk.courier):
        await eventually(pauses[7].reached.is_set)
        await desk.withdraws(his)
        await eventually(lambda: BO.user in desk.homeserver.called("remove"))
        for pause in pauses:
            pause.go_on.set()
        await eventually(lambda: nothing_is_due(desk))

    assert await desk.inside(case) == {JONAS.user}


async def test_words_come_behind_the_admissions_of_their_case(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await desk.calls_conference(case)

    async with at_work(desk.courier):
        await eventually(lambda: len(desk.speaker.agendas) == 1)

    ((circle, _),) = desk.speaker.agendas.values()
    assert circle.room == await desk.room(case)


async def test_who_stops_the_courier_lets_it_finish_what_it_holds(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    pause = desk.homeserver.pauses_at("invite")

    running = asyncio.create_task(desk.courier.run())
    await pause.reached.wait()
    desk.courier.stop()
    pause.go_on.set()
    await asyncio.wait_for(running, 10)

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await nothing_is_due(desk)


async def test_what_a_cancelled_courier_held_comes_back(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    pause = desk.homeserver.pauses_at("invite")
    running = asyncio.create_task(desk.courier.run())
    await pause.reached.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    desk.clock.push(seconds=LEASE.total_seconds())
    await desk.hub.courier("another", desk.speaker, HandBell()).work_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


class Stumbling(RecordingSpeaker):
    """A speaker with a defect: it fails in a way nobody foresaw."""

    def _speak(self) -> None:
        raise ZeroDivisionError


async def test_a_defect_of_ours_loses_no_debt_and_stops_no_other(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, CHLOE)
    conference = await desk.calls_conference(case)
    stumbling = desk.hub.courier("stumbling", Stumbling(), HandBell())
    await stumbling.work_off()

    await desk.consents(case, CHLOE)
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}
    assert [agenda.conference.id for _, agenda in desk.speaker.agendas.values()] == [conference.id]


async def test_a_debt_of_a_case_nobody_knows_blocks_no_other(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    async with desk.hub.database.writing() as connection:
        lost = Debt(Reconcile(CaseId("case-of-nobody")), desk.clock.now(), Urgency.REMOVAL)
        await outbox.owe(connection, desk.clock.chance, lost)

    await desk.consents(case, BO)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
