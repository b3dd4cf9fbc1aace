"""Two causes of the same look need one look, as long as it comes after both."""

import asyncio
from datetime import datetime, timedelta

import pytest

from hub import outbox
from hub.chance import Chance
from hub.db import Database
from hub.effects import AnnounceDeparture, Debt, Effect, PostAgenda, Reconcile, Urgency
from hub.identifiers import CaseId, ConferenceId
from hub.outbox import Claim
from tests.clock import MONDAY
from tests.people import CHLOE, F1

LATER = MONDAY + timedelta(days=30)
F2 = CaseId("case-f2")
ADMISSION = Debt(Reconcile(F1), MONDAY, Urgency.ADMISSION)
REMOVAL = Debt(Reconcile(F1), MONDAY, Urgency.REMOVAL)
EXPIRY = Debt(Reconcile(F1), LATER, Urgency.REMOVAL)


async def owe(database: Database, *debts: Debt, now: datetime = MONDAY) -> None:
    for debt in debts:
        async with database.writing() as connection:
            await outbox.owe(connection, Chance(now=lambda: now), debt)


async def claim(database: Database, now: datetime = MONDAY) -> list[Claim]:
    async with database.writing() as connection:
        return await outbox.claim(connection, courier="courier", now=now, most=100)


async def count_due(database: Database, now: datetime = MONDAY) -> int:
    return len(await claim(database, now))


async def test_two_looks_that_are_due_become_one(database: Database) -> None:
    await owe(database, ADMISSION, ADMISSION)

    assert await count_due(database) == 1


async def test_a_removal_that_is_due_takes_no_admission_in_for_it_lets_nobody_in(database: Database) -> None:
    await owe(database, REMOVAL, ADMISSION)

    assert [c.urgency for c in await claim(database)] == [Urgency.REMOVAL, Urgency.ADMISSION]


async def test_an_admission_that_is_due_never_swallows_a_removal(database: Database) -> None:
    await owe(database, ADMISSION, REMOVAL)

    assert [c.urgency for c in await claim(database)] == [Urgency.REMOVAL, Urgency.ADMISSION]


async def test_a_look_that_is_due_never_swallows_one_of_the_future(database: Database) -> None:
    await owe(database, REMOVAL, EXPIRY)

    assert await count_due(database, MONDAY) == 1
    assert await count_due(database, LATER) >= 1


async def test_a_look_of_the_future_never_swallows_one_that_is_due(database: Database) -> None:
    await owe(database, EXPIRY, REMOVAL)

    assert await count_due(database, MONDAY) == 1


async def test_looks_of_the_future_stay_apart_even_at_the_same_instant(database: Database) -> None:
    await owe(database, EXPIRY, EXPIRY)

    assert await count_due(database, LATER) == 2


async def test_looks_at_different_cases_stay_apart(database: Database) -> None:
    await owe(database, ADMISSION, Debt(Reconcile(F2), MONDAY, Urgency.ADMISSION))

    assert await count_due(database) == 2


@pytest.mark.parametrize(
    "effect",
    [PostAgenda(F1, ConferenceId("conference")), AnnounceDeparture(F1, CHLOE.id)],
)
async def test_words_are_never_swallowed(database: Database, effect: Effect) -> None:
    debt = Debt(effect, MONDAY, Urgency.WORDS)

    await owe(database, ADMISSION, debt, debt)

    assert [c.effect for c in await claim(database)].count(effect) == 2


async def test_a_look_that_somebody_has_begun_swallows_nothing(database: Database) -> None:
    await owe(database, REMOVAL)
    await claim(database)

    await owe(database, REMOVAL)

    assert await count_due(database) == 1


async def test_a_look_that_was_postponed_swallows_nothing_before_its_time(database: Database) -> None:
    await owe(database, REMOVAL)
    (claimed,) = await claim(database)
    async with database.writing() as connection:
        await outbox.postpone(connection, claimed, MONDAY + outbox.LONGEST_PATIENCE)

    await owe(database, REMOVAL)

    assert await count_due(database) == 1


async def test_a_look_under_way_swallows_nothing_although_all_were_hastened(database: Database) -> None:
    # The homeserver came back (or a second courier started) while a look was under way.
    await owe(database, REMOVAL)
    (under_way,) = await claim(database)
    async with database.writing() as connection:
        await outbox.hasten(connection, courier="courier", in_hand={under_way.id}, now=MONDAY)

    await owe(database, REMOVAL)
    async with database.writing() as connection:
        await outbox.settle(connection, under_way)

    assert await count_due(database) >= 1


async def test_a_look_owed_while_another_is_being_claimed_is_not_lost(database: Database) -> None:
    await owe(database, REMOVAL)
    async with database.writing() as connection:
        (begun,) = await outbox.claim(connection, courier="courier", now=MONDAY, most=1)
        newer = asyncio.create_task(owe(database, REMOVAL))
        await asyncio.wait({newer}, timeout=0.1)
    await newer

    assert [c.id for c in await claim(database)] != [begun.id]
    assert await count_due(database) == 0


async def test_a_look_waits_for_the_cause_that_relies_on_it(database: Database) -> None:
    await owe(database, REMOVAL)
    async with database.writing() as connection:
        await outbox.owe(connection, Chance(now=lambda: MONDAY), REMOVAL)
        courier = asyncio.create_task(claim(database))
        await asyncio.wait({courier}, timeout=0.1)
        begun_before_the_commit = courier.result() if courier.done() else []

    assert begun_before_the_commit == []
    assert len([*await courier, *await claim(database)]) == 1
