"""Nobody can say afterwards when somebody was reachable: any day leaves the same behind."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from hub.db import METADATA, Database
from hub.presence import store
from hub.presence.model import Declared, Source, State
from hub.presence.store import REACHABILITIES
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE
from tests.shelves import VAULT

PEOPLE = (AMIRA, BO, CHLOE)
MINUTES = 9 * 60


async def works_a_day(desk: Desk, chance: random.Random) -> None:
    """They come and go, type, read, are busy, hide and show themselves; Amira and Bo watch."""
    presence, feed = desk.hub.presence, desk.hub.feed
    watchers = [feed.watch(person.user) for person in (AMIRA, BO)]
    for _ in range(MINUTES):
        person = chance.choice(PEOPLE)
        match chance.randrange(6):
            case 0 | 1:
                presence.hear(person.user, chance.choice(list(Source)), is_there=chance.random() < 0.8)
            case 2:
                until = desk.clock.now() + timedelta(minutes=chance.randrange(5, 90))
                presence.say(person.user, chance.choice([State.BUSY, State.REACHABLE]), until)
            case 3:
                presence.take_back(person.user)
            case 4 if chance.random() < 0.1:
                await presence.declaring.be_away(
                    person.user, desk.clock.now() + timedelta(hours=chance.randrange(1, 9))
                )
            case 5 if chance.random() < 0.1:
                await presence.declaring.show(person.user, is_shown=chance.random() < 0.5)
        for watcher in watchers:
            await feed.look(watcher)
        desk.clock.push(minutes=1)
    # In the evening all lay down the same.
    for person in PEOPLE:
        await presence.declaring.be_away(person.user, None)
        await presence.declaring.show(person.user, is_shown=True)


async def rows_of(database: Database) -> Mapping[str, Sequence[str]]:
    """Every row there is, but what people laid down."""
    tables = [table for table in METADATA.sorted_tables if table is not REACHABILITIES]
    async with database.reading() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in (await connection.execute(select(table))).all())
            for table in tables
        }


async def declared(database: Database) -> Sequence[Declared]:
    """What all of them laid down."""
    async with database.reading() as connection:
        return [await store.declared(connection, person.id, VAULT.hub) for person in PEOPLE]


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_day_leaves_nothing_behind_by_which_one_could_tell_when_anybody_was_reachable(
    desk: Desk, seed: int
) -> None:
    await desk.seats(*PEOPLE)
    for person in PEOPLE:
        await desk.hub.presence.declaring.show(person.user, is_shown=True)
    before = await rows_of(desk.hub.database), await declared(desk.hub.database)

    with capture_logs() as logs:
        await works_a_day(desk, random.Random(seed))

    assert (await rows_of(desk.hub.database), await declared(desk.hub.database)) == before
    assert logs == []
