"""Of an erased case nothing is left, in no table and no file of hub and homeserver, but what must stay."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from hub import outbox
from hub.cases.model import Case
from hub.closing.model import ClosingNote, Outcome
from hub.matrix.accounts import sign_in
from hub.tour.scan import files_with
from tests.eventually import eventually
from tests.filing import closes, is_filed, waives
from tests.house.opened import open_house, written_down
from tests.house.story import Story, begin, call_conference, tell
from tests.house.test_nothing_in_clear import private
from tests.people import AMIRA, BRUECKE

pytestmark = pytest.mark.homeserver

REMAINS, RESPONSIBLE, REASON = (
    "Ratenplan mit dem Birkenhof",
    "Frau Lindner im Haus B",
    "Berät ohne eigene Akte",
)
LETTER = "a photograph of the landlord's letter"
# Where Synapse keeps the pseudonym of an account and the ids of rooms for ever: who was where, and no word.
BOOKKEEPING = {
    "current_state_delta_stream",
    "device_lists_stream",
    "erased_users",
    "user_ips",
    "user_stats_current",
    "users",
}
# In its first minutes, and after some updates, Synapse brings its tables up to date, a step a second. On the
# way it copies all accounts' names (`_temp_populate_user_directory_users`), and drops the copy after use.
SETTLING = 300.0


async def test_nothing_of_an_erased_case_is_left(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with written_down(data):
        async with open_house(data) as house:
            story = await begin(house)
            await tell(story)
            await call_conference(story)
            await has_a_room(story)
            await uploads(story)
            await is_closed_and_filed(story)
            words = [*private(story), REMAINS, RESPONSIBLE, REASON]
            before = files_with(data, [LETTER])
            in_clear = files_with(data, words)

            await eventually(lambda: is_erased(story), within=30)
            await eventually(lambda: is_quiet(story), within=120)
            await eventually(lambda: has_settled_in(data), within=SETTLING)
        afterwards = files_with(data, [*words, LETTER])

    assert before
    assert in_clear == afterwards == []
    # The chain names the case by its id, and its client by no account.
    assert tables_with(data / "hub.sqlite", story.case) == {"audit_entry"}
    assert tables_with(data / "hub.sqlite", story.client) == set()
    assert tables_with(data / "homeserver" / "homeserver.sqlite", story.client) <= BOOKKEEPING
    assert tables_with(data / "homeserver" / "homeserver.sqlite", f"fallraum-{story.case}") == set()


async def has_a_room(story: Story) -> None:
    async def is_made() -> bool:
        return await story.hub.rooms.of_case(story.case) is not None

    await eventually(is_made, within=30)


async def uploads(story: Story) -> None:
    """Lena sends a file from her own client."""
    site = story.house.site
    token = await sign_in(site.wire, story.client, "PHONE")
    async with httpx2.AsyncClient(base_url=site.settings.homeserver_url, trust_env=False) as http:
        sent = await http.post(
            "/_matrix/media/v3/upload",
            content=LETTER.encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"},
        )
    assert sent.status_code == 200


async def is_closed_and_filed(story: Story) -> None:
    note = ClosingNote(Outcome.HANDED_ON, (REMAINS,), RESPONSIBLE)
    lead = story.called(AMIRA)
    assert isinstance(await closes(story.hub, story.case, lead, note), Case)
    await waives(story.hub, story.case, BRUECKE.id, lead, REASON)
    await is_filed(story.hub, story.case)


async def is_erased(story: Story) -> bool:
    return isinstance(await story.hub.erasure.erase(story.case, by="test"), Case)


async def is_quiet(story: Story) -> bool:
    """Whether nothing is owed to the case any more."""
    async with story.hub.database.reading() as connection:
        return not await outbox.of_case(connection, story.case)


def has_settled_in(data: Path) -> bool:
    """Whether the homeserver has done all that it does of its own accord after its first start."""
    with closing(sqlite3.connect(data / "homeserver" / "homeserver.sqlite")) as connection:
        return connection.execute("SELECT update_name FROM background_updates").fetchone() is None


def tables_with(file: Path, word: str) -> set[str]:
    """In which tables of a database a word stands."""
    found = set()
    with sqlite3.connect(file) as connection:
        connection.text_factory = bytes
        names = [
            name.decode()
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for name in names:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            if any(word in str(row) for row in rows):
                found.add(name)
    connection.close()
    return found
