"""The bench itself: a colleague on an agency's own homeserver is a full member, until she is not."""

import time

import pytest

from hub.errors import HomeserverUnavailable
from hub.identifiers import RoomId
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import escaped
from hub.rooms.model import Membership
from tests.contract.stages import new_plan
from tests.eventually import eventually
from tests.federated import Federated
from tests.real import Person
from tests.relay import Line

pytestmark = pytest.mark.homeserver


async def reads(person: Person, room: RoomId) -> bool:
    """Whether her own server takes her for a member."""
    path = f"/rooms/{escaped(room)}/state/m.room.member/{escaped(person.user)}"
    answer = await person.tries("GET", path)
    return answer.status == 200 and answer.body.get("membership") == "join"


async def seated(homeserver: MatrixHomeserver, person: Person) -> RoomId:
    room = await homeserver.create_room(new_plan())
    await homeserver.invite(room, person.user)
    await person.joins(room)
    assert (await homeserver.look(room)).seats[person.user].membership is Membership.JOINED
    return room


async def test_who_is_removed_is_out_on_her_own_server_too(federated: Federated) -> None:
    bo = await federated.agency.person("bo")
    async with federated.hub.hub() as homeserver:
        room = await seated(homeserver, bo)
        assert await reads(bo, room)
        began = time.perf_counter()
        await homeserver.remove(room, bo.user)

        async def is_out() -> bool:
            return not await reads(bo, room)

        await eventually(is_out)
    assert time.perf_counter() - began < 10


async def test_she_can_let_nobody_in(federated: Federated) -> None:
    bo, dario = await federated.agency.person("bo"), await federated.agency.person("dario")
    async with federated.hub.hub() as homeserver:
        room = await seated(homeserver, bo)
        answer = await bo.tries("POST", f"/rooms/{escaped(room)}/invite", {"user_id": dario.user})
        assert answer.status == 403
        assert dario.user not in (await homeserver.look(room)).seats


@pytest.mark.parametrize("line", [Line.CUT, Line.SILENT])
async def test_behind_a_cut_line_nobody_is_reached_and_she_still_sees_her_own_server(
    federated: Federated, line: Line
) -> None:
    bo, late = await federated.agency.person("bo"), await federated.agency.person("late")
    async with federated.hub.hub() as homeserver:
        room = await seated(homeserver, bo)
        with federated.partitioned(line):
            await homeserver.remove(room, bo.user)
            assert bo.user not in (await homeserver.look(room)).seats
            assert await reads(bo, room), "her server cannot know yet"
            with pytest.raises(HomeserverUnavailable):
                await homeserver.invite(room, late.user)
