"""On a real homeserver, in direct rooms: commands from a client that is not ours, and no way into cases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bots.listener import Listener, Over
from hub.embedded.accounts import make_account
from hub.errors import HomeserverRefused
from hub.identifiers import RoomId
from hub.listening.model import Switch, is_listener
from hub.matrix.wire import V3, escaped
from tests.people import BO, HUB
from tests.voices.stage import Stage
from tests.voices.test_listener import Office, Talker, must, office

__all__ = ["office"]
pytestmark = pytest.mark.homeserver

UNKNOWN = "Zu dieser Fallnummer geht hier nichts"


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody at their own client in their direct room, in which the hub listens."""

    office: Office
    person: Talker
    room: RoomId
    switch: Switch
    listener: Listener

    async def says(self, text: str) -> None:
        """They write something, and it is heard and answered."""
        await self.person.say(self.room, text)
        await self.listener.round(0)
        await self.office.courier.work_off()
        await self.person.catch_up()

    @property
    def read(self) -> str:
        """What they could read."""
        return "\n".join(self.person.read)


async def own(office: Office, person: Talker) -> Own:
    """They come into their room, turn it on, and are told."""
    hub = office.hub
    assert await hub.direct.open(person.user) is None
    await office.courier.work_off()
    (room,) = [room for room, people in (await hub.direct.lists()).items() if person.user in people]
    await person.join(room)
    await hub.direct.look_at_all(timedelta(0))
    await office.courier.work_off()
    must(await hub.hearing.begin(person.user, by="test"))
    await office.courier.work_off()
    (switch,) = [one for one in await hub.listening.held("one") if one.professional]
    listener = await office.ears.listener(switch)
    assert listener is not None
    await listener.arrive()
    await listener.round(0)
    return Own(office, person, room, switch, listener)


@asynccontextmanager
async def bo(office: Office, stage: Stage, folder: Path) -> AsyncIterator[Talker]:
    """Bo, who works on no case of Amira's."""
    user = stage.new_office_user("bo")
    password = must(await make_account(stage.settings, user))
    must(await office.hub.cases.add_professional(replace(BO, user=user), by="test"))
    talker = Talker(stage.url, user, folder / "bo")
    try:
        await talker.sign_in(password=password)
        yield talker
    finally:
        await talker.close()


async def topics(office: Office) -> list[str | None]:
    (conference,) = await office.hub.conferences.of_case(office.case)
    known = must(await office.hub.conferences.topics(conference.id, who=office.amira.user))
    return [topic.text for topic in known]


async def calls_conference(office: Office) -> None:
    begins = office.hub.chance.now() + timedelta(days=7)
    must(
        await office.hub.conferences.call(
            office.case,
            begins_at=begins,
            lasts=timedelta(minutes=60),
            moderator=office.amira.user,
            topics=["Wohnung"],
            by="test",
        )
    )


async def test_a_topic_from_a_direct_room_stands_on_the_agenda_and_is_answered_there_once(
    office: Office,
) -> None:
    await calls_conference(office)
    amira = await own(office, office.amira)

    await amira.person.say(amira.room, "!thema F-1 Schule")
    await amira.person.say(amira.room, "Das geht niemanden etwas an")
    kept = await office.hub.listening.notebook(amira.switch)
    assert kept is not None
    await amira.listener.round(0)
    # As if killed after the deed, and before it wrote down how far it came.
    assert await office.hub.listening.write(amira.switch, "one", kept)
    again = await office.ears.listener(amira.switch)
    assert again is not None
    await again.arrive()
    await again.round(0)
    await office.courier.work_off()
    await amira.person.catch_up()

    assert await topics(office) == ["Wohnung", "Schule"]
    assert "liest der Fallraum ab jetzt mit" in amira.read
    assert amira.read.count("F-1: Das Thema ist für die Fallkonferenz am") == 1


async def test_who_is_not_in_that_case_gets_the_answer_of_a_number_that_there_is_not(
    office: Office, stage: Stage, tmp_path: Path
) -> None:
    await calls_conference(office)
    async with bo(office, stage, tmp_path) as person:
        alone = await own(office, person)
        said = []
        for label in ("F-1", "F-99"):
            await alone.says(f"!thema {label} Schule")
            said.append(alone.person.read[-1])

    assert said[0].startswith(UNKNOWN)
    assert said[0] == said[1]
    assert await topics(office) == ["Wohnung"]


async def test_whose_consent_ended_gets_that_answer_too(office: Office) -> None:
    await calls_conference(office)
    amira = await own(office, office.amira)
    for given in await office.hub.consents.of_case(office.case):
        must(await office.hub.consents.withdraw(given.id, by="client"))

    await amira.says("!thema F-1 Schule")

    assert UNKNOWN in amira.read
    assert await topics(office) == ["Wohnung"]


async def test_switched_off_nothing_is_heard_the_account_is_gone_and_nobody_writes_there(
    office: Office,
) -> None:
    await calls_conference(office)
    amira = await own(office, office.amira)
    copy = amira.listener._book
    assert copy is not None

    must(await office.hub.hearing.end(office.amira.user, by="test"))
    await office.courier.work_off()
    await office.amira.catch_up()
    content = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA"}
    path = f"/rooms/{escaped(amira.room)}/send/m.room.encrypted/1"
    tried = await office.amira.attempt("PUT", path, content)

    assert tried == 403
    assert await office.hub.listening.notebook(amira.switch) is None
    with pytest.raises(Over):
        await amira.listener._keep(copy)
    with pytest.raises(HomeserverRefused):
        await office.stage.wire.call("GET", f"{V3}/devices/FALLRAUM", user=amira.listener.user)
    seats = (await office.stage.homeserver.look(amira.room)).seats
    assert not [user for user, seat in seats.items() if is_listener(user, HUB) and seat.is_inside]
    assert "Seine Schlüssel sind vernichtet" in amira.read
    assert await topics(office) == ["Wohnung"]
