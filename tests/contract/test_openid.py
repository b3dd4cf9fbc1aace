"""Who somebody is, by a token of their own homeserver: the real one, and the fake that plays it elsewhere."""

import pytest

from hub.errors import HomeserverUnavailable, Refused
from hub.federation import Servers
from hub.identifiers import UserId
from hub.matrix.openid import LONGEST_TOKEN, OpenIdDesk
from hub.matrix.wire import Wire
from tests.fakes.sign_in import FakeSignIn
from tests.people import HUB
from tests.real import Person, RealHomeserver, free_port

UNKNOWN = Refused("sign-in-unknown")


async def token_of(person: Person) -> str:
    answer = await person.does("POST", f"/user/{person.user}/openid/request_token", {})
    return str(answer["access_token"])


@pytest.mark.homeserver
async def test_a_homeserver_says_whose_a_token_is(real_homeserver: RealHomeserver) -> None:
    amira, bo = await real_homeserver.person("amira"), await real_homeserver.person("bo")
    async with real_homeserver.wire() as wire:
        desk = OpenIdDesk(wire, Servers(HUB, frozenset()))

        assert await desk.whose(await token_of(amira), HUB) == amira.user
        assert await desk.whose(await token_of(bo), HUB) == bo.user


@pytest.mark.homeserver
@pytest.mark.parametrize("token", ["", "unknown", "x" * (LONGEST_TOKEN + 1), "ä", "a&access_token=b", "\x00"])
async def test_of_a_token_that_is_none_nobody_is_known(real_homeserver: RealHomeserver, token: str) -> None:
    async with real_homeserver.wire() as wire:
        desk = OpenIdDesk(wire, Servers(HUB, frozenset()))

        assert await desk.whose(token, HUB) == UNKNOWN


@pytest.mark.homeserver
async def test_the_token_by_which_somebody_speaks_with_their_homeserver_is_none_of_these(
    real_homeserver: RealHomeserver,
) -> None:
    amira = await real_homeserver.person("amira")
    async with real_homeserver.wire() as wire:
        desk = OpenIdDesk(wire, Servers(HUB, frozenset()))

        assert await desk.whose(amira.token, HUB) == UNKNOWN


@pytest.mark.homeserver
async def test_nobody_of_another_server_can_sign_in_yet(real_homeserver: RealHomeserver) -> None:
    amira = await real_homeserver.person("amira")
    async with real_homeserver.wire() as wire:
        desk = OpenIdDesk(wire, Servers(HUB, frozenset({"other.example"})))

        refused = await desk.whose(await token_of(amira), "other.example")

    assert refused == Refused("sign-in-elsewhere", {"server": "other.example"})


async def test_a_homeserver_that_is_away_says_nothing() -> None:
    wire = Wire(f"http://127.0.0.1:{free_port()}", "token")

    with pytest.raises(HomeserverUnavailable):
        await OpenIdDesk(wire, Servers(HUB, frozenset())).whose("token", HUB)

    await wire.close()


async def test_the_fake_knows_whom_it_gave_a_token_and_can_be_away() -> None:
    fake, amira = FakeSignIn(), UserId(f"@amira:{HUB}")
    token = fake.token_of(amira)

    assert await fake.whose(token, HUB) == amira
    assert await fake.whose(token, "other.example") == UNKNOWN
    assert await fake.whose("unknown", HUB) == UNKNOWN
    fake.goes_away()
    with pytest.raises(HomeserverUnavailable):
        await fake.whose(token, HUB)
