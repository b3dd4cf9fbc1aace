"""`fallraum conference …` as it is typed: calling one, calling it twice, and seeing what is called."""

import json
from datetime import datetime

import pytest
from typer.testing import Result

from tests.doors.office import Type, in_days

TOPIC = "Mietschulden"


def call(typed: Type, *, days: int = 3, moderator: str = "amira") -> Result:
    """A conference at ten o'clock, about one topic."""
    words = ("--at", f"{in_days(days)} 10:00", "--minutes", "45", "--moderator", moderator)
    return typed("conference", "call", "F-1", *words, says=f"{TOPIC}\n\n")


def test_what_is_called_is_listed_by_its_beginning_and_without_its_topics(office: Type) -> None:
    call(office, days=9)
    call(office, days=3)

    shown = office("conference", "list", "F-1")
    rows = json.loads(office("conference", "list", "F-1", "--json").stdout)

    begins = [datetime.fromisoformat(row["begins_at"]) for row in rows]
    assert begins == sorted(begins)
    assert [(row["minutes"], row["moderator"], row["agenda_posted_at"]) for row in rows] == [
        (45, "Amira Kaya", None)
    ] * 2
    assert "Amira Kaya" in shown.stdout
    assert TOPIC not in shown.stdout + json.dumps(rows)
    assert "die Fallkonferenzen" in office("audit", "retrievals", "F-1").stdout


def test_just_the_same_conference_is_refused_and_leaves_nothing_behind(office: Type) -> None:
    first, again = call(office), call(office)
    entries = json.loads(office("audit", "show", "F-1", "--json").stdout)

    assert (first.exit_code, again.exit_code) == (0, 1)
    assert "schon einberufen" in again.stderr
    assert [entry["deed"] for entry in entries].count("conference.called") == 1
    assert call(office, moderator="elif").exit_code == 0


@pytest.mark.parametrize(("case", "exit_code", "said"), [("F-1", 0, "noch keine"), ("F-9", 1, "F-9")])
def test_where_none_is_called_or_no_case_is_that_is_said(
    office: Type, case: str, exit_code: int, said: str
) -> None:
    listed = office("conference", "list", case)

    assert listed.exit_code == exit_code
    assert said in listed.output
