"""Who turns listening in their direct room on and off again and again."""

import httpx2

from hub.commands.model import Heard
from hub.identifiers import CommandId, RoomId
from hub.listening.model import Switch
from hub.pace import MOST_IN_A_MINUTE
from tests.desk import Desk
from tests.doors.test_reactions import milliseconds, pushed, reaction
from tests.flows.test_direct import comes
from tests.people import BO
from web.reactions import MOST_TURNS_IN_A_MINUTE, MOST_TURNS_IN_AN_HOUR

ON, OFF = "👂", "🙉"


async def comes_in(desk: Desk) -> RoomId:
    """Bo sits in their direct room."""
    desk.hub.telling.voice = desk.speaker
    return await comes(desk, BO.user)


async def turns(desk: Desk, door: httpx2.AsyncClient, room: RoomId, *signs: str) -> None:
    at = milliseconds(desk)
    events = [reaction(room, BO.user, sign, at) | {"event_id": f"${desk.clock.new_id()}"} for sign in signs]
    await pushed(door, *events)


async def begun(desk: Desk) -> int:
    return (await desk.deeds()).count("listening.begun")


async def listens(desk: Desk) -> bool:
    return isinstance(await desk.hub.hearing.shown(BO.user), Switch)


async def test_of_many_turns_at_once_a_few_are_done_and_of_the_others_nobody_is_told(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    room = await comes_in(desk)
    before = len(await desk.entries())

    await turns(desk, door, room, *[ON, OFF] * 40)
    await desk.hub.telling.rest()

    assert len(await desk.entries()) - before == MOST_TURNS_IN_A_MINUTE
    assert desk.speaker.told == []
    assert not await listens(desk)
    desk.clock.push(minutes=1)
    await turns(desk, door, room, ON)
    assert await listens(desk)


async def test_after_a_while_it_goes_on_until_an_hour_is_full(desk: Desk, door: httpx2.AsyncClient) -> None:
    room = await comes_in(desk)
    for _ in range(30):
        await turns(desk, door, room, *[ON, OFF] * MOST_TURNS_IN_A_MINUTE)
        desk.clock.push(minutes=1)

    assert await begun(desk) == MOST_TURNS_IN_AN_HOUR // 2


async def test_off_is_done_however_often_they_turned_it(desk: Desk, door: httpx2.AsyncClient) -> None:
    room = await comes_in(desk)
    await turns(desk, door, room, *[OFF] * (MOST_TURNS_IN_A_MINUTE - 1), ON)
    on = await listens(desk)
    await turns(desk, door, room, ON, OFF)

    assert on
    assert not await listens(desk)


async def test_nobody_gets_more_commands_done_by_turning_it_off_and_on(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    room = await comes_in(desk)
    for _ in range(2):
        await turns(desk, door, room, ON)
        await desk.works_off()
        (switch,) = await desk.hub.listening.held("one")
        for number in range(MOST_IN_A_MINUTE):
            id_, body = CommandId(f"{switch.id}-{number}"), f"!termin F-{number}"
            heard = Heard(id=id_, sender=BO.user, at=desk.clock.now(), body=body)
            await desk.hub.commands.hear(switch, heard)
        await turns(desk, door, room, OFF)
        await desk.works_off()

    said = [owed.answer.key for _, owed in desk.speaker.answers_alone.values()]
    assert len(said) == MOST_IN_A_MINUTE + 1
    assert said[-1] == "refused-command-too-many"
