"""Somebody whose account is on their agency's own homeserver watches who can be reached, and is seen."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from hub.cases.model import Professional
from hub.chance import Chance
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import ProfessionalId, UserId, server_of
from hub.matrix.outward import trusted
from hub.presence.model import Source
from hub.signing_in import sign_in_desk
from tests.desk import Desk
from tests.doors.lines import Feed, serving
from tests.doors.pushes import GUARD_TOKEN, TOKEN
from tests.fakes.sign_in import FakeSignIn
from tests.federated import Federated
from tests.people import BO, CHLOE, HUB
from tests.real import Person
from web import line as door
from web.app import application
from web.live import Lines

pytestmark = pytest.mark.homeserver


@pytest.fixture
async def feed(federated: Federated, desk: Desk) -> AsyncIterator[Feed]:
    """A live feed whose hub asks the two real homeservers, each for its own people."""
    names = [homeserver.settings.server_name for homeserver in (federated.hub, federated.agency)]
    await desk.restarts(Servers(HUB, frozenset(names)))
    await desk.hub.presence.declaring.open()
    settings, hub = federated.hub.settings, desk.hub
    async with sign_in_desk(settings, Chance(), trusted(settings.federation_ca)) as sign_in:
        lines = Lines(hub.presence, hub.feed, hub.direct, hub.calendars, sign_in)
        tokens = {"hs_token": TOKEN, "guard_token": GUARD_TOKEN}
        app = application(hub, lines, **tokens)
        async with serving(app, FakeSignIn()) as serving_:
            yield serving_


async def token_of(person: Person) -> str:
    answer = await person.does("POST", f"/user/{person.user}/openid/request_token", {})
    return str(answer["access_token"])


async def taken_in(desk: Desk, person: Person, like: Professional) -> Professional:
    """Works for the same agency as somebody of the cast, in another function."""
    described = replace(
        like, id=ProfessionalId(""), user=person.user, name=f"{like.name} II", function="Familienhilfe"
    )
    added = await desk.hub.cases.add_professional(described, by="test")
    assert not isinstance(added, Refused)
    return added


async def test_they_see_a_colleague_and_are_seen(federated: Federated, desk: Desk, feed: Feed) -> None:
    here, there = await federated.hub.person("chloe"), await federated.agency.person("bo")
    chloe, bo = await taken_in(desk, here, CHLOE), await taken_in(desk, there, BO)
    await desk.seats(chloe, bo)
    for person in (chloe, bo):
        await desk.hub.presence.declaring.show(person.user, is_shown=True)

    async with (
        feed.line(bo.user, token=await token_of(there)) as bos,
        feed.line(chloe.user, token=await token_of(here)) as chloes,
    ):
        desk.hub.presence.hear(bo.user, Source.TYPING, is_there=True)
        desk.hub.presence.hear(chloe.user, Source.TYPING, is_there=True)

        await bos.until(chloe.name, "reachable")
        await chloes.until(bo.name, "reachable")


async def test_behind_a_cut_line_they_are_asked_to_come_again_and_colleagues_here_are_not(
    federated: Federated, feed: Feed
) -> None:
    here, there = await federated.hub.person("chloe"), await federated.agency.person("bo")
    heres, theres = await token_of(here), await token_of(there)
    with federated.partitioned():
        assert await ends(feed, there.user, theres) == door.Closed.LATER
        async with feed.line(here.user, token=heres) as line:
            assert line.welcome["v"] == 1


async def test_a_token_of_one_server_opens_nothing_as_anothers(federated: Federated, feed: Feed) -> None:
    here, there = await federated.hub.person("chloe"), await federated.agency.person("bo")

    assert await ends(feed, there.user, await token_of(here)) == door.Closed.UNKNOWN
    assert await ends(feed, here.user, await token_of(there)) == door.Closed.UNKNOWN


async def ends(feed: Feed, user: UserId, token: str) -> tuple[int, str]:
    """How a line ends on which somebody says to be of that server."""
    async with feed.raw() as connection:
        hello = {"type": "hello", "v": 1, "token": token, "server": server_of(user)}
        await connection.send(json.dumps(hello))
        await connection.wait_closed()
        return connection.close_code or 0, connection.close_reason or ""
