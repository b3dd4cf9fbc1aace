"""What goes wrong while a push is heard: the database's trouble brings it again, an event's skips it."""

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from structlog.testing import capture_logs

from hub.db import is_trouble
from hub.identifiers import EventId, RoomId, UserId
from tests.desk import Desk
from tests.doors.pushes import PUSH, TOKEN, pushed
from tests.doors.test_ballots import Asked, asked, reaction, yes
from tests.people import AMIRA, BO
from web import appservice

__all__ = ["asked"]


class Stumbling:
    """Fails at whatever Bo says, and has nothing to say of the others."""

    async def react(
        self, room: RoomId, about: EventId, key: str, *, who: UserId, reaction: EventId
    ) -> object:
        if who == BO.user:
            raise LookupError(room, about, key)
        return None

    async def take_back(self, room: RoomId, reaction: EventId, *, who: UserId) -> object:
        return None


async def renamed(desk: Desk, before: str, after: str) -> None:
    async with desk.hub.database.writing() as connection:
        await connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


async def test_a_vote_that_the_database_could_not_take_counts_when_it_is_pushed_again(
    desk: Desk, asked: Asked, door: httpx2.AsyncClient
) -> None:
    push = {"events": [reaction(asked, BO.user), reaction(asked, AMIRA.user)]}
    await renamed(desk, "conference_vote", "elsewhere")
    torn = await door.put(PUSH, json=push)
    await renamed(desk, "elsewhere", "conference_vote")

    again = [(await door.put(PUSH, json=push)).status_code for _ in range(2)]

    assert (torn.status_code, again, await yes(desk, asked)) == (500, [200, 200], [0, 2])
    assert (await desk.deeds()).count("poll.answered") == 2


async def test_an_event_at_which_something_fails_is_skipped_and_logged_without_a_word_of_it(
    desk: Desk, asked: Asked
) -> None:
    hub = desk.hub
    routes = appservice.routes(
        hub.rooms,
        hub.presence,
        hub.direct,
        hub.telling,
        hearers=(Stumbling(), hub.polls),
        hearing=hub.hearing,
        monitoring=hub.monitoring,
        hs_token=TOKEN,
    )
    transport = httpx2.ASGITransport(Starlette(routes=routes), raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {TOKEN}"}

    with capture_logs() as logs:
        async with httpx2.AsyncClient(transport=transport, base_url="http://door", headers=headers) as door:
            await pushed(door, reaction(asked, BO.user), reaction(asked, AMIRA.user))

    assert await yes(desk, asked) == [0, 1]
    (skipped,) = [line for line in logs if line["event"] == "event skipped"]
    assert skipped == {"event": "event skipped", "error": "LookupError", "log_level": "error"}


async def test_what_no_database_can_hold_is_no_trouble_of_it(desk: Desk, asked: Asked) -> None:
    # SQLite holds a zero.
    for said in ("$\ud800",) if desk.hub.database.is_sqlite else ("$\ud800", "$a\x00b"):
        with pytest.raises((UnicodeEncodeError, DBAPIError)) as caught:
            await desk.hub.polls.take_back(asked.room, EventId(said), who=BO.user)
        assert not is_trouble(caught.value)
