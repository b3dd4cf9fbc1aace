"""On a real homeserver, with a client that is not ours: the client alone reads what they are reminded of."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import outbox
from hub.cases.model import Case
from hub.chance import Chance
from hub.direct.telling import always
from hub.effects import AnnounceRoster, Debt, RemindClient, Urgency
from hub.identifiers import OWN, RoomId
from hub.matrix.accounts import sign_in
from hub.matrix.wire import V3, escaped
from hub.monitoring.model import ClientDigest, ClientItem
from hub.outbox import OUTBOX, Claim
from hub.rooms.service import Gathering
from tests.voices.stage import Stage
from tests.voices.test_listener import Office, Talker, must, open_office

pytestmark = pytest.mark.homeserver


@pytest.fixture
async def office(stage: Stage, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(stage, stage.keyring.database, tmp_path, Chance()) as office:
        yield office


async def jonas_in_his_own_room(office: Office, stack: AsyncExitStack, folder: Path) -> tuple[Talker, RoomId]:
    """The client signs in at a client of their own, and takes the seat they are offered there alone."""
    case = await case_of(office)
    assert await office.hub.own_rooms.want(case.id, who=office.amira.user, by="test") is None
    must(await office.hub.languages.note(case.id, "tr", who=office.amira.user, by="test"))
    await office.courier.work_off()
    room = await office.hub.rooms.of_case(case.id, OWN)
    assert room is not None
    jonas = Talker(office.stage.url, case.client, folder / "jonas")
    stack.push_async_callback(jonas.close)
    await jonas.sign_in(token=await sign_in(office.stage.wire, case.client, "TELEFON"), device="TELEFON")
    await jonas.join(room.id)
    await office.hub.rooms.reconcile(case.id)
    return jonas, room.id


async def case_of(office: Office) -> Case:
    return (await office.hub.rooms.roster(office.case)).file.case


async def gathered(office: Office) -> Gathering:
    there = await office.hub.rooms.gathering(AnnounceRoster(office.case, OWN))
    assert there is not None
    return there


async def owed(office: Office, today: str) -> Claim:
    """A reminder as a courier claims it."""
    database, now = office.hub.database, datetime.now(UTC)
    async with database.writing() as connection:
        debt = Debt(RemindClient(office.case, today), now, Urgency.WORDS)
        await outbox.owe(connection, office.hub.chance, debt)
    async with database.writing() as connection:
        claims = await outbox.claim(connection, courier="one", now=datetime.now(UTC), most=100)
    return next(one for one in claims if isinstance(one.effect, RemindClient))


async def test_the_client_reads_it_once_in_both_languages_and_no_professional_can_join(
    office: Office,
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        jonas, room = await jonas_in_his_own_room(office, stack, tmp_path)
        today = datetime.now(UTC).date()
        claim = await owed(office, today.isoformat())
        item = ClientItem(day=today, kind="r19", subject="t", due_on=today)
        told = ClientDigest(case=office.case, day=today, items=(item,))
        voices, there = office.courier.errands.saying.speaker, await gathered(office)
        assert voices is not None

        await voices.remind_client(claim, there.circle, told, always)
        async with office.hub.database.reading() as connection:
            kept = (
                await connection.execute(select(OUTBOX.c.sealed).where(OUTBOX.c.id == claim.id))
            ).scalar_one()
        stands_there = await voices.find_said(replace(claim, sealed=kept), there.circle)
        said = "\n".join(await heard(jonas))
        status = await office.amira.attempt("POST", f"/join/{escaped(room)}")
        state = await office.stage.wire.call(
            "GET", f"{V3}/rooms/{escaped(room)}/joined_members", user=office.stage.homeserver.creator
        )

    assert stands_there is not None
    assert said.count("Heute: Eine Aufgabe aus Ihrem Plan") == 1
    assert said.count("Bugün: Planınızdaki bir görev") == 1
    assert status == 403
    assert set(state["joined"]) == {office.stage.homeserver.creator, jonas.user}


async def heard(person: Talker) -> list[str]:
    await person.catch_up()
    return person.read


async def test_a_topic_that_the_client_writes_there_is_noted_and_answered_there(
    office: Office,
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        jonas, room = await jonas_in_his_own_room(office, stack, tmp_path)
        must(await office.hub.listening.begin(office.case, OWN, who=office.amira.user, by="test"))
        await office.courier.work_off()
        (switch,) = await office.hub.listening.held("one")
        listener = await office.ears.listener(switch)
        assert listener is not None
        await listener.arrive()
        await listener.round(0)
        before = await heard(jonas)
        assert any("Dosyayı yürüten kişi" in one for one in before)

        await jonas.say(room, "!thema Umzug")
        await listener.round(0)
        await office.courier.work_off()
        answered = (await heard(jonas))[len(before) - 1 :]
        await office.amira.catch_up()

    assert any("Zurzeit ist keine Fallkonferenz geplant" in one for one in answered)
    assert not any("keine Fallkonferenz" in one for one in office.amira.read)
