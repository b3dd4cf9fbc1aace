"""`fallraum task`, `goal`, `support` and `gap` as they are typed."""

import json
from typing import Any

import pytest

from tests.doors.office import Type, give, in_days, tamper

FALLMANAGEMENT = "jobcenter/Fallmanagement"
SOZIALER_DIENST = "jugendamt/Allgemeiner Sozialer Dienst"
BO = "@bo:jugendamt.example"


@pytest.fixture
def agreeing(office: Type) -> Type:
    """An office in which Amira and Bo may hear what concerns everybody; Elif only works on the case."""
    give(office, FALLMANAGEMENT)
    give(office, SOZIALER_DIENST)
    return office


def rows(typed: Type, group: str, *more: str, who: str = "amira") -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = json.loads(typed(group, "list", "F-1", "--as", who, "--json", *more).stdout)
    return shown


def add(typed: Type, *words: str, says: str, who: str = "amira") -> str:
    added = typed(words[0], words[1], "F-1", "--as", who, *words[2:], "--json", says=says)
    assert added.exit_code == 0, added.output
    return str(json.loads(added.stdout)["number"])


def task(typed: Type, what: str = "Antrag stellen", *, owner: str = BO, who: str = "amira") -> str:
    return add(typed, "task", "add", "--owner", owner, "--due", in_days(7), says=f"{what}\n", who=who)


def test_a_task_is_entered_shown_and_ticked_off(agreeing: Type) -> None:
    number = task(agreeing)

    table = agreeing("task", "list", "F-1", "--as", "client").stdout
    done = agreeing("task", "done", "F-1", number[:8], "--as", BO)
    again = agreeing("task", "done", "F-1", number[:8], "--as", "amira")

    assert all(word in table for word in ("Antrag stellen", "Bo Lindner", "offen", number[:8]))
    assert (done.exit_code, again.exit_code) == (0, 0)
    assert "schon erledigt" in again.stdout
    assert rows(agreeing, "task") == []
    (row,) = rows(agreeing, "task", "--all")
    assert (row["number"], row["state"], row["owner"], row["what"]) == (
        number,
        "done",
        "Bo Lindner",
        "Antrag stellen",
    )
    assert "keine Aufgabe offen" in agreeing("task", "list", "F-1", "--as", "amira").stdout


def test_a_task_that_is_taken_back_says_why(agreeing: Type) -> None:
    number = task(agreeing, owner="client")

    not_hers = agreeing("task", "drop", "F-1", number, "--as", BO, says="Darum\n")
    dropped = agreeing("task", "drop", "F-1", number, "--as", "amira", says="Nicht mehr nötig\n")

    assert not_hers.exit_code == 1
    assert "wer sie eingetragen hat" in not_hers.stderr
    assert dropped.exit_code == 0
    (row,) = rows(agreeing, "task", "--all")
    assert (row["state"], row["reason"], row["owner"]) == (
        "dropped",
        "Nicht mehr nötig",
        "Klientin oder Klient",
    )


def test_a_goal_has_a_criterion_and_a_day(agreeing: Type) -> None:
    due = ("--due", in_days(90))
    without = agreeing("goal", "add", "F-1", "--as", "client", *due, says="Eigene Wohnung\n\n")
    dayless = agreeing("goal", "add", "F-1", "--as", "client", says="Wohnung\nVertrag\n")
    number = add(agreeing, "goal", "add", *due, says="Eigene Wohnung\nMietvertrag\n", who="client")
    other = add(agreeing, "goal", "add", *due, says="Ausbildung\nVertrag\n", who="amira")

    table = agreeing("goal", "list", "F-1", "--as", BO).stdout
    reached = agreeing("goal", "reach", "F-1", number, "--as", "client")
    given_up = agreeing("goal", "give-up", "F-1", other, "--as", "amira", says="Im nächsten Jahr\n")

    assert (without.exit_code, dayless.exit_code) == (1, 1)
    assert "woran zu erkennen ist" in without.stderr
    assert "--due" in dayless.stderr
    assert "Eigene Wohnung" in table
    assert "Mietvertrag" in table
    assert (reached.exit_code, given_up.exit_code) == (0, 0)
    assert {row["number"]: row["state"] for row in rows(agreeing, "goal", "--all")} == {
        number: "reached",
        other: "given-up",
    }


def test_a_support_is_reported_on_and_the_lead_decides(agreeing: Type) -> None:
    begun = ("--responsible", BO, "--since", in_days(-3), "--weeks", "2")
    number = add(agreeing, "support", "begin", *begun, says="Betreutes Wohnen\n")
    before = agreeing("support", "list", "F-1", "--as", "amira").stdout
    report = add(agreeing, "support", "report", number, "at-risk", says="Umzug verschoben\n", who=BO)

    (row,) = rows(agreeing, "support")
    by_lead = agreeing("support", "report", "F-1", number, "on-track", "--as", "amira", says="\n")
    without = agreeing("support", "answer", "F-1", report, "keep", "--as", "amira", says="\n")
    kept = agreeing("support", "answer", "F-1", report, "keep", "--as", "amira", says="Im Januar\n")
    ended = agreeing("support", "end", "F-1", number, "--as", BO)

    assert "noch keiner" in before
    assert (row["standing"], row["waiting"], row["responsible"]) == ("at-risk", report, "Bo Lindner")
    assert (by_lead.exit_code, without.exit_code, kept.exit_code, ended.exit_code) == (1, 1, 0, 0)
    assert rows(agreeing, "support") == []
    (over,) = rows(agreeing, "support", "--all")
    assert over["next_report_due"] is over["waiting"] is None
    assert [(r["remark"], r["decision"], r["reason"]) for r in over["reports"]] == [
        ("Umzug verschoben", "keep", "Im Januar")
    ]
    assert "beendet" in agreeing("support", "list", "F-1", "--as", BO, "--all").stdout


def test_a_gap_is_noted_and_closed(agreeing: Type) -> None:
    number = add(agreeing, "gap", "add", says="Kita bis 19 Uhr\n", who=BO)
    shown = agreeing("gap", "list", "F-1", "--as", "client").stdout

    closed = agreeing("gap", "close", "F-1", number, "--as", BO)

    assert "Kita bis 19 Uhr" in shown
    assert closed.exit_code == 0
    assert rows(agreeing, "gap") == []
    assert len(rows(agreeing, "gap", "--all")) == 1


@pytest.mark.parametrize("group", ["task", "goal", "support", "gap"])
def test_elif_works_on_the_case_and_reads_nothing_of_what_is_agreed_on(agreeing: Type, group: str) -> None:
    task(agreeing)

    listed = agreeing(group, "list", "F-1", "--as", "elif")

    assert listed.exit_code == 1
    assert listed.stdout == ""
    assert "nichts zu lesen" in listed.stderr
    assert "Antrag" not in listed.output


def test_elif_ticks_nothing_off_and_learns_of_no_number(agreeing: Type) -> None:
    number = task(agreeing)

    answers = [
        agreeing("task", "done", "F-1", given, "--as", "elif").stderr for given in (number, "ffffffff")
    ]

    assert answers[0] == answers[1]
    assert [row["state"] for row in rows(agreeing, "task")] == ["open"]


def test_with_the_consent_the_sight_of_it_ends(agreeing: Type) -> None:
    task(agreeing)
    (his,) = [
        c["consent"]
        for c in json.loads(agreeing("consent", "show", "F-1", "--json").stdout)
        if "jugendamt" in json.dumps(c)
    ]
    assert agreeing("consent", "withdraw", "F-1", his).exit_code == 0

    assert agreeing("task", "list", "F-1", "--as", BO).exit_code == 1
    assert agreeing("task", "list", "F-1", "--as", "client").exit_code == 0


def test_whoever_was_shown_the_plan_is_noted_and_the_audit_says_no_word_of_it(agreeing: Type) -> None:
    task(agreeing, "Mietschulden regeln")
    agreeing("task", "list", "F-1", "--as", "amira")

    shown, told = agreeing("audit", "retrievals", "F-1").stdout, agreeing("audit", "show", "F-1").stdout

    assert "was vereinbart ist" in shown
    deeds = [entry["deed"] for entry in json.loads(agreeing("audit", "show", "F-1", "--json").stdout)]
    assert deeds[-1] == "task.set"
    assert "Aufgabe" in told
    assert "Mietschulden" not in shown + told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("task", "add", "F-1", "--owner", BO, "--due", "gestern"), "kein Tag"),
        (("task", "add", "F-1", "--owner", BO, "--due", "01.02.2020"), "01.02.2020"),
        (("task", "add", "F-1", "--owner", "dario", "--due", in_days(3)), "arbeitet nicht am Fall F-1"),
        (("task", "add", "F-9", "--owner", BO, "--due", in_days(3)), "F-9"),
        (("task", "done", "F-1", "", "--as", "amira"), "nichts eindeutig"),
        (("gap", "close", "F-1", "ffff", "--as", "amira"), "nichts eindeutig"),
        (("support", "begin", "F-1", "--responsible", "client", "--since", in_days(0)), "eine Fachkraft"),
        (("support", "begin", "F-1", "--responsible", BO, "--since", in_days(3)), "wenn sie begonnen hat"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(agreeing: Type, words: tuple[str, ...], said: str) -> None:
    person = () if "--as" in words else ("--as", "amira")

    refused = agreeing(*words, *person, says="Antrag\n")

    assert refused.exit_code == 1
    assert said in refused.stderr


def test_what_somebody_spoilt_is_said_not_to_be_readable(agreeing: Type) -> None:
    task(agreeing)
    task(agreeing, "Jobcenter anrufen", owner="client")
    tamper(agreeing.keys / "data" / "hub.sqlite", "UPDATE task SET what = x'00' WHERE owner_id IS NOT NULL")

    table = agreeing("task", "list", "F-1", "--as", "amira").stdout

    assert "nicht mehr lesbar" in table
    assert "Jobcenter anrufen" in table
