"""Who turned listening on and off many times: nothing gets slower by it, and nothing too much is owed."""

from hub import outbox
from hub.effects import NO_CASE, AnnounceListening, EndListener
from hub.errors import Refused
from hub.identifiers import SwitchId
from hub.listening import store
from hub.listening.model import Deed, Switch
from tests.desk import Desk
from tests.flows.test_direct import comes
from tests.people import AMIRA, BO


async def turned_on(desk: Desk) -> Switch:
    switch = await desk.hub.hearing.begin(BO.user)
    assert not isinstance(switch, Refused)
    return switch


async def turned_off(desk: Desk) -> None:
    assert not isinstance(await desk.hub.hearing.end(BO.user), Refused)


async def read(desk: Desk, *also: SwitchId) -> list[SwitchId]:
    """Of which of Bo's switches the chain is asked."""
    async with desk.hub.database.reading() as connection:
        return [one.id for one in await store.alone(connection, [BO.id, AMIRA.id], also=also)]


async def test_of_what_is_over_the_chain_is_not_asked_unless_somebody_needs_to_know(desk: Desk) -> None:
    await comes(desk, BO.user)
    before = []
    for _ in range(3):
        before.append((await turned_on(desk)).id)
        await turned_off(desk)
    off = await read(desk)
    on = await turned_on(desk)

    assert off == []
    assert await read(desk) == [on.id]
    assert await read(desk, before[1]) == [before[1], on.id]
    shown = await desk.hub.hearing.shown(BO.user)
    assert shown == on


async def test_that_it_is_over_is_told_and_its_account_ended_also_after_many_turns(desk: Desk) -> None:
    await comes(desk, BO.user)
    await turned_on(desk)
    await turned_off(desk)
    on = await turned_on(desk)
    await desk.works_off()
    await turned_off(desk)

    assert await desk.hub.listening.is_ended(EndListener(NO_CASE, on.id, BO.id))
    assert await desk.hub.listening.is_worth_telling(
        AnnounceListening(NO_CASE, on.circle, on.id, Deed.ENDED, BO.id)
    )


async def test_where_nobody_was_told_yet_there_is_no_account_to_end(desk: Desk) -> None:
    await comes(desk, BO.user)
    for _ in range(3):
        await turned_on(desk)
        await turned_off(desk)
    async with desk.hub.database.reading() as connection:
        owed = await outbox.of_case(connection, NO_CASE)
    await desk.works_off()

    assert [one for one in owed if isinstance(one, EndListener)] == []
    assert desk.homeserver.ended == set()
