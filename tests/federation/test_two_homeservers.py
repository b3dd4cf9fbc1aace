"""The bench itself: a colleague on an agency's own homeserver is a full member, until she is not."""

import time
from datetime import UTC, datetime

import pytest

from hub.errors import HomeserverUnavailable
from hub.identifiers import RoomId, server_of
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.parting import TIE
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


async def seated(homeserver: MatrixHomeserver, *people: Person) -> RoomId:
    room = await homeserver.create_room(new_plan())
    for person in people:
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


async def test_where_two_spoke_at_once_her_server_is_told_so_before_she_leaves(federated: Federated) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    async with federated.hub.hub() as homeserver:
        room = await seated(homeserver, amira, bo)
        with federated.partitioned():
            await amira.says(room, "…")
            said = await bo.says(room, "…")

        async def is_told() -> bool:
            return (await amira.tries("GET", f"/rooms/{escaped(room)}/event/{escaped(said)}")).status == 200

        async def can_follow() -> bool:
            return await homeserver.catch_up(room, [bo.user], datetime.now(UTC)) is True

        async def is_out() -> bool:
            return not await reads(bo, room)

        # Whom somebody calls begins to speak again by itself.
        assert await homeserver.can_reach(server_of(bo.user))
        await eventually(is_told, within=30)
        await eventually(can_follow, within=30)
        assert (await amira.tries("GET", f"/rooms/{escaped(room)}/state/{TIE}")).status == 200
        await homeserver.remove(room, bo.user)
        await eventually(is_out)


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
