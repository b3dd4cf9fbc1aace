"""`fallraum up` after something went wrong: a debt that was deleted, a token that leaked, another hub."""

import asyncio
import json
import signal
from pathlib import Path

import pytest

from hub.holding import Holder
from tests.doors.office import tamper
from tests.doors.test_up import PATIENCE, Running, eventually, lead, open_case, running
from tests.people import HUB
from tests.real import RealHomeserver

pytestmark = pytest.mark.homeserver


def test_a_start_removes_whoever_sits_although_the_debt_was_deleted_and_takes_new_secrets(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    with running(folder) as hub:
        hub.says("is running")
        open_case(hub)
        hub.ends(signal.SIGINT)
        hub.types("consent", "withdraw", "F-1", str(lead(hub)["consent"]))
        tamper(folder / "hub.sqlite", "DELETE FROM outbox")
        hub.types("registration", "rotate")

    with running(folder) as again:
        again.says("is running")
        eventually(lambda: lead(again)["seat"] is None)
        checked = json.loads(again.types("rooms", "check", "--json"))

    assert checked["findings"] == []
    assert "Traceback" not in again.said()


def test_a_second_hub_on_one_registration_does_not_start(
    tmp_path: Path, real_homeserver: RealHomeserver
) -> None:
    folder = tmp_path / "data"
    (folder / "secrets").mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    for name in ("as_token", "hs_token"):
        kept = folder / "secrets" / name
        kept.touch(mode=0o600)
        kept.write_text((real_homeserver.settings.data / "secrets" / name).read_text())

    async def other_holds() -> None:
        async with real_homeserver.hub() as homeserver:
            await homeserver.hold(Holder("other", "start"))

    asyncio.run(other_holds())
    url = real_homeserver.settings.homeserver_url
    hub = Running(folder, "--homeserver", url, "--server-name", HUB)

    assert hub.process.wait(PATIENCE) == 2
    assert "another Fallraum uses this registration" in hub.said()
