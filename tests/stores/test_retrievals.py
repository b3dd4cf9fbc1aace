"""Who was shown what is remembered for six months at most, without a word of what it said."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from hub.db import Database
from hub.identifiers import CaseId
from hub.notary import Notary
from hub.retrievals import LONGEST_KEPT, RETRIEVALS, Retrieval, RetrievalService
from hub.signet import Signet
from hub.vault import Vault
from tests.clock import MONDAY, Clock
from tests.databases import SqliteFiles, opened
from tests.people import AMIRA, BO, F1

F2 = CaseId("case-f2")
SIGNET = Signet(Vault(bytes(32)))
A_MOMENT = timedelta(microseconds=1)


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(RETRIEVALS))).scalar_one()


async def test_who_was_shown_what_comes_back_in_its_order_and_by_case(database: Database) -> None:
    clock = Clock()
    log = RetrievalService(database, clock.chance)

    await log.note(F1, "case.shown", by=AMIRA.id)
    later = clock.push(hours=1)
    await log.note(F1, "consent.shown", by=BO.id)
    await log.note(F2, "case.shown", by=AMIRA.id)

    assert await log.of_case(F1) == [
        Retrieval(at=MONDAY, actor=AMIRA.id, deed="case.shown", case=F1),
        Retrieval(at=later, actor=BO.id, deed="consent.shown", case=F1),
    ]


async def test_after_six_months_it_is_neither_shown_nor_kept(database: Database) -> None:
    clock = Clock()
    log = RetrievalService(database, clock.chance)
    await log.note(F1, "case.shown", by=AMIRA.id)

    clock.push(seconds=(LONGEST_KEPT - A_MOMENT).total_seconds())
    before = await log.of_case(F1)
    clock.push(microseconds=1)
    after = await log.of_case(F1)
    await log.note(F2, "case.shown", by=AMIRA.id)

    assert (len(before), after) == (1, [])
    assert await count(database) == 1


async def test_the_notarys_round_forgets_also_where_nobody_looks_any_more(database: Database) -> None:
    clock = Clock()
    await RetrievalService(database, clock.chance).note(F1, "case.shown", by=AMIRA.id)
    clock.push(days=180)

    await Notary(database, SIGNET, clock.chance).round(whole=False)

    assert await count(database) == 0


async def test_a_clock_that_is_a_year_ahead_for_one_round_does_not_empty_the_log(database: Database) -> None:
    clock = Clock()
    log, notary = RetrievalService(database, clock.chance), Notary(database, SIGNET, clock.chance)
    for _ in range(10):
        await log.note(F1, "case.shown", by=AMIRA.id)
        clock.push(days=1)

    clock.push(days=365)
    await notary.round(whole=False)
    clock.push(days=-365)

    assert len(await log.of_case(F1)) == 8


async def test_a_hub_that_slept_for_long_forgets_day_by_day_until_nothing_is_left(database: Database) -> None:
    clock = Clock()
    log, notary = RetrievalService(database, clock.chance), Notary(database, SIGNET, clock.chance)
    for _ in range(10):
        await log.note(F1, "case.shown", by=AMIRA.id)
        clock.push(days=1)
    clock.push(days=365)

    shown = await log.of_case(F1)
    for _ in range(5):
        await notary.round(whole=False)

    assert (shown, await count(database)) == ([], 0)


@pytest.mark.parametrize("spoilt", ["at = 'x'", "at = x'00'", "deed = x'ff'", "actor = 5"])
async def test_a_spoilt_retrieval_hides_no_other(sqlite: SqliteFiles, spoilt: str) -> None:
    clock = Clock()
    async with sqlite.migrated() as url, opened(url) as database:
        log = RetrievalService(database, clock.chance)
        await log.note(F1, "case.shown", by=AMIRA.id)
        async with database.writing() as connection:
            await connection.execute(text(f"UPDATE retrieval SET {spoilt}"))
        await log.note(F1, "case.shown", by=BO.id)

        shown = await log.of_case(F1)

    assert len(shown) == 2
    assert Retrieval(at=MONDAY, actor=BO.id, deed="case.shown", case=F1) in shown


def test_no_six_months_are_shorter_than_what_is_kept() -> None:
    # From 31 August to the end of February.
    assert timedelta(days=181) > LONGEST_KEPT
