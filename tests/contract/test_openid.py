"""Who somebody is, by a token of their own homeserver: the hub's, an agency's, the fake that plays both."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

import pytest

from hub.chance import Chance
from hub.errors import HomeserverUnavailable, Refused
from hub.identifiers import UserId
from hub.matrix.openid import LONGEST_TOKEN, OpenIdDesk
from hub.matrix.outward import trusted
from hub.matrix.wire import Wire
from hub.signing_in import sign_in_desk
from tests.fakes.sign_in import FakeSignIn
from tests.federated import Federated
from tests.people import HUB, SERVERS
from tests.real import Person, RealHomeserver, free_port
from tests.relay import Line
from web.live import SignIn

UNKNOWN = Refused("sign-in-unknown")


class Side(Protocol):
    """A homeserver of the network, beside another one."""

    desk: SignIn
    server: str
    other: str

    async def person(self, name: str) -> tuple[UserId, str]:
        """Somebody who lives there, and a token of theirs."""
        ...


class FakeSide:
    """As the fake has it."""

    def __init__(self, server: str) -> None:
        self.desk: SignIn = FakeSignIn()
        self.server = server
        self.other = next(iter({HUB, *SERVERS.allowed} - {server}))

    async def person(self, name: str) -> tuple[UserId, str]:
        user = UserId(f"@{name}:{self.server}")
        assert isinstance(self.desk, FakeSignIn)
        return user, self.desk.token_of(user)


@dataclass(slots=True)
class RealSide:
    """A real one; the desk is the hub's, as a house has it."""

    desk: SignIn
    homeserver: RealHomeserver
    server: str
    other: str

    async def person(self, name: str) -> tuple[UserId, str]:
        person = await self.homeserver.person(name)
        return person.user, await token_of(person)


async def token_of(person: Person) -> str:
    answer = await person.does("POST", f"/user/{person.user}/openid/request_token", {})
    return str(answer["access_token"])


@pytest.fixture
async def desk(federated: Federated) -> AsyncIterator[OpenIdDesk]:
    """The hub's, which knows the agency's server."""
    settings = federated.hub.settings
    async with sign_in_desk(settings, Chance(), trusted(settings.federation_ca)) as desk:
        yield desk


REAL = [pytest.param(side, marks=pytest.mark.homeserver) for side in ("the hub's", "the agency's")]


@pytest.fixture(params=["fake", "fake, federated", *REAL])
def side(request: pytest.FixtureRequest) -> Side:
    """Each in turn."""
    if request.param.startswith("fake"):
        return FakeSide(HUB if request.param == "fake" else next(iter(SERVERS.allowed)))
    federated: Federated = request.getfixturevalue("federated")
    here, there = federated.hub, federated.agency
    if request.param == "the agency's":
        here, there = there, here
    names = here.settings.server_name, there.settings.server_name
    return RealSide(request.getfixturevalue("desk"), here, *names)


async def test_a_homeserver_says_whose_a_token_is(side: Side) -> None:
    (amira, amiras), (bo, bos) = await side.person("amira"), await side.person("bo")

    assert await side.desk.whose(amiras, side.server) == amira
    assert await side.desk.whose(bos, side.server) == bo


@pytest.mark.parametrize("token", ["", "unknown", "x" * (LONGEST_TOKEN + 1), "ä", "a&access_token=b", "\x00"])
async def test_of_a_token_that_is_none_nobody_is_known(side: Side, token: str) -> None:
    assert await side.desk.whose(token, side.server) == UNKNOWN


async def test_a_token_of_one_server_says_nothing_at_another(side: Side) -> None:
    _, token = await side.person("amira")

    assert await side.desk.whose(token, side.other) == UNKNOWN


@pytest.mark.parametrize("server", ["other.example", "localhost", "127.0.0.1", "", "x" * 60])
async def test_nobody_of_a_server_outside_the_network_signs_in(side: Side, server: str) -> None:
    _, token = await side.person("amira")

    assert await side.desk.whose(token, server) == Refused("sign-in-elsewhere", {"server": server})


@pytest.mark.homeserver
async def test_the_token_by_which_somebody_speaks_with_their_homeserver_is_none_of_these(
    federated: Federated, desk: OpenIdDesk
) -> None:
    for homeserver in (federated.hub, federated.agency):
        person = await homeserver.person("amira")

        assert await desk.whose(person.token, homeserver.settings.server_name) == UNKNOWN


@pytest.mark.homeserver
@pytest.mark.parametrize("line", [Line.CUT, Line.SILENT])
async def test_behind_a_cut_line_it_cannot_be_said_who_somebody_is_and_at_home_it_can(
    federated: Federated, desk: OpenIdDesk, line: Line
) -> None:
    amira, bo = await federated.hub.person("amira"), await federated.agency.person("bo")
    amiras, bos = await token_of(amira), await token_of(bo)
    with federated.partitioned(line):
        with pytest.raises(HomeserverUnavailable):
            await desk.whose(bos, federated.agency.settings.server_name)
        assert await desk.whose(amiras, federated.hub.settings.server_name) == amira.user

    assert await desk.whose(bos, federated.agency.settings.server_name) == bo.user


@pytest.mark.homeserver
async def test_where_no_private_network_is_named_no_server_in_one_is_asked(federated: Federated) -> None:
    settings = federated.hub.settings.model_copy(update={"federation_networks": ()})
    token = await token_of(await federated.agency.person("bo"))
    async with sign_in_desk(settings, Chance(), trusted(settings.federation_ca)) as desk:
        with pytest.raises(HomeserverUnavailable):
            await desk.whose(token, federated.agency.settings.server_name)


@pytest.mark.homeserver
async def test_a_server_is_asked_only_if_the_networks_own_authority_vouches_for_it(
    federated: Federated,
) -> None:
    settings = federated.hub.settings
    token = await token_of(await federated.agency.person("bo"))
    async with sign_in_desk(settings, Chance(), trusted(None)) as desk:
        with pytest.raises(HomeserverUnavailable):
            await desk.whose(token, federated.agency.settings.server_name)


async def test_a_homeserver_that_is_away_says_nothing() -> None:
    wire = Wire(f"http://127.0.0.1:{free_port()}", "token")

    with pytest.raises(HomeserverUnavailable):
        await OpenIdDesk(HUB, {HUB: wire}).whose("token", HUB)

    await wire.close()


async def test_the_fakes_servers_can_be_away_each_by_itself() -> None:
    fake, (agencys, *_) = FakeSignIn(), sorted(SERVERS.allowed)
    amira, bo = UserId(f"@amira:{HUB}"), UserId(f"@bo:{agencys}")

    fake.goes_away(agencys)
    assert await fake.whose(fake.token_of(amira), HUB) == amira
    with pytest.raises(HomeserverUnavailable):
        await fake.whose(fake.token_of(bo), agencys)
    fake.goes_away()
    with pytest.raises(HomeserverUnavailable):
        await fake.whose(fake.token_of(amira), HUB)
