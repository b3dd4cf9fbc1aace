"""`fallraum case language` as it is typed."""

import json

import pytest

from tests.doors.office import Type, give

BO = "@bo:jugendamt.example"


@pytest.fixture
def hearing(office: Type) -> Type:
    """An office in which Amira may hear what concerns everybody; Elif only works on the case."""
    give(office, "jobcenter/Fallmanagement")
    return office


def test_it_is_said_and_shown(hearing: Type) -> None:
    first = hearing("case", "language", "F-1", "--as", "amira")
    said = hearing("case", "language", "F-1", "ar", "--as", "client")
    shown = hearing("case", "language", "F-1", "--as", "amira", "--json")

    assert "Deutsch" in first.stdout
    assert said.exit_code == 0, said.output
    assert "Arabisch" in said.stdout
    assert json.loads(shown.stdout) == {"case": "F-1", "language": "ar"}
    read = " ".join(hearing("audit", "show", "F-1").stdout.split())
    assert "Arabisch" not in read


@pytest.mark.parametrize("who", ["elif", "dario", BO])
def test_whoever_may_not_gets_nothing(hearing: Type, who: str) -> None:
    hearing("case", "language", "F-1", "ar", "--as", "amira")

    shown = hearing("case", "language", "F-1", "--as", who)
    said = hearing("case", "language", "F-1", "tr", "--as", who)

    for answer in (shown, said):
        assert answer.exit_code == 1
        assert "Arabisch" not in answer.output
        assert "nichts zu lesen" in " ".join(answer.output.split())


def test_a_language_that_is_none_of_ours_is_refused_with_those_that_are(hearing: Type) -> None:
    refused = hearing("case", "language", "F-1", "klingonisch", "--as", "client")

    assert refused.exit_code == 1
    assert "de, de-simple, en, tr, ar, uk, ru" in " ".join(refused.output.split())
