"""At the terminal: handing a case over, taking it, releasing somebody, leaving an agency."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doors.office import TOLD, Type, consents, give, record, roster, tamper


def leads(typed: Type) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(typed("case", "lead", "F-1", "--json").stdout)
    return shown


def hand_over(typed: Type, to: str = "elif", *more: str, by: str = "amira", says: str = "") -> Any:
    return typed("case", "hand-over", "F-1", "--to", to, *more, *typed.key(by), says=says)


def test_the_lead_passes_when_it_is_taken_and_not_before(office: Type) -> None:
    offered = hand_over(office)
    waiting, shown = leads(office), office("case", "show", "F-1").stdout

    taken = office("case", "take-over", "F-1", *office.key("elif"))

    assert (offered.exit_code, taken.exit_code) == (0, 0)
    assert "Bis zur Annahme ändert sich nichts" in offered.stdout
    assert "Die Fallführung ist Elif Demir angeboten" in shown
    assert [one["name"] for one in waiting["led"]] == ["Amira Kaya"]
    assert [one["state"] for one in waiting["hand_overs"]] == ["open"]
    assert "Ab jetzt führt Elif Demir den Fall F-1" in taken.stdout
    after = leads(office)
    assert [(one["name"], one["until"] is None) for one in after["led"]] == [
        ("Amira Kaya", False),
        ("Elif Demir", True),
    ]
    assert [one["state"] for one in after["hand_overs"]] == ["accepted"]
    assert {name: row["role"] for name, row in roster(office).items()}["Amira Kaya"] == "member"
    assert office("audit", "verify").exit_code == 0


def test_what_is_offered_is_declined_by_a_word(office: Type) -> None:
    hand_over(office)

    declined = office("case", "decline", "F-1")

    assert "abgelehnt" in declined.stdout
    assert office("case", "take-over", "F-1", *office.key("elif")).exit_code == 1
    assert "abgelehnt" in office("case", "lead", "F-1").stdout
    assert [one["name"] for one in leads(office)["led"]] == ["Amira Kaya"]


def test_without_the_lead_it_takes_a_reason_that_is_asked_for_and_some_days(office: Type) -> None:
    silent = hand_over(office, "@bo:jugendamt.example", by="elif")
    offered = hand_over(office, "@bo:jugendamt.example", "--without-lead", by="elif", says="Seit Mai krank\n")
    office("professional", "key", "@bo:jugendamt.example", *office.key("bo"))

    early = office("case", "take-over", "F-1", *office.key("bo"))

    assert "--without-lead" in silent.stderr
    assert "kann die bisherige Fallführung" in offered.stdout
    assert (early.exit_code, "3 Tage Zeit" in early.stderr) == (1, True)
    assert [one["reason"] for one in leads(office)["hand_overs"]] == ["Seit Mai krank"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("case", "hand-over", "F-1", "--to", "amira", "KEY amira"), "führt den Fall F-1 schon"),
        (("case", "hand-over", "F-1", "--to", "elif", "KEY elif"), "zwei verschiedene Personen"),
        (("case", "hand-over", "F-1", "--to", "nobody", "KEY amira"), "@nobody:fallraum.localhost"),
        (("case", "hand-over", "F-9", "--to", "elif", "KEY amira"), "F-9"),
        (("case", "hand-over", "F-1", "--to", "elif", "KEY nobody"), "nobody.key"),
        (("case", "take-over", "F-1", "KEY elif"), "keine Übergabe"),
        (("case", "decline", "F-1"), "keine Übergabe"),
        (("case", "relieve", "F-1", "amira"), "hand-over"),
        (("case", "relieve", "F-1", "nobody"), "@nobody:fallraum.localhost"),
        (("professional", "leave", "nobody"), "@nobody:fallraum.localhost"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason_and_changes_nothing(
    office: Type, words: tuple[str, ...], said: str
) -> None:
    before = leads(office)
    typed = [part for word in words for part in (office.key(word[4:]) if word.startswith("KEY") else (word,))]

    refused = office(*typed)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert leads(office) == before


def test_dario_neither_offers_nor_takes_the_lead(office: Type) -> None:
    who = ("--name", "Dario Rossi", "--agency", "jugendamt", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)
    office("professional", "key", "dario", *office.key("dario"))

    offered = hand_over(office, "elif", "--without-lead", by="dario", says="Weil ich es will\n")
    hand_over(office)
    taken = office("case", "take-over", "F-1", *office.key("dario"))

    assert (offered.exit_code, taken.exit_code) == (1, 1)
    assert "jemand anderem angeboten" in taken.stderr
    assert [one["name"] for one in leads(office)["led"]] == ["Amira Kaya"]


def test_who_is_relieved_is_no_longer_rightful_and_may_come_again(office: Type) -> None:
    give(office, "jobcenter/Leistung")
    assert roster(office)["Elif Demir"]["rightful"] is True

    relieved = office("case", "relieve", "F-1", "elif")

    assert relieved.exit_code == 0
    assert "gilt weiter" in relieved.stdout
    assert "Elif Demir" not in roster(office)
    assert [c["state"] for c in consents(office)] == ["given"]
    assert office("case", "involve", "F-1", "elif").exit_code == 0
    assert roster(office)["Elif Demir"]["rightful"] is True


def test_of_a_consent_that_ended_nothing_is_said_to_outlast_whoever_is_relieved(office: Type) -> None:
    number = give(office, "jobcenter/Leistung")
    office("consent", "withdraw", "F-1", number)

    relieved = office("case", "relieve", "F-1", "elif")

    assert relieved.exit_code == 0
    assert "ab sofort keinen Zugang" in relieved.stdout
    assert "gilt weiter" not in relieved.stdout


def test_of_a_talk_alone_nobody_learns_by_relieving_somebody(office: Type) -> None:
    record(office, "jobcenter/Leistung", "--alone", "--person", "elif", *TOLD)
    (side,) = json.loads(office("consent", "show", "F-1", "--side", "--json").stdout)
    given = office("consent", "confirm", "F-1", side["consent"], *office.paper("bo"))
    assert given.exit_code == 0

    assert "gilt weiter" not in office("case", "relieve", "F-1", "elif").stdout


@pytest.mark.parametrize(
    ("group", "command"), [("case", "decline"), ("case", "relieve"), ("professional", "leave")]
)
def test_what_takes_no_key_says_so_and_who_enters_it(office: Type, group: str, command: str) -> None:
    asked = " ".join(office(group, command, "--help").stdout.split())

    assert "Wer den Fallraum betreibt" in asked
    assert "--key" not in asked


def test_who_leaves_signs_nothing_more_and_a_case_without_a_lead_is_said(office: Type) -> None:
    left = office("professional", "leave", "amira")

    assert left.exit_code == 0
    assert "Den Fall F-1 führt niemand" in left.stdout
    assert "Den Fall F-1 führt niemand" in office("case", "show", "F-1").stdout
    assert leads(office)["without_lead"] is True
    refused = record(office, "jobcenter/Fallmanagement")
    assert "hat die Stelle verlassen" in refused.stderr
    assert "amira" not in {row["user"] for row in roster(office).values()}
    assert office("professional", "leave", "amira").exit_code == 1


def test_a_hand_over_deleted_in_the_database_is_said(office: Type, folder: Path) -> None:
    hand_over(office)
    office("case", "take-over", "F-1", *office.key("elif"))

    tamper(folder / "hub.sqlite", "DELETE FROM hand_over")
    verified = office("audit", "verify")

    assert verified.exit_code == 1
    assert "der Fallführung im Fall F-1" in verified.stdout
    assert leads(office)["led"][-1]["name"] == "Elif Demir"
