"""`fallraum rooms` and `fallraum registration` as an operator meets them."""

import asyncio
import fcntl
import json
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from hub import outbox
from hub.assemble import Site, open_site
from hub.chance import Chance
from hub.effects import Debt, EndListener, Urgency
from hub.holding import Holder
from hub.identifiers import CaseId, SwitchId, UserId
from hub.settings import LOCK, Settings
from tests.doors.office import Type, furnish, give, tamper
from tests.doors.test_terminal_kinds import lets_talk_alone, nina_comes
from tests.people import HUB
from tests.real import RealHomeserver, free_port

STRANGERS = [UserId(f"@stranger-{number}:{HUB}") for number in range(4)]


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose homeserver does not answer."""
    monkeypatch.setenv("FALLRAUM_HOMESERVER", f"http://127.0.0.1:{free_port()}")


@pytest.fixture
def office(typed: Type) -> Type:
    """An office of its own for each test: they share a homeserver, so no two may have the same case."""
    furnish(typed)
    return typed


@pytest.fixture
def site(
    real_homeserver: RealHomeserver, office: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's site has a homeserver of its own, which knows this hub's registration."""
    monkeypatch.setenv("FALLRAUM_HOMESERVER", real_homeserver.settings.homeserver_url)
    for name in ("as_token", "hs_token"):
        shutil.copy(real_homeserver.settings.data / "secrets" / name, folder / "secrets" / name)


def does(folder: Path, work: Callable[[Site], Awaitable[None]]) -> None:
    """What a running hub would do."""

    async def run() -> None:
        opened = await open_site(Settings(data=folder), Chance())
        await work(opened)
        await opened.close()

    asyncio.run(run())


async def looks(site: Site) -> None:
    (case,) = await site.hub.cases.all()
    await site.hub.rooms.reconcile(case.id)


async def strangers_come(site: Site) -> None:
    (case,) = await site.hub.cases.all()
    room = await site.hub.rooms.of_case(case.id)
    assert room is not None
    for stranger in STRANGERS:
        await site.homeserver.invite(room.id, stranger)


def drift(typed: Type, *words: str) -> list[dict[str, Any]]:
    shown: dict[str, list[dict[str, Any]]] = json.loads(typed("rooms", "check", *words, "--json").stdout)
    return shown["findings"]


def checked_and_mended(typed: Type) -> list[str]:
    return [typed("rooms", *words).stdout for words in (("check", "F-1"), ("sweep", "F-1"))]


# Without a homeserver.


def test_where_no_homeserver_answers_nobody_can_say_who_is_inside(silent: None, office: Type) -> None:
    checked = office("rooms", "check")

    assert checked.exit_code == 2
    assert "antwortet nicht" in checked.stderr
    assert office("registration", "take").exit_code == 2


def test_new_secrets_are_made_and_stand_in_the_registration(silent: None, office: Type, folder: Path) -> None:
    secrets = [folder / "secrets" / name for name in ("as_token", "hs_token")]
    for secret in secrets:
        Settings(data=folder).secret(secret.name)
    before = [secret.read_text() for secret in secrets]

    done = office("registration", "rotate")

    after = [secret.read_text() for secret in secrets]
    registration = json.loads((folder / "registration.yaml").read_text())
    assert done.exit_code == 0
    assert not set(before) & set(after)
    assert [registration["as_token"], registration["hs_token"]] == after
    assert "Homeserver eintragen" in done.stdout
    assert all(secret.stat().st_mode & 0o077 == 0 for secret in secrets)


@pytest.mark.parametrize("command", ["rotate", "take"])
def test_beside_a_running_hub_the_registration_stays_as_it_is(
    silent: None, office: Type, folder: Path, command: str
) -> None:
    before = Settings(data=folder).secret("as_token")
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = office("registration", command)

    assert refused.exit_code == 1
    assert "zuerst beenden" in refused.stderr
    assert Settings(data=folder).secret("as_token") == before


def test_in_a_folder_without_a_hub_nothing_is_made(typed: Type, folder: Path) -> None:
    assert typed("registration", "rotate").exit_code == 2
    assert typed("rooms", "check").exit_code == 2
    assert not folder.exists()


# With a real one.


@pytest.mark.homeserver
def test_what_is_amiss_is_shown_mended_and_then_gone(site: None, office: Type, folder: Path) -> None:
    office("registration", "take")
    fine = office("rooms", "check")
    give(office, "jobcenter/Fallmanagement")

    amiss = office("rooms", "check", "F-1")
    unmade = drift(office)
    mended = office("rooms", "sweep")
    does(folder, looks)

    assert (fine.exit_code, amiss.exit_code, mended.exit_code) == (0, 1, 0)
    assert "genau die, die dürfen" in fine.stdout
    assert ("F-1", "F-1", "unmade") in [(row["case"], row["room"], row["fault"]) for row in unmade]
    assert "läuft gerade kein Fallraum" in mended.stdout
    assert [row["fault"] for row in drift(office) if row["fault"] not in ("overdue", "unconfirmed")] == []


@pytest.mark.homeserver
def test_what_nobody_could_end_of_an_erased_case_is_shown_though_the_case_is_gone(
    site: None, office: Type, folder: Path
) -> None:
    async def refused_again_and_again(site: Site) -> None:
        chance, effect = Chance(), EndListener(CaseId("erased"), SwitchId("0" * 32))
        async with site.hub.database.writing() as connection:
            await outbox.owe(connection, chance, Debt(effect, chance.now(), Urgency.WORDS))

    office("registration", "take")
    does(folder, refused_again_and_again)
    before = drift(office)
    tamper(folder / "hub.sqlite", f"UPDATE outbox SET attempts = {outbox.ALARMING} WHERE case_id = 'erased'")

    found = [(row["case"], row["fault"], row["what"]) for row in drift(office)]

    assert before == []
    assert found == [(None, "overdue", "EndListener")]
    assert drift(office, "F-1") == []
    assert office("rooms", "check").exit_code == 1


@pytest.mark.homeserver
def test_many_strangers_are_shown_and_only_removed_when_somebody_says_yes(
    site: None, office: Type, folder: Path
) -> None:
    office("registration", "take")
    give(office, "jobcenter/Fallmanagement")
    does(folder, looks)
    does(folder, strangers_come)

    asked = office("rooms", "sweep")
    strays = [row["user"] for row in drift(office, "F-1") if row["fault"] == "stray"]
    agreed = office("rooms", "sweep", "--yes")

    assert asked.exit_code == 1
    assert "--yes" in asked.stderr
    assert strays == STRANGERS
    assert agreed.exit_code == 0
    does(folder, looks)
    assert "stray" not in [row["fault"] for row in drift(office)]


@pytest.mark.homeserver
def test_who_mends_one_case_does_not_learn_that_two_talk_alone(
    site: None, office: Type, folder: Path
) -> None:
    office("registration", "take")
    nina_comes(office)
    does(folder, looks)
    openly = checked_and_mended(office)

    lets_talk_alone(office)

    assert [row["fault"] for row in drift(office, "--side")] == ["unmade"]
    assert checked_and_mended(office) == openly


@pytest.mark.homeserver
def test_not_even_the_order_says_to_which_case_a_room_of_two_belongs(
    site: None, office: Type, folder: Path
) -> None:
    office("registration", "take")
    nina_comes(office)
    lets_talk_alone(office)
    opened = office("case", "open", "--lead", "amira", says="Selma\n1992-03-04\n")
    tamper(
        folder / "hub.sqlite",
        "INSERT INTO room (id, case_id, circle, version) "
        "SELECT '!x:elsewhere', id, '', 0 FROM \"case\" WHERE label = 'F-2'",
    )

    found = [row["case"] for row in drift(office)]

    assert opened.exit_code == 0
    assert {*found} == {"F-1", "F-2", None}
    assert found == sorted(found, key=lambda case: case or "zuletzt")


@pytest.mark.homeserver
def test_that_another_hub_holds_the_registration_is_drift_until_it_is_taken(
    site: None, office: Type, folder: Path
) -> None:
    async def comes(site: Site) -> None:
        await site.homeserver.hold(Holder("other", "start"))

    does(folder, comes)

    checked, swept = office("rooms", "check"), office("rooms", "sweep")
    taken = office("registration", "take")

    assert (checked.exit_code, swept.exit_code, taken.exit_code) == (1, 1, 0)
    assert "Ein anderer Fallraum" in checked.stdout
    assert office("rooms", "check").exit_code == 0


@pytest.mark.homeserver
def test_a_token_the_homeserver_does_not_know_is_said_with_what_to_do(site: None, office: Type) -> None:
    assert office("registration", "rotate").exit_code == 0

    checked = office("rooms", "check")

    assert checked.exit_code == 2
    assert "registration.yaml" in checked.stderr
