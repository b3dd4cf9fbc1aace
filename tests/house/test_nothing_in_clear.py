"""Nothing private stands in clear in any file that hub and homeserver write, whatever was entered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.catalogue import say
from hub.consent.model import ORGANISATION
from hub.identifiers import RoomId
from hub.matrix import names
from hub.tour.person import Person
from hub.tour.scan import files_with
from tests.eventually import eventually
from tests.house.opened import LOG, PATIENCE, open_house, signed_in, written_down
from tests.house.story import IN_VAIN, THEMES, TOPIC, WORDS, Story, begin, call_conference, tell
from tests.people import AMIRA, HUB, KATJA, LENA, OLAF

pytestmark = pytest.mark.homeserver

HEALTH = say("de", "roster-theme", theme=say("de", "theme-health"))


async def test_whatever_was_entered_nothing_private_stands_in_a_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with written_down(data):
        async with open_house(data) as house:
            story = await begin(house)
            await tell(story)
            async with at_their_clients(story, tmp_path / "clients") as amira:
                await call_conference(story)
                await eventually(lambda: reads(amira, TOPIC, HEALTH), within=PATIENCE)
            while_running = files_with(data, private(story))
            opened = await story.private()
            in_use = {path.name for path in data.rglob("*.sqlite*")}
        afterwards = files_with(data, private(story))

    assert while_running == afterwards == []
    # A search that finds nothing proves nothing, unless all was entered and what must be there is found.
    assert [word for word in (*WORDS, KATJA.name, OLAF.name) if word not in opened] == []
    assert {"hub.sqlite-wal", "homeserver.sqlite-wal"} <= in_use
    for voice in (names.steward, names.conference_voice, names.monitor_voice):
        assert {"hub.sqlite", "homeserver/homeserver.sqlite"} <= set(files_with(data, [voice(HUB)]))
    assert LOG in files_with(data, ["up-voices"])
    assert files_with(data, [AMIRA.name]) == ["hub.sqlite"]


def private(story: Story) -> list[str]:
    """Everything that nobody may find: who, what for, why, and what was answered to which theme."""
    people = [part for guest in (LENA, KATJA, OLAF) for part in (guest.name, guest.born.isoformat())]
    answers = [
        spelling.format(theme, answer)
        for theme, answer in THEMES.items()
        for spelling in ('"{}": "{}"', '"{}":"{}"', "'{}': '{}'", "{}={}")
    ]
    codes = ['"health"', "'health'", '"offences"', "'offences'"]
    return [*people, story.born, *WORDS, TOPIC, IN_VAIN, HEALTH, *answers, *codes]


@asynccontextmanager
async def at_their_clients(story: Story, folder: Path) -> AsyncIterator[Person]:
    """Amira and Lena sit in the common room and in that about health; with Amira's own client."""
    users = (story.called(AMIRA).user, story.client)
    people = [await signed_in(story, user, folder / str(place)) for place, user in enumerate(users)]
    try:
        for about in (ORGANISATION, "health"):
            room = await _room(story, about)
            for person in people:
                await person.join(room)
        yield people[0]
    finally:
        for person in people:
            await person.close()


async def reads(person: Person, *words: str) -> bool:
    """Whether somebody's own client has decrypted all of these words."""
    await person.catch_up()
    return all(any(word in text for text in person.read) for word in words)


async def _room(story: Story, about: str) -> RoomId:
    """The case's room about a theme, as soon as those who may hear it are asked in."""
    themes = await story.hub.consents.themes(story.case)
    circle = next(circle for circle, theme in themes.items() if theme == about)
    user = story.called(AMIRA).user
    found: list[RoomId] = []

    async def is_asked_in() -> bool:
        room = await story.hub.rooms.of_case(story.case, circle)
        if room is None or user not in (await story.house.site.homeserver.look(room.id)).seats:
            return False
        found.append(room.id)
        return True

    await eventually(is_asked_in, within=PATIENCE)
    return found[0]
