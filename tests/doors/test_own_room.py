"""`fallraum case own-room` as it is typed."""

import json

import pytest

from tests.doors.office import Type, give


@pytest.fixture
def hearing(office: Type) -> Type:
    """An office in which Amira may hear what concerns everybody; Elif only works on the case."""
    give(office, "jobcenter/Fallmanagement")
    return office


def test_it_is_wanted_shown_and_taken_back(hearing: Type) -> None:
    before = hearing("case", "own-room", "F-1", "--as", "amira")
    said = hearing("case", "own-room", "F-1", "on", "--as", "client")
    shown = hearing("case", "own-room", "F-1", "--as", "amira", "--json")
    over = hearing("case", "own-room", "F-1", "off", "--as", "amira")
    again = hearing("case", "own-room", "F-1", "off", "--as", "amira")

    assert "kein eigener Raum gewünscht" in " ".join(before.stdout.split())
    assert said.exit_code == 0, said.output
    assert json.loads(shown.stdout) == {"case": "F-1", "own_room": True}
    assert (over.exit_code, again.exit_code) == (0, 0)


def test_only_who_asks_for_such_rooms_reads_of_it(hearing: Type) -> None:
    hearing("case", "own-room", "F-1", "on", "--as", "amira")
    hearing("case", "own-room", "F-1", "--as", "amira")

    openly = " ".join(hearing("audit", "show", "F-1").stdout.split())
    looked = " ".join(hearing("audit", "retrievals", "F-1").stdout.split())
    shown = " ".join(hearing("case", "show", "F-1").stdout.split())
    asked = " ".join(hearing("audit", "show", "F-1", "--side").stdout.split())

    assert "Eigener" not in openly
    assert "unter vier Augen" in looked
    assert "eigener Raum" not in looked
    assert "· Fallraum" not in shown
    assert "Eigener Raum" in asked


@pytest.mark.parametrize("who", ["elif", "dario", "@bo:jugendamt.example"])
def test_whoever_may_not_gets_nothing(hearing: Type, who: str) -> None:
    hearing("case", "own-room", "F-1", "on", "--as", "amira")

    shown = hearing("case", "own-room", "F-1", "--as", who)
    said = hearing("case", "own-room", "F-1", "off", "--as", who)

    for answer in (shown, said):
        assert answer.exit_code == 1
        assert "nichts zu lesen" in " ".join(answer.output.split())


def test_nobody_is_listened_to_there_before_they_come(hearing: Type) -> None:
    unwanted = hearing("listen", "on", "F-1", "--own", "--as", "amira")
    hearing("case", "own-room", "F-1", "on", "--as", "amira")
    wanted = hearing("listen", "on", "F-1", "--own", "--as", "amira")
    shown = hearing("listen", "show", "F-1", "--as", "amira", "--json")

    assert (unwanted.exit_code, wanted.exit_code) == (1, 1)
    assert unwanted.output != wanted.output
    assert json.loads(shown.stdout) == []
