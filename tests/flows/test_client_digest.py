"""What is due for a client is told in their own room alone, once, and only as long as it is still true."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from hub import outbox
from hub.cases.model import Case
from hub.direct.telling import always
from hub.effects import RemindClient
from hub.errors import Refused
from hub.identifiers import OWN, CaseId, RoomId
from hub.monitoring import store
from hub.monitoring.digests import Digests
from hub.outbox import Claim
from hub.plan.model import Task
from hub.rooms.discretion import acts_shown
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.filing import is_filed
from tests.flows.test_digest import A_DAY, FRIDAY, NEXT_MONDAY, TODAY, goes_to, looks, morning, night
from tests.flows.test_erasure import left
from tests.flows.test_own_room import own_room, room_of, unwants, wants
from tests.people import AMIRA, BO, JONAS, STEWARD


async def sets(desk: Desk, case: CaseId, due: date = NEXT_MONDAY) -> Task:
    """A task of Jonas's own."""
    task = await desk.hub.plans.add_task(case, "Antrag", owner=JONAS.user, due=due, who=AMIRA.user)
    assert not isinstance(task, Refused)
    await desk.works_off()
    return task


async def day(desk: Desk, on: date) -> None:
    """A night and a morning."""
    await night(desk, on)
    await morning(desk, on)


async def comes(desk: Desk, room: RoomId) -> None:
    """Jonas takes the seat he was offered there."""
    desk.homeserver.joins(room, JONAS.user)
    await desk.hears(room, JONAS.user, Membership.JOINED)
    await desk.works_off()


async def reminder(desk: Desk) -> Claim:
    """What is owed to a client now, as a courier takes it."""
    async with desk.hub.database.writing() as connection:
        claims = await outbox.claim(connection, courier="desk", now=desk.clock.now(), most=100)
    (claim,) = [one for one in claims if isinstance(one.effect, RemindClient)]
    return claim


def said(desk: Desk) -> list[str]:
    """When, of what."""
    told = [one for _, one in desk.speaker.reminders.values()]
    return [f"{one.day:%d.%m.} {', '.join(kind for kind, _ in one.lines)}" for one in told]


async def test_they_are_told_in_their_own_room_and_nobody_else_is(desk: Desk) -> None:
    case, room = await own_room(desk)
    await sets(desk, case)

    for days in range(1, 12):
        await day(desk, TODAY + days * A_DAY)

    # The 28th is a Saturday. When it is over nobody says so to them.
    assert said(desk) == ["27.11. r19", "30.11. r19"]
    for circle, _ in desk.speaker.reminders.values():
        assert circle.room == room
        assert circle.audience == {JONAS.user, STEWARD}
    assert desk.speaker.digests == {}


async def test_a_day_of_several_things_is_one_message_however_often_it_is_looked_at(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await desk.calls_conference(case, in_days=11)
    await sets(desk, case)
    await night(desk, FRIDAY)

    for _ in range(3):
        await morning(desk, FRIDAY)
        await sets(desk, case, due=FRIDAY + timedelta(days=60))
        await looks(desk)

    assert said(desk) == ["27.11. r19, r20"]


@pytest.mark.parametrize("something_else", [False, True])
async def test_of_a_conference_moved_to_the_next_day_they_are_told_that_morning(
    desk: Desk, something_else: bool
) -> None:
    case, _ = await own_room(desk)
    called = await desk.calls_conference(case, in_days=60)
    thursday = FRIDAY - A_DAY
    if something_else:
        await sets(desk, case, due=thursday)
    await day(desk, thursday)
    before = said(desk)
    goes_to(desk, thursday, hour=15)
    tomorrow = datetime.combine(FRIDAY, time(13), UTC)
    assert not isinstance(
        await desk.hub.conferences.move(called.id, tomorrow, "krank", who=AMIRA.user), Refused
    )
    await desk.works_off()

    await day(desk, FRIDAY)

    # That very day, if nothing was said on it; else the next morning: once a day.
    assert said(desk) == ([*before, "27.11. r20"] if something_else else ["26.11. r20"])


async def test_it_is_told_to_the_chain_where_the_room_is_shown(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await sets(desk, case)
    await day(desk, FRIDAY)

    acts = await desk.hub.cases.acts(case)

    assert "reminder.said" not in [act.deed for act in acts_shown(acts, [], side=False)]
    assert "reminder.said" in [act.deed for act in acts_shown(acts, [], side=True)]


async def test_what_is_done_by_then_is_not_said(desk: Desk) -> None:
    case, _ = await own_room(desk)
    task = await sets(desk, case)
    await night(desk, FRIDAY)
    assert not isinstance(await desk.hub.plans.tick_off(case, task.id, who=JONAS.user), Refused)

    await morning(desk, FRIDAY)

    assert said(desk) == []


async def test_of_a_consent_that_ended_meanwhile_nothing_is_said(desk: Desk) -> None:
    case, _ = await own_room(desk)
    until_winter = await desk.consents(case, BO, lasts=timedelta(days=36))
    month_before = TODAY + timedelta(days=8)
    await night(desk, month_before)
    await desk.withdraws(until_winter)

    await morning(desk, month_before)

    assert said(desk) == []


async def test_of_a_consent_about_to_end_they_are_told_while_there_is_time(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await desk.consents(case, BO, lasts=timedelta(days=36))

    for days in (7, 8, 9, 28, 29, 30):
        await day(desk, TODAY + days * A_DAY)

    assert [line[7:] for line in said(desk)] == ["r21", "r21"]


async def test_whoever_wants_the_room_no_longer_is_told_nothing(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await sets(desk, case)
    await night(desk, FRIDAY)
    await unwants(desk, case)

    await morning(desk, FRIDAY)

    assert said(desk) == []


async def test_whoever_is_only_asked_in_is_told_once_they_are_there(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await wants(desk, case)
    await sets(desk, case)
    await day(desk, FRIDAY)
    before = said(desk)

    desk.homeserver.joins(await room_of(desk, case), JONAS.user)
    await desk.hub.rooms.reconcile(case)
    await day(desk, NEXT_MONDAY)

    assert before == []
    assert said(desk) == ["30.11. r19"]


@pytest.mark.parametrize("hour", [7, 10])
async def test_whoever_wants_the_room_by_day_is_told_that_day_once_they_are_there(
    desk: Desk, hour: int
) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await sets(desk, case)
    await night(desk, FRIDAY)
    goes_to(desk, FRIDAY, hour)
    await wants(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY, hour + 2)
    await looks(desk)
    before = said(desk)

    await comes(desk, await room_of(desk, case))
    await looks(desk)

    assert before == []
    assert said(desk) == ["27.11. r19"]
    assert len(desk.speaker.reminders) == 1


async def test_whoever_wants_it_again_before_they_left_is_told_that_day(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await sets(desk, case)
    await night(desk, FRIDAY)
    await unwants(desk, case)
    goes_to(desk, FRIDAY)
    await desk.courier.errands.perform(await reminder(desk))
    before = said(desk)

    await wants(desk, case)
    await looks(desk)

    assert before == []
    assert said(desk) == ["27.11. r19"]


async def test_whoever_left_is_told_nothing(desk: Desk) -> None:
    case, room = await own_room(desk)
    await sets(desk, case)
    desk.homeserver.leaves(room, JONAS.user)
    await desk.hears(room, JONAS.user, None)
    await desk.works_off()

    await day(desk, FRIDAY)

    assert said(desk) == []


async def test_after_the_end_of_the_case_nothing_is_said(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await sets(desk, case)
    await night(desk, FRIDAY)
    await desk.hub.cases.close(case, by="test")

    await morning(desk, FRIDAY)

    assert said(desk) == []


async def test_what_was_not_said_in_time_is_not_said_in_the_evening(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await sets(desk, case)
    await night(desk, FRIDAY)
    desk.speaker.falls_silent()
    await morning(desk, FRIDAY)
    desk.speaker.finds_its_voice()
    goes_to(desk, FRIDAY, hour=19)
    await desk.works_off()
    in_the_evening = said(desk)

    await day(desk, NEXT_MONDAY)

    assert in_the_evening == []
    assert said(desk) == ["30.11. r19"]


@pytest.mark.parametrize("how", ["unwanted", "done"])
async def test_what_ends_while_it_is_sealed_is_not_sent(desk: Desk, how: str) -> None:
    case, _ = await own_room(desk)
    task = await sets(desk, case)
    await night(desk, FRIDAY)
    goes_to(desk, FRIDAY)
    pause = desk.speaker.pauses_at_a_digest()
    working = asyncio.create_task(desk.works_off())
    await pause.reached.wait()
    if how == "unwanted":
        await unwants(desk, case)
    else:
        assert not isinstance(await desk.hub.plans.tick_off(case, task.id, who=AMIRA.user), Refused)
    pause.go_on.set()
    await working
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert said(desk) == []
    assert (await desk.deeds()).count("reminder.said") == 0


async def test_whoever_dies_between_saying_and_writing_it_down_says_it_once(desk: Desk) -> None:
    case, _ = await own_room(desk)
    task = await sets(desk, case)
    await night(desk, FRIDAY)
    goes_to(desk, FRIDAY)
    claim = await reminder(desk)
    there = await desk.hub.rooms.circle(case, OWN)
    told = await digests(desk).for_client(RemindClient(case, FRIDAY.isoformat()))
    assert there is not None
    assert told is not None
    # It was sealed and stands there; then the process was killed, and the task is done meanwhile.
    await digests(desk).prepare_for_client(told, claim)
    await desk.speaker.remind_client(claim, there, told, always)
    await desk.hub.plans.tick_off(case, task.id, who=AMIRA.user)

    await desk.courier.errands.perform(replace(claim, sealed="{}"))
    await looks(desk)

    assert said(desk) == ["27.11. r19"]
    assert (await desk.deeds()).count("reminder.said") == 1


async def test_what_was_sealed_is_said_as_it_is_only_if_it_still_says_what_is_so(desk: Desk) -> None:
    case, _ = await own_room(desk)
    await sets(desk, case)
    await night(desk, FRIDAY)
    goes_to(desk, FRIDAY)
    told = await digests(desk).for_client(RemindClient(case, FRIDAY.isoformat()))
    assert told is not None
    claim = await reminder(desk)

    before = await digests(desk).is_sealed_for_client(told)
    await digests(desk).prepare_for_client(told, claim)

    assert not before
    assert await digests(desk).is_sealed_for_client(told)
    assert not await digests(desk).is_sealed_for_client(replace(told, items=()))


def digests(desk: Desk) -> Digests:
    return desk.courier.errands.saying.digests


async def test_erased_with_the_case_nothing_of_it_is_left(desk: Desk) -> None:
    case, room = await own_room(desk)
    await sets(desk, case)
    await day(desk, FRIDAY)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)

    erased = await desk.hub.erasure.erase(case, by="test")
    for _ in range(3):
        desk.clock.push(minutes=2)
        await desk.works_off()

    assert isinstance(erased, Case)
    assert await left(desk, case, room, JONAS.user) == []
    assert not desk.homeserver.remembers(room)


async def test_what_was_told_long_ago_is_forgotten(desk: Desk) -> None:
    case, _ = await own_room(desk)
    task = await sets(desk, case)
    await day(desk, FRIDAY)

    async with desk.hub.database.writing() as connection:
        before = await store.said_to_client(connection, case)
        await store.forget_before(connection, FRIDAY + A_DAY)
        after = await store.said_to_client(connection, case)

    assert [(one.kind, one.day) for one in before] == [("r19", NEXT_MONDAY)]
    assert after == frozenset()
    assert "client_digest_item" not in await left(desk, task.id)
    assert await desk.hub.rooms.of_case(case, OWN) is not None
