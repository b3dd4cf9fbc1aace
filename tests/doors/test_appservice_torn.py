"""What is no push is refused, not stored, and not mistaken for the push of the same name."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.databases import SqliteFiles
from tests.desk import Desk
from tests.doors.pushes import PUSH, has_room, heard, member, urgencies
from tests.people import BO, DARIO

MIB = 1024 * 1024


@pytest.fixture
def server(sqlite: SqliteFiles) -> SqliteFiles:
    """One database is enough where nothing is to be stored."""
    return sqlite


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"events": [',
        b"\xff\xfe\x00",
        b'{"events": [{"type": "\xff"}]}',
        b"null",
        b"17",
        b'"events"',
        b"[]",
        b"{}",
        b'{"events": null}',
        b'{"events": {}}',
        b'{"events": "m.room.member"}',
        b'{"events": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_no_push_is_refused_and_the_push_of_its_name_is_heard_later(
    desk: Desk, door: httpx2.AsyncClient, body: bytes
) -> None:
    await has_room(desk)

    torn = await door.put(PUSH, content=body)
    after = await heard(desk), await urgencies(desk)
    whole = await door.put(PUSH, json={"events": [member(DARIO.user, "join")]})

    assert (torn.status_code, torn.json()["errcode"]) == (400, "M_NOT_JSON")
    assert after == ([], [])
    assert (whole.status_code, await heard(desk)) == (200, ["17"])


async def test_the_largest_push_that_synapse_can_make_is_taken(desk: Desk, door: httpx2.AsyncClient) -> None:
    # Measured with Synapse 1.163: a member event at its limit is pushed with 178,935 bytes, because
    # its old content stands in it twice. Whatever is refused is pushed again for ever, before
    # everything that comes later.
    long = {"x": "\u0001" * 9_900}
    event = member(BO.user, "join") | {"prev_content": long, "unsigned": {"prev_content": long}}
    event["content"] |= long

    answer = await door.put(PUSH, json={"events": [event] * 100})

    assert int(answer.request.headers["Content-Length"]) > 100 * 178_000
    assert (answer.status_code, await heard(desk)) == (200, ["17"])


async def test_a_push_larger_than_any_is_refused_before_it_is_all_there(
    desk: Desk, door: httpx2.AsyncClient
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"events": ["'
        while sent < 512:
            sent += 1
            yield b"x" * MIB

    answer = await door.put(PUSH, content=endless())

    assert answer.status_code == 400
    assert (await heard(desk), await urgencies(desk)) == ([], [])
