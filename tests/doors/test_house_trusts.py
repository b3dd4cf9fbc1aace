"""A house that cannot know whom to trust says so before it opens."""

from pathlib import Path

import pytest

from hub.chance import Chance
from hub.errors import NotReady
from hub.house import House
from hub.settings import Settings
from tests.real import free_port


async def test_an_authority_that_cannot_be_read_is_said_at_the_start(tmp_path: Path) -> None:
    homeserver = f"http://127.0.0.1:{free_port()}"
    settings = Settings(
        data=tmp_path / "data",
        homeserver=homeserver,
        door_port=free_port(),
        federation_ca=tmp_path / "missing.pem",
    )

    with pytest.raises(NotReady, match="authority-not-readable"):
        async with House(settings, Chance(), lambda _key, **_facts: None):
            pass
