"""`fallraum remind` as it is typed."""

import json
from typing import Any

import pytest

from tests.doors.office import Type, in_days

ELIF, AMIRA = ("--as", "elif"), ("--as", "amira")


def listed(typed: Type, who: str = "amira") -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = json.loads(typed("remind", "list", "F-1", "--as", who, "--json").stdout)
    return shown


def lays_down(typed: Type, kind: str = "r2", days: int = 100) -> str:
    kept = typed("remind", "set", "F-1", kind, in_days(days), *AMIRA, "--json")
    assert kept.exit_code == 0, kept.output
    return str(json.loads(kept.stdout)["number"])


def test_the_lead_lays_down_a_date_reads_it_and_settles_it(office: Type) -> None:
    number = lays_down(office)
    table = office("remind", "list", "F-1", *AMIRA).stdout
    (row,) = [one for one in listed(office) if one["number"] == number]

    done = office("remind", "done", "F-1", number[:8], *AMIRA)

    assert (row["kind"], row["day"]) == ("r2", in_days(100))
    assert "Hilfeplan" in table
    assert (done.exit_code, number[:8] in done.stdout) == (0, True)


def test_who_has_nothing_to_be_reminded_of_there_learns_nothing(office: Type) -> None:
    number = lays_down(office)

    for words in (
        ("remind", "set", "F-1", "r2", in_days(9), *ELIF),
        ("remind", "list", "F-1", *ELIF),
        ("remind", "done", "F-1", number, *ELIF),
        ("remind", "snooze", "F-1", number, *ELIF),
        ("remind", "list", "F-1", "--as", "dario"),
        ("remind", "list", "F-1", "--as", "@bo:jugendamt.example"),
    ):
        said = office(*words)
        assert said.exit_code == 1
        assert "keine Erinnerungen für dieses Konto" in said.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "F-1", "r6", "2027-06-30", *AMIRA), "erinnert der Fallraum von selbst"),
        (("set", "F-1", "r99", "2027-06-30", *AMIRA), "gibt es nicht"),
        (("set", "F-1", "r2", "2099-06-30", *AMIRA), "liegt zu weit weg"),
        (("done", "F-1", "0815", *AMIRA), "mit der Nummer 0815"),
        (("snooze", "F-1", "0815", *AMIRA), "mit der Nummer 0815"),
        (("mute", "r2", *AMIRA), "§ 36(2) SGB VIII"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(office: Type, words: tuple[str, ...], said: str) -> None:
    answer = office("remind", *words)

    assert answer.exit_code == 1
    assert said in answer.stderr


def test_what_is_not_due_yet_cannot_be_put_off(office: Type) -> None:
    number = lays_down(office)

    assert "mit der Nummer" in office("remind", "snooze", "F-1", number, *AMIRA).stderr


def test_a_kind_is_muted_and_heard_of_again(office: Type) -> None:
    muted, again = office("remind", "mute", "r6", *AMIRA), office("remind", "mute", "r6", "--off", *AMIRA)

    assert "nicht mehr erinnert" in muted.stdout
    assert "wieder erinnert" in again.stdout


def test_every_kind_is_shown_with_what_asks_for_it(office: Type) -> None:
    rows = json.loads(office("remind", "kinds", "--json").stdout)
    table = office("remind", "kinds").stdout

    assert [row["kind"] for row in rows][:2] == ["r1", "r2"]
    assert {row["kind"] for row in rows if row["by_hand"]} >= {"r1", "r16"}
    assert "Kooperationsplan" in table
