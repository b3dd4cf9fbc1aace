"""`fallraum conference …` as it is typed: calling one, calling it twice, and seeing what is called."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import Result

from tests.doors.office import Type, give, in_days, tamper

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


def test_a_conference_is_moved_and_cancelled_by_who_moderates(office: Type) -> None:
    call(office, days=9)
    when = f"{in_days(12)} 14:00"

    moved = office("conference", "move", "F-1", "--at", when, "--by", "amira", says="krank\n")
    by_elif = office("conference", "cancel", "F-1", "--by", "elif", says="krank\n")
    gone = office("conference", "cancel", "F-1", "--by", "amira", says="krank\n")
    (row,) = json.loads(office("conference", "list", "F-1", "--json").stdout)

    assert (moved.exit_code, by_elif.exit_code, gone.exit_code) == (0, 1, 0)
    assert "ist verlegt" in moved.stdout
    assert (row["stage"], row["begins_at"][:10]) == ("cancelled", in_days(12))
    assert office("conference", "cancel", "F-1", "--by", "amira", says="krank\n").exit_code == 1


def test_an_hour_that_is_missing_at_summer_time_is_no_beginning(office: Type) -> None:
    call(office, days=9)

    moved = office("conference", "move", "F-1", "--at", "2027-03-28 02:30", "--by", "amira", says="krank\n")

    assert moved.exit_code == 1
    assert "02:30" in moved.stderr


def test_a_conference_is_led_from_item_to_item(office: Type) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=30)).isoformat(timespec="minutes")
    office("conference", "call", "F-1", "--at", soon, "--moderator", "amira", says="\n")

    begun = office("conference", "begin", "F-1", "--by", "amira")
    on = office("conference", "next", "F-1", "--by", "amira")
    back = office("conference", "back", "F-1", "--by", "amira")
    longer = office("conference", "extend", "F-1", "7", "--by", "amira")
    by_elif = office("conference", "next", "F-1", "--by", "elif")
    led = office("conference", "moderate", "F-1", "--by", "amira")
    ended = office("conference", "end", "F-1", "--by", "amira")
    (row,) = json.loads(office("conference", "list", "F-1", "--json").stdout)

    assert [said.stdout.splitlines()[0] for said in (begun, on, back, longer)] == [
        "Jetzt: Punkt 1, 5 Minuten.",
        "Jetzt: Punkt 2, 10 Minuten.",
        "Jetzt: Punkt 1, 5 Minuten.",
        "Jetzt: Punkt 1, 12 Minuten.",
    ]
    assert (by_elif.exit_code, led.exit_code, ended.exit_code, row["stage"]) == (1, 0, 0, "over")


def test_what_is_missing_is_shown_to_who_moderates(office: Type) -> None:
    call(office, days=9)

    shown = office("conference", "check", "F-1", "--by", "amira")
    noted = ("--language", "tr", "--invited-in", "tr", "--interpreter", "ordered")
    prepared = office("conference", "prepare", "F-1", "--by", "amira", *noted)
    rows = json.loads(office("conference", "check", "F-1", "--by", "amira", "--json").stdout)
    by_elif = office("conference", "check", "F-1", "--by", "elif")

    assert "noch nicht eingeladen" in shown.stdout
    assert prepared.exit_code == 0
    assert "invitation" not in [row["lack"] for row in rows]
    assert by_elif.exit_code == 1


def test_who_wants_to_speak_is_shown_to_who_moderates_and_is_given_the_floor(office: Type) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=30)).isoformat(timespec="minutes")
    give(office, "jugendamt/Allgemeiner Sozialer Dienst")
    office("conference", "call", "F-1", "--at", soon, "--moderator", "amira", says="\n")
    office("conference", "begin", "F-1", "--by", "amira")
    tamper(
        office.keys / "data" / "hub.sqlite",
        "INSERT INTO conference_hand SELECT c.id, p.id, 1, '$hand' FROM conference c, professional p "
        "WHERE p.user_id = '@bo:jugendamt.example'",
    )

    by_elif = office("conference", "hands", "F-1", "--by", "elif")
    shown = office("conference", "hands", "F-1", "--by", "amira", "--json")
    given = office("conference", "floor", "F-1", "--by", "amira")
    again = office("conference", "floor", "F-1", "--by", "amira")
    nobody = office("conference", "hands", "F-1", "--by", "amira")

    assert by_elif.exit_code == 1
    assert json.loads(shown.stdout) == [{"place": 1, "name": "Bo Lindner"}]
    assert given.stdout == "Das Wort hat jetzt: Bo Lindner.\n"
    assert (again.exit_code, "meldet sich gerade niemand" in again.stderr) == (1, True)
    assert "Gerade meldet sich niemand." in nobody.output
    assert "die Wortmeldungen" in office("audit", "retrievals", "F-1").stdout
