"""The terminal about other homeservers: whose people may come in, and what is known of each server."""

import json
from pathlib import Path

from typer.testing import Result

from tests.doors.office import JUGENDAMT, Type, give, roster


def adds(typed: Type, user: str) -> Result:
    """Somebody takes a colleague of the Jobcenter into the network."""
    words = ("--name", "Dario Conti", "--agency", "jobcenter", "--function", "Leistung")
    return typed("professional", "add", user, *words)


def test_somebody_of_an_unknown_server_is_refused_and_told_what_to_do(office: Type) -> None:
    refused = adds(office, "@dario:elsewhere.example")

    assert refused.exit_code == 1
    assert "elsewhere.example" in refused.stderr
    assert "gehört nicht zu diesem Netzwerk" in refused.stderr
    assert "FALLRAUM_FEDERATION" in refused.stderr
    assert office("case", "involve", "F-1", "@dario:elsewhere.example").exit_code == 1


def test_once_the_server_is_allowed_they_are_taken_in(office: Type, folder: Path) -> None:
    assert (
        adds(Type(folder, "jugendamt.example elsewhere.example"), "@dario:elsewhere.example").exit_code == 0
    )


def test_on_the_hubs_own_server_nobody_needs_a_list(office: Type, folder: Path) -> None:
    assert adds(Type(folder, ""), "dario").exit_code == 0


def test_every_other_server_is_shown_with_what_can_be_known(office: Type) -> None:
    # No hub runs here: nobody can ask whether a server answers.
    horizont, jugendamt = json.loads(office("servers", "--json").stdout)

    assert (horizont["server"], horizont["people"]) == ("horizont.example", 0)
    assert jugendamt == {
        "server": JUGENDAMT,
        "allowed": True,
        "people": 1,
        "reachable": None,
        "leave_seen_at": None,
        "leaves_unseen": 0,
    }
    # Columns are narrow here: a text may be broken between two words.
    assert "bekannt" in office("servers").stdout


def test_a_server_that_was_taken_off_the_list_is_shown_as_such(office: Type, folder: Path) -> None:
    give(office, "jugendamt/Allgemeiner Sozialer Dienst")
    assert roster(office)["Bo Lindner"]["rightful"] is True
    closed = Type(folder, "")

    (row,) = json.loads(closed("servers", "--json").stdout)

    assert (row["server"], row["allowed"]) == (JUGENDAMT, False)
    assert roster(closed)["Bo Lindner"]["rightful"] is False
    assert "Netzwerk)" in closed("case", "show", "F-1").stdout


def test_where_there_is_no_other_server_the_terminal_says_so(folder: Path) -> None:
    alone = Type(folder, "")
    assert alone("agency", "add", "jobcenter", "--name", "Jobcenter", "--legal-area", "SGB II").exit_code == 0

    assert "FALLRAUM_FEDERATION" in alone("servers").stdout
    assert json.loads(alone("servers", "--json").stdout) == []
