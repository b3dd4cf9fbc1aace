"""A day with real clients on a real homeserver: afterwards nobody can read when somebody could be reached."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from hub.house import House
from hub.identifiers import RoomId, UserId
from hub.presence.model import State
from hub.tour.person import Person
from hub.tour.scan import files_with
from hub.tour.watching import Watching, watching
from tests.eventually import eventually
from tests.house.opened import LOG, PATIENCE, open_house, signed_in, written_down
from tests.house.story import Story, begin, tell
from tests.people import AMIRA, BO

pytestmark = pytest.mark.homeserver

# Where Synapse keeps that there is such an account, where it sits, what it has said (sealed) and read, and
# what it was used for last. None of it is a list of when somebody was there.
KEPT = {
    *(
        "access_tokens",
        "account_data",
        "device_inbox",
        "device_lists_stream",
        "devices",
        "e2e_cross_signing_keys",
    ),
    *("e2e_cross_signing_signatures", "e2e_device_keys_json", "e2e_one_time_keys_json", "profiles", "users"),
    *("current_state_delta_stream", "current_state_events", "local_current_membership", "room_memberships"),
    *("sliding_sync_membership_snapshots", "state_events", "state_groups_state", "user_stats_current"),
    *("event_json", "event_txn_id_device_id", "events", "user_daily_visits", "user_ips"),
    # Until they are over, an hour at most; then the guard deletes them (`tests/guard/test_forgetting.py`).
    "open_id_tokens",
}
SAYS = (("👁", "not-shown"), ("🟢", "reachable"), ("🔴", "in-conference"), ("⚪", "not-shown"))


@dataclass(slots=True)
class Day:
    """Bo, whom Amira watches."""

    story: Story
    amira: Person
    bo: Person
    own: RoomId

    async def passes(self) -> None:
        """Bo says by reactions that he can be reached, is in a meeting, and no longer; Amira sees it."""
        url = f"ws://127.0.0.1:{self.story.house.settings.door_port}/live"
        async with watching(url, self.amira) as line:
            for key, state in SAYS:
                await self.bo.reacts(self.own, key)
                await eventually(partial(_sees, line, self.bo.user, state), within=PATIENCE)
        await eventually(self._is_nothing_left, within=PATIENCE)

    async def _is_nothing_left(self) -> bool:
        said = [event for event in await self.bo.sees(self.own) if event["type"] == "m.reaction"]
        return bool(said) and not any(event["content"] for event in said)


async def test_nobody_can_read_afterwards_when_somebody_could_be_reached(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with written_down(data):
        async with open_house(data) as house, _day(house, tmp_path / "clients") as day:
            before, logged = await at_rest(data / "hub.sqlite"), (data / LOG).read_text()
            for _ in range(2):
                await day.passes()
            after = await at_rest(data / "hub.sqlite")
            people = [day.bo.user, BO.name, day.amira.user, AMIRA.name, day.own]
        since = (data / LOG).read_text().removeprefix(logged)

    assert changed(before, after) <= {"reachability"}
    assert [word for word in people if word in since] == []
    assert files_with(data, [f'"{state}"' for state in State]) == []
    homeserver = data / "homeserver" / "homeserver.sqlite"
    assert (tables_with(homeserver, day.bo.user) | tables_with(homeserver, day.amira.user)) - KEPT == set()
    assert expired_tokens(homeserver) == 0


@asynccontextmanager
async def _day(house: House, folder: Path) -> AsyncIterator[Day]:
    story = await begin(house)
    await tell(story)
    users = [story.called(person).user for person in (AMIRA, BO)]
    people = [await signed_in(story, user, folder / str(place)) for place, user in enumerate(users)]
    try:
        amira, bo = people
        yield Day(story, amira, bo, await _comes_into_own_room(story, bo))
    finally:
        for person in people:
            await person.close()


async def _comes_into_own_room(story: Story, person: Person) -> RoomId:
    assert await story.hub.direct.open(person.user) is None
    await eventually(lambda: _is_listed(story, person.user), within=PATIENCE)
    (room,) = await story.hub.direct.lists()
    await person.join(room)

    async def is_greeted() -> bool:
        await person.catch_up()
        return any("🟢" in text for text in person.read)

    await eventually(is_greeted, within=PATIENCE)
    return room


async def _is_listed(story: Story, user: UserId) -> bool:
    return any(user in people for people in (await story.hub.direct.lists()).values())


async def _sees(line: Watching, user: UserId, state: str) -> bool:
    return line.sees.get(user) == state


async def at_rest(database: Path) -> Mapping[str, list[str]]:
    """Its rows, once nothing is changed any more."""
    rows = rows_of(database)
    while not await _is_the_same_a_moment_later(database, rows):
        rows = rows_of(database)
    return rows


async def _is_the_same_a_moment_later(database: Path, rows: Mapping[str, list[str]]) -> bool:
    await asyncio.sleep(1)
    return rows_of(database) == rows


def changed(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> set[str]:
    """In which tables other rows stand."""
    return {name for name in before if before[name] != after[name]}


def rows_of(database: Path) -> Mapping[str, list[str]]:
    """Every row of every table."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            name: sorted(map(str, connection.execute(f'SELECT * FROM "{name}"')))
            for name in _tables(connection)
        }


def tables_with(database: Path, word: str) -> set[str]:
    """The tables in which a word stands somewhere."""
    return {name for name, rows in rows_of(database).items() if any(word in row for row in rows)}


def expired_tokens(database: Path) -> int:
    """How many tokens for signing in stand there that open nothing any more."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT count(*) FROM open_id_tokens WHERE ts_valid_until_ms < ?"
        return int(connection.execute(query, (time.time() * 1000,)).fetchone()[0])


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    )
    # What only stands there while Synapse is at something is none of them.
    return [name for (name,) in found if not name.startswith(("sqlite_", "_temp_"))]
