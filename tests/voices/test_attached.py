"""Files that voices attach, on a real homeserver: who can open them, and that nothing lies there twice."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from nio.crypto.attachments import decrypt_attachment
from nio.exceptions import EncryptionError

from bots.files import File, hide, message
from bots.poster import Enclosed, MayNotSpeak, Poster, Sealed
from bots.voices import Voices
from hub import journal, outbox
from hub.canonical import encode
from hub.conference.dates import Dated
from hub.effects import AttachDate, Debt, Urgency
from hub.errors import HomeserverUnavailable
from hub.identifiers import CaseId, ConferenceId, RoomId
from hub.matrix.accounts import sign_in
from hub.matrix.wire import Json
from hub.outbox import Claim
from hub.rooms.attached import files_of
from hub.rooms.service import Circle
from tests.people import BO, F1, case_f1
from tests.rules.test_conference import conference
from tests.voices.handset import Handset
from tests.voices.stage import Stage

FILE = File("Termin.ics", "text/calendar", b"BEGIN:VCALENDAR")
DATE = Dated(file=case_f1(BO), conference=conference(), edition=0, changed_at=conference().called_at)


def url_safe(raw: bytes) -> str:
    return encode(raw).replace("+", "-").replace("/", "_")


# How a file is hidden.


def test_another_s_program_opens_what_is_hidden_and_nothing_that_was_changed() -> None:
    hidden = hide(FILE.content * 1000)
    said = message(FILE, hidden, "mxc://hub/1")["file"]
    opener = {"key": said["key"]["k"], "hash": said["hashes"]["sha256"], "iv": said["iv"]}

    assert decrypt_attachment(hidden.ciphertext, **opener) == FILE.content * 1000
    assert FILE.content not in hidden.ciphertext
    with pytest.raises(EncryptionError):
        decrypt_attachment(hidden.ciphertext + b"!", **opener)


def test_no_two_files_have_one_key_and_each_is_described_as_the_specification_wants() -> None:
    first, second = hide(FILE.content), hide(FILE.content)
    said = message(FILE, first, "mxc://hub/1")

    assert first.key != second.key
    assert first.ciphertext != second.ciphertext
    assert first.counter[8:] == bytes(8)
    assert said["file"] == {
        "v": "v2",
        "url": "mxc://hub/1",
        "key": {
            "kty": "oct",
            "alg": "A256CTR",
            "ext": True,
            "key_ops": ["encrypt", "decrypt"],
            "k": url_safe(first.key),
        },
        "iv": encode(first.counter),
        "hashes": {"sha256": encode(hashlib.sha256(first.ciphertext).digest())},
    }
    assert (said["msgtype"], said["m.mentions"]) == ("m.file", {})


def test_what_a_debt_keeps_of_a_file_does_not_open_it() -> None:
    hidden = hide(FILE.content)
    sealed = Sealed(RoomId("!a:hub"), {"ciphertext": "x"}, frozenset(), Enclosed("1", hidden.ciphertext))

    kept = sealed.dump()

    assert Sealed.load(kept) == sealed
    assert not [one for one in (encode(hidden.key), url_safe(hidden.key)) if one in kept]


# On a homeserver.


@asynccontextmanager
async def at_work(stage: Stage, *people: Handset) -> AsyncIterator[tuple[Voices, Poster, Circle]]:
    """The voices in a room with these people."""
    voice = await stage.new_voice()
    room = await stage.room(voice.user, *(person.user for person in people))
    circle = Circle(room, case_f1(BO), stage.circle(voice, *people))
    there = [circle]

    async def listeners_in(_room: RoomId) -> Circle:
        return there[-1]

    async def language_of(_case: CaseId) -> str:
        return ""

    database = stage.keyring.database
    yield (
        Voices(database, voice, voice, voice, "de", listeners_in, stage.clock.now, language_of),
        voice,
        circle,
    )


async def claimed(stage: Stage) -> Claim:
    """The debt, as a courier claims it anew."""
    async with stage.keyring.database.writing() as connection:
        later = stage.clock.push(minutes=3)
        found = await outbox.claim(connection, courier="c", now=later, most=9)
        if not found:
            debt = Debt(AttachDate(F1, ConferenceId("conference-1")), later, Urgency.WORDS)
            await outbox.owe(connection, stage.clock.chance, debt)
            found = await outbox.claim(connection, courier="c", now=later, most=9)
    (claim,) = found
    return claim


async def media_of(stage: Stage) -> tuple[str, ...]:
    async with stage.keyring.database.reading() as connection:
        return files_of(await journal.acts_of(connection, F1))


async def downloads(stage: Stage, who: Handset, uri: str) -> bytes:
    """A file as somebody's own client fetches it."""
    token = await sign_in(stage.wire, who.user, "BROWSER")
    where = f"/_matrix/client/v1/media/download/{uri.removeprefix('mxc://')}"
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=stage.url, headers=headers, trust_env=False) as http:
        answer = await http.get(where)
    assert answer.status_code == 200
    return answer.content


async def opens(stage: Stage, who: Handset, content: Json) -> bytes:
    """What somebody reads in a file, by what they were told in the room."""
    await who.opens_its_letters()
    told = who.opened(content)
    assert told is not None
    file = told["file"]
    hidden = await downloads(stage, who, file["url"])
    plain: bytes = decrypt_attachment(hidden, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
    return plain


@pytest.mark.homeserver
async def test_whoever_sits_there_downloads_and_opens_it_and_the_homeserver_holds_nothing_readable(
    stage: Stage,
) -> None:
    jonas = await stage.guest()
    async with at_work(stage, jonas) as (voices, _, circle):
        assert await voices.attach(await claimed(stage), circle, DATE)

        (content,) = await stage.said(circle.room, seen_by=jonas.user)
        assert b"SUMMARY:Termin" in await opens(stage, jonas, content)
    uploaded = [one.said for one in stage.line.exchanges if "/media/v3/upload/" in one.path]
    assert len(uploaded) == 1
    assert b"VCALENDAR" not in uploaded[0]
    assert len(await media_of(stage)) == 1


@pytest.mark.homeserver
async def test_what_failed_half_way_is_put_there_once_and_said_once(stage: Stage) -> None:
    jonas = await stage.guest()
    async with at_work(stage, jonas) as (voices, _, circle):
        stage.line.loses("/media/v3/upload/")
        with pytest.raises(HomeserverUnavailable):
            await voices.attach(await claimed(stage), circle, DATE)
        stage.line.loses("/send/m.room.encrypted/")
        with pytest.raises(HomeserverUnavailable):
            await voices.attach(await claimed(stage), circle, DATE)

        assert await voices.attach(await claimed(stage), circle, DATE)
        assert await voices.attach(await claimed(stage), circle, DATE)

        (content,) = await stage.said(circle.room, seen_by=jonas.user)
        assert b"SUMMARY:Termin" in await opens(stage, jonas, content)
    assert len(await media_of(stage)) == 1


@pytest.mark.homeserver
async def test_whose_right_ended_between_two_attempts_gets_nothing(stage: Stage) -> None:
    jonas, chloe = await stage.guest(), await stage.guest()
    async with at_work(stage, jonas, chloe) as (voices, voice, circle):
        stage.line.loses("/media/v3/upload/")
        with pytest.raises(HomeserverUnavailable):
            await voices.attach(await claimed(stage), circle, DATE)
        without = Circle(circle.room, circle.file, stage.circle(voice, jonas))

        with pytest.raises(MayNotSpeak):
            await voices.attach(await claimed(stage), without, DATE)
        assert await stage.said(circle.room, seen_by=jonas.user) == []
        await stage.homeserver.remove(circle.room, chloe.user)
        await voices.attach(await claimed(stage), without, DATE)

        (content,) = await stage.said(circle.room, seen_by=jonas.user)
        await chloe.opens_its_letters()
        assert chloe.opened(content) is None
        assert b"SUMMARY:Termin" in await opens(stage, jonas, content)
