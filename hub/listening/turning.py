"""Turns switches in the transaction of whoever asks for it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.chance import Chance
from hub.effects import NO_CASE
from hub.errors import Refused
from hub.identifiers import COMMON, OWN, CaseId, ProfessionalId, SwitchId
from hub.listening import chain, rules, store
from hub.listening.model import Deed, Switch


async def begin(connection: AsyncConnection, chance: Chance, switch: Switch, *, by: str) -> None:
    """Have the hub listen by a switch; it does when the room was told."""
    await store.add(connection, switch)
    await outbox.owe(connection, chance, *rules.begun(switch, switch.since))
    await journal.append(connection, chain.noted(Deed.BEGUN, switch, by, switch.since))


async def begin_alone(
    connection: AsyncConnection, chance: Chance, professional: ProfessionalId, *, is_there: bool, by: str
) -> Switch | Refused:
    """As `begin`, in somebody's direct room, if they sit there."""
    # Of two who turn it on at once one finds it on.
    await journal.take_turn(connection)
    on = await turned_on(connection, professional)
    if no := rules.may_begin_alone(on, is_there=is_there):
        return no
    id_, now = SwitchId(chance.new_id()), chance.now()
    switch = Switch(id=id_, case=NO_CASE, circle=COMMON, since=now, professional=professional)
    await begin(connection, chance, switch, by=by)
    return switch


async def turned_on(connection: AsyncConnection, professional: ProfessionalId) -> Sequence[Switch]:
    """By which switch the hub listens in somebody's direct room, or is about to."""
    return [one for one in await store.alone(connection, [professional]) if not one.is_over]


async def end_alone(
    connection: AsyncConnection, chance: Chance, professional: ProfessionalId, *, is_there: bool, by: str
) -> Sequence[Switch]:
    """As `end`, in somebody's direct room; by which switches the hub had listened there."""
    await journal.take_turn(connection)
    on = await turned_on(connection, professional)
    await end(connection, chance, on, is_open=is_there, by=by)
    return on


async def end_own(connection: AsyncConnection, chance: Chance, case: CaseId) -> None:
    """As `end`, in an own room in which the client does not sit."""
    # Whoever turns it on at the same time finds them gone.
    await journal.take_turn(connection)
    known = chain.switches(await journal.acts_of(connection, case))
    on = [one for one in known if one.circle == OWN and not one.is_over]
    await end(connection, chance, on, is_open=False, by="hub")


async def end(
    connection: AsyncConnection, chance: Chance, on: Sequence[Switch], *, is_open: bool, by: str
) -> None:
    """Listen by these switches no more: every key is destroyed with the commit.

    A room that `is_open` no more, or in which nobody is left to be told, is told nothing.
    """
    now = chance.now()
    for switch in on:
        await store.forget(connection, switch.id)
        debts = rules.ended(switch, now, is_open=is_open)
        await outbox.owe(connection, chance, *debts)
        await journal.append(connection, chain.noted(Deed.ENDED, switch, by, now))
