"""A voice on a real homeserver says it in both languages where the client reads along, and nowhere else."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from bots.bilingual import DIVIDER
from bots.poster import Poster
from bots.voices import Voices
from hub import outbox
from hub.catalogue import say
from hub.commands.model import Answer, Owed
from hub.effects import AnnounceClosing, Debt, Urgency
from hub.identifiers import COMMON, CaseId, RoomId
from hub.outbox import Claim
from hub.rooms.model import Kind
from hub.rooms.service import Circle
from tests.people import BO, F1, case_f1
from tests.voices.handset import Handset
from tests.voices.stage import Somebody, Stage

pytestmark = pytest.mark.homeserver


async def test_the_client_reads_it_in_both_and_colleagues_among_themselves_in_german(stage: Stage) -> None:
    voice, client, colleague = await stage.new_voice(), await stage.guest(), await stage.guest()
    theirs = await stage.room(voice.user, client.user, colleague.user)
    team = await stage.room(voice.user, colleague.user)

    await closing_is_announced(stage, voice, theirs, client, there=(client, colleague))
    await closing_is_announced(stage, voice, team, client, there=(colleague,))

    above, divider, below = (await read(stage, theirs, client)).split("\n")
    assert above == await read(stage, team, colleague) == say("de", "closing-announced-without-lead")
    assert divider == DIVIDER
    assert below[1:-1] == say("ar", "closing-announced-without-lead")


async def test_a_command_is_answered_in_the_language_of_who_wrote_it(stage: Stage) -> None:
    voice, client, colleague = await stage.new_voice(), await stage.guest(), await stage.guest()
    room = await stage.room(voice.user, client.user, colleague.user)
    answer = Answer(key="refused-command-too-many")
    said = []
    for writer in (client, colleague):
        voices, circle = in_room(stage, voice, room, client, there=(client, colleague))
        owed_ = Owed(circle=COMMON, to=writer.user, heard_at=stage.clock.now(), answer=answer)
        await voices.answer_command(await owed(stage), circle, owed_)
        said.append(await read(stage, room, client))

    above, divider, below = said[0].split("\n")
    assert above == said[1] == say("de", "refused-command-too-many")
    assert (divider, below[1:-1]) == (DIVIDER, say("ar", "refused-command-too-many"))


async def closing_is_announced(
    stage: Stage, voice: Poster, room: RoomId, client: Handset, *, there: Collection[Handset]
) -> None:
    voices, circle = in_room(stage, voice, room, client, there=there)
    await voices.announce_closing(await owed(stage), circle)


def in_room(
    stage: Stage, voice: Poster, room: RoomId, client: Somebody, *, there: Collection[Somebody]
) -> tuple[Voices, Circle]:
    """Voices that speak there, where an Arabic speaking client's case is talked about."""
    file = replace(case_f1(BO), participations=())
    file = replace(file, case=replace(file.case, client=client.user))
    circle = Circle(room, file, stage.circle(voice, *there), Kind.CLIENT)

    async def listeners_in(_room: RoomId) -> Circle:
        return circle

    async def language_of(_case: CaseId) -> str:
        return "ar"

    voices = Voices(
        stage.keyring.database, voice, voice, voice, "de", listeners_in, stage.clock.now, language_of
    )
    return voices, circle


async def owed(stage: Stage) -> Claim:
    now = stage.clock.now()
    async with stage.keyring.database.writing() as connection:
        debt = Debt(AnnounceClosing(F1), now, Urgency.WORDS)
        await outbox.owe(connection, stage.clock.chance, debt)
        (claim,) = await outbox.claim(connection, courier="test", now=now, most=1)
    return claim


async def read(stage: Stage, room: RoomId, by: Handset) -> str:
    """The last thing said there, opened with what that device was handed."""
    await by.opens_its_letters()
    content = (await stage.said(room, seen_by=by.user))[-1]
    return by.reads(content) or ""
