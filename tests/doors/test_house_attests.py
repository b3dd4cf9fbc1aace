"""While a hub runs its chain is attested: at its start, every few minutes, and at its end."""

import socket
import sqlite3
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.assemble import Site, open_site
from hub.cases.model import Agency
from hub.chance import Chance
from hub.house import House
from hub.identifiers import AgencyId, UserId
from hub.notary import Verdict
from hub.settings import Settings
from tests.eventually import eventually


class Told:
    """What the person at the terminal is told, by its keys."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def __call__(self, key: str, **_facts: object) -> None:
        self.keys.append(key)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site whose own homeserver is not there: the chain waits for nobody."""
    return Settings(data=tmp_path / "data", homeserver="http://127.0.0.1:1", door_port=free_port())


async def works(site: Site, name: str) -> None:
    agency = Agency(id=AgencyId(name), name=name, legal_area="SGB II")
    assert await site.hub.cases.add_agency(agency, by="test") == agency


async def found(settings: Settings) -> Verdict:
    site = await open_site(settings, Chance())
    verdict = await site.hub.notary.verify()
    await site.close()
    assert isinstance(verdict, Verdict)
    return verdict


async def test_what_was_done_before_the_start_and_until_the_end_is_attested(settings: Settings) -> None:
    site = await open_site(settings, Chance())
    await works(site, "jobcenter")
    await site.close()

    async with House(settings, Chance(), Told()) as house:
        await eventually(lambda: attested(house.site, 1))
        await works(house.site, "jugendamt")

    verdict = await found(settings)
    assert verdict.attested is not None
    assert (verdict.attested.number, verdict.checkpoints) == (2, 2)


async def test_a_chain_that_does_not_hold_is_said_at_the_start_and_never_attested(settings: Settings) -> None:
    site = await open_site(settings, Chance())
    await works(site, "jobcenter")
    await works(site, "jugendamt")
    await site.close()
    with sqlite3.connect(settings.data / "hub.sqlite") as connection:
        connection.execute("UPDATE audit_entry SET actor = 'somebody' WHERE number = 1")
    connection.close()
    told = Told()

    with capture_logs() as logs:
        async with House(settings, Chance(), told):
            await eventually(lambda: "up-chain-broken" in told.keys)

    assert "audit chain broken" in [log["event"] for log in logs]
    assert (await found(settings)).checkpoints == 0


async def test_with_its_vault_shut_a_hub_says_that_it_attests_nothing(settings: Settings) -> None:
    site = await open_site(settings, Chance())
    opened = await site.hub.keyring.keep_first(UserId("@voice:fallraum.localhost"), "secrets")
    await works(site, "jobcenter")
    await site.close()
    key = settings.data / "secrets" / "vault_key"
    away = key.rename(key.with_name("away"))
    told = Told()

    async with House(settings, Chance(), told):
        await eventually(lambda: "up-notary-waits" in told.keys)

    away.rename(key)
    assert opened == "secrets"
    assert (await found(settings)).checkpoints == 0


async def attested(site: Site, number: int) -> bool:
    verdict = await site.hub.notary.verify()
    assert isinstance(verdict, Verdict)
    return verdict.attested is not None and verdict.attested.number == number
