"""The lists that hang out for the guard are those who may sit, whoever changed that and however."""

import asyncio
from datetime import timedelta

from structlog.testing import capture_logs

from hub.identifiers import RoomId, UserId
from hub.rooms.board import Board
from hub.rooms.lists import Lists
from hub.rooms.model import List
from tests.desk import Desk
from tests.eventually import eventually
from tests.fakes.bell import HandBell
from tests.filing import is_filed
from tests.flows.test_themes import about_school
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, VOICE

AT_ONCE = timedelta(0)


async def lists(desk: Desk) -> dict[RoomId, List]:
    """All that hangs out now, as somebody reads it who knows nothing yet."""
    await desk.hub.lists.catch_up()
    notice = await desk.hub.lists.board.read("", longest=AT_ONCE)
    assert notice
    assert notice.is_whole
    return {room: list_ for room, list_ in notice.rooms.items() if list_ is not None}


async def listed(desk: Desk, room: RoomId) -> set[UserId]:
    return set((await lists(desk))[room])


async def test_a_list_names_who_may_sit_and_until_when(desk: Desk) -> None:
    case, (_, bos) = await desk.seats(AMIRA, BO)

    mine = (await lists(desk))[await desk.room(case)]

    assert mine.keys() == {AMIRA.user, BO.user, JONAS.user, VOICE}
    assert (mine[BO.user], mine[JONAS.user]) == (bos.valid_until, None)


async def test_dario_and_elif_stand_on_no_list(desk: Desk) -> None:
    case = await desk.opens_case(ELIF, DARIO)
    await desk.consents(case, AMIRA)
    await desk.works_off()

    assert await listed(desk, await desk.room(case)) == {AMIRA.user, JONAS.user, VOICE}


async def test_a_withdrawal_is_on_the_board_before_anybody_was_removed(desk: Desk) -> None:
    case, (_, bos) = await desk.seats(AMIRA, BO)
    room = await desk.room(case)
    assert BO.user in await listed(desk, room)

    await desk.withdraws(bos)

    assert BO.user not in await listed(desk, room)
    assert BO.user in await desk.inside(case)


async def test_what_another_process_commits_is_on_the_board_too(desk: Desk) -> None:
    case, (_, bos) = await desk.seats(AMIRA, BO)
    ours = Lists(desk.hub.database, [VOICE], desk.hub.servers, desk.clock.chance, Board("ours"))
    await ours.catch_up()

    await desk.withdraws(bos)
    await ours.catch_up()

    notice = await ours.board.read("", longest=AT_ONCE)
    assert notice
    assert BO.user not in (notice.rooms[await desk.room(case)] or {})


async def test_a_room_is_on_the_board_as_soon_as_it_is_made(desk: Desk) -> None:
    case = await desk.opens_case()
    await lists(desk)
    await desk.consents(case, AMIRA)

    await desk.works_off()

    assert await listed(desk, await desk.room(case)) == {AMIRA.user, JONAS.user, VOICE}


async def test_a_right_that_begins_later_is_on_the_board_when_it_begins(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA)
    await desk.consents(case, BO, begins=desk.clock.now() + timedelta(hours=1))
    await desk.works_off()
    room = await desk.room(case)
    before = await listed(desk, room)

    desk.clock.push(hours=1)

    assert BO.user not in before
    assert BO.user in await listed(desk, room)


async def test_of_a_closed_case_nobody_stands_on_a_list(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    room = await desk.room(case)

    await desk.hub.cases.close(case, by="test")

    assert await listed(desk, room) == set()


async def test_each_room_of_a_case_has_a_list_of_its_own(desk: Desk) -> None:
    case, _ = await about_school(desk)

    assert CHLOE.user in await listed(desk, await desk.room(case, "school"))
    assert CHLOE.user not in await listed(desk, await desk.room(case))


async def test_an_erased_case_hangs_out_no_more(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    room = await desk.room(case)
    await lists(desk)
    at = desk.hub.lists.board.position
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)
    await desk.hub.erasure.erase(case, by="test")

    assert room not in await lists(desk)
    notice = await desk.hub.lists.board.read(at, longest=AT_ONCE)
    assert notice
    assert (notice.is_whole, notice.rooms) == (False, {room: None})


async def test_only_what_changed_is_told_to_who_knows_the_rest(desk: Desk) -> None:
    one, (_, bos) = await desk.seats(AMIRA, BO)
    await lists(desk)
    at = desk.hub.lists.board.position

    await desk.withdraws(bos)
    await desk.hub.lists.catch_up()

    notice = await desk.hub.lists.board.read(at, longest=AT_ONCE)
    assert notice
    assert (notice.is_whole, set(notice.rooms)) == (False, {await desk.room(one)})


async def test_who_draws_the_lists_hears_every_ring_and_alarms_while_no_guard_reads(desk: Desk) -> None:
    case, (_, bos) = await desk.seats(AMIRA, BO)
    room, ear = await desk.room(case), HandBell()
    board = Board("brief", lease=timedelta(seconds=1))
    lists = Lists(desk.hub.database, [VOICE], desk.hub.servers, desk.clock.chance, board)
    with capture_logs() as logs:
        drawing = asyncio.create_task(lists.run(ear))
        first = await board.read("", longest=timedelta(seconds=5))
        assert first
        await desk.withdraws(bos)
        ear.ring()
        news = await board.read(first.position, longest=timedelta(seconds=5))

        async def is_silent() -> bool:
            ear.ring()
            return "guard silent" in {line["event"] for line in logs}

        async def is_heard_again() -> bool:
            await board.read("", longest=AT_ONCE)
            ear.ring()
            return "guard heard again" in {line["event"] for line in logs}

        await eventually(is_silent)
        await eventually(is_heard_again)
        drawing.cancel()

    assert BO.user in (first.rooms[room] or {})
    assert news
    assert BO.user not in (news.rooms[room] or {})
    told = [line["event"] for line in logs if line["event"].startswith("guard")]
    assert told[:2] == ["guard silent", "guard heard again"]
