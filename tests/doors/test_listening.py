"""`fallraum listen on|off|show` as it is typed."""

import json

import pytest

from tests.doors.office import Type, give


def test_the_lead_turns_it_on_sees_it_and_turns_it_off(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")
    before = office("listen", "show", "F-1", "--as", "amira")
    on = office("listen", "on", "F-1", "--as", "amira")
    again = office("listen", "on", "F-1", "--as", "amira")
    table = office("listen", "show", "F-1", "--as", "amira")
    rows = json.loads(office("listen", "show", "F-1", "--as", "amira", "--json").stdout)
    off = office("listen", "off", "F-1", "--as", "amira")
    off_again = office("listen", "off", "F-1", "--as", "amira")

    assert [one.exit_code for one in (before, on, again, table, off, off_again)] == [0] * 6
    assert "liest der Fallraum mit" in before.stdout
    assert "sobald es im Raum gesagt ist" in on.stdout
    assert "schon eingeschaltet" in again.stdout
    assert "wird erst im Raum gesagt" in table.stdout
    assert [row["listens"] for row in rows] == [False]
    assert "Schlüssel sind vernichtet" in off.stdout
    assert "nicht mit" in off_again.stdout


@pytest.mark.parametrize(
    ("word", "who"), [("on", "elif"), ("off", "@bo:jugendamt.example"), ("show", "dario")]
)
def test_nobody_else_does_and_nobody_else_sees_it(office: Type, word: str, who: str) -> None:
    tried = office("listen", word, "F-1", "--as", who)

    assert tried.exit_code == 1
    assert "entscheidet und sieht nur die Fallführung" in tried.stderr


def test_in_a_room_that_is_no_themes_it_never_listens(office: Type) -> None:
    for circle in ("team", "side-1"):
        tried = office("listen", "on", "F-1", "--as", "amira", "--circle", circle)
        assert tried.exit_code == 1
        assert "Dort kann der Fallraum nicht mitlesen" in tried.stderr


def test_in_their_direct_room_whose_it_is_turns_it_on_only_while_they_sit_there(office: Type) -> None:
    shown = office("listen", "direct", "show", "--as", "@bo:jugendamt.example")
    on = office("listen", "direct", "on", "--as", "amira")
    rows = office("listen", "direct", "show", "--as", "amira", "--json")
    off = office("listen", "direct", "off", "--as", "amira")

    assert (shown.exit_code, rows.exit_code, off.exit_code) == (0, 0, 0)
    assert "Im Direktraum liest der Fallraum nicht mit" in shown.stdout
    assert on.exit_code == 1
    assert "in dem die Fachkraft schon sitzt" in on.stderr
    assert json.loads(rows.stdout) == []
    assert "liest der Fallraum nicht mit" in off.stdout


@pytest.mark.parametrize("word", ["on", "off", "show"])
def test_whoever_is_no_professional_has_no_such_room(office: Type, word: str) -> None:
    tried = office("listen", "direct", word, "--as", "jonas")

    assert tried.exit_code == 1
    assert tried.stdout == ""
