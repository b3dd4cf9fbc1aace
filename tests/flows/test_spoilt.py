"""On SQLite a column holds whatever somebody put there: one spoilt row keeps nobody in, and stops nothing."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from structlog.testing import capture_logs

from hub import outbox
from hub.cases.model import About
from hub.consent.model import State
from hub.db import Database
from hub.effects import Urgency
from hub.identifiers import CLIENT, CaseId, RoomId, UserId
from hub.rooms.model import Membership
from tests.databases import SqliteFiles, opened
from tests.desk import Desk
from tests.eventually import eventually
from tests.fakes.bell import HandBell
from tests.filing import closes, extract_for, takes
from tests.flows.test_disclosure import begins, warns
from tests.people import AMIRA, BO, JONAS, SELMA
from tests.shelves import shelve_people


@pytest.fixture
async def desk(sqlite: SqliteFiles) -> AsyncIterator[Desk]:
    """A whole hub on SQLite."""
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        yield Desk(database, HandBell())


async def spoil(database: Database, statement: str) -> None:
    async with database.writing() as connection:
        done = await connection.execute(text(statement))
        assert done.rowcount == 1


async def spoil_debt(desk: Desk, spoilt: Mapping[str, object], *, number: str = "0") -> None:
    """A debt stands before all others, and nobody can read it."""
    values: dict[str, object] = {
        "id": number,
        "kind": "reconcile",
        "case_id": "another",
        "ids": '{"case": "another"}',
        "urgency": Urgency.REMOVAL,
        "due_at": desk.clock.now(),
        "attempts": 0,
    }
    async with desk.hub.database.writing() as connection:
        await connection.execute(insert(outbox.OUTBOX).values(values | dict(spoilt)))


NO_IDS: Mapping[str, object] = {"ids": "x"}
UNREADABLE_DEBTS: Sequence[Mapping[str, object]] = [
    NO_IDS,
    {"ids": "[]"},
    {"ids": '{"room": "another"}'},
    {"ids": '{"case": ["another"]}'},
    {"ids": '{"case": "a third"}'},
    {"ids": '{"case":' * 100_000},
    {"kind": "x"},
    {"kind": "erase-room"},
    {"urgency": -1},
]


@pytest.mark.parametrize("spoilt", UNREADABLE_DEBTS, ids=lambda spoilt: str(spoilt)[:40])
async def test_a_debt_that_nobody_can_read_keeps_nobody_in(desk: Desk, spoilt: Mapping[str, object]) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    await spoil_debt(desk, spoilt)
    await desk.withdraws(his)

    with capture_logs() as logs:
        await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}
    told = [log for log in logs if log["event"] == "debt unreadable"]
    assert [(log["id"], log["log_level"]) for log in told] == [("0", "error")]
    assert "another" not in repr(told)


async def test_any_number_of_unreadable_debts_stop_no_courier(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    for number in range(40):
        await spoil_debt(desk, NO_IDS, number=str(number))
    await desk.withdraws(his)

    working = asyncio.create_task(desk.courier.run())
    await eventually(lambda: is_out(desk, case))
    desk.courier.stop()
    await working

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}


async def test_an_unreadable_debt_is_told_once_a_minute_and_not_over_and_over(desk: Desk) -> None:
    await spoil_debt(desk, NO_IDS)

    told = []
    for seconds in (0, 1, 58, 1, 60):
        desk.clock.push(seconds=seconds)
        with capture_logs() as logs:
            await desk.works_off()
        told.append([log["event"] for log in logs].count("debt unreadable"))

    assert told == [1, 0, 0, 1, 1]


async def test_nobody_leans_on_a_look_that_nobody_can_read(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    await spoil_debt(desk, {"case_id": case, "ids": "x"})

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}


async def test_a_due_date_that_is_none_keeps_no_courier_from_sleeping(desk: Desk) -> None:
    await spoil_debt(desk, {})
    await spoil(desk.hub.database, "UPDATE outbox SET due_at = 'x'")

    async with desk.hub.database.reading() as connection:
        assert await outbox.next_due(connection, after=desk.clock.now()) is None


@pytest.mark.parametrize("what", ["membership = 'x'", "since = 'x'"])
async def test_whose_seat_is_spoilt_leaves_all_the_same(desk: Desk, what: str) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    await spoil(desk.hub.database, f"UPDATE seat SET {what} WHERE user_id = '{BO.user}'")
    await desk.withdraws(his)

    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}
    desk.clock.push(minutes=5)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    assert await desk.inside(case) == set()


async def test_what_the_look_tells_is_written_over_a_spoilt_seat(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await spoil(desk.hub.database, f"UPDATE seat SET membership = 'x' WHERE user_id = '{BO.user}'")

    await desk.hub.rooms.reconcile(case)

    seats = (await desk.hub.rooms.roster(case)).seats
    assert seats[BO.user].membership is Membership.JOINED


@pytest.mark.parametrize("spoilt", ["opened_at = 'x'", "closed_at = 'x'"])
async def test_a_spoilt_case_hinders_no_other_and_a_withdrawal_in_it_is_taken(
    desk: Desk, spoilt: str
) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    other, _ = await desk.seats(AMIRA, client=SELMA)
    room = await desk.room(case)
    await spoil(desk.hub.database, f"UPDATE \"case\" SET {spoilt} WHERE id = '{case}'")

    ended = await desk.hub.consents.withdraw(his.id, by=CLIENT)
    await desk.works_off()

    assert getattr(ended, "state", ended) is State.WITHDRAWN
    assert BO.user not in sitting(desk, room)
    assert await desk.inside(other) == {SELMA.user, AMIRA.user}
    assert {found.label for found in await desk.hub.cases.all()} == {"F-1", "F-2"}
    assert await desk.hub.consents.doubtful() == []


async def test_an_end_that_nobody_can_read_opens_no_case_again(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    room = await desk.room(case)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await spoil(desk.hub.database, "UPDATE \"case\" SET closed_at = 'x'")

    await desk.hub.rooms.reconcile(case)

    assert sitting(desk, room) == set()
    (found,) = await desk.hub.cases.all()
    assert not found.is_open


async def test_a_closing_that_is_no_text_files_nothing_and_hides_none_beside_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await closes(desk.hub, case, AMIRA)
    await takes(desk.hub, case, BO, await extract_for(desk.hub, case, BO))
    (taken,) = [entry.act.target for entry in await desk.entries() if entry.act.deed == "closing.taken"]

    await spoil(
        desk.hub.database, f"UPDATE closing SET document = CAST(document AS BLOB) WHERE id = '{taken}'"
    )

    assert await desk.hub.closings.noted(case) is not None
    assert [share.is_filed for share in await desk.hub.closings.shares(case)] == [False, False]


async def test_a_disclosure_that_is_no_text_proves_nothing_and_hides_none_beside_it(desk: Desk) -> None:
    case = await begins(desk)
    spoilt, whole = await warns(desk, case), await warns(desk, case)

    await spoil(
        desk.hub.database,
        f"UPDATE disclosure SET document = CAST(document AS BLOB) WHERE id = '{spoilt.id}'",
    )

    known = {one.id: one.proven for one in await desk.hub.disclosures.of_case(case)}
    assert known == {spoilt.id: False, whole.id: True}


async def test_a_word_to_the_charter_that_nobody_can_have_signed_keeps_nobody_in(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    # More than any signed number: to write down what was signed fails.
    spoilt = f"UPDATE charter_acknowledgement SET version = {2**53} WHERE agency_id = '{AMIRA.agency}'"
    await spoil(desk.hub.database, spoilt)
    await desk.withdraws(his)

    await desk.works_off()

    # Amira's agency is bound no longer by what can be read.
    assert await desk.inside(case) == {JONAS.user}


async def test_a_room_whose_id_is_none_keeps_nobody_in_and_is_put_right(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    room = await desk.room(case)
    async with desk.hub.database.writing() as connection:
        await connection.execute(text("DELETE FROM seat"))
    await spoil(desk.hub.database, "UPDATE room SET id = x'ff'")
    await desk.withdraws(his)

    with capture_logs() as logs:
        await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}
    assert await desk.room(case) == room
    assert "not as the chain tells" in [log["event"] for log in logs]


def takes_away(database: Database, case: CaseId) -> None:
    """Whoever writes the file needs to keep none of its rules."""
    assert database.url.database
    with contextlib.closing(sqlite3.connect(database.url.database, isolation_level=None)) as file:
        file.execute('DELETE FROM "case" WHERE id = ?', (case,))


async def test_a_case_that_was_taken_away_is_an_alarm_until_it_is_back(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    other, _ = await desk.seats(AMIRA, client=SELMA)
    assert await desk.hub.cases.contradictions() == []

    takes_away(desk.hub.database, case)
    with capture_logs() as logs:
        await desk.hub.sweep.round()

    assert [(log["case"], log["log_level"]) for log in logs if log["event"] == "case gone"] == [
        (case, "error")
    ]
    assert [(one.about, one.id) for one in await desk.hub.cases.contradictions()] == [(About.LOST, case)]
    assert await desk.inside(other) == {SELMA.user, AMIRA.user}


async def test_a_case_that_nobody_can_read_makes_no_other_list_for_the_guard_old(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    other, (hers,) = await desk.seats(AMIRA, client=SELMA)
    room, gone = await desk.room(other), await desk.room(case)
    lists = desk.hub.lists
    await lists.catch_up()
    await desk.withdraws(hers)
    # Something was done in the one that nobody can read any more, too.
    await desk.hub.cases.close(case, by="test")

    takes_away(desk.hub.database, case)
    with capture_logs() as logs:
        await lists.catch_up()

    notice = await lists.board.read("", longest=timedelta(0))
    assert notice
    assert AMIRA.user not in (notice.rooms[room] or {})
    # Of that room the guard knows nothing: nobody new gets in, nobody is hindered.
    assert gone not in notice.rooms
    told = [log for log in logs if log["event"] == "list not drawn"]
    assert [(log["case"], log["log_level"]) for log in told] == [(case, "error")]


async def is_out(desk: Desk, case: CaseId) -> bool:
    return BO.user not in await desk.inside(case)


def sitting(desk: Desk, room: RoomId) -> set[UserId]:
    people = (JONAS.user, AMIRA.user, BO.user)
    return set(people) & desk.homeserver.seen(room).seats.keys()
