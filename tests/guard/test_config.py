"""What an operator sets wrongly is said before the homeserver starts, with the name of the setting."""

from pathlib import Path

import pytest

from fallraum_guard.config import Config, read

HUB = "https://hub.example"


@pytest.fixture
def token_path(tmp_path: Path) -> str:
    path = tmp_path / "token"
    path.write_text("3c0a0e8b\n")
    return str(path)


def test_an_address_and_a_token_are_enough(token_path: str) -> None:
    assert read({"hub": f"{HUB}/", "token_path": token_path}) == Config(HUB, "3c0a0e8b", "de")


def test_the_token_is_shown_nowhere(token_path: str) -> None:
    assert "3c0a0e8b" not in repr(read({"hub": HUB, "token_path": token_path}))


@pytest.mark.parametrize("hub", [None, "", "hub.example", "ftp://hub.example", "https://", f"{HUB}?x", 7])
def test_an_address_that_is_none_is_refused(hub: object, token_path: str) -> None:
    with pytest.raises(ValueError, match="hub: "):
        read({"hub": hub, "token_path": token_path})


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe", "zwölf".encode(), b"two\nlines"])
def test_a_file_without_a_token_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ValueError, match=r"token_path: .*elsewhere"):
        read({"hub": HUB, "token_path": str(path)})


def test_no_file_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="token_path: "):
        read({"hub": HUB})


@pytest.mark.parametrize("wrong", [{"language": "fr"}, {"langauge": "en"}])
def test_what_nobody_knows_is_refused(wrong: dict[str, str], token_path: str) -> None:
    with pytest.raises(ValueError, match=r"known|one of"):
        read({"hub": HUB, "token_path": token_path} | wrong)
