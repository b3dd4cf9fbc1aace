"""The sweep on a real Synapse: strangers, deleted rooms, exchanged rows, and people who block invitations."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from sqlalchemy import update

from hub.assemble import Hub, assemble
from hub.cases.model import Agency, AgencyKind, Professional
from hub.chance import Chance
from hub.consent.model import ORGANISATION, Answer, Consent
from hub.db import Database
from hub.errors import FallraumError, Refused
from hub.holding import Holder
from hub.identifiers import COMMON, AgencyId, CaseId, CircleId, ProfessionalId, RoomId, UserId
from hub.matrix.homeserver import MatrixHomeserver
from hub.matrix.wire import escaped
from hub.rooms.drift import Fault
from hub.rooms.store import ROOMS
from hub.vault import Vault
from tests.databases import bring_up_to_date, opened, sqlite_url
from tests.eventually import eventually
from tests.people import JONAS, key_of_account, terms_for
from tests.real import V3, Person, RealHomeserver
from tests.signing import agree, all_acknowledge

pytestmark = pytest.mark.homeserver
COMMON_ONLY = {ORGANISATION: Answer.YES}
SCHOOL_ONLY = {ORGANISATION: Answer.NO, "school": Answer.YES}


@dataclass(frozen=True, slots=True)
class Story:
    """A hub on a real homeserver, and a case on which Bo and Chloe work."""

    hub: Hub
    homeserver: MatrixHomeserver
    case: CaseId
    client: UserId
    bo: tuple[Person, Professional]
    chloe: tuple[Person, Professional]

    async def consents(self, person: Professional, themes: dict[str, Answer]) -> Consent:
        """The client lets somebody hear some themes."""
        terms = terms_for(person, now=self.hub.chance.now(), themes=themes)
        given = await agree(self.hub, self.case, key_of_account(self.client), terms)
        assert not isinstance(given, Refused)
        return given[0]

    async def room(self, circle: CircleId = COMMON) -> RoomId:
        """The room for a circle."""
        found = await self.hub.rooms.of_case(self.case, circle)
        assert found is not None
        return found.id

    async def inside(self, room: RoomId) -> set[UserId]:
        """Which people sit in a room, or are asked into it."""
        seats = (await self.homeserver.look(room)).seats
        people = {self.client, self.bo[0].user, self.chloe[0].user}
        return {user for user, seat in seats.items() if seat.is_inside} & people

    async def faults(self) -> set[Fault]:
        """What a check finds."""
        return {one.fault for one in (await self.hub.survey.of(self.case)).findings}

    async def mends(self) -> None:
        """A sweep, and the look it owes."""
        await self.hub.sweep.round()
        await self.hub.rooms.reconcile(self.case)


@pytest.fixture
async def story(real_homeserver: RealHomeserver, tmp_path: Path) -> AsyncIterator[Story]:
    """Nobody has consented yet."""
    url = sqlite_url(tmp_path / "hub.sqlite")
    await bring_up_to_date(url)
    async with opened(url) as database, real_homeserver.hub() as homeserver:
        yield await _begun(real_homeserver, database, homeserver)


async def _begun(real: RealHomeserver, database: Database, homeserver: MatrixHomeserver) -> Story:
    hub = assemble(
        database=database,
        vault=Vault(bytes(range(32))),
        homeserver=homeserver,
        server_name=real.settings.server_name,
        chance=Chance(),
        name="story",
    )
    await hub.holding.take()
    agency = Agency(id=AgencyId("amt"), name="Amt", legal_area="SGB", kind=AgencyKind.YOUTH_OFFICE)
    assert not isinstance(await hub.cases.add_agency(agency, by="test"), Refused)
    (bo, his), (chloe, hers) = [await _joined(real, hub, name) for name in ("bo", "chloe")]
    await all_acknowledge(hub, {his: SigningKey.generate()})
    client = hub.new_client()
    opened_ = await hub.cases.open(JONAS.person, client=client, lead=his.user, members=[hers.user], by="test")
    assert not isinstance(opened_, Refused)
    return Story(hub, homeserver, opened_.case.id, client, (bo, his), (chloe, hers))


async def _joined(real: RealHomeserver, hub: Hub, name: str) -> tuple[Person, Professional]:
    person = await real.person(name)
    described = Professional(
        id=ProfessionalId(""), agency=AgencyId("amt"), function=name, name=name.title(), user=person.user
    )
    added = await hub.cases.add_professional(described, by="test")
    assert not isinstance(added, Refused)
    return person, added


async def test_a_stranger_who_was_invited_by_hand_is_found_and_removed(story: Story) -> None:
    await story.consents(story.bo[1], COMMON_ONLY)
    await story.hub.rooms.reconcile(story.case)
    room = await story.room()
    await story.homeserver.invite(room, story.chloe[0].user)
    await story.chloe[0].joins(room)

    assert Fault.STRAY in await story.faults()
    await story.mends()

    assert await story.inside(room) == {story.client, story.bo[0].user}
    assert Fault.STRAY not in await story.faults()


async def test_a_room_an_administrator_deleted_is_made_anew_for_those_who_may(story: Story) -> None:
    await story.consents(story.bo[1], COMMON_ONLY)
    await story.hub.rooms.reconcile(story.case)
    room = await story.room()
    await eventually(lambda: story.homeserver.forget(room), within=30)

    assert Fault.GONE in await story.faults()
    await story.mends()

    assert await story.room() != room
    assert await story.inside(await story.room()) == {story.client, story.bo[0].user}


async def test_exchanged_rows_ask_nobody_into_the_room_of_another_theme(story: Story) -> None:
    await story.consents(story.bo[1], COMMON_ONLY)
    await story.consents(story.chloe[1], SCHOOL_ONLY)
    await story.hub.rooms.reconcile(story.case)
    themes = await story.hub.consents.themes(story.case)
    school = next(circle for circle, theme in themes.items() if theme == "school")
    common, schools = await story.room(), await story.room(school)

    async with story.hub.database.writing() as connection:
        for circle, room in (("aside", common), (COMMON, schools), (school, common)):
            await connection.execute(update(ROOMS).where(ROOMS.c.id == room).values(circle=circle))
    assert Fault.UNTOLD in await story.faults()
    await story.mends()

    assert (await story.room(), await story.room(school)) == (common, schools)
    assert await story.inside(common) == {story.client, story.bo[0].user}
    assert await story.inside(schools) == {story.client, story.chloe[0].user}


async def test_whoever_blocks_invitations_keeps_nobody_else_out_and_is_told_of(story: Story) -> None:
    bo, his = story.bo
    kind = "m.invite_permission_config"
    path = f"{V3}/user/{escaped(bo.user)}/account_data/{kind}"
    await bo.does("PUT", path, {"default_action": "block"})
    await story.consents(his, COMMON_ONLY)
    await story.consents(story.chloe[1], COMMON_ONLY)

    # Its making is refused, too, and leaves a room behind that the next attempt finds.
    for _ in range(2):
        with pytest.raises(FallraumError, match="M_INVITE_BLOCKED"):
            await story.hub.rooms.reconcile(story.case)

    assert await story.inside(await story.room()) == {story.client, story.chloe[0].user}
    assert Fault.MISSING in await story.faults()
    await bo.does("PUT", path, {"default_action": "allow"})
    await story.hub.rooms.reconcile(story.case)
    assert bo.user in await story.inside(await story.room())


async def test_the_homeserver_remembers_who_holds_the_registration(story: Story) -> None:
    assert await story.hub.holding.is_ours()

    await story.homeserver.hold(Holder("other", "start"))

    assert await story.homeserver.holder() == Holder("other", "start")
    assert not await story.hub.holding.is_ours()
    assert not await story.hub.holding.is_free()
