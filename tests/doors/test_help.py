"""What `--help` must not keep from whoever reads nothing else."""

import pytest

from tests.doors.office import Type


def helped(typed: Type, group: str) -> str:
    """The list of a group's commands as one line, without its frame."""
    return " ".join(typed(group, "--help").stdout.replace("│", " ").split())


@pytest.mark.parametrize("group", ["case", "consent", "audit"])
def test_what_is_not_shown_unless_it_is_asked_for_is_said_where_commands_are_listed(
    typed: Type, group: str
) -> None:
    assert "„--side“" in helped(typed, group)


def test_a_key_is_said_to_sign_everything(typed: Type) -> None:
    said = helped(typed, "professional")

    assert "unterschreibt als diese Person" in said
    for what in ("Einwilligungen", "Netzwerkvereinbarung", "Fallführung", "Antworten", "Abschluss"):
        assert what in said
