"""What is owed survives, is worked on by one at a time, and comes back if nobody finishes it."""

import asyncio
import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from hub import outbox
from hub.chance import Chance
from hub.db import Database
from hub.effects import (
    AT_ONCE,
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceRoster,
    CloseObjections,
    ConfirmLeave,
    Debt,
    DraftMinutes,
    Effect,
    PostAgenda,
    PostMinutes,
    Reconcile,
    Urgency,
)
from hub.identifiers import COMMON, CaseId, CircleId, ConferenceId, RoomId
from hub.outbox import LEASE, Claim
from hub.remains import EraseAccount, EraseRoom
from tests.clock import MONDAY
from tests.databases import failing
from tests.people import BO, CHLOE, F1, JONAS, JUGENDAMT_SERVER

A_MOMENT = timedelta(microseconds=1)
F2 = CaseId("case-f2")
# Databases out there hold debts by these names.
NAMES = """
    announce-change announce-closing announce-departure announce-lead announce-listening
    announce-roster answer-command apply-charter attach-agenda attach-date attach-minutes
    close-objections confirm-leave draft-minutes end-listener end-writing erase-account erase-file
    erase-room greet-directly monitor post-agenda post-answer post-digest post-minutes post-poll
    pre-check reconcile remind-client review-warning say-item see-to-direct warn-of-time
"""


def look(case: CaseId = F1, *, due_at: datetime = MONDAY, urgency: Urgency = Urgency.ADMISSION) -> Debt:
    return Debt(Reconcile(case), due_at, urgency)


def words(number: int, *, due_at: datetime = MONDAY) -> Debt:
    return Debt(PostAgenda(F1, ConferenceId(f"conference-{number}")), due_at, Urgency.WORDS)


async def owe(database: Database, *debts: Debt, now: datetime = MONDAY) -> None:
    async with database.writing() as connection:
        await outbox.owe(connection, Chance(now=lambda: now), *debts)


def test_every_intention_is_called_as_databases_know_it() -> None:
    assert sorted(outbox.KINDS) == NAMES.split()


async def claim(
    database: Database, *, now: datetime = MONDAY, most: int = 100, busy: Collection[CaseId] = ()
) -> list[Claim]:
    async with database.writing() as connection:
        return await outbox.claim(connection, courier="courier", now=now, most=most, busy=busy)


async def owed(database: Database) -> list[Effect]:
    async with database.reading() as connection:
        return [*await outbox.of_case(connection, F1), *await outbox.of_case(connection, F2)]


@pytest.mark.parametrize(
    "effect",
    [
        Reconcile(F1),
        PostAgenda(F1, ConferenceId("conference")),
        DraftMinutes(F1, ConferenceId("conference")),
        PostMinutes(F1, ConferenceId("conference"), "2"),
        CloseObjections(F1, ConferenceId("conference")),
        AnnounceDeparture(F1, CHLOE.id),
        AnnounceDeparture(F1, CHLOE.id, CircleId("5c")),
        AnnounceRoster(F1, CircleId("5c")),
        AnnounceClosing(F1, CircleId("5c")),
        EraseRoom(F1, RoomId("!room:hub")),
        EraseAccount(F1, JONAS.user),
        ConfirmLeave(F1, RoomId("!room:hub"), BO.user, JUGENDAMT_SERVER),
    ],
)
async def test_an_effect_comes_back_as_it_was_owed(database: Database, effect: Effect) -> None:
    await owe(database, Debt(effect, MONDAY, Urgency.WORDS))

    (claimed,) = await claim(database)

    assert claimed.effect == effect
    assert (claimed.urgency, claimed.attempts, claimed.sealed) == (Urgency.WORDS, 1, None)


async def test_a_departure_that_was_owed_before_there_were_circles_is_one_from_the_common_room(
    database: Database,
) -> None:
    await owe(database, Debt(AnnounceDeparture(F1, CHLOE.id), MONDAY, Urgency.WORDS))
    async with database.writing() as connection:
        of_yesterday = json.dumps({"case": F1, "professional": CHLOE.id})
        await connection.execute(update(outbox.OUTBOX).values(ids=of_yesterday))

    (claimed,) = await claim(database)

    assert claimed.effect == AnnounceDeparture(F1, CHLOE.id, COMMON)


async def test_nothing_is_owed_if_its_cause_was_not_committed(database: Database) -> None:
    async with failing(database) as connection:
        await outbox.owe(connection, Chance(), look())

    assert await owed(database) == []


async def test_nothing_is_claimed_before_it_is_due(database: Database) -> None:
    await owe(database, look(due_at=MONDAY + A_MOMENT))

    too_early = await claim(database, now=MONDAY)
    in_time = await claim(database, now=MONDAY + A_MOMENT)

    assert (len(too_early), len(in_time)) == (0, 1)


async def test_removals_are_claimed_first_and_words_last(database: Database) -> None:
    await owe(database, words(1, due_at=MONDAY - timedelta(hours=2)))
    await owe(database, look(due_at=MONDAY - timedelta(hours=1)))
    await owe(database, look(F2, urgency=Urgency.REMOVAL))

    one_by_one = [(await claim(database, most=1))[0].urgency for _ in range(3)]

    assert one_by_one == [Urgency.REMOVAL, Urgency.ADMISSION, Urgency.WORDS]


async def test_what_is_claimed_together_is_in_order_of_urgency(database: Database) -> None:
    await owe(database, words(1), look(), look(F2, urgency=Urgency.REMOVAL))

    claims = await claim(database)

    assert [c.urgency for c in claims] == [Urgency.REMOVAL, Urgency.ADMISSION, Urgency.WORDS]


async def test_no_more_is_claimed_than_asked_for(database: Database) -> None:
    await owe(database, *(words(n) for n in range(5)))

    claims = await claim(database, most=3)

    assert len(claims) == 3


async def test_a_claimed_debt_is_nobody_elses_while_its_lease_lasts(database: Database) -> None:
    await owe(database, look())
    await claim(database)

    others = await claim(database, now=MONDAY + LEASE - A_MOMENT)

    assert others == []


async def test_what_a_dead_courier_claimed_comes_back_after_the_lease(database: Database) -> None:
    await owe(database, look())
    (first,) = await claim(database)

    (second,) = await claim(database, now=MONDAY + LEASE)

    assert (second.id, second.effect) == (first.id, first.effect)
    assert (first.attempts, second.attempts) == (1, 2)


async def test_a_settled_debt_never_comes_back(database: Database) -> None:
    await owe(database, look())
    (claimed,) = await claim(database)

    async with database.writing() as connection:
        await outbox.settle(connection, claimed)

    assert await claim(database, now=MONDAY + 2 * LEASE) == []


async def test_a_postponed_debt_comes_back_at_its_time(database: Database) -> None:
    later = MONDAY + timedelta(seconds=5)
    await owe(database, look())
    (claimed,) = await claim(database)

    async with database.writing() as connection:
        await outbox.postpone(connection, claimed, later)

    assert await claim(database, now=later - A_MOMENT) == []
    assert [c.id for c in await claim(database, now=later)] == [claimed.id]


async def test_sealed_words_are_there_at_the_next_attempt(database: Database) -> None:
    await owe(database, words(1))
    (claimed,) = await claim(database)

    async with database.writing() as connection:
        await outbox.keep_sealed(connection, claimed, "gAAAA")

    (again,) = await claim(database, now=MONDAY + LEASE)
    assert again.sealed == "gAAAA"


async def test_a_busy_case_waits_and_no_other_does(database: Database) -> None:
    await owe(database, look(F1), look(F2))

    claims = await claim(database, busy=[F1])

    assert [c.effect for c in claims] == [Reconcile(F2)]


async def test_a_removal_waits_for_no_busy_case(database: Database) -> None:
    await owe(database, look(urgency=Urgency.REMOVAL))

    claims = await claim(database, busy=[F1])

    assert [c.effect for c in claims] == [Reconcile(F1)]


async def test_the_next_due_date_is_the_earliest_that_is_still_to_come(database: Database) -> None:
    hour = timedelta(hours=1)
    await owe(database, look(), look(due_at=MONDAY + 2 * hour), look(F2, due_at=MONDAY + hour))

    async with database.reading() as connection:
        assert await outbox.next_due(connection, after=MONDAY) == MONDAY + hour
        assert await outbox.next_due(connection, after=MONDAY + hour) == MONDAY + 2 * hour
        assert await outbox.next_due(connection, after=MONDAY + 2 * hour) is None


async def test_only_debts_that_were_tried_are_hastened(database: Database) -> None:
    expiry = look(F2, due_at=MONDAY + timedelta(days=30), urgency=Urgency.REMOVAL)
    await owe(database, look(), expiry)
    (tried,) = await claim(database)
    async with database.writing() as connection:
        await outbox.postpone(connection, tried, MONDAY + timedelta(hours=1))

    async with database.writing() as connection:
        await outbox.hasten(connection, courier="courier", in_hand=(), now=MONDAY)

    assert [c.id for c in await claim(database)] == [tried.id]


async def test_what_a_dead_courier_claimed_can_be_taken_back_at_once(database: Database) -> None:
    await owe(database, look())
    (of_the_dead,) = await claim(database)

    async with database.writing() as connection:
        await outbox.hasten(connection, courier="courier", in_hand=(), now=MONDAY)

    assert [c.id for c in await claim(database)] == [of_the_dead.id]


async def test_what_another_courier_works_on_is_not_taken_from_it(database: Database) -> None:
    await owe(database, look())
    await claim(database)

    async with database.writing() as connection:
        await outbox.hasten(connection, courier="another", in_hand=(), now=MONDAY)

    assert await claim(database) == []


async def test_couriers_at_work_at_the_same_time_never_claim_the_same(database: Database) -> None:
    await owe(database, *(words(n) for n in range(60)))

    async def courier() -> list[Claim]:
        mine: list[Claim] = []
        while claims := await claim(database, most=3):
            assert len(claims) <= 3
            mine += claims
            async with database.writing() as connection:
                await outbox.settle(connection, claims[0])
        return mine

    work = await asyncio.gather(*(courier() for _ in range(12)))

    times = Counter(c.id for mine in work for c in mine)
    assert len(times) == 60
    assert set(times.values()) == {1}


# A claim that ran out.


async def run_out(database: Database, debt: Debt) -> tuple[Claim, Claim]:
    """Somebody's claim whose lease ended, and the claim of who took it over."""
    await owe(database, debt)
    (old,) = await claim(database)
    (new,) = await claim(database, now=MONDAY + LEASE)
    return old, new


async def test_whose_claim_ran_out_cannot_settle_what_another_works_on(database: Database) -> None:
    old, _ = await run_out(database, look())

    async with database.writing() as connection:
        await outbox.settle(connection, old)

    assert await owed(database) == [Reconcile(F1)]


async def test_whose_claim_ran_out_cannot_give_back_what_another_works_on(database: Database) -> None:
    old, _ = await run_out(database, look())

    async with database.writing() as connection:
        await outbox.postpone(connection, old, MONDAY)

    assert await claim(database, now=MONDAY + LEASE) == []


async def test_whose_claim_ran_out_cannot_change_the_words_another_is_sending(database: Database) -> None:
    old, new = await run_out(database, words(1))

    async with database.writing() as connection:
        kept = await outbox.keep_sealed(connection, new, "gAAAA")
        kept_too_late = await outbox.keep_sealed(connection, old, "gBBBB")

    (again,) = await claim(database, now=MONDAY + 2 * LEASE)
    assert (kept, kept_too_late, again.sealed) == (True, False, "gAAAA")


# A clock that is set back.


async def test_what_is_owed_at_once_is_due_by_every_clock(database: Database) -> None:
    await owe(database, look(due_at=AT_ONCE, urgency=Urgency.REMOVAL))

    assert len(await claim(database, now=MONDAY - timedelta(days=3_650))) == 1


async def test_a_removal_that_was_tried_does_not_wait_for_a_clock_that_was_set_back(
    database: Database,
) -> None:
    await owe(database, look(due_at=AT_ONCE, urgency=Urgency.REMOVAL))
    (tried,) = await claim(database)
    async with database.writing() as connection:
        await outbox.postpone(connection, tried, MONDAY + timedelta(seconds=1))

    (again,) = await claim(database, now=MONDAY - timedelta(hours=1))

    assert again.id == tried.id
    assert await claim(database, now=MONDAY - timedelta(hours=1)) == []


async def test_an_end_that_is_still_to_come_is_not_taken_for_one_that_waited(database: Database) -> None:
    await owe(database, look(due_at=MONDAY + timedelta(days=30), urgency=Urgency.REMOVAL))

    assert await claim(database) == []


async def test_what_failed_stands_behind_what_was_never_tried(database: Database) -> None:
    await owe(database, look(F1, due_at=AT_ONCE, urgency=Urgency.REMOVAL))
    (failed,) = await claim(database)
    async with database.writing() as connection:
        await outbox.postpone(connection, failed, MONDAY - timedelta(hours=1))
    await owe(database, look(F2, urgency=Urgency.REMOVAL))

    claims = [(await claim(database, most=1))[0].effect for _ in range(2)]

    assert claims == [Reconcile(F2), Reconcile(F1)]


# Whether a look is owed.


@pytest.mark.parametrize(
    ("urgency", "by", "is_owed"),
    [
        (Urgency.REMOVAL, MONDAY, True),
        (Urgency.REMOVAL, MONDAY - A_MOMENT, False),
        (Urgency.ADMISSION, MONDAY, False),
    ],
)
async def test_a_look_is_owed_by_its_instant_and_by_its_urgency(
    database: Database, urgency: Urgency, by: datetime, is_owed: bool
) -> None:
    await owe(database, look(urgency=Urgency.REMOVAL), words(1))

    async with database.reading() as connection:
        assert await outbox.has_look(connection, F1, urgency, by=by) is is_owed
        assert not await outbox.has_look(connection, F2, urgency, by=by)


async def test_a_look_somebody_has_begun_is_owed_no_more(database: Database) -> None:
    await owe(database, look())
    await claim(database)

    async with database.reading() as connection:
        later = MONDAY + 2 * LEASE
        assert not await outbox.has_look(connection, F1, Urgency.ADMISSION, by=later)
